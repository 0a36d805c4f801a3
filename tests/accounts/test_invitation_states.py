"""How far an invitation has come, and whether it may be mailed again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hinge_coach.accounts.invitation_states import InvitationFacts, InvitationState, NotAgain

SENT = datetime(2026, 3, 4, 15, tzinfo=UTC)
SOON, FORTNIGHT, SECOND = timedelta(minutes=10), timedelta(days=14), timedelta(seconds=1)
FACTS = InvitationFacts(invited_at=SENT, mails=1, opened_at=None, accepted_at=None, withdrawn_at=None, has_joined=False)
LATER = SENT + timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "after", "state"),
    [
        (FACTS, timedelta(0), InvitationState.SENT),
        (FACTS, FORTNIGHT - SECOND, InvitationState.SENT),
        (FACTS, FORTNIGHT, InvitationState.EXPIRED),
        (replace(FACTS, opened_at=LATER), FORTNIGHT - SECOND, InvitationState.OPENED),
        (replace(FACTS, opened_at=LATER), FORTNIGHT, InvitationState.EXPIRED),
        (replace(FACTS, accepted_at=LATER), FORTNIGHT, InvitationState.UNFINISHED),
        (replace(FACTS, accepted_at=LATER, opened_at=LATER), FORTNIGHT - SECOND, InvitationState.UNFINISHED),
        (replace(FACTS, withdrawn_at=LATER, opened_at=LATER), FORTNIGHT - SECOND, InvitationState.WITHDRAWN),
        (replace(FACTS, withdrawn_at=LATER), FORTNIGHT, InvitationState.WITHDRAWN),
        (replace(FACTS, accepted_at=LATER, has_joined=True), FORTNIGHT, InvitationState.JOINED),
        # joined through the open door, after the trainer had withdrawn it or the link had expired
        (replace(FACTS, withdrawn_at=LATER, has_joined=True), FORTNIGHT, InvitationState.JOINED),
        (replace(FACTS, has_joined=True), FORTNIGHT, InvitationState.JOINED),
    ],
)
def test_the_state_says_what_happened_last(facts: InvitationFacts, after: timedelta, state: InvitationState) -> None:
    assert facts.state(SENT + after) is state


@pytest.mark.parametrize(
    ("facts", "after", "why"),
    [
        (FACTS, SOON - SECOND, NotAgain.JUST_NOW),
        (FACTS, SOON, None),
        (replace(FACTS, opened_at=LATER), FORTNIGHT - SECOND, None),
        (replace(FACTS, mails=2), SOON, None),
        (replace(FACTS, mails=3), SOON - SECOND, NotAgain.JUST_NOW),
        (replace(FACTS, mails=3), SOON, NotAgain.ENOUGH),
        (replace(FACTS, mails=3), FORTNIGHT - SECOND, NotAgain.ENOUGH),
        (replace(FACTS, mails=3), FORTNIGHT, None),
        (replace(FACTS, mails=3, withdrawn_at=LATER), timedelta(0), None),
        (replace(FACTS, mails=3, accepted_at=LATER), timedelta(0), None),
        (replace(FACTS, has_joined=True), FORTNIGHT, NotAgain.JOINED),
    ],
)
def test_an_open_one_is_mailed_three_times_at_most_and_not_at_once(
    facts: InvitationFacts, after: timedelta, why: NotAgain | None
) -> None:
    assert facts.not_again(SENT + after) is why
