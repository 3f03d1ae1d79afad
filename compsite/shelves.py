"""Answers in memory on shelves, each of which has so much room: the one asked for longest ago makes place."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from compsite.finished import Finished
from compsite.rules import Key


@dataclass(slots=True, eq=False)
class Held:
    """An answer, where it stands, and how many bytes it was counted as."""

    answer: Finished
    key: Key | None
    shelf: "Shelf | None" = None
    size: int = 0


@dataclass(slots=True, eq=False)
class Shelf:
    """Answers that share `room` bytes. Whoever calls has a lock, but for `touch`."""

    room: int
    size: int = 0
    held: OrderedDict[Key, Held] = field(default_factory=OrderedDict)

    def has_room_for(self, answer: Finished) -> bool:
        """Whether an answer may stand here: one that is too large would push out nearly all others."""
        return answer.size <= self.room // 4

    def touch(self, key: Key) -> None:
        """Somebody asked for it."""
        try:
            self.held.move_to_end(key)
        except KeyError:
            return  # another thread has just let it go

    def put(self, key: Key, held: Held) -> Iterator[Key]:
        """Hold an answer, or count it again, and yield what is let go of for that."""
        self.held.setdefault(key, held).shelf = self
        self.size += held.answer.size - held.size
        held.size = held.answer.size
        while self.size > self.room:
            oldest, gone = self.held.popitem(last=False)
            self.size -= gone.size
            gone.shelf = None
            yield oldest
