"""History from a client's own file, beside what is here."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from hinge_coach import outbox
from hinge_coach.accounts.models import Client
from hinge_coach.safety import closing
from hinge_coach.safety.models import Pause, active_closure
from hinge_coach.safety.screening import Level
from lessons.models import CarryOver, Move, Plan, Practice, VariationAnswer, VerdictRecord
from lessons.practice import deciding
from lessons.transfer.refusals import SENTENCES, ImportRefusedError, damaged
from lessons.transfer.rows import BATCH, ExportRows, store_with_ids, verdicts_by_key
from lessons.transfer.schema import ClientExport


@dataclass(frozen=True, kw_only=True)
class ImportSummary:
    """What a file holds of a client's history, and how much of that was not here yet."""

    entries: int
    practices: int
    first: date | None
    last: date | None
    new_entries: int
    new_practices: int
    new_others: int  # lesson changes, start tests, pauses, carry-overs, the plan, the variations
    closes: bool

    @property
    def here(self) -> int:
        """Entries and practices that are here already."""
        return self.entries + self.practices - self.new_entries - self.new_practices

    @property
    def is_news(self) -> bool:
        return bool(self.new_entries or self.new_practices or self.new_others or self.closes)


@transaction.atomic
def merge_history(export: ClientExport, client: Client, *, now: datetime, dry_run: bool = False) -> ImportSummary:
    """Adds history to the pages of a client who is here. What is here stays as it is, and twice adds nothing.

    It is for the picture: nobody can see who wrote a file, so the rules count only what was done and reported here.
    Positions, what the trainer did or wrote, talks, the answers to the safety questions, and the person's zone and
    hours stay out. A closure is never lifted by it; one that is active in the file closes practice here, too.
    The rules decide again afterwards, as after each report. What the file holds is mailed to nobody; a reason that the
    rules find in what was reported here is.
    With `dry_run` nothing is stored. Raises `ImportRefusedError`.
    """
    with outbox.muted():
        summary = _merge(export, client, now=now)
    if dry_run:
        transaction.set_rollback(True)
    elif summary.is_news:
        deciding.decide_again(client, now=now)
    return summary


def _merge(export: ClientExport, client: Client, *, now: datetime) -> ImportSummary:
    if export.person.email.lower() != client.user.email.lower():
        raise ImportRefusedError(f"This is the export of another person than {client.user.email}.")
    client.lock()  # the same file sent twice at once takes turns
    rows = ExportRows(export, client, imported=True)
    new_entries = _add_check_ins(rows)
    practices_here = _practices_here(rows)
    new_practices = rows.practices(without=practices_here)
    store_with_ids(new_practices, "practices", [practice.id for practice in export.practices])
    verdicts = VerdictRecord.objects.bulk_create(rows.verdicts(without=practices_here), batch_size=BATCH)
    moves = Move.objects.bulk_create(rows.moves(verdicts_by_key(verdicts), by_trainer=False), batch_size=BATCH)
    today = client.today(now)
    others = len(moves) + _add_carry_overs(rows, today) + _add_pauses(rows, today) + _add_plan(rows)
    others += _add_variations(rows) + _add_start_tests(rows)
    closes = _close_where_active(rows)
    days = [check_in.local_on for check_in in export.check_ins] + [practice.local_on for practice in export.practices]
    return ImportSummary(
        entries=len(export.check_ins),
        practices=len(export.practices),
        first=min(days, default=None),
        last=max(days, default=None),
        new_entries=new_entries,
        new_practices=len(new_practices),
        new_others=others,
        closes=closes,
    )


def _add_check_ins(rows: ExportRows) -> int:
    check_ins = rows.client.check_ins
    new = rows.check_ins(without=set(check_ins.values_list("pk", flat=True)))
    store_with_ids(new, "check_ins", [check_in.id for check_in in rows.export.check_ins])
    check_ins.filter(imported=True).update(created_at=F("at"))
    return len(new)


def _add_start_tests(rows: ExportRows) -> int:
    """For the picture of then and now: they place nobody here, and the next ones aren't offered by them."""
    new = rows.start_tests(without=set(rows.client.start_tests.values_list("pk", flat=True)))
    store_with_ids(new, "start_tests", [test.id for test in rows.export.start_tests])
    return len(new)


def _practices_here(rows: ExportRows) -> set[UUID]:
    """The ids of practices that are here. One of the file that is not can't have the scores of one that is."""
    here = list(Practice.with_deleted.filter(client=rows.client).values_list("pk", "before", "after"))
    ids = {practice_id for practice_id, _, _ in here}
    scores = {"before": {before for _, before, _ in here} - {None}, "after": {after for _, _, after in here} - {None}}
    for index, practice in enumerate(rows.export.practices):
        for name, taken in scores.items():
            if practice.id not in ids and getattr(practice, name) in taken:
                raise damaged(f"practices[{index}].{name}", SENTENCES["no_check_in"])
    return ids


def _add_carry_overs(rows: ExportRows, today: date) -> int:
    here = set(rows.client.carry_overs.values_list("local_on", "situation"))
    new = [
        CarryOver(client=rows.client, **row.model_dump())
        for row in rows.export.carry_overs
        if row.local_on <= today and (row.local_on, row.situation) not in here
    ]
    return len(CarryOver.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True))


def _add_pauses(rows: ExportRows, today: date) -> int:
    """Only pauses that are over, and that meet none of those here."""
    here = sorted(rows.client.pauses.all(), key=lambda pause: pause.begins_on)
    first_days = [pause.begins_on for pause in here]
    new = []
    for row in rows.export.pauses:
        if row.ends_on is None or row.ends_on >= today:
            continue
        # Pauses of one client don't overlap: only the last that begins by its end can meet it.
        index = bisect_right(first_days, row.ends_on) - 1
        ends_before = index < 0 or ((last_day := here[index].ends_on) is not None and last_day < row.begins_on)
        if ends_before:
            new.append(Pause(client=rows.client, **row.model_dump()))
    return len(Pause.objects.bulk_create(new, batch_size=BATCH))


def _add_plan(rows: ExportRows) -> bool:
    plan = rows.export.plan
    return plan is not None and Plan.objects.get_or_create(client=rows.client, defaults=plan.model_dump())[1]


def _add_variations(rows: ExportRows) -> bool:
    """Only what the client hasn't answered here."""
    variations, answer = rows.export.variations, VariationAnswer.objects.filter(client=rows.client).first()
    if variations is None or (answer and not answer.unanswered):
        return False
    VariationAnswer.record(rows.client, variations.kinds, at=variations.answered_at, is_first=True)
    return True


def _close_where_active(rows: ExportRows) -> bool:
    """Closes practice where the file has an active closure that was never here; returns whether it did."""
    active = next((closure for closure in rows.export.closures if closure.lifted_at is None), None)
    if active is None or active_closure(rows.client):
        return False
    # Files of version 1 hold milliseconds, the database microseconds.
    begin = active.closed_at.replace(microsecond=active.closed_at.microsecond // 1000 * 1000)
    if rows.client.closures.filter(closed_at__gte=begin, closed_at__lt=begin + timedelta(milliseconds=1)).exists():
        return False
    closing.close_practice(
        client=rows.client,
        cause=active.cause,
        level=Level(active.level),
        sentence=active.sentence,
        at=active.closed_at,
    )
    return True
