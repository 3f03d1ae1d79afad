"""What a fixture says, read and checked without asking the database: rows of nouns, with natural keys."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from salaries.models import (
    CuratedComparison,
    CuratedSubject,
    ExperienceLevel,
    FactorOption,
    Figure,
    InfluencingFactor,
    Location,
    LocationCode,
    PriceIndex,
    Redirect,
    Release,
    ReleasePart,
    Role,
    RoleAlias,
    RoleCode,
    Source,
)
from salaries.models.figures import CELL

Key = tuple[str | None, ...]
"""A natural key as a fixture writes it, in one flat row: source, release, name."""


class FixtureRefused(Exception):
    """The fixtures cannot be used; the message is one line that says where and why."""


@dataclass(frozen=True)
class Noun:
    """A model that a seed may hold, and the fields that no two of its rows share; the natural key first."""

    model: type[models.Model]
    unique: tuple[tuple[str, ...], ...]
    redirect: str = ""

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    def field(self, name: str) -> "models.Field[Any, Any]":
        """The field of that name. Raises `FieldDoesNotExist` where there is none that a fixture may fill."""
        found = self.model._meta.get_field(name)
        if not isinstance(found, models.Field) or found.primary_key or not found.editable:
            raise FieldDoesNotExist(f"a fixture cannot fill “{name}”")
        return found

    def related(self, name: str) -> "Noun | None":
        """The noun that the field points to, if it points to one."""
        target = self.field(name).related_model
        return NOUN_OF[target._meta.label_lower] if isinstance(target, type) else None

    @property
    def key_length(self) -> int:
        """How many texts a natural key has, those of its parents included."""
        return sum(noun.key_length if (noun := self.related(name)) else 1 for name in self.unique[0])

    @property
    def relations(self) -> set[str]:
        """Foreign keys. Validation would ask for each by a query; seeding has found their rows before."""
        return {one.name for one in self.model._meta.fields if one.is_relation}

    def counted(self, number: int) -> str:
        """`1 role`, `2 roles`."""
        meta = self.model._meta
        return f"{number:,} {meta.verbose_name if number == 1 else meta.verbose_name_plural}"


NOUNS = (
    Noun(Location, (("slug",), ("name",)), Redirect.Kind.LOCATION),
    Noun(LocationCode, (("scheme", "code"),)),
    Noun(ExperienceLevel, (("slug",), ("name",)), Redirect.Kind.LEVEL),
    Noun(InfluencingFactor, (("slug",), ("name",)), Redirect.Kind.FACTOR),
    Noun(FactorOption, (("slug",), ("factor", "name")), Redirect.Kind.OPTION),
    Noun(Role, (("slug",), ("name",)), Redirect.Kind.ROLE),
    Noun(RoleAlias, (("name",),)),
    Noun(RoleCode, (("scheme", "code"),)),
    Noun(Source, (("slug",),), Redirect.Kind.SOURCE),
    Noun(PriceIndex, (("kind", "location", "year"),)),
    Noun(
        Release,
        (("source", "slug"), ("source", "reference_start", "reference_end")),
        Redirect.Kind.RELEASE,
    ),
    Noun(ReleasePart, (("release", "name"),)),
    Noun(Figure, (("release", *CELL),)),
    Noun(CuratedComparison, (("title",),)),
    Noun(CuratedSubject, (("comparison", "number"),)),
)
"""Every noun that a seed may hold, parents before children. Accounts and passwords are none of them."""
NOUN_OF = {noun.label: noun for noun in NOUNS}


@dataclass(frozen=True)
class Row:
    """One object of a fixture."""

    file: str
    noun: Noun
    fields: dict[str, Any]
    parents: dict[str, tuple[Noun, Key]]
    key: Key

    @property
    def text(self) -> str:
        return key_text(self.key)

    def __str__(self) -> str:
        return f"{self.file}: {self.noun.model._meta.verbose_name} {self.text}"


def key_text(key: Key) -> str:
    """The key as `SeedRecord` keeps it: `bls-oews/may-2025/software-developer/us///gross_pay/USD/year`."""
    return "/".join(part or "" for part in key)


def read(folder: Path) -> Iterator[Row]:
    """The objects of the folder's `*.json`, in the order of their names. No database is asked."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise FixtureRefused(f"There is no fixture (*.json) in {folder}.")
    for file in files:
        try:
            objects = json.loads(file.read_text(encoding="utf-8"), parse_float=_refuse_float)
        except ValueError as error:
            raise FixtureRefused(f"{file.name} is not a fixture: {error}.") from None
        if not isinstance(objects, list):
            raise FixtureRefused(f"{file.name} is not a fixture: it should hold a list of objects.")
        for number, item in enumerate(objects, 1):
            yield _row(file.name, number, item)


def _refuse_float(text: str) -> None:
    raise ValueError(f"write {text} as a text, so that it stays exact")


def _row(file: str, number: int, item: Any) -> Row:
    where = f"{file}, object {number}"
    if (
        not isinstance(item, dict)
        or item.keys() != {"model", "fields"}
        or not isinstance(item["fields"], dict)
    ):
        raise FixtureRefused(f"{where}: an object has “model” and “fields”, and nothing else.")
    noun = NOUN_OF.get(str(item["model"]).lower())
    if noun is None:
        raise FixtureRefused(f"{where}: a seed cannot bring {item['model']}.")
    fields = item["fields"]
    try:
        related = {name: noun.related(name) for name in fields}
    except FieldDoesNotExist as error:
        raise FixtureRefused(f"{where}: {error}.") from None
    parents: dict[str, tuple[Noun, Key]] = {}
    for name, parent in related.items():
        if parent is None or fields[name] is None:
            continue
        if not isinstance(fields[name], list) or len(fields[name]) != parent.key_length:
            raise FixtureRefused(f"{where}: “{name}” is a natural key, a list of {parent.key_length}.")
        parents[name] = (parent, tuple(map(str, fields[name])))
    return Row(file, noun, fields, parents, tuple(_key(noun, fields, parents)))


def _key(noun: Noun, fields: dict[str, Any], parents: dict[str, tuple[Noun, Key]]) -> Iterator[str | None]:
    for name in noun.unique[0]:
        if name in parents:
            yield from parents[name][1]
        elif parent := noun.related(name):
            yield from [None] * parent.key_length
        else:
            yield str(fields.get(name, noun.field(name).get_default()))
