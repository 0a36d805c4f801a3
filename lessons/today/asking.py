"""The card of the day on Today, from what Today has loaded already."""

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.usual import days_to_recall
from lessons.models import answered_variations
from lessons.models.variation import Variation
from lessons.practice.history import ClientState
from lessons.today.daily_card import CardKind, DailyCard, choose_card


def card_for(state: ClientState, client: Client) -> DailyCard | None:
    """The card of this day; None on a closure, a pause, a rest or a flare, and where the safety questions come first.

    `client` is read with its `variation_answer`, so that no query is made but that of `state.questions_due`.
    """
    joined_on = state.client.today(client.joined_at)
    answer = answered_variations(client)
    variations = tuple(Variation) if answer is None else answer.unanswered
    is_open = {
        CardKind.NUMBERS: bool(days_to_recall(state.entries, state.today, joined_on=joined_on)),
        CardKind.VARIATIONS: bool(variations),
        # A mail on the morning after a practice means something once there was one.
        CardKind.MORNING_MAIL: client.morning_hour is None and bool(state.practices),
    }
    stands_still = state.closure or state.pause or state.client_verdict or state.questions_due
    return choose_card(
        day=(state.today - joined_on).days,
        open_kinds={kind for kind, open_now in is_open.items() if open_now},
        variations=variations,
        may_ask=not stands_still,
    )
