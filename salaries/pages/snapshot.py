"""The guide's small tables in one data version: roles, levels and places, and what has figures of whom.

Read once after each change and shared by all pages (`kept.py`), so nobody changes what stands in it. It grows with
roles and places, not with figures. How and why: docs/decisions/0042-kept-for-a-version.md.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from salaries.models import ExperienceLevel, FactorOption, Figure, Location, Role
from salaries.models.base import ALL_LEVELS
from salaries.pages.cells_held import HeldCells
from salaries.pages.forms import Group, subject_groups
from salaries.pages.kept import KeptForVersion, Once, Room
from salaries.pages.slugs import Misspelt

MOST_ROLES_OFFERED = 200
MOST_HELD = 200_000
"""Places and options of roles and levels that are held at once, all together; some 15 MB."""

Who = tuple[str, str]
"""The slugs of a role and a level: what a figure is about before place and option."""


class Spread(NamedTuple):
    """Where a role has public figures: the slugs of places by the key of a level, and of options by both."""

    places: Mapping[int | None, frozenset[str]]
    options: Mapping[tuple[int | None, str], frozenset[str]]

    @property
    def size(self) -> int:
        return 1 + sum(map(len, self.places.values())) + sum(map(len, self.options.values()))


class Named(NamedTuple):
    """The key of a level, and where a role has figures."""

    level: int | None
    spread: Spread

    @property
    def places(self) -> frozenset[str]:
        """The places with figures of the role at the level."""
        return self.spread.places.get(self.level, frozenset())

    def options(self, place: str) -> frozenset[str]:
        """The options with figures of the role at the level in a place."""
        return self.spread.options.get((self.level, place), frozenset())


class Spreads:
    """The spread of each role that was asked for, held as far as there is room."""

    def __init__(self, places: Mapping[int, str], options: Mapping[int, str], most: int = MOST_HELD) -> None:
        """`places` and `options`: every slug by its key."""
        self._places, self._options = places, options
        self._held: Room[int, Spread] = Room(most, lambda spread: spread.size)

    def of(self, roles: Collection[int]) -> dict[int, Spread]:
        """The spreads of roles: 1 query, none for what is held already."""
        held = self._held.those_of(roles)
        if wanted := [role for role in roles if role not in held]:
            found = self._read(wanted)
            self._held.hold(found)
            held |= found
        return held

    def _read(self, roles: Sequence[int]) -> dict[int, Spread]:
        places: dict[int, dict[int | None, set[str]]] = {role: {} for role in roles}
        options: dict[int, dict[tuple[int | None, str], set[str]]] = {role: {} for role in roles}
        columns = ("role_id", "level_id", "location_id", "option_id")
        figures = Figure.objects.public().filter(role__in=roles).order_by()
        for role, level, key, option in figures.values_list(*columns).distinct():
            place = self._places[key]
            places[role].setdefault(level, set()).add(place)
            if option is not None:
                options[role].setdefault((level, place), set()).add(self._options[option])
        return {role: Spread(_frozen(places[role]), _frozen(options[role])) for role in roles}


def _frozen[K](sets: Mapping[K, set[str]]) -> dict[K, frozenset[str]]:
    return {key: frozenset(held) for key, held in sets.items()}


class ByKey(NamedTuple):
    """Every row by its primary key, retired ones too."""

    roles: Mapping[int, Role]
    levels: Mapping[int, ExperienceLevel]
    places: Mapping[int, Location]
    options: Mapping[int, FactorOption]

    def has(self, role: int, level: int | None, place: int, option: int | None) -> bool:
        """Whether all that a figure is about is there."""
        return (
            role in self.roles
            and place in self.places
            and (level is None or level in self.levels)
            and (option is None or option in self.options)
        )


class BySlug(NamedTuple):
    """Every row by its slug, retired ones too."""

    role: Mapping[str, Role]
    level: Mapping[str, ExperienceLevel]
    location: Mapping[str, Location]
    option: Mapping[str, FactorOption]


class Snapshot(NamedTuple):
    """Every row by its slug, retired ones too, and what a form has without being asked.

    `offered` are the places with public figures, countries first, then by the jobs that a figure speaks for: the
    statistics of a country can know six hundred areas, of which a form shows the largest.
    """

    roles: Mapping[str, Role]
    levels: Mapping[str, ExperienceLevel]
    places: Mapping[str, Location]
    options: Mapping[str, FactorOption]
    offered: tuple[Location, ...]
    first_groups: Once[tuple[Group, ...]]
    spreads: Spreads
    by_key: ByKey
    cells: HeldCells
    misspelt: Mapping[str, Once[Misspelt[Any]]]
    """What is spelled nearly as a slug that is not there, by noun."""

    @property
    def groups(self) -> tuple[Group, ...]:
        """The first roles with figures, by name, and the levels that they have them at: 1 query for who asks first."""
        return self.first_groups.get()

    def named(self, people: Iterable[Who]) -> dict[Who, Named]:
        """Where there are figures of roles and levels: 1 query at most. Left out: who is not in the guide."""
        keys = {
            (role, level): (self.roles[role].pk, self.levels[level].pk if level in self.levels else None)
            for role, level in people
            if role in self.roles and (level in self.levels or level == ALL_LEVELS)
        }
        spreads = self.spreads.of(dict.fromkeys(role for role, _ in keys.values()))
        return {who: Named(level, spreads[role]) for who, (role, level) in keys.items()}


def snapshot() -> Snapshot:
    """Today's: 1 query, and 1 more for the first who asks after a change."""
    return _SNAPSHOT.now()


