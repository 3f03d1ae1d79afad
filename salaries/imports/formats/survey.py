"""Surveys and job adverts, one row an answer, read through a mapping file and counted before anything is kept.

    file + mapping -> answers, in memory -> one cell for each role, place, level and option with enough answers

No answer leaves this module: the tables that hold them are gone when the last cell has been read.
`docs/formats/survey.md` says what a mapping is and how percentiles are worked out.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from salaries.imports import periods
from salaries.imports.formats.survey_cells import Group, groups, money, revealing
from salaries.imports.formats.survey_files import UNREADABLE, Table, connect, opened, unreadable
from salaries.imports.formats.survey_mapping import Column, Mapping
from salaries.imports.formats.survey_sql import (
    BAD_PAY,
    BAD_WEIGHT,
    FIRST_FILTER,
    NO_PAY,
    NO_WEIGHT,
    OTHER_YEAR,
    OUT_OF_RANGE,
    Statements,
)
from salaries.imports.formats.survey_toml import load
from salaries.imports.numbers import AmountRefused, parse_amount
from salaries.imports.periods import Period
from salaries.imports.reading import FileRefused, Key, Options, ReadCell, Reading, Refusal
from salaries.pay.currencies import NAMES

VERSION = "survey-2"
MOST_REFUSALS = 1_000
_SHOWN = 5
_AT_A_TIME = 10_000


@dataclass(frozen=True, slots=True)
class _Words:
    """What the numbers of roles, places, levels and currencies stand for, from 1; 0 is the fixed one or none."""

    role: list[str]
    place: list[str]
    level: list[str]
    currency: list[str]
    option: list[str]


def read(path: Path, options: Options) -> Reading:
    """Open a survey. Raises FileRefused where the mapping does not hold or the file lacks its columns."""
    mapping = load(options.mapping)
    table = opened(path, mapping, options)
    years, period = _period(path, mapping, options)
    reading = Reading(cells=(), source=mapping.source, period=period)
    absent = [f"“{'” or “'.join(column.names)}” ({column.purpose})" for column in _absent(table, mapping)]
    if absent:
        reading.notes.append(
            f"Columns that the file does not have, and that were not needed: {', '.join(absent)}."
        )
    reading.cells = _cells(table, mapping, options, years, reading)
    return reading


def _period(path: Path, mapping: Mapping, options: Options) -> tuple[tuple[int, ...], Period | None]:
    """The years whose rows are taken (none where all are), and the period that is certain."""
    if mapping.period.column is None:
        return (), _named_period(path, mapping)
    asked = options.reference
    if asked is None:
        if not mapping.period.years:
            raise FileRefused(
                f"The mapping “{mapping.name}” names no years: say which of the file's are meant (--reference 2025)."
            )
        years = mapping.period.years
    elif (asked.start.month, asked.start.day, asked.end.month, asked.end.day) != (1, 1, 12, 31):
        raise FileRefused(
            f"“{path.name}” tells rows apart by whole years: ask for one (2025) or more (2024/2025)."
        )
    else:
        years = tuple(range(asked.start.year, asked.end.year + 1))
    return years, Period(periods.year(years[0]).start, periods.year(years[-1]).end)


def _named_period(path: Path, mapping: Mapping) -> Period | None:
    stem = re.sub(r"(\.csv)?\.(csv|gz|parquet|pq|xlsx|tsv|txt)$", "", path.name.lower())
    for name in mapping.period.file_names:
        before, _, after = name.lower().partition("{year}")
        found = re.fullmatch(rf"{re.escape(before)}(20\d\d){re.escape(after)}", stem)
        if found:
            return periods.year(int(found[1]))
    return None


def _absent(table: Table, mapping: Mapping) -> list[Column]:
    named = [mapping.weight, mapping.levels.column if mapping.levels else None]
    named += [each.column for each in mapping.options] + [each.column for each in mapping.filters]
    return list(dict.fromkeys(column for column in named if column and column not in table.places))


def _cells(
    table: Table, mapping: Mapping, options: Options, years: tuple[int, ...], reading: Reading
) -> Iterator[ReadCell]:
    with (
        TemporaryDirectory(prefix="survey-", dir=options.scratch) as name,
        closing(connect(Path(name))) as database,
    ):
        statements = Statements(table, mapping, options.numbers, years, Path(name))
        _take(database, statements, reading)
        options.progress(reading.rows)
        words = _mapped(database, statements, reading)
        units = _answer(database, statements, reading)
        minimum = max(mapping.minimum, options.minimum)
        found = list(
            groups(
                database,
                options=len(words.option),
                levels=bool(words.level),
                weighted=statements.weighted,
                discrete=mapping.percentiles == "discrete",
                minimum=minimum,
            )
        )
        left_out = revealing(found, minimum)
        for group in found:
            if group.size < minimum:
                reading.skipped[f"cells with fewer than {minimum} answers"] += 1
            elif group.key in left_out:
                reading.skipped[f"levels from which fewer than {minimum} answers could be worked out"] += 1
            else:
                yield _cell(group, words, mapping, units)


def _take(database: duckdb.DuckDBPyConnection, statements: Statements, reading: Reading) -> None:
    """Read the file once, and count what is left out by its reason."""
    path, ordered = statements.table.path, bool(statements.mapping.pay.pairs)
    try:
        database.execute(f"SET preserve_insertion_order = {ordered}")
        database.execute(statements.taken())
        counts = dict(database.execute("SELECT why, sum(rows) FROM taken GROUP BY why").fetchall())
        reading.rows = sum(counts.values())
        if counts.get(BAD_PAY):
            database.execute("SET preserve_insertion_order = true")
            _refuse(database, statements, counts[BAD_PAY], reading)
    except UNREADABLE as error:
        raise unreadable(path, error) from None
    if not reading.rows:
        raise FileRefused(f"“{path.name}” has a header and no row.")
    for why, count in counts.items():
        if why is not None and why != BAD_PAY:
            reading.skipped[_reason(why, statements.mapping)] += count
    if not counts.get(None) and not reading.refusals:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in reading.skipped.most_common())
        raise FileRefused(f"“{path.name}” has no row that the mapping takes: {reasons}.")


def _reason(why: int, mapping: Mapping) -> str:
    if why >= FIRST_FILTER:
        return f"rows left out by the filter on “{mapping.filters[why - FIRST_FILTER].column.names[0]}”"
    return {
        OTHER_YEAR: "rows of other years",
        NO_PAY: "rows without pay",
        NO_WEIGHT: "rows without a weight",
        BAD_WEIGHT: "rows whose weight is no number",
        OUT_OF_RANGE: "rows whose pay is outside the plausible range",
    }[why]


def _refuse(
    database: duckdb.DuckDBPyConnection, statements: Statements, count: int, reading: Reading
) -> None:
    """Refuse the rows whose pay is no number: the first ones one by one, the rest as a count."""
    column = statements.table.names[statements.table.places[statements.mapping.pay.column]]
    for row, text in database.execute(statements.bad_pay(MOST_REFUSALS)).fetchall():
        try:
            parse_amount(text, style=statements.style)
            reason = f"“{text}” is not a number that is read here."
        except AmountRefused as error:
            reason = error.message
        hint = f"Write digits alone, as in 155000 or {statements.style.example}."
        reading.refusals.append(Refusal(row, column, text, "NOT_A_NUMBER", reason, hint))
    if count > len(reading.refusals):
        reading.skipped["rows whose pay is no number, besides those listed"] = count - len(reading.refusals)


def _mapped(database: duckdb.DuckDBPyConnection, statements: Statements, reading: Reading) -> _Words:
    """Tables of what the file's words mean, and notes of the words that mean nothing."""
    mapping, keys = statements.mapping, statements.keys()
    known: dict[str, list[str]] = {"role": [], "place": [], "level": [], "currency": []}
    joined = ""
    finders: dict[str, Callable[[str], list[str] | None]] = {
        "role": lambda text: _roles(text, mapping),
        "place": lambda text: [mapping.places.of(text)],
        "currency": lambda text: [text.upper() if text.upper() in NAMES else ""],
        "level": lambda text: _levels(text, mapping),
    }
    for key, find in finders.items():
        if key not in keys:
            continue
        counted = database.execute(
            f"SELECT {key}, sum(rows) FROM taken {joined} WHERE why IS NULL GROUP BY {key}"  # noqa: S608
        )
        known[key], lost = _table(database, key, counted, find, mapping.missing)
        _tell(key, lost, reading)
        if key != "level":
            joined += f" SEMI JOIN of_{key} ON of_{key}.word = taken.{key}"
    return _Words(**known, option=statements.options())


