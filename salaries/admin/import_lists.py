"""What the page of an import lists, and what was typed into it."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count

from salaries.models import ImportJob, ImportLine

LINES_A_PAGE, LINES_AT_FIRST, ROWS_A_PAGE = 50, 20, 20
MOST_TYPED = 500
_CELL = re.compile(r"c-(\d{1,9})-(\d{1,5})", re.ASCII)
Kind = ImportLine.Kind
ORDER = (Kind.REFUSED, Kind.CHANGED, Kind.GONE, Kind.NEW, Kind.UNKNOWN, Kind.STRANGE)


@dataclass(frozen=True)
class List:
    """One list of an import's page: some of its lines, or refused rows to correct, and how many lines there are."""

    kind: str
    label: str
    count: int
    page: Page[Any]
    rows: list[dict[str, Any]]


def lists(job: ImportJob, chosen: str, number: str | None) -> list[List]:
    """The list of the kind that is chosen, a page at a time; where none is, the start of every list."""
    found = dict(job.lines.order_by().values_list("kind").annotate(total=Count("pk")))
    kinds = [chosen] if chosen in found else [kind for kind in ORDER if kind in found]
    return [_list(job, kind, found[kind], number if chosen else None, whole=bool(chosen)) for kind in kinds]


def _list(job: ImportJob, kind: str, count: int, number: str | None, *, whole: bool) -> List:
    lines = job.lines.filter(kind=kind)
    label = str(Kind(kind).label)
    if kind == Kind.REFUSED:
        numbers = lines.order_by("row").values_list("row", flat=True).distinct()
        refused = Paginator(numbers, ROWS_A_PAGE).get_page(number)
        return List(kind, label, refused.paginator.count, refused, _rows(job, refused))
    page = Paginator(lines.order_by("pk"), LINES_A_PAGE if whole else LINES_AT_FIRST).get_page(number)
    return List(kind, label, count, page, [])


def _rows(job: ImportJob, page: Page[Any]) -> list[dict[str, Any]]:
    """Refused rows with their reasons, and the cells to correct where the file is a table."""
    named = {one["at"]: one for one in job.found.get("columns", [])}
    rows: dict[int, dict[str, Any]] = {}
    for line in job.lines.filter(kind=Kind.REFUSED, row__in=list(page)).order_by("row", "pk"):
        row = rows.setdefault(line.row, {"number": line.row, "lines": [], "cells": []})
        row["lines"].append(line)
        row["texts"] = line.cells or []
    for row in rows.values():
        refused = {line.column for line in row["lines"]}
        texts = row["texts"]
        for at in sorted(named if texts else ()):
            name = named[at]["name"]
            row["cells"].append(
                {
                    "name": f"c-{row['number']}-{at}", "label": name, "value": texts[at] if at < len(texts) else "",
                    "refused": name in refused or named[at]["letter"] in refused,
                }
            )  # fmt: skip
    return list(rows.values())


def corrected(job: ImportJob, typed: Any) -> dict[str, dict[str, str]]:
    """The corrections so far, with what was typed now: only what differs from what stands in the row."""
    kept: dict[str, dict[str, str]] = {row: dict(texts) for row, texts in job.corrections.items()}
    sent = [(*found.groups(), typed[name]) for name in typed if (found := _CELL.fullmatch(name))]
    numbers = {int(row) for row, *_ in sent}
    lines = job.lines.filter(kind=Kind.REFUSED, row__in=numbers, cells__isnull=False)
    held = {str(row): cells for row, cells in lines.values_list("row", "cells")}
    columns = {str(one["at"]) for one in job.found.get("columns", [])}
    for row, at, value in sent:
        if row in held and at in columns:
            was = dict(enumerate(held[row] or [])).get(int(at), "")
            if value.strip() != was.strip():
                kept.setdefault(row, {})[at] = value[:MOST_TYPED]
    return kept


def corrections(job: ImportJob) -> list[str]:
    """The corrections in words."""
    names = {str(one["at"]): one["name"] for one in job.found.get("columns", [])}
    return [
        f"row {row}, {names.get(at, at)}: {text or 'nothing'}"
        for row, texts in sorted(job.corrections.items(), key=lambda one: int(one[0]))
        for at, text in texts.items()
    ]
