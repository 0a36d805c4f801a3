"""Where a sign-in ends."""

import pytest

from hinge_coach.accounts.models import Client, Trainer, User
from tests.conftest import SignIn

pytestmark = pytest.mark.usefixtures("clock_stands_still")


def test_a_sign_in_ends_where_the_person_has_something_to_do(
    trainer: Trainer, maya: Client, newcomer: User, sign_in: SignIn
) -> None:
    ends = [sign_in(person).get("/arrive/").headers["Location"] for person in (trainer, maya, newcomer)]
    assert ends == ["/desk/", "/today/", "/welcome/"]
