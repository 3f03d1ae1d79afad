"""Files that are made once and kept for who asks for their parts: in a folder of so many bytes, on this machine alone.

The folder belongs to the site's own user and is read by nobody else. A file is written beside its place and then put
there, so it is whole or not there, and who has it open reads on although it is removed.
"""

import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import BinaryIO, TextIO

PATIENCE = 20.0
"""Seconds to wait for a file that somebody else is making: clients give up after 30."""
_LOOK = 0.1


class BeingMade(Exception):
    """Somebody else is making a file, for longer than we wait."""


@dataclass(frozen=True)
class KeptFiles:
    """The files of a folder. What belongs to another `generation` than the newest file is out of date."""

    folder: Path
    most: int

    def find(self, generation: str, name: str) -> BinaryIO | None:
        """A file, open at its beginning; None where it has to be made. Raises OSError where the folder is not ours."""
        self._own()
        try:
            file = self._place(generation, name).open("rb")
        except FileNotFoundError:
            return None
        os.utime(file.fileno())
        return file

    def get(self, generation: str, name: str, make: Callable[[Path], Path]) -> BinaryIO:
        """The same, made where it is not there: by one at a time, since each needs room of its own while it is made.

        `make` is given a folder to work in, which is removed afterwards, and answers with the file. Raises BeingMade,
        and OSError where the disk is full.
        """
        with self._alone():
            held = self.find(generation, name)
            if held:
                return held
            self._let_go_of_others(generation)
            with self._workshop() as work:
                made = make(work)
                self._make_room(made.stat().st_size)
                made.replace(self._place(generation, name))
            return self._place(generation, name).open("rb")

    def _place(self, generation: str, name: str) -> Path:
        return self.folder / f"{generation}.{name}"

    def _own(self) -> None:
        """Make the folder, and see that nobody else put one there to have us read what they wrote."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = self.folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
            raise PermissionError(f"{self.folder} is not this user's alone.")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process or thread makes a file meanwhile. The system ends that for one that is killed."""
        self._own()
        with (self.folder / "lock").open("w") as lock:
            _wait_for(lock)
            yield

    @contextmanager
    def _workshop(self) -> Iterator[Path]:
        """An empty folder, whatever one who was killed left there."""
        work = self.folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _files(self) -> list[Path]:
        return [path for path in self.folder.iterdir() if path.name not in ("lock", "work")]

    def _let_go_of_others(self, generation: str) -> None:
        """Remove what is out of date: first, since what is made next may need its room."""
        for path in self._files():
            if not path.name.startswith(f"{generation}."):
                path.unlink()

    def _make_room(self, size: int) -> None:
        """Remove what was longest not asked for, until so many more bytes have room."""
        held = [(path, path.stat()) for path in self._files()]
        room = self.most - size - sum(found.st_size for _, found in held)
        for path, found in sorted(held, key=lambda file: file[1].st_mtime):
            if room < 0:
                path.unlink()
                room += found.st_size


def _wait_for(lock: TextIO) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise BeingMade from None
            time.sleep(_LOOK)
