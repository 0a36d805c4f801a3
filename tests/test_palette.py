"""The colors of the site: one table, the same in style sheets, templates and the manifest."""

import re
from pathlib import Path

import pytest

from hinge_coach.accounts.drawn_as import PersonName, Skin
from hinge_coach.palette import (
    FIGURE_COLORS,
    LIGHT,
    PERSON_COLORS,
    SITE_COLORS,
    STYLE_SHEETS,
    color_block,
    color_rules,
    in_light,
    with_colors,
)

ROOT = Path(__file__).parents[1]
LITERAL = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?=[\"';])")
WITH_COLORS = [
    *(path for suffix in ("html", "svg") for path in sorted((ROOT / "templates").rglob(f"*.{suffix}"))),
    ROOT / "static/img/icon.svg",
    ROOT / "static/img/site.webmanifest",
]


@pytest.mark.parametrize("file", STYLE_SHEETS)
def test_a_style_sheet_declares_the_colors_of_the_table(file: str) -> None:
    css = (ROOT / "static/css" / file).read_text()
    assert with_colors(css, STYLE_SHEETS[file]) == css, "Run make palette."


def test_a_changed_color_is_written_into_its_block_alone() -> None:
    css = (ROOT / "static/css/figure.css").read_text()
    colors = {**FIGURE_COLORS, "figure-skin": ("#111111", "#222222")}
    changed = with_colors(css, color_block(colors, PERSON_COLORS))
    light, dark = FIGURE_COLORS["figure-skin"]
    assert changed == css.replace(f"skin: {light}", "skin: #111111").replace(f"skin: {dark}", "skin: #222222")


def test_a_style_sheet_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="not found"):
        with_colors("body { margin: 0; }", color_block(SITE_COLORS))


def test_no_name_stands_in_two_tables() -> None:
    assert len(LIGHT) == len(SITE_COLORS) + len(FIGURE_COLORS)


def test_a_person_changes_colors_that_the_figure_has() -> None:
    assert {name for colors in PERSON_COLORS.values() for name in colors} <= set(FIGURE_COLORS)
    classes = {f"person--{name}" for name in PersonName} | {f"skin--{skin}" for skin in Skin}
    assert set(PERSON_COLORS) <= classes


def test_a_person_has_their_own_light_values_the_later_class_winning() -> None:
    css = "a { fill: var(--figure-hair); stroke: var(--figure-top) }"
    gray, _ = PERSON_COLORS["person--older-man"]["figure-hair"]
    green, _ = PERSON_COLORS["person--older-man"]["figure-top"]
    assert in_light(css, "person--older-man skin--deep") == f"a {{ fill: {gray}; stroke: {green} }}"


def test_a_picture_can_show_both_schemes_at_once() -> None:
    rules = color_rules(
        {"figure-skin": ("#111111", "#222222")}, {"skin--deep": {"figure-skin": ("#333333", "#444444")}}
    )
    assert re.sub(r"\s+", " ", rules).strip() == (
        ".scheme-light { --figure-skin: #111111; } .scheme-light .skin--deep { --figure-skin: #333333; } "
        ".scheme-dark { --figure-skin: #222222; } .scheme-dark .skin--deep { --figure-skin: #444444; }"
    )


def test_light_values_take_the_place_of_variables() -> None:
    assert in_light("a { fill: var(--teal); stroke: var(--teal-soft) }") == "a { fill: #2f7f79; stroke: #e1efeb }"


def test_a_color_written_out_elsewhere_is_one_of_the_table() -> None:
    colors = {value for table in (SITE_COLORS, FIGURE_COLORS) for pair in table.values() for value in pair}
    strays = {
        (str(path.relative_to(ROOT)), literal)
        for path in WITH_COLORS
        if "mail" not in path.parts
        for literal in LITERAL.findall(path.read_text())
        if literal not in colors
    }
    assert strays == set()
