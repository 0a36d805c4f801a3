"""A likely slip is asked about once, on every form that takes an address."""

import re

from django.test import Client as Browser

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.models import Call
from tests.booking.calls.conftest import FillIn, text


def answers(body: str) -> list[tuple[str, str]]:
    return re.findall(r'name="(email_taken)" value="([^"]+)"', body)


def test_a_slip_is_asked_about_and_either_answer_books(client: Browser, fill_in: FillIn, trainer: Trainer) -> None:
    sent = fill_in(email="Maya@gmial.con")
    asked = client.post("/call/", sent)
    assert "Did you mean Maya@gmail.com?" in text(asked)
    meant, kept = answers(asked.content.decode())
    assert (meant, kept) == (("email_taken", "Maya@gmail.com"), ("email_taken", "Maya@gmial.con"))
    assert Call.objects.count() == 0
    for answer, stored in ((meant, "maya@gmail.com"), (kept, "maya@gmial.con")):
        Call.objects.all().delete()
        client.post("/call/", {**sent, answer[0]: answer[1]})
        assert Call.objects.get().email == stored


def test_an_answer_outlives_an_error_elsewhere_and_only_for_that_address(
    client: Browser, fill_in: FillIn, trainer: Trainer
) -> None:
    sent = {**fill_in(email="maya@gmial.con", phone="12"), "email_taken": "maya@gmial.con"}
    again = client.post("/call/", sent).content.decode()
    assert ("Did you mean" in again, 'name="email_kept" value="maya@gmial.con"' in again) == (False, True)
    kept = {"email_kept": "maya@gmial.con"}
    assert "Did you mean maya@yahoo.com?" in text(client.post("/call/", {**fill_in(email="maya@yaho.com"), **kept}))
    client.post("/call/", {**fill_in(email="maya@gmial.con"), **kept})
    assert Call.objects.get().email == "maya@gmial.con"


def test_an_address_taken_is_shown_where_something_else_was_wrong(
    client: Browser, fill_in: FillIn, trainer: Trainer
) -> None:
    sent = {**fill_in(email="maya@gmial.con", phone="12"), "email_taken": "maya@gmail.com"}
    assert 'name="email" value="maya@gmail.com"' in client.post("/call/", sent).content.decode()


def test_an_extension_is_kept_and_shown_wherever_the_number_is(
    client: Browser, fill_in: FillIn, trainer: Trainer
) -> None:
    response = client.post("/call/", fill_in(phone="(202) 555-0143 ext. 12"))
    call = Call.objects.get()
    assert (call.phone, call.extension) == ("+12025550143", "12")
    assert "+1 202-555-0143 ext. 12" in text(client.get(response.headers["Location"]))
    client.force_login(trainer.user)
    desk = client.get("/desk/calls/").content.decode()
    assert '<a class="number" href="tel:+12025550143,12">+1 202-555-0143 ext. 12</a>' in desk
