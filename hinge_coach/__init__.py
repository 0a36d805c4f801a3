"""The site: settings, URLs, the pages that belong to no room, and the rooms around the lessons."""

__version__ = "0.10.0"
