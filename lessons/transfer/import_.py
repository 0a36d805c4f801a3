"""What a client took along, brought in: everything where they are new, or history beside what is here already."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.accounts.zones.fields import zone_names
from hinge_coach.safety.models import Closure, Pause, Screening, active_closure
from hinge_coach.tightness.models import CheckIn
from lessons.models import CarryOver, Lesson, Message, Move, Plan, Practice, TrackPosition, VerdictRecord
from lessons.rules.thresholds import Thresholds
from lessons.transfer.export import VERSION

LARGEST = 20_000_000  # bytes; ten years of daily practice are about half of it

MOST_PAUSES = MOST_STOPS = 500  # each is looked up by itself, while nobody else can write

REASON = ("code", "client", "trainer")

LONGEST_REASON = 2000

EARLIEST_DAY, LATEST_DAY = date(2000, 1, 1), date(2200, 1, 1)  # what pages can draw; a pause may lie ahead

Row = TypeVar("Row", bound=models.Model)


class ImportRefusedError(Exception):
    """Nothing was stored; the sentence says why."""


def read_file(path: Path) -> dict[str, Any]:
    """The file as it was exported. Raises ``ImportRefusedError`` where it is too large, cut off, or of another kind."""
    try:
        if path.stat().st_size > LARGEST:
            raise too_large(LARGEST)
        content = path.read_bytes()
    except OSError:
        raise ImportRefusedError("There is no such file, or it can't be read.") from None
    return parse_file(content)


def too_large(most: int) -> ImportRefusedError:
    """``most`` in bytes."""
    return ImportRefusedError(f"This file is larger than {most // 1_000_000} MB, so it is no export of one person.")


def parse_file(content: bytes) -> dict[str, Any]:
    """An export as values. Raises ``ImportRefusedError``."""
    try:
        text = content.decode()
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()  # half a character pair can't be shown, nor stored
    except (ValueError, RecursionError):
        raise ImportRefusedError("This is not a whole export: the file is cut off or of another kind.") from None
    if "\\u0000" in text:
        raise ImportRefusedError("This export holds a character that can't be written down.")
    if not isinstance(found, dict) or "version" not in found:
        raise ImportRefusedError("This is not an export of this site.")
    if found["version"] != VERSION:
        raise ImportRefusedError(f"This export has a version that this site doesn't know; it knows {VERSION}.")
    return found


@transaction.atomic
def import_client(found: dict[str, Any], *, email: str | None = None) -> Client:
    """Stores the person with all they reported, or nothing at all.

    With ``email`` the file has to be that person's. Raises ``ImportRefusedError``.
    """
    with _checking("person"):
        person = found["person"]
        address = str(person["email"]).lower()
        if email is not None and address != email.lower():
            raise ImportRefusedError(f"This is the export of another person than {email}.")
        if User.objects.filter(email__iexact=address).exists():
            raise ImportRefusedError(
                f"{address} is known here already. An export goes only to a site that is new to them."
            )
        if person["zone"] not in zone_names():
            raise ValueError
        user = _kept(User(email=address, name=person["name"], zone=person["zone"], password=make_password(None)))
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
        client = _kept(
            Client(
                user=user,
                joined_at=_at(person["joined_at"]),
                consented_at=_at(person["consented_at"]),
                morning_hour=found.get("morning_hour"),
            )
        )
    lessons = {lesson.slug: lesson for lesson in Lesson.objects.all()}
    with _checking("safety_answers or stops"):
        _safety(found, client)
    with _checking("check_ins"):
        check_ins = _check_ins(found, client)
    with _checking("practices"):
        verdicts = _practices(found, client, lessons, check_ins)
    with _checking("positions, moves or messages"):
        _way(found, client, lessons, verdicts)
    with _checking("carry_overs, plan or pauses"):
        _daily_life(found, client)
    return client


@dataclass(frozen=True, kw_only=True)
class ImportSummary:
    """What a file holds of a client's history, and how much of that was not here yet."""

    entries: int
    practices: int
    first: date | None
    last: date | None
    new_entries: int
    new_practices: int
    new_others: int  # lesson changes, pauses, real places, the plan
    closes: bool

    @property
    def here(self) -> int:
        """Entries and practices that are here already."""
        return self.entries + self.practices - self.new_entries - self.new_practices

    @property
    def is_news(self) -> bool:
        return bool(self.new_entries or self.new_practices or self.new_others or self.closes)


