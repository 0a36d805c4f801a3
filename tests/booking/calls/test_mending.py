"""A slip in the address or the number is corrected, by whoever may, and by nobody else."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from icalendar import Calendar
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.audit import problems
from hinge_coach.booking.calls.changing import cancel
from hinge_coach.booking.calls.errors import DuplicateBookingError, NotChangeableError
from hinge_coach.booking.calls.mending import Details, mend, proof_of
from hinge_coach.booking.calls.reserving import BookingRequest, confirm, reserve
from hinge_coach.booking.models import Call, CallEvent
from tests.booking.calls.conftest import FillIn, history_of, link, of_other_visitor, text

RIGHT = Details(name="Maya", email="maya@example.org", phone="+12025550143", extension="12")


@pytest.fixture
def mails_go_out(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Iterator[None]:
    with django_capture_on_commit_callbacks(execute=True):
        yield


def right(**changes: str) -> Details:
    return Details(**{**RIGHT, **changes})  # type: ignore[typeddict-item]


def typed(**changes: str) -> dict[str, str]:
    """The form of the page as a browser sends it, with the number as Maya's call has it."""
    return {"id": str(uuid4()), "name": "Maya", "email": "maya@example.com", "phone": "+1 202-555-0143", **changes}


def subjects() -> list[tuple[str, str]]:
    return [(message.to[0], message.subject.split(":")[0]) for message in mail.outbox]


