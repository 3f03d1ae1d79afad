"""What is kept for a data version: read once after a change of public data, and held until the next one.

How and why: docs/decisions/0042-kept-for-a-version.md.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from salaries.models.versions import Stamp, newest_stamp

_trying = ContextVar("trying", default=False)


@contextmanager
def nothing_kept() -> Iterator[None]:
    """While something is tried that will be taken back: all is read anew, and none of it is held."""
    token = _trying.set(True)
    try:
        yield
    finally:
        _trying.reset(token)


class Once[T]:
    """What `read` gives, read when somebody first asks for it, and once however many ask."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._held: tuple[T] | None = None
        self._reading = Lock()

    def get(self) -> T:
        if self._held is None:
            with self._reading:
                if self._held is None:
                    self._held = (self._read(),)
        return self._held[0]


class KeptForVersion[T]:
    """What `read` gives, for the newest data version that this process was asked for.

    A version is known by its time too: a change that is taken back leaves its number to another. One that is still
    open may yet change, so that nothing is kept of it.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._held: tuple[Stamp, T] | None = None
        self._reading = Lock()
        """Held by the one thread that reads after a change; the others wait for what it reads."""

    def now(self) -> T:
        """Today's: 1 query, and those of `read` for the first who asks after a change."""
        return self.of(newest_stamp())

    def of(self, stamp: Stamp | None) -> T:
        """The same where the newest version is known: no query but those of `read`."""
        if stamp is None or stamp.is_open or _trying.get():
            return self._read()
        with self._reading:
            if self._held is None or self._held[0] != stamp:
                self._held = (stamp, self._read())
            return self._held[1]
