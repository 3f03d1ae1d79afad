"""Queries that are written once: Django takes longer to write a page's largest query than a database to answer it."""

from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Any

from django.db import connections
from django.db.models import QuerySet


class Prepared:
    """A query whose text is kept, asked with other numbers each time.

    `write` gives the rows, a `values_list`, for numbers that stand for those that will be asked for.
    """

    def __init__(self, write: Callable[..., QuerySet[Any, Any]], numbers: int) -> None:
        self._stand_ins = [_STAND_IN - number for number in range(numbers)]
        rows = write(*self._stand_ins)
        compiler = rows.query.get_compiler(using=rows.db)
        self._sql, self._given = compiler.as_sql()
        # What makes of a column's value what Python has, by its place in the row.
        self._converters = compiler.get_converters([column for column, _, _ in compiler.select]).items()

    def rows(self, using: str, numbers: Sequence[int]) -> Iterator[list[Any]]:
        """The rows for these numbers, as the query set would give them."""
        return (self.read(using, row) for row in self.found(using, numbers))

    def found(self, using: str, numbers: Sequence[int]) -> list[Sequence[Any]]:
        """The rows as the database has them: numbers and texts are themselves, decimals and days may not be."""
        asked = dict(zip(self._stand_ins, numbers, strict=True))
        with connections[using].cursor() as cursor:
            cursor.execute(self._sql, [asked.get(value, value) for value in self._given])
            return list(cursor.fetchall())

    def read(self, using: str, found: Sequence[Any]) -> list[Any]:
        """One of the rows found, as the query set would give it."""
        connection = connections[using]
        row = list(found)
        for at, (converters, expression) in self._converters:
            if row[at] is not None:
                for convert in converters:
                    row[at] = convert(row[at], expression, connection)
        return row


_STAND_IN = -9_000_000_000
"""The first number that no row has as its key."""


class PreparedByShape[Shape]:
    """A query of several shapes, each written when it is first asked for, in each database."""

    def __init__(self, write: Callable[[Shape], Prepared], most: int) -> None:
        self._write = write
        self._most = most
        self._held: dict[tuple[str, Shape], Prepared] = {}
        self._lock = Lock()

    def of(self, using: str, shape: Shape) -> Prepared:
        held = self._held.get((using, shape))
        if held is None:
            held = self._write(shape)
            with self._lock:
                if len(self._held) >= self._most:
                    self._held.pop(next(iter(self._held)))
                self._held[using, shape] = held
        return held
