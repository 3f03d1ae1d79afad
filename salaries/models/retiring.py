"""Taking roles, levels, places and options from the public without losing anything, and bringing them back.

What is retired says that it was removed (410), its figures are kept and not shown; pages of an earlier data
version still show it. The database follows by itself: `retired` in `salaries/models/keeping.py`.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from salaries.models.base import DEFAULT_LOCATION, Retirable
from salaries.models.curated import CuratedComparison
from salaries.models.factors import FactorOption
from salaries.models.figures import Figure
from salaries.models.levels import ExperienceLevel
from salaries.models.locations import Location
from salaries.models.roles import Role
from salaries.models.trail import keep_as_it_stands, record
from salaries.models.versions import DataVersion, data_change
from salaries.pay.words import listed

NAME_IN: dict[type[Retirable], str] = {
    Role: "role", ExperienceLevel: "level", Location: "location", FactorOption: "option",
}  # fmt: skip
"""What can be retired, and what figures and sides of comparisons call it."""
MOST_NAMED = 20


def model_of(row: Retirable) -> "QuerySet[Any]":
    """The rows of the same noun."""
    model: Any = type(row)
    rows: QuerySet[Any] = model._default_manager.all()
    return rows


def figures_of(row: Retirable) -> "QuerySet[Figure]":
    """Every figure of the row, public or not."""
    return Figure.objects.filter(**{NAME_IN[type(row)]: row})


def comparisons_of(row: Retirable) -> "QuerySet[CuratedComparison]":
    """The curated comparisons that name the row: they are not offered while it is retired."""
    return CuratedComparison.objects.filter(**{f"subjects__{NAME_IN[type(row)]}": row}).distinct()


def obstacles(row: Retirable) -> list[str]:
    """Why the row cannot be retired, in sentences: what would then point to nothing."""
    found = []
    if row.is_retired:
        found.append(f"“{row}” is retired already.")
    if isinstance(row, Role):
        found += _pointing(row.narrower.live(), "has this as its wider role", "have this as their wider role")
    if isinstance(row, Location):
        if row.slug == DEFAULT_LOCATION:
            found.append("It is the default place: every address without a place means it.")
        found += _pointing(row.parts.live(), "lies in this place", "lie in this place")
        found += _pointing(row.options.live(), "is this place as an option", "are this place as an option")
    return found


def _pointing(rows: QuerySet[Any], one: str, many: str) -> list[str]:
    names = [f"“{row}”" for row in rows.order_by("pk")[: MOST_NAMED + 1]]
    if not names:
        return []
    more = rows.count() - MOST_NAMED
    shown = names[:MOST_NAMED] + ([f"{more} more"] if more > 0 else [])
    return [f"{listed(shown)} {one if len(names) == 1 else many}. Change that first."]


def retire(row: Retirable, why: str) -> None:
    """Take the row from the public. Raises `ValidationError` with every obstacle, or where somebody was faster."""
    with data_change(f"{row._meta.verbose_name} “{row}” retired", why):
        if found := obstacles(model_of(row).select_for_update(of=("self",)).order_by().get(pk=row.pk)):
            raise ValidationError(found)
        _set(row, why, retired_in=DataVersion.objects.get(is_open=True).number)


def bring_back(row: Retirable, why: str) -> None:
    """Show the row again. What was merged into another row stays there. Raises `ValidationError` where it cannot be."""
    with data_change(f"{row._meta.verbose_name} “{row}” brought back", why):
        stored = model_of(row).select_for_update(of=("self",)).order_by().get(pk=row.pk)
        if not stored.is_retired:
            raise ValidationError(f"“{row}” is not retired.")
        stored.clean()
        _set(row, why, retired_in=None, merged_into=None)


def _set(row: Retirable, why: str, **values: Any) -> None:
    model = type(row)
    keep_as_it_stands(model, row.pk)
    model_of(row).filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    record(row, why)
