"""The mail that tells the trainer at once of the gravest reason to talk: two weeks clearly above the usual."""

from hinge_coach import outbox
from hinge_coach.safety.trainer_mail import send_to_trainer
from lessons.models import Talk
from lessons.rules.values import TalkCode

MAILED_TALKS = frozenset({TalkCode.WORSE_TWO_WEEKS})
"""The other reasons wait for the desk."""


def _describe_talk_mail(talk_id: int) -> str:
    talk = Talk.objects.filter(pk=talk_id).select_related("client__user").first()
    who = f"{talk.client} ({talk.client.user.email})" if talk else "somebody"
    return f"to you, that a talk with {who} is needed"


@outbox.mail_task(about=_describe_talk_mail)
def send_talk_mail(talk_id: int) -> None:
    """Sends nothing where the trainer has noted the talk since."""
    talk = Talk.objects.open().filter(pk=talk_id).select_related("client__user").first()
    if talk is None:
        return
    send_to_trainer(
        talk.client,
        # A locked phone shows the subject to anybody nearby, so it doesn't name the reason.
        subject=f"Please talk with {talk.client}",
        news="lessons/practice/mail/talk.txt",
        name=f"{talk.pk}.{talk.opened_at.timestamp()}.talk",
        talk=talk,
    )


def tell_trainer(talk: Talk) -> None:
    """Enqueues the mail in the transaction that stores the talk, where its reason can't wait for the desk."""
    if talk.code in MAILED_TALKS:
        outbox.enqueue(send_talk_mail, talk.pk)
