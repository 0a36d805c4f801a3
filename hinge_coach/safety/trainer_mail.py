"""Mails that tell the trainer at once about a client who needs a word.

They name the client and the kind. What the client answered or reported is on the client's page and in no mail.
"""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.html import format_html

from hinge_coach import outbox
from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.accounts.zones.fields import city
from hinge_coach.safety.models import Closure


def send_to_trainer(client: Client, *, subject: str, news: str, name: str, **facts: object) -> None:
    """Sends one mail about a client to the trainer; nothing where the site has no trainer.

    `news` is a text template of paragraphs: what happened, and what the trainer does next. The link to the client's
    page follows it. Beside `facts` it may use `who`, `client`, `trainer` and `zone`, the city of the trainer's clock.
    `name` makes the Message-ID and has to be another one for each thing that is told. An answer goes to the client.
    """
    trainer = Trainer.objects.owner()
    if trainer is None:
        return
    # A header is one line, and an imported name may hold a line break.
    one_line = " ".join(subject.split())
    context = {
        **facts,
        "subject": one_line,
        "news": news,
        "client": client,
        "trainer": trainer,
        "zone": city(trainer.user.zone),
        "site_url": settings.SITE_URL,
    }
    message = EmailMultiAlternatives(
        subject=one_line,
        body=render_to_string("safety/mail/to_trainer.txt", {**context, "who": str(client)}),
        to=[trainer.user.email],
        reply_to=[client.user.email],
        headers={"Message-ID": outbox.message_id(name), "Auto-Submitted": "auto-generated"},
    )
    who = format_html("<bdi>{}</bdi>", client)
    message.attach_alternative(render_to_string("safety/mail/to_trainer.html", {**context, "who": who}), "text/html")
    message.send()


def _describe_closure_mail(closure_id: int, *args: object) -> str:
    closure = Closure.objects.filter(pk=closure_id).select_related("client__user").first()
    who = f"{closure.client} ({closure.client.user.email})" if closure else "somebody"
    return f"to you, that practice is closed for {who}"


@outbox.mail_task(about=_describe_closure_mail)
def send_closure_mail(closure_id: int, level: str, is_raised: bool) -> None:
    """Sends nothing where the closure has become more urgent since, or somebody else than the client has lifted it.

    One that the client has lifted is still told, in the past tense: the desk doesn't list it any more.
    """
    closure = Closure.objects.filter(pk=closure_id, level=level).select_related("client__user").first()
    if closure is None or not (closure.is_active or closure.lifted_by_id == closure.client.user_id):
        return
    opening = "More urgent now: practice" if is_raised else "Practice"
    send_to_trainer(
        closure.client,
        # A locked phone shows the subject to anybody nearby, so it names neither the cause nor the level.
        subject=f"{opening} {'is' if closure.is_active else 'was'} closed for {closure.client}",
        news="safety/mail/closure.txt",
        name=f"{closure.pk}.{closure.closed_at.timestamp()}.{level}.closure",
        closure=closure,
        is_raised=is_raised,
    )
