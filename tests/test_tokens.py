"""What the database keeps, whoever writes to it."""

from hinge_coach.tokens import hash_token, make_token


def test_what_is_stored_of_a_token_is_no_token() -> None:
    token = make_token("letters", "for Nia")
    assert len(token) == 43
    assert hash_token(token) == hash_token(token) != token
    assert len(hash_token("💺‮\0")) == 64
