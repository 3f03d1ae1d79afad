"""Any noun as a table: its own fields, related rows by the natural keys that fixtures have too.

`salaries/noun_files.py` reads such tables back.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Field, ForeignKey, ManyToManyField, Model, QuerySet

from salaries.exports import Value

NATURAL: dict[str, tuple[str, ...]] = {
    "role": ("slug",),
    "rolealias": ("name",),
    "rolecode": ("scheme", "code"),
    "experiencelevel": ("slug",),
    "location": ("slug",),
    "locationcode": ("scheme", "code"),
    "influencingfactor": ("slug",),
    "factoroption": ("slug",),
    "source": ("slug",),
    "release": ("source__slug", "slug"),
    "releasepart": ("release__source__slug", "release__slug", "name"),
    "priceindex": ("kind", "location__slug", "year"),
    "redirect": ("kind", "old_slug"),
    "curatedcomparison": ("title",),
    "curatedsubject": ("comparison__title", "number"),
    "figure": (
        "release__source__slug", "release__slug", "role__slug", "location__slug", "level__slug", "option__slug",
        "measure", "currency", "pay_period",
    ),
    "user": ("username",),
    "group": ("name",),
    "permission": ("content_type__app_label", "codename"),
}  # fmt: skip
"""What names a row for good, by model; a row of any other is named by its number."""
SETS: dict[str, tuple[str, ...]] = {"user": ("groups", "user_permissions"), "group": ("permissions",)}
"""Fields that hold any number of other rows, by model: one cell, a line for each."""
LEFT_OUT = {
    "id", "revision", "email", "password", "last_login", "date_joined", "retired", "retired_in", "merged_into",
}  # fmt: skip
"""No part of what a row says; secrets and addresses, which are not to travel in files; what retiring alone changes."""
_CHUNK = 2_000


def fields_of(model: type[Model]) -> list[Field[Any, Any]]:
    """The fields of a model that its table has."""
    return [one for one in model._meta.concrete_fields if one.name not in LEFT_OUT]


def sets_of(model: type[Model]) -> list[ManyToManyField[Any, Any]]:
    """The fields of a model that hold any number of rows."""
    names = SETS.get(str(model._meta.model_name), ())
    return [one for one in model._meta.many_to_many if one.name in names]


def columns_of(model: type[Model]) -> list[str]:
    """The columns of a model's table."""
    return [one.name for one in (*fields_of(model), *sets_of(model))]


def natural_of(model: type[Model]) -> tuple[str, ...]:
    """The lookups that name a row of a model."""
    return NATURAL.get(str(model._meta.model_name), ("pk",))


def rows_of(model: type[Model], listed: QuerySet[Any]) -> Iterator[list[Value]]:
    """The rows of a list as a table, a related row's natural key in one text: `bls-oews/may-2025`."""
    widths, paths = [], []
    for one in fields_of(model):
        keys = _keys(one)
        widths.append(len(keys))
        paths += keys
    sets = [_members(one, listed) for one in sets_of(model)]
    for pk, *values in listed.values_list("pk", *paths).iterator(chunk_size=_CHUNK):
        row: list[Value] = []
        at = 0
        for width in widths:
            row.append(_joined(tuple(values[at : at + width])))
            at += width
        yield row + [members.get(pk, "") for members in sets]


def _members(one: ManyToManyField[Any, Any], listed: QuerySet[Any]) -> dict[int, str]:
    """The rows that each row of a list holds in such a field: their natural keys, a line each."""
    keys = [f"{one.name}__{key}" for key in natural_of(one.related_model)]
    held: dict[int, list[str]] = {}
    rows = one.model._default_manager.filter(pk__in=listed.order_by().values("pk"))
    for pk, *names in (
        rows.filter(**{f"{one.name}__isnull": False}).order_by("pk", *keys).values_list("pk", *keys)
    ):
        held.setdefault(pk, []).append("/".join(names))
    return {pk: "\n".join(names) for pk, names in held.items()}


def _keys(one: Field[Any, Any]) -> list[str]:
    if not isinstance(one, ForeignKey):
        return [one.attname]
    related: Any = one.remote_field.model
    return [f"{one.name}__{key}" for key in natural_of(related)]


def _joined(values: tuple[Any, ...]) -> Value:
    if len(values) == 1:
        return _plain(values[0])
    return "" if values[0] is None else "/".join("" if value is None else str(value) for value in values)


def _plain(value: Any) -> Value:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value if value is None or isinstance(value, Value) else str(value)
