"""Widgets are kept by all that they show, and look as they do when they are drawn anew."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from hinge_coach.fields import Chips, MaybeScale, Scale, Ticks
from hinge_coach.rendering import HouseRenderer, _kept_widget

ENDS = ("low", "high")
NUMBERS = [(number, str(number)) for number in range(11)]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    _kept_widget.cache_clear()


@pytest.mark.parametrize(
    "widget",
    [
        Scale(ENDS, choices=NUMBERS),
        MaybeScale(ENDS, choices=[*NUMBERS, ("none", "No number")]),
        Chips(choices=[("a", "<A>"), ("b", mark_safe("<b>B</b>"))]),
        Ticks(choices=[("a", "A"), ("b", "B")]),
        forms.Textarea({"rows": 3}),
        forms.TextInput({"required": True, "data-x": 1}),
        forms.CheckboxInput(),
        forms.Select(choices=[("", "none"), ("Group", [("a", "A")])]),
        forms.HiddenInput(),
    ],
    ids=lambda widget: type(widget).__name__,
)
def test_a_widget_looks_the_same_drawn_once_again_and_kept(widget: forms.Widget) -> None:
    for value in (None, "", "3", 3, "<script>", True):
        anew = widget.render("name", value, {"id": "id_name"}, renderer=TemplatesSetting())
        for _ in range(2):
            assert widget.render("name", value, {"id": "id_name"}, renderer=HouseRenderer()) == anew


def test_what_is_equal_but_not_shown_alike_is_kept_apart() -> None:
    def drawn(label: object, **attrs: object) -> str:
        return str(Chips(choices=[("a", label)]).render("name", None, attrs, renderer=HouseRenderer()))

    assert drawn("<i>") != drawn(mark_safe("<i>"))
    assert drawn("A", required=True) != drawn("A", required=1)
    assert drawn("A", id="x") != drawn("A", id="y")


def test_what_may_change_is_drawn_anew_each_time() -> None:
    chips = Chips(choices=[("a", lazystr("A"))])
    assert ">A<" in chips.render("name", "a", {}, renderer=HouseRenderer())
    assert _kept_widget.cache_info().currsize == 0
    forms.HiddenInput().render("id", "made anew each time", {}, renderer=HouseRenderer())
    assert _kept_widget.cache_info().currsize == 0
