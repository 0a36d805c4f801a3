"""The site: its wiring (settings, URLs, pages that belong to nobody), then the rooms around the lessons."""
