"""The free call: when the trainer takes calls, the calls, and the 15-minute cells that keep them apart."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hinge_coach.accounts.models import Trainer, hash_token, make_token, make_token_again
from hinge_coach.booking import slots

TOKENS = "hinge_coach.booking.call"
CALENDAR_NAMES = uuid.UUID("0e7f3f5c-5a0b-4f0e-9b57-2f7c1f5d8a42")


class Weekday(models.IntegerChoices):
    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


class CallRules(models.Model):
    """How the trainer takes calls. A trainer without a row has these defaults."""

    trainer = models.OneToOneField(Trainer, on_delete=models.CASCADE, related_name="call_rules")
    length_minutes = models.PositiveSmallIntegerField(
        "length of a call", default=30, validators=[MinValueValidator(5), MaxValueValidator(180)]
    )
    buffer_before = models.PositiveSmallIntegerField("free time before", default=0, validators=[MaxValueValidator(120)])
    buffer_after = models.PositiveSmallIntegerField("free time after", default=15, validators=[MaxValueValidator(120)])
    grid_minutes = models.PositiveSmallIntegerField(
        "a start every", default=30, validators=[MinValueValidator(5), MaxValueValidator(240)]
    )
    notice_minutes = models.PositiveIntegerField(
        "shortest notice", default=12 * 60, validators=[MaxValueValidator(14 * 24 * 60)]
    )
    horizon_days = models.PositiveSmallIntegerField(
        "days ahead", default=21, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    calls_a_day = models.PositiveSmallIntegerField(
        "calls a day", default=4, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    confirm_by_mail = models.BooleanField("a call counts once its mail is confirmed", default=False)

    class Meta:
        verbose_name_plural = "call rules"
        constraints = [
            models.CheckConstraint(
                condition=Q(length_minutes__gte=5) & Q(grid_minutes__gte=5), name="calls_take_time_and_start_apart"
            )
        ]

    def __str__(self) -> str:
        return f"{self.length_minutes} minutes, {self.calls_a_day} a day"

    def as_rules(self) -> slots.Rules:
        return slots.Rules(
            length_minutes=self.length_minutes,
            buffer_before=self.buffer_before,
            buffer_after=self.buffer_after,
            grid_minutes=self.grid_minutes,
            notice_minutes=self.notice_minutes,
            horizon_days=self.horizon_days,
            calls_a_day=self.calls_a_day,
        )


class Hours(models.Model):
    """Weekly hours for calls, wall time in the trainer's zone. An end at or before the start runs past midnight."""

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="call_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["weekday", "starts"]
        verbose_name_plural = "hours"
        constraints = [
            models.UniqueConstraint(fields=["trainer", "weekday", "starts"], name="hours_start_once_a_weekday"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_are_on_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{Weekday(self.weekday).label} {self.starts:%H:%M}-{self.ends:%H:%M}"


class DateRule(models.Model):
    """One date that differs from the week: off (all of it or a part), or open for extra hours."""

    class Kind(models.TextChoices):
        OFF = slots.Kind.OFF.value, "off"
        EXTRA = slots.Kind.EXTRA.value, "extra hours"

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="call_date_rules")
    on = models.DateField()
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.OFF)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__isnull=False, ends__isnull=False)
                | Q(kind="off", starts__isnull=True, ends__isnull=True),
                name="date_rules_have_both_times_or_are_whole_days_off",
            )
        ]

    def __str__(self) -> str:
        times = f", {self.starts:%H:%M}-{self.ends:%H:%M}" if self.starts and self.ends else ""
        return f"{self.on:%d %B %Y}: {self.get_kind_display()}{times}"


class CallQuerySet(models.QuerySet["Call"]):
    def live(self) -> Self:
        """Calls that hold their time: all but the cancelled."""
        return self.exclude(status=Call.Status.CANCELLED)

    def open(self, now: datetime) -> Self:
        """Booked, and neither over yet nor left unconfirmed for too long."""
        return self.filter(status=Call.Status.BOOKED, ends_at__gt=now).exclude(confirm_by__lte=now)

    def upcoming(self, now: datetime) -> Self:
        return self.open(now).order_by("starts_at")

    def waiting(self) -> Self:
        """Booked, but not confirmed by mail yet where that is asked for."""
        return self.filter(status=Call.Status.BOOKED, confirm_by__isnull=False)

    def unanswered(self, now: datetime) -> Self:
        """Over, but nobody has noted yet how it went."""
        return self.filter(status=Call.Status.BOOKED, ends_at__lte=now).order_by("-starts_at")

    def settled(self) -> Self:
        """Over or called off, latest first."""
        return self.exclude(status=Call.Status.BOOKED).order_by("-starts_at")

    def from_contact(self, email: str, phone: str) -> Self:
        return self.filter(Q(email__iexact=email) | Q(phone=phone))

    def with_trainer(self) -> Self:
        return self.select_related("trainer__user", "trainer__call_rules")

    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=hash_token(token)).with_trainer()


