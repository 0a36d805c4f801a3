"""A part of a client's page for the trainer to read: all that it says, and nothing that acts. PURE.

What the client presses stays visible, without its power: a button becomes plain text that looks like one, a link leads
nowhere, a form is a box. Fields, tokens and scripts are left out. So nothing that a page of the client will ever hold
can act for them from here.
"""

from html.parser import HTMLParser

_BECOMES = {"form": "div", "button": "span", "label": "span", "a": "a"}

_LEFT_OUT = {"input"}

_LEFT_OUT_WITH_CONTENT = {"script", "dialog", "select", "textarea", "template"}

_KEPT_OF_WHAT_ACTED = {"class", "id", "dir", "lang", "hidden", "aria-current"}

_ACTS = ("hx-", "data-", "on", "form")

_NAMES = {"name", "tabindex", "autofocus", "accesskey", "contenteditable"}


def nothing_to_press(html: str) -> str:
    """`html` is well-formed, as templates write it."""
    reading = _Reading()
    reading.feed(html)
    reading.close()
    return "".join(reading.kept)


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.kept: list[str] = []
        self.left_out: list[str] = []  # the open tags that are left out with what is in them

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.left_out or tag in _LEFT_OUT_WITH_CONTENT:
            if tag in _LEFT_OUT_WITH_CONTENT:
                self.left_out.append(tag)
            return
        if tag in _LEFT_OUT:
            return
        if tag in _BECOMES:
            kept = [(name, value) for name, value in attrs if name in _KEPT_OF_WHAT_ACTED]
            self.kept.append(f"<{_BECOMES[tag]}{_written(kept)}>")
        elif any(_acts(name) for name, _ in attrs):
            self.kept.append(f"<{tag}{_written([each for each in attrs if not _acts(each[0])])}>")
        else:
            self.kept.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.left_out or tag in _LEFT_OUT | _LEFT_OUT_WITH_CONTENT:
            return
        if tag in _BECOMES or any(_acts(name) for name, _ in attrs):
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)
        else:
            self.kept.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self.left_out:
            if tag == self.left_out[-1]:
                self.left_out.pop()
        elif tag not in _LEFT_OUT | _LEFT_OUT_WITH_CONTENT:
            self.kept.append(f"</{_BECOMES.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def _keep(self, text: str) -> None:
        if not self.left_out:
            self.kept.append(text)


def _acts(name: str) -> bool:
    return name in _NAMES or name.startswith(_ACTS)


def _written(attrs: list[tuple[str, str | None]]) -> str:
    def escaped(value: str) -> str:
        return value.replace("&", "&amp;").replace('"', "&quot;")

    return "".join(f" {name}" if value is None else f' {name}="{escaped(value)}"' for name, value in attrs)
