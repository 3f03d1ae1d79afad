"""What somebody asks of an import, in plain values: as the command line and the editors' form both have it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypedDict

from django.conf import settings

from salaries.imports.job import Progress, Request, untold
from salaries.imports.numbers import STYLES
from salaries.imports.periods import stated_period
from salaries.imports.reading import Corrections, Options


class Asked(TypedDict, total=False):
    """Texts and pairs that JSON can hold; what is left out has its default.

    `reference` is a period as people write it, or “none”; `columns` are pairs of a file's name and ours, `fixed`
    of our column and what holds for every row; `make`: roles and places that are not there are made.
    """

    format: str
    mapping: str
    source: str
    reference: str
    columns: dict[str, str]
    fixed: dict[str, str]
    accept_guesses: bool
    numbers: str
    marks: str
    header_row: int | None
    sheet: str
    make: bool
    any_amount: bool


def request_of(
    asked: Asked,
    path: Path,
    *,
    corrections: Corrections | None = None,
    scratch: Path | None = None,
    retrieved_on: date | None = None,
    progress: Progress = untold,
    **how: Any,
) -> Request:
    """The import of a file as it is asked for; `how` is strict, publish, dry_run or listed.

    Raises ValueError with a sentence for a period that is none.
    """
    reference, undated = stated_period(asked.get("reference", ""))
    return Request(
        format=asked.get("format", ""),
        path=path,
        options=Options(
            mapping=asked.get("mapping", ""),
            reference=reference,
            columns=asked.get("columns", {}),
            fixed=asked.get("fixed", {}),
            accept_guesses=asked.get("accept_guesses", False),
            numbers=STYLES[asked.get("numbers") or "en"],
            marks=asked.get("marks", ""),
            header_row=asked.get("header_row"),
            sheet=asked.get("sheet", ""),
            minimum=settings.MINIMUM_SAMPLE,
            corrections=corrections or {},
            scratch=scratch,
        ),
        source=asked.get("source", ""),
        undated=undated,
        retrieved_on=retrieved_on,
        make=asked.get("make", False),
        any_amount=asked.get("any_amount", False) or not settings.PLAUSIBLE_PAY,
        progress=progress,
        **how,
    )


def corrections_of(kept: Mapping[str, Mapping[str, str]]) -> Corrections:
    """Corrections as JSON keeps them, whose keys are texts."""
    return {int(row): {int(at): text for at, text in texts.items()} for row, texts in kept.items()}
