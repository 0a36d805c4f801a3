"""The lessons as text, one Markdown file each: the schema of their front matter, and how they become rows."""
