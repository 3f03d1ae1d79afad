"""Entries of history in words: who changed what, from what to what, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.utils.text import capfirst

from salaries.models import (
    CuratedComparison,
    CuratedSubject,
    FactorOption,
    Figure,
    InfluencingFactor,
    Location,
    LocationCode,
    Release,
    ReleasePart,
    Role,
    RoleAlias,
    RoleCode,
)
from salaries.models.figures import PAY_FIELDS
from salaries.models.trail import KINDS, STOOD, entries, has_history
from salaries.pay.money import format_money

Model = type[models.Model]
NOTHING = "nothing"
UNDER: dict[Model, tuple[tuple[Model, str], ...]] = {
    Role: ((RoleAlias, "role"), (RoleCode, "role")),
    Location: ((LocationCode, "location"),),
    InfluencingFactor: ((FactorOption, "factor"),),
    Release: ((ReleasePart, "release"),),
    CuratedComparison: ((CuratedSubject, "comparison"),),
}
"""Rows that are edited under another, whose history is told with that one's."""
NAMED_WITH: dict[Model, tuple[str, ...]] = {Release: ("source",), ReleasePart: ("release__source",)}
"""What a row's name needs besides the row."""


@dataclass(frozen=True)
class Change:
    """One field before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One entry in words. `own`: it is of the row whose history this is, and not of one under it."""

    pk: int
    when: datetime
    by: str
    what: str
    changes: tuple[Change, ...]
    why: str
    batch: UUID
    own: bool
    stood: bool


Pointer = tuple[str, int]
"""The name of a model and the number of an entry of it."""


def tracked() -> dict[str, Model]:
    """The models whose changes leave entries, by name."""
    from django.apps import apps

    found = apps.get_app_config("salaries").get_models()
    return {str(model._meta.model_name): model for model in found if has_history(model)}


def of_row(model: Model, pk: int) -> "models.QuerySet[Any]":
    """Pointers to the entries of a row and of what is edited under it, newest first."""
    under = [(child, models.Q(**{f"{name}_id": pk})) for child, name in UNDER.get(model, ())]
    return _pointers([(model, models.Q(id=pk)), *under])


def of_batch(batch: UUID, seen: Iterable[Model]) -> "models.QuerySet[Any]":
    """Pointers to the entries of a batch, of the models that somebody may see."""
    return _pointers([(model, models.Q(batch=batch)) for model in seen])


def _pointers(wanted: Sequence[tuple[Model, models.Q]]) -> "models.QuerySet[Any]":
    found = [
        entries(model)
        .filter(which)
        .order_by()
        .values_list(Value(str(model._meta.model_name)), "history_id", "history_date")
        for model, which in wanted
    ]
    every = found[0].union(*found[1:], all=True) if len(found) > 1 else found[0]
    return every.order_by("-history_date", "-history_id")


def lines(pointers: Iterable[Pointer], own: Model | None = None) -> list[Line]:
    """The entries in words, in the order of the pointers: 2 queries a model, 1 a model that they name."""
    order = list(pointers)
    models_ = tracked()
    read: dict[Pointer, Any] = {}
    for name in dict.fromkeys(name for name, _ in order):
        for entry in _with_former(models_[name], [pk for one, pk in order if one == name]):
            read[name, entry.pk] = entry
    names = Names(
        (models_[name], one) for (name, _), entry in read.items() for one in (entry, entry.former) if one
    )
    return [_line(models_[name], read[name, pk], names, own) for name, pk in order]


def _with_former(model: Model, pks: Sequence[int]) -> list[Any]:
    """Entries, each with the one before it of the same row, or None."""
    every = entries(model)
    former = every.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    found = list(every.filter(pk__in=pks).annotate(former_pk=Subquery(former.values("history_id")[:1])))
    formers = every.in_bulk([entry.former_pk for entry in found if entry.former_pk])
    for entry in found:
        entry.former = formers.get(entry.former_pk)
    return found


