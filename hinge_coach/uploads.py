"""How much of an uploaded file is kept while a form looks at it: what is small, and in memory."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler


class SmallFilesOnly(MemoryFileUploadHandler):
    """Of a file in a request above `FILE_UPLOAD_MAX_MEMORY_SIZE` only the size is kept; nothing is put on the disk.

    So a form can still say, beside its field, that the file is too large.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803
        self.activated = content_length <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return super().receive_data_chunk(raw_data, start) if self.activated else None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if self.activated:
            return super().file_complete(file_size)
        return InMemoryUploadedFile(
            BytesIO(), self.field_name, self.file_name or "file", self.content_type or "", file_size, self.charset
        )
