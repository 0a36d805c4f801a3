"""A browser as a journey sees it, whatever its engine: words to read, things to click, keys to press.

An engine can go, run, tap, drag, press, resize and forget. All else is told here once, in terms of these.
"""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium.common.exceptions import WebDriverException

PATIENCE = 30.0  # seconds; a busy machine is slow, a broken page never comes
PAUSE = 0.05
PHONE = (390, 844)
FINDING = Path(__file__).with_name("finding.js").read_text().split("\n", 2)[2].rstrip().removesuffix(";")
Point = tuple[int, int]


class Browser(ABC):
    """One engine that runs; each test finds it without cookies, at the size of a phone."""

    name: str
    address: str  # of the site

    def __init__(self) -> None:
        self.complaints: list[str] = []

    @abstractmethod
    def go(self, url: str) -> None:
        """Opens a page, and waits until it is loaded."""

    @abstractmethod
    def run(self, expression: str) -> str | None:
        """The value of an expression in the page, which is a string or nothing."""

    @abstractmethod
    def tap(self, point: Point) -> None: ...

    @abstractmethod
    def drag(self, start: Point, end: Point) -> None: ...

    @abstractmethod
    def press(self, keys: str) -> None:
        """Key after key, down and up. `selenium.webdriver.Keys` has the ones without a letter."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """The size of the page, not of the window around it."""

    @abstractmethod
    def forget(self) -> None:
        """A new person sits down: no cookies, nothing stored, no complaints."""

    @abstractmethod
    def picture(self, path: Path) -> None:
        """What the screen shows, as a PNG."""

    @abstractmethod
    def close(self) -> None: ...

    def begin(self, address: str) -> None:
        self.address = address
        self.forget()
        self.resize(*PHONE)

    def open(self, path: str) -> None:
        self.go(self.address + path)

    def evaluate(self, function: str, *arguments: object) -> Any:
        """What a JavaScript function gives, called in the page with these arguments."""
        told = ", ".join(json.dumps(argument) for argument in arguments)
        answer = self.run(f"JSON.stringify(({function})({told}))")
        return None if answer is None else json.loads(answer)

    def wait_until(self, function: str, *arguments: object) -> Any:
        """Waits until the function gives something true, and gives that."""
        return self._patiently(lambda: self.evaluate(function, *arguments), lambda: f"{function} {arguments}")

    def wait_for(self, css: str, words: str = "") -> None:
        """Waits until something visible that this selector finds holds these words."""
        self._patiently(lambda: any(words in text for text in self.texts(css)), lambda: f"{words!r} in {css}")

    def wait_until_gone(self, css: str) -> None:
        self._patiently(lambda: not self.texts(css), lambda: f"{css} to go")

    def texts(self, css: str) -> list[str]:
        """The words of everything visible that this selector finds, on one line each."""
        function = """css => [...document.querySelectorAll(css)]
            .filter(found => found.checkVisibility({visibilityProperty: true}))
            .map(found => (found.innerText || found.textContent).replace(/\\s+/g, " ").trim())"""
        return list(self.evaluate(function, css))

    def text(self, css: str) -> str:
        """The words of the first visible thing that this selector finds; waits for it."""
        return str(self._patiently(lambda: self.texts(css), lambda: css)[0])

    def has(self, words: str, within: str = "") -> bool:
        """Whether a button, link or choice with these words can be seen now."""
        return self.evaluate(FINDING, "clickable", words, within) is not None

    def click(self, words: str, within: str = "") -> None:
        """A button, link or choice with these words; inside the part of the page with that heading or legend."""
        self.tap(self.find("clickable", words, within))

    def click_on(self, css: str) -> None:
        self.tap(self.find(css))

    def type(self, label: str, words: str) -> None:
        """Clicks the field with this label and types."""
        self.tap(self.find("field", label))
        self.press(words)

    def find(self, what: str, words: str = "", within: str = "") -> Point:
        """The middle of what is meant, once it has come to rest and nothing lies over it."""
        before: Any = None

        def resting() -> Any:
            nonlocal before
            spot, before = before, self.evaluate(FINDING, what, words, within)
            return spot if spot and spot == before and not spot["over"] else None

        wanted = f"{what} {words!r} in {within!r}".removesuffix(" in ''")
        found = self._patiently(resting, lambda: f"{wanted}{' under ' + before['over'] if before else ''}")
        return found["x"], found["y"]

    def _patiently(self, look: Callable[[], Any], wanted: Callable[[], str]) -> Any:
        """Looks again and again; on the way from page to page there is nothing to look at for a moment."""
        end = time.monotonic() + PATIENCE
        problem = ""
        while True:
            try:
                if found := look():
                    return found
                problem = ""
            except WebDriverException as error:
                problem = f" ({error.msg})"
            if time.monotonic() > end:
                raise AssertionError(f"{self.name} waited in vain for {wanted()}{problem}. {self.shown()}")
            time.sleep(PAUSE)

    def shown(self) -> str:
        """Where it is, and the words that it shows there: for the message of a failed test."""
        try:
            return str(self.evaluate("() => `${location.href}\n${document.body.innerText.slice(0, 600)}`"))
        except WebDriverException as error:
            return f"The page can't be read: {error.msg}"
