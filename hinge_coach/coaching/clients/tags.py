"""Putting a tag on a client and taking it off. The same word in another case is the same tag."""

from django.http import Http404

from hinge_coach.accounts.models import Client
from hinge_coach.coaching.models import Tag
from lessons.practice.recording import locked

LONGEST_TAG = 30  # letters

MOST_TAGS = 12  # on one client


LATEST_LOOKED_AT = 200  # tags, so that a choice among them costs the same with a hundred clients and with thousands


class TooManyTagsError(Exception):
    """The client has as many tags as fit."""

    def __str__(self) -> str:
        return f"{MOST_TAGS} tags are the most. Please remove one first."


def add_tag(client: Client, name: str) -> None:
    """Where it is there already, nothing is stored. 404 for somebody erased meanwhile; `TooManyTagsError`."""
    with locked(client):
        if not Client.objects.filter(pk=client.pk).exists():
            raise Http404
        names = {tag.name.casefold() for tag in client.tags.all()}
        if name.casefold() in names:
            return
        if len(names) >= MOST_TAGS:
            raise TooManyTagsError
        Tag.objects.create(client=client, name=name)


def remove_tag(client: Client, name: str) -> None:
    """Where it is not there, as after a second press, nothing changes."""
    with locked(client):
        same = [tag.pk for tag in client.tags.all() if tag.name.casefold() == name.casefold()]
        Tag.objects.filter(pk__in=same).delete()


def tags_in_use() -> list[str]:
    """The names on the latest tags, each once, in alphabetical order."""
    latest = Tag.objects.order_by("-pk").values_list("name", flat=True)[:LATEST_LOOKED_AT]
    names = {name.casefold(): name for name in latest}
    return [names[key] for key in sorted(names)]
