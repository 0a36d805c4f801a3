import pytest

from hinge_coach.booking.clock_habit import has_24h_clock


@pytest.mark.parametrize(
    ("accept_language", "expected"),
    [
        ("", False),
        ("*", False),
        ("en", False),
        ("en-US,en;q=0.9", False),
        ("en-GB,en;q=0.9", True),
        ("en-in", False),
        ("de-DE,de;q=0.9,en-US;q=0.8", True),
        ("es-ES", True),
        ("es-MX,es;q=0.9", False),
        ("pt-BR", True),
        ("zh-CN", True),
        ("zh-Hant-TW,zh;q=0.9", False),
        ("ko", False),
        ("ja;q=0.9", True),
        (" fr-CA", True),
        ("x" * 5000, False),
        ("12-34", False),
    ],
)
def test_the_first_language_tells_the_clock(accept_language: str, expected: bool) -> None:
    assert has_24h_clock(accept_language) == expected
