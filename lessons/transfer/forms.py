"""A client's own file, as a page takes it."""

import base64
import zlib
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from hinge_coach.accounts.models import Client
from lessons.transfer.merging import ImportSummary, merge_history
from lessons.transfer.reading import parse_export
from lessons.transfer.refusals import ImportRefusedError, too_large
from lessons.transfer.schema import ClientExport

LARGEST_FILE = 5_000_000  # bytes; five years of daily practice

LARGEST_PACKED = 1_500_000  # letters; such a file takes a third of them

STALE_FILE = "Please choose the file again."


class FileForm(forms.Form):
    """A client's own export, to be looked at. Once valid, `summary` says what it holds, and `packed` is the file."""

    file = forms.FileField(
        label="Your hinge-coach.json",
        help_text="The file you downloaded under “Download your data”, on this site or another one.",
        widget=forms.FileInput({"accept": ".json,application/json"}),
        error_messages=dict.fromkeys(("required", "missing", "invalid"), "Please choose the file.")
        | {"empty": "This file is empty."},
    )

    def __init__(self, *args: Any, client: Client, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.now = client, now
        self.summary: ImportSummary | None = None
        self.packed = ""

    def clean_file(self) -> ClientExport:
        upload = self.cleaned_data["file"]
        try:
            if upload.size > LARGEST_FILE:
                raise too_large(LARGEST_FILE)
            content = upload.read()
            export = parse_export(content, now=self.now)
            self.packed = base64.b64encode(zlib.compress(content)).decode()
            if len(self.packed) > LARGEST_PACKED:
                raise too_large(LARGEST_FILE)
            self.summary = merge_history(export, self.client, now=self.now, dry_run=True)
        except ImportRefusedError as refusal:
            raise forms.ValidationError(f"{refusal} Nothing was stored.") from None
        return export


class PackedForm(forms.Form):
    """The file as `FileForm` packed it, sent back to be stored; cleans to the export."""

    packed = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST_PACKED)

    def clean_packed(self) -> ClientExport:
        try:
            unpacking = zlib.decompressobj()
            content = unpacking.decompress(base64.b64decode(self.cleaned_data["packed"], validate=True), LARGEST_FILE)
            if not unpacking.eof:
                raise ValueError
            return parse_export(content, now=timezone.now())
        except (ValueError, zlib.error, ImportRefusedError):
            raise forms.ValidationError(STALE_FILE) from None
