"""Firefox: as people have it, without a driver between; it speaks WebDriver BiDi on a port of its own."""

import base64
import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

from selenium.common.exceptions import JavascriptException
from selenium.webdriver.common.bidi.common import command_builder
from selenium.webdriver.common.bidi.script import Script
from selenium.webdriver.common.bidi.session import Session
from selenium.webdriver.remote.websocket_connection import WebSocketConnection

from tests.engines.browser import PATIENCE, PAUSE, Browser, Point

START_SECONDS = 60
ANSWER_SECONDS = 8.0
"""For what a page works out at once. Where the page goes away meanwhile, the answer may never come."""
# Whatever it would like to ask somebody elsewhere, there is nobody: all ways but the one to this machine are shut.
SHUT_IN = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.allow_hijacking_localhost": False,
    "network.dns.disabled": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.update.disabledForTesting": True,
    "app.normandy.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "services.settings.server": "data:,nothing",
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.newtabpage.enabled": False,
}


class Firefox(Browser):
    """One process with a fresh profile; each person has a container of their own."""

    name = "Firefox"

    def __init__(self, program: str, folder: Path, zone: str) -> None:
        super().__init__()
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in SHUT_IN.items()]
        (folder / "user.js").write_text("\n".join(lines))
        command = [program, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0"]
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TZ": zone, "MOZ_CRASHREPORTER_DISABLE": "1"}
        with (folder / "firefox.log").open("w") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        self.person = self.page = ""
        try:
            self.connection = WebSocketConnection(self._listening(folder), PATIENCE, PAUSE / 10)
            assert self.connection._ws is not None
            self.line = self.connection._ws.sock.sock
            Session(self.connection).new({})
            Script(self.connection).add_error_handler(lambda error: self.complaints.append(f"script: {error.text}"))
        except BaseException:
            self._end()
            raise

    def _listening(self, folder: Path) -> str:
        """Where it listens; it says so in its profile, as soon as it does."""
        told, end = folder / "WebDriverBiDiServer.json", time.monotonic() + START_SECONDS
        while not (told.exists() and told.read_text().endswith("}")):
            assert self.process.poll() is None, (folder / "firefox.log").read_text()
            assert time.monotonic() < end, "Firefox has not begun to listen"
            time.sleep(PAUSE)
        server = json.loads(told.read_text())
        return f"ws://{server['ws_host']}:{server['ws_port']}/session"

    def _ask(self, method: str, seconds: float = PATIENCE, **parameters: Any) -> Any:
        self.connection.response_wait_timeout = seconds
        return self.connection.execute(command_builder(method, parameters))

    def _act(self, *sources: dict[str, Any]) -> None:
        self._ask("input.performActions", context=self.page, actions=list(sources))

    def go(self, url: str) -> None:
        # Asked to wait by itself, Firefox sometimes never answers, and the navigation may be lost: where the page that
        # was shown until now is itself about to go. So this waits here, and asks a second time.
        asked = -PATIENCE

        def arrived() -> bool:
            nonlocal asked
            if time.monotonic() > asked + PATIENCE / 2:
                self.run("void (window.wasLeft = true)")
                self._ask("browsingContext.navigate", ANSWER_SECONDS, context=self.page, url=url, wait="none")
                asked = time.monotonic()
            return bool(self.evaluate("() => !window.wasLeft && document.readyState === 'complete'"))

        self._patiently(arrived, lambda: url)

    def run(self, expression: str) -> str | None:
        target = {"context": self.page}
        answer = self._ask("script.evaluate", ANSWER_SECONDS, expression=expression, target=target, awaitPromise=False)
        if answer["type"] == "exception":
            raise JavascriptException(answer["exceptionDetails"]["text"])
        value: str | None = answer["result"].get("value")
        return value

    def tap(self, point: Point) -> None:
        self._act(pointer(moved_to(point), DOWN, UP))

    def drag(self, start: Point, end: Point) -> None:
        self._act(pointer(moved_to(start), DOWN, moved_to(end, 100), UP))

    def press(self, keys: str) -> None:
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": strokes})

    def resize(self, width: int, height: int) -> None:
        self._ask("browsingContext.setViewport", context=self.page, viewport={"width": width, "height": height})

    def forget(self) -> None:
        if self.person:
            self._ask("browser.removeUserContext", userContext=self.person)
        self.complaints.clear()
        self.person = self._ask("browser.createUserContext")["userContext"]
        self.page = self._ask("browsingContext.create", type="tab", userContext=self.person)["context"]

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._ask("browsingContext.captureScreenshot", context=self.page)["data"]))

    def close(self) -> None:
        try:
            self._ask("browser.close")
            self.connection.close()
        finally:
            self.line.close()  # Firefox hangs up first, and then its end here is sometimes left open
            self._end()

    def _end(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


DOWN = {"type": "pointerDown", "button": 0}
UP = {"type": "pointerUp", "button": 0}


def moved_to(point: Point, milliseconds: int = 0) -> dict[str, Any]:
    return {"type": "pointerMove", "x": point[0], "y": point[1], "duration": milliseconds}


def pointer(*actions: dict[str, Any]) -> dict[str, Any]:
    return {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": list(actions)}
