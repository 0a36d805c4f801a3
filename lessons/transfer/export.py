"""Everything that is the client's, as the value that is written into their file."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, Message, Plan, Practice, SkippedStartTest, VariationAnswer, VerdictRecord
from lessons.transfer.schema import (
    VERSION,
    ClientExport,
    ExportedCheckIn,
    ExportedLook,
    ExportedNewUsual,
    ExportedStartTest,
    ExportedTalk,
)

SlugsByKey = Mapping[int | None, str | None]


def export_client(client: Client) -> ClientExport:
    """What `client` reported, did and was told, with the person and what they chose."""
    ending = client.ending(timezone.now())
    slugs: SlugsByKey = {None: None, **dict(Lesson.objects.values_list("pk", "slug"))}
    check_ins = client.check_ins.kept()
    values = {
        "version": VERSION,
        "person": {
            "email": client.user.email,
            "name": client.user.name,
            "zone": client.user.tz.key,
            "joined_at": client.joined_at,
            "consented_at": client.consented_at,
            "phone": client.phone,
            "archived_on": ending.on if ending else None,
        },
        "safety_answers": tuple(client.screenings.values("answered_at", "answers", "level")),
        "closures": tuple(client.closures.values("cause", "level", "sentence", "closed_at", "lifted_at", "note")),
        "check_ins": tuple(check_ins.values(*ExportedCheckIn.model_fields)),
        "practices": tuple(
            _practice_values(practice, slugs) for practice in client.practices.prefetch_related("verdicts")
        ),
        "positions": tuple(
            {
                "track": position.track,
                "lesson": slugs[position.lesson_id],
                "finished": position.finished,
                "easier": position.easier,
                "since": position.since,
            }
            for position in client.positions.order_by("track")
        ),
        # A file is refused where a move names a verdict that isn't in it, as that of a deleted practice.
        "moves": tuple(
            {
                "track": move.track,
                "from_lesson": slugs[move.from_lesson_id],
                "to_lesson": slugs[move.to_lesson_id],
                "moved_at": move.moved_at,
                "local_on": move.local_on,
                "practice": move.verdict.practice_id if move.verdict else None,
                "decided_at": move.verdict.decided_at if move.verdict else None,
                "start_test": move.start_test_id,
                "note": move.note,
            }
            for move in client.moves.select_related("verdict").exclude(verdict__practice__deleted_at__isnull=False)
        ),
        "carry_overs": tuple(client.carry_overs.values("local_on", "situation")),
        "plan": Plan.objects.filter(client=client).values("when", "then", "chosen_at").first(),
        "variations": _variation_values(VariationAnswer.objects.filter(client=client).first()),
        "pauses": tuple(client.pauses.values("begins_on", "ends_on")),
        "morning_hour": client.morning_hour,
        "day_begins": client.day_begins,
        "weight_unit": client.weight_unit or None,
        "drawn_as": client.drawn_as or None,
        "message_mail": client.message_mail,
        "messages": tuple(_message_values(message) for message in client.messages.select_related("practice")),
        "talks": tuple(client.talks.values(*ExportedTalk.model_fields)),
        "new_usuals": tuple(client.new_usuals.values(*ExportedNewUsual.model_fields)),
        "start_tests": tuple(client.start_tests.values(*ExportedStartTest.model_fields)),
        "start_test_skipped_at": SkippedStartTest.objects.filter(client=client)
        .values_list("skipped_at", flat=True)
        .first(),
        "looks": tuple(client.looks.values(*ExportedLook.model_fields)),
    }
    return ClientExport.model_validate(values)


def _message_values(message: Message) -> dict[str, Any]:
    # The file holds no deleted practice.
    is_of_kept = message.practice is not None and message.practice.deleted_at is None
    return {
        "text": message.text,
        "written_at": message.written_at,
        "writer": "client" if message.is_from_client else "trainer",
        "sent_at": message.sent_at,
        "seen_at": message.seen_at,
        "practice": message.practice_id if is_of_kept else None,
    }


def _variation_values(answer: VariationAnswer | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    return {"kinds": tuple(map(str, answer.kinds)), "answered_at": answer.answered_at}


def _practice_values(practice: Practice, slugs: SlugsByKey) -> dict[str, Any]:
    return {
        "id": practice.id,
        "lesson": slugs[practice.lesson_id],
        "done_at": practice.done_at,
        "local_on": practice.local_on,
        "before": practice.before_id,
        "after": practice.after_id,
        "guess": practice.guess,
        "passed": practice.passed,
        "effort": practice.effort,
        "easier": practice.easier,
        "stopped": practice.stopped,
        "cue": practice.cue,
        "note": practice.note,
        "note_for_doctor": practice.note_for_doctor,
        "sent_at": practice.sent_at,
        "back_dated": practice.back_dated,
        "edited_at": practice.edited_at,
        "measure": practice.measure,
        "answer": practice.answer,
        "load": Decimal(practice.used.number) if practice.used else None,
        "load_unit": practice.load_unit or None,
        "verdicts": tuple(_verdict_values(verdict, slugs) for verdict in practice.verdicts.all()),
    }


def _verdict_values(verdict: VerdictRecord, slugs: SlugsByKey) -> dict[str, Any]:
    return {
        "decision": verdict.decision,
        # Verdicts that came with a file of version 1 may have no entries.
        "reasons": tuple({"entries": (), **reason} for reason in verdict.reasons),
        "would_change": verdict.would_change,
        "morning_reference": verdict.morning_reference,
        "usual": verdict.usual,
        "next_lesson": slugs[verdict.next_lesson_id],
        "look_again_on": verdict.look_again_on,
        "thresholds": verdict.thresholds,
        "decided_at": verdict.decided_at,
    }
