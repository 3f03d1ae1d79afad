"""A survey's file as a table that DuckDB reads by itself: CSV, CSV.gz, Parquet; XLSX by way of a CSV.

The columns of a text are read as text, whatever they hold; nothing is guessed of their kind. DuckDB's own
reader of workbooks would have to be downloaded, so python-calamine reads them.
"""

import csv
import glob
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from salaries.imports.files import Line, delimiter_of, is_workbook, lines, sheet_names
from salaries.imports.formats.survey_mapping import Column, Mapping
from salaries.imports.reading import FileRefused, Options

MEMORY = "320MB"
_GZIP = b"\x1f\x8b"
UNREADABLE = (duckdb.InvalidInputException, duckdb.IOException, duckdb.SerializationException)
"""What DuckDB raises where a file is at fault; anything else is a fault of ours."""


@dataclass
class Table:
    """An open file: the names of its columns, and where each of the mapping's columns stands."""

    path: Path
    names: list[str]
    kinds: list[str]
    header_row: int
    places: dict[Column, int] = field(default_factory=dict)
    delimiter: str = ""
    rows: Iterator[Line] | None = None

    def has(self, column: Column) -> bool:
        return column in self.places

    @property
    def parquet(self) -> bool:
        return bool(self.kinds)

    def text(self, index: int, trimmed: bool = True) -> str:
        """SQL for the text of a column, without outer blanks; lists are joined by semicolons."""
        if not self.parquet:
            return f"trim(c{index})" if trimmed else f"c{index}"
        name = '"' + self.names[index].replace('"', '""') + '"'
        return (
            f"array_to_string({name}, ';')" if self.kinds[index].endswith("[]") else f"trim({name}::VARCHAR)"
        )

    @property
    def row(self) -> str:
        """SQL for the row's number as a spreadsheet counts."""
        return "file_row::BIGINT" if self.rows is not None else f"row_number() OVER () + {self.header_row}"

    def relation(self, folder: Path) -> str:
        """SQL for the rows. A workbook's are written into the folder first."""
        if self.parquet:
            return f"read_parquet({quoted(_plain(self.path, folder))})"
        columns = [f"c{index}" for index in range(len(self.names))]
        source, skipped, delimiter = self.path, self.header_row - 1, self.delimiter
        if self.rows is not None:
            columns.append("file_row")
            source, skipped, delimiter = _as_csv(self.rows, len(self.names), folder), 0, ","
        compression = "gzip" if _start(source) == _GZIP else "none"
        kinds = ", ".join(f"'{column}': 'VARCHAR'" for column in columns)
        return (
            f"read_csv({quoted(_plain(source, folder))}, auto_detect = false, header = true, skip = {skipped}, "
            f"delim = {quoted(delimiter)}, quote = '\"', escape = '\"', strict_mode = true, "
            f"null_padding = false, compression = '{compression}', columns = {{{kinds}}})"
        )


def quoted(text: str | Path) -> str:
    """A text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory, which spills into the folder and loads nothing from elsewhere."""
    return duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(folder),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )


def opened(path: Path, mapping: Mapping, options: Options) -> Table:
    """The file, if it has the columns that the mapping needs; of a workbook, the first sheet that has them."""
    if path.suffix.lower() == ".zip":
        raise FileRefused(f"“{path.name}” is an archive: unpack it and give the table that is in it.")
    if path.suffix.lower() in (".parquet", ".pq"):
        return _placed(_parquet(path), mapping)
    if not is_workbook(path):
        table = _placed(_text(path, options), mapping)
        if mapping.last_line_ends and not _last_line_ends(path):
            raise FileRefused(
                f"“{path.name}” ends in the middle of a line: it was cut off while it was downloaded. Get it again."
            )
        return table
    refused: FileRefused | None = None
    for sheet in [options.sheet] if options.sheet else sheet_names(path):
        try:
            return _placed(_sheet(path, sheet, options), mapping)
        except FileRefused as error:
            refused = refused or error
    raise refused or FileRefused(f"“{path.name}” has no sheet.")


def _header(path: Path, rows: Iterator[Line], options: Options) -> Line:
    for line in rows:
        if line.number == options.header_row or (options.header_row is None and not line.blank):
            return line
    raise FileRefused(f"“{path.name}” has no header.")


def _text(path: Path, options: Options) -> Table:
    header = _header(path, lines(path), options)
    delimiter = delimiter_of(_first_text(path))
    return Table(path, [name.strip() for name in header.values], [], header.number, delimiter=delimiter)


def _first_text(path: Path) -> str:
    import gzip

    with gzip.open(path) if _start(path) == _GZIP else path.open("rb") as raw:
        return raw.read(65_536).decode("utf-8-sig", errors="ignore")


