"""The hinge lab: its form, its page, and the strip of frames that dragging moves along."""

import json
from functools import lru_cache
from typing import Any, TypedDict

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, public
from hinge_coach.tightness.forms import Chips
from lessons.body.drawing import ROLES, contact_sheet
from lessons.body.movements import HINGE, NEUTRAL, SIT
from lessons.body.outline import on_paper
from lessons.body.packing import packed
from lessons.figures import Still, paths_of
from lessons.figures import in_words as muscles_in_words
from lessons.lab_poses import (
    DEPTH,
    LEAD_SENTENCES,
    LOAD_KG,
    STATURE_CM,
    STEPS,
    Moment,
    Setting,
    deepest,
    frame_at,
    moment_at,
)
from lessons.models import Track

VIEWBOX = "-300 -1080 780 1100"
"""Room for the tallest body with the longest reach, so that a short one looks short."""
SHOWN_FIRST = 60
SMALL_DEPTH = 78
HOUR = 3600


class Slider(forms.NumberInput):
    input_type = "range"


class RangeField(forms.IntegerField):
    """A whole number; what lies outside the range is drawn at its end, and said so."""

    def __init__(self, ends: tuple[int, int], *, unit: str = "", step: int = 1, **kwargs: Any) -> None:
        low, high = self.ends = ends
        self.unit = unit
        widget = Slider(attrs={"min": low, "max": high, "step": step})
        errors = {"invalid": f"Please give a whole number from {low} to {high}."}
        super().__init__(widget=widget, error_messages=errors, required=False, **kwargs)

    def run_validators(self, value: int | None) -> None:
        low, high = self.ends
        if value is not None and not low <= value <= high:
            nearest = self.clamped(value)
            raise forms.ValidationError(f"It goes from {low} to {high}{self.unit}; {nearest}{self.unit} is drawn.")

    def clamped(self, value: int) -> int:
        low, high = self.ends
        return min(max(value, low), high)


def _one_of(label: str, choices: dict[str, str]) -> forms.ChoiceField:
    words = ", ".join(name.lower() for name in choices.values())
    return forms.ChoiceField(
        label=label,
        choices=list(choices.items()),
        widget=Chips,
        required=False,
        error_messages={"invalid_choice": f"Please choose one of these: {words}."},
    )


class LabForm(forms.Form):
    """The whole lab as a query. Nothing is required, and nothing wrong stops the picture."""

    depth = RangeField(DEPTH, label="How deep")
    lead = _one_of("What goes first", {"hips": "Hips", "knees": "Knees", "back": "Low back"})
    move = _one_of("The move", {"hinge": "Hinge", "squat": "Squat"})
    load = RangeField(LOAD_KG, unit=" kg", label="In the hands")
    hold = _one_of("Held", {"close": "Hanging close", "reached": "Reached out"})
    stature = RangeField(STATURE_CM, unit=" cm", label="Body height")
    sex = _one_of("Measurements of a", {"f": "Woman", "m": "Man"})

    def __init__(self, request: HttpRequest) -> None:
        super().__init__({**DEFAULTS, **request.GET.dict()})
        self.full_clean()

    def chosen(self, name: str) -> Any:
        """The value to draw: as sent, at the end of its range, or what is drawn first."""
        value = self.cleaned_data.get(name)
        if value in (None, ""):
            field = self.fields[name]
            value = DEFAULTS[name]
            if isinstance(field, RangeField):
                try:
                    value = field.clamped(field.to_python(self.data[name]) or 0)
                except forms.ValidationError:
                    value = DEFAULTS[name]
        return value

    @property
    def setting(self) -> Setting:
        return Setting(
            move=self.chosen("move"),
            lead=self.chosen("lead"),
            sex=self.chosen("sex"),
            stature_cm=self.chosen("stature"),
            load_kg=self.chosen("load"),
            hold=self.chosen("hold"),
        )


DEFAULTS: dict[str, Any] = {
    "depth": SHOWN_FIRST,
    "lead": "hips",
    "move": "hinge",
    "load": 0,
    "hold": "close",
    "stature": 165,
    "sex": "f",
}


class Bar(TypedDict):
    name: str
    percent: int


def bars(moment: Moment) -> list[Bar]:
    return [
        {"name": name, "percent": round(100 * share)}
        for name, share in zip(("Hips", "Knees", "Low back"), moment.shares, strict=True)
    ]


