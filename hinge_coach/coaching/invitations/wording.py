"""What is said about invitations, and about a line of a pasted list that can't be invited."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hinge_coach.accounts.invitation_states import InvitationFacts, InvitationState, NotAgain
from hinge_coach.coaching.invitations.pasted import LONGEST_PASTED, PastedLine, PastedProblem
from hinge_coach.wording import spoken, times

STATE_LABELS = {
    InvitationState.SENT: "sent",
    InvitationState.OPENED: "opened",
    InvitationState.UNFINISHED: "unfinished",
    InvitationState.JOINED: "joined",
    InvitationState.EXPIRED: "expired",
    InvitationState.WITHDRAWN: "withdrawn",
}

NOT_AGAIN = {
    NotAgain.JOINED: "Nothing was sent: this person is your client already.",
    NotAgain.JUST_NOW: "Nothing was sent: a mail went out in the last ten minutes. Please give it time to arrive.",
    NotAgain.ENOUGH: (
        "Nothing was sent: they have had three mails with this link. A call may help, or another address."
    ),
}


def progress_words(facts: InvitationFacts, *, joined_at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """What has happened to an invitation so far, in one or two sentences with days of the trainer's calendar."""

    def on(instant: datetime | None) -> str:
        return spoken(instant.astimezone(zone).date()) if instant else ""

    sent = (
        f"Sent {times(facts.mails)}, last on {on(facts.invited_at)}"
        if facts.mails > 1
        else f"Sent {on(facts.invited_at)}"
    )
    until = on(facts.works_until)
    match facts.state(now):
        case InvitationState.SENT:
            return f"{sent}. Not opened, as far as we know. The link works until {until}."
        case InvitationState.OPENED:
            return f"{sent}, opened {on(facts.opened_at)}. The link works until {until}."
        case InvitationState.UNFINISHED:
            return f"{sent}. Began to join on {on(facts.accepted_at)}; the first questions are not answered yet."
        case InvitationState.JOINED:
            return f"{sent}. Joined {on(joined_at)}."
        case InvitationState.EXPIRED:
            opened = f"opened {on(facts.opened_at)}" if facts.opened_at else "not opened, as far as we know"
            return f"{sent}, {opened}. The link stopped working on {until}."
        case InvitationState.WITHDRAWN:
            return f"{sent}, withdrawn {on(facts.withdrawn_at)}. The link no longer works."


def problem_words(line: PastedLine) -> str:
    """Why a line names nobody who can be invited; empty where it does."""
    match line.problem:
        case PastedProblem.TOO_LONG:
            return f"This is longer than {LONGEST_PASTED} letters. Please put one person on a line."
        case PastedProblem.NO_ADDRESS:
            return "There is no e-mail address in it."
        case PastedProblem.SEVERAL_ADDRESSES:
            return "There are several addresses in it. Please put one person on a line."
        case PastedProblem.MORE_THAN_A_PERSON:
            return "There is more in it than a name and an address. Please take the rest out."
        case PastedProblem.TWICE:
            return f"Line {line.twin} has the same address."
        case None:
            return ""
