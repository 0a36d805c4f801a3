"""What a visitor answered before the call, for the trainer to read before ringing."""

from hinge_coach.booking.models import Call
from hinge_coach.safety.screening import Level, level_of, texts


def intake_summary(call: Call) -> tuple[tuple[str, str], ...]:
    """Pairs of a question and its answer, only of what was answered."""
    lines = []
    if call.tightness is not None or call.tight_when:
        score = "" if call.tightness is None else f"{call.tightness} of 10"
        lines.append(("How tight, and when", ", ".join(part for part in (score, call.tight_when) if part)))
    if call.tried:
        lines.append(("What they tried", call.tried))
    if call.answers is not None:
        lines.append(("Safety questions", " ".join(texts(call.answers)) or "None of them is true for them."))
    if call.taster:
        lines.append(("The two-minute hinge, felt", f"“{call.get_taster_display()}”"))
    return tuple(lines)


def safety_level(call: Call) -> Level:
    """The level of the safety answers; clear where nothing was answered."""
    return level_of(call.answers or [])
