"""Calls, the 15-minute cells that they occupy, their history, and their reminders."""

import secrets
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.urls import reverse
from timezone_field import TimeZoneField

from hinge_coach.accounts.models import Trainer
from hinge_coach.accounts.phones import dial_link, format_phone
from hinge_coach.booking.availability import slots
from hinge_coach.booking.models.availability import rules_of
from hinge_coach.tokens import derive_token, hash_token, make_token

CALL_PURPOSE = "hinge_coach.booking.call"

# The UID of a call in calendar files is made of this and its id.
CALENDAR_NAMESPACE = uuid.UUID("0e7f3f5c-5a0b-4f0e-9b57-2f7c1f5d8a42")


class CallQuerySet(models.QuerySet["Call"]):
    def live(self) -> Self:
        """Calls that occupy their time: all but the cancelled ones."""
        return self.exclude(status=Call.Status.CANCELLED)

    def open(self, now: datetime) -> Self:
        """Calls to come: booked, not over, and not left unconfirmed for too long."""
        return self.filter(status=Call.Status.BOOKED, ends_at__gt=now).exclude(confirm_by__lte=now)

    def upcoming(self, now: datetime) -> Self:
        return self.open(now).order_by("starts_at")

    def waiting(self) -> Self:
        """Booked, and still to be confirmed by mail."""
        return self.filter(status=Call.Status.BOOKED, confirm_by__isnull=False)

    def unanswered(self, now: datetime) -> Self:
        """Over, and without an outcome yet, latest first."""
        return self.filter(status=Call.Status.BOOKED, ends_at__lte=now).order_by("-starts_at")

    def settled(self) -> Self:
        """Cancelled or with an outcome, latest first."""
        return self.exclude(status=Call.Status.BOOKED).order_by("-starts_at")

    def from_contact(self, email: str, phone: str, extension: str) -> Self:
        """Of this address or number. Two extensions of one number are two people."""
        return self.filter(Q(email__iexact=email) | Q(phone=phone, extension=extension))

    def latest_phone(self, email: str) -> str:
        """The number, in E.164, of the call that was booked last with this address; empty where none is known."""
        calls = self.filter(email__iexact=email).exclude(phone="").order_by("-booked_at")
        return calls.values_list("phone", flat=True).first() or ""

    def with_trainer(self) -> Self:
        return self.select_related("trainer__user", "trainer__call_rules")

    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=hash_token(token)).with_trainer()


