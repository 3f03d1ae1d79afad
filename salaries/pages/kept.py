"""What is kept for a data version: read once after a change of public data, and held until the next one.

How and why: docs/decisions/0042-kept-for-a-version.md.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
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


class Room[K, V]:
    """Values by key, as many as there is room for: what came first makes place. `size` says how much each takes."""

    def __init__(self, most: int, size: Callable[[V], int]) -> None:
        self._most, self._size_of = most, size
        self._held: dict[K, V] = {}
        self._size = 0
        self._lock = Lock()

    def those_of(self, keys: Collection[K]) -> dict[K, V]:
        """The values of those keys that are here."""
        with self._lock:
            return {key: self._held[key] for key in keys if key in self._held}

    def hold(self, found: Mapping[K, V]) -> None:
        """Hold what was found, and let go of what came first where there is no more room."""
        with self._lock:
            for key, value in found.items():
                if key not in self._held:
                    self._held[key] = value
                    self._size += self._size_of(value)
            while self._size > self._most:
                self._size -= self._size_of(self._held.pop(next(iter(self._held))))


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