def _read() -> Snapshot:
    rows = list(_rows())
    roles = _by_key(Role, rows, ("plural", "", "broader_id", "", "", "description", "retired_in"))
    levels = _by_key(ExperienceLevel, rows, ("people", "scheme", "", "", "rank", "", "retired_in"))
    places = _by_key(Location, rows, ("short_name", "kind", "parent_id", "currency", "", "", "retired_in"))
    options = _by_key(FactorOption, rows, ("", "", "location_id", "", "", "", "retired_in"))
    for role in roles.values():
        if role.broader_id:
            role.broader = roles[role.broader_id]
    for place in places.values():
        if place.parent_id:
            place.parent = places[place.parent_id]
    for option in options.values():
        if option.location_id:
            option.location = places[option.location_id]
    by_rank = sorted(levels.values(), key=lambda level: (level.rank, level.slug))
    by_slug = BySlug(
        {role.slug: role for role in roles.values()},
        {level.slug: level for level in by_rank},
        {place.slug: place for place in places.values()},
        {option.slug: option for option in options.values()},
    )
    return Snapshot(
        *by_slug,
        tuple(_offered(rows, places)),
        Once(lambda: tuple(_groups([level for level in by_rank if not level.is_retired]))),
        Spreads(_slugs(places), _slugs(options)),
        ByKey(roles, levels, places, options),
        HeldCells(),
        {noun: Once(partial(Misspelt, rows)) for noun, rows in by_slug._asdict().items()},
    )


def _slugs(rows: Mapping[int, Any]) -> dict[int, str]:
    return {key: row.slug for key, row in rows.items()}


def _rows() -> QuerySet[Any, tuple[Any, ...]]:
    """Each row with what names and places it, in columns that the nouns share: 1 query.

    The last is for places with public figures: the jobs of the figure that speaks for most, 0 where none says.
    """
    text, none = Value("", output_field=CharField()), Cast(Value(None), BigIntegerField())
    here = Figure.objects.filter(location=OuterRef("pk"))
    counted = here.published().filter(employment__isnull=False).order_by("-employment").values("employment")
    most = Coalesce(Subquery(counted[:1]), Value(0), output_field=BigIntegerField())
    jobs = Case(When(Exists(here.public()), then=most), default=none, output_field=BigIntegerField())
    columns: dict[Any, tuple[Any, ...]] = {
        Role: (F("plural"), text, F("broader_id"), text, Value(0), F("description"), none),
        ExperienceLevel: (F("people"), F("scheme"), none, text, F("rank"), text, none),
        Location: (F("short_name"), F("kind"), F("parent_id"), F("currency"), Value(0), text, jobs),
        FactorOption: (text, text, F("location_id"), text, Value(0), text, none),
    }
    rows: list[QuerySet[Any, Any]] = [
        model._default_manager.order_by().values_list(
            Value(model.__name__, output_field=CharField()),
            F("pk"),
            F("slug"),
            F("name"),
            *of[:-1],
            F("retired_in"),
            of[-1],
        )
        for model, of in columns.items()
    ]
    return rows[0].union(*rows[1:], all=True).order_by()


def _by_key[T: (Role, ExperienceLevel, Location, FactorOption)](
    model: type[T], rows: Iterable[tuple[Any, ...]], columns: Sequence[str]
) -> dict[int, T]:
    """The rows of a noun by their keys. Who reads a column that was not fetched finds out in the tests."""
    place = {name: at for at, name in enumerate(("", "id", "slug", "name", *columns)) if name}
    names = [field.attname for field in model._meta.concrete_fields if field.attname in place]
    return {
        row[1]: model.from_db(
            model.objects.db,
            names,
            [row[place[name]] for name in names],
            fetch_mode=settings.PUBLIC_FETCH_MODE,
        )
        for row in rows
        if row[0] == model.__name__
    }


def _offered(rows: Iterable[tuple[Any, ...]], places: Mapping[int, Location]) -> list[Location]:
    """The places with public figures, in their order."""
    jobs = {row[1]: row[-1] for row in rows if row[0] == Location.__name__ and row[-1] is not None}

    def order(place: Location) -> tuple[bool, int, str]:
        return (place.kind != Location.Kind.COUNTRY, -jobs[place.pk], place.name)

    return sorted((places[key] for key in jobs if not places[key].is_retired), key=order)


def _groups(levels: Sequence[ExperienceLevel]) -> list[Group]:
    """The first roles with figures, by name, and the levels that they have them at: 1 query."""
    figures = Figure.objects.public().filter(role=OuterRef("pk"), option__isnull=True)
    held = {f"held_{level.pk}": Exists(figures.filter(level=level.pk)) for level in levels}
    roles = (
        Role.objects.live()
        .filter(Exists(figures))
        .annotate(held=Exists(figures.filter(level__isnull=True)), **held)
        .order_by("name", "slug")
        .values_list("slug", "name", "held", *held)[:MOST_ROLES_OFFERED]
    )
    keys = (None, *(level.pk for level in levels))
    pairs = [
        (slug, name, key) for slug, name, *has in roles for key, one in zip(keys, has, strict=True) if one
    ]
    return subject_groups(pairs[:MOST_ROLES_OFFERED], levels)


_SNAPSHOT = KeptForVersion(_read)
