"""The one mail that tells the trainer what the upgrade to 0.3.0 did about closed practice. No body data is in it."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from hinge_coach import outbox
from hinge_coach.accounts.models import Trainer
from hinge_coach.safety.models import Closure
from hinge_coach.wording import counted_in_digits
from lessons.models import RuleSet, Talk
from lessons.rules.old_rules import lost_numbers


def _describe(talk_ids: list[int], closure_ids: list[int]) -> str:
    return f"to you, what the upgrade did for {counted_in_digits(len(talk_ids), 'person', 'people')}"


@outbox.mail_task(about=_describe)
def send_upgrade_mail(talk_ids: list[int], closure_ids: list[int]) -> None:
    """`talk_ids`: the talks that took the place of closures. `closure_ids`: what a rule had closed and stays closed."""
    trainer = Trainer.objects.owner()
    talks = list(Talk.objects.filter(pk__in=talk_ids).select_related("client__user"))
    if trainer is None or not talks:
        return
    newest = RuleSet.objects.first()
    context = {
        "opened": sorted((talk.client for talk in talks), key=str),
        "closed": [
            row.client for row in Closure.objects.active().filter(pk__in=closure_ids).select_related("client__user")
        ],
        "numbers": lost_numbers(newest.values) if newest else (),
        "site_url": settings.SITE_URL,
    }
    people = counted_in_digits(len(talks), "person", "people")
    subject = f"After the upgrade, practice is open again for {people}"
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("lessons/rules/mail/upgrade.txt", context),
        to=[trainer.user.email],
        reply_to=[trainer.user.email],
        headers={
            "Message-ID": outbox.message_id(f"{min(talk_ids)}.{talks[0].opened_at.timestamp()}.upgrade"),
            "Auto-Submitted": "auto-generated",
        },
    )
    html = render_to_string("lessons/rules/mail/upgrade.html", {**context, "subject": subject})
    message.attach_alternative(html, "text/html")
    message.send()