@transaction.atomic
def merge_history(found: dict[str, Any], client: Client, *, now: datetime, look_only: bool = False) -> ImportSummary:
    """History into the pages of a client who is here; what is here stays as it is, and twice adds nothing.

    It is for the picture. The rules count only what was done and told here; where the client stands, what the trainer
    did or wrote, and what was answered to the safety questions stay out. A stop is never lifted by it; one that is
    open in the file closes practice here, too. With ``look_only`` nothing is stored. Raises ``ImportRefusedError``.
    """
    with _checking("person"):
        if str(found["person"]["email"]).lower() != client.user.email.lower():
            raise ImportRefusedError(f"This is the export of another person than {client.user.email}.")
    Client.objects.select_for_update().get(pk=client.pk)
    lessons = {lesson.slug: lesson for lesson in Lesson.objects.defer("why", "how", "real_life")}
    with _checking("check_ins"):
        told = {row.id: row for row in (_check_in(each, client) for each in _rows(found, "check_ins"))}
        here = set(client.check_ins.values_list("pk", flat=True))
        new_entries = [_brought(row, row.at) for row in told.values() if row.id not in here]
        CheckIn.objects.bulk_create(new_entries, batch_size=500)
        client.check_ins.filter(imported=True).update(created_at=F("at"))
    with _checking("practices"):
        rows = _rows(found, "practices")
        here = set(client.practices.values_list("pk", flat=True))
        done = [(_practice(each, client, lessons, told), each) for each in rows]
        new = [(_brought(row, row.done_at), each) for row, each in done if row.id not in here]
        Practice.objects.bulk_create([row for row, _ in new], batch_size=500)
        verdicts = [_checked(verdict) for row, each in new for verdict in _verdicts(each, row, lessons)]
        VerdictRecord.objects.bulk_create(verdicts, batch_size=500)
    with _checking("moves"):
        by_instant = {(verdict.practice_id, verdict.decided_at): verdict for verdict in verdicts}
        moves = [
            _checked(_move(each, client, lessons, by_instant[named]))  # not what is here already, nor the trainer's own
            for each in _rows(found, "moves")
            if (named := _named_verdict(each)) in by_instant
        ]
        Move.objects.bulk_create(moves)
    with _checking("carry_overs, plan or pauses"):
        others = len(moves) + _add_daily_life(found, client, client.today(now))
    with _checking("closures"):
        closes = _add_open_stop(found, client)
    if look_only:
        transaction.set_rollback(True)
    days = sorted([row.local_on for row in told.values()] + [row.local_on for row, _ in done])
    return ImportSummary(
        entries=len(told),
        practices=len(done),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        new_entries=len(new_entries),
        new_practices=len(new),
        new_others=others,
        closes=closes,
    )


_ClientHistory = TypeVar("_ClientHistory", CheckIn, Practice)


def _brought(row: _ClientHistory, at: datetime) -> _ClientHistory:
    if abs((row.local_on - at.date()).days) > 1:
        raise ValueError
    row.imported = True
    return _checked(row)


def _move(
    each: dict[str, Any], client: Client, lessons: dict[str, Lesson], verdict: VerdictRecord | None, note: str = ""
) -> Move:
    return Move(
        client=client,
        track=each["track"],
        from_lesson=lessons[each["from_lesson__slug"]],
        to_lesson=lessons[each["to_lesson__slug"]],
        moved_at=_at(each["moved_at"]),
        verdict=verdict,
        note=note,
    )


def _named_verdict(each: dict[str, Any]) -> tuple[UUID, datetime] | None:
    """The practice and the instant by which a move names what moved it; None where the trainer did."""
    practice, decided_at = each["verdict__practice"], _maybe_at(each["verdict__decided_at"])
    return (UUID(practice), decided_at) if practice and decided_at else None


