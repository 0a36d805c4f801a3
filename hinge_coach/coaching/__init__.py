"""The trainer's desk: who needs attention and why, the page of one client, calls, settings."""
