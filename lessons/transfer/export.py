"""Everything that is the client's, as plain values for JSON."""

from typing import Any

from hinge_coach.accounts.models import Client
from lessons.models import Plan

VERSION = 1


def export_client(client: Client) -> dict[str, Any]:
    """Instants as ISO 8601 in UTC, local dates as the client lived them."""
    practices = client.practices.select_related("lesson").prefetch_related("verdicts__next_lesson")
    return {
        "version": VERSION,
        "person": {
            "email": client.user.email,
            "name": client.user.name,
            "zone": client.user.zone.key,
            "joined_at": client.joined_at,
            "consented_at": client.consented_at,
        },
        "safety_answers": list(client.screenings.values("answered_at", "answers", "level")),
        "closures": list(client.closures.values("cause", "level", "sentence", "closed_at", "lifted_at", "note")),
        "check_ins": list(
            client.check_ins.kept().values("id", "at", "local_on", "score", "moment", "situation", "edited_at")
        ),
        "practices": [
            {
                "id": practice.pk,
                "lesson": practice.lesson.slug,
                "done_at": practice.done_at,
                "local_on": practice.local_on,
                "before": practice.before_id,
                "after": practice.after_id,
                "guess": practice.guess,
                "passed": practice.passed,
                "effort": practice.effort,
                "easier": practice.easier,
                "cue": practice.cue,
                "measure": practice.measure,
                "verdicts": [
                    {
                        "decision": verdict.decision,
                        "reasons": verdict.reasons,
                        "would_change": verdict.would_change,
                        "morning_reference": verdict.morning_reference,
                        "next_lesson": verdict.next_lesson.slug if verdict.next_lesson else None,
                        "look_again_on": verdict.look_again_on,
                        "thresholds": verdict.thresholds,
                        "decided_at": verdict.decided_at,
                    }
                    for verdict in practice.verdicts.all()
                ],
            }
            for practice in practices
        ],
        "positions": list(
            client.positions.order_by("track").values("track", "lesson__slug", "finished", "easier", "since")
        ),
        "moves": list(
            client.moves.values(
                "track",
                "from_lesson__slug",
                "to_lesson__slug",
                "moved_at",
                "verdict__practice",
                "verdict__decided_at",
                "note",
            )
        ),
        "carry_overs": list(client.carry_overs.values("local_on", "situation")),
        "plan": Plan.objects.filter(client=client).values("when", "then", "chosen_at").first(),
        "pauses": list(client.pauses.values("begins_on", "ends_on")),
        "morning_hour": client.morning_hour,
        "messages": list(client.messages.values("text", "written_at")),
    }
