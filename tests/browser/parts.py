"""How other programs read a site's files over http."""

from datetime import UTC, datetime
from typing import Any
from urllib.request import Request, urlopen

from fsspec import AbstractFileSystem
from fsspec.spec import AbstractBufferedFile


class Parts(AbstractFileSystem):  # type: ignore[misc]
    """Files over http as DuckDB's own extension reads them: the length first, then the parts that it wants.

    `asked` holds what was asked for, and the status of the answer.
    """

    protocol = "http"
    cachable = False

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, int]] = []

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return path

    def exists(self, path: str, **_more: Any) -> bool:
        """Asking for its length will tell."""
        return True

    def modified(self, path: str) -> datetime:
        """Our files have no day; their tag says which they are."""
        return datetime(2026, 1, 1, tzinfo=UTC)

    def info(self, path: str, **_more: Any) -> dict[str, Any]:
        """The length, without the file."""
        with urlopen(Request(path, method="HEAD")) as answer:  # noqa: S310 - our own server on loopback
            self.asked.append(("HEAD", answer.status))
            return {"name": path, "size": int(answer.headers["Content-Length"]), "type": "file"}

    def _open(self, path: str, mode: str = "rb", **_more: Any) -> "Part":
        return Part(self, path, mode, cache_type="none")


class Part(AbstractBufferedFile):  # type: ignore[misc]
    """One of them, open."""

    def _fetch_range(self, start: int, end: int) -> bytes:
        asked = {"Range": f"bytes={start}-{end - 1}"}
        with urlopen(Request(self.path, headers=asked)) as answer:  # noqa: S310 - our own server on loopback
            self.fs.asked.append(("GET", answer.status))
            return bytes(answer.read())
