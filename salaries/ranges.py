"""Parts of a file that are asked for by their bytes (RFC 9110, section 14): one part, or else the whole file."""

import re
from collections.abc import Iterator
from typing import BinaryIO

BLOCK = 65_536


class NotThere(Exception):
    """The part that is asked for lies behind the file's end."""


def asked_part(header: str, size: int) -> range | None:
    """The bytes that a `Range` header asks for; None: the whole file.

    `bytes=0-99` are the first hundred, `bytes=100-` the rest, `bytes=-8` the last eight. Several parts at once, other
    units and what cannot be read are answered with the whole file, as the standard allows. Raises NotThere.
    """
    found = re.fullmatch(r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", header, flags=re.IGNORECASE)
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        part = range(max(size - int(last), 0), size)
    elif last and int(last) < int(first):
        return None
    else:
        part = range(int(first), min(int(last) + 1, size) if last else size)
    if not part:
        raise NotThere
    return part


class Part(Iterator[bytes]):
    """A part of an open file, block by block. Closing it closes the file, whether any was read or not."""

    def __init__(self, file: BinaryIO, part: range) -> None:
        self._file = file
        self._left = len(part)
        file.seek(part.start)

    def __next__(self) -> bytes:
        block = self._file.read(min(BLOCK, self._left)) if self._left else b""
        if not block:
            self.close()
            raise StopIteration
        self._left -= len(block)
        return block

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
