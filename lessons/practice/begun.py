"""The self-check as it was asked when a practice began, signed into its page: a lesson may be edited meanwhile.

The answer is judged by the question that was read. Without a signature, anybody could bring a pass mark of their own.
"""

from collections.abc import Mapping
from typing import Any

from django.core import signing

from lessons.models import Lesson

LONGEST = 20_000  # letters; a self-check has some hundreds

_SALT = "lessons.practice.begun"


def sign(lesson: Lesson) -> str:
    """The self-check of the lesson now, for a hidden field."""
    value = {"lesson": lesson.slug, "self_check": lesson.self_check}
    return signing.dumps(value, salt=_SALT, compress=True)


def self_check_as_asked(lesson: Lesson, signed: str) -> Mapping[str, Any]:
    """What `sign` was given for this lesson; the self-check of now where that is missing, forged, or of another one."""
    now: Mapping[str, Any] = lesson.self_check
    if not signed or len(signed) > LONGEST:
        return now
    try:
        value: Mapping[str, Any] = signing.loads(signed, salt=_SALT)
    except signing.BadSignature:
        return now
    asked: Mapping[str, Any] = value["self_check"]
    return asked if value["lesson"] == lesson.slug else now