def _last_line_ends(path: Path) -> bool:
    """Whether a text ends with the end of a line. A compressed one that was cut off cannot be read at all."""
    if _start(path) == _GZIP:
        return True
    with path.open("rb") as raw:
        raw.seek(-1, SEEK_END)
        return raw.read(1) in b"\r\n"


def _sheet(path: Path, sheet: str, options: Options) -> Table:
    rows = lines(path, sheet)
    header = _header(path, rows, options)
    return Table(path, [name.strip() for name in header.values], [], header.number, rows=rows)


def _parquet(path: Path) -> Table:
    if not path.is_file():
        raise FileRefused(f"There is no file “{path.name}” there.")
    if path.stat().st_size == 0:
        raise FileRefused(f"“{path.name}” is empty.")
    try:
        with TemporaryDirectory() as folder, connect(Path(folder)) as database:
            where = quoted(_plain(path, Path(folder)))
            found = database.execute(f"DESCRIBE SELECT * FROM read_parquet({where})").fetchall()  # noqa: S608
    except UNREADABLE as error:
        raise unreadable(path, error) from None
    return Table(path, [name for name, *_ in found], [kind for _, kind, *_ in found], 1)


def _placed(table: Table, mapping: Mapping) -> Table:
    """The table with the mapping's columns found. FileRefused where one is missing or stands twice."""
    for column in columns_of(mapping):
        name = next((name for name in column.names if name in table.names), None)
        if name is None and not column.optional:
            first, *others = column.names
            either = f" (nor “{'”, “'.join(others)}”)" if others else ""
            raise FileRefused(
                f"“{table.path.name}” has no column “{first}”{either}, where the mapping “{mapping.name}” "
                f"expects {column.purpose}."
            )
        if name is not None and table.names.count(name) > 1:
            raise FileRefused(f"“{table.path.name}” has {table.names.count(name)} columns named “{name}”.")
        if name is not None:
            table.places[column] = table.names.index(name)
    return table


def columns_of(mapping: Mapping) -> list[Column]:
    """Every column that the mapping names, optional ones too."""
    pairs = mapping.pay.pairs
    one_by_one: Sequence[Column | None] = [
        mapping.pay.column, mapping.roles.column, mapping.places.column, mapping.pay.currency_column,
        mapping.period.column, mapping.weight, mapping.levels.column if mapping.levels else None,
    ]  # fmt: skip
    several = chain(
        (option.column for option in mapping.options),
        (each.column for each in mapping.filters),
        pairs.distinct if pairs else (),
    )
    return [column for column in (*one_by_one, *several) if column is not None]


def unreadable(path: Path, error: duckdb.Error) -> FileRefused:
    """What to say of a file that DuckDB could not read to its end."""
    said = str(error)
    line = said.partition("CSV Error on Line: ")[2].split("\n")[0]
    where = f" in row {int(line):,}" if line.isdigit() else ""
    if "not utf-8" in said:
        return FileRefused(f"“{path.name}” is not written in UTF-8{where}: save it as “CSV UTF-8”.")
    if any(words in said for words in ("Expected Number of Columns", "unterminated quote")):
        return FileRefused(
            f"“{path.name}” is broken{where}: the row has too few or too many columns, or the file was cut off "
            "while it was downloaded. Get it again."
        )
    if "state machine" in said:
        return FileRefused(
            f"“{path.name}” is no CSV that can be read: its rows do not all end in the same way."
        )
    if any(words in said for words in ("GZIP", "magic bytes", "too small to be a Parquet")):
        return FileRefused(f"“{path.name}” was cut off while it was downloaded, or is not what it is called.")
    return FileRefused(f"“{path.name}” cannot be read ({said.strip().splitlines()[0][:160]}).")


def _start(path: Path) -> bytes:
    with path.open("rb") as raw:
        return raw.read(2)


def _plain(path: Path, folder: Path) -> Path:
    """The path, or a link to it where its name has signs in it that would stand for several files."""
    if not glob.has_magic(str(path)):
        return path
    link = folder / f"file{path.suffix}"
    if not link.exists():
        try:
            link.symlink_to(path.resolve())
        except OSError:
            shutil.copyfile(path, link)
    return link


def _as_csv(rows: Iterator[Line], width: int, folder: Path) -> Path:
    """A workbook's rows as a CSV in the folder, each with its number; blank rows are left out."""
    target = folder / "sheet.csv"
    with target.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow([*range(width), "file_row"])
        for line in rows:
            if not line.blank:
                values = [*line.values[:width], *[""] * (width - len(line.values))]
                writer.writerow([*values, line.number])
    return target
