"""Files that came by the browser: what is refused at sight, and where they lie while they are read.

A file is kept in the database. Formats read files of a folder, so a worker puts it into one of its own while a
step runs. The folder is locked for as long as the worker lives; one that is no longer locked was left by a worker
that was killed, and the next step removes it.
"""

import os
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from salaries.imports.files import TEXTS, WORKBOOKS, is_workbook
from salaries.imports.probing import opens
from salaries.imports.reading import FileRefused

UNPACKED = 20
"""How many times its size a packed file may unpack to. What publishers pack unpacks to ten times."""
_LEAST = 50_000_000
"""What any file may unpack to, however small it is."""
_PREFIX = "compsite-import-"
_CHUNK = 1 << 16
_OTHERS = {
    b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
    b"{\\rtf": "a text document", b"<!DO": "a web page", b"<htm": "a web page", b"PAR1": "a Parquet file",
}  # fmt: skip


def plain_name(name: str) -> str:
    """The name of a file that somebody sent, without folders, as short as the guide keeps it."""
    plain = PurePosixPath(name.replace("\\", "/").replace("\0", "")).name.strip()
    if plain in ("", ".", ".."):
        return "file"
    ending = "".join(PurePosixPath(plain).suffixes)[-20:]
    stem = plain.removesuffix(ending)
    # A disk counts bytes, and the guide characters.
    return stem[:140].encode()[:200].decode(errors="ignore") + ending


def refusal(name: str, content: bytes) -> str:
    """Why a file cannot be a table, as far as a look at it tells; empty where it may be one."""
    if not content.strip():
        return f"“{name}” is empty."
    kind = next((kind for start, kind in _OTHERS.items() if content.startswith(start)), "")
    if kind:
        return f"“{name}” is {kind}, not a table: send CSV or a workbook."
    if not name.lower().endswith((*TEXTS, *WORKBOOKS)):
        return f"“{name}” has none of the endings that are read: {', '.join((*TEXTS, *WORKBOOKS))}."
    workbook, packed = name.lower().endswith(WORKBOOKS), content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
    if workbook and not packed:
        return f"“{name}” is no workbook, or was cut off: get it again, or give it its own ending."
    if packed and not workbook:
        return f"“{name}” is a workbook: give it its own ending, .xlsx or .xls."
    return ""


@contextmanager
def on_disk(name: str, content: bytes) -> Iterator[Path]:
    """The file in a folder of its own, and nothing of it afterwards.

    Raises FileRefused for a packed file that unpacks to far more than it is, and for a workbook that takes far more
    to open than others of its size. Removes what killed workers left.
    """
    remove_left_behind()
    folder, lock = _own_folder()
    try:
        inner = folder / "file"
        inner.mkdir()
        path = inner / name
        path.write_bytes(content)
        _refuse_bomb(path, max(_LEAST, UNPACKED * len(content)))
        if is_workbook(path) and not opens(path):
            raise FileRefused(
                f"“{name}” takes more memory or time than a workbook of its size does: it is not read. Does a cell "
                "stand far below or beside the table?"
            )
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _own_folder() -> tuple[Path, int]:
    """A new folder, and what keeps it locked. One that another worker took for left behind is made anew."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        try:
            lock = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            continue
        flock(lock, LOCK_EX)
        if folder.exists():
            return folder, lock
        os.close(lock)


def remove_left_behind() -> None:
    """Remove the folders of workers that are no more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            lock = os.open(folder, os.O_RDONLY)
        except OSError:
            continue
        try:
            flock(lock, LOCK_EX | LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
        finally:
            os.close(lock)


def _refuse_bomb(path: Path, most: int) -> None:
    unpacked = 0
    try:
        for size in _unpacked(path):
            unpacked += size
            if unpacked > most:
                raise FileRefused(
                    f"“{path.name}” unpacks to more than {most // 1_000_000:,} MB: it is not read."
                )
    except (OSError, ValueError, struct.error, zlib.error, zipfile.BadZipFile):
        return  # cut off or damaged: its format says so


def _unpacked(path: Path) -> Iterator[int]:
    """The bytes that a packed file really unpacks to, whatever it claims, a chunk at a time."""
    with path.open("rb") as file:
        start = file.read(2)
        if start == b"\x1f\x8b":
            file.seek(0)
            yield from _inflated(file, path.stat().st_size, 31)
        elif start == b"PK":
            with zipfile.ZipFile(path) as archive:
                members = archive.infolist()
            for member in members:
                file.seek(member.header_offset + 26)
                name, extra = struct.unpack("<HH", file.read(4))
                file.seek(name + extra, 1)
                if member.compress_type == zipfile.ZIP_DEFLATED:
                    yield from _inflated(file, member.compress_size, -15)
                else:
                    yield member.file_size


def _inflated(file: BinaryIO, size: int, kind: int) -> Iterator[int]:
    inflate, left = zlib.decompressobj(kind), size
    while left > 0 and (data := file.read(min(_CHUNK, left))):
        left -= len(data)
        while data:
            yield len(inflate.decompress(data, 1 << 20))
            data = inflate.unconsumed_tail
