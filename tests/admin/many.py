"""A guide with much in it: 5,000 roles, 500 places, 50,000 figures, and as many of the rest as a busy one has."""

from datetime import date
from decimal import Decimal
from itertools import batched, chain
from typing import Any

from django.db import connection

from salaries.models import (
    ExperienceLevel,
    FactorOption,
    Figure,
    InfluencingFactor,
    Location,
    PriceIndex,
    Redirect,
    Release,
    ReleasePart,
    Report,
    Role,
    RoleAlias,
    RoleCode,
    Source,
    data_change,
)

ROLES, PLACES, FIGURES = 5_000, 500, 50_000
SOURCES, OPTIONS, LEVELS = 300, 300, 8
IN_ONE_PART = 25_000
"""Figures of the first part; the others share the rest."""


def make_many() -> None:
    """Make it all in the database that is there: one data version, some thousand rows a statement."""
    with data_change("much"):
        _make_all()


def _make_all() -> None:
    roles = Role.objects.bulk_create(
        [Role(slug=f"role-{n:04}", name=f"Role {n:04}", summary="One of many.") for n in range(ROLES)]
    )
    Role.objects.filter(slug__gte="role-2500").update(broader=roles[0])
    for wider in range(1, 500):
        Role.objects.filter(slug=f"role-{wider + 1_000}").update(broader=roles[wider])
    RoleAlias.objects.bulk_create([RoleAlias(role=role, name=f"Job {role.slug}") for role in roles])
    RoleCode.objects.bulk_create([RoleCode(role=role, scheme="SOC 2018", code=role.slug) for role in roles])
    places = _places()
    options = _options()
    levels = ExperienceLevel.objects.bulk_create(
        [
            ExperienceLevel(slug=f"level-{n}", name=f"Level {n}", scheme="seniority", rank=n)
            for n in range(LEVELS)
        ]
    )
    parts = _parts()
    _add_figures(roles, places, levels, options, parts)
    ReleasePart.objects.update(state="published")
    first = Figure.objects.order_by("pk")[:1_200]
    Figure.objects.filter(pk__in=[one.pk for one in first]).update(median=Decimal(51_000))
    Redirect.objects.bulk_create(
        [Redirect(kind="role", old_slug=f"old-{n}", new_slug="") for n in range(1_000)]
    )
    Report.objects.bulk_create([Report(figure=one, message="Too high.") for one in first])


def _places() -> list[Location]:
    country = Location.objects.create(slug="us", name="United States", kind="country")
    return [
        country,
        *Location.objects.bulk_create(
            [
                Location(slug=f"place-{n}", name=f"Place {n:03}", kind="metro", parent=country)
                for n in range(PLACES - 1)
            ]
        ),
    ]


def _options() -> list[FactorOption]:
    factors = InfluencingFactor.objects.bulk_create(
        [InfluencingFactor(slug=f"factor-{n}", name=f"Factor {n}") for n in range(OPTIONS)]
    )
    return FactorOption.objects.bulk_create(
        [
            FactorOption(slug=f"option-{n}", name=f"Option {n}", factor=factors[n if n > 30 else 0])
            for n in range(OPTIONS)
        ]
    )


def _parts() -> list[ReleasePart]:
    sources = Source.objects.bulk_create(
        [
            Source(slug=f"source-{n:03}", publisher=f"Publisher {n}", title="Pay", licence=f"Licence {n}")
            for n in range(SOURCES)
        ]
    )
    releases = Release.objects.bulk_create(
        [
            Release(
                source=source,
                slug=f"may-{year}",
                reference_start=date(year, 5, 1),
                reference_end=date(year, 5, 31),
            )
            for source in sources
            for year in (2024, 2025)
        ]
    )
    PriceIndex.objects.bulk_create(
        [
            PriceIndex(kind="rpp", location=place, year=year, value=100, source=sources[0])
            for place in Location.objects.all()
            for year in (2024, 2025)
        ]
    )
    return ReleasePart.objects.bulk_create(
        [ReleasePart(release=release, name=f"part {release.slug}") for release in releases]
    )


def _add_figures(roles: Any, places: Any, levels: Any, options: Any, parts: Any) -> None:
    """Ten figures a role: the first half in one part, each of the others somewhere else.

    Written by hand, which takes a tenth of the time of `bulk_create`.
    """
    columns = (
        "revision, part_id, release_id, role_id, location_id, level_id, option_id, measure, currency, "
        "pay_period, median, mean, sample_size, median_error, source_note"
    )
    rows = []
    for n in range(FIGURES):
        part = parts[0] if n < IN_ONE_PART else parts[1 + n % (len(parts) - 1)]
        within = n // ROLES
        place = places[0 if within < 3 else (n * 7 + within) % PLACES]
        level = levels[within % LEVELS].pk if within else None
        option = options[n % OPTIONS].pk if within > 6 else None
        rows.append(
            (
                *(0, part.pk, part.release_id, roles[n % ROLES].pk, place.pk, level, option, "base_salary"),
                *("USD", "year", 50_000 + n % 977, 52_000 + n % 977, 120, "3.1", ""),
            )
        )
    with connection.cursor() as cursor:
        # SQLite takes 32,766 values in one statement, PostgreSQL 65,535.
        for some in batched(rows, 2_000):
            marks = ", ".join([f"({', '.join(['%s'] * 15)})"] * len(some))
            cursor.execute(f"INSERT INTO salaries_figure ({columns}) VALUES {marks}", [*chain(*some)])
