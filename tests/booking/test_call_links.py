"""The secret link of a call."""

from pytest_django import Settings

from hinge_coach.booking.models import Call
from hinge_coach.tokens import hash_token


def test_the_link_is_made_again_but_only_its_hash_is_stored(call: Call) -> None:
    stored = {field.name: str(getattr(call, field.attname)) for field in Call._meta.concrete_fields}
    assert len(call.token) == 43
    assert [name for name, value in stored.items() if call.token in value] == []
    assert Call.objects.with_token(call.token).get() == call
    assert call.token_hash == hash_token(call.token)


def test_a_link_survives_a_change_of_the_sites_secret(call: Call, settings: Settings) -> None:
    token = call.token
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, as long as it takes to be a good one"
    assert call.token == token


def test_a_new_link_takes_the_old_one_back(call: Call) -> None:
    old = call.token
    call.make_token()
    call.save()
    assert not Call.objects.with_token(old).exists()
    assert Call.objects.with_token(call.token).exists()