def _add_daily_life(found: dict[str, Any], client: Client, today: date) -> int:
    """How many were new. A pause that still runs stays out, and one that meets another."""
    named = {(_day(each["local_on"]), each["situation"]) for each in _rows(found, "carry_overs")}
    new = [
        _checked(CarryOver(client=client, local_on=on, situation=situation))
        for on, situation in sorted(named - set(client.carry_overs.values_list("local_on", "situation")))
        if on <= today
    ]
    CarryOver.objects.bulk_create(new, batch_size=500)
    pauses = 0
    named_pauses = _pauses(found)
    if len(named_pauses) > MOST_PAUSES:
        raise ValueError
    for begins_on, ends_on in named_pauses:
        if (
            ends_on is None
            or ends_on >= today
            or client.pauses.filter(begins_on__lte=ends_on).filter(Q(ends_on=None) | Q(ends_on__gte=begins_on))
        ):
            continue
        _kept(Pause(client=client, begins_on=begins_on, ends_on=ends_on))
        pauses += 1
    plan = found.get("plan")
    if plan and not Plan.objects.filter(client=client).exists():
        _kept(Plan(client=client, when=plan["when"], then=plan["then"], chosen_at=_at(plan["chosen_at"])))
        return len(new) + pauses + 1
    return len(new) + pauses


def _add_open_stop(found: dict[str, Any], client: Client) -> bool:
    """Whether practice closes here because it is closed in the file; a stop that was known here stays as it is."""
    stops = _rows(found, "closures")
    if len(stops) > MOST_STOPS:
        raise ValueError
    for each in stops:
        closed_at = _at(each["closed_at"])
        if each["lifted_at"] is None and not active_closure(client):
            if client.closures.filter(closed_at=closed_at).exists():
                continue
            words = {name: each[name] for name in ("cause", "level", "sentence")}
            if len(words["sentence"]) > LONGEST_REASON:
                raise ValueError
            _kept(Closure(client=client, closed_at=closed_at, **words))
            return True
    return False


def _safety(found: dict[str, Any], client: Client) -> None:
    for each in _rows(found, "safety_answers"):
        level, answers = each["level"], each["answers"]
        if not isinstance(answers, list) or not all(isinstance(code, str) for code in answers):
            raise ValueError
        _kept(Screening(client=client, answered_at=_at(each["answered_at"]), answers=answers, level=level))
    for each in _rows(found, "closures"):
        times = {"closed_at": _at(each["closed_at"]), "lifted_at": _maybe_at(each["lifted_at"])}
        words = {name: each[name] for name in ("cause", "level", "sentence", "note")}
        _kept(Closure(client=client, **times, **words))


def _check_ins(found: dict[str, Any], client: Client) -> dict[UUID, CheckIn]:
    kept = {}
    for each in _rows(found, "check_ins"):
        check_in = _check_in(each, client)
        kept[check_in.id] = _kept(check_in)
    client.check_ins.update(created_at=F("at"))  # the rules knew of each when it was felt, not when it was brought in
    return kept


def _check_in(each: dict[str, Any], client: Client) -> CheckIn:
    return CheckIn(
        id=UUID(each["id"]),
        client=client,
        at=_at(each["at"]),
        local_on=_day(each["local_on"]),
        score=each["score"],
        moment=each["moment"],
        situation=each["situation"],
        edited_at=_maybe_at(each["edited_at"]),
    )


def _practices(
    found: dict[str, Any], client: Client, lessons: dict[str, Lesson], check_ins: dict[UUID, CheckIn]
) -> dict[tuple[UUID, datetime], VerdictRecord]:
    """The verdicts by practice and instant, as moves name them."""
    verdicts = {}
    for each in _rows(found, "practices"):
        practice = _kept(_practice(each, client, lessons, check_ins))
        for verdict in _verdicts(each, practice, lessons):
            verdicts[practice.id, verdict.decided_at] = _kept(verdict)
    return verdicts


def _practice(
    each: dict[str, Any], client: Client, lessons: dict[str, Lesson], check_ins: dict[UUID, CheckIn]
) -> Practice:
    return Practice(
        id=UUID(each["id"]),
        client=client,
        lesson=lessons[each["lesson"]],
        done_at=_at(each["done_at"]),
        local_on=_day(each["local_on"]),
        before=_score(each["before"], check_ins),
        after=_score(each["after"], check_ins),
        measure=each.get("measure"),
        **{name: each[name] for name in ("guess", "passed", "effort", "easier", "cue")},
    )