def _roles(text: str, mapping: Mapping) -> list[str]:
    titles = text.split(";") if mapping.roles.several else [text]
    return sorted({mapping.roles.of(title) for title in titles} - {""}) or [""]


def _levels(text: str, mapping: Mapping) -> list[str] | None:
    """The level of a text; None where it is known to have none, [""] where it is not known."""
    level = mapping.levels.of(text) if mapping.levels else ""
    return [""] if level is None else [level] if level else None


def _table(
    database: duckdb.DuckDBPyConnection,
    key: str,
    counted: duckdb.DuckDBPyConnection,
    find: Callable[[str], list[str] | None],
    missing: tuple[str, ...],
) -> tuple[list[str], Counter[str]]:
    """Fill `of_<key>` with the words that mean something; what they mean, and the rows of those that do not."""
    meanings: dict[str, list[str]] = {}
    lost: Counter[str] = Counter()
    while rows := counted.fetchmany(_AT_A_TIME):
        for text, count in rows:
            word = (text or "").strip()
            found = [""] if not word or word in missing else find(word)
            if found == [""]:
                lost["(nothing)" if not word or word in missing else word] += count
            elif found:
                meanings[text] = found
    words = sorted({word for found in meanings.values() for word in found})
    numbers = {word: number for number, word in enumerate(words, 1)}
    pairs = [(text, numbers[word]) for text, found in meanings.items() for word in found]
    database.execute(f"CREATE TABLE of_{key} (word VARCHAR, id SMALLINT)")
    database.execute(
        f"INSERT INTO of_{key} SELECT unnest(?::VARCHAR[]), unnest(?::SMALLINT[])",
        [[text for text, _ in pairs], [number for _, number in pairs]],
    )
    return words, lost


