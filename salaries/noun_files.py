"""Tables of nouns, as lists are exported, read back: new rows are made, others changed, all or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model

from salaries.imports import files
from salaries.imports.files import Line
from salaries.imports.reading import FileRefused
from salaries.imports.spreadsheets import as_meant
from salaries.models import CuratedSubject, data_change
from salaries.models.curated import SAME
from salaries.nouns import columns_of, fields_of, natural_of

MOST_TOLD = 20


@dataclass
class Counts:
    """What a table made."""

    new: int = 0
    changed: int = 0
    same: int = 0


class _NotYet(Exception):
    """A related row that may come further down: the wider role of a role."""


def load(model: type[Model], path: Path) -> Counts:
    """Bring a table into the guide. FileRefused, with nothing written, where anything in it cannot be taken."""
    counts, wrong = Counts(), []
    header, lines = _opened(model, path)
    with data_change(f"Import of {path.name}"):
        waiting = list(lines)
        while waiting:
            later: list[Line] = []
            for line in waiting:
                try:
                    _take(model, header, line, counts, guarded=not files.is_workbook(path))
                except _NotYet as reason:
                    later.append(line)
                    last = f"Row {line.number}: {reason}"
                except ValidationError as error:
                    wrong.append(f"Row {line.number}: {' '.join(error.messages)}")
            if len(later) == len(waiting):
                wrong.append(last)
                break
            waiting = later
        if not wrong and model is CuratedSubject:
            wrong = [f"“{side.comparison}”: {SAME}" for side in CuratedSubject.objects.repeated().in_order()]
        if wrong:
            more = f" And {len(wrong) - MOST_TOLD} more." if len(wrong) > MOST_TOLD else ""
            raise FileRefused("\n".join(wrong[:MOST_TOLD]) + more)
    return counts


def _opened(model: type[Model], path: Path) -> tuple[list[str], Iterator[Line]]:
    lines = (line for line in files.lines(path, "") if not line.blank)
    first = next(lines, None)
    header = [name.strip() for name in first.values] if first else []
    known = columns_of(model)
    strange = [name for name in header if name not in known]
    lacking = [name for name in _needed(model) if name not in header]
    if strange or lacking or len(set(header)) < len(header):
        raise FileRefused(
            f"“{path.name}” is no table of {model._meta.verbose_name_plural}: {', '.join(known)}."
        )
    return header, lines


def _needed(model: type[Model]) -> set[str]:
    """The columns that name a row."""
    return {key.split("__")[0] for key in natural_of(model)}


def _take(model: type[Model], header: list[str], line: Line, counts: Counts, *, guarded: bool) -> None:
    texts = dict(zip(header, [*line.values, *[""] * len(header)], strict=False))
    if guarded:
        texts = {name: as_meant(text) for name, text in texts.items()}
    fields = {one.name: one for one in fields_of(model)}
    values = {name: _value(fields[name], text) for name, text in texts.items()}
    rows: Any = model._default_manager
    row = rows.filter(**{name: values[name] for name in _needed(model)}).first()
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        counts.same += 1
        return
    if row is None:
        row, counts.new = model(), counts.new + 1
    else:
        counts.changed += 1
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()


def _value(one: Field[Any, Any], text: str) -> Any:
    if isinstance(one, ForeignKey):
        return _related(one, text) if text else None
    if not text:
        return None if one.null else one.get_default() if one.get_internal_type() != "BooleanField" else False
    return one.to_python(text)


def _related(one: ForeignKey[Any, Any], text: str) -> Any:
    related: Any = one.remote_field.model
    keys = natural_of(related)
    parts = text.split("/", len(keys) - 1)
    found = related._default_manager.filter(**dict(zip(keys, parts, strict=False))).first()
    if found is None or len(parts) != len(keys):
        raise _NotYet(f"there is no {related._meta.verbose_name} “{text}”.")
    return found
