"""The SQL of a survey: from the rows of a file to one table of answers, without anybody's words in it.

    file -> taken (texts, pay, and why a row is left out) -> answers (numbers of role, place, level; pay)

Pay becomes a whole number of units, as many to the currency as its decimals need, so that no arithmetic rounds
it; a range of two ends has the sum of both, of which the half is its midpoint. Nothing here is stored: both
tables are gone with the connection.
"""

# ruff: noqa: S608  (SQL made of the mapping's own words, each quoted; a file's words are never part of it)

import re
from pathlib import Path

from salaries.imports.formats.survey_files import Table, quoted
from salaries.imports.formats.survey_mapping import Column, Filter, Mapping
from salaries.imports.numbers import NumberStyle

WEIGHT_UNITS = 1_000_000
OTHER_YEAR, NO_PAY, BAD_PAY, NO_WEIGHT, BAD_WEIGHT, OUT_OF_RANGE, FIRST_FILTER = 1, 2, 3, 4, 5, 6, 10
"""Why a row is left out; a filter's number is FIRST_FILTER and its place in the mapping."""


def number_pattern(style: NumberStyle) -> str:
    """What an amount looks like that is read without guessing, as `numbers.parse_amount` has it.

    Three decimals after fewer than four digits could be thousands, and are no amount. A number that a
    program wrote as 1e+05 is one; a spreadsheet's 1.5E+05, which may have lost digits, is not.
    """
    point = re.escape(style.decimal)
    grouped = "|".join(rf"[1-9]\d{{0,2}}(?:{re.escape(sign)}\d{{3}}){{1,3}}" for sign in style.group)
    return (
        rf"(?:0|[1-9]\d{{0,2}})(?:{point}(?:\d{{1,2}}|\d{{4,}}))?|[1-9]\d{{3,11}}(?:{point}\d+)?"
        rf"|(?:{grouped})(?:{point}\d+)?|[1-9](?:\.\d+)?e\+\d\d"
    )


def _number(text: str, kind: str, style: NumberStyle) -> str:
    """SQL for a text as a number, null where it is none."""
    plain = text
    for sign in style.group:
        plain = f"replace({plain}, {quoted(sign)}, '')"
    if style.decimal != ".":
        plain = f"replace({plain}, {quoted(style.decimal)}, '.')"
    matches = f"regexp_full_match({text}, {quoted(number_pattern(style))})"
    return f"CASE WHEN {matches} THEN TRY_CAST({plain} AS {kind}) END"


