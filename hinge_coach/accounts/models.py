"""Users, clients, the trainer and invitations. Rows of the other rooms refer to `Client` or `Trainer`."""

from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from timezone_field import TimeZoneField

from hinge_coach.accounts.drawn_as import DRAWN_AS_VALUES, DrawnAs
from hinge_coach.accounts.ending import Ending, ending_at
from hinge_coach.accounts.invitation_states import MOST_MAILS, OPEN_STATES, InvitationFacts
from hinge_coach.accounts.local_day import DAY_BEGINS, local_day
from hinge_coach.accounts.phones import format_phone
from hinge_coach.accounts.weight_unit import WeightUnit, unit_of_country
from hinge_coach.accounts.zones.table import country_of
from hinge_coach.tokens import derive_token, hash_token, make_token


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
    """A person with an e-mail address. What they may do depends on being a client or the trainer."""

    email = models.EmailField("e-mail", max_length=254, unique=True)
    name = models.CharField(max_length=80, blank=True)
    zone = TimeZoneField("time zone", default="UTC", max_length=64, use_pytz=False)
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

    def end_all_sign_ins(self) -> None:
        """Signs out everywhere. Nobody has a password: in its place is a random text, to which each sign-in is tied."""
        self.set_unusable_password()
        self.save(update_fields=["password"])

    @property
    def tz(self) -> ZoneInfo:
        zone: ZoneInfo = self.zone
        return zone

    def today(self, now: datetime) -> date:
        """The date on this person's calendar at an instant. A client's own day is `Client.today`."""
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
    allow_signup = models.BooleanField("anyone may sign up without an invitation", default=False)
    message_mail = models.BooleanField("a mail when a client has written", default=True)
    digest_hour = models.PositiveSmallIntegerField(null=True, blank=True)  # local, of the morning digest; null: none
    has_keys = models.BooleanField("keys on the desk", default=True)  # j, k, enter, h, s

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
        return self.user.tz.key


MORNING_HOURS = range(5, 12)


def coached(now: datetime) -> models.Q:
    """Picks the clients whose coaching hasn't ended: never archived, or archived for a day still to come."""
    return models.Q(archived_at=None) | models.Q(archived_at__gt=now)


class Client(models.Model):
    """A person who practices here: joined, consented, and answered the safety questions."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="client")
    joined_at = models.DateTimeField(default=timezone.now)
    consented_at = models.DateTimeField()
    morning_hour = models.PositiveSmallIntegerField(null=True, blank=True)  # local, of the morning mail; null: no mail
    day_begins = models.PositiveSmallIntegerField(default=DAY_BEGINS)  # a whole hour of the client's own clock
    weight_unit = models.CharField(max_length=2, blank=True)  # kg or lb, once chosen; `unit` is what to show
    drawn_as = models.CharField(max_length=20, blank=True)  # once chosen; `to_draw` is whom to show
    phone = models.CharField(max_length=32, blank=True)  # for the trainer alone, in E.164
    message_mail = models.BooleanField(default=True)  # a mail when a word from the trainer waits
    archived_at = models.DateTimeField(null=True, blank=True)  # ended by the trainer: may read and export for a while
    # When something about them changed that their summary has not taken in yet; see `lock`.
    stale_since = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ["joined_at", "pk"]
        indexes = [models.Index(fields=["joined_at", "id"], name="clients_by_joining")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(morning_hour__isnull=True) | models.Q(morning_hour__in=list(MORNING_HOURS)),
                name="a_morning_mail_comes_in_the_morning",
            ),
            models.CheckConstraint(
                condition=models.Q(day_begins__gte=0, day_begins__lte=23), name="a_day_begins_at_a_whole_hour"
            ),
            models.CheckConstraint(
                condition=models.Q(weight_unit__in=["", *(unit.value for unit in WeightUnit)]),
                name="weights_are_in_kg_or_lb",
            ),
            models.CheckConstraint(
                condition=models.Q(drawn_as__in=["", *DRAWN_AS_VALUES]), name="drawn_as_a_known_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def lock(self) -> None:
        """Makes simultaneous posts about one client wait for each other, on PostgreSQL, too. In a transaction.

        Whoever writes about a client takes it first. It marks their summary as stale, too, so that nothing can be
        written of which the desk is not told.
        """
        self.stale_since = timezone.now()
        Client.objects.filter(pk=self.pk).update(stale_since=self.stale_since)  # the row stays locked until the end

    def today(self, now: datetime) -> date:
        """The client's own day at an instant, by the zone and the hour in force now. What is stored keeps its day."""
        return local_day(now.astimezone(self.user.tz), self.day_begins)

    def ending(self, now: datetime) -> Ending | None:
        """Where the end of their coaching stands; None while none is set."""
        if self.archived_at is None:
            return None
        days = settings.ARCHIVE_DAYS
        return ending_at(self.archived_at, now=now, days=days, zone=self.user.tz, day_begins=self.day_begins)

    @property
    def phone_words(self) -> str:
        """The number as it is read, in international form; may be empty."""
        return format_phone(self.phone)

    @property
    def unit(self) -> WeightUnit | None:
        """Kilograms or pounds: as chosen, else as weights are sold where they live; None where neither is known."""
        return WeightUnit(self.weight_unit) if self.weight_unit else unit_of_country(country_of(self.user.tz.key))

    @property
    def to_draw(self) -> DrawnAs | None:
        """Whom figures show them; None where each lesson shows its own person."""
        return DrawnAs.of(self.drawn_as)


