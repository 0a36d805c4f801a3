"""Lessons, practice, the coaching rules, a client's progress, and the mechanical body."""
