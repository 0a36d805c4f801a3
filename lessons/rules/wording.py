"""The sentences of the coaching rules, for the client and for the trainer. PURE."""

from lessons.rules.facts import Session


def session_story(session: Session) -> str:
    """The three touches of one session: "Your low back was 3 before and 3 after, and 3 the next morning." """
    if session.before is None or session.after is None:
        start = "You were fine, as usual"
        return f"{start}." if session.morning is None else f"{start}; next morning it was {session.morning.score}."
    start = f"Your low back was {session.before} before and {session.after} after"
    if session.morning is None:
        return f"{start}."
    if session.morning.score == session.before and session.after > session.before:
        return f"{start}, and next morning it was back to {session.morning.score}."
    return f"{start}, and next morning it was {session.morning.score}."
