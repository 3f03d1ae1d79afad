"""Files of any size: streamed as they are made, or sent in the parts that are asked for."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from os import fstat
from typing import BinaryIO, Protocol

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response

from salaries.ranges import NotThere, Part, asked_part
from salaries.responses.data import data_failure
from salaries.responses.declared import PUBLIC, etag

LARGE = {"csv.gz": "application/gzip", "parquet": "application/vnd.apache.parquet"}
"""Endings of large files, and what they are."""


@dataclass(frozen=True)
class LargeFile:
    """A file that is known before it is read: its name and ending, data version, and all that decides its bytes.

    These are what it says (`state`) and, where it is made whole, what makes it.
    """

    name: str
    ending: str
    version: int
    state: str
    maker: str = ""

    @property
    def tag(self) -> str:
        return etag(f"{self.state} {self.ending}{self.maker}".encode())


def held_already(request: HttpRequest, file: LargeFile) -> HttpResponseBase | None:
    """304 for who has the file; None where it has to be read."""
    response = get_conditional_response(request, etag=file.tag)
    return _large(response, file) if response is not None else None


class Blocks(Protocol):
    """What a file is made of, block by block; to be closed, whether any was read or not."""

    def __iter__(self) -> Iterator[bytes]: ...

    def __next__(self) -> bytes: ...

    def close(self) -> None: ...


def _nothing() -> Generator[bytes]:
    yield from ()


class Streamed(StreamingHttpResponse):
    """A file that is sent block by block.

    Where another answer takes its place, what it holds is let go of; `close` would end the request too.
    """

    def __init__(self, blocks: Blocks, ending: str, length: int | None = None) -> None:
        super().__init__(blocks, content_type=LARGE[ending])
        if length is not None:
            self.headers["Content-Length"] = str(length)
        self._blocks = blocks

    def let_go(self) -> None:
        """Close the file, or the rows that it is made of."""
        self._blocks.close()


def headers_alone(request: HttpRequest, file: LargeFile) -> HttpResponseBase | None:
    """The headers of a file that is not kept, for who asks for those. How long it will be is not known."""
    if request.method != "HEAD":
        return None
    return _large(Streamed(_nothing(), file.ending), file)


def large_file(file: LargeFile, blocks: Blocks) -> HttpResponseBase:
    """A file as it is made: block by block, and not at all where none is asked for."""
    return _large(Streamed(blocks, file.ending), file)


def file_in_parts(request: HttpRequest, file: LargeFile, whole: BinaryIO) -> HttpResponseBase:
    """A file that is there: whole, or the part of it that is asked for (206). It is closed with the answer.

    Who has a part of another file than this one (`If-Range`) is sent the whole.
    """
    size = fstat(whole.fileno()).st_size
    if request.method == "HEAD":
        whole.close()
        return _large(Streamed(_nothing(), file.ending, size), file)
    alike = request.headers.get("If-Range", file.tag) == file.tag
    try:
        part = asked_part(request.headers.get("Range", "") if alike else "", size)
    except NotThere:
        whole.close()
        response = data_failure(f"The file has {size} bytes.", file.ending, 416)
        response.headers["Content-Range"] = f"bytes */{size}"
        return response
    asked = part or range(size)
    sent = Streamed(Part(whole, asked), file.ending, len(asked))
    if part:
        sent.status_code = 206
        sent.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return _large(sent, file)


def _large(response: HttpResponseBase, file: LargeFile) -> HttpResponseBase:
    """The headers that such a file always has. It is packed already: nothing on the way is to do so again."""
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}.{file.ending}"'
    response.headers["Data-Version"] = str(file.version)
    response.headers["Cache-Control"] = f"{PUBLIC}, no-transform"
    response.headers["ETag"] = file.tag
    response.headers["X-Robots-Tag"] = "noindex"
    if file.maker:
        response.headers["Accept-Ranges"] = "bytes"
    return response
