"""What would move the client on, track by track, in as few sentences as possible."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lessons.practice.outlook import Outlook
from lessons.practice.todays_session import TodaysSession


@dataclass(frozen=True)
class WayOn:
    """`titles` of the lessons for which `text` holds."""

    titles: str
    text: str


def split(outlooks: Iterable[Outlook], session: TodaysSession) -> tuple[Sequence[Outlook], Sequence[Outlook]]:
    """The tracks whose next lesson was practiced today once the session is done, and the others."""
    tracks = list(outlooks)
    if session.next is not None:
        return [], tracks
    done = {row.lesson.pk for row in session.rows}
    return (
        [track for track in tracks if track.position.next.pk in done],
        [track for track in tracks if track.position.next.pk not in done],
    )


def said_once(outlooks: Iterable[Outlook]) -> tuple[WayOn, ...]:
    """One for each text that differs; none for a track with nothing to say."""
    titles: dict[str, list[str]] = {}
    for track in outlooks:
        if text := " ".join(filter(None, (track.sentence, track.way_on))):
            titles.setdefault(text, []).append(track.position.next.title)
    return tuple(WayOn(", ".join(of), text) for text, of in titles.items())
