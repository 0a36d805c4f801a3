"""When people can book a call."""

from collections.abc import Callable
from datetime import date, datetime, time
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.changing import cancel
from hinge_coach.booking.models import Call, CallEvent, CallRules, DateRule, Hours
from tests.coaching.pages import html_of, stored, url, words_of
from tests.reading import HasContent

HOURS = "/desk/settings/hours/"
NINE_TO_NOON = ["Monday 09:00-12:00", "Tuesday 09:00-12:00", "Wednesday 09:00-12:00", "Thursday 09:00-12:00"]


class Fields(HTMLParser):
    """What a browser would send for the forms of a page, without its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "select":
            self.select = has["name"]
        elif tag == "option" and self.select and ("selected" in has or self.select not in self.sent):
            self.sent[self.select] = has["value"]
        elif tag == "input" and has.get("type") == "checkbox":
            self.sent |= {has["name"]: "on"} if "checked" in has else {}
        elif tag == "input" and "name" in has:
            self.sent[has["name"]] = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self.select = "" if tag == "select" else self.select


def fields_of(page: HasContent) -> dict[str, str]:
    fields = Fields()
    main = page.content.decode().split("<main", 1)[1]
    fields.feed("".join(part.split("</template>", 1)[-1] for part in main.split("<template>")))
    return fields.sent


def typed(browser: Browser, **changes: str) -> dict[str, str]:
    """The page as it comes, with these fields changed."""
    return fields_of(browser.get(HOURS)) | changes


def hours_row(place: int, weekday: int, starts: str, ends: str) -> dict[str, str]:
    return {f"week-{place}-weekday": str(weekday), f"week-{place}-starts": starts, f"week-{place}-ends": ends}


def all_hours() -> list[str]:
    return [str(hours) for hours in Hours.objects.all()]


def all_dates() -> list[str]:
    return [str(rule) for rule in DateRule.objects.all()]


def test_hours_and_dates_are_added_in_one_go(trainer: Trainer, desk_browser: Browser) -> None:
    sent = typed(
        desk_browser,
        **{"week-TOTAL_FORMS": "3", "dates-TOTAL_FORMS": "2", "rules-length_minutes": "45"},
        **hours_row(0, 2, "09:00", "12:00"),
        **hours_row(1, 4, "13:00", "16:00"),
        **hours_row(2, 0, "18:00", "00:00"),
        **{"dates-0-on": "2026-03-11"},
        **{"dates-1-on": "2026-12-24", "dates-1-last": "2027-01-02", "dates-1-kind": "off"},
    )
    for _ in range(2):  # pressed twice, it stores once
        assert desk_browser.post(HOURS, sent).headers["Location"] == HOURS
        assert all_hours() == ["Monday 18:00-00:00", "Wednesday 09:00-12:00", "Friday 13:00-16:00"]
        assert all_dates() == ["March 11, 2026: off", "December 24, 2026 to January 2, 2027: off"]
    assert CallRules.objects.get(trainer=trainer).length_minutes == 45


def test_saving_the_hours_as_they_are_changes_nothing(call_hours: Trainer, desk_browser: Browser) -> None:
    DateRule.objects.create(trainer=call_hours, on="2026-02-20", last="2026-03-06")
    DateRule.objects.create(trainer=call_hours, on="2026-02-20")  # over, and not on the page
    before = list(Hours.objects.values()), list(DateRule.objects.values())
    assert desk_browser.post(HOURS, typed(desk_browser)).status_code == 302
    assert (list(Hours.objects.values()), list(DateRule.objects.values())) == before


def test_hours_can_be_taken_away(call_hours: Trainer, desk_browser: Browser) -> None:
    desk_browser.post(HOURS, typed(desk_browser, **{"week-0-DELETE": "on"}))
    assert [hours.weekday for hours in Hours.objects.all()] == [1, 2, 3, 4]


def test_hours_that_overlap_are_joined_and_the_page_says_so(call_hours: Trainer, desk_browser: Browser) -> None:
    sent = typed(desk_browser, **hours_row(5, 0, "11:00", "15:00"))
    page = words_of(desk_browser.post(HOURS, sent, follow=True))
    assert "Monday 9:00 am to 12:00 pm (noon) and 11:00 am to 3:00 pm were joined to 9:00 am to 3:00 pm." in page
    desk_browser.post(HOURS, sent)
    assert all_hours()[0] == "Monday 09:00-15:00"
    assert len(all_hours()) == 5


def test_another_tabs_changes_stay_where_this_page_said_nothing_about_them(
    call_hours: Trainer, desk_browser: Browser
) -> None:
    DateRule.objects.create(trainer=call_hours, on="2026-03-11")
    old_tab = typed(desk_browser, **hours_row(4, 4, "13:00", "16:00"), **hours_row(5, 5, "10:00", "11:00"))
    new_tab = {"week-0-DELETE": "on", "week-4-DELETE": "on", "dates-0-DELETE": "on"}
    desk_browser.post(HOURS, typed(desk_browser, **new_tab, **hours_row(5, 6, "10:00", "11:00")))
    desk_browser.post(HOURS, old_tab)
    assert all_hours() == [*NINE_TO_NOON[1:], "Friday 13:00-16:00", "Saturday 10:00-11:00", "Sunday 10:00-11:00"]
    assert all_dates() == []


def test_hours_past_midnight_are_stored_once_they_are_confirmed(call_hours: Trainer, desk_browser: Browser) -> None:
    before = stored()
    asked = desk_browser.post(HOURS, typed(desk_browser, **hours_row(5, 5, "09:00", "05:00")))
    assert (
        "Saturday 9:00 am to 5:00 am runs past midnight, until Sunday 5:00 am. Did you mean 5:00 pm?"
        " If not, check “Yes, past midnight” and save again." in words_of(asked)
    )
    assert stored() == before
    desk_browser.post(HOURS, fields_of(asked) | {"week-5-past_midnight": "on"})
    assert all_hours()[-1] == "Saturday 09:00-05:00"
    assert "past midnight" not in words_of(desk_browser.get(HOURS))
    desk_browser.post(HOURS, typed(desk_browser, **{"rules-calls_a_day": "7"}))  # what is stored needs no second yes
    assert CallRules.objects.get().calls_a_day == 7


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (hours_row(5, 6, "9 o'clock", ""), "Please write a time such as 09:30."),
        (hours_row(5, 6, "09:07", "12:00"), "Please choose a quarter hour"),
        (hours_row(0, 0, "", ""), "Please write a time such as 09:30."),
        (hours_row(5, 7, "09:00", "12:00"), "Select a valid choice."),
        ({"dates-0-on": "2026-02-30"}, "Please choose a date."),
        ({"dates-0-last": "2026-03-12", "dates-0-on": ""}, "Please choose a date."),
        ({"dates-0-last": "2026-03-10"}, "The last date is before the first, March 11, 2026."),
        ({"dates-0-last": "2027-03-13"}, "Please keep one row to a year at most."),
        ({"dates-0-on": "2026-03-03"}, "March 3, 2026 has passed already."),
        ({"dates-0-on": "2026-02-01", "dates-0-last": "2026-02-09"}, "February 9, 2026 has passed already."),
        ({"dates-0-on": "9999-12-31"}, "Please choose a date within the next three years."),
        ({"dates-0-starts": "20:00", "dates-0-ends": "01:00"}, "8:00 pm to 1:00 am runs past midnight"),
        ({"dates-0-kind": "holiday"}, "Select a valid choice."),
        ({"dates-0-was": "x\0"}, "This holds a character that can't be written down."),
        ({"rules-horizon_days": "9999"}, "Ensure this value is less than or equal to 120."),
        ({"week-TOTAL_FORMS": "x"}, "This form came back incomplete. Please open the page again."),
        ({"week-TOTAL_FORMS": "200"}, "That is a lot of rows. Please keep it to 60"),
        ({"dates-TOTAL_FORMS": "999999999"}, "That is a lot of rows. Please keep it to 200"),
    ],
)
def test_hours_that_make_no_sense_store_nothing_at_all(
    call_hours: Trainer, desk_browser: Browser, changes: dict[str, str], sentence: str
) -> None:
    good = {"dates-0-on": "2026-03-11", "rules-length_minutes": "45", **hours_row(4, 4, "14:00", "15:00")}
    before = stored()
    answer = desk_browser.post(HOURS, typed(desk_browser, **good | changes))
    assert answer.status_code == 200
    assert sentence in html_of(answer)
    assert stored() == before
    assert CallRules.objects.get().length_minutes == 30


def test_two_hundred_rows_of_dates_get_through_and_more_get_a_sentence(
    call_hours: Trainer, desk_browser: Browser
) -> None:
    def dates(count: int) -> dict[str, str]:
        days = {
            f"dates-{place}-on": str(date.fromordinal(date(2026, 4, 1).toordinal() + place)) for place in range(count)
        }
        others = {f"dates-{place}-{name}": "" for place in range(count) for name in ("last", "starts", "ends", "was")}
        kinds = {f"dates-{place}-kind": "off" for place in range(count)}
        return {**days, **others, **kinds, "dates-TOTAL_FORMS": str(count)}

    answer = desk_browser.post(HOURS, typed(desk_browser, **dates(201)))
    assert "That is a lot of rows. Please keep it to 200; a range of dates needs only one." in words_of(answer)
    assert DateRule.objects.count() == 0
    desk_browser.post(HOURS, typed(desk_browser, **dates(200)))
    assert DateRule.objects.count() == 200


# Buttons that store nothing


def test_a_row_more_keeps_what_was_typed_and_stores_nothing(call_hours: Trainer, desk_browser: Browser) -> None:
    before = stored()
    changes = {**hours_row(5, 6, "9 o'clock", "17:00"), "week-0-DELETE": "on", "rules-calls_a_day": "77"}
    sent = typed(desk_browser, **changes)
    for action, total in (("add-hours", "week-TOTAL_FORMS"), ("add-dates", "dates-TOTAL_FORMS")):
        page = desk_browser.post(HOURS, sent | {"do": action})
        shown = fields_of(page)
        assert {name: shown[name] for name in changes} == changes
        assert int(shown[total]) == int(sent[total]) + 1
        assert "Here is one more row. Nothing is saved yet." in words_of(page)
    assert stored() == before


def test_a_row_is_copied_to_the_weekdays_that_lack_it_and_stored_when_saved(
    trainer: Trainer, desk_browser: Browser
) -> None:
    sent = typed(desk_browser, **hours_row(0, 1, "09:00", "12:00"))
    page = desk_browser.post(HOURS, sent | {"do": "copy-0"})
    assert "Copied to Monday, Wednesday, Thursday and Friday. Nothing is saved yet." in words_of(page)
    assert all_hours() == []
    desk_browser.post(HOURS, fields_of(page))
    assert all_hours() == [*NINE_TO_NOON, "Friday 09:00-12:00"]
    again = desk_browser.post(HOURS, typed(desk_browser) | {"do": "copy-0"})
    assert "Monday to Friday have these times already." in words_of(again)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"do": "copy-5"}, "Please write both times into a row first, then copy it."),
        ({"do": "copy-6"}, "That row is not there anymore."),
        ({"do": "copy-x"}, "That row is not there anymore."),
        ({"do": "copy-0", "week-TOTAL_FORMS": "x"}, "That row is not there anymore."),
        ({"do": "add-hours", "week-TOTAL_FORMS": "99999"}, "There are 60 rows already"),
        ({"do": "copy-0", "week-TOTAL_FORMS": "60", "week-0-starts": "08:00"}, "Copied to"),
    ],
)
def test_a_button_that_finds_nothing_to_do_says_why(
    call_hours: Trainer, desk_browser: Browser, changes: dict[str, str], sentence: str
) -> None:
    assert sentence in words_of(desk_browser.post(HOURS, typed(desk_browser) | changes))


# Calls on a day off


@pytest.fixture
def thursday_off(ninas_call: Call, trainer: Trainer) -> DateRule:
    """The day of Nina's call, at ten."""
    return DateRule.objects.create(trainer=trainer, on="2026-03-05", last="2026-03-08")


