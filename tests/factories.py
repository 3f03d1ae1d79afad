"""Small builders: each makes what it is asked for and what that needs, with plain values."""

from datetime import date
from decimal import Decimal
from typing import Any

from salaries.models import (
    CuratedComparison,
    ExperienceLevel,
    FactorOption,
    Figure,
    InfluencingFactor,
    Location,
    Measure,
    Release,
    ReleasePart,
    Role,
    Source,
)


def make_role(slug: str = "alpha", **values: Any) -> Role:
    return Role.objects.get_or_create(slug=slug, defaults={"name": slug.replace("-", " ").title(), **values})[
        0
    ]


def make_level(slug: str = "senior", **values: Any) -> ExperienceLevel:
    values = {"name": slug.replace("-", " ").title(), "scheme": "seniority", **values}
    return ExperienceLevel.objects.get_or_create(slug=slug, defaults=values)[0]


def make_location(slug: str = "us", **values: Any) -> Location:
    names = {"us": "United States", "gb": "United Kingdom", "jp": "Japan"}
    values = {"name": names.get(slug, slug.replace("-", " ").title()), **values}
    return Location.objects.get_or_create(slug=slug, defaults=values)[0]


def make_option(slug: str = "go", factor: str = "technologies", **values: Any) -> FactorOption:
    parent, _ = InfluencingFactor.objects.get_or_create(slug=factor, defaults={"name": factor.title()})
    return FactorOption.objects.get_or_create(
        slug=slug, defaults={"name": slug.title(), "factor": parent, **values}
    )[0]


def make_source(slug: str = "bureau", **values: Any) -> Source:
    values = {
        "publisher": slug.title(),
        "title": f"{slug.title()} pay statistics",
        "kind": Source.Kind.OFFICIAL_STATISTICS,
        "primary_measure": Measure.BASE_SALARY,
        **values,
    }
    return Source.objects.get_or_create(slug=slug, defaults=values)[0]


def make_release(slug: str = "may-2025", source: Source | None = None, **values: Any) -> Release:
    values = {"reference_start": date(2025, 5, 1), "reference_end": date(2025, 5, 31), **values}
    return Release.objects.get_or_create(slug=slug, source=source or make_source(), defaults=values)[0]


def make_part(release: Release | None = None, name: str = "by hand", **values: Any) -> ReleasePart:
    values = {"state": ReleasePart.State.PUBLISHED, **values}
    parts = ReleasePart.objects.select_related("release__source")
    return parts.get_or_create(release=release or make_release(), name=name, defaults=values)[0]


def make_figure(role: str | Role = "alpha", part: ReleasePart | None = None, **values: Any) -> Figure:
    """A published figure; `median=50_000`, `level="senior"`, `location="gb"` as they are needed."""
    part = part or make_part()
    for name, make in (("level", make_level), ("location", make_location), ("option", make_option)):
        if isinstance(values.get(name), str):
            values[name] = make(values[name])
    values = {"measure": part.release.source.primary_measure, "currency": "USD", "sample_size": 120, **values}
    values.setdefault("location", make_location())
    return Figure.objects.create(
        part=part,
        release=part.release,
        role=role if isinstance(role, Role) else make_role(role),
        **{key: Decimal(str(v)) if isinstance(v, float) else v for key, v in values.items()},
    )


def make_curated(title: str, *sides: str, rank: int = 0) -> CuratedComparison:
    """A curated comparison; each side is `role`, `role.level` or `role.level.place`, `average` being all levels."""
    comparison = CuratedComparison.objects.create(title=title, rank=rank)
    for number, side in enumerate(sides, 1):
        role, level, place = [*side.split("."), *("average", "us")[side.count(".") :]]
        comparison.subjects.create(
            number=number,
            role=make_role(role),
            level=None if level == "average" else make_level(level),
            location=make_location(place),
        )
    return comparison


def make_common_data() -> dict[str, Figure | Role]:
    """The common data D1 of the acceptance cases."""
    return {
        "alpha": make_figure("alpha", median=50_000, p10=30_000, p25=40_000, p75=60_000, p90=70_000),
        "beta": make_figure("beta", median=72_940),
        "gamma": make_figure("gamma", median=40_000),
        "zero-only": make_role("zero-only"),
        "small": make_figure("small", median=61_000, sample_size=1),
        "hourly": make_figure("hourly", median=Decimal("25.50"), pay_period="hour"),
        "yen": make_figure("yen", median=6_500_000, currency="JPY"),
        "total": make_figure("total", median=90_000, measure=Measure.TOTAL_COMPENSATION),
    }
