"""Figures that nobody earns, by the million, to measure the site with: `manage.py make_figures`.

Every role has a general average and four levels in the main country. The first `ALIKE` roles have the same number of
figures however many there are in all, so that their pages can be compared between databases; the rest is shared out
evenly. They alone have options, and the first `ALIKE_ROLES` alone something in the first place, unless a role has very
many figures. The same numbers asked for give the same figures.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import batched, islice
from typing import Any, NamedTuple

from django.db import connection

from salaries.models import (
    ExperienceLevel,
    FactorOption,
    Figure,
    InfluencingFactor,
    Location,
    Measure,
    Release,
    ReleasePart,
    Role,
    RoleAlias,
    RoleCode,
    Source,
    data_change,
)
from salaries.models.base import DEFAULT_LOCATION
from salaries.seeding import count_rows

PUBLISHER = "Synthetic figures for measuring"
SOURCES = ("synthetic-statistics", "synthetic-survey")
LEVELS = (
    ("entry-level", "Entry-Level", 720),
    ("mid-level", "Mid-Level", 980),
    ("senior-staff", "Senior/Staff", 1_310),
    ("executive", "Executive", 1_850),
)
"""Slug, name, and pay in thousandths of the general average."""
OPTIONS = ((1, 1_060), (2, 1_110), (3, 1_040), (4, 1_180))
PERCENTILES = (610, 790, 1_000, 1_240, 1_520)
"""p10 to p90 in thousandths of the median."""
TRADES = (
    "analyst", "baker", "carpenter", "designer", "electrician", "florist", "gardener", "host", "inspector", "joiner",
    "keeper", "librarian", "mason", "nurse", "optician", "painter", "quilter", "roofer", "surveyor", "tailor",
    "usher", "vintner", "welder", "xylographer", "yardmaster", "zoologist",
)  # fmt: skip
LEAST_A_ROLE = 1 + len(LEVELS)
ALIKE = 4
ALIKE_FIGURES = 100
ALIKE_ROLES = 100
"""Roles that the first place has figures of before all others, in the first release."""
A_RELEASE = 10
"""From how many figures a release on a role's figures are shared between releases."""
_COLUMNS = (
    "part_id", "release_id", "role_id", "location_id", "level_id", "option_id", "measure", "currency", "pay_period",
    "mean", "p10", "p25", "median", "p75", "p90", "sample_size", "mean_error", "source_note", "revision",
)  # fmt: skip
_BATCH = 20_000


class CannotMake(Exception):
    """Why the figures cannot be made, in words."""


class Cell(NamedTuple):
    """One cell of a role, by number: level 0 is all levels, place 0 the main country, option 0 everyone."""

    level: int
    place: int
    option: int


@dataclass(frozen=True, slots=True)
class Amount:
    """How much to make."""

    roles: int
    locations: int
    figures: int
    seed: int = 1

    def refuse(self) -> None:
        """Raise `CannotMake` where so many roles and places cannot have so many figures."""
        if min(self.roles, self.locations) < 1:
            raise CannotMake("There must be a role and a place at least.")
        least, most = self.roles * LEAST_A_ROLE, self.roles * self.most_a_role
        if not least <= self.figures <= most:
            raise CannotMake(
                f"{self.roles:,} roles and {self.locations:,} places have {least:,} figures at least, "
                f"{most:,} at most."
            )

    @property
    def most_a_role(self) -> int:
        return len(_RELEASES) * LEAST_A_ROLE * (1 + len(OPTIONS)) * (self.locations + 1)

    def of_role(self, number: int) -> int:
        """How many figures a role has, by its number from 0."""
        alike = min(ALIKE, self.roles)
        others, rest = self.roles - alike, self.figures - alike * ALIKE_FIGURES
        if not others * LEAST_A_ROLE <= rest <= others * self.most_a_role:
            alike, others, rest = 0, self.roles, self.figures
        if number < alike:
            return ALIKE_FIGURES
        share, more = divmod(rest, others)
        return share + (number - alike < more)