class Call(models.Model):
    """A free phone call. Its id is made together with the form, so that a form sent twice books once."""

    class Status(models.TextChoices):
        BOOKED = "booked", "booked"
        CANCELLED = "cancelled", "canceled"
        TALKED = "talked", "talked"
        MISSED = "missed", "missed"
        JOINED = "joined", "became a client"

    class Felt(models.TextChoices):
        HIPS = "hips", "in the front of my hips"
        BACK = "back", "more in my back"
        UNSURE = "unsure", "I am not sure"

    OUTCOMES = (Status.TALKED, Status.MISSED, Status.JOINED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="calls")
    name = models.CharField(max_length=80)
    email = models.EmailField("e-mail", max_length=254)
    phone = models.CharField(max_length=16)  # E.164, such as +12025550143
    extension = models.CharField("phone extension", max_length=20, blank=True)  # digits
    about = models.TextField("what is going on", max_length=2000, blank=True)
    zone = TimeZoneField("visitor's time zone", max_length=64, use_pytz=False)
    has_24h_clock = models.BooleanField("reads 14:30 and not 2:30 pm", default=False)
    title = models.CharField("kind of call", max_length=60, blank=True)  # empty: a free call
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=9, choices=Status, default=Status.BOOKED)
    nonce = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    cancel_reason = models.CharField(max_length=300, blank=True)
    booked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    confirm_by = models.DateTimeField(null=True, blank=True)  # set while the visitor still has to confirm
    tightness = models.PositiveSmallIntegerField("how tight, 0 to 10", null=True, blank=True)
    tight_when = models.CharField("when it is tight", max_length=120, blank=True)
    tried = models.TextField("what was tried", max_length=600, blank=True)
    answers = models.JSONField("safety questions answered with yes", null=True, blank=True)  # null: not answered
    taster = models.CharField("where the taster was felt", max_length=6, choices=Felt, blank=True)
    keeps_answers = models.BooleanField("may become the first entry of a client", default=False)
    source = models.CharField("which page led here", max_length=200, blank=True)
    move_asked_at = models.DateTimeField(null=True, blank=True)  # set while the trainer waits for another time
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        indexes = [
            models.Index(fields=["status", "starts_at"], name="call_by_status_and_time"),
            models.Index(fields=["email"], name="call_by_email"),
            models.Index(fields=["phone"], name="call_by_phone"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="a_call_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(status="cancelled") | Q(cancel_reason=""), name="only_cancelled_calls_have_a_cancel_reason"
            ),
            models.CheckConstraint(
                condition=Q(tightness__isnull=True) | Q(tightness__lte=10), name="tightness_of_a_call_is_0_to_10"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_at:%Y-%m-%d %H:%M} UTC"

    def get_absolute_url(self) -> str:
        return reverse("booking:receipt", args=[self.token])

    @property
    def tz(self) -> ZoneInfo:
        zone: ZoneInfo = self.zone
        return zone

    @property
    def uid(self) -> str:
        """The UID of the call in calendar files, the same after every move. The id can't be computed from it."""
        return uid_of(self.pk)

    @property
    def is_booked(self) -> bool:
        return self.status == self.Status.BOOKED

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def is_missed(self) -> bool:
        return self.status == self.Status.MISSED

    @property
    def minutes(self) -> int:
        """The length of the call, in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def dial_link(self) -> str:
        """The address of a link that rings the number, with its extension."""
        return dial_link(self.phone, self.extension)

    @property
    def phone_words(self) -> str:
        """The number in international form, with its extension."""
        return format_phone(self.phone, self.extension)

    @property
    def what(self) -> str:
        """What the visitor calls it within a sentence: `your free call`, or the call's own title, such as `Review`."""
        return self.title or "your free call"

    @property
    def what_for_trainer(self) -> str:
        """What the trainer calls it within a sentence: `the free call`, or `the call (Review)`."""
        return f"the call ({self.title})" if self.title else "the free call"

    def name_with(self, person: str) -> str:
        """Its name for a calendar or a heading: `Free call with Tess`, or `Review with Tess, 20 minutes`."""
        return f"{self.title} with {person}, {self.minutes} minutes" if self.title else f"Free call with {person}"

    @property
    def own_minutes(self) -> int | None:
        """The length of another call of this kind, in minutes; None where a free call of the usual length would do."""
        return self.minutes if self.title else None

    @property
    def rules(self) -> slots.SlotRules:
        """The trainer's rules, with the length of this call."""
        return replace(rules_of(self.trainer), length_minutes=self.minutes)

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now

    def may_change(self, now: datetime) -> bool:
        """Whether the visitor may still move or cancel it.

        Within the shortest notice only the trainer can, except where the trainer has asked the visitor to move it.
        """
        if self.move_asked_at:
            return self.is_booked and now < self.starts_at
        return self.is_booked and now + timedelta(minutes=self.rules.notice_minutes) <= self.starts_at

    def may_mend(self, now: datetime) -> bool:
        """Whether name, address and number may still be corrected: until the call is over, however near it is."""
        return self.is_booked and now < self.ends_at and not self.was_left_unconfirmed(now)

    def was_left_unconfirmed(self, now: datetime) -> bool:
        """Whether nobody confirmed it in time. Its time is offered as free, and whoever takes it cancels this call."""
        return self.is_booked and self.confirm_by is not None and self.confirm_by <= now

    @property
    def token(self) -> str:
        """The secret in the mailed link, the same in every mail about the call. A new nonce makes the link invalid."""
        return derive_token(CALL_PURPOSE, f"{self.pk}:{self.nonce}", self.token_hash)

    def make_token(self) -> None:
        """Gives the call a new link, not yet saved; the old link stops working."""
        self.nonce = secrets.token_urlsafe(16)
        self.token_hash = hash_token(make_token(CALL_PURPOSE, f"{self.pk}:{self.nonce}"))


def uid_of(call_id: uuid.UUID) -> str:
    """The UID in calendar files of the call with this id."""
    return str(uuid.uuid5(CALENDAR_NAMESPACE, str(call_id)))


class Cell(models.Model):
    """A quarter of an hour, UTC, that a live call occupies, buffers included.

    `start` is unique, so the database refuses two calls at the same time.
    """

    start = models.DateTimeField(unique=True)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="cells")

    class Meta:
        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} UTC"


class CallEvent(models.Model):
    """One event in the history of a call, for its receipt and for the desk."""

    class Kind(models.TextChoices):
        BOOKED = "booked", "booked"
        MOVED = "moved", "moved"
        CANCELLED = "cancelled", "canceled"
        RESTORED = "restored", "booked again"
        TALKED = "talked", "talked"
        MISSED = "missed", "missed"
        JOINED = "joined", "became a client"
        MENDED = "mended", "details corrected"
        ASKED = "asked", "asked to move"

    class By(models.TextChoices):
        VISITOR = "visitor", "visitor"
        TRAINER = "trainer", "trainer"
        NOBODY = "nobody", "nobody"  # it was not confirmed in time

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=9, choices=Kind)
    by = models.CharField(max_length=7, choices=By, default=By.VISITOR)
    at = models.DateTimeField()
    starts_at = models.DateTimeField("start of the call, from then on")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M} UTC"


class CallNote(models.Model):
    """What the trainer noted about a call, for the trainer alone. The page makes its id, so that it is stored once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.call}, note of {self.written_at:%Y-%m-%d %H:%M} UTC"


class Reminder(models.Model):
    """A reminder that was sent: each kind once for each start, so that a call that has moved gets new reminders."""

    class Kind(models.TextChoices):
        DAY = "day", "the day before"
        HOUR = "hour", "an hour before"

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=4, choices=Kind)
    starts_at = models.DateTimeField("start of the call it told of")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "kind", "starts_at"], name="one_reminder_of_a_kind_for_a_start")
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.get_kind_display()}"
