"""Comparisons and guides as data: the same figures, differences and notes as on the page, for programs.

Decimals are texts: amounts with the decimals that their currency has ("106250.00", "6500000" for yen), a
percentage with one ("45.9"), the exact percentage with six ("45.882353"), halves away from zero. What is not
there is None. `level` is "average" for all levels, as in an address.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from salaries.pay.cells import NONE, Cell
from salaries.pay.comparison import Comparison
from salaries.pay.currencies import NAMES
from salaries.pay.money import decimals, rounded
from salaries.pay.sides import Difference, Side

Record = dict[str, Any]

SUBJECT_FIELDS = (
    "subject", "role", "level", "location", "option", "value", "currency", "pay_period", "measure",
    "sample_size", "error", "source", "release", "reference_period", "licence", "state",
)  # fmt: skip
DIFFERENCE_FIELDS = ("amount", "percent", "percent_exact", "reason")
CSV_FIELDS = (*SUBJECT_FIELDS, *DIFFERENCE_FIELDS, "statistic", "notes", "data_version", "url")
GUIDE_CSV_FIELDS = ("part", *SUBJECT_FIELDS, "statistic", "data_version", "url")
ALL_LEVELS = "average"
_EXACT_PLACES = 6


def comparison_record(result: Comparison, url: str, data_version: int) -> Record:
    """A comparison: `data_version url statistic subjects differences notes`."""
    return {
        "data_version": data_version,
        "url": url,
        "statistic": result.statistic,
        "subjects": [subject_record(side, result.statistic) for side in result.sides],
        "differences": [
            difference_record(difference, side)
            for difference, side in zip(result.differences, result.sides[1:], strict=True)
        ],
        "notes": [{"code": note.code, "text": note.text} for note in result.notes],
    }


def subject_record(side: Side, statistic: str) -> Record:
    """One subject and its figure; without a figure, or with one that is not published, its figure is None."""
    state = side.state(statistic)
    cell = side.cell if state != NONE else None
    return {
        "subject": side.subject,
        "role": side.role,
        "level": side.level or ALL_LEVELS,
        "location": side.location,
        "option": side.option,
        **_figure(cell, statistic),
        "state": state,
    }


def _figure(cell: Cell | None, statistic: str) -> Record:
    if cell is None:
        return dict.fromkeys(SUBJECT_FIELDS[5:-1])
    evidence = cell.evidence
    return {
        "value": amount_text(cell.shown(statistic), cell.currency),
        "currency": cell.currency,
        "pay_period": cell.pay_period,
        "measure": cell.measure,
        "sample_size": cell.sample_size,
        "error": error_text(cell.error(statistic)),
        "source": evidence.source,
        "release": evidence.release,
        "reference_period": period_record(evidence.reference_start, evidence.reference_end),
        "licence": evidence.licence or None,
    }


def difference_record(difference: Difference, side: Side) -> Record:
    """From the first subject to this one."""
    currency = side.cell.currency if side.cell else ""
    exact = difference.percent_exact
    return {
        "subject": difference.subject,
        "amount": amount_text(difference.amount, currency),
        "percent": None if difference.percent is None else f"{difference.percent:f}",
        "percent_exact": None if exact is None else f"{rounded(exact, _EXACT_PLACES):f}",
        "reason": difference.reason,
    }


def amount_text(amount: Decimal | None, currency: str) -> str | None:
    """An amount with its currency's decimals: "106250.00"."""
    if amount is None:
        return None
    return f"{rounded(amount, decimals(currency) if currency in NAMES else 2):f}"


def error_text(error: Decimal | None) -> str | None:
    """A relative standard error in percent, without zeros at its end: "0.4"."""
    return None if error is None else f"{error.normalize():f}"


def period_record(start: date | None, end: date | None) -> dict[str, str] | None:
    """A reference period: its first and last day."""
    return {"start": start.isoformat(), "end": end.isoformat()} if start and end else None


def rows(record: Record) -> Iterator[list[str]]:
    """A record as a table: one subject a row, of a comparison or, told apart by `part`, of a guide.

    The first subject of a comparison has no difference. A period is written "2025-05-01/2025-05-31", notes are
    joined.
    """
    yield from _compared(record) if "subjects" in record else _guide(record)


def _guide(record: Record) -> Iterator[list[str]]:
    shared = {name: record[name] for name in ("data_version", "url")}
    yield list(GUIDE_CSV_FIELDS)
    for part in ("levels", "sources"):
        for subject in record[part]:
            values = {"part": part, **subject, **shared}
            yield [_text(values[name]) for name in GUIDE_CSV_FIELDS]


def _compared(record: Record) -> Iterator[list[str]]:
    yield list(CSV_FIELDS)
    notes = " ".join(f"{note['code']}: {note['text']}" for note in record["notes"])
    shared = {"notes": notes, **{name: record[name] for name in ("statistic", "data_version", "url")}}
    nothing: Sequence[Record] = [dict.fromkeys(DIFFERENCE_FIELDS)]
    for subject, difference in zip(record["subjects"], [*nothing, *record["differences"]], strict=True):
        yield _row({**difference, **subject, **shared})


def _row(values: Record) -> list[str]:
    return [_text(values[name]) for name in CSV_FIELDS]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value['start']}/{value['end']}"
    return "" if value is None else str(value)


def guide_record(
    levels: Iterable[tuple[Side, str]],
    sources: Iterable[tuple[Side, str]],
    statistic: str,
    url: str,
    data_version: int,
) -> Record:
    """A guide: `data_version url statistic levels sources`, both lists of subjects.

    A source may publish another statistic than the guide is headed by, so each subject names its own.
    """
    return {
        "data_version": data_version,
        "url": url,
        "statistic": statistic,
        "levels": [subject_record(side, own) | {"statistic": own} for side, own in levels],
        "sources": [subject_record(side, own) | {"statistic": own} for side, own in sources],
    }
