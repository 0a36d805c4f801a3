"""An upload handler that holds small files in memory and writes none to disk."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler


class SmallFilesOnly(MemoryFileUploadHandler):
    """Holds files in memory; of a file in a request above `FILE_UPLOAD_MAX_MEMORY_SIZE`, only its size.

    The form can then still report beside its field that the file is too large.
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