_RELEASES = (
    (SOURCES[0], 2025, 1_061),
    (SOURCES[0], 2024, 1_030),
    (SOURCES[0], 2023, 1_000),
    (SOURCES[1], 2025, 1_120),
)
"""Source, year, and pay in thousandths of the first year's. The first one is filled first."""


def shares(figures: int) -> list[int]:
    """How a role's figures are shared between the releases, in their order."""
    used = min(len(_RELEASES), max(1, figures // A_RELEASE))
    share, more = divmod(figures, used)
    return [share + (number < more) for number in range(used)] + [0] * (len(_RELEASES) - used)


def cells(role: int, places: int, release: int = 0) -> Iterator[Cell]:
    """Every cell that a role can have in one release, the weightiest first; `places` without the country.

    The first place and the options come last to most: pages of theirs have as much to show at every size.
    """
    levels, options = range(LEAST_A_ROLE), range(1, 1 + len(OPTIONS))
    own = [2 + (role * 37 + step) % (places - 1) for step in range(places - 1)]
    first_place, with_options = Cell(0, 1, 0), [Cell(0, 0, option) for option in options]
    early = role < ALIKE or (role < ALIKE_ROLES and release == 0)
    yield from (Cell(level, 0, 0) for level in levels)
    if early:
        yield first_place
    if role < ALIKE:
        yield from with_options
    yield from (Cell(level, place, 0) for place in own for level in (0, 3))
    yield from (Cell(level, place, 0) for place in own for level in (1, 2, 4))
    yield from (Cell(level, 1, 0) for level in levels if level)
    if not early:
        yield first_place
    if role >= ALIKE:
        yield from with_options
    yield from (
        Cell(level, place, option)
        for option in options
        for place in (0, 1, *own)
        for level in levels
        if place or level
    )


def present() -> tuple[bool, bool]:
    """Whether there are synthetic figures, and whether there are others."""
    synthetic = Figure.objects.filter(release__source__slug__in=SOURCES)
    return synthetic.exists(), Figure.objects.exclude(release__source__slug__in=SOURCES).exists()


def make_figures(amount: Amount) -> None:
    """Make everything, in one transaction and one data version, and have the database count its rows.

    Raises `CannotMake`, with nothing written.
    """
    amount.refuse()
    with data_change(PUBLISHER):
        places = _places(amount.locations)
        levels = [None, *(_level(rank, slug, name) for rank, (slug, name, _) in enumerate(LEVELS, 1))]
        options = [None, *_options()]
        roles = _roles(amount.roles)
        parts = list(_parts())
        for number, part in enumerate(parts):
            _write(_rows(amount, number, (part.pk, part.release_id), roles, places, levels, options))
        for part in parts:
            if part.figures.exists():
                part.publish()
    count_rows()


def _rows(
    amount: Amount,
    release: int,
    part: tuple[int, int],
    roles: list[int],
    places: list[int],
    levels: list[int | None],
    options: list[int | None],
) -> Iterator[tuple[Any, ...]]:
    """The rows of one release, in the order of `_COLUMNS`. Amounts are whole dollars and never a float."""
    chance = random.Random(f"{amount.seed} {release}")  # noqa: S311 - no secret
    bases = random.Random(amount.seed)  # noqa: S311
    of_places = [1_000, *(bases.randrange(760, 1_380) for _ in places[1:])]
    of_levels = [1_000, *(share for _, _, share in LEVELS)]
    of_options = [1_000, *(share for _, share in OPTIONS)]
    of_year = _RELEASES[release][2]
    for number, role in enumerate(roles):
        base = bases.randrange(32_000, 150_000) * of_year
        wanted = shares(amount.of_role(number))[release]
        for level, place, option in islice(cells(number, amount.locations, release), wanted):
            pay = base * of_levels[level] * of_places[place] * of_options[option]
            median = pay * chance.randrange(985, 1_016) // 10**15
            p10, p25, p50, p75, p90 = (median * share // 1_000 for share in PERCENTILES)
            yield (
                *part, role, places[place], levels[level], options[option], Measure.BASE_SALARY.value, "USD", "year",
                median * 1_030 // 1_000, p10, p25, p50, p75, p90,
                _answers(chance, level, place, option), chance.randrange(1, 5), "", 0,
            )  # fmt: skip


def _answers(chance: random.Random, level: int, place: int, option: int) -> int:
    """Fewer in a part than in the whole, and enough in both that they may be shown."""
    answers = chance.randrange(1_500, 2_000) if place else chance.randrange(8_000, 9_000)
    return answers // (1 + 4 * bool(level)) // (1 + 3 * bool(option))


def _write(rows: Iterable[tuple[Any, ...]]) -> None:
    names = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY salaries_figure ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        insert = f"INSERT INTO salaries_figure ({names}) VALUES ({', '.join(['%s'] * len(_COLUMNS))})"  # noqa: S608
        for chunk in batched(rows, _BATCH):
            cursor.executemany(insert, chunk)


def _places(number: int) -> list[int]:
    country, _ = Location.objects.get_or_create(
        slug=DEFAULT_LOCATION, defaults={"name": "United States", "kind": Location.Kind.COUNTRY}
    )
    made = Location.objects.bulk_create(
        Location(
            slug=f"synthetic-place-{at:04}",
            name=f"Synthetic Place {at:04}",
            kind=Location.Kind.METRO,
            parent=country,
        )
        for at in range(1, number + 1)
    )
    return [country.pk, *(place.pk for place in made)]


def _level(rank: int, slug: str, name: str) -> int:
    level, _ = ExperienceLevel.objects.get_or_create(
        slug=slug, defaults={"name": name, "scheme": "seniority", "rank": rank}
    )
    return level.pk


def _options() -> list[int]:
    factor = InfluencingFactor.objects.create(
        slug="synthetic-factor", name="Synthetic factor", summary=f"{PUBLISHER}: nobody earns this."
    )
    made = FactorOption.objects.bulk_create(
        FactorOption(
            factor=factor, slug=f"synthetic-option-{number}", name=f"Synthetic Option {number}", rank=number
        )
        for number, _ in OPTIONS
    )
    return [option.pk for option in made]


def _roles(number: int) -> list[int]:
    """Ten roles share a wider one, the first of them."""
    roles = Role.objects.bulk_create(
        Role(
            slug=f"synthetic-role-{at:05}",
            name=f"Synthetic {TRADES[at % len(TRADES)].title()} {at:05}",
            summary=f"{PUBLISHER}: nobody earns this.",
        )
        for at in range(1, number + 1)
    )
    for ten in batched(roles, 10):
        Role.objects.filter(pk__in=[role.pk for role in ten[1:]]).update(broader=ten[0])
    RoleAlias.objects.bulk_create(
        RoleAlias(role=role, name=f"Made-up job {at:05}") for at, role in enumerate(roles, 1)
    )
    RoleCode.objects.bulk_create(
        RoleCode(role=role, scheme="Synthetic", code=f"{at:05}") for at, role in enumerate(roles, 1)
    )
    return [role.pk for role in roles]


def _parts() -> Iterator[ReleasePart]:
    kinds = dict(zip(SOURCES, (Source.Kind.OFFICIAL_STATISTICS, Source.Kind.SURVEY), strict=True))
    sources = {
        slug: Source.objects.create(
            slug=slug,
            publisher=PUBLISHER,
            title=f"Synthetic {kind.label}",
            short_name=f"Synthetic {kind.label}",
            kind=kind,
            primary_measure=Measure.BASE_SALARY,
            method="Made by chance. Nobody earns this.",
        )
        for slug, kind in kinds.items()
    }
    for slug, year, _ in _RELEASES:
        release = Release.objects.create(
            source=sources[slug],
            slug=f"may-{year}",
            reference_start=date(year, 5, 1),
            reference_end=date(year, 5, 31),
        )
        yield ReleasePart.objects.create(release=release, name="Synthetic figures")
