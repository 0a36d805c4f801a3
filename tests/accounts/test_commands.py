from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from hinge_coach.accounts.models import Client, Trainer, User


def make(*arguments: str) -> str:
    out = StringIO()
    call_command("trainer", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_makes_the_owner_and_says_how_to_sign_in(db: None) -> None:
    said = make("Robin@Studio.example", "--name", "Robin Hale", "--zone", "Europe/Madrid")
    owner = Trainer.objects.owner()
    assert owner is not None
    assert (owner.user.email, owner.name, owner.zone) == ("robin@studio.example", "Robin Hale", "Europe/Madrid")
    assert (owner.user.is_staff, owner.user.is_superuser, owner.user.has_usable_password()) == (True, False, False)
    assert EmailAddress.objects.get(user=owner.user).verified is True
    assert said == ("Robin Hale <robin@studio.example> is the trainer. Sign in at /accounts/login/ by mailed code.\n")


def test_run_again_it_corrects_name_and_zone(db: None) -> None:
    make("robin@studio.example", "--name", "Robin", "--zone", "UTC")
    make("ROBIN@studio.example", "--name", "Robin Hale", "--zone", "Europe/Madrid")
    assert [(t.name, t.zone) for t in Trainer.objects.all()] == [("Robin Hale", "Europe/Madrid")]
    assert (User.objects.count(), EmailAddress.objects.count()) == (1, 1)


def test_somebody_who_is_a_user_already_becomes_the_trainer(newcomer: User) -> None:
    make("nina@example.com", "--name", "Nina")
    owner = Trainer.objects.owner()
    assert owner is not None
    assert owner.user == newcomer


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["robin", "--name", "Robin"], "robin does not look like an e-mail address."),
        (
            ["robin@studio.example", "--name", "Robin", "--zone", "Mars/Olympus"],
            "Mars/Olympus is not a time zone we know; try Europe/London or America/Chicago.",
        ),
        (["robin@studio.example", "--name", " "], "Please tell us what to call you."),
        (["robin@studio.example", "--name", "R" * 81], "Please use at most 80 letters."),
        (["maya@example.com", "--name", "Maya"], "maya@example.com is a client; the trainer needs another address."),
    ],
)
def test_what_is_wrong_gets_one_sentence_and_makes_nobody(maya: Client, arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        make(*arguments)
    assert str(refused.value) == sentence
    assert (Trainer.objects.count(), User.objects.count()) == (0, 1)


def test_a_second_trainer_is_refused(trainer: Trainer) -> None:
    with pytest.raises(CommandError) as refused:
        make("robin@studio.example", "--name", "Robin")
    assert str(refused.value) == "trainer@example.com is the trainer already; one trainer owns a site."
    assert list(Trainer.objects.all()) == [trainer]
