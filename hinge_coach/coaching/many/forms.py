"""One word to many clients."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from hinge_coach.accounts.models import Client
from hinge_coach.coaching.asked import asked_key
from hinge_coach.coaching.many.recipients import MOST_RECIPIENTS, NAME_MARK, Recipients, filled_in
from lessons.messages.forms import WrittenForm
from lessons.models import LONGEST_MESSAGE


class ManyForm(WrittenForm):
    """The words; whom they go to is beside them, as `client` once for each."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="many_%s", **kwargs)
        self.fields["text"].label = "What do you want to say?"
        self.fields["text"].help_text = f"Where you write {NAME_MARK}, each reads their own first name."
        self.fields["text"].widget.attrs |= {"rows": 5}

    def check(self, chosen: Recipients) -> bool:
        """Whether it can be sent to them; else its errors say why not."""
        if not self.is_valid():
            return False
        longest = max((len(filled_in(self.cleaned_data["text"], client)) for client in chosen.clients), default=0)
        if longest > LONGEST_MESSAGE:
            self.add_error("text", f"With the names filled in, this is longer than {LONGEST_MESSAGE} letters.")
        return not self.errors


def chosen_keys(data: QueryDict) -> list[int]:
    """The keys of the clients who were chosen, one more than may be at most; what is no key is left out."""
    keys = map(asked_key, data.getlist("client"))
    return list(dict.fromkeys(filter(None, keys)))[: MOST_RECIPIENTS + 1]


def choice_problem(keys: list[int], clients: Iterable[Client]) -> str:
    """What is wrong with whom was chosen, in a sentence; empty where nothing is."""
    if not keys:
        return "Please choose at least one client."
    if len(keys) > MOST_RECIPIENTS:
        return f"Please choose at most {MOST_RECIPIENTS} clients at once."
    return "" if any(True for _ in clients) else "Nobody whom you chose is a client here now. Please choose again."
