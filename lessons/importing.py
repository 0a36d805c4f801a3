"""Everything that a client took along, brought into a site that doesn't know them yet: the same history."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.utils.dateparse import parse_date, parse_datetime

from hinge_coach.accounts.models import Client, Pause, Screening, Stop, Trainer, User
from hinge_coach.accounts.zones import zone_names
from hinge_coach.tightness.models import CheckIn
from lessons.exporting import VERSION
from lessons.models import Lesson, Message, Move, Placement, Plan, Practice, RealPlace, Verdict

LARGEST = 20_000_000  # bytes; ten years of daily practice are about half of it


REASON = ("code", "client", "trainer")
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)  # what pages can draw; a pause may lie ahead

Row = TypeVar("Row", bound=models.Model)


class ImportRefusedError(Exception):
    """Nothing was stored; the sentence says why."""


def read(path: Path) -> dict[str, Any]:
    """The file as it was exported. Raises ``ImportRefusedError`` where it is too large, cut off, or of another kind."""
    try:
        if path.stat().st_size > LARGEST:
            raise ImportRefusedError(
                f"This file is larger than {LARGEST // 1_000_000} MB, so it is no export of one person."
            )
        text = path.read_text(encoding="utf-8")
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()  # half a character pair can't be shown, nor stored
    except OSError:
        raise ImportRefusedError("There is no such file, or it can't be read.") from None
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
def bring_in(found: dict[str, Any], *, email: str | None = None) -> Client:
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
    with _checking("placements, moves or messages"):
        _way(found, client, lessons, verdicts)
    with _checking("real_places, plan or pauses"):
        _daily_life(found, client)
    return client


def _safety(found: dict[str, Any], client: Client) -> None:
    for each in _rows(found, "safety_answers"):
        level, answers = each["level"], each["answers"]
        if not isinstance(answers, list) or not all(isinstance(code, str) for code in answers):
            raise ValueError
        _kept(Screening(client=client, answered_at=_at(each["answered_at"]), answers=answers, level=level))
    for each in _rows(found, "stops"):
        times = {"stopped_at": _at(each["stopped_at"]), "reopened_at": _maybe_at(each["reopened_at"])}
        words = {name: each[name] for name in ("cause", "level", "sentence", "note")}
        _kept(Stop(client=client, **times, **words))


def _check_ins(found: dict[str, Any], client: Client) -> dict[UUID, CheckIn]:
    kept = {}
    for each in _rows(found, "check_ins"):
        check_in = CheckIn(
            id=UUID(each["id"]),
            client=client,
            at=_at(each["at"]),
            local_on=_day(each["local_on"]),
            score=each["score"],
            moment=each["moment"],
            situation=each["situation"],
            edited_at=_maybe_at(each["edited_at"]),
        )
        kept[check_in.id] = _kept(check_in)
    client.check_ins.update(created_at=F("at"))  # the rules knew of each when it was felt, not when it was brought in
    return kept


def _practices(
    found: dict[str, Any], client: Client, lessons: dict[str, Lesson], check_ins: dict[UUID, CheckIn]
) -> dict[tuple[UUID, datetime], Verdict]:
    """The verdicts by practice and instant, as moves name them."""
    verdicts = {}
    for each in _rows(found, "practices"):
        practice = Practice(
            id=UUID(each["id"]),
            client=client,
            lesson=lessons[each["lesson"]],
            done_at=_at(each["done_at"]),
            local_on=_day(each["local_on"]),
            before=_score(each["before"], check_ins),
            after=_score(each["after"], check_ins),
            measure=each.get("measure"),
            **{name: each[name] for name in ("guess", "passed", "effort", "gentle", "cue")},
        )
        _kept(practice)
        for said in reversed(each["verdicts"]):
            if not all(isinstance(reason[name], str) for reason in said["reasons"] for name in REASON):
                raise ValueError
            verdict = Verdict(
                practice=practice,
                look_again_on=_on(said["look_again_on"]),
                decided_at=_at(said["decided_at"]),
                baseline=said["baseline"],
                next_lesson=lessons[said["next_lesson"]] if said["next_lesson"] else None,
                **{name: said[name] for name in ("decision", "reasons", "would_change", "thresholds")},
            )
            verdicts[practice.id, verdict.decided_at] = _kept(verdict)
    return verdicts


def _score(id: Any, check_ins: dict[UUID, CheckIn]) -> CheckIn | None:
    """None for a practice that was "fine today"."""
    return None if id is None else check_ins[UUID(id)]


def _way(
    found: dict[str, Any],
    client: Client,
    lessons: dict[str, Lesson],
    verdicts: dict[tuple[UUID, datetime], Verdict],
) -> None:
    for each in _rows(found, "placements"):
        place = {name: each[name] for name in ("track", "finished", "gentle")}
        _kept(Placement(client=client, lesson=lessons[each["lesson__slug"]], since=_at(each["since"]), **place))
    for each in _rows(found, "moves"):
        practice, decided_at = each["verdict__practice"], _maybe_at(each["verdict__decided_at"])
        move = Move(
            client=client,
            track=each["track"],
            from_lesson=lessons[each["from_lesson__slug"]],
            to_lesson=lessons[each["to_lesson__slug"]],
            moved_at=_at(each["moved_at"]),
            verdict=verdicts[UUID(practice), decided_at] if practice and decided_at else None,
            note=each["note"],
        )
        _kept(move)
    trainer = Trainer.objects.owner()
    for each in _rows(found, "messages") if trainer else ():
        _kept(Message(client=client, by=trainer, text=each["text"], written_at=_at(each["written_at"])))


def _daily_life(found: dict[str, Any], client: Client) -> None:
    for each in _rows(found, "real_places"):
        _kept(RealPlace(client=client, local_on=_day(each["local_on"]), spot=each["spot"]))
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


def _kept(row: Row) -> Row:
    """Checked field by field; what spans rows is the database's to refuse."""
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])
    row.save(force_insert=True)
    return row


def _at(value: Any) -> datetime:
    found = parse_datetime(value)
    if found is None or found.tzinfo is None or not EARLIEST <= found.date() <= LATEST:
        raise ValueError
    return found


def _maybe_at(value: Any) -> datetime | None:
    return None if value is None else _at(value)


def _day(value: Any) -> date:
    found = parse_date(value)
    if found is None or not EARLIEST <= found <= LATEST:
        raise ValueError
    return found


def _on(value: Any) -> date | None:
    return None if value is None else _day(value)
