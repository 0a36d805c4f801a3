"""Parts kept by all that they show: other values are drawn anew, and nothing of one request gets in."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template, engines
from django.utils import timezone
from pytest_django import Settings

from hinge_coach.accounts.models import Client
from hinge_coach.kept_parts import _part
from lessons.figures.lesson_figure import FigurePath

PART = "lessons/figures/_paths.html"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    _part.cache_clear()


def drawn(values: str, **context: object) -> str:
    """The paths with these values, in the context of some page."""
    page = Template(f'{{% load kept_parts %}}{{% kept "{PART}" {values} %}}')
    return page.render(Context({"user": "maya", "csrf_token": "token", **context}))


def path(opacity: float = 1.0) -> FigurePath:
    return FigurePath("arm", "limb", "M0 0<", fill="#fff", opacity=opacity)


def test_a_part_is_drawn_once_for_its_values_and_as_an_include_draws_it() -> None:
    include = Template(f'{{% include "{PART}" with paths=paths only %}}').render(Context({"paths": (path(0.5),)}))
    assert drawn("paths=paths", paths=(path(0.5),)) == include
    assert drawn("paths=paths", paths=(path(0.5),)) == include
    assert (_part.cache_info().hits, _part.cache_info().misses) == (1, 1)
    assert "M0 0&lt;" in include


def test_other_values_and_another_clock_are_drawn_anew() -> None:
    assert drawn("paths=paths", paths=(path(0.5),)) != drawn("paths=paths", paths=(path(0.25),))
    drawn("paths=number", number=())
    with timezone.override(ZoneInfo("America/Chicago")):
        drawn("paths=number", number=())
    assert _part.cache_info().misses == 4


def test_values_that_are_equal_but_not_shown_alike_are_kept_apart() -> None:
    for value in (1, True, 1.0, "1"):
        drawn("paths=paths more=value", paths=(), value=value)
    assert _part.cache_info().misses == 4


def test_rows_and_instants_and_what_may_change_are_refused(maya: Client) -> None:
    for value in (maya, datetime(2026, 3, 4, tzinfo=UTC), [1], {"a": 1}):
        with pytest.raises(TypeError):
            drawn("paths=value", value=value)
    assert drawn("paths=paths on=on", paths=(), on=date(2026, 3, 4)).strip() == ""


def test_a_part_sees_its_values_alone() -> None:
    assert drawn("other=1", paths=(path(),)).strip() == ""


def test_what_stands_in_a_gap_differs_each_time_and_is_escaped(settings: Settings) -> None:
    part = "{{ name }}: {% csrf_token %} {{ id }}"
    loader = ("django.template.loaders.locmem.Loader", {"_tests/gap.html": part})
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "APP_DIRS": False, "DIRS": []}]
    settings.TEMPLATES[0]["OPTIONS"] = {**settings.TEMPLATES[0]["OPTIONS"], "loaders": [loader]}
    page = engines["django"].from_string(
        '{% load kept_parts %}{% kept "_tests/gap.html" name=name gap_id=id gap_csrf_token=csrf_token %}'
    )
    rows = [page.render({"name": name, "id": key, "csrf_token": key}) for name in ("<A>", "B") for key in ("<1", "2")]
    assert rows == [
        f'{name}: <input type="hidden" name="csrfmiddlewaretoken" value="{key}"> {key}'
        for name in ("&lt;A&gt;", "B")
        for key in ("&lt;1", "2")
    ]
    assert (_part.cache_info().hits, _part.cache_info().misses) == (2, 2)
