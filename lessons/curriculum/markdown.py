"""Lesson prose: Markdown to HTML, without any script or style that the trainer may have typed."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "ul", "ol", "li", "em", "strong", "a", "blockquote", "br", "h3", "h4", "hr"}
_markdown = MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=512)
def to_html(text: str) -> SafeString:
    cleaned = nh3.clean(_markdown.render(text), tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "mailto"})
    return mark_safe(cleaned)  # noqa: S308 - nh3 has just cleaned it
