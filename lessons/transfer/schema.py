"""A client's export, version 2: the one definition by which it is written, read, refused and documented. PURE.

`docs/export-format.md` is made from it. All keys must be there, but for those that older files lack, and others are
refused, so that nothing a file holds is dropped unseen. Values are bounded as the database has them, so that what was
accepted here can be stored.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    FailFast,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from hinge_coach.accounts.local_day import DAY_BEGINS

VERSION = 2

MOST_PAUSES = MOST_CLOSURES = 4_000  # one a day for more than ten years

LONGEST_SENTENCE = 2_000  # letters

MOST_KILOGRAMS = 200  # 440 lb, which the schema allows of any weight, are a little less

# What a page can draw. A pause may lie ahead, and so may the day on which the rules look again.
EARLIEST_DAY, LATEST_DAY = date(2000, 1, 1), date(2200, 1, 1)

_EARLIEST_INSTANT = datetime.combine(EARLIEST_DAY, time(), UTC)


def _has_happened(at: datetime, info: ValidationInfo[datetime | None]) -> datetime:
    """Refuses what is still to come where the reader gives the current instant as context; a writer gives none."""
    if at < _EARLIEST_INSTANT:
        raise PydanticCustomError("too_early", "Before {earliest}", {"earliest": str(EARLIEST_DAY)})
    if info.context is not None and at > info.context:
        raise PydanticCustomError("in_the_future", "Still to come")
    return at


def _looks_like_instant(value: object) -> object:
    # Pydantic would also take numbers, and text that holds one, for seconds since 1970.
    if isinstance(value, datetime) or (isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value)):
        return value
    raise PydanticCustomError("no_instant", "Not an instant")


def _looks_like_day(value: object) -> object:
    if isinstance(value, date) or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        return value
    raise PydanticCustomError("no_day", "Not a day")


ExportedInstant = Annotated[AwareDatetime, BeforeValidator(_looks_like_instant), AfterValidator(_has_happened)]
ExportedDay = Annotated[date, Field(ge=EARLIEST_DAY, le=LATEST_DAY), BeforeValidator(_looks_like_day)]
ExportedScore = Annotated[StrictInt, Field(ge=0, le=10)]
ExportedMedian = Annotated[StrictFloat, Field(ge=0, le=10, allow_inf_nan=False)]
ExportedSentence = Annotated[str, Field(max_length=LONGEST_SENTENCE)]
ExportedCode = Annotated[str, Field(min_length=1, max_length=40)]
ExportedWeight = Annotated[Decimal, Field(ge=0, le=440, decimal_places=2, allow_inf_nan=False)]
ExportedSlug = Annotated[str, Field(min_length=1, max_length=50)]
TrackName = Literal["neutral", "hinge", "sit"]
LevelName = Literal["clear", "refer", "today", "emergency"]
CauseName = Literal["answers", "rule"]
MomentName = Literal["any", "before", "after", "morning", "recalled"]
SituationName = Literal["", "sitting", "bathroom", "sport", "lifting", "getting-up", "morning", "other"]
StoppedName = Literal["", "tighter"]
GuessName = Literal["clean", "nearly", "not-yet"]
DecisionName = Literal["progress", "hold", "regress", "restore", "ease", "rest", "paused", "stop"]
TalkName = Literal["worse_two_weeks", "week_up", "above_start", "next_days_up", "no_change", "twice_back"]
VariationName = Literal["floor", "unsteady", "thin-bones", "pregnancy", "new-joint", "tall", "short"]
UnitName = Literal["kg", "lb"]
DrawnAsName = Literal[
    "woman/light",
    "woman/medium",
    "woman/deep",
    "man/light",
    "man/medium",
    "man/deep",
    "older-woman/light",
    "older-woman/medium",
    "older-woman/deep",
    "older-man/light",
    "older-man/medium",
    "older-man/deep",
]
WriterName = Literal["client", "trainer"]
PlacingName = Literal[
    "chair-not-done",
    "chair-hands",
    "chair-drops",
    "chair-soft",
    "wall-not-done",
    "wall-close",
    "wall-half",
    "wall-whole",
    "bow-not-done",
    "bow-above-knees",
    "bow-at-knees",
    "bow-below-kneecaps",
    "bow-mid-shin",
    "waits",
]
LookName = Literal["file", "as_client", "summary", "export", "table"]
PlaceName = Literal["chair", "car", "bathroom", "dishwasher", "laundry", "picking-up", "court"]


def _refusal(kind: str, *path: str | int) -> ValidationError:
    """An error about something deeper than the model whose validator raises it; pydantic puts the paths together."""
    problem = InitErrorDetails(type=PydanticCustomError(kind, "Refused"), loc=path, input=None)
    return ValidationError.from_exception_data("ClientExport", [problem])


def _refuse_day_far_from(at: datetime, local_on: date, key: str = "local_on") -> None:
    # No zone is more than a day away from UTC, and until a client's day begins it is still the day before.
    if not -2 <= (local_on - at.astimezone(UTC).date()).days <= 1:
        raise _refusal("day_far_from_instant", key)


ExportedNote = Annotated[str, Field(max_length=300)]

_SINCE_0_6 = "Files from before 0.6.0 lack it."
_SINCE_0_7 = "Files from before 0.7.0 lack it."


class _Part(BaseModel):
    # Numbers and flags are strict by their types: a file holds `5`, never `"5"` or `true`. What JSON has no type for is
    # text there, and read from it.
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExportedPerson(_Part):
    email: Annotated[str, Field(max_length=254)] = Field(description="The address they sign in with.")
    name: Annotated[str, Field(max_length=80)] = Field(description="What they want to be called; may be empty.")
    zone: Annotated[str, Field(max_length=64)] = Field(description="Their time zone, an IANA name.")
    joined_at: ExportedInstant = Field(description="When they joined.")
    consented_at: ExportedInstant = Field(description="When they agreed to the data being kept.")
    phone: Annotated[str, Field(max_length=32)] = Field(
        default="", description=f"The number at which the trainer may call them, in E.164; may be empty. {_SINCE_0_7}"
    )
    archived_on: ExportedDay | None = Field(
        default=None,
        description="The client's own day on which the coaching ended or will end; null where no end is set. "
        f"{_SINCE_0_7}",
    )


class ExportedScreening(_Part):
    answered_at: ExportedInstant = Field(description="When the safety questions were answered.")
    answers: Annotated[tuple[ExportedCode, ...], FailFast()] = Field(
        max_length=100, description="The codes of the questions that got a yes."
    )
    level: LevelName = Field(description="What the answers asked for.")


class ExportedClosure(_Part):
    cause: CauseName = Field(description="Whether a safety answer or a rule closed practice.")
    level: LevelName = Field(description="How urgent it was.")
    sentence: ExportedSentence = Field(description="What the client was told.")
    closed_at: ExportedInstant = Field(description="When practice was closed.")
    lifted_at: ExportedInstant | None = Field(description="When it was opened again; null while it is closed.")
    note: ExportedSentence = Field(description="What was written when it was opened again; may be empty.")


class ExportedCheckIn(_Part):
    id: UUID = Field(description="Its key, made by the browser.")
    at: ExportedInstant = Field(description="When it was felt.")
    local_on: ExportedDay = Field(description="The client's own day then.")
    score: ExportedScore = Field(description="How tight the low back was: 0 is not at all.")
    moment: MomentName = Field(
        description="Before or after a practice, the next morning, any other time, or recalled when they joined."
    )
    situation: SituationName = Field(description="What they were doing; empty where they didn't say.")
    edited_at: ExportedInstant | None = Field(description="When the client last corrected it; null where never.")
    note: ExportedNote = Field(default="", description=f"What they wrote to the trainer with it. {_SINCE_0_6}")
    note_for_doctor: StrictBool = Field(
        default=False, description=f"Whether the note is in their summary for a doctor. {_SINCE_0_6}"
    )
    sent_at: ExportedInstant | None = Field(
        default=None, description=f"When it reached the site, where it had waited on a device; else null. {_SINCE_0_6}"
    )

    @model_validator(mode="after")
    def _lies_on_its_day(self) -> Self:
        _refuse_day_far_from(self.at, self.local_on)
        return self


class ExportedReason(_Part):
    code: ExportedCode = Field(description="The rule.")
    client: ExportedSentence = Field(description="The reason in words for the client.")
    trainer: ExportedSentence = Field(description="The reason in words for the trainer.")
    entries: Annotated[tuple[Annotated[str, Field(max_length=36)], ...], FailFast()] = Field(
        description="The ids of the check-ins and practices behind it. Some may have been deleted since."
    )


class ExportedVerdict(_Part):
    decision: DecisionName = Field(description="What the rules decided.")
    reasons: Annotated[tuple[ExportedReason, ...], FailFast()] = Field(
        min_length=1, description="Why, the most important first."
    )
    would_change: ExportedSentence = Field(
        description="What would have changed the decision. Empty since 0.3.0, which works it out for each page."
    )
    morning_reference: ExportedMedian | None = Field(
        description="The median of the first mornings, with which a next morning was compared. Null since 0.3.0."
    )
    usual: ExportedMedian | None = Field(
        default=None,
        description="The usual, with which the numbers were compared; null while it wasn't known. Files from before "
        "0.3.0 lack it.",
    )
    next_lesson: ExportedSlug | None = Field(description="The lesson to do next; null where the rules name none.")
    look_again_on: ExportedDay | None = Field(
        description="The day on which the rules were to look again; may lie ahead. Null since 0.3.0."
    )
    thresholds: dict[ExportedCode, Annotated[StrictInt, Field(ge=0, le=1_000)]] = Field(
        max_length=100,
        description="The numbers of the rules at that time, by name, also those that today's rules no longer have.",
    )
    decided_at: ExportedInstant = Field(description="When it was decided.")


class ExportedPractice(_Part):
    id: UUID = Field(description="Its key, made by the browser.")
    lesson: ExportedSlug = Field(description="The lesson, by its slug.")
    done_at: ExportedInstant = Field(description="When it was done.")
    local_on: ExportedDay = Field(description="The client's own day then.")
    before: UUID | None = Field(
        description="The check-in before it, by its id; null where they said “fine today”, or stopped without one."
    )
    after: UUID | None = Field(description="The check-in after it; null where they said “fine today”.")
    guess: GuessName = Field(description="How clean it was.")
    passed: StrictBool = Field(description="Whether the self-check was passed.")
    effort: ExportedScore | None = Field(
        description="How hard it was: 10 is the hardest; null where it was stopped on the way."
    )
    stopped: StoppedName = Field(
        default="",
        description="Why it was stopped on the way; empty where it was not. Files from before 0.5.0 lack it.",
    )
    easier: StrictBool = Field(description="Whether it was the easier version of the lesson.")
    cue: Annotated[str, Field(max_length=80)] = Field(description="The words that helped most; may be empty.")
    note: ExportedNote = Field(
        default="", description="What they wrote to the trainer about it. Files from before 0.5.0 lack it."
    )
    note_for_doctor: StrictBool = Field(
        default=False, description=f"Whether the note is in their summary for a doctor. {_SINCE_0_6}"
    )
    sent_at: ExportedInstant | None = Field(
        default=None,
        description="When it reached the site, where it had waited on a device or was added later; else null. "
        + _SINCE_0_6,
    )
    back_dated: StrictBool = Field(
        default=False, description=f"Whether they added it later, for an earlier day. {_SINCE_0_6}"
    )
    edited_at: ExportedInstant | None = Field(
        default=None, description=f"When they last put it right; null where never. {_SINCE_0_6}"
    )
    measure: Annotated[Decimal, Field(ge=0, le=600, decimal_places=1, allow_inf_nan=False)] | None = Field(
        description='What was measured, in the lesson\'s own unit: 0 to 600 with one decimal at most, such as `"1.5"`.'
    )
    answer: Annotated[StrictInt, Field(ge=0, le=20)] | None = Field(
        default=None,
        description="The count or the choice that answered the self-check, from 0; null where it was answered in "
        "words. Files from before 0.4.0 lack it.",
    )
    load: ExportedWeight | None = Field(
        default=None,
        description="The weight that was used, as it was typed: up to 200 kg or 440 lb with two decimals at most, such "
        'as `"12.5"`; 0 for none, null where nothing was said. Files from before 0.4.0 lack it.',
    )
    load_unit: UnitName | None = Field(
        default=None, description="The unit of the weight; null where it is. Files from before 0.4.0 lack it."
    )
    verdicts: Annotated[tuple[ExportedVerdict, ...], FailFast()] = Field(
        min_length=1, description="What the rules said about it, the newest first; only that one counts."
    )

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        _refuse_day_far_from(self.done_at, self.local_on)
        if self.effort is None and not self.stopped:
            raise _refusal("no_effort", "effort")
        if self.stopped and self.after is None:
            raise _refusal("no_score_after_a_stop", "after")
        if not self.stopped and (self.before is None) != (self.after is None):
            raise _refusal("half_the_scores", "after" if self.after is None else "before")
        if (self.load is None) != (self.load_unit is None):
            raise _refusal("half_a_load", "load" if self.load is None else "load_unit")
        if self.load is not None and self.load_unit == "kg" and self.load > MOST_KILOGRAMS:
            raise _refusal("too_heavy", "load")
        return self


class ExportedPosition(_Part):
    track: TrackName = Field(description="The track.")
    lesson: ExportedSlug = Field(description="The lesson they are on.")
    finished: StrictBool = Field(description="Whether they have finished the track.")
    easier: StrictBool = Field(description="Whether they do the easier version, after a step back.")
    since: ExportedInstant = Field(description="When they came to this lesson.")


class ExportedMove(_Part):
    track: TrackName = Field(description="The track.")
    from_lesson: ExportedSlug = Field(description="The lesson they were on.")
    to_lesson: ExportedSlug = Field(description="The lesson they came to; the same one for its easier version.")
    moved_at: ExportedInstant = Field(description="When.")
    local_on: ExportedDay | None = Field(
        default=None, description="The client's own day then. Files from before 0.3.0 lack it."
    )
    practice: UUID | None = Field(description="The practice whose verdict moved them; null where none did.")
    decided_at: ExportedInstant | None = Field(description="When that verdict was decided; null where none moved them.")
    start_test: UUID | None = Field(
        default=None,
        description="The start test that placed them; null where the trainer or a verdict moved them. Files from "
        "before 0.4.0 lack it.",
    )
    note: ExportedSentence = Field(
        description="Why the trainer or the start test moved them; empty where a verdict did."
    )

    @model_validator(mode="after")
    def _has_a_reason(self) -> Self:
        if self.local_on is not None:
            _refuse_day_far_from(self.moved_at, self.local_on)
        if (self.practice is None) != (self.decided_at is None):
            raise _refusal("half_a_verdict", "practice" if self.practice is None else "decided_at")
        if self.practice is not None and self.start_test is not None:
            raise _refusal("two_causes", "start_test")
        if self.practice is None and not self.note:
            raise _refusal("no_reason", "note")
        return self


class ExportedCarryOver(_Part):
    local_on: ExportedDay = Field(description="The client's own day.")
    situation: PlaceName = Field(description="Where they hinged in daily life that day.")


class ExportedPlan(_Part):
    when: Annotated[str, Field(min_length=1, max_length=120)] = Field(description="When this happens …")
    then: Annotated[str, Field(min_length=1, max_length=120)] = Field(description="… I do that.")
    chosen_at: ExportedInstant = Field(description="When the plan was made.")


class ExportedVariations(_Part):
    kinds: Annotated[tuple[VariationName, ...], FailFast()] = Field(
        max_length=7, description="What fits them; an empty list for “none of these”."
    )
    answered_at: ExportedInstant = Field(description="When they answered last.")

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        if len(set(self.kinds)) < len(self.kinds):
            raise _refusal("repeated", "kinds")
        if {"tall", "short"} <= set(self.kinds):
            raise _refusal("tall_and_short", "kinds")
        return self


class ExportedPause(_Part):
    begins_on: ExportedDay = Field(description="Its first day.")
    ends_on: ExportedDay | None = Field(description="Its last day, which may lie ahead; null while nobody knows it.")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.ends_on is not None and self.ends_on < self.begins_on:
            raise _refusal("ends_before_it_begins", "ends_on")
        return self


class ExportedMessage(_Part):
    text: Annotated[str, Field(max_length=4_000)] = Field(description="What was written.")
    written_at: ExportedInstant = Field(description="When.")
    writer: WriterName = Field(
        default="trainer", description="Who wrote it. Files from before 0.7.0 lack it: there the trainer wrote all."
    )
    sent_at: ExportedInstant | None = Field(
        default=None,
        description=f"When it reached the site, where it had waited on a device. {_SINCE_0_7}",
    )
    seen_at: ExportedInstant | None = Field(
        default=None,
        description=f"When the other one had it in view; null until then. {_SINCE_0_7}",
    )
    practice: UUID | None = Field(default=None, description=f"The practice it is about; null for none. {_SINCE_0_7}")


class ExportedTalk(_Part):
    code: TalkName = Field(description="The reason to talk.")
    client_sentence: ExportedSentence = Field(
        description="The reason in words for the client; empty where it was for the trainer alone."
    )
    trainer_sentence: ExportedSentence = Field(
        min_length=1, description="The reason in words for the trainer. It is about the client, so it is theirs, too."
    )
    points: Annotated[StrictFloat, Field(ge=-100, le=100, allow_inf_nan=False)] = Field(
        description="How large it was: in points, or in steps back."
    )
    count: Annotated[StrictInt, Field(ge=0, le=100_000)] = Field(
        description="How many days or practices it rested on; 0 where it counts none."
    )
    opened_at: ExportedInstant = Field(description="When the rules first saw it.")
    opened_on: ExportedDay = Field(description="The client's own day then.")
    talked_at: ExportedInstant | None = Field(description="When the trainer noted that they talked; null until then.")
    talked_on: ExportedDay | None = Field(description="The client's own day of the talk.")
    line: ExportedSentence = Field(description="What the trainer noted for the client to read; may be empty.")

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        _refuse_day_far_from(self.opened_at, self.opened_on, "opened_on")
        if (self.talked_at is None) != (self.talked_on is None):
            raise _refusal("half_a_talk", "talked_at" if self.talked_at is None else "talked_on")
        if self.talked_at is not None and self.talked_on is not None:
            _refuse_day_far_from(self.talked_at, self.talked_on, "talked_on")
        return self


class ExportedNewUsual(_Part):
    since: ExportedInstant = Field(description="When the trainer said that this is the usual now.")
    since_on: ExportedDay = Field(description="The client's own day then.")
    line: ExportedSentence = Field(min_length=1, description="Why, in the trainer's words.")

    @model_validator(mode="after")
    def _lies_on_its_day(self) -> Self:
        _refuse_day_far_from(self.since, self.since_on, "since_on")
        return self


class ExportedLook(_Part):
    at: ExportedInstant = Field(description="When the trainer looked.")
    kind: LookName = Field(
        description="What they opened or took along: the client's page, their pages as they see them, the "
        "summary for a doctor, the records of all clients, or a table of clients."
    )


class ExportedPlacingReason(_Part):
    code: PlacingName = Field(description="What the test showed, or that a lesson waits for another one.")
    lesson: Annotated[str, Field(max_length=50)] = Field(description="The lesson that waits; empty with other codes.")
    need: Annotated[str, Field(max_length=50)] = Field(description="The lesson it waits for; empty likewise.")


class ExportedPlacement(_Part):
    track: TrackName = Field(description="The track.")
    lesson: ExportedSlug = Field(description="The lesson at which the test placed them.")
    reasons: Annotated[tuple[ExportedPlacingReason, ...], FailFast()] = Field(
        min_length=1, max_length=10, description="Why."
    )


class ExportedStartTest(_Part):
    id: UUID = Field(description="Its key, made by the browser.")
    taken_at: ExportedInstant = Field(description="When it was done.")
    local_on: ExportedDay = Field(description="The client's own day then.")
    chair: Annotated[StrictInt, Field(ge=0, le=2)] | None = Field(
        description="Sitting down: 0 with hands, 1 with a drop at the end, 2 slow and soft; null where it wasn't done."
    )
    wall: Annotated[StrictInt, Field(ge=0, le=2)] | None = Field(
        description="The furthest wall tap with still shins, in half lengths of their own foot; null likewise."
    )
    bow: Annotated[StrictInt, Field(ge=0, le=3)] | None = Field(
        description="The fingertips in a bow with a still low back: 0 above the knees, 1 at the knees, 2 below the "
        "kneecaps, 3 mid-shin or lower; null likewise."
    )
    placements: Annotated[tuple[ExportedPlacement, ...], FailFast()] = Field(
        max_length=10, description="What the first test placed, and why; empty for a test that only compares."
    )

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        _refuse_day_far_from(self.taken_at, self.local_on)
        if (self.chair, self.wall, self.bow) == (None, None, None):
            raise _refusal("nothing_done", "bow")
        return self


class ClientExport(_Part):
    version: Literal[2] = Field(description="The version of this format.")
    person: ExportedPerson = Field(description="Whose export it is.")
    safety_answers: Annotated[tuple[ExportedScreening, ...], FailFast()] = Field(
        description="Each time the safety questions were answered, the newest first."
    )
    closures: Annotated[tuple[ExportedClosure, ...], FailFast()] = Field(
        max_length=MOST_CLOSURES, description="Each time practice was closed, the newest first; one at most still is."
    )
    check_ins: Annotated[tuple[ExportedCheckIn, ...], FailFast()] = Field(
        description="All reports of tightness that were not deleted, the oldest first."
    )
    practices: Annotated[tuple[ExportedPractice, ...], FailFast()] = Field(
        description="All practices, the newest first."
    )
    positions: Annotated[tuple[ExportedPosition, ...], FailFast()] = Field(
        description="Where the client stands, once for each track they have begun."
    )
    moves: Annotated[tuple[ExportedMove, ...], FailFast()] = Field(
        description="Each change of a position and why, the newest first."
    )
    carry_overs: Annotated[tuple[ExportedCarryOver, ...], FailFast()] = Field(
        description="Where they hinged in daily life, once for each day and place, the newest first."
    )
    plan: ExportedPlan | None = Field(description="The one if-then plan; null where there is none.")
    variations: ExportedVariations | None = Field(
        default=None,
        description="Which variations of lessons fit the client; null until they answer. Files from before 0.4.0 lack "
        "it.",
    )
    pauses: Annotated[tuple[ExportedPause, ...], FailFast()] = Field(
        max_length=MOST_PAUSES, description="Days on which nothing is asked, the newest first. They don't overlap."
    )
    morning_hour: Annotated[StrictInt, Field(ge=5, le=11)] | None = Field(
        description="The hour of the morning mail on the client's clock; null where none is wanted."
    )
    day_begins: Annotated[StrictInt, Field(ge=0, le=23)] = Field(
        default=DAY_BEGINS,
        description="The hour at which the client's day begins, on their clock. Files from before 0.3.0 lack it.",
    )
    message_mail: StrictBool = Field(
        default=True,
        description=f"Whether a mail says that a word from the trainer waits. {_SINCE_0_7}",
    )
    weight_unit: UnitName | None = Field(
        default=None,
        description="Kilograms or pounds, for the weights of lessons; null where they haven't chosen. Files from "
        "before 0.4.0 lack it.",
    )
    drawn_as: DrawnAsName | None = Field(
        default=None,
        description="Whom figures show them, as person and skin; null where each lesson shows its own person. Files "
        "from before 0.10.0 lack it.",
    )
    messages: Annotated[tuple[ExportedMessage, ...], FailFast()] = Field(
        description="The thread between the client and the trainer, the newest first."
    )
    talks: Annotated[tuple[ExportedTalk, ...], FailFast()] = Field(
        default=(),
        description="Each reason for a talk with the trainer, the newest first; of one code, one at most is open. "
        "Files from before 0.3.0 lack it.",
    )
    new_usuals: Annotated[tuple[ExportedNewUsual, ...], FailFast()] = Field(
        default=(),
        description="Each time the trainer said “this is the usual now”, the newest first. Files from before 0.3.0 "
        "lack it.",
    )

    start_tests: Annotated[tuple[ExportedStartTest, ...], FailFast()] = Field(
        default=(), description="Each start test, the newest first. Files from before 0.4.0 lack it."
    )
    start_test_skipped_at: ExportedInstant | None = Field(
        default=None,
        description="When they skipped the first start test; null where they didn't. Files from before 0.4.0 lack it.",
    )

    looks: Annotated[tuple[ExportedLook, ...], FailFast()] = Field(
        default=(),
        description="Each time the trainer looked at what is theirs, the newest first. It says who looked on one site, "
        f"so no other site takes it over. {_SINCE_0_7}",
    )

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        for refusal in self._refusals():
            raise refusal
        return self

    def _refusals(self) -> Iterator[ValidationError]:
        yield from _repeated("check_ins", "id", (check_in.id for check_in in self.check_ins))
        yield from _repeated("practices", "id", (practice.id for practice in self.practices))
        yield from _repeated("start_tests", "id", (test.id for test in self.start_tests))
        yield from _repeated("positions", "track", (position.track for position in self.positions))
        yield from _repeated("carry_overs", "situation", ((row.local_on, row.situation) for row in self.carry_overs))
        yield from self._scores_without_a_check_in()
        yield from self._moves_without_a_verdict()
        yield from self._moves_without_a_start_test()
        yield from self._pauses_that_overlap()
        yield from self._talks_open_twice()
        active = [index for index, closure in enumerate(self.closures) if closure.lifted_at is None]
        yield from (_refusal("active_twice", "closures", index, "lifted_at") for index in active[1:])

    def _scores_without_a_check_in(self) -> Iterator[ValidationError]:
        """A check-in may be the score before one practice, and the score after one."""
        for name in ("before", "after"):
            free = {check_in.id for check_in in self.check_ins}
            for index, practice in enumerate(self.practices):
                score: UUID | None = getattr(practice, name)
                if score is not None and score not in free:
                    yield _refusal("no_check_in", "practices", index, name)
                elif score is not None:
                    free.remove(score)

    def _moves_without_a_verdict(self) -> Iterator[ValidationError]:
        verdicts = {(practice.id, verdict.decided_at) for practice in self.practices for verdict in practice.verdicts}
        for index, move in enumerate(self.moves):
            if move.practice is not None and (move.practice, move.decided_at) not in verdicts:
                yield _refusal("no_verdict", "moves", index, "practice")

    def _moves_without_a_start_test(self) -> Iterator[ValidationError]:
        tests = {test.id for test in self.start_tests}
        for index, move in enumerate(self.moves):
            if move.start_test is not None and move.start_test not in tests:
                yield _refusal("no_start_test", "moves", index, "start_test")

    def _pauses_that_overlap(self) -> Iterator[ValidationError]:
        in_order = sorted(enumerate(self.pauses), key=lambda numbered: numbered[1].begins_on)
        for (_, before), (index, pause) in pairwise(in_order):
            if before.ends_on is None or pause.begins_on <= before.ends_on:
                yield _refusal("overlaps", "pauses", index, "begins_on")

    def _talks_open_twice(self) -> Iterator[ValidationError]:
        open_codes: set[str] = set()
        for index, talk in enumerate(self.talks):
            if talk.talked_at is None and talk.code in open_codes:
                yield _refusal("open_twice", "talks", index, "talked_at")
            elif talk.talked_at is None:
                open_codes.add(talk.code)


def _repeated(part: str, key: str, values: Iterable[Hashable]) -> Iterator[ValidationError]:
    seen: Counter[Hashable] = Counter()
    for index, value in enumerate(values):
        seen[value] += 1
        if seen[value] > 1:
            yield _refusal("repeated", part, index, key)
