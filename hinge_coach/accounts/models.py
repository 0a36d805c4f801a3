"""People and what they agreed to. Every other room hangs its rows on ``Client`` or ``Trainer``."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from hinge_coach.accounts.screening import Level


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        if password is None:
            user.set_unusable_password()
        else:
            user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an e-mail address. What they may do follows from being a client or the trainer."""

    email = models.EmailField("e-mail", max_length=254, unique=True)
    name = models.CharField(max_length=80, blank=True)
    zone = models.CharField("time zone", max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def today(self, now: datetime) -> date:
        """The date on this person's calendar at a UTC instant."""
        return now.astimezone(self.tz).date()


class TrainerManager(models.Manager["Trainer"]):
    def owner(self) -> "Trainer | None":
        return self.select_related("user").first()


class Trainer(models.Model):
    """The one person who owns the site."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="trainer")
    only = models.BooleanField(default=True, unique=True, editable=False)
    bio = models.TextField("about you", max_length=1200, blank=True)
    phone = models.CharField("phone, as clients should see it", max_length=32, blank=True)
    open_door = models.BooleanField("anyone may sign up without an invitation", default=False)

    objects: ClassVar[TrainerManager] = TrainerManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="one_trainer_owns_the_site")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def zone(self) -> str:
        return self.user.zone


MORNING_HOURS = range(5, 12)


class Client(models.Model):
    """Somebody who practises here: joined, consented, and answered the safety questions."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="client")
    joined_at = models.DateTimeField(default=timezone.now)
    consented_at = models.DateTimeField()
    morning_hour = models.PositiveSmallIntegerField(null=True, blank=True)  # of the morning mail; null: none is wished

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(morning_hour__isnull=True) | models.Q(morning_hour__in=list(MORNING_HOURS)),
                name="a_morning_mail_comes_in_the_morning",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def today(self, now: datetime) -> date:
        return self.user.today(now)

    def pause_on(self, on: date) -> "Pause | None":
        return self.pauses.covering(on).first()

    def is_paused(self, on: date) -> bool:
        return self.pauses.covering(on).exists()

    def pause_and_answers(self, on: date) -> "tuple[Pause | None, datetime]":
        """The pause of that day, and when the safety questions were answered last, or else the first day; one query."""
        pauses = Pause.objects.filter(client=models.OuterRef("pk")).covering(on)
        found = Client.objects.filter(pk=self.pk).values_list(
            models.Subquery(pauses.values("begins_on")[:1]),
            models.Subquery(pauses.values("ends_on")[:1]),
            models.Max("screenings__answered_at"),
        )
        begins_on, ends_on, answered_at = found.get()
        pause = Pause(client=self, begins_on=begins_on, ends_on=ends_on) if begins_on else None
        return pause, answered_at or self.joined_at

    def open_stop(self) -> "Stop | None":
        """What closes practice for this client now, if anything does."""
        return self.stops.filter(reopened_at=None).first()

    def stop_and_reopening(self) -> "tuple[Stop | None, datetime | None]":
        """What closes practice now, and when practice was opened again last; one query."""
        stops = list(self.stops.all())
        return next((each for each in stops if each.is_open), None), last_reopening(stops)


class PauseQuerySet(models.QuerySet["Pause"]):
    def covering(self, on: date) -> Self:
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=on), begins_on__lte=on)


class Pause(models.Model):
    """Days on which nothing is asked of a client: travel, illness. No last day while nobody knows it yet."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="pauses")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PauseQuerySet.as_manager()

    class Meta:
        ordering = ["-begins_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("begins_on")),
                name="a_pause_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(ends_on=None), name="one_open_pause_per_client"
            ),
            models.UniqueConstraint(fields=["client", "begins_on"], name="one_pause_begins_on_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.begins_on} to {self.ends_on or 'an open end'}"

    def covers(self, on: date) -> bool:
        return self.begins_on <= on and (self.ends_on is None or on <= self.ends_on)


class Screening(models.Model):
    """One time a client answered the safety questions: which got a yes, and what that means."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="screenings")
    answered_at = models.DateTimeField(default=timezone.now)
    answers = models.JSONField(default=list, blank=True)  # the codes that were answered with yes
    level = models.CharField(max_length=10, choices=Level.choices())

    class Meta:
        ordering = ["-answered_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.client}: {self.level}"


class StopQuerySet(models.QuerySet["Stop"]):
    def open(self) -> Self:
        return self.filter(reopened_at=None)


class Stop(models.Model):
    """Practice closed for a client, by the safety questions or by a coaching rule, until it is reopened."""

    class Cause(models.TextChoices):
        ANSWERS = "answers", "safety questions"
        RULE = "rule", "coaching rule"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="stops")
    cause = models.CharField(max_length=9, choices=Cause.choices)
    level = models.CharField(max_length=10, choices=Level.choices())
    sentence = models.TextField(max_length=600)
    stopped_at = models.DateTimeField(default=timezone.now)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(max_length=2000, blank=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        ordering = ["-stopped_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(reopened_at=None), name="one_open_stop_per_client"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.level}"

    @property
    def is_open(self) -> bool:
        return self.reopened_at is None

    @property
    def client_may_reopen(self) -> bool:
        """After "see somebody before you start", having been is enough; the rest is the trainer's to lift."""
        return self.cause == self.Cause.ANSWERS and self.level == Level.REFER

    def reopen(self, *, by: User, note: str, at: datetime) -> None:
        self.reopened_at, self.reopened_by, self.note = at, by, note
        self.save(update_fields=["reopened_at", "reopened_by", "note"])


def last_reopening(stops: Iterable[Stop]) -> datetime | None:
    return max((each.reopened_at for each in stops if each.reopened_at), default=None)


def hash_token(token: str) -> str:
    """SHA-256 of a mailed token, as 64 hex digits: what is stored can't be used as a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_token(purpose: str, words: str, *, secret: str | bytes | None = None) -> str:
    """43 letters and digits out of the site's secret: the same for the same words, and not to be guessed from them."""
    mac = salted_hmac(purpose, words, secret=secret, algorithm="sha256")
    return urlsafe_b64encode(mac.digest()).decode().rstrip("=")


def make_token_again(purpose: str, words: str, token_hash: str) -> str:
    """The token behind a stored hash, for mails that a task sends later.

    It is not kept, so a copy of the database, or of its task table, opens nothing. Raises ``LookupError``.
    """
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = make_token(purpose, words, secret=secret)
        if hash_token(token) == token_hash:
            return token
    raise LookupError("SECRET_KEY changed: put the old one into SECRET_KEY_FALLBACKS")


INVITATIONS = "hinge_coach.accounts.invitation"


class Invitation(models.Model):
    """A mailed link by which one person becomes a client."""

    LIFETIME = timedelta(days=14)

    email = models.EmailField("e-mail", max_length=254)
    name = models.CharField(max_length=80, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="invitations")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=models.Q(accepted_at=None), name="one_open_invitation_per_email"
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def token(self) -> str:
        """What the mailed link carries, also where the mail is tried again. Inviting anew takes the link back."""
        return make_token_again(INVITATIONS, self._words, self.token_hash)

    def make_token(self) -> None:
        """Gives the link of this number and moment, not yet saved."""
        self.token_hash = hash_token(make_token(INVITATIONS, self._words))

    @property
    def _words(self) -> str:
        return f"{self.pk}:{self.invited_at.isoformat()}"

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and now < self.invited_at + self.LIFETIME
