"""What a page carries along for a phone without a connection: the safety questions, and what to do after a yes."""

from collections.abc import Sequence
from functools import cache
from typing import TypedDict

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hinge_coach.safety.forms import NONE, GroupField
from hinge_coach.safety.screening import ADVICE, QUESTIONS, Group, Level, Question, dialled

register = template.Library()


class AskedGroup(TypedDict):
    group: Group
    questions: Sequence[Question]


@register.simple_tag
@cache
def kept_questions() -> SafeString:
    """The questions of `ScreeningForm` in a `<template>`, each with its level; static/js/player/gate.js asks them."""
    groups = [
        AskedGroup(group=group, questions=[question for question in QUESTIONS if question.group == group])
        for group in Group
    ]
    context = {"groups": groups, "none": NONE, "required": GroupField.REQUIRED, "both": GroupField.BOTH}
    return render_to_string("safety/_kept_questions.html", context)


@register.simple_tag
def kept_stop() -> SafeString:
    """For each level above clear what to do, in a `<template>`; static/js/device/stop.js shows one of them."""
    return _stop(settings.EMERGENCY_NUMBER)


@cache
def _stop(emergency: str) -> SafeString:
    levels = [(level, ADVICE[level]) for level in Level if level != Level.CLEAR]
    return render_to_string("safety/_kept_stop.html", {"levels": levels, "emergency": dialled(emergency)})
