"""The file of a client's own, as a page takes it."""

import base64
import zlib
from datetime import datetime
from typing import Any

from django import forms

from hinge_coach.accounts.models import Client
from lessons.transfer.import_ import ImportRefusedError, ImportSummary, merge_history, parse_file, too_large

LARGEST_FILE = 5_000_000  # bytes; five years of daily practice

LARGEST_PACKED = 1_500_000  # letters; such a file takes a third of them

STALE_FILE = "Please choose the file once more."


class FileForm(forms.Form):
    """A client's own export, to be looked at. Afterwards ``brought`` says what it holds and ``packed`` holds it."""

    file = forms.FileField(
        label="Your hinge-coach.json",
        help_text="The file that “Take it with you” gave you, here or on another site.",
        widget=forms.FileInput({"accept": ".json,application/json"}),
        error_messages=dict.fromkeys(("required", "missing", "invalid"), "Please choose the file.")
        | {"empty": "This file is empty."},
    )

    def __init__(self, *args: Any, client: Client, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.now = client, now
        self.brought: ImportSummary | None = None
        self.packed = ""

    def clean_file(self) -> dict[str, Any]:
        upload = self.cleaned_data["file"]
        try:
            if upload.size > LARGEST_FILE:
                raise too_large(LARGEST_FILE)
            content = upload.read()
            found = parse_file(content)
            self.packed = base64.b64encode(zlib.compress(content)).decode()
            if len(self.packed) > LARGEST_PACKED:
                raise too_large(LARGEST_FILE)
            self.brought = merge_history(found, self.client, now=self.now, look_only=True)
        except ImportRefusedError as refused:
            raise forms.ValidationError(f"{refused} Nothing was stored.") from None
        return found


class PackedForm(forms.Form):
    """The file as ``FileForm`` packed it, sent back to be brought in; cleans to the export."""

    packed = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST_PACKED)

    def clean_packed(self) -> dict[str, Any]:
        try:
            unpacking = zlib.decompressobj()
            content = unpacking.decompress(base64.b64decode(self.cleaned_data["packed"], validate=True), LARGEST_FILE)
            if not unpacking.eof:
                raise ValueError
            return parse_file(content)
        except (ValueError, zlib.error, ImportRefusedError):
            raise forms.ValidationError(STALE_FILE) from None