class Names:
    """The rows that entries point to, fetched at once: 1 query a model."""

    def __init__(self, held: Iterable[tuple[Model, Any]]) -> None:
        wanted: dict[Model, set[Any]] = {}
        for model, entry in held:
            for column in _relations(model):
                if value := getattr(entry, column.attname):
                    wanted.setdefault(column.related_model, set()).add(value)
        self._rows: dict[Model, dict[Any, models.Model]] = {}
        for model, pks in wanted.items():
            found: models.QuerySet[Any] = model._default_manager.filter(pk__in=pks)
            if model in NAMED_WITH:
                found = found.select_related(*NAMED_WITH[model])
            self._rows[model] = {row.pk: row for row in found}

    def get(self, model: Model, pk: Any) -> models.Model | None:
        """The row, None where it is no more."""
        return self._rows.get(model, {}).get(pk)

    def row_of(self, model: Model, entry: Any) -> models.Model:
        """The row as an entry has it, with the rows that it points to."""
        row = model(**{column.attname: getattr(entry, column.attname) for column in entry.tracked_fields})
        for column in _relations(model):
            related = self.get(column.related_model, getattr(entry, column.attname))
            if related is not None:
                setattr(row, column.name, related)
        return row

    def name_of(self, model: Model, entry: Any) -> str:
        """What the row was called: “Alpha”; its number where what it pointed to is no more."""
        try:
            return f"“{self.row_of(model, entry)}”"
        except ObjectDoesNotExist:
            return str(entry.id)


def _relations(model: Model) -> list[Any]:
    return [one for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey)]


def _line(model: Model, entry: Any, names: Names, own: Model | None) -> Line:
    is_own = model is own
    what = KINDS[entry.history_type]
    if not is_own:
        what = f"{model._meta.verbose_name} {names.name_of(model, entry)} {what}"
    return Line(
        pk=entry.pk,
        when=entry.history_date,
        by=entry.by or "–",
        what=capfirst(what),
        changes=changes_of(model, entry, names),
        why=entry.history_change_reason or "",
        batch=entry.batch,
        own=is_own,
        stood=entry.history_type == STOOD,
    )


def changes_of(model: Model, entry: Any, names: Names) -> tuple[Change, ...]:
    """What an entry changed; of a row that was added or deleted, all that it said."""
    if entry.history_type == STOOD:
        return ()
    if entry.history_type == "-":
        return differences(model, entry, None, names)
    former = entry.former if entry.history_type == "~" else None
    return differences(model, former, entry, names)


def differences(model: Model, before: Any, after: Any, names: Names) -> tuple[Change, ...]:
    """The fields that differ between two states of a row; None is a row that is not there."""
    found = []
    for column in shown_fields(model):
        old, new = _value(column, before), _value(column, after)
        whole = before is None or after is None
        if old != new and not (whole and (old or new) in (None, "", 0, False)):
            label = capfirst(str(column.verbose_name))
            found.append(Change(label, _words(column, before, names), _words(column, after, names)))
    return tuple(found)


def shown_fields(model: Model) -> list[Any]:
    """The fields that people edit, in their order."""
    return [column for column in model._meta.concrete_fields if column.editable and not column.primary_key]


def _value(column: Any, state: Any) -> Any:
    value = getattr(state, column.attname) if state is not None else None
    return "" if value is None and isinstance(column, models.CharField | models.TextField) else value


def _words(column: Any, state: Any, names: Names) -> str:
    """A value as an editor knows it."""
    value = _value(column, state)
    if value in (None, ""):
        return NOTHING
    if isinstance(column, models.ForeignKey):
        related = names.get(column.related_model, value)
        return str(related) if related is not None else f"(deleted, number {value})"
    if column.model is Figure and column.name in PAY_FIELDS:
        return format_money(value, state.currency, state.pay_period)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    return str(value)
