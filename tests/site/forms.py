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
    """One form with one way to send it: `button` is the name and value of the submit button, where it has a name."""

    action: str
    fields: dict[str, Field] = field(default_factory=dict)
    button: tuple[str, str] | None = None
    enctype: str = ""

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


def _filled(each: Field, words: dict[str, str]) -> list[str]:
    if each.name in words:
        return [words[each.name]] if not each.choices else each.values or each.choices[:1]
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


class _Reading(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[tuple[str, Form, list[tuple[str, str, str]]]] = []  # id, form, buttons with their actions
        self.loose: list[tuple[str, str, dict[str, str]]] = []  # fields that name their form by its id
        self.inside: Form | None = None
        self.buttons: list[tuple[str, str, str]] = []
        self.writing: Field | None = None
        self.choosing: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside, self.buttons = None, []
            if has.get("method", "").lower() == "post":
                self.inside = Form(urljoin(self.page, has.get("action", "")), enctype=has.get("enctype", ""))
                self.forms.append((has.get("id", ""), self.inside, self.buttons))
        elif "form" in has and tag in ("input", "button", "select", "textarea"):
            self.loose.append((has["form"], tag, has))
        elif self.inside is not None:
            self.add(self.inside, self.buttons, tag, has)

    def add(self, form: Form, buttons: list[tuple[str, str, str]], tag: str, has: dict[str, str]) -> None:
        kind = has.get("type", "submit" if tag == "button" else "text") if tag in ("input", "button") else tag
        name = has.get("name", "")
        if "disabled" in has:
            return
        if kind == "submit":
            buttons.append((name, has.get("value", ""), has.get("formaction", "")))
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
        for name, value, action in buttons or [("", "", "")]:
            there = urljoin(page, action) if action else form.action
            yield replace(form, action=there, button=(name, value) if name else None)


def told(html: str) -> str:
    """What a page says, without its markup and what is new in each answer."""
    html = re.sub(r'<input type="hidden" name="csrfmiddlewaretoken"[^>]*>', "", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()
