"""What a page carries along for a phone without a connection: the safety questions, and what to do after a yes."""

from collections.abc import Sequence
from typing import TypedDict

from django import template
from django.conf import settings

from hinge_coach.safety.forms import NONE, GroupField
from hinge_coach.safety.screening import ADVICE, QUESTIONS, Group, Level, Question, dialled

register = template.Library()


class AskedGroup(TypedDict):
    group: Group
    questions: Sequence[Question]


@register.inclusion_tag("safety/_kept_questions.html")
def kept_questions() -> dict[str, object]:
    """The questions of `ScreeningForm` in a `<template>`, each with its level; static/js/player/gate.js asks them."""
    groups = [
        AskedGroup(group=group, questions=[question for question in QUESTIONS if question.group == group])
        for group in Group
    ]
    return {"groups": groups, "none": NONE, "required": GroupField.REQUIRED, "both": GroupField.BOTH}


@register.inclusion_tag("safety/_kept_stop.html")
def kept_stop() -> dict[str, object]:
    """For each level above clear what to do, in a `<template>`; static/js/device/stop.js shows one of them."""
    levels = [(level, ADVICE[level]) for level in Level if level != Level.CLEAR]
    return {"levels": levels, "emergency": dialled(settings.EMERGENCY_NUMBER)}
