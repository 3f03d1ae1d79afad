"""From keys of files to rows of the guide: which role, place, level and option a cell is of.

All keys are read once, so that a file of half a million cells asks the database nothing. What the guide has
no row for is counted by key and name. A place that the checked table of areas knows is made when the cells
are written, and until then goes by a number below zero; so does a role or place of an import that may make them.
"""

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db.models.functions import Coalesce
from django.utils.text import slugify

from salaries.imports.areas import Area, areas, by_slug
from salaries.imports.reading import Key, ReadCell
from salaries.models import (
    ExperienceLevel,
    FactorOption,
    Location,
    LocationCode,
    Role,
    RoleAlias,
    RoleCode,
)
from salaries.models.base import RESERVED, SLUG


@dataclass(frozen=True, slots=True)
class Placed:
    """The ids of a cell's role, place, level and option; below zero for what is still to be made."""

    role: int
    location: int
    level: int | None
    option: int | None


def folded(name: str) -> str:
    """A name as names are compared: no outer or double blanks, no case."""
    return " ".join(name.split()).casefold()


@dataclass
class Guide:
    """What the guide knows, by key. `make`: a role or place that it does not know is made too."""

    make: bool = False
    roles: dict[Key, int] = field(default_factory=dict)
    locations: dict[Key, int] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    options: dict[str, int] = field(default_factory=dict)
    unknown_roles: Counter[tuple[Key, str]] = field(default_factory=Counter)
    unknown_locations: Counter[tuple[Key, str]] = field(default_factory=Counter)
    new_roles: dict[int, str] = field(default_factory=dict)
    new_locations: dict[int, Area | str] = field(default_factory=dict)

    @classmethod
    def now(cls, *, make: bool = False) -> "Guide":
        """What the guide knows now: 7 queries."""
        roles = {Key("name", folded(name)): pk for name, pk in RoleAlias.objects.values_list("name", "role")}
        now = Coalesce("merged_into", "pk")
        for pk, slug, name in Role.objects.values_list(now, "slug", "name"):
            roles[Key("name", folded(name))] = roles[Key("slug", slug)] = pk
        for scheme, code, pk in RoleCode.objects.values_list("scheme", "code", "role"):
            roles[Key(scheme, code)] = pk
        locations: dict[Key, int] = {}
        for pk, slug, name, short in Location.objects.values_list(now, "slug", "name", "short_name"):
            locations.setdefault(Key("name", folded(short)), pk)
            locations[Key("name", folded(name))] = locations[Key("slug", slug)] = pk
        for scheme, code, pk in LocationCode.objects.values_list("scheme", "code", "location"):
            locations[Key(scheme, code)] = pk
        levels = ExperienceLevel.objects.values_list("slug", "name", now)
        options = FactorOption.objects.filter(location=None).values_list("slug", "name", now)
        return cls(make, roles, locations, _both(levels), _both(options))

    @property
    def digest(self) -> str:
        """Changes whenever the same file could find other rows than before."""
        known = sha256()
        for table in (self.roles, self.locations, self.levels, self.options):
            for key, pk in sorted(table.items()):
                known.update(f"{key}={pk};".encode())
        known.update(str(self.make).encode())
        return known.hexdigest()

    def place(self, cell: ReadCell) -> Placed | None:
        """The rows of a cell; None, and counted, where its role or its place is not the guide's."""
        role, location = self._role(cell), self._location(cell)
        if role is None or location is None:
            return None
        level = self.levels[folded(cell.level)] if cell.level else None
        option = self.options[folded(cell.option)] if cell.option else None
        return Placed(role, location, level, option)

    def unknown_step(self, cell: ReadCell) -> str:
        """ "level" or "option" where the cell names one that the guide does not have; else ""."""
        if cell.level and folded(cell.level) not in self.levels:
            return "level"
        return "option" if cell.option and folded(cell.option) not in self.options else ""

    def _role(self, cell: ReadCell) -> int | None:
        known = _look_up(self.roles, cell.role)
        if known is None and self.make and cell.role.scheme in ("name", "slug"):
            known = self.roles[_plain(cell.role)] = -1 - len(self.new_roles)
            self.new_roles[known] = _name_of(cell.role)
        if known is None:
            self.unknown_roles[cell.role, cell.role_name] += 1
        return known

    def _location(self, cell: ReadCell) -> int | None:
        key = cell.location
        known = _look_up(self.locations, key)
        if known is None:
            area = areas().get(key)
            if area is not None:
                known = self.locations[key] = self._to_make(area)
            elif self.make and key.scheme in ("name", "slug"):
                known = self.locations[_plain(key)] = self._to_make(_name_of(key))
            else:
                self.unknown_locations[key, cell.location_name] += 1
        return known

    def _to_make(self, what: Area | str) -> int:
        number = -1 - len(self.new_locations)
        self.new_locations[number] = what
        return number

    def make_rows(self) -> tuple[dict[int, int], dict[int, int]]:
        """Make what is still to be made: number below zero -> id, of roles and of places."""
        roles = {number: _new_role(name).pk for number, name in self.new_roles.items()}
        places = {
            number: (_new_area(what) if isinstance(what, Area) else _new_place(what)).pk
            for number, what in self.new_locations.items()
        }
        return roles, places


def _both(rows: Any) -> dict[str, int]:
    known = {folded(name): pk for _, name, pk in rows}
    return known | {slug: pk for slug, _, pk in rows}


def _plain(key: Key) -> Key:
    return Key(key.scheme, folded(key.code))


def _look_up(known: dict[Key, int], key: Key) -> int | None:
    found = known.get(key)
    if found is None and key.scheme in ("name", "slug"):
        name = folded(key.code)
        found = known.get(Key("name", name), known.get(Key("slug", name)))
    return found


def _name_of(key: Key) -> str:
    return key.code.strip() if key.scheme == "name" else key.code.replace("-", " ").capitalize()


def free_slug(name: str, model: type[Role] | type[Location]) -> str:
    """A slug for a new row of that name that no other row has."""
    plain = slugify(name)[:70].strip("-").replace("_", "-")
    plain = (
        plain
        if SLUG.fullmatch(plain) and plain not in RESERVED
        else f"{model._meta.model_name}-{plain}".strip("-")
    )
    slug, number = plain, 1
    while model.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{plain}-{number}"
    return slug


def _new_role(name: str) -> Role:
    return Role.objects.create(slug=free_slug(name, Role), name=name)


def _new_place(name: str) -> Location:
    return Location.objects.create(slug=free_slug(name, Location), name=name, kind=Location.Kind.AREA)


def _new_area(area: Area) -> Location:
    """The place of an area, with its code; its parent is made first where the guide does not have it."""
    place = Location.objects.filter(slug=area.slug).first()
    if place is None:
        parent = by_slug()[area.parent] if area.parent else None
        place = Location.objects.create(
            slug=area.slug,
            name=area.name,
            short_name=area.short_name,
            kind=area.kind,
            currency=area.currency,
            parent=_new_area(parent) if parent else None,
        )
    LocationCode.objects.get_or_create(
        scheme=area.key.scheme, code=area.key.code, defaults={"location": place}
    )
    return place
