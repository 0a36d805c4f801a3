"""The lessons as rows, and a client's way through them: practices, verdicts, placements."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.urls import reverse

from hinge_coach.accounts.models import Client, Trainer, User, hash_token, make_token, make_token_again
from hinge_coach.tightness.models import YES, CheckIn, as_text, dashed, instant
from lessons.measures import HIGHEST as MOST_MEASURED
from lessons.measures import MEASURES, Measure
from lessons.progression import Decision, Done, Thresholds


class Track(models.TextChoices):
    NEUTRAL = "neutral", "Find neutral"
    HINGE = "hinge", "Hinge"
    SIT = "sit", "Sit down"

    @property
    def promise(self) -> str:
        return {
            Track.NEUTRAL: "The middle your pelvis can always come back to.",
            Track.HINGE: "Fold at the hips, with a wall and a stick to show you.",
            Track.SIT: "Chair, bathroom, court, a child on your arm.",
        }[self]


@dataclass(frozen=True)
class TrackLessons:
    track: Track
    lessons: tuple["Lesson", ...]


class LessonQuerySet(models.QuerySet["Lesson"]):
    def in_order(self) -> Self:
        """Track by track, as they are taught."""
        place = models.Case(*[models.When(track=track, then=index) for index, track in enumerate(Track)])
        return self.order_by(place, "number")

    def by_track(self) -> tuple[TrackLessons, ...]:
        lessons = list(self.in_order())
        return tuple(TrackLessons(t, tuple(lesson for lesson in lessons if lesson.track == t)) for t in Track)


class Lesson(models.Model):
    """One step of a track. The text comes from ``lessons/curriculum`` until the trainer edits it."""

    slug = models.SlugField(unique=True)
    track = models.CharField(max_length=8, choices=Track.choices)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    summary = models.CharField(max_length=140)
    minutes = models.PositiveSmallIntegerField()
    why = models.TextField(max_length=4000)
    how = models.TextField(max_length=4000)
    real_life = models.TextField("in real life", max_length=4000)
    set_up = models.JSONField(default=list)  # list of sentences
    steps = models.JSONField(default=list)  # list of {text, seconds, reps?}
    cues = models.JSONField(default=list)  # list of short sentences
    faults = models.JSONField(default=list)  # list of {fault, fix}
    feel = models.JSONField(default=list)  # list of short lines
    muscles = models.JSONField(default=list)
    dose = models.JSONField(default=dict)  # {text, sets?, reps?, seconds?}
    self_check = models.JSONField(default=dict)  # {question, pass_mark, kind}
    easier = models.TextField(max_length=600)
    equipment = models.JSONField(default=list)
    needs = models.JSONField(default=list)  # slugs that must be passed first, the one before included
    sources = models.JSONField(default=list)
    right_label = models.CharField(max_length=40)
    fault_label = models.CharField(max_length=40)
    source_hash = models.CharField(max_length=64, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LessonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track", "number"], name="one_lesson_per_place_in_a_track"),
            models.CheckConstraint(condition=models.Q(track__in=Track.values), name="lesson_track_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("lessons:lesson", args=[self.slug])

    @property
    def track_name(self) -> str:
        return Track(self.track).label

    @property
    def measure(self) -> Measure | None:
        """What is measured after this lesson; most have only a felt self-check."""
        return MEASURES.get(self.self_check.get("kind", ""))

    @property
    def seconds(self) -> int:
        return sum(step["seconds"] for step in self.steps)


class RuleSetManager(models.Manager["RuleSet"]):
    def in_force(self) -> Thresholds:
        """The numbers that judge from now on: the newest set, or the ones the site came with."""
        newest = self.first()
        return newest.thresholds if newest else Thresholds()


class RuleSet(models.Model):
    """The numbers of the rules as the trainer set them once, and why. Rows are only added, never changed."""

    values = models.JSONField()  # as Thresholds.as_dict
    note = models.TextField(max_length=2000)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    objects = RuleSetManager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(note=""), name="no_new_numbers_without_a_reason")]

    def __str__(self) -> str:
        return f"Numbers of {self.saved_at:%Y-%m-%d}"

    @property
    def thresholds(self) -> Thresholds:
        """A number that this version no longer knows is left out; one that it knows anew is the usual one."""
        usual = Thresholds().as_dict()
        return Thresholds(**{name: self.values.get(name, number) for name, number in usual.items()})


class Guess(models.TextChoices):
    """How it went, asked before the pass mark is shown."""

    CLEAN = "clean", "Clean, all of it"
    NEARLY = "nearly", "Nearly, a few slipped"
    NOT_YET = "not-yet", "Not this time"


class PracticeQuerySet(models.QuerySet["Practice"]):
    def done(self) -> tuple[Done, ...]:
        """As values, newest first, with what a file brought in; one query."""
        # Read as text, as the entries are, for the same reason.
        columns = as_text("pk", "done_at", "local_on", "passed", "gentle", "brought_in")
        rows = self.order_by("-done_at", "-pk").values_list(
            *columns, "before__score", "after__score", "effort", "lesson"
        )
        return tuple(
            Done(
                id=dashed(pk),
                at=instant(at),
                local_on=date.fromisoformat(on),
                before=before,
                after=after,
                passed=passed in YES,
                effort=effort,
                gentle=gentle in YES,
                lesson=lesson,
                brought_in=brought_in in YES,
            )
            for pk, at, on, passed, gentle, brought_in, before, after, effort, lesson in rows
        )


class Practice(models.Model):
    """One time a client did a lesson. The browser makes the id, so that sending it again changes nothing.

    Without ``before`` and ``after`` the client, who is steady, said "fine today": no number, and none made up.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="practices")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="practices")
    done_at = models.DateTimeField()
    local_on = models.DateField()
    before = models.OneToOneField(CheckIn, on_delete=models.CASCADE, null=True, related_name="practice_before")
    after = models.OneToOneField(CheckIn, on_delete=models.CASCADE, null=True, related_name="practice_after")
    guess = models.CharField(max_length=8, choices=Guess.choices)
    passed = models.BooleanField()
    effort = models.PositiveSmallIntegerField()
    gentle = models.BooleanField(default=False)
    cue = models.CharField(max_length=80, blank=True)
    measure = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)  # in the lesson's own unit
    brought_in = models.BooleanField(default=False)  # from a file of the client's: for the picture, not for the rules

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ["-done_at", "-pk"]
        indexes = [models.Index(fields=["client", "done_at"], name="practices_of_a_client")]
        constraints = [
            models.CheckConstraint(condition=models.Q(effort__gte=0, effort__lte=10), name="effort_is_0_to_10"),
            models.CheckConstraint(condition=models.Q(guess__in=Guess.values), name="guess_is_known"),
            models.CheckConstraint(
                condition=models.Q(measure=None) | models.Q(measure__gte=0, measure__lte=MOST_MEASURED),
                name="measure_is_possible",
            ),
            models.CheckConstraint(
                condition=models.Q(before=None, after=None) | models.Q(before__isnull=False, after__isnull=False),
                name="both_scores_or_neither",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.lesson} on {self.local_on}"

    @property
    def is_fine(self) -> bool:
        """Answered with "fine today" instead of scores."""
        return self.after_id is None

    @property
    def measured(self) -> str:
        """The measure with its unit, such as ``1½ foot-lengths``; empty where nothing was measured."""
        measure = self.lesson.measure
        return measure.words(self.measure) if measure and self.measure is not None else ""

    @property
    def verdict(self) -> "Verdict":
        """The newest one; every practice has one, made with it."""
        return max(self.verdicts.all(), key=lambda verdict: (verdict.decided_at, verdict.pk))


class Verdict(models.Model):
    """What the rules said after a practice: with its reasons, the thresholds used, and the entries behind it.

    A next morning or a corrected entry can bring another verdict on the same practice; the newest counts,
    the earlier ones stay as they were.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="verdicts")
    decision = models.CharField(max_length=8, choices=[(d.value, d.value) for d in Decision])
    reasons = models.JSONField(default=list)  # list of {code, client, trainer, entries}
    would_change = models.TextField(blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    baseline = models.FloatField(null=True, blank=True)
    thresholds = models.JSONField(default=dict)
    decided_at = models.DateTimeField()
    next_lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision__in=[d.value for d in Decision]), name="decision_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(reasons=[]), name="no_verdict_without_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.practice}: {self.decision}"

    @property
    def is_progress(self) -> bool:
        return self.decision == Decision.PROGRESS

    @property
    def is_hold(self) -> bool:
        return self.decision == Decision.HOLD

    @property
    def is_regress(self) -> bool:
        return self.decision == Decision.REGRESS

    @property
    def is_stop(self) -> bool:
        return self.decision == Decision.STOP


class Placement(models.Model):
    """Where a client stands on a track. No row yet means the first lesson."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="placements")
    track = models.CharField(max_length=8, choices=Track.choices)
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    finished = models.BooleanField(default=False)
    gentle = models.BooleanField(default=False)  # the easier version of the lesson, after a step back
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "track"], name="one_placement_per_track"),
            models.CheckConstraint(condition=models.Q(track__in=Track.values), name="placement_track_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.lesson}"


class Move(models.Model):
    """One change of a placement, and why: a verdict moved it, or the trainer did, with a note."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="moves")
    track = models.CharField(max_length=8, choices=Track.choices)
    from_lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    to_lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, null=True, blank=True, related_name="moves")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["-moved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict__isnull=False) | ~models.Q(note=""), name="no_move_without_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.from_lesson} to {self.to_lesson}"


class Message(models.Model):
    """A word from the trainer to one client, shown on their today page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="messages")
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.client}: {self.text[:40]}"


