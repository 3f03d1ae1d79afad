"""Cells out of the table of answers: counts, means and percentiles, exact to the currency's last decimal.

DuckDB sorts the pay of a cell and hands over the answers next to each percentile as whole numbers; what lies
between them is worked out here, in whole numbers again, and rounded once, halves away from zero.

A continuous percentile of n answers lies at place (n − 1) × p among them, counted from 0, and between two
answers in proportion (type 7 of Hyndman and Fan 1996, `quantile_cont` of DuckDB). With weights an answer lies
in the middle of its own weight, the first at 0 and the last at 1, which is the same where all weights are
equal. A discrete percentile is the least answer that has at least a share p of all answers, or of all weight, at or
below it.
"""

# ruff: noqa: S608  (SQL made of our own constants)

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import duckdb

from salaries.pay.currencies import NAMES
from salaries.pay.money import decimals

PERCENTS = {"p10": 10, "p25": 25, "median": 50, "p75": 75, "p90": 90}
MOST_AT_ONCE = 4_000_000
"""How many pays are sorted in memory at a time, where the cells can be parted."""


type Ratio = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one cell: numbers of role, place, level and currency, the option's bit, and statistics.

    `amounts` has the mean and the percentiles, in units of pay, each as a fraction of two whole numbers; none
    where there are fewer answers than asked for.
    """

    role: int
    place: int
    level: int
    currency: int
    option: int | None
    size: int
    amounts: dict[str, Ratio]

    @property
    def key(self) -> tuple[int | None, ...]:
        """Which cell it is."""
        return (self.role, self.place, self.currency, self.option, self.level)


def groups(
    database: duckdb.DuckDBPyConnection,
    *,
    options: int,
    levels: bool,
    weighted: bool,
    discrete: bool,
    minimum: int,
) -> Iterator[Group]:
    """Every cell: all levels and each, everyone and each option."""
    query, chunks = _weighted if weighted else _plain, _chunks(database, options)
    for by_level in (False, True) if levels else (False,):
        for chunk in (None, *chunks):
            rows = database.execute(query(_answers(chunk, by_level), discrete)).fetchall()
            for role, place, level, currency, option, size, first, second, third, around in rows:
                amounts: dict[str, Ratio] = {}
                if size >= minimum and weighted:
                    amounts = _weighted_amounts(first, second, third, around, discrete)
                elif size >= minimum:
                    amounts = _plain_amounts(size, first, around, discrete)
                yield Group(role, place, level, currency, option, size, amounts)


def revealing(groups: Iterable[Group], minimum: int) -> set[tuple[int | None, ...]]:
    """Keys of the levels to be left out, so that no few answers can be worked out from what is published.

    All answers of a group less those of its published levels must be none or `minimum` at least: else the
    smallest levels go, one by one. Options overlap, so nothing can be taken from one with another.
    """
    wholes: dict[tuple[int | None, ...], Group] = {}
    levels: dict[tuple[int | None, ...], list[Group]] = {}
    for group in groups:
        whole = group.key[:-1]
        if group.level:
            levels.setdefault(whole, []).append(group)
        else:
            wholes[whole] = group
    left_out = set()
    for key, parts in levels.items():
        published = sorted((one for one in parts if one.size >= minimum), key=lambda one: -one.size)
        rest = wholes[key].size - sum(one.size for one in published)
        while published and 0 < rest < minimum:
            smallest = published.pop()
            left_out.add(smallest.key)
            rest += smallest.size
    return left_out


def money(amount: Ratio, units: int, currency: str) -> Decimal:
    """An amount in units of pay with the currency's decimals, halves away from zero."""
    places = _decimals(currency)
    over, under = 2 * amount[0] * 10**places, amount[1] * units
    return Decimal((over + under) // (2 * under)).scaleb(-places)


@cache
def _decimals(currency: str) -> int:
    return decimals(currency) if currency in NAMES else 2


def _chunks(database: duckdb.DuckDBPyConnection, options: int) -> list[list[int]]:
    """The options' bits, together as far as their answers fit into memory."""
    if not options:
        return []
    counted = ", ".join(f"count(*) FILTER (WHERE held & {1 << bit} <> 0)" for bit in range(options))
    counts = database.execute(f"SELECT {counted} FROM answers").fetchall()[0]
    chunks: list[list[int]] = []
    room = 0
    for bit, count in enumerate(counts):
        if not chunks or count > room:
            chunks.append([])
            room = MOST_AT_ONCE
        chunks[-1].append(bit)
        room -= count
    return chunks


def _answers(chunk: list[int] | None, by_level: bool) -> str:
    """SQL for the answers of some options (or of everyone), with what their cells are told by."""
    level = "level" if by_level else "0::SMALLINT AS level"
    known = "level <> 0" if by_level else "true"
    option, source = "NULL::TINYINT AS option", "answers"
    if chunk is not None:
        listed = ", ".join(f"({bit}::TINYINT, {1 << bit}::BIGINT)" for bit in chunk)
        source = f"answers JOIN (VALUES {listed}) AS wanted(bit, mask) ON (answers.held & wanted.mask) <> 0"
        option = "wanted.bit AS option"
    return f"SELECT role, place, {level}, currency, {option}, pay, weight FROM {source} WHERE {known}"


_CELL = "role, place, level, currency, option"


def _plain(answers: str, discrete: bool) -> str:
    """For each cell: its size, the sum, and the answers on either side of each percentile."""
    ranks = [
        rank
        for percent in PERCENTS.values()
        for rank in (
            [f"(size * {percent} + 99) // 100"]
            if discrete
            else [f"1 + (size - 1) * {percent} // 100", f"1 + ((size - 1) * {percent} + 99) // 100"]
        )
    ]
    return f"""
        SELECT {_CELL}, size, total::HUGEINT, NULL, NULL, [{", ".join(f"pays[{rank}]" for rank in ranks)}] FROM (
            SELECT {_CELL}, count(*) AS size, sum(pay) AS total, list_sort(list(pay)) AS pays
            FROM ({answers}) GROUP BY ALL
        ) ORDER BY {_CELL}"""


def _weighted(answers: str, discrete: bool) -> str:
    """For each cell: its size, the weighted sum, the weight, and what lies around each percentile.

    `middle` is twice the weight up to the middle of an answer's own.
    """
    parts = []
    for percent in PERCENTS.values():
        if discrete:
            parts.append(f"min(pay) FILTER (WHERE 100 * reached >= {percent} * weights)")
            continue
        sought = f"100 * first_middle + {percent} * (last_middle - first_middle)"
        below, above = f"FILTER (WHERE 100 * middle <= {sought})", f"FILTER (WHERE 100 * middle > {sought})"
        parts += [f"max(pay) {below}", f"max(middle) {below}", f"min(pay) {above}", f"min(middle) {above}"]
    return f"""
        SELECT {_CELL}, count(*), sum(pay::HUGEINT * weight), any_value(weights),
            [any_value(first_middle), any_value(last_middle)], [{", ".join(parts)}]
        FROM (
            SELECT *, first_value(middle) OVER cell AS first_middle, last_value(middle) OVER cell AS last_middle
            FROM (
                SELECT *, 2 * reached - weight AS middle FROM (
                    SELECT *, sum(weight) OVER (rising ROWS UNBOUNDED PRECEDING)::HUGEINT AS reached,
                        sum(weight) OVER (PARTITION BY {_CELL})::HUGEINT AS weights
                    FROM ({answers}) WINDOW rising AS (PARTITION BY {_CELL} ORDER BY pay, weight)
                )
            )
            WINDOW cell AS (PARTITION BY {_CELL} ORDER BY middle
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
        ) GROUP BY {_CELL} ORDER BY {_CELL}"""


def _plain_amounts(size: int, total: int, around: list[int], discrete: bool) -> dict[str, Ratio]:
    found = {"mean": (total, size)}
    for number, (name, percent) in enumerate(PERCENTS.items()):
        if discrete:
            found[name] = (around[number], 1)
            continue
        low, high = around[2 * number : 2 * number + 2]
        part = (size - 1) * percent % 100
        found[name] = (low * (100 - part) + high * part, 100)
    return found


def _weighted_amounts(
    total: int, weights: int, ends: list[int], around: list[int | None], discrete: bool
) -> dict[str, Ratio]:
    """`ends` are the middles of the first and the last answer."""
    found = {"mean": (int(total), int(weights))}
    first, last = (int(end) for end in ends)
    for number, (name, percent) in enumerate(PERCENTS.items()):
        values = [None if value is None else int(value) for value in around]
        if discrete:
            found[name] = (values[number] or 0, 1)
            continue
        low, below, high, above = values[4 * number : 4 * number + 4]
        if low is None or below is None or high is None or above is None:
            found[name] = (low or 0, 1)  # the last answer, above which there is none
            continue
        gap = 100 * (above - below)
        part = 100 * first + percent * (last - first) - 100 * below
        found[name] = (low * (gap - part) + high * part, gap)
    return found
