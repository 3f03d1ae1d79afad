"""Tables of nouns, as lists are exported, read back: new rows are made, others changed, all or nothing.

Records of what happened are held against the guide's own instead: a file never writes one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, ManyToManyField, Model

from salaries.exports import Value
from salaries.imports import files
from salaries.imports.files import Line
from salaries.imports.reading import FileRefused
from salaries.imports.spreadsheets import as_meant
from salaries.models import CuratedSubject, data_change
from salaries.models.curated import SAME
from salaries.nouns import columns_of, fields_of, natural_of, rows_of, sets_of

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
    header, lines = _opened(model, path, _needed(model))
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


def check(model: type[Model], path: Path) -> int:
    """Hold a table against the records that the guide keeps; how many rows it were.

    FileRefused where the guide has no such record. Numbers are compared as numbers, texts without regard to blanks.
    """
    header, lines = _opened(model, path, set())
    columns = [columns_of(model).index(name) for name in header]
    kept = {_said(values, columns) for values in rows_of(model, model._default_manager.order_by())}
    wrong, rows = [], 0
    for line in lines:
        rows += 1
        texts = [*line.values, *[""] * len(header)][: len(header)]
        if not files.is_workbook(path):
            texts = [as_meant(text) for text in texts]
        if _said(texts, range(len(header))) not in kept:
            wrong.append(f"Row {line.number}")
    if wrong:
        more = f" and {len(wrong) - MOST_TOLD} more" if len(wrong) > MOST_TOLD else ""
        raise FileRefused(
            f"“{path.name}”: the guide has no such {model._meta.verbose_name}: {', '.join(wrong[:MOST_TOLD])}{more}. "
            "Records are kept by the guide itself and never written from a file: nothing was changed."
        )
    return rows


def _said(values: Sequence[Value], columns: Iterable[int]) -> int:
    """What a row says in these columns, in short."""
    return hash(tuple(_plainly(values[at]) for at in columns))


def _plainly(value: Value) -> Decimal | str:
    text = "" if value is None else " ".join(str(value).replace("_x000D_", " ").split())
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number.normalize() if number.is_finite() else text


def _opened(model: type[Model], path: Path, needed: set[str]) -> tuple[list[str], Iterator[Line]]:
    lines = (line for line in files.lines(path, "") if not line.blank)
    first = next(lines, None)
    header = [name.strip() for name in first.values] if first else []
    known = columns_of(model)
    strange = [name for name in header if name not in known]
    lacking = [name for name in needed if name not in header]
    if not header or strange or lacking or len(set(header)) < len(header):
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
    values = {name: _value(fields[name], text) for name, text in texts.items() if name in fields}
    sets = {one.name: _rows(one, texts[one.name]) for one in sets_of(model) if one.name in texts}
    rows: Any = model._default_manager
    row = rows.filter(**{name: values[name] for name in _needed(model)}).first()
    if (
        row is not None
        and all(getattr(row, name) == value for name, value in values.items())
        and all({*getattr(row, name).all()} == held for name, held in sets.items())
    ):
        counts.same += 1
        return
    if row is None:
        row, counts.new = model(), counts.new + 1
        if isinstance(row, AbstractBaseUser):
            row.set_unusable_password()
    else:
        counts.changed += 1
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    for name, held in sets.items():
        getattr(row, name).set(held)


def _value(one: Field[Any, Any], text: str) -> Any:
    if isinstance(one, ForeignKey):
        return _related(one, text) if text else None
    if not text:
        return None if one.null else one.get_default() if one.get_internal_type() != "BooleanField" else False
    return one.to_python(text)


def _rows(one: ManyToManyField[Any, Any], text: str) -> set[Any]:
    """The rows that a cell names, a line each."""
    return {_related(one, line.strip()) for line in text.splitlines() if line.strip()}


def _related(one: ForeignKey[Any, Any] | ManyToManyField[Any, Any], text: str) -> Any:
    related: Any = one.remote_field.model
    keys = natural_of(related)
    parts = text.split("/", len(keys) - 1)
    found = related._default_manager.filter(**dict(zip(keys, parts, strict=False))).first()
    if found is None or len(parts) != len(keys):
        raise _NotYet(f"there is no {related._meta.verbose_name} “{text}”.")
    return found