class Spot(models.TextChoices):
    """A place of daily life where one can hinge."""

    CHAIR = "chair", "A chair"
    CAR = "car", "The car"
    BATHROOM = "bathroom", "The bathroom"
    DISHWASHER = "dishwasher", "The dishwasher"
    LAUNDRY = "laundry", "The laundry"
    PICKING_UP = "picking-up", "A child or a bag"
    COURT = "court", "The court"


class RealPlace(models.Model):
    """A client hinged there on that day: once a day and place, however often it was."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="real_places")
    local_on = models.DateField()
    spot = models.CharField(max_length=10, choices=Spot.choices)

    class Meta:
        ordering = ["-local_on", "spot"]
        constraints = [
            models.UniqueConstraint(fields=["client", "local_on", "spot"], name="a_real_place_counts_once_a_day"),
            models.CheckConstraint(condition=models.Q(spot__in=Spot.values), name="real_place_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.spot} on {self.local_on}"


class Plan(models.Model):
    """The one if-then plan of a client: when this happens, then I do that."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="plan")
    when = models.CharField(max_length=120)
    then = models.CharField(max_length=120)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(when="") & ~models.Q(then=""), name="a_plan_has_both_halves")
        ]

    def __str__(self) -> str:
        return f"When {self.when}, then {self.then}."


