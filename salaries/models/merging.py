"""Merging one role, level, place or option into another: what points to the one points to the other afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from salaries.models.base import DEFAULT_LOCATION, Retirable
from salaries.models.curated import CuratedSubject
from salaries.models.factors import FactorOption
from salaries.models.figures import CELL, Figure
from salaries.models.levels import ExperienceLevel
from salaries.models.locations import Location, LocationCode
from salaries.models.reports import Report
from salaries.models.retiring import NAME_IN, figures_of, model_of
from salaries.models.roles import Role, RoleAlias, RoleCode
from salaries.models.trail import has_history, update_with_history
from salaries.models.upkeep import PriceIndex
from salaries.models.versions import DataVersion, data_change

Key = tuple[Any, ...]
POINTING: dict[type[Retirable], tuple[tuple[type[models.Model], str], ...]] = {
    Role: ((RoleAlias, "role"), (RoleCode, "role"), (Role, "broader"), (Report, "role")),
    ExperienceLevel: (),
    Location: ((LocationCode, "location"), (Location, "parent"), (FactorOption, "location")),
    FactorOption: (),
}
"""What simply goes along. Figures, price indices and sides of comparisons are looked at for what is there already."""


@dataclass(frozen=True)
class Merge:
    """What merging would do: how many rows of each model move, and what stays behind with the retired row.

    `twice` are figures whose cell both have, with the figure that stays public; `lost` are the titles of curated
    comparisons that would compare a thing with itself. `obstacles` are sentences; where there are any, nothing is done.
    """

    row: Retirable
    into: Retirable
    moving: dict[type[models.Model], list[int]] = field(default_factory=dict)
    twice: tuple[tuple[Figure, Figure], ...] = ()
    lost: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()

    @property
    def counted(self) -> Iterator[str]:
        """“3 figures”, “1 role alias”, of what moves."""
        for model, pks in self.moving.items():
            if pks:
                meta = model._meta
                yield f"{len(pks)} {meta.verbose_name if len(pks) == 1 else meta.verbose_name_plural}"


def merge_of(row: Retirable, into: Retirable) -> Merge:
    """What merging `row` into `into` would do. At most 10 queries."""
    obstacles = tuple(_obstacles(row, into))
    if obstacles:
        return Merge(row, into, obstacles=obstacles)
    moving: dict[type[models.Model], list[int]] = {}
    figures, twice = _figures(row, into)
    moving[Figure] = figures
    for model, name in POINTING[type(row)]:
        rows = model._default_manager.filter(**{name: row}).exclude(
            pk=into.pk if model is type(row) else None
        )
        moving[model] = list(rows.order_by().values_list("pk", flat=True))
    if isinstance(row, Location):
        there = set(PriceIndex.objects.filter(location_id=into.pk).values_list("kind", "year"))
        of_row = PriceIndex.objects.filter(location_id=row.pk).values_list("pk", "kind", "year")
        moving[PriceIndex] = [pk for pk, *key in of_row if tuple(key) not in there]
    moving[CuratedSubject], lost = _sides(row, into)
    return Merge(row, into, moving, twice, lost)


def _obstacles(row: Retirable, into: Retirable) -> Iterator[str]:
    if row.pk == into.pk:
        yield "A row is not merged into itself."
        return
    if into.is_retired:
        yield f"“{into}” is retired itself: choose one that is not."
    if row.merged_into is not None:
        yield f"“{row}” is merged into “{row.merged_into}” already."
    if row.slug == DEFAULT_LOCATION and isinstance(row, Location):
        yield "It is the default place: every address without a place means it."
    if row in _above(into):
        yield f"“{into}” stands below “{row}”: give it another place above it first."
    if any(isinstance(one, FactorOption) and one.location_id for one in (row, into)):
        yield "An option that is a place has no figures of its own: merge the places, or retire the option."


def _above(row: Retirable) -> Iterator[Retirable]:
    name = {Role: "broader", Location: "parent"}.get(type(row))
    above = getattr(row, name) if name else None
    while name and above is not None:
        yield above
        above = getattr(above, name)


def _figures(row: Retirable, into: Retirable) -> tuple[list[int], tuple[tuple[Figure, Figure], ...]]:
    """The figures that move, and those whose cell the other row has a figure of, with that one."""
    columns = ["release_id", *(f"{name}_id" if name in NAME_IN.values() else name for name in CELL)]
    columns.remove(f"{NAME_IN[type(row)]}_id")
    held: dict[Key, int] = {
        tuple(key): pk for pk, *key in figures_of(into).order_by().values_list("pk", *columns)
    }
    own = [
        (pk, held.get(tuple(key))) for pk, *key in figures_of(row).order_by("pk").values_list("pk", *columns)
    ]
    twice = {pk: other for pk, other in own if other is not None}
    named = Figure.objects.select_related("role", "level", "location", "option", "release__source").in_bulk(
        [*twice, *twice.values()]
    )
    return [pk for pk, other in own if other is None], tuple(
        (named[pk], named[other]) for pk, other in twice.items()
    )


def _sides(row: Retirable, into: Retirable) -> tuple[list[int], tuple[str, ...]]:
    """The sides of curated comparisons that move, and titles of those where they would be there twice."""
    name = NAME_IN[type(row)]
    of_row = CuratedSubject.objects.filter(**{name: row}).values("comparison")
    every = list(CuratedSubject.objects.filter(comparison__in=of_row).select_related("comparison"))

    def key(side: CuratedSubject) -> Key:
        ids = {one: getattr(side, f"{one}_id") for one in NAME_IN.values()}
        return side.comparison_id, *({**ids, name: into.pk} if ids[name] == row.pk else ids).values()

    keys = [key(side) for side in every]
    lost = {side.comparison.title: side.comparison_id for side in every if keys.count(key(side)) > 1}
    moving = [
        side.pk
        for side in every
        if getattr(side, f"{name}_id") == row.pk and side.comparison_id not in lost.values()
    ]
    return moving, tuple(sorted(lost))


def merge(row: Retirable, into: Retirable, why: str) -> Merge:
    """Do it, in one transaction and one data version. Raises `ValidationError` with every obstacle."""
    noun = row._meta.verbose_name
    with data_change(f"{noun} “{row}” merged into “{into}”", why):
        both = model_of(row).select_for_update(of=("self",)).order_by().in_bulk([row.pk, into.pk])
        done = merge_of(both[row.pk], both[into.pk])
        if done.obstacles:
            raise ValidationError(list(done.obstacles))
        names = dict(POINTING[type(row)])
        for model, pks in done.moving.items():
            name = names.get(model, NAME_IN[type(row)])
            if has_history(model):
                update_with_history(model, pks, why, **{name: into})
            else:
                model._default_manager.filter(pk__in=pks).update(**{name: into})
        if isinstance(row, Role) and not RoleAlias.objects.filter(name=row.name).exists():
            RoleAlias.objects.create(role_id=into.pk, name=row.name)
        number = row.retired_in or DataVersion.objects.get(is_open=True).number
        update_with_history(type(row), [row.pk], why, retired_in=number, merged_into=into)
        before: models.QuerySet[Any] = model_of(row).filter(merged_into_id=row.pk)
        update_with_history(type(row), [one.pk for one in before], why, merged_into=into)
    return done
