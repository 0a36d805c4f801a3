"""The colors of the site: one table, the same in style sheets, templates and the manifest."""

import re
from pathlib import Path

import pytest

from hinge_coach.palette import FIGURE_COLORS, LIGHT, SITE_COLORS, STYLE_SHEETS, in_light, with_colors

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
    changed = with_colors(css, {**FIGURE_COLORS, "figure-skin": ("#111111", "#222222")})
    assert changed == css.replace("skin: #d9a07c", "skin: #111111").replace("skin: #d49b78", "skin: #222222")


def test_a_style_sheet_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="not found"):
        with_colors("body { margin: 0; }", SITE_COLORS)


def test_no_name_stands_in_two_tables() -> None:
    assert len(LIGHT) == sum(len(table) for table in STYLE_SHEETS.values())


def test_light_values_take_the_place_of_variables() -> None:
    assert in_light("a { fill: var(--teal); stroke: var(--teal-soft) }") == "a { fill: #2f7f79; stroke: #e1efeb }"


def test_a_color_written_out_elsewhere_is_one_of_the_table() -> None:
    colors = {value for table in STYLE_SHEETS.values() for pair in table.values() for value in pair}
    strays = {
        (str(path.relative_to(ROOT)), literal)
        for path in WITH_COLORS
        if "mail" not in path.parts
        for literal in LITERAL.findall(path.read_text())
        if literal not in colors
    }
    assert strays == set()
