"""The demo: believable people, and looking around as one of them. Off on a real site."""