def test_a_mended_call_keeps_its_time_and_uid_and_gets_a_new_link(
    call: Call, now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    uid, old_token, start = call.uid, call.token, call.starts_at
    with django_capture_on_commit_callbacks(execute=True):
        mended = mend(call, **RIGHT, now=now)
    assert (mended.uid, mended.sequence, mended.starts_at) == (uid, 1, start)
    assert (mended.email, mended.phone, mended.extension) == ("maya@example.org", "+12025550143", "12")
    assert list(Call.objects.with_token(old_token)) == []
    assert Call.objects.with_token(mended.token).get() == call
    assert history_of(call) == [("booked", "visitor"), ("mended", "visitor")]
    assert list(problems()) == []

    to_visitor, to_trainer = mail.outbox
    assert (to_visitor.to, to_trainer.to) == (["maya@example.org"], ["dana@example.com"])
    assert to_visitor.subject == "Corrected: your free call with Dana on Wednesday, March 4, 4:00 am"
    assert mended.token in str(to_visitor.body)
    assert to_trainer.subject == "Corrected: how to reach Maya, Wednesday, March 4, 10:00 am"
    assert "Maya has corrected the e-mail address and the phone number." in str(to_trainer.body)
    assert "Phone: +1 202-555-0143 ext. 12" in str(to_trainer.body)
    (event,) = Calendar.from_ical(to_visitor.alternatives[-1].content).walk("VEVENT")  # type: ignore[attr-defined]
    assert (str(event["UID"]), event["SEQUENCE"], str(event["ATTENDEE"])) == (uid, 1, "mailto:maya@example.org")


def test_the_number_alone_keeps_the_link(call: Call, now: datetime) -> None:
    token = call.token
    mended = mend(call, name="Maya", email="MAYA@example.com", phone="+12025550144", extension="", now=now)
    assert (mended.token, mended.phone, mended.sequence) == (token, "+12025550144", 1)


def test_what_is_right_already_changes_nothing(
    call: Call, now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            mend(call, **RIGHT, now=now)
    assert (len(mail.outbox), history_of(call)) == (2, [("booked", "visitor"), ("mended", "visitor")])


def test_the_contact_of_another_open_call_is_refused_to_a_visitor(
    call: Call, trainer: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    reserve(of_other_visitor(booking_request, starts_at=datetime(2026, 3, 5, 9, tzinfo=UTC)), trainer, now=now)
    of_lee = (right(email="Lee@example.com"), right(phone="+12025550144", extension=""))
    for details in of_lee:
        with pytest.raises(DuplicateBookingError):
            mend(call, **details, now=now)
    assert history_of(call) == [("booked", "visitor")]
    # Another extension of the same number is another person.
    assert mend(call, **right(phone="+12025550144"), now=now).extension == "12"
    # The trainer knows who it is.
    assert mend(call, **right(email="lee@example.com"), now=now, by=CallEvent.By.TRAINER).sequence == 2


def test_a_call_is_mended_until_it_is_over_and_not_once_it_is_canceled(call: Call, now: datetime) -> None:
    during = call.starts_at + timedelta(minutes=5)
    assert mend(call, **RIGHT, now=during).extension == "12"
    with pytest.raises(NotChangeableError):
        mend(call, **right(extension=""), now=call.ends_at)
    cancel(call, now=now)
    with pytest.raises(NotChangeableError):
        mend(call, **right(extension=""), now=now)


# The page behind the mailed link


def test_a_correction_that_comes_too_late_is_answered_with_why(client: Browser, call: Call, now: datetime) -> None:
    cancel(call, now=now)
    receipt = client.post(link(call, "mend/"), typed(phone="+1 202 555 0144"), follow=True)
    assert "This call is canceled, so it can't be changed anymore." in text(receipt)


def test_the_visitor_mends_the_call_and_lands_on_its_new_receipt(client: Browser, call: Call) -> None:
    assert "Wrong address or number?" in text(client.get(link(call)))
    old, page = link(call), link(call, "mend/")
    body = client.get(page).content.decode()
    assert ('value="maya@example.com"' in body, 'value="+1 202-555-0143"' in body) == (True, True)

    sent = typed(email="maya@example.org", phone="202 555 0143 x12")
    answers = [client.post(page, sent), client.post(page, sent)]  # pressed twice
    call.refresh_from_db()
    assert [answer.headers["Location"] for answer in answers] == [link(call, "?sent=1")] * 2
    assert "We sent a new mail to maya@example.org ." in text(client.get(link(call, "?sent=1")))
    assert (link(call) == old, history_of(call)) == (False, [("booked", "visitor"), ("mended", "visitor")])
    assert "+1 202-555-0143 ext. 12" in text(client.get(link(call)))
    assert "Details corrected" in text(client.get(link(call)))
    # Whoever has the mail to the wrong address, and did not send this page, has nothing.
    assert [client.get(old).status_code, client.get(page).status_code] == [404, 404]
    assert client.post(page, typed(email="maya@example.org", phone="202 555 0143 x12")).status_code == 404


def test_a_form_sent_as_it_is_mails_the_link_once_more(
    client: Browser, call: Call, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sent = typed()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):  # pressed twice
            client.post(link(call, "mend/"), sent)
    assert [message.to for message in mail.outbox] == [["maya@example.com"]]
    assert link(call) in mail.outbox[0].body
    assert (history_of(call), call.sequence) == ([("booked", "visitor")], 0)


def test_bad_input_on_the_page_is_told_beside_the_field_and_kept(client: Browser, call: Call) -> None:
    body = client.post(link(call, "mend/"), typed(email="maya@", phone="12", name="M" * 81)).content.decode()
    for words in (
        "It needs an @ and a name after it.",
        "look like a number we can call",
        "Please keep this to 80 letters or fewer.",
        'value="maya@"',
        'value="12"',
    ):
        assert words in body
    assert history_of(call) == [("booked", "visitor")]


def test_mending_again_and_again_is_refused_in_words(client: Browser, call: Call, mails_go_out: None) -> None:
    answers = []
    for number in range(5):
        call.refresh_from_db()
        answers.append(client.post(link(call, "mend/"), typed(email=f"stranger-{number}@example.com")))
    assert [answer.status_code for answer in answers] == [302] * 3 + [429] * 2
    assert "This was corrected several times today already. Please call Dana at +49 30 901820." in text(answers[-1])
    call.refresh_from_db()
    assert call.email == "stranger-2@example.com"


def test_one_page_sent_again_with_other_addresses_counts_each_time(client: Browser, call: Call) -> None:
    page, strangers = str(uuid4()), ["lee@example.com", "olu@example.com"] * 2
    answers = []
    for stranger in strangers:
        call.refresh_from_db()
        answers.append(client.post(link(call, "mend/"), typed(id=page, email=stranger)).status_code)
    assert answers == [302] * 3 + [429]


# Before the mail was read


@pytest.fixture
def proof(client: Browser, fill_in: FillIn, asking: Trainer) -> str:
    """What the page after the booking holds."""
    body = client.post("/call/", fill_in(email="maya@exampel.com")).content.decode()
    (found,) = re.findall(r'href="/call/mend/([^/"]+)/"', body)
    return str(found)


def test_whoever_booked_mends_the_address_before_any_mail_was_read(
    client: Browser,
    proof: str,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    waiting = Call.objects.get()
    old_token = waiting.token
    page = f"/call/mend/{proof}/"
    assert "We sent a link to maya@exampel.com . Open it before 4:00 am, New York time," in text(client.get(page))
    with django_capture_on_commit_callbacks(execute=True):
        sent = typed(email="maya@example.com", phone="(202) 555-0143")
        answers = [client.post(page, sent), client.post(page, sent)]
    assert [answer.headers["Location"] for answer in answers] == [f"{page}?sent=1"] * 2
    assert subjects() == [("maya@example.com", "Please confirm")]  # and nothing to the trainer, as before

    mended = Call.objects.get()
    body = client.get(f"{page}?sent=1").content.decode()
    assert "A new mail is on its way to" in body
    assert (mended.token in body, old_token in body) == (False, False)  # only the new address can confirm
    assert mended.confirm_by == waiting.confirm_by
    assert list(Call.objects.with_token(old_token)) == []
    assert client.post(f"/call/{old_token}/confirm/").status_code == 404
    client.post(link(mended, "confirm/"))
    assert Call.objects.get().confirm_by is None


def test_the_proof_opens_nothing_but_its_own_page_and_only_while_the_call_waits(
    client: Browser, proof: str, now: datetime
) -> None:
    waiting = Call.objects.get()
    assert [client.get(f"/call/{proof}/{name}").status_code for name in ("", "move/", "cancel/", "mend/")] == [404] * 4
    assert client.get(f"/call/mend/{proof[:-1]}x/").status_code == 404
    assert client.get(f"/call/mend/{waiting.pk}/").status_code == 404
    assert client.get(f"/call/mend/{waiting.token}/").status_code == 404
    confirm(waiting, now=now)
    page = client.get(f"/call/mend/{proof}/")
    assert "Nothing waits here anymore" in text(page)
    assert ("exampel" in text(page), waiting.token in page.content.decode()) == (False, False)
    client.post(f"/call/mend/{proof}/", typed(email="eve@example.com"))
    assert Call.objects.get().email == "maya@exampel.com"


def test_an_hour_later_the_proof_mends_nothing(client: Browser, proof: str, now: datetime) -> None:
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        response = client.post(f"/call/mend/{proof}/", typed(email="eve@example.com"))
    assert "Nothing waits here anymore" in text(response)
    assert Call.objects.get().email == "maya@exampel.com"


def test_the_same_form_sends_the_mail_again_once_for_each_page(
    client: Browser, proof: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for sent in (typed(email="maya@exampel.com"), typed(email="maya@exampel.com")):
            for _ in range(2):
                client.post(f"/call/mend/{proof}/", sent)
    assert subjects() == [("maya@exampel.com", "Please confirm")] * 2
    assert Call.objects.get().sequence == 0


def test_the_link_of_a_waiting_call_mends_it_but_leads_to_no_receipt_of_an_address_nobody_proved(
    client: Browser, proof: str
) -> None:
    waiting = Call.objects.get()
    response = client.post(link(waiting, "mend/"), typed(email="victim@example.com"))
    waiting.refresh_from_db()
    assert response.headers["Location"] == f"/call/mend/{proof_of(waiting)}/"
    assert waiting.token not in text(client.get(response.headers["Location"]))
    assert waiting.confirm_by is not None


def test_a_confirmed_call_stays_confirmed_with_another_address(
    client: Browser,
    proof: str,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    confirmed = confirm(Call.objects.get(), now=now)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(link(confirmed, "mend/"), typed(email="maya@example.com"))
    confirmed.refresh_from_db()
    assert (response.headers["Location"], confirmed.confirm_by) == (link(confirmed, "?sent=1"), None)
    assert subjects() == [("maya@example.com", "Corrected"), ("dana@example.com", "Corrected")]


def test_the_trainers_correction_needs_no_confirming(
    asking: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    waiting = reserve(replace(booking_request, email="maya@exampel.com"), asking, now=now)
    assert waiting.confirm_by is not None
    assert mend(waiting, **RIGHT, now=now, by=CallEvent.By.TRAINER).confirm_by is None


def test_counted_in_a_table_a_second_press_finds_the_new_receipt_as_well(
    counted_in_a_table: None, client: Browser, call: Call
) -> None:
    page, sent = link(call, "mend/"), typed(email="maya@example.org")
    answers = [client.post(page, sent).headers["Location"] for _ in range(2)]
    call.refresh_from_db()
    assert (answers, call.sequence) == ([link(call, "?sent=1")] * 2, 1)