class WrittenOnceError(Exception):
    """Somebody tried to change or delete a row of an audit table."""


class LookQuerySet(models.QuerySet["Look"]):
    """Rows are added and read. Those of a client who is erased are deleted by cascade, past these methods."""

    def update(self, **values: Any) -> int:
        raise WrittenOnceError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise WrittenOnceError


class Look(models.Model):
    """One time that somebody looked at a client's file or took it along. Rows are only added, and go with the client.

    `by` is the trainer; the client reads on Me who has looked, on which day, and how.
    """

    class Kind(models.TextChoices):
        FILE = "file", "Opened your page"
        AS_CLIENT = "as_client", "Looked at your pages as you see them"
        SUMMARY = "summary", "Opened your summary for a doctor"
        EXPORT = "export", "Downloaded your records, with those of all clients"
        TABLE = "table", "Downloaded a table of clients"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="looks")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["client", "-at"], name="looks_at_a_client")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["file", "as_client", "summary", "export", "table"]),
                name="look_kind_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.kind}, {self.at}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnceError
        super().save(*args, **{**kwargs, "force_insert": True})  # a new row with an old key would write over it

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise WrittenOnceError


INVITATION_PURPOSE = "hinge_coach.accounts.invitation"


class Invitation(models.Model):
    """A mailed link by which one person becomes a client.

    `invited_at`: when it was mailed last; `link_made_at`: when its link was made, which the same address keeps.
    """

    email = models.EmailField("e-mail", max_length=254)
    name = models.CharField(max_length=80, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="invitations")
    invited_at = models.DateTimeField(default=timezone.now)
    link_made_at = models.DateTimeField(default=timezone.now)
    mails = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=models.Q(accepted_at=None), name="one_open_invitation_per_email"
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(withdrawn_at=None),
                name="an_invitation_ends_in_one_way",
            ),
            models.CheckConstraint(
                condition=models.Q(mails__gte=1, mails__lte=MOST_MAILS), name="an_invitation_is_mailed_a_few_times"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def token(self) -> str:
        """The token of the mailed link, derived again for each attempt to mail it."""
        return derive_token(INVITATION_PURPOSE, self._words, self.token_hash)

    def make_token(self, at: datetime) -> None:
        """Gives the invitation a new link, for the current `pk`, and ends the one before. Does not save."""
        self.link_made_at = at
        self.token_hash = hash_token(make_token(INVITATION_PURPOSE, self._words))

    @property
    def _words(self) -> str:
        return f"{self.pk}:{self.link_made_at.isoformat()}"

    def facts(self, *, has_joined: bool = False) -> InvitationFacts:
        return InvitationFacts(
            invited_at=self.invited_at,
            mails=self.mails,
            opened_at=self.opened_at,
            accepted_at=self.accepted_at,
            withdrawn_at=self.withdrawn_at,
            has_joined=has_joined,
        )

    def is_open(self, now: datetime) -> bool:
        return self.facts().state(now) in OPEN_STATES