class Statements:
    """The statements for one file and its mapping. `years` are those taken, none where all are."""

    def __init__(
        self, table: Table, mapping: Mapping, style: NumberStyle, years: tuple[int, ...], folder: Path
    ) -> None:
        self.table, self.mapping, self.style, self.years = table, mapping, style, years
        self.relation = table.relation(folder)

    def _raw(self, column: Column) -> str:
        """SQL for a column's text as it stands; who looks up what it means sees to blanks."""
        return self.table.text(self.table.places[column], trimmed=False)

    def text(self, column: Column) -> str:
        """SQL for a column's text, null where it is blank or says that there is no answer."""
        text = self.table.text(self.table.places[column])
        missing = ", ".join(quoted(word) for word in ("", *self.mapping.missing))
        return f"CASE WHEN {text} NOT IN ({missing}) THEN {text} END"

    def keys(self) -> dict[str, Column]:
        """What of role, place, level and currency stands in a column of the file."""
        mapping, levels = self.mapping, self.mapping.levels
        found = {
            "role": mapping.roles.column, "place": mapping.places.column,
            "level": levels.column if levels else None, "currency": mapping.pay.currency_column,
        }  # fmt: skip
        return {
            name: column for name, column in found.items() if column is not None and self.table.has(column)
        }

    @property
    def weighted(self) -> bool:
        return self.mapping.weight in self.table.places

    def options(self) -> list[str]:
        """The options that the file can tell, in the order of their bits."""
        return sorted(
            {
                slug
                for each in self.mapping.options
                if each.column in self.table.places
                for slug in each.values.values()
            }
        )

    def taken(self) -> str:
        """One row for each of the file, or for each range where two rows are one."""
        pay = self.mapping.pay
        columns = {name: self._raw(column) for name, column in self.keys().items()}
        columns["pay"] = _number("pay__text", "DECIMAL(18,4)", self.style)
        columns["why"] = self._why()
        if self.weighted:
            columns["weight"] = "weight__number"
        if self.options():
            columns["held"] = self._held()
        columns["rows"] = "1::TINYINT"
        if pay.pairs:
            columns |= {"n": self.table.row, "same": self._same(), "twin": self._twin()}
        listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
        inner = f"SELECT {listed} FROM ({self._read()})"
        if pay.pairs:
            return f"CREATE TABLE taken AS {self._paired(inner)}"
        return f"CREATE TABLE taken AS SELECT * REPLACE ({self._out_of_range('pay')} AS why) FROM ({inner})"

    def _read(self) -> str:
        """The rows of the file, with the texts that are looked at more than once."""
        extra = [f"{self.text(self.mapping.pay.column)} AS pay__text"]
        if self.weighted and self.mapping.weight:
            text = self.text(self.mapping.weight)
            extra.append(f"{text} AS weight__text")
            extra.append(f"{_number(f'({text})', 'DECIMAL(18,6)', self.style)} AS weight__number")
        return f"SELECT *, {', '.join(extra)} FROM {self.relation}"

    def _why(self) -> str:
        """Why a row is left out before its pay is compared with anything, null where it is not."""
        cases = []
        if self.years and self.mapping.period.column:
            listed = ", ".join(quoted(str(year)) for year in self.years)
            year = self.text(self.mapping.period.column)
            cases.append(f"WHEN coalesce({year}, '') NOT IN ({listed}) THEN {OTHER_YEAR}")
        for number, each in enumerate(self.mapping.filters):
            if each.column in self.table.places:
                cases.append(f"WHEN NOT ({self._passes(each)}) THEN {FIRST_FILTER + number}")
        cases.append(f"WHEN pay__text IS NULL THEN {NO_PAY}")
        if self.weighted:
            cases.append(f"WHEN weight__text IS NULL OR weight__number = 0 THEN {NO_WEIGHT}")
            cases.append(f"WHEN weight__number IS NULL THEN {BAD_WEIGHT}")
        return f"CASE {' '.join(cases)} END::TINYINT"

    def _passes(self, each: Filter) -> str:
        """SQL for whether a row passes a filter: true or false, never null."""
        text = self.text(each.column)
        if each.among or each.never:
            listed = ", ".join(quoted(word) for word in each.among or each.never)
            found = f"coalesce({text}, '') IN ({listed})"
            if each.several:
                values = f"list_transform(string_split(coalesce({text}, ''), ';'), lambda word: trim(word))"
                found = f"list_has_any({values}, [{listed}])"
            return f"NOT {found}" if each.never else found
        number = f"TRY_CAST({text} AS DECIMAL(18,4))"
        low = f"{number} >= {each.start}" if each.start is not None else "true"
        high = f"{number} <= {each.end}" if each.end is not None else "true"
        return f"coalesce({low} AND {high} AND {number} IS NOT NULL, false)"

    def _held(self) -> str:
        """The options that a row holds, a bit for each; one that several columns tell is held once."""
        bits = {slug: number for number, slug in enumerate(self.options())}
        parts = []
        for each in self.mapping.options:
            if not self.table.has(each.column):
                continue
            text = f"lower({self.table.text(self.table.places[each.column])})"
            cases = " ".join(
                f"WHEN {quoted(word)} THEN {1 << bits[slug]}::BIGINT" for word, slug in each.values.items()
            )
            words = f"string_split(replace({text}, '; ', ';'), ';')"
            found = f"list_transform({words}, lambda word: CASE word {cases} ELSE 0 END)"
            parts.append(f"coalesce(list_aggregate({found}, 'bit_or'), 0)")
        return " | ".join(parts)

    def _same(self) -> str:
        """A number for all that a row says besides pay: equal for the two ends of a range."""
        pay = self.mapping.pay
        besides = {*pay.column.names, *(pay.pairs.besides if pay.pairs else ())}
        rest = [
            f"coalesce({self.table.text(index)}, '')"
            for index, name in enumerate(self.table.names)
            if name not in besides
        ]
        return f"hash(concat_ws(chr(31), '', {', '.join(rest) or quoted('')}))"

    def _twin(self) -> str:
        """What, besides its cell and its ends, tells a range from another."""
        pairs = self.mapping.pay.pairs
        texts = [f"coalesce({self.text(column)}, '')" for column in (pairs.distinct if pairs else ())]
        return f"concat_ws(chr(31), '', {', '.join(texts) or quoted('')})"

    def _paired(self, inner: str) -> str:
        """Ranges: a row and the next, equal in all but pay and not rising, are the top and the bottom of one.

        A run in which pay never rises is cut into twos from its start; a row left over is a range of one point.
        """
        keep = [*self.keys(), "twin", *(["held"] if self.options() else [])]
        ranges = f"""
            SELECT {", ".join(keep)}, high, low, why, CASE WHEN lone THEN 1 ELSE 2 END AS rows FROM (
                SELECT *, pay AS high, coalesce(lead(pay) OVER run, pay) AS low,
                    lead(n) OVER run IS NULL AS lone, row_number() OVER run AS turn
                FROM (
                    SELECT *, sum(CASE WHEN follows THEN 0 ELSE 1 END) OVER (ORDER BY n) AS chain FROM (
                        SELECT *, coalesce(lag(same) OVER file = same AND lag(pay) OVER file >= pay, false)
                            AS follows
                        FROM ({inner}) WINDOW file AS (ORDER BY n)
                    )
                ) WINDOW run AS (PARTITION BY chain ORDER BY n)
            ) WHERE turn % 2 = 1"""
        middle = self._out_of_range("(high + low)", 2)
        return f"SELECT * EXCLUDE (high, low, why), high + low AS pay, high, low, {middle} AS why FROM ({ranges})"

    def _out_of_range(self, pay: str, ends: int = 1) -> str:
        """SQL for why a row is left out, its pay, or the sum of its two ends, being known."""
        lowest, highest = self.mapping.pay.lowest, self.mapping.pay.highest
        bounds = [f"{pay} <= 0"]
        bounds += [f"{pay} < {lowest * ends}"] if lowest is not None else []
        bounds += [f"{pay} > {highest * ends}"] if highest is not None else []
        return (
            f"CASE WHEN why IS NOT NULL THEN why WHEN {pay} IS NULL THEN {BAD_PAY} "
            f"WHEN {' OR '.join(bounds)} THEN {OUT_OF_RANGE} END::TINYINT"
        )

    def bad_pay(self, most: int) -> str:
        """The first rows whose pay is no number: row, text."""
        number = _number("pay__text", "DECIMAL(18,4)", self.style)
        return (
            f"SELECT row, pay__text FROM (SELECT {self.table.row} AS row, pay__text, {number} AS pay, "
            f"{self._why()} AS why FROM ({self._read()})) WHERE why IS NULL AND pay IS NULL "
            f"ORDER BY row LIMIT {most}"
        )

    def fineness(self) -> str:
        """How many decimals the pays have (0, 2 or 4), and the highest."""
        decimals = "CASE WHEN pay % 1 = 0 THEN 0 WHEN pay % 0.01 = 0 THEN 2 ELSE 4 END"
        return f"SELECT max({decimals}), max(pay) FROM taken WHERE why IS NULL"

    def answers(self, units: int, kind: str) -> str:
        """The table of answers: what is mapped and counts. A range that is there several `times` counts once."""
        keys, pairs = self.keys(), self.mapping.pay.pairs
        columns = [
            f"coalesce(of_{key}.id, 0)::SMALLINT AS {key}" if key in keys else f"0::SMALLINT AS {key}"
            for key in ("role", "place", "level", "currency")
        ]
        joins = [
            f"{'LEFT ' if key == 'level' else ''}JOIN of_{key} ON of_{key}.word = taken.{key}" for key in keys
        ]
        columns.append(f"{'pay' if units == 1 else f'(pay::DECIMAL(38,4) * {units})'}::{kind} AS pay")
        columns.append(
            f"(weight::DECIMAL(38,6) * {WEIGHT_UNITS})::BIGINT AS weight"
            if self.weighted
            else "1::TINYINT AS weight"
        )
        columns.append("held" if self.options() else "0::TINYINT AS held")
        columns += ["twin", "high", "low", "count(*) AS times"] if pairs else []
        once = " GROUP BY ALL" if pairs else ""
        return (
            f"CREATE TABLE answers AS SELECT {', '.join(columns)} FROM taken {' '.join(joins)} "
            f"WHERE why IS NULL{once}"
        )
