"""Which page led a visitor to the form of a call: words that a link brings, kept as text and never as a link."""

from hinge_coach.fields import LineField

MOST_LETTERS = 200  # as `Call.source`


def read_source(words: object) -> str:
    """The words on one line of up to 200 letters. Nobody types them, so nothing is refused: what is too long is cut."""
    return LineField().to_python(str(words or "").replace("\0", ""))[:MOST_LETTERS].rstrip()
