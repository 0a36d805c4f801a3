"""`{{ lesson.why|prose }}`: the lesson's Markdown as HTML."""

from django import template
from django.utils.safestring import SafeString

from lessons.curriculum.markdown import to_html

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    return to_html(text)
