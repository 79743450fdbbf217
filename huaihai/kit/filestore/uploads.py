"""An upload handler that stops keeping a file above the limit, so that the rest of the form still arrives."""

import io
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

LARGEST_BODY: Final = 512 * 1024 * 1024  # above it nothing more is read, and the form is lost


class CappedUploadHandler(FileUploadHandler):
    """First in `FILE_UPLOAD_HANDLERS`. What lies above `EVIDENCE_MAX_BYTES` is read and dropped; the form gets an
    empty file with the real name and size, which `filestore.store` refuses in plain words.

    Closing the connection instead would show the reader a browser's error page, and lose what was typed.
    """

    body = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 -- Django's own name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.body = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self.body > LARGEST_BODY:
            raise StopUpload(connection_reset=True)
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start + len(raw_data) <= settings.EVIDENCE_MAX_BYTES else None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if file_size <= settings.EVIDENCE_MAX_BYTES:
            return None
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, size=file_size)
