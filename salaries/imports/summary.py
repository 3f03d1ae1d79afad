"""What an import did, in plain lines."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from salaries.imports.job import Outcome
from salaries.imports.reading import Key

MOST_NAMED = 5
REASONS = {
    "REQUIRED": "something required is missing",
    "NUMBER_FORMAT": "a number is not written as the file was said to write them",
    "NOT_A_NUMBER": "a word stands where a number should",
    "OUT_OF_RANGE": "an amount is out of range",
    "RANGE_REVERSED": "a range ends before it starts",
    "NOT_MONOTONE": "percentiles are not in order",
    "CONFLICTING_KEY": "two numbers for one cell",
    "UNKNOWN_VALUE": "a word that the guide does not know",
    "MARK": "a mark that the file was not said to use",
    "DECIMALS": "more decimals than the currency has",
}


def summary(outcome: Outcome, *, dry_run: bool, listed: Path) -> Iterator[str]:
    """The outcome, a line a fact. `listed` is where refusals are listed."""
    if outcome.same_file:
        yield f"{outcome.release}: this very file was imported before. 0 changes. The part is {outcome.state}."
        return
    yield f"Read {_counted(outcome.rows, 'row')}: {_counted(outcome.cells, 'cell')}"
    yield from (f"  {note}" for note in outcome.notes)
    for reason, number in outcome.skipped.most_common():
        yield f"  passed by: {number:,} ({reason})"
    if outcome.repeats:
        yield f"  repeated: {outcome.repeats:,}, counted once"
    yield from _unknown("role", outcome.unknown_roles)
    yield from _unknown("place", outcome.unknown_locations)
    yield from _refused(outcome, listed)
    yield from _strange(outcome)
    if outcome.new_roles or outcome.new_locations:
        roles, places = _counted(outcome.new_roles, "role"), _counted(outcome.new_locations, "place")
        yield f"  new in the guide: {roles}, {places}"
    yield _changes(outcome, dry_run)


def _strange(outcome: Outcome) -> Iterator[str]:
    for reason, number in Counter(one.reason for one in outcome.warnings).most_common():
        rows = [str(one.row) for one in outcome.warnings if one.reason == reason]
        more = f" and {number - MOST_NAMED:,} more" if number > MOST_NAMED else ""
        yield f"  strange but taken: {reason} Rows {', '.join(rows[:MOST_NAMED])}{more}."


def _changes(outcome: Outcome, dry_run: bool) -> str:
    counts = (
        f"{outcome.made:,} new, {outcome.changed:,} changed, {outcome.gone:,} gone, "
        f"{outcome.unchanged:,} unchanged"
    )
    total = _counted(outcome.changes, "change")
    where = f"{outcome.release}: " if outcome.release else ""
    if dry_run:
        return f"{where}{total} would be made ({counts}). Nothing was written."
    state = f" The part “{outcome.part}” is {outcome.state}." if outcome.part and outcome.state else ""
    return f"{where}{total} ({counts}).{state}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _unknown(noun: str, unknown: Counter[tuple[Key, str]]) -> Iterator[str]:
    if not unknown:
        return
    named = [
        f"{key}{f' {name}' if name and name != key.code else ''}: {number:,}"
        for (key, name), number in unknown.most_common(MOST_NAMED)
    ]
    more = f"; and {len(unknown) - MOST_NAMED:,} more" if len(unknown) > MOST_NAMED else ""
    cells = _counted(sum(unknown.values()), "cell")
    yield f"  not in the guide: {_counted(len(unknown), noun)}, {cells} ({'; '.join(named)}{more})"


def _refused(outcome: Outcome, listed: Path) -> Iterator[str]:
    if not outcome.refusals:
        return
    rows = _counted(len({one.row for one in outcome.refusals}), "row")
    yield f"Refused {rows}, listed in {listed}:"
    for code, number in Counter(one.code for one in outcome.refusals).most_common():
        yield f"  {number:,}: {REASONS.get(code, code.lower())}"
