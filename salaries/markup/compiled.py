"""Compiled templates beside their sources, as Python keeps its own: no process compiles what one before it compiled."""

import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from pickle import UnpicklingError

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket


class Beside(FileSystemBytecodeCache):
    """Files of compiled templates. Where one cannot be read or written, each process compiles for itself."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was kept, unless it is of another source or no compiled template at all."""
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError, TypeError, UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, unless Python was asked to keep none (PYTHONDONTWRITEBYTECODE)."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)


def beside(templates: Path) -> BytecodeCache:
    """Compiled templates of a folder: each is of one source, one Python and one Jinja, and made anew with another."""
    return Beside(str(templates / "__pycache__"), f"%s.jinja-{version('jinja2')}.pyc")
