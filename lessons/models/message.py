"""The thread between the trainer and one client, and the mails that say a word is waiting."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.tokens import derive_token, hash_token, make_token
from lessons.models.practice import Practice

LONGEST_MESSAGE = 4000  # letters


class MessageQuerySet(models.QuerySet["Message"]):
    def from_trainer(self) -> Self:
        return self.filter(by__isnull=False)

    def from_client(self) -> Self:
        return self.filter(by=None)

    def unseen(self) -> Self:
        """Words that their reader has not had in view yet."""
        return self.filter(seen_at=None)


class Message(models.Model):
    """A word in the thread of one client: by the trainer, or by the client where `by` is None.

    The browser or the page makes the id, so that sending it again changes nothing. `written_at` is when it was written,
    `sent_at` when it reached the site, where it had waited on a device. `seen_at`: when the words came into their
    reader's view. `practice`: the one below whose verdict the client wrote.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(Trainer, on_delete=models.CASCADE, null=True, blank=True, related_name="messages")
    text = models.TextField(max_length=LONGEST_MESSAGE)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    practice = models.ForeignKey(Practice, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages")

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["client", "written_at"], name="messages_of_a_client")]

    def __str__(self) -> str:
        return f"{self.client}: {self.text[:40]}"

    @property
    def is_from_client(self) -> bool:
        return self.by_id is None

    @property
    def arrived_at(self) -> datetime:
        return self.sent_at or self.written_at


class MessageMailQuerySet(models.QuerySet["MessageMail"]):
    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=hash_token(token)).select_related("reader")


class MessageMail(models.Model):
    """A mail that tells one reader that a word is waiting. It is due some minutes after the word, so that the words of
    one conversation make one mail.
    """

    TOKENS = "lessons.message_mail"  # part of every mailed token; a change would break links already sent

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reader = models.ForeignKey(User, on_delete=models.CASCADE, related_name="message_mails")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    begun_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)  # since when it gathers no more words: sent, or left out

    objects = MessageMailQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reader"], condition=models.Q(done_at=None), name="one_message_mail_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"to {self.reader}, due {self.due_at}"

    @classmethod
    def begin(cls, reader: User, *, at: datetime, due_at: datetime) -> "MessageMail":
        """Stores the mail with its token. Raises `IntegrityError` where one to this reader is still to come."""
        mail = cls(reader=reader, begun_at=at, due_at=due_at)
        mail.token_hash = hash_token(make_token(cls.TOKENS, str(mail.pk)))
        mail.save(force_insert=True)
        return mail

    @property
    def token(self) -> str:
        return derive_token(self.TOKENS, str(self.pk), self.token_hash)
