"""The site: settings, URLs, the pages that belong to no room, and the rooms around the lessons."""
