"""Published figures as files, however many they are: CSV by lines, compressed as they go, and Parquet, made once.

Only what pages show is written, with the digits that they have.
"""

import csv
import logging
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from hashlib import sha256
from importlib.metadata import version as installed
from itertools import batched, chain
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db.models import Q

from salaries.exports import Value, csv_lines
from salaries.kept_files import KeptFiles
from salaries.models import DataVersion, Figure, FigureVersion
from salaries.models.base import ALL_LEVELS
from salaries.models.figures import FigureQuerySet
from salaries.models.history import figures_as_of
from salaries.pages.downloads import Wanted
from salaries.pages.takealong import newest_version
from salaries.pay.cells import NONE, Number
from salaries.pay.downloads import COLUMNS, NAMES, PAY
from salaries.pay.records import amount_text, error_text, period_record
from salaries.subjects import SubjectName

LOG = logging.getLogger(__name__)
Row = list[Value]
Values = tuple[Any, ...]
_PATHS = (
    "role__slug", "level__slug", "location__slug", "option__slug", "measure", "currency", "pay_period",
    *(path for name in PAY for path in (name, f"{name}_mark")),
    "mean_error", "median_error", "sample_size", "employment", "source_note",
    "release__source__slug", "release__slug", "release__reference_start", "release__reference_end",
    "release__source__licence",
)  # fmt: skip
_CHUNK = 2_000
_LINES = 500
_TRIES = 5
_GZIP = 31
"""zlib's word for its own format within gzip's, without a name or a time: the same bytes each time."""
_MEMORY = "64MB"
_BUFFER = 4_000_000
"""Bytes; a row may have half of that. By itself DuckDB takes 32 MB at a time."""
_GROUP = 20_000
_TYPES = {"string": "VARCHAR", "number": "DECIMAL(14,2)", "integer": "BIGINT"}


class Moving(Exception):
    """The data changed again and again while it was asked for."""


class NoRoom(Exception):
    """The disk does not take the file."""


class Rows(Iterator[Row]):
    """Rows of one data version. They are to be closed: the database keeps the place where reading stopped."""

    def __init__(self, version: int, asked: Generator[Values], first: Values | None = None) -> None:
        self.version = version
        self._asked = asked
        self._values = chain([first] if first else [], asked)

    def __next__(self) -> Row:
        return _row(next(self._values), self.version)

    def close(self) -> None:
        """Ask for no more."""
        self._asked.close()


def rows_of(wanted: Wanted) -> Rows:
    """The rows of the figures that are wanted, and their data version: both of one moment.

    What the database answers with its first row is of one moment; if the version is the same before and after, it
    is that moment's. Raises Moving where that does not come about.
    """
    for _ in range(_TRIES):
        version = newest_version()
        if wanted.as_of not in (0, version):
            return Rows(wanted.as_of, _asked_as_of(wanted, wanted.as_of))
        found = _asked(wanted.figures())
        first = next(found, None)
        if newest_version() == version:
            return Rows(version, found, first)
        found.close()
    raise Moving


def _asked(figures: FigureQuerySet) -> Generator[Values]:
    """By release, as they came: an index has them in this order."""
    yield from figures.order_by("release_id", "pk").values_list(*_PATHS).iterator(chunk_size=_CHUNK)


def _asked_as_of(wanted: Wanted, version: int) -> Generator[Values]:
    """As the pages of that version show them, a role of a release at a time. What was erased is not there."""
    for release in wanted.releases():
        here = {"release": release}
        now, then = (rows.filter(**here).order_by() for rows in (Figure.objects, FigureVersion.objects))
        roles = {
            *now.values_list("role", flat=True).distinct(),
            *then.values_list("role", flat=True).distinct(),
        }
        for role in sorted(roles):
            figures = figures_as_of(version, Q(release=release, role=role))
            yield from (_values(figure) for figure in figures if not figure.erased)


def _values(figure: Figure) -> Values:
    """The same of a figure that was put together."""
    return tuple(_at(figure, path.split("__")) for path in _PATHS)


def _at(row: Any, names: Iterable[str]) -> Any:
    for name in names:
        row = getattr(row, name) if row is not None else None
    return row


