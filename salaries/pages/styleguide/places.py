"""Rankings of places, in every state."""

from dataclasses import dataclass

from salaries.pages.cells import evidence_line
from salaries.pages.ranked import Entry, RankedTable, ranked_rows, statistic_title
from salaries.pages.styleguide.example import Example, Part, component
from salaries.pages.styleguide.samples import BAND, DEVELOPER, EMPLOYED, LONG, cell, limit
from salaries.pay.cells import Cell


@dataclass(frozen=True)
class Place:
    """A place with its figure and rank."""

    name: str
    rank: int | None
    cell: Cell


def ranked(name: str, *places: Place, against: bool = True) -> Example:
    """A ranking of places in one release, the first being what the others are set against."""
    base = places[0].cell
    entries = [
        Entry(one.name, "/salaries/software-developer/", one.cell, base if against else None, one.rank)
        for one in places
    ]
    rows, ends = ranked_rows(entries, "median")
    table = RankedTable(
        title="",
        fact="",
        caption=f"{DEVELOPER.name}, {name.lower()}",
        of="Place",
        statistic=statistic_title("median"),
        against=places[0].name if against else "",
        rows=rows,
        ends=ends,
        open=any(row.band is not None and row.band.beyond is not None for row in rows),
        evidence=evidence_line(base, "median"),
    )
    return component(name, "ranked", table=table)


def parts() -> tuple[Part, ...]:
    nation = Place("United States", None, cell(**BAND, **EMPLOYED))
    high = {"p10": 133_790, "p25": 169_510, "median": 213_110, "p75": 249_420, "p90": 301_140}
    san_jose = Place("San Jose, CA", 1, cell(**high, employment=63_300))
    open_end = Place("San Jose, CA", 1, cell(**{**high, "p90": limit(301_140)}, employment=63_300))
    same = Place("Elsewhere, OH", 2, cell(**BAND, employment=420))
    alone = Place(LONG, 3, cell(median=82_410))
    yen = [
        cell(
            median=value, p10=value // 2, p90=value * 2, currency="JPY", place_currency="JPY", sample_size=140
        )
        for value in (123_456_789, 250_000_000)
    ]
    return (
        Part(
            "ranked",
            "Ranking of places",
            "One release, one kind of pay, places of one kind: each row has its band, on one scale.",
            (
                ranked("With bands, one of them missing", nation, san_jose, same, alone),
                ranked("An open end", nation, open_end),
                ranked("Without bands", Place("United States", None, cell(median=135_980)), alone),
                ranked("Against nothing", san_jose, same, against=False),
                ranked("Nine-digit yen", Place("Japan", None, yen[0]), Place("Tokyo", 1, yen[1])),
            ),
        ),
    )