def _verdicts(each: dict[str, Any], practice: Practice, lessons: dict[str, Lesson]) -> list[VerdictRecord]:
    """Oldest first; each practice has one at least. Of the numbers used, those that this version knows."""
    told, known = [], Thresholds().as_dict()
    for said in reversed(each["verdicts"]):
        words = [said["would_change"], *(reason[name] for reason in said["reasons"] for name in REASON)]
        if not all(isinstance(text, str) and len(text) <= LONGEST_REASON for text in words):
            raise ValueError
        if said["morning_reference"] is not None and not 0 <= said["morning_reference"] <= 10:
            raise ValueError
        if not all(type(number) is int for number in said["thresholds"].values()):
            raise TypeError
        verdict = VerdictRecord(
            practice=practice,
            look_again_on=_on(said["look_again_on"]),
            decided_at=_at(said["decided_at"]),
            next_lesson=lessons[said["next_lesson"]] if said["next_lesson"] else None,
            thresholds={name: number for name, number in said["thresholds"].items() if name in known},
            **{name: said[name] for name in ("decision", "reasons", "would_change", "morning_reference")},
        )
        told.append(verdict)
    if not told:
        raise ValueError
    return told


def _score(id: Any, check_ins: dict[UUID, CheckIn]) -> CheckIn | None:
    """None for a practice that was "fine today"."""
    return None if id is None else check_ins[UUID(id)]


def _way(
    found: dict[str, Any],
    client: Client,
    lessons: dict[str, Lesson],
    verdicts: dict[tuple[UUID, datetime], VerdictRecord],
) -> None:
    for each in _rows(found, "positions"):
        place = {name: each[name] for name in ("track", "finished", "easier")}
        _kept(TrackPosition(client=client, lesson=lessons[each["lesson__slug"]], since=_at(each["since"]), **place))
    for each in _rows(found, "moves"):
        named = _named_verdict(each)
        _kept(_move(each, client, lessons, verdicts[named] if named else None, note=each["note"]))
    trainer = Trainer.objects.owner()
    for each in _rows(found, "messages") if trainer else ():
        _kept(Message(client=client, by=trainer, text=each["text"], written_at=_at(each["written_at"])))


def _daily_life(found: dict[str, Any], client: Client) -> None:
    for each in _rows(found, "carry_overs"):
        _kept(CarryOver(client=client, local_on=_day(each["local_on"]), situation=each["situation"]))
    if plan := found.get("plan"):
        _kept(Plan(client=client, when=plan["when"], then=plan["then"], chosen_at=_at(plan["chosen_at"])))
    before: Pause | None = None
    for begins_on, ends_on in sorted(_pauses(found), key=lambda pause: pause[0]):
        if before is not None and before.covers(begins_on):
            raise ValueError
        before = _kept(Pause(client=client, begins_on=begins_on, ends_on=ends_on))


def _pauses(found: dict[str, Any]) -> list[tuple[date, date | None]]:
    """(first day, last day); before there could be several, an export held one as ``on`` and ``until``."""
    known = [(_day(each["begins_on"]), _on(each["ends_on"])) for each in _rows(found, "pauses")]
    one = found.get("pause") or {}
    return [*known, (_day(one["on"]), _on(one["until"]))] if one.get("on") else known


def _rows(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Oldest first, so that what happened at one instant keeps its order; an export lists the newest first."""
    return list(reversed(found.get(name, [])))


@contextmanager
def _checking(part: str) -> Iterator[None]:
    try:
        yield
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        ValidationError,
        DatabaseError,
        ObjectDoesNotExist,
        OverflowError,
    ):
        raise ImportRefusedError(f"This export is damaged: something in “{part}” can't be.") from None


def _checked(row: Row) -> Row:
    """Field by field; what spans rows is the database's to refuse."""
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])
    return row


def _kept(row: Row) -> Row:
    _checked(row).save(force_insert=True)
    return row


def _at(value: Any) -> datetime:
    """When something happened, which nothing has that is still to come."""
    found = parse_datetime(value)
    if found is None or found.tzinfo is None or found.date() < EARLIEST_DAY or found > timezone.now():
        raise ValueError
    return found


def _maybe_at(value: Any) -> datetime | None:
    return None if value is None else _at(value)


def _day(value: Any) -> date:
    found = parse_date(value)
    if found is None or not EARLIEST_DAY <= found <= LATEST_DAY:
        raise ValueError
    return found


def _on(value: Any) -> date | None:
    return None if value is None else _day(value)
