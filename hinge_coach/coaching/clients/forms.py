"""A tag on a client."""

from typing import Any

from django import forms

from hinge_coach.coaching.clients.tags import LONGEST_TAG
from hinge_coach.fields import UNWRITABLE, LineField


class TagForm(forms.Form):
    name = LineField(
        max_length=LONGEST_TAG,
        error_messages={
            "required": "Please write a tag, such as “knee”.",
            "max_length": f"Please keep a tag to {LONGEST_TAG} letters.",
            "null_characters_not_allowed": UNWRITABLE,
        },
    )

    def __init__(self, data: Any = None, *, client_id: int) -> None:
        super().__init__(data, auto_id=f"tag-{client_id}_%s")  # many of them on one page
