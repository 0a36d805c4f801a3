"""Steps that more than one journey takes. What a person sees and reads leads the way, not ids or classes."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.browser.running import Site, text_of

EMAIL = "E-mail"
HOW_TIGHT = "How tight is your low back now?"
# Why a first, clean practice from 4 to 3 stays where it is.
WHY = "We first learn your usual: numbers on three days. One so far."


def look_around(page: Page, person: str) -> None:
    """In the demo, one click signs in as one of its people."""
    page.goto("/accounts/login/")
    page.get_by_role("button", name=person).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def keep_today(page: Page) -> None:
    """On Me; until it is kept."""
    page.goto("/me/")
    page.get_by_role("switch", name="Keep today’s practice on this phone").check()
    expect(page.get_by_text(re.compile("^Kept .* kB"))).to_be_visible()


def join_with_a_mailed_code(page: Page, site: Site, address: str) -> None:
    """From the sign-in page through the open door to the first questions."""
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Join", exact=True).click()
    page.get_by_role("textbox", name=EMAIL).fill(address)
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_text(address)).to_be_visible()
    page.get_by_label("Code").fill(code_in(text_of(site.mail(address, "Your code to join"))))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome")


def sign_in_with_a_mailed_code(page: Page, site: Site, address: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("textbox", name=EMAIL).fill(address)
    page.get_by_role("button", name="Mail me a code").click()
    page.get_by_label("Code").fill(code_in(text_of(site.mail(address, "Your sign-in code"))))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def code_in(words: str) -> str:
    """The code stands on a line of its own."""
    found = re.findall(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)$", words, re.MULTILINE)
    assert len(found) == 1, words
    return str(found[0])


def link_in(words: str) -> str:
    """The link to the call or the invitation; that beside it leads to a page that corrects the call."""
    links = [link for link in re.findall(r"https?://\S+", words) if not link.endswith("/mend/")]
    found = [link for link in links if "/call/" in link or "/invitation/" in link]
    assert len(set(found)) == 1, words
    return str(found[0])


def welcome(page: Page, name: str) -> None:
    """The three screens of the welcome, with nothing that stands in the way and without numbers."""
    begin_welcome(page, name)
    answer_none_of_these(page)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How tight is your low back?")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    expect(page.get_by_role("contentinfo")).to_contain_text(f"Signed in as {name}")


def begin_welcome(page: Page, name: str) -> None:
    """The first screen: name and consent. The zone is guessed."""
    page.get_by_label("What should we call you?").fill(name)
    page.get_by_label("I agree that this site keeps").check()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("To keep you safe")


def answer_none_of_these(page: Page) -> None:
    """One tap for each group of the safety questions."""
    for answer in page.get_by_role("checkbox", name="None of these", exact=True).all():
        answer.check()


def open_the_scale(page: Page) -> None:
    """On Today the scale waits behind one line where a practice comes first."""
    line = page.get_by_text("Log a number")
    if line.is_visible():
        line.click()


def choose(page: Page, question: str, answer: str) -> None:
    """One radio out of a group."""
    page.get_by_role("group", name=question).get_by_role("radio", name=answer, exact=True).check()


def skip_to_the_end(page: Page) -> None:
    """Leaves out the movement, phase by phase."""
    skip = page.locator("[data-player-control=skip]")
    expect(skip).to_be_visible()
    while skip.is_visible():
        skip.click()


def free_times(page: Page) -> Locator:
    return page.get_by_role("group", name="Choose a time").get_by_role("radio")


def instant(time: Locator) -> datetime:
    value = time.get_attribute("value")
    assert value is not None
    return datetime.strptime(value, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)


def day_in(zone: str, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%A}, {local:%B} {local.day}"


def clock_in(zone: str, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(zone))
    words = f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"
    return words + {"12:00 am": " (midnight)", "12:00 pm": " (noon)"}.get(words, "")


def type_like_a_person(field: Locator, words: str) -> None:
    """Key by key, so that whatever the page does meanwhile can come in between."""
    field.press_sequentially(words, delay=35)


def tab_to(page: Page, wanted: Locator) -> None:
    """Presses Tab until this has the focus, as somebody without a mouse does."""
    expect(wanted).to_be_visible()
    for _ in range(200):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never came to {wanted}")


def entries(page: Page) -> list[str]:
    """The scores in the table of the tightness page, newest first; opens it where it is shut."""
    scores = page.get_by_role("table").get_by_role("row").filter(has=page.get_by_role("cell"))
    if not scores.first.is_visible():
        page.get_by_text(re.compile("^Every entry")).click()
    expect(scores.first).to_be_visible()
    return [row.get_by_role("cell").first.inner_text() for row in scores.all()]
