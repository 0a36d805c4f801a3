"""Every form a page shows, read as a browser reads it, and what somebody who fills it in sensibly sends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import resolve

Sent = dict[str, list[str]]

UNSENT = {"button", "reset", "image", "file"}  # types of inputs that send nothing, or no text
CHOICES = {"radio", "checkbox"}

NOTHING = "nothing"  # a box that is unchecked
WORDS = {
    "text": "A few words.",
    "textarea": "A few words.",
    "note": "A few words.",
    "line": "A few words.",
    "about": "A few words.",
    "email": "jo@example.com",
    "tel": "+12025550177",
    "phone": "+12025550177",
    "date": "2026-03-03",
    "datetime-local": "2026-03-03T08:00",
    "until": "2026-03-18",
    "day": "2026-03-10",
    "on": "2026-03-04",
    "when": "I sit down",
    "then": "I fold",
    "number": "3",
    "score": "3",
    "before": "3",
    "after": "2",
    "effort": "4",
    "time": "09:00",
    "url": "https://calendar.example.com/feed.ics",
    "tried": "",  # traps for robots
    "nickname": "",
}
FOR_VIEW = {
    "coaching:tags": {"name": "Golf"},
    "coaching:embed": {"origin": "https://elsewhere.example.com"},
    "coaching:pause": {"until": "2026-03-18"},
    "coaching:edit_lesson": {"title": "Another title"},
    "coaching:review": {"name": "Kim Ames", "profession": "Physical therapist", "reviewed_on": "2026-03-01"},
    "coaching:rules": {"rise": "3"},
    "demo:look_around": {"email": "maya@example.com"},
    "morning_mail": {"hour": "7"},
    "lessons:choose_message_mail": {"message_mail": NOTHING},
    "lessons:add_practice": dict.fromkeys(("before", "mark", "effort", "after"), "first"),
    "lessons:add_card": {"row-0-before": "3", "row-0-mark": "clean", "row-0-effort": "4", "row-0-after": "2"},
}


@dataclass
class Field:
    """One name of a form: its kind, what the page has filled in, and what can be chosen (radio, checkbox, select)."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    required: bool = False
    low: str = ""


@dataclass
class Form:
    """One form with one way to send it: `button` is the name and value of the submit button, where it has a name.

    `by_script`: where scripts run, htmx sends it, and the page takes a part of the answer.
    """

    action: str
    fields: dict[str, Field] = field(default_factory=dict)
    button: tuple[str, str] | None = None
    enctype: str = ""
    by_script: bool = False

    @property
    def view(self) -> str:
        """The name of the page it is sent to."""
        return resolve(urlsplit(self.action).path).view_name

    @property
    def what(self) -> tuple[str, tuple[str, ...], tuple[str, str] | None]:
        """The same on two pages for the same form."""
        return self.view, tuple(sorted(self.fields)), self.button

    def sent(self, words: dict[str, str]) -> Sent:
        """What the page hands out, and where it hands out nothing: the first choice, or of `words` by name or kind."""
        sent = {name: _filled(each, words) for name, each in self.fields.items()}
        if self.button:
            sent[self.button[0]] = [self.button[1]]
        return {name: values for name, values in sent.items() if values}


def filled_in(form: Form) -> Sent:
    """What somebody sends who fills it in sensibly, with as little as it needs."""
    return form.sent({**WORDS, **FOR_VIEW.get(form.view, {})})


def _filled(each: Field, words: dict[str, str]) -> list[str]:
    if each.name in words:
        word = words[each.name]
        if not each.choices or word in each.choices:
            return [word]
        return [] if word == NOTHING else each.values or each.choices[:1]
    if any(each.values):
        return each.values
    choices = [choice for choice in each.choices if choice]
    if each.kind == "checkbox":
        return choices[:1] if each.required or len(choices) == 1 else ["none"] if "none" in choices else []
    if choices:
        return choices[:1] if each.kind == "radio" or each.required else each.values or each.choices[:1]
    if each.kind == "hidden":
        return each.values
    return [each.low or words.get(each.kind, words["text"])] if each.required and each.kind != "file" else each.values


@dataclass(frozen=True)
class _Button:
    name: str = ""
    value: str = ""
    action: str = ""
    by_script: bool = False


class _Reading(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[tuple[str, Form, list[_Button]]] = []  # with their ids
        self.loose: list[tuple[str, str, dict[str, str]]] = []  # fields that name their form by its id
        self.inside: Form | None = None
        self.buttons: list[_Button] = []
        self.writing: Field | None = None
        self.choosing: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside, self.buttons = None, []
            if has.get("method", "").lower() == "post":
                action = urljoin(self.page, has.get("action", ""))
                self.inside = Form(action, enctype=has.get("enctype", ""), by_script="hx-post" in has)
                self.forms.append((has.get("id", ""), self.inside, self.buttons))
        elif "form" in has and tag in ("input", "button", "select", "textarea"):
            self.loose.append((has["form"], tag, has))
        elif self.inside is not None:
            self.add(self.inside, self.buttons, tag, has)

    def add(self, form: Form, buttons: list[_Button], tag: str, has: dict[str, str]) -> None:
        kind = has.get("type", "submit" if tag == "button" else "text") if tag in ("input", "button") else tag
        name = has.get("name", "")
        if "disabled" in has:
            return
        if kind == "submit":
            buttons.append(_Button(name, has.get("value", ""), has.get("formaction", ""), "hx-post" in has))
        elif tag == "option" and self.choosing is not None:
            value = has.get("value", "")
            self.choosing.choices.append(value)
            self.choosing.values += [value] if "selected" in has else []
        elif name and tag in ("input", "select", "textarea") and kind not in UNSENT - {"file"}:
            each = form.fields.setdefault(name, Field(name, kind))
            each.required = each.required or "required" in has
            each.low = each.low or (has.get("min", "") if kind in ("number", "range") else "")
            if kind in CHOICES:
                each.choices.append(has.get("value", "on"))
                each.values += [has.get("value", "on")] if "checked" in has else []
            elif tag == "input":
                each.values.append(has.get("value", ""))
            self.writing = each if tag == "textarea" else None
            self.choosing = each if tag == "select" else self.choosing
            if tag == "textarea":
                each.values.append("")

    def handle_data(self, data: str) -> None:
        if self.writing is not None:
            self.writing.values[-1] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        if tag == "textarea":
            self.writing = None
        if tag == "select":
            self.choosing = None


def forms_of(html: str, page: str) -> Iterator[Form]:
    """The forms of a page that send something, once for each button; `page` is the page's own address."""
    read = _Reading(page)
    read.feed(html)
    for wanted, tag, has in read.loose:
        for known, form, buttons in read.forms:
            if known == wanted:
                read.add(form, buttons, tag, has)
    for _, form, buttons in read.forms:
        form.fields.pop("csrfmiddlewaretoken", None)
        for each in buttons or [_Button()]:
            yield replace(
                form,
                action=urljoin(page, each.action) if each.action else form.action,
                button=(each.name, each.value) if each.name else None,
                by_script=form.by_script or each.by_script,
            )


def told(html: str) -> str:
    """What a page says, without its markup and what is new in each answer."""
    html = re.sub(r'<input type="hidden" name="csrfmiddlewaretoken"[^>]*>', "", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()