def _row(values: Values, version: int) -> Row:
    """The values of `_PATHS` as those of `COLUMNS`. A figure without a number to show has no sample size either."""
    role, level, location, option, measure, currency, pay_period = values[:7]
    mean_error, median_error, sample, employment, note, source, release, start, end, licence = values[23:]
    amounts: Row = []
    states = {}
    for name, value, mark in zip(PAY, values[7:23:2], values[8:23:2], strict=True):
        states[name] = Number(value, mark).state != NONE
        amounts += (amount_text(value, currency), mark or None) if states[name] else (None, None)
    shown = any(states.values())
    period = period_record(start, end)
    return [
        str(SubjectName(role, level or ALL_LEVELS, location, option or "")),
        role, level or ALL_LEVELS, location, option, measure, currency, pay_period,
        *amounts,
        error_text(mean_error) if states["mean"] else None,
        error_text(median_error) if states["median"] else None,
        sample if shown else None,
        employment if shown else None,
        note or None,
        source,
        f"{source}/{release}",
        f"{period['start']}/{period['end']}" if period else None,
        licence,
        version,
    ]  # fmt: skip


class Blocks(Iterator[bytes]):
    """Rows as compressed CSV, block by block. Closing it lets go of the rows, whether any was read or not."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._blocks = gzipped_csv(rows)

    def __next__(self) -> bytes:
        return next(self._blocks)

    def close(self) -> None:
        """Let go of the rows."""
        self._blocks.close()
        self._rows.close()


def gzipped_csv(rows: Iterable[Row]) -> Generator[bytes]:
    """A table as compressed CSV, block by block. No spreadsheet runs its texts."""
    squeeze = zlib.compressobj(wbits=_GZIP)
    for lines in batched(csv_lines(NAMES, rows), _LINES):
        if block := squeeze.compress("".join(lines).encode()):
            yield block
    yield squeeze.flush()


def maker(today: int) -> str:
    """What decides the bytes of a Parquet file beside what it says: 1 query.

    The moment of the version tells a database from one that was put back and counts the same numbers again.
    """
    moments = DataVersion.objects.filter(number=today).values_list("committed_at", flat=True)
    return f"duckdb {installed('duckdb')} {moments.first()}"


def held_parquet(state: str, made: str) -> BinaryIO | None:
    """The Parquet file of what `state` says, open at its beginning; None where it has to be made."""
    with _no_room():
        return _shelf().find(_digest(made), _digest(state))


def made_parquet(state: str, made: str, rows: Rows) -> BinaryIO:
    """The same, made of the rows if nobody made it meanwhile; they are let go of. Raises NoRoom and BeingMade."""
    with _no_room(), closing(rows):
        return _shelf().get(_digest(made), _digest(state), partial(write_parquet, rows))


def write_parquet(rows: Iterable[Row], folder: Path) -> Path:
    """A table as Parquet in an empty folder, with exact decimals: always the same bytes."""
    import duckdb

    table, file = folder / "figures.csv", folder / "figures.parquet"
    with table.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)
    config: Any = {"memory_limit": _MEMORY, "threads": 1, "temp_directory": str(folder)}
    with duckdb.connect(config=config) as database:
        read = database.read_csv(
            str(table),
            columns={column.name: _TYPES[column.kind] for column in COLUMNS},
            buffer_size=_BUFFER,
            header=False,
            sep=",",
            quotechar='"',
            escapechar='"',
            auto_detect=False,
        )
        try:
            read.write_parquet(str(file), compression="zstd", row_group_size=_GROUP)
        except duckdb.IOException as error:
            raise OSError(str(error)) from error
    return file


@contextmanager
def _no_room() -> Iterator[None]:
    """What the disk refuses is told to the operator in the log, and to who asked in words of ours."""
    try:
        yield
    except OSError as error:
        LOG.error("A Parquet file could not be kept in %s: %s", settings.KEPT_FILES, error)
        raise NoRoom from error


def _shelf() -> KeptFiles:
    return KeptFiles(settings.KEPT_FILES, settings.DOWNLOADS_MB * 1_000_000)


def _digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:32]