def test_a_day_off_names_the_calls_on_it_before_and_after_it_is_saved(ninas_call: Call, desk_browser: Browser) -> None:
    sent = typed(desk_browser, **{"dates-0-on": "2026-03-05", "dates-0-last": "2026-03-08"})
    before = words_of(desk_browser.post(HOURS, sent | {"do": "look"}))
    assert "1 booked call in these hours, once they are saved Nina , Thursday, March 5, 10:00 am" in before
    assert "Ask them to choose another time" not in before
    after = words_of(desk_browser.post(HOURS, sent, follow=True))
    assert (
        "1 booked call lies in hours that you took off. Nothing happens to it until you or the caller does something."
        in after
    )
    assert "Nina , Thursday, March 5, 10:00 am Ask them to choose another time" in after
    ninas_call.refresh_from_db()
    assert ninas_call.is_booked


def test_one_press_asks_by_mail_once_and_the_page_says_since_when(
    thursday_off: DateRule,
    ninas_call: Call,
    desk_browser: Browser,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            answer = desk_browser.post(url("ask", ninas_call.pk), {"back": "hours"})
            assert answer.headers["Location"] == f"{HOURS}?asked={ninas_call.pk}#dates"
    assert [message.to for message in mail.outbox] == [["nina@example.com"]]
    assert "Asked on Wednesday, March 4; not moved yet" in words_of(desk_browser.get(HOURS))
    assert "Asked on Wednesday, March 4 to choose another time; not moved yet." in words_of(
        desk_browser.get("/desk/calls/")
    )


def test_all_calls_of_a_range_are_asked_with_one_press(
    thursday_off: DateRule,
    ninas_call: Call,
    book: Callable[[datetime], Call],
    desk_browser: Browser,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    DateRule.objects.all().delete()
    helens, outside = (
        book(datetime.fromisoformat("2026-03-06T15:00Z")),
        book(datetime.fromisoformat("2026-03-09T15:00Z")),
    )
    thursday_off.save(force_insert=True)
    assert "Ask all 2 to choose another time" in words_of(desk_browser.get(HOURS))
    with django_capture_on_commit_callbacks(execute=True):
        first = desk_browser.post(url("ask_all", thursday_off.pk), follow=True)
        desk_browser.post(url("ask_all", thursday_off.pk))
    assert "Two people get a mail." in words_of(first)
    assert sorted(message.to[0] for message in mail.outbox) == ["helen@example.org", "nina@example.com"]
    asked = CallEvent.objects.filter(kind=CallEvent.Kind.ASKED).values_list("call", flat=True)
    assert set(asked) == {ninas_call.pk, helens.pk}
    assert outside.pk not in set(asked)


def test_a_call_in_two_rows_that_overlap_counts_once(
    thursday_off: DateRule, ninas_call: Call, trainer: Trainer, desk_browser: Browser
) -> None:
    DateRule.objects.create(trainer=trainer, on=date(2026, 3, 4), last=date(2026, 3, 8))
    assert "1 booked call lies in hours that you took off." in words_of(desk_browser.get(HOURS))


def test_nobody_is_asked_about_a_call_that_is_off_already(
    thursday_off: DateRule, ninas_call: Call, desk_browser: Browser, now: datetime
) -> None:
    cancel(ninas_call, now=now, by=CallEvent.By.TRAINER)
    answer = desk_browser.post(url("ask", ninas_call.pk), follow=True)
    assert "This can't be done anymore" in words_of(answer).replace("’", "'")
    assert not CallEvent.objects.filter(kind=CallEvent.Kind.ASKED).exists()
    assert desk_browser.post(url("ask_all", 999)).status_code == 404


def test_thirty_dates_and_calls_need_the_queries_of_one(thursday_off: DateRule, desk_browser: Browser) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk_browser.get(HOURS)
        return len(captured)

    one = queries()
    trainer = thursday_off.trainer
    DateRule.objects.bulk_create([DateRule(trainer=trainer, on=date(2026, 4, day)) for day in range(1, 31)])
    Hours.objects.bulk_create(
        [Hours(trainer=trainer, weekday=6, starts=time(hour), ends=time(hour, 30)) for hour in range(1, 23)]
    )
    assert (queries(), one <= 16) == (one, True)