class MorningMailQuerySet(models.QuerySet["MorningMail"]):
    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=hash_token(token)).select_related("client__user")


class MorningMail(models.Model):
    """The morning question, mailed to a client for one of their local days; its link answers on that day alone."""

    TOKENS = "lessons.morning_mail"

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
        """Raises ``IntegrityError`` where this day has its mail already."""
        mail = cls(client=client, local_on=on, at=at)
        mail.token_hash = hash_token(make_token(cls.TOKENS, str(mail.pk)))
        mail.save(force_insert=True)
        return mail

    @property
    def token(self) -> str:
        return make_token_again(self.TOKENS, str(self.pk), self.token_hash)

    @property
    def answer_id(self) -> uuid.UUID:
        """The id of the check-in that a press on its page makes: pressed twice it is still one."""
        return uuid.uuid5(self.pk, "answer")

    def is_open(self, now: datetime) -> bool:
        return self.client.today(now) == self.local_on


def place(
    *,
    client: Client,
    lesson: Lesson,
    at: datetime,
    finished: bool = False,
    gentle: bool = False,
    **why: Any,
) -> Move | None:
    """Puts a client on a lesson and writes down why (``verdict=``, or ``by=`` with ``note=``).

    None when nothing moved.
    """
    first = Lesson.objects.get(track=lesson.track, number=1)
    placement, _ = Placement.objects.select_for_update().get_or_create(
        client=client, track=lesson.track, defaults={"lesson": first, "since": at}
    )
    was = placement.lesson
    if was == lesson and (placement.finished, placement.gentle) == (finished, gentle):
        return None
    if was != lesson or finished != placement.finished:
        placement.since = at
    placement.lesson, placement.finished, placement.gentle = lesson, finished, gentle
    placement.save()
    return Move.objects.create(client=client, track=lesson.track, from_lesson=was, to_lesson=lesson, moved_at=at, **why)
