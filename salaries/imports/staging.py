"""Cells on their way into the database: a temporary table, so that comparing and writing are a few statements.

Reading a file of half a million cells takes a while. Meanwhile nothing else waits: a temporary table is this
connection's own, on SQLite too. Only `write` and what follows hold the one write lock, for as long as one
statement takes. Former and new values are compared by the database, whatever their number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import batched
from typing import Any, NamedTuple

from django.db import connection, transaction

from salaries.imports.placing import Placed
from salaries.imports.reading import ReadCell
from salaries.models.changes import VALUE_FIELDS
from salaries.models.figures import NUMBER_FIELDS

TABLE = "import_staged"
KEY = ("role_id", "location_id", "level_id", "option_id", "measure", "currency", "pay_period")
ERRORS = ("mean_error", "median_error")
COLUMNS = ("staged_id", "row_number", *KEY, *VALUE_FIELDS)
_BATCH = 5_000
_TYPES = {
    "staged_id": "bigint",
    "row_number": "integer",
    "measure": "varchar(24)",
    "currency": "varchar(3)",
    "pay_period": "varchar(5)",
    "source_note": "varchar(300)",
}


def _type(column: str) -> str:
    if column in _TYPES:
        return _TYPES[column]
    if column.endswith("_id"):
        return "bigint"
    if column.endswith("_mark"):
        return "varchar(14)"
    return "integer" if column in ("sample_size", "employment") else "numeric(14, 2)"


def staged_row(cell: ReadCell, placed: Placed) -> tuple[Any, ...]:
    """The cell as a row of the table, in the order of `COLUMNS` but for the first, which `fill` counts."""
    numbers, marks = cell.numbers, cell.marks
    return (
        cell.row, placed.role, placed.location, placed.level, placed.option, cell.measure, cell.currency,
        cell.pay_period,
        *[_plain(numbers.get(name)) for name in NUMBER_FIELDS],
        *[marks.get(name, "") for name in NUMBER_FIELDS],
        cell.source_note[:300],
    )  # fmt: skip


def _plain(value: Decimal | int | None) -> str | int | None:
    return str(value) if isinstance(value, Decimal) else value


class Repeat(NamedTuple):
    """A row whose cell another row is of too: its number in the table and in the file, and what it says."""

    staged: int
    row: int
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """A staged row and the figure that is there already: what they say, by the names of `VALUE_FIELDS`."""

    staged_id: int
    row: int
    figure: int
    part: int
    staged: Mapping[str, Any]
    held: Mapping[str, Any]


class Staging:
    """The table, from `opened` on. All of it is SQL that SQLite and PostgreSQL share."""

    def __init__(self) -> None:
        self.rows = 0

    def fill(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Put rows in, thousands at a time."""
        with _own_transaction(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.cursor.copy(f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                    for row in rows:
                        self.rows += 1
                        copy.write_row((self.rows, *row))
                return
            marks = ", ".join(["%s"] * len(COLUMNS))
            insert = f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES ({marks})"
            for chunk in batched(rows, _BATCH):
                first = self.rows + 1
                cursor.executemany(insert, [(number, *row) for number, row in enumerate(chunk, first)])
                self.rows += len(chunk)

    def repeats(self) -> list[list[Repeat]]:
        """Rows of one cell, each group with its first row in front."""
        key = ", ".join(KEY)
        same = " AND ".join(_same(f"s.{name}", f"k.{name}") for name in KEY)
        rows = _all(
            f"SELECT {', '.join(f's.{name}' for name in KEY)}, s.staged_id, s.row_number, "
            f"{', '.join(f's.{name}' for name in VALUE_FIELDS)} FROM {TABLE} s JOIN "
            f"(SELECT {key} FROM {TABLE} GROUP BY {key} HAVING COUNT(*) > 1) k ON {same} ORDER BY s.staged_id"
        )
        groups: dict[tuple[Any, ...], list[Repeat]] = {}
        for row in rows:
            cell, (staged, number, *values) = tuple(row[: len(KEY)]), row[len(KEY) :]
            groups.setdefault(cell, []).append(Repeat(staged, number, tuple(values)))
        return list(groups.values())

    def drop(self, staged: Iterable[int]) -> None:
        """Take rows out, by `staged_id`."""
        for chunk in batched(staged, 500):
            _do(f"DELETE FROM {TABLE} WHERE staged_id IN ({', '.join(['%s'] * len(chunk))})", chunk)

    def settle(self, column: str, made: dict[int, int]) -> None:
        """Give rows the ids of what was made for them, in place of numbers below zero."""
        for number, pk in made.items():
            _do(f"UPDATE {TABLE} SET {column} = %s WHERE {column} = %s", (pk, number))

    def find(self, release: int) -> None:
        """Note beside each row which figure of the release is of its cell, if any."""
        same = " AND ".join(
            [
                *(f"f.{name} = {TABLE}.{name}" for name in KEY if name not in ("level_id", "option_id")),
                *(
                    f"COALESCE(f.{name}, 0) = COALESCE({TABLE}.{name}, 0)"
                    for name in ("level_id", "option_id")
                ),
            ]
        )
        if _all("SELECT 1 FROM salaries_figure WHERE release_id = %s LIMIT 1", (release,)):
            _indexed("role_id, location_id")
            _do(
                f"UPDATE {TABLE} SET figure_id = f.id FROM salaries_figure f "
                f"WHERE f.release_id = %s AND {same}",
                (release,),
            )
            _indexed("figure_id")

    def count(self, condition: str = "1 = 1") -> int:
        """How many rows hold the condition."""
        return int(_all(f"SELECT COUNT(*) FROM {TABLE} WHERE {condition}")[0][0])

    def different(self, parts: Sequence[int] = (), *, only_errors: bool = False) -> Iterator[Against]:
        """Rows whose figure says something else, or belongs to one of some parts.

        Errors that the file does not give are no difference.
        """
        names = ERRORS if only_errors else VALUE_FIELDS
        unlike = " OR ".join(_unlike(name) for name in names)
        if parts and not only_errors:
            unlike += f" OR f.part_id IN ({', '.join(str(int(pk)) for pk in parts)})"
        found = _all(
            f"SELECT s.staged_id, s.row_number, f.id, f.part_id, {', '.join(f's.{name}' for name in VALUE_FIELDS)}, "
            f"{', '.join(f'f.{name}' for name in VALUE_FIELDS)} "
            f"FROM {TABLE} s JOIN salaries_figure f ON f.id = s.figure_id WHERE {unlike} ORDER BY s.staged_id"
        )
        width = len(VALUE_FIELDS)
        for row in found:
            staged, held = row[4 : 4 + width], row[4 + width :]
            staged_id, number, figure, part = row[:4]
            yield Against(
                staged_id,
                number,
                figure,
                part,
                dict(zip(VALUE_FIELDS, staged, strict=True)),
                dict(zip(VALUE_FIELDS, held, strict=True)),
            )

    def drop_unfound(self) -> int:
        """Take rows out whose cell has no figure. Returns how many."""
        return _do(f"DELETE FROM {TABLE} WHERE figure_id IS NULL")

    def figures_not_here(self, parts: Sequence[int]) -> list[int]:
        """Figures of some parts that no row is of: what a corrected file no longer has."""
        if not parts:
            return []
        marks = ", ".join(["%s"] * len(parts))
        found = _all(
            f"SELECT f.id FROM salaries_figure f LEFT JOIN {TABLE} s ON s.figure_id = f.id "
            f"WHERE f.part_id IN ({marks}) AND s.figure_id IS NULL ORDER BY f.id",
            parts,
        )
        return [pk for (pk,) in found]

    def write(self, part: int, release: int) -> int:
        """Make a figure of each row that has none yet, in one statement. Returns how many."""
        names = ", ".join((*KEY, *VALUE_FIELDS))
        return _do(
            f"INSERT INTO salaries_figure (part_id, release_id, revision, {names}) "
            f"SELECT %s, %s, 0, {names} FROM {TABLE} WHERE figure_id IS NULL ORDER BY staged_id",
            (part, release),
        )


@contextmanager
def opened() -> Iterator[Staging]:
    """An empty table, and none afterwards."""
    columns = ", ".join(f"{name} {_type(name)}" for name in COLUMNS)
    _do(f"DROP TABLE IF EXISTS {TABLE}")
    _do(f"CREATE TEMPORARY TABLE {TABLE} ({columns}, figure_id bigint)")
    try:
        yield Staging()
    finally:
        if not connection.needs_rollback:
            _do(f"DROP TABLE IF EXISTS {TABLE}")


@contextmanager
def _own_transaction() -> Iterator[None]:
    """One transaction for many statements that reads and writes no table of others: no lock is taken for it."""
    if connection.in_atomic_block or connection.vendor != "sqlite":
        with transaction.atomic():
            yield
        return
    _do("BEGIN DEFERRED")
    try:
        yield
    except BaseException:
        _do("ROLLBACK")
        raise
    _do("COMMIT")


def _indexed(columns: str) -> None:
    """An index for what follows, and counts for the planner."""
    schema, name = "temp." if connection.vendor == "sqlite" else "", columns.replace(", ", "_")
    _do(f"CREATE INDEX {schema}{TABLE}_{name} ON {TABLE} ({columns})")
    if connection.vendor == "postgresql":
        _do(f"ANALYZE {TABLE}")


def _same(one: str, other: str) -> str:
    return f"{one} IS NOT DISTINCT FROM {other}"


def _unlike(name: str) -> str:
    unlike = f"s.{name} IS DISTINCT FROM f.{name}"
    if name in ERRORS:
        return f"(s.{name} IS NOT NULL AND {unlike})"
    if name in {f"{error}_mark" for error in ERRORS}:
        return f"(s.{name} <> '' AND {unlike})"
    return unlike


def _all(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _do(sql: str, values: Sequence[Any] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)
