"""Files that are sent to the site: from editors alone, in memory, and no larger than is said."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from compsite.middleware import is_editors

MEGABYTE = 1_000_000


def most_bytes() -> int:
    """How large a file may be."""
    return int(settings.IMPORT_MAX_MB) * MEGABYTE


class EditorsUploadHandler(FileUploadHandler):
    """Keeps a file in memory, so that no process that is killed leaves one on the disk.

    A file from anybody but a signed-in editor is passed by. One that is too large is read to its end, so that the
    answer reaches who sent it, but not kept: it arrives empty, with its true size.
    """

    request: HttpRequest

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if (
            not is_editors(self.request)
            or not getattr(self.request, "user", None)
            or not self.request.user.is_staff
        ):
            raise SkipFile
        self._file, self._kept = InMemoryUploadedFile(*_empty(self)), True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > most_bytes():
            self._kept = False
            self._file.file.truncate(0)  # type: ignore[union-attr]
        if self._kept:
            self._file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        self._file.seek(0)
        self._file.size = file_size
        return self._file


def _empty(handler: FileUploadHandler) -> Any:
    from io import BytesIO

    return (
        BytesIO(), handler.field_name, handler.file_name, handler.content_type, 0, handler.charset,
        handler.content_type_extra,
    )  # fmt: skip
