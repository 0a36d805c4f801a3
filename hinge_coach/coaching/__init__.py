"""The trainer's desk: who needs a word today and why, one client's story, the plan, notes, settings."""
