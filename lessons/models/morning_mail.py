"""The mailed morning question."""

import uuid
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.urls import reverse

from hinge_coach.accounts.models import Client
from hinge_coach.tokens import derive_token, hash_token, make_token
from hinge_coach.wording import day_words, hour_words


class MorningMailQuerySet(models.QuerySet["MorningMail"]):
    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=hash_token(token)).select_related("client__user")


class MorningMail(models.Model):
    """The morning question, mailed to a client for one of their local days. Its link takes an answer only then."""

    TOKENS = "lessons.morning_mail"  # part of every mailed token; a change would break links already sent

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="morning_mails")
    local_on = models.DateField()
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    at = models.DateTimeField()

    objects = MorningMailQuerySet.as_manager()

    class Meta:
        ordering = ["-local_on", "-at"]
        constraints = [models.UniqueConstraint(fields=["client", "local_on"], name="one_morning_mail_a_day")]

    def __str__(self) -> str:
        return f"{self.client}: {self.local_on}"

    def get_absolute_url(self) -> str:
        return reverse("lessons:morning", args=[self.token])

    @classmethod
    def begin(cls, client: Client, on: date, *, at: datetime) -> "MorningMail":
        """Stores the mail of a local day with its token. Raises `IntegrityError` where the day has a mail already."""
        mail = cls(client=client, local_on=on, at=at)
        mail.token_hash = hash_token(make_token(cls.TOKENS, str(mail.pk)))
        mail.save(force_insert=True)
        return mail

    @property
    def token(self) -> str:
        return derive_token(self.TOKENS, str(self.pk), self.token_hash)

    @property
    def answer_id(self) -> uuid.UUID:
        """The id of the check-in that answers this mail, so that answering twice stores one."""
        return uuid.uuid5(self.pk, "answer")

    @property
    def until(self) -> str:
        """When its link ends, on the client's clock: `4 am on Thursday, March 5`, `the end of Wednesday, March 4`."""
        hour = self.client.day_begins
        last_date = self.local_on + timedelta(days=1) if hour else self.local_on
        return f"{hour_words(hour)} on {day_words(last_date)}" if hour else f"the end of {day_words(last_date)}"

    def is_open(self, now: datetime) -> bool:
        return self.client.today(now) == self.local_on