def _tell(key: str, lost: Counter[str], reading: Reading) -> None:
    if not lost:
        return
    nothing = {
        "role": "rows whose title belongs to no role",
        "place": "rows whose place is not mapped",
        "currency": "rows whose currency is not known",
        "level": "rows whose level is not mapped, counted among all levels alone",
    }[key]
    reading.skipped[nothing] += sum(lost.values())
    shown = ", ".join(f"{text[:60]} ({count:,})" for text, count in lost.most_common(_SHOWN))
    more = f", and {len(lost) - _SHOWN:,} more" if len(lost) > _SHOWN else ""
    reading.notes.append(
        f"{nothing.capitalize()}: {sum(lost.values()):,} ({len(lost):,} different): {shown}{more}."
    )


def _answer(database: duckdb.DuckDBPyConnection, statements: Statements, reading: Reading) -> int:
    """Make the table of answers, and let go of the file's words; how many units are one of the currency."""
    places, highest = database.execute(statements.fineness()).fetchall()[0]
    units = 10 ** (places or 0)
    database.execute(statements.answers(units, "INTEGER" if (highest or 0) * units < 2**31 else "BIGINT"))
    if statements.mapping.pay.pairs:
        repeated = database.execute("SELECT sum(times - 1) FROM answers").fetchall()[0][0]
        if repeated:
            reading.skipped["ranges that are there already"] += int(repeated)
    database.execute("DROP TABLE taken")
    return units * (2 if statements.mapping.pay.pairs else 1)


def _cell(group: Group, words: _Words, mapping: Mapping, units: int) -> ReadCell:
    currency = words.currency[group.currency - 1] if group.currency else mapping.pay.currency
    role = words.role[group.role - 1] if group.role else mapping.roles.value
    place = words.place[group.place - 1] if group.place else mapping.places.value
    numbers = {name: money(amount, units, currency) for name, amount in group.amounts.items()}
    return ReadCell(
        row=0,
        role=Key("slug", role),
        location=Key("ISO 3166" if place.isupper() else "slug", place),
        measure=mapping.measure,
        currency=currency,
        pay_period=mapping.pay.period,
        numbers={**numbers, "sample_size": group.size},
        level=words.level[group.level - 1] if group.level else "",
        option=words.option[group.option] if group.option is not None else "",
    )
