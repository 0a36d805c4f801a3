"""Low-back tightness: check-ins by local day, and their trend over weeks."""