def strip(setting: Setting) -> dict[str, Any]:
    """All that the page's script needs for one setting, JSON-ready: drawings and sentences for every depth.

    `strip` as lessons.body.packing has it (its seconds are depths), `order` [part, role], `bars` percents,
    `work fold together muscles` words for each frame, `grip` where the figure is taken hold of.
    """
    end = deepest(setting)
    moments = [moment_at(setting, end * step / STEPS) for step in range(STEPS + 1)]
    pictures = [frame_at(setting, moment) for moment in moments]
    pack = packed(pictures)
    tidy = {path.part: path.d for path in paths_of(pictures[0])}
    return {
        "strip": {
            **{name: pack[name] for name in ("seconds", "changes", "muscles")},
            "first": tidy,
        },
        "order": [[part, ROLES[part]] for part in pictures[0].parts],
        "deepest": end,
        "limit": limit_in_words(setting, end),
        "lead": LEAD_SENTENCES[setting.lead],
        "bars": [[bar["percent"] for bar in bars(moment)] for moment in moments],
        "work": [moment.work for moment in moments],
        "fold": [moment.fold for moment in moments],
        "together": [moment.together for moment in moments],
        "muscles": [muscles_in_words(frame.muscles) for frame in pictures],
        "grip": [on_paper(moment.skeleton["shoulder"]) for moment in moments],
    }


@lru_cache(maxsize=256)
def strip_json(setting: Setting) -> str:
    return json.dumps(strip(setting), separators=(",", ":"), ensure_ascii=False)


def limit_in_words(setting: Setting, end: int) -> str:
    if end == DEPTH[1]:
        return ""
    load = f" with {setting.load_kg} kg {'reached out' if setting.hold == 'reached' else 'in the hands'}"
    return (
        f"Deeper than {end} this body{load if setting.load_kg else ''} would tip over, so {end} is as deep as it goes."
    )


@lru_cache(maxsize=128)
def picture(setting: Setting, depth: int) -> dict[str, Any]:
    """One depth as the page shows it without a script; too deep is drawn as deep as it goes."""
    end = deepest(setting)
    moment = moment_at(setting, min(depth, end))
    frame = frame_at(setting, moment)
    return {
        "still": Still("", moment.work, paths_of(frame), None),
        "muscles": muscles_in_words(frame.muscles),
        "ghost": paths_of(frame_at(setting, moment_at(setting, 0))),
        "grip": on_paper(moment.skeleton["shoulder"]),
        "moment": moment,
        "bars": bars(moment),
        "limit": limit_in_words(setting, end) if depth > end else "",
        "lead": LEAD_SENTENCES[setting.lead],
        "depth": moment.depth,
    }


@lru_cache(maxsize=1)
def small() -> dict[str, Any]:
    """The lab's small sister for the home page: one hinge to drag, and where the body came from, as ghosts."""
    setting = Setting()
    ghosts = [(x, paths_of(frame_at(setting, moment_at(setting, depth)))) for x, depth in ((-590, 0), (-310, 38))]
    found = strip(setting)
    wanted = ("strip", "order", "deepest", "work", "fold", "grip")
    return {
        **picture(setting, SMALL_DEPTH),
        "box": "-700 -860 1090 880",
        "ghosts": ghosts,
        "data": {name: found[name] for name in wanted},
    }


@require_safe
@public
def lab(request: SiteRequest) -> HttpResponse:
    form = LabForm(request)
    context = {"form": form, "box": VIEWBOX, "nav": "lab", **picture(form.setting, form.chosen("depth"))}
    return render(request, "lessons/lab.html", context)


@require_safe
@public
@cache_control(public=True, max_age=HOUR)
def frames_json(request: SiteRequest) -> HttpResponse:
    """The strip of one setting. Whatever is asked, something near it is answered."""
    return HttpResponse(strip_json(LabForm(request).setting), content_type="application/json")


@require_safe
@public
def figures(request: SiteRequest) -> HttpResponse:
    """The contact sheet, a track at a time: every movement, right and fault, three frames each."""
    asked = request.GET.get("track", "")
    track = Track(asked) if asked in Track.values else Track.NEUTRAL
    context = {"rows": sheet_rows(track), "track": track, "tracks": list(Track), "nav": "lab"}
    return render(request, "lessons/figures.html", context)


SHEETS = {Track.NEUTRAL: NEUTRAL, Track.HINGE: HINGE, Track.SIT: SIT}


@lru_cache(maxsize=len(SHEETS))
def sheet_rows(track: Track) -> list[dict[str, Any]]:
    return [
        {
            "slug": row.slug,
            "title": row.title,
            "box": " ".join(map(str, row.viewbox)),
            "is_wide": row.viewbox[2] > 1.6 * row.viewbox[3],
            "sides": [
                (
                    way,
                    [
                        Still(
                            "", each.text or "", paths_of(each), each.mark if way == "fault" and each.marked else None
                        )
                        for each in three
                    ],
                )
                for way, three in (("right", row.right), ("fault", row.fault))
            ],
        }
        for row in contact_sheet(SHEETS[track])
    ]
