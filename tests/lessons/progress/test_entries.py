"""What a client enters of another day and puts right. It is Wednesday, March 4, 2026, 09:00 in Chicago."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.tightness.models import CheckIn
from tests.conftest import SignIn, entered

pytestmark = pytest.mark.usefixtures("clock_stands_still")

ID = UUID("0c8f1d8e-3b7a-4c55-9f5d-6a2f4a1b7e01")
PAGE = "/tightness/"
NEW = "/tightness/new/"
TYPED = {"id": str(ID), "at": "2026-03-02T21:10", "score": "4", "situation": "lifting"}


def state() -> list[object]:
    return list(CheckIn.objects.order_by("pk").values_list())


def plain(page: str) -> str:
    """Without what stands between a name, a value and whether it is chosen."""
    return re.sub(r' (id="[^"]*"|required|aria-[a-z]+="[^"]*")', "", page)


def page_of(browser: Browser, path: str = PAGE) -> str:
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_one_from_another_day_is_kept_at_the_clients_own_time(browser: Browser, maya: Client) -> None:
    response = browser.post(NEW, TYPED, follow=True)
    kept = CheckIn.objects.get()
    assert response.redirect_chain == [(PAGE, 302)]
    assert "Noted: 4 on Monday, March 2." in response.content.decode()
    assert (kept.client, kept.at, str(kept.local_on)) == (maya, datetime(2026, 3, 3, 3, 10, tzinfo=UTC), "2026-03-02")
    assert (kept.score, kept.situation, kept.moment) == (4, "lifting", "any")


@pytest.mark.parametrize(
    ("day_begins", "typed", "day", "sentence"),
    [
        (4, "03:59", 2, "on Tuesday, March 3. It counts for Monday, March 2, because your day begins at 4 am."),
        (4, "00:30", 2, "on Tuesday, March 3. It counts for Monday, March 2, because your day begins at 4 am."),
        (4, "04:00", 3, "on Tuesday, March 3."),
        (0, "00:30", 3, "on Tuesday, March 3."),
        (14, "13:59", 2, "on Tuesday, March 3. It counts for Monday, March 2, because your day begins at 2 pm."),
        (14, "14:00", 3, "on Tuesday, March 3."),
    ],
)
def test_one_from_a_night_counts_for_the_day_before_and_says_so(
    browser: Browser, maya: Client, day_begins: int, typed: str, day: int, sentence: str
) -> None:
    Client.objects.update(day_begins=day_begins)
    response = browser.post(NEW, {**TYPED, "at": f"2026-03-03T{typed}"}, follow=True)
    noted = re.search(r"Noted: 4 ([^<]*)", response.content.decode())
    assert noted is not None
    assert noted[1].strip() == sentence
    assert CheckIn.objects.get().local_on == date(2026, 3, day)
    assert (f"(counts for Mar {day})" in page_of(browser)) == (day == 2)


def test_the_form_says_where_the_day_begins(browser: Browser, maya: Client) -> None:
    assert "What was before 4 am counts for the day before." in page_of(browser, NEW)
    Client.objects.update(day_begins=0)
    assert "counts for the day before" not in page_of(browser, NEW)


@pytest.mark.parametrize(("typed", "day"), [("2026-03-02T00:30", 2), ("2026-03-02T00:31", 1)])
def test_a_correction_keeps_the_day_unless_the_time_changes(
    browser: Browser, maya: Client, typed: str, day: int
) -> None:
    """Stored when the day began at midnight; now it begins at four."""
    Client.objects.update(day_begins=0)
    maya.refresh_from_db()
    check_in = entered(maya, datetime(2026, 3, 2, 6, 30, tzinfo=UTC), 6)
    Client.objects.update(day_begins=4)
    browser.post(f"/tightness/{check_in.pk}/", {"at": typed, "score": "3"})
    right = CheckIn.objects.get()
    assert (right.score, right.local_on) == (3, date(2026, 3, day))


def test_a_second_submit_changes_nothing_and_answers_as_the_first(browser: Browser) -> None:
    browser.post(NEW, TYPED)
    stored = state()
    response = browser.post(NEW, {**TYPED, "score": "9"}, follow=True)
    assert "Noted: 4 on Monday, March 2." in response.content.decode()
    assert state() == stored


def test_a_second_submit_does_not_bring_back_what_was_deleted(browser: Browser) -> None:
    browser.post(NEW, TYPED)
    browser.post(f"/tightness/{ID}/delete/")
    browser.post(NEW, TYPED)
    assert CheckIn.objects.kept().count() == 0


def test_an_id_of_somebody_else_asks_to_send_again_with_a_new_one(
    browser: Browser, other_client: Client, now: datetime
) -> None:
    CheckIn.record(id=ID, client=other_client, at=now, score=9)
    stored = state()
    response = browser.post(NEW, TYPED)
    page = response.content.decode()
    assert (response.status_code, state()) == (200, stored)
    assert "This page is not up to date anymore. Please send it again." in page
    assert 'value="2026-03-02T21:10"' in page
    assert str(ID) not in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("score", "11", "Please choose a whole number from 0 to 10."),
        ("score", "7,5", "Please choose a whole number from 0 to 10."),
        ("score", "٣", "Please choose a whole number from 0 to 10."),
        ("at", "2026-03-05T09:00", "This is still to come."),
        ("at", "1850-01-01T09:00", "This is more than two years ago."),
        ("at", "2026-03-02T21:10\x00", "Please give a day and a time."),
        ("situation", "\x00", "Please choose one of these."),
        ("id", "\x00", "Please open this page again."),
    ],
)
def test_a_bad_value_is_answered_beside_its_field_and_nothing_is_stored(
    browser: Browser, field: str, typed: str, sentence: str
) -> None:
    response = browser.post(NEW, {**TYPED, field: typed})
    page = response.content.decode()
    assert (response.status_code, state()) == (200, [])
    assert sentence in page
    kept = {'value="2026-03-02T21:10"': "at", 'name="score" value="4" checked': "score"}
    assert [mark for mark, of in kept.items() if of != field and mark not in plain(page)] == []


def test_an_empty_form_is_answered_in_full(browser: Browser) -> None:
    page = browser.post(NEW, {}).content.decode()
    assert "Please say when it was." in page
    assert "Please choose a number from 0 to 10." in page
    assert state() == []


def test_an_entry_can_be_put_right(browser: Browser, check_in: CheckIn, now: datetime) -> None:
    typed = {"at": "2026-03-01T08:00", "score": "3", "situation": "bathroom"}
    response = browser.post(f"/tightness/{check_in.pk}/", typed, follow=True)
    right = CheckIn.objects.get()
    assert "Fixed: 3 on Sunday, March 1." in response.content.decode()
    assert (right.score, right.situation, right.at) == (3, "bathroom", datetime(2026, 3, 1, 14, tzinfo=UTC))
    assert right.edited_at == now


def test_what_stood_before_is_in_the_form(browser: Browser, check_in: CheckIn) -> None:
    page = page_of(browser, f"/tightness/{check_in.pk}/")
    assert 'value="2026-03-02T09:00"' in page
    assert 'You entered <strong class="number">6</strong> for Monday, March 2, 2026, 9:00 am.' in page


def test_a_wrong_correction_changes_nothing(browser: Browser, check_in: CheckIn) -> None:
    stored = state()
    page = browser.post(f"/tightness/{check_in.pk}/", {"at": "tomorrow", "score": "11"}).content.decode()
    assert "Please give a day and a time." in page
    assert 'value="tomorrow"' in page
    assert state() == stored


def test_a_deleted_entry_leaves_the_page_and_can_be_brought_back(browser: Browser, check_in: CheckIn) -> None:
    response = browser.post(f"/tightness/{check_in.pk}/delete/", follow=True)
    page = response.content.decode()
    assert "Monday, March 2, 9:00 am" in page
    assert f'action="/tightness/{check_in.pk}/restore/"' in page
    assert "Nothing here yet" in page
    response = browser.post(f"/tightness/{check_in.pk}/restore/", follow=True)
    assert "Back on your chart: 6 on Monday, March 2." in response.content.decode()
    assert CheckIn.objects.kept().get() == check_in


def test_deleting_and_restoring_twice_answers_as_the_first_time(browser: Browser, check_in: CheckIn) -> None:
    for path in ("delete", "restore"):
        first = browser.post(f"/tightness/{check_in.pk}/{path}/")
        stored = state()
        second = browser.post(f"/tightness/{check_in.pk}/{path}/")
        assert (second.status_code, second.headers["Location"]) == (302, first.headers["Location"])
        assert state() == stored


def test_a_deleted_entry_can_not_be_edited(browser: Browser, check_in: CheckIn, now: datetime) -> None:
    check_in.delete_softly(now)
    assert browser.get(f"/tightness/{check_in.pk}/").status_code == 404
    assert browser.post(f"/tightness/{check_in.pk}/", {"score": "1", "at": "2026-03-01T08:00"}).status_code == 404
    assert CheckIn.objects.get().score == 6


@pytest.mark.parametrize("asked", ["", "%00", "x", str(ID)])
def test_an_address_that_names_nothing_deleted_offers_no_undo(browser: Browser, check_in: CheckIn, asked: str) -> None:
    assert "Undo" not in page_of(browser, f"{PAGE}?deleted={asked}")


def test_an_entry_of_a_practice_stays_and_says_why(browser: Browser, maya: Client, now: datetime) -> None:
    after = entered(maya, now - timedelta(days=1), 5, "after")
    response = browser.post(f"/tightness/{after.pk}/delete/", follow=True)
    assert "This entry belongs to a practice, so it stays." in response.content.decode()
    assert CheckIn.objects.kept().count() == 1
    assert f"/tightness/{after.pk}/delete/" not in page_of(browser)


def test_an_entry_of_a_practice_can_have_its_number_put_right_but_not_its_time(
    browser: Browser, maya: Client, now: datetime
) -> None:
    after = entered(maya, now - timedelta(days=1), 5, "after")
    assert "its time stays" in page_of(browser, f"/tightness/{after.pk}/")
    browser.post(f"/tightness/{after.pk}/", {"score": "2", "at": "2026-01-01T08:00", "situation": "sport"})
    right = CheckIn.objects.get()
    assert (right.score, right.at, right.situation) == (2, after.at, "")


@pytest.mark.parametrize("path", ["", "delete/", "restore/"])
def test_an_entry_of_somebody_else_is_not_there(
    sign_in: SignIn, other_client: Client, check_in: CheckIn, path: str
) -> None:
    stored = state()
    response = sign_in(other_client).post(f"/tightness/{check_in.pk}/{path}", {**TYPED})
    assert (response.status_code, state()) == (404, stored)


def test_somebody_elses_deleted_entry_is_not_offered_back(
    sign_in: SignIn, other_client: Client, check_in: CheckIn, now: datetime
) -> None:
    check_in.delete_softly(now)
    assert "Undo" not in page_of(sign_in(other_client), f"{PAGE}?deleted={check_in.pk}")


@pytest.mark.parametrize("path", ["delete", "restore"])
def test_looking_changes_nothing(browser: Browser, check_in: CheckIn, path: str) -> None:
    stored = state()
    assert browser.get(f"/tightness/{check_in.pk}/{path}/").status_code == 405
    for page in (PAGE, NEW, f"/tightness/{check_in.pk}/", "/tightness/export.csv"):
        assert browser.get(page, {**TYPED, "deleted": str(check_in.pk)}).status_code == 200
        assert browser.head(page).status_code == 200
    assert state() == stored


def test_the_export_holds_every_entry_in_words_a_spreadsheet_reads(
    browser: Browser, maya: Client, other_client: Client, now: datetime
) -> None:
    entered(maya, now - timedelta(days=1), 4, "morning", "getting-up")
    entered(maya, datetime(2026, 3, 1, 4, 30, tzinfo=UTC), 6)
    entered(maya, now, 5).delete_softly(now)
    entered(maya, now - timedelta(hours=1), 3)
    maya.check_ins.filter(score=3).update(note="=1+1, after the car")
    entered(other_client, now, 9)
    response = browser.get("/tightness/export.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="tightness.csv"'
    assert response.content.decode().splitlines() == [
        "at_utc,day,tightness_0_to_10,moment,situation,note",
        "2026-03-01T04:30:00Z,2026-02-28,6,any,,",
        "2026-03-03T15:00:00Z,2026-03-03,4,morning,getting-up,",
        '2026-03-04T14:00:00Z,2026-03-04,3,any,,"\'=1+1, after the car"',
    ]


def test_the_trainer_has_no_tightness_page(sign_in: SignIn, trainer: Trainer) -> None:
    assert sign_in(trainer).get(PAGE).status_code == 404


def test_a_stranger_is_led_to_sign_in(db: None) -> None:
    assert Browser().get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"