class Call(models.Model):
    """A booked free phone call. Its id is made with the form, so that a form sent twice books once."""

    class Status(models.TextChoices):
        BOOKED = "booked", "booked"
        CANCELLED = "cancelled", "cancelled"
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
    about = models.TextField("what is going on", max_length=2000, blank=True)
    zone = models.CharField("visitor's time zone", max_length=64)
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
        return ZoneInfo(self.zone)

    @property
    def uid(self) -> str:
        """Names the call in calendars, and stays the same however often it moves. It doesn't tell the id."""
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
    def rules(self) -> slots.Rules:
        return rules_of(self.trainer)

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now

    def may_change(self, now: datetime) -> bool:
        """Whether the link still moves or cancels it. Within the shortest notice it takes a word with the trainer."""
        return self.is_booked and now + timedelta(minutes=self.rules.notice_minutes) <= self.starts_at

    @property
    def token(self) -> str:
        """What the mailed link carries. Every mail about the call has the same; a new nonce takes the link back."""
        return make_token_again(TOKENS, f"{self.pk}:{self.nonce}", self.token_hash)

    def make_token(self) -> None:
        """Gives a new link, not yet saved. The old one stops working."""
        self.nonce = secrets.token_urlsafe(16)
        self.token_hash = hash_token(make_token(TOKENS, f"{self.pk}:{self.nonce}"))


def rules_of(trainer: Trainer) -> slots.Rules:
    kept: CallRules | None = getattr(trainer, "call_rules", None)
    return (kept or CallRules()).as_rules()


def uid_of(call_id: uuid.UUID) -> str:
    return str(uuid.uuid5(CALENDAR_NAMES, str(call_id)))


class Cell(models.Model):
    """A quarter of an hour that a live call occupies, buffers included. That `start` is unique keeps calls apart."""

    start = models.DateTimeField(unique=True)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="cells")

    class Meta:
        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} UTC"


class CallEvent(models.Model):
    """What happened to a call, for its receipt and for the desk."""

    class Kind(models.TextChoices):
        BOOKED = "booked", "booked"
        MOVED = "moved", "moved"
        CANCELLED = "cancelled", "cancelled"
        RESTORED = "restored", "cancel taken back"
        TALKED = "talked", "talked"
        MISSED = "missed", "missed"
        JOINED = "joined", "became a client"

    class By(models.TextChoices):
        VISITOR = "visitor", "visitor"
        TRAINER = "trainer", "trainer"
        NOBODY = "nobody", "nobody"  # a call that was not confirmed in time

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=9, choices=Kind)
    by = models.CharField(max_length=7, choices=By, default=By.VISITOR)
    at = models.DateTimeField()
    starts_at = models.DateTimeField("start of the call, from then on")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M} UTC"


class Reminder(models.Model):
    """One reminder that was sent: each kind once for each start of a call, so a call that moved is told of anew."""

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


class Feed(models.Model):
    """The trainer's calls as a calendar to subscribe to. Whoever has the link reads it; a new link ends the old one."""

    trainer = models.OneToOneField(Trainer, on_delete=models.CASCADE, related_name="call_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"feed of {self.made_at:%Y-%m-%d}"

    @classmethod
    def make(cls, trainer: Trainer, *, at: datetime) -> str:
        """A new link's token, shown once: only its hash is kept. The old link ends."""
        token = secrets.token_urlsafe(32)
        cls.objects.update_or_create(trainer=trainer, defaults={"token_hash": hash_token(token), "made_at": at})
        return token


class BusyCalendar(models.Model):
    """A calendar of the trainer's elsewhere. What was read last stays until something newer could be read."""

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="busy_calendars")
    name = models.CharField(max_length=60)
    url = models.URLField("address", max_length=1000)
    tried_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["trainer", "url"], name="a_calendar_is_read_once")]

    def __str__(self) -> str:
        return self.name

    def is_stale(self, now: datetime) -> bool:
        """Whether it needs a look: it can't be read, or nobody has tried for a day."""
        return bool(self.problem) or self.read_at is None or now - self.read_at > timedelta(days=1)


class BusySpan(models.Model):
    """A stretch of time, UTC, at which the trainer has something else to do."""

    calendar = models.ForeignKey(BusyCalendar, on_delete=models.CASCADE, related_name="spans")
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        ordering = ["start"]
        indexes = [models.Index(fields=["start", "end"], name="busy_by_time")]
        constraints = [models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="busy_time_has_a_length")]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} to {self.end:%H:%M} UTC"
