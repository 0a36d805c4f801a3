"""The trainer puts right how to reach a caller."""

from datetime import datetime
from uuid import uuid4

from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.booking.calls.changing import cancel
from hinge_coach.booking.models import Call, CallEvent


def typed(**changes: str) -> dict[str, str]:
    return {"id": str(uuid4()), "name": "Nina", "email": "nina@example.com", "phone": "+1 202 555 0143", **changes}


def test_the_trainer_corrects_the_call_and_the_caller_gets_a_new_mail(
    desk_browser: Browser, ninas_call: Call, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    page = f"/desk/calls/{ninas_call.pk}/mend/"
    assert page in desk_browser.get("/desk/calls/").content.decode()
    sent = typed(email="nina@example.org", phone="+1 202 555 0143 ext. 7")
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):  # pressed twice
            assert desk_browser.post(page, sent).headers["Location"] == "/desk/calls/"
    ninas_call.refresh_from_db()
    assert (ninas_call.email, ninas_call.extension, ninas_call.sequence) == ("nina@example.org", "7", 1)
    assert [message.to for message in mail.outbox] == [["nina@example.org"], ["trainer@example.com"]]
    assert "You have corrected the e-mail address and the phone number of Nina." in str(mail.outbox[1].body)
    assert [event.by for event in ninas_call.events.filter(kind=CallEvent.Kind.MENDED)] == [CallEvent.By.TRAINER]


def test_a_slip_is_asked_about_at_the_desk_as_well(desk_browser: Browser, ninas_call: Call) -> None:
    body = desk_browser.post(f"/desk/calls/{ninas_call.pk}/mend/", typed(email="nina@hotnail.com")).content.decode()
    assert ("Did you mean nina@hotmail.com?" in body, 'value="nina@hotmail.com"' in body) == (True, True)
    ninas_call.refresh_from_db()
    assert ninas_call.email == "nina@example.com"


def test_the_form_as_it_is_mails_the_link_again_once(
    desk_browser: Browser, ninas_call: Call, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sent = typed()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            desk_browser.post(f"/desk/calls/{ninas_call.pk}/mend/", sent)
    assert [(message.to, ninas_call.token in str(message.body)) for message in mail.outbox] == [
        (["nina@example.com"], True)
    ]


def test_a_canceled_call_is_not_corrected(desk_browser: Browser, ninas_call: Call, now: datetime) -> None:
    cancel(ninas_call, now=now)
    page = desk_browser.post(
        f"/desk/calls/{ninas_call.pk}/mend/", typed(email="nina@example.org"), follow=True
    ).content.decode()
    assert "be corrected anymore: the call is over, canceled" in page
    ninas_call.refresh_from_db()
    assert ninas_call.email == "nina@example.com"
