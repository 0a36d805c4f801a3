"""The report card of the rules in sentences. PURE."""

from hinge_coach.wording import counted_in_digits, decimal
from lessons.rules.report_card import FEWEST_REPORTED_DAYS, ReportCard, Share, Spread

SPREAD_SIMULATED = (0.7, 1.2)  # points; what the simulation assumes about a single report


def report_lines(card: ReportCard) -> tuple[str, str, str]:
    """One sentence or two for each thing that was measured."""
    return _spread(card.spread), _eases(card.eases_passed), _moves(card.moves_calm)


def _spread(spread: Spread) -> str:
    people = counted_in_digits(spread.clients, "person", "people")
    if not spread.is_enough or spread.usual is None or spread.low is None or spread.high is None:
        return (
            f"Day-to-day spread: too few to say. {people} with {FEWEST_REPORTED_DAYS} reported days close together; "
            f"{spread.fewest} are needed."
        )
    low, high = SPREAD_SIMULATED
    return (
        f"Day-to-day spread: {decimal(spread.usual)} points for the middle one of {people} "
        f"({decimal(spread.low)} to {decimal(spread.high)}). The simulation assumes {low} to {high}; well above that, "
        "the rules are wrong more often than it says, and looking at five days for a flare is the number to try."
    )


def _eases(share: Share) -> str:
    eases = counted_in_digits(share.whole, "ease", "eases")
    if not share.is_enough:
        return f"Eases that passed within two reported days: too few to say. {eases}; {share.fewest} are needed."
    return f"Eases that passed within two reported days: {share.part} of {share.whole} ({share.percent}%)."


def _moves(share: Share) -> str:
    moves = counted_in_digits(share.whole, "move on", "moves on")
    if not share.is_enough:
        return (
            f"Calm in the week after moving on: too few to say. {moves} with a number after; {share.fewest} are needed."
        )
    return f"Calm in the week after moving on: {share.part} of {share.whole} moves ({share.percent}%)."
