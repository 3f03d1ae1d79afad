"""What a guide is made of: the levels and factors of every guide, and the figures that one may speak of."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from salaries.models import (
    ExperienceLevel,
    Figure,
    InfluencingFactor,
    Location,
    Role,
    RoleCode,
    Source,
)
from salaries.models.base import DEFAULT_LOCATION
from salaries.models.history import figures_as_of
from salaries.models.prepared import Prepared, PreparedByShape
from salaries.pages.cells import CELL_COLUMNS, NOTE, PageFigure, cell_of_row
from salaries.pages.kept import KeptForVersion
from salaries.pages.lookups import live_options
from salaries.pages.snapshot import ByKey, Snapshot, snapshot


class StepsAndFactors(NamedTuple):
    """Every level in its order, retired ones too, and every factor with its options. Shared: nobody changes them."""

    levels: Sequence[ExperienceLevel]
    factors: Sequence[InfluencingFactor]


def steps_and_factors() -> StepsAndFactors:
    """Today's: 1 query, and 3 more for the first who asks after a change."""
    return _STEPS_AND_FACTORS.now()


def _read() -> StepsAndFactors:
    factors = InfluencingFactor.objects.prefetch_related(live_options())
    return StepsAndFactors(tuple(ExperienceLevel.objects.all()), tuple(factors))


_STEPS_AND_FACTORS = KeptForVersion(_read)


Shape = tuple[int, bool, bool]
"""What decides a query's text: how many answers are enough, and whether there is a wider role and place."""


KEYS = ("role_id", "level_id", "location_id", "option_id")


def figures_of(role: Role, location: Location, known: Snapshot) -> list[PageFigure]:
    """Every figure that the page may speak of: this role's here, and general averages around it.

    Here and in the default place all releases count. Of the places around there may be hundreds: of them the
    one release is read that `places_around` asks first for this place.
    """
    using = Figure.objects.db
    numbers = [key for key in (role.pk, role.broader_id, location.pk, location.parent_id) if key]
    shape = (settings.MINIMUM_SAMPLE, bool(role.broader_id), bool(location.parent_id))
    rows = list(_FIGURES.of(using, shape).rows(using, numbers))
    if not all(known.by_key.has(*row[-len(KEYS) :]) for row in rows):
        # Published between the two questions: what is new is in today's.
        known = snapshot()
    return [_figure(row, known.by_key) for row in rows if known.by_key.has(*row[-len(KEYS) :])]


def _figure(row: Sequence[Any], rows: ByKey) -> PageFigure:
    role, level, place, option = row[-len(KEYS) :]
    return PageFigure(
        rows.roles[role],
        rows.levels[level] if level is not None else None,
        rows.places[place],
        rows.options[option] if option is not None else None,
        role,
        level,
        place,
        option,
        cell_of_row(row),
        row[NOTE],
    )


def _prepared(shape: Shape) -> Prepared:
    """The query of a guide's figures."""
    _, is_narrower, is_part = shape

    def write(*numbers: int) -> QuerySet[Any, Any]:
        given = iter(numbers)
        roles = [next(given), *([next(given)] if is_narrower else [])]
        location = next(given)
        general = Q(role__in=roles, level__isnull=True, option__isnull=True)
        around = Q(location__parent=location)
        if is_part:
            around |= Q(location=next(given))
        unofficial = Case(
            When(release__source__kind=Source.Kind.OFFICIAL_STATISTICS, then=Value(0)), default=Value(1)
        )
        first = (
            Figure.objects.public()
            .general_average()
            .filter(Q(median__isnull=False) | Q(mean__isnull=False), role=OuterRef("role"), location=location)
            .order_by(
                unofficial,
                "-release__priority",
                F("release__reference_end").desc(nulls_last=True),
                F("part__published_in").desc(nulls_last=True),
            )
            .values("release")[:1]
        )
        return (
            Figure.objects.public()
            .filter(
                Q(role=roles[0], location=location)
                | Q(general, location=location)
                | Q(general, role=roles[0], location__slug=DEFAULT_LOCATION)
                | Q(general, around, release=Subquery(first))
            )
            .order_by("role__name", "location__name", "level__rank", "pk")
            .values_list(*CELL_COLUMNS, *KEYS)
        )

    return Prepared(write, 2 + is_narrower + is_part)


_FIGURES: PreparedByShape[Shape] = PreparedByShape(_prepared, most=20)


def figures_then(role: Role, location: Location, as_of: int) -> list[PageFigure]:
    """The same as they were at a data version."""
    roles = [role.pk] + ([role.broader_id] if role.broader_id else [])
    general = Q(role__in=roles, level__isnull=True, option__isnull=True)
    around = Q(location=location) | Q(location__parent=location) | Q(location__slug=DEFAULT_LOCATION)
    if location.parent_id:
        around |= Q(location=location.parent_id)
    figures = figures_as_of(as_of, Q(role=role, location=location) | Q(general & around))
    return [PageFigure.of(figure) for figure in figures]


def codes_of(role: Role) -> list[tuple[str, str]]:
    """What classifications call a role, by their names: 1 query."""
    using = RoleCode.objects.db
    return [(scheme, code) for scheme, code in _CODES.of(using, 1).rows(using, [role.pk])]


def _codes(_: int) -> Prepared:
    def write(role: int) -> QuerySet[Any, Any]:
        return RoleCode.objects.filter(role=role).order_by("scheme", "code").values_list("scheme", "code")

    return Prepared(write, 1)


_CODES: PreparedByShape[int] = PreparedByShape(_codes, most=1)
