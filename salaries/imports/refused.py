"""The list of what an import refused, as CSV: for editors to hand back, or to correct by."""

import csv
from collections.abc import Iterable
from typing import TextIO

from salaries.imports.reading import Refusal
from salaries.imports.spreadsheets import as_text

COLUMNS = ("row", "column", "value", "reason", "hint", "code")


def write_refusals(file: TextIO, refusals: Iterable[Refusal]) -> None:
    """Write refused values in the order of their rows. No cell runs in a spreadsheet."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for one in sorted(refusals, key=lambda one: one.row):
        texts = (one.column, one.value, one.reason, one.hint)
        writer.writerow([one.row, *(as_text(text) for text in texts), one.code])
