"""WebKit: Debian's WebKitGTK, driven by its own WebDriver, on a virtual screen."""

import os
import subprocess
from pathlib import Path

from selenium.webdriver import ActionChains
from selenium.webdriver import WebKitGTK as Driver
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.engines.browser import Browser, Point

PAGE_SECONDS = 60
SCREEN = "1400x1200x24"
# The bar above the page would not let its window become as narrow as a phone.
NARROW_BAR = (
    "* { min-width: 0; margin: 0; padding: 0; border-width: 0; } headerbar * { -gtk-icon-transform: scale(0.1); }"
)
DELETE_DATABASES = """
    const deleted = ({ name }) => new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = resolve;
        request.onerror = () => reject(request.error);
    });
    const told = arguments[0];
    indexedDB.databases().then((all) => Promise.all(all.map(deleted))).then(() => told(), (error) => told(`${error}`));
"""


class WebKit(Browser):
    """One window, whose cookies and storage are emptied between people: a second window would cost seconds."""

    name = "WebKit"

    def __init__(self, program: str, folder: Path, zone: str) -> None:
        super().__init__()
        (folder / "gtk-3.0").mkdir()
        (folder / "gtk-3.0" / "gtk.css").write_text(NARROW_BAR)
        self.screen, display = virtual_screen()
        try:
            environment = {
                "PATH": os.environ["PATH"],
                "HOME": str(folder),
                "XDG_CONFIG_HOME": str(folder),
                "DISPLAY": display,
                "TZ": zone,
            }
            service = Service(program, log_output=str(folder / "webkit.log"), env=environment)
            self.driver = Driver(Options(), service)
        except BaseException:
            end(self.screen)
            raise
        self.driver.set_page_load_timeout(PAGE_SECONDS)

    def go(self, url: str) -> None:
        self.driver.get(url)

    def run(self, expression: str) -> str | None:
        answer: str | None = self.driver.execute_script(f"return {expression}")
        return answer

    def tap(self, point: Point) -> None:
        chain = ActionChains(self.driver, duration=0)
        chain.w3c_actions.pointer_action.move_to_location(*point).click()
        chain.perform()

    def drag(self, start: Point, end: Point) -> None:
        chain = ActionChains(self.driver, duration=100)
        chain.w3c_actions.pointer_action.move_to_location(*start).pointer_down().move_to_location(*end).pointer_up()
        chain.perform()

    def press(self, keys: str) -> None:
        ActionChains(self.driver, duration=0).send_keys(keys).perform()

    def resize(self, width: int, height: int) -> None:
        wanted = [width, height]
        self._patiently(lambda: self._fit(wanted), lambda: f"a page of {wanted}")

    def _fit(self, wanted: list[int]) -> bool:
        """One step towards this size: the bar above the page takes some of the window, and pages follow it later."""
        page = self.evaluate("() => [innerWidth, innerHeight]")
        if page == wanted:
            return True
        window = self.driver.get_window_size()
        width, height = (side + want - has for side, want, has in zip(window.values(), wanted, page, strict=True))
        self.driver.set_window_size(width, height)
        return False

    def forget(self) -> None:
        self.go(f"{self.address}/healthz")
        self.driver.delete_all_cookies()
        self.run("localStorage.clear() ?? sessionStorage.clear()")
        # A draft of the one before would stand on the next one's Today, and move it while somebody clicks.
        assert self.driver.execute_async_script(DELETE_DATABASES) is None

    def picture(self, path: Path) -> None:
        self.driver.save_screenshot(str(path))

    def close(self) -> None:
        try:
            self.driver.quit()
        finally:
            end(self.screen)


def virtual_screen() -> tuple["subprocess.Popen[bytes]", str]:
    """A screen that nobody sees, under the first number that is free, and its name."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as told:
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"]
        process = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        return process, f":{told.readline().strip()}"


def end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(timeout=30)
