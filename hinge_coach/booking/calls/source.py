"""Which page led a visitor to the form of a call: words that a link brings, kept as text and never as a link."""

from typing import Any

from django.http import HttpRequest

from hinge_coach.fields import LineField

MOST_LETTERS = 200


class SourceField(LineField):
    """One line of up to 200 letters. Nobody types it, so what is too long is cut, and nothing is refused."""

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").replace("\0", ""))[:MOST_LETTERS].rstrip()


def source_of(request: HttpRequest) -> str:
    """The words of `?from=` in a link to the form; empty where it has none."""
    return SourceField().to_python(request.GET.get("from"))
