"""Inviting somebody at the desk."""

import pytest
from django.core import mail

from hinge_coach.accounts.models import Client, Invitation, Trainer
from tests.conftest import SignIn

pytestmark = pytest.mark.usefixtures("clock_stands_still")

UNWRITABLE = "This holds a character that can&#x27;t be written down. Please type it again."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": ""}, "Please type their e-mail address."),
        ({"email": "nina"}, "This does not look like an e-mail address."),
        ({"email": "nina\0@example.com"}, UNWRITABLE),
        ({"email": "n" * 10_000 + "@example.com"}, "This is too long for an e-mail address."),
        ({"email": "MAYA@example.com"}, "This person is your client already."),
        ({"email": "trainer@example.com"}, "This is the trainer&#x27;s own address."),
        ({"name": "N" * 10_000}, "Please use at most 80 letters."),
        ({"name": "\0"}, UNWRITABLE),
    ],
)
def test_a_wrong_invitation_is_not_sent(
    trainer: Trainer, maya: Client, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    response = sign_in(trainer).post("/desk/invite/", {"email": "nina@example.com", "name": "Nina", **typed})
    assert sentence in response.content.decode()
    assert (Invitation.objects.count(), mail.outbox) == (0, [])
