"""How much stands between a client and the first movement: taps, and words that are read on the way."""

import re
from typing import NamedTuple

from playwright.sync_api import Page

# Words with a letter that are in view: not hidden, not cut off by the screen or under the tabs, and not navigation.
WORDS_IN_VIEW = r"""() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (element.closest("nav, .masthead, .bar, .visually-hidden")) continue;
        if (!element.checkVisibility({ visibilityProperty: true })) continue;
        for (const { index, 0: word } of node.data.matchAll(/\S+/g)) {
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            const box = range.getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            if (/\p{L}/u.test(word) && top && !top.closest("nav")) seen.push(word);
        }
    }
    return seen;
}"""


# Each press on any page of the tab.
COUNT_TAPS = (
    """addEventListener("pointerdown", () => (sessionStorage.taps = Number(sessionStorage.taps ?? 0) + 1), true)"""
)


class Way(NamedTuple):
    """From Today to the first movement: the taps, and the words in view on both screens."""

    taps: int
    on_today: int
    on_start: int

    @property
    def words(self) -> int:
        return self.on_today + self.on_start


def way_to_the_first_movement(page: Page) -> Way:
    """Opens Today and starts its session, "as usual" where that is offered."""
    page.add_init_script(COUNT_TAPS)
    page.goto("/today/")
    on_today = len(page.evaluate(WORDS_IN_VIEW))
    page.get_by_role("link", name=re.compile("^Start")).click()
    page.wait_for_url("**/practice/")
    usual = page.get_by_role("button", name="As usual")
    number = page.get_by_role("group", name="How tight").locator("input[value='3']")
    usual.or_(number).first.wait_for()
    on_start = len(page.evaluate(WORDS_IN_VIEW))
    (usual if usual.is_visible() else number).click()
    page.get_by_role("button", name="Pause").wait_for()
    return Way(page.evaluate("Number(sessionStorage.taps)"), on_today, on_start)
