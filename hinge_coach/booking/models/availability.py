"""When the trainer takes calls: weekly hours, dates that differ, and the rules of a slot."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability import slots
from hinge_coach.wording import dated


class Weekday(models.IntegerChoices):
    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


class CallRules(models.Model):
    """How the trainer takes calls. A trainer without a row has the defaults of these fields."""

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

    def as_rules(self) -> slots.SlotRules:
        return slots.SlotRules(
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
    """Dates that differ from the week: off (all day or a part of it), or open for extra hours.

    From `on` up to and including `last`, the same times on each of these dates; a single date where `last` is empty.
    """

    class Kind(models.TextChoices):
        OFF = slots.DateRuleKind.OFF.value, "off"
        EXTRA = slots.DateRuleKind.EXTRA.value, "extra hours"

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="call_date_rules")
    on = models.DateField()
    last = models.DateField("last date", null=True, blank=True)
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
            ),
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gt=models.F("on")),
                name="a_range_of_dates_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        times = f", {self.starts:%H:%M}-{self.ends:%H:%M}" if self.starts and self.ends else ""
        dates = f"{dated(self.on)} to {dated(self.last)}" if self.last else dated(self.on)
        return f"{dates}: {self.get_kind_display()}{times}"

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Its dates, of those from `first` to `last`, both included."""
        begin, end = max(self.on, first), min(self.last or self.on, last)
        yield from (begin + timedelta(days=step) for step in range((end - begin).days + 1))


class EmbedOrigin(models.Model):
    """A site of the trainer's that may show the call form in a frame, such as `https://blog.example.com`."""

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="embed_origins")
    origin = models.CharField(max_length=300)

    class Meta:
        ordering = ["origin"]
        constraints = [models.UniqueConstraint(fields=["trainer", "origin"], name="an_origin_is_listed_once")]

    def __str__(self) -> str:
        return self.origin


def rules_of(trainer: Trainer) -> slots.SlotRules:
    """The trainer's call rules, or the defaults where none are stored."""
    stored: CallRules | None = getattr(trainer, "call_rules", None)
    return (stored or CallRules()).as_rules()
