"""What public data said at a data version: pinned links (docs/decisions/0015-pinned-links.md).

Figures, parts, priorities and periods are as they were then; names and texts are today's.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import (
    Case,
    Exists,
    IntegerField,
    Model,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from salaries.models.changes import VALUE_FIELDS, as_json, from_json
from salaries.models.figures import CELL, SAMPLED_KINDS, Figure, FigureQuerySet, enough_answers
from salaries.models.sources import ReleasePart
from salaries.models.versions import DataVersion, FactVersion, FigureArrival, FigureVersion, PartVersion

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
KIND_OF_PAY = ("measure", "currency", "pay_period")


class NoSuchVersion(NamedTuple):
    """Why an `as_of` leads nowhere: 400 where it is none, 404 where no public data is of it."""

    status: int
    sentence: str


def resolve(text: str) -> DataVersion | NoSuchVersion:
    """The data version that `as_of` means: a number, or the last of a day (UTC). 1 query, 2 to refuse.

    Today is answered with the newest version so far. "007", "+7" and figures of other scripts are no numbers.
    """
    if _NUMBER.fullmatch(text):
        return _numbered(int(text))
    if _DAY.fullmatch(text):
        try:
            return _last_of(date.fromisoformat(text))
        except ValueError:
            return NoSuchVersion(400, f"“{text}” is not a day of the calendar.")
    return NoSuchVersion(
        400, "The data version is a number, as in a permanent link, or a day written 2026-03-31."
    )


def _numbered(number: int) -> DataVersion | NoSuchVersion:
    if found := DataVersion.objects.filter(pk=number).first():
        return found
    newest = DataVersion.objects.newest()
    if newest is None:
        return NoSuchVersion(404, "Nothing has been published yet.")
    if number > newest.number:
        return NoSuchVersion(404, f"There is no data version {number} yet: the newest is {newest.number}.")
    return NoSuchVersion(404, f"There is no data version {number}.")


def _last_of(day: date) -> DataVersion | NoSuchVersion:
    if day > timezone.now().astimezone(UTC).date():
        return NoSuchVersion(404, f"{_words(day)} has not come yet.")
    by_time = DataVersion.objects.order_by("-committed_at", "-number")
    end = datetime.combine(day, time.min, UTC) + timedelta(days=1)
    last = by_time.filter(committed_at__lt=end).first()
    if last is not None:
        return last
    first = by_time.last()
    if first is None:
        return NoSuchVersion(404, "Nothing has been published yet.")
    published = _words(first.committed_at.astimezone(UTC).date())
    return NoSuchVersion(
        404, f"Nothing was published by {_words(day)}: the first data version is of {published}."
    )


def _words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def figures_as_of(version: int, wanted: Q) -> list[Figure]:
    """What anybody could see at a data version, ready to be read as cells. 2 queries, 3 where it shows any.

    `wanted` asks for role, level, location, option or release, and what they relate to; a figure that was of
    another role then is found by that role. The figures have their values, part, release priority and period
    as they were; they are for reading and are never saved. One whose numbers were taken away for good has
    none, and says `erased`.
    """
    figures = [
        *_shown(_still_saying(version).filter(wanted)),
        *(figure_of(kept) for kept in said_then(version, wanted)),
    ]
    for figure in figures:
        figure.part.state = ReleasePart.State.PUBLISHED
    _put_facts_back(version, figures)
    return sorted(figures, key=_order)


def _order(figure: Figure) -> tuple[str, str, int, int]:
    """Role, place, level, as pages list them."""
    return (figure.role.name, figure.location.name, figure.level.rank if figure.level else -1, figure.pk)


def _still_saying(version: int) -> FigureQuerySet:
    """Figures that say today what they said then."""
    return (
        Figure.objects.filter(_public(version), retired=False)
        .exclude(_said_more_since(version))
        .annotate(group_sample=group_then(version))
        .for_page()
    )


def said_then(version: int, wanted: Q) -> list[FigureVersion]:
    """Former figures that anybody could see at a version: corrected, moved, deleted or erased since. 1 query."""
    first = PartVersion.objects.filter(part=OuterRef("part_id")).order_by("from_version")
    return _shown(
        FigureVersion.objects.filter(
            _public(version), wanted, from_version__lte=version, until_version__gt=version
        )
        .annotate(first_public=Subquery(first.values("from_version")[:1]), group_sample=group_then(version))
        .select_related("role", "level", "location", "option", "release__source", "part")
        .fetch_mode(settings.PUBLIC_FETCH_MODE)
    )


def _shown(rows: Iterable[Any]) -> list[Any]:
    """The rows with answers enough. Asked here, not in the query: its text would be four times as long."""
    return [
        row
        for row in rows
        if row.erased or enough_answers(row.release.source.kind, row.sample_size, row.group_sample)
    ]


def _said_more_since(version: Any) -> Q:
    """Whether a figure said something else at a version, or came into its part later."""
    corrected = FigureVersion.objects.filter(figure=OuterRef("pk"), until_version__gt=version)
    return Q(Exists(corrected)) | Q(
        Exists(FigureArrival.objects.filter(pk=OuterRef("pk"), version__gt=version))
    )


def _public(version: int) -> Exists:
    """Whether the part of a row was public."""
    return Exists(
        PartVersion.objects.filter(
            Q(until_version__isnull=True) | Q(until_version__gt=version),
            part=OuterRef("part_id"),
            from_version__lte=version,
        )
    )


def group_then(version: Any, nested: Any = None) -> Case:
    """The sample, then, of the group that a cell is a part of: `_nearly_its_group` of figures.py at a version.

    The version is a number, or a column of the row; then `nested` is the same column asked for from within.

    As there, a group counts that is not public itself, with what it says today, unless it became public later.
    """
    group = {name: OuterRef(name) for name in ("release", "role", "location", *KIND_OF_PAY)}
    former = FigureVersion.objects.filter(
        option__isnull=True, from_version__lte=version, until_version__gt=version, **group
    )
    today = (
        Figure.objects.filter(option__isnull=True, **group)
        .filter(Q(part__published_in__isnull=True) | Q(part__published_in__lte=version))
        .exclude(_said_more_since(version if nested is None else nested))
    )

    def answers(level: dict[str, Any]) -> Coalesce:
        found = (rows.filter(**level).order_by().values("sample_size") for rows in (former, today))
        return Coalesce(*(Subquery(rows[:1]) for rows in found))

    return Case(
        When(~Q(release__source__kind__in=SAMPLED_KINDS), then=Value(None)),
        When(option__isnull=False, level__isnull=False, then=answers({"level": OuterRef("level")})),
        When(Q(option__isnull=False) | Q(level__isnull=False), then=answers({"level__isnull": True})),
        default=None,
        output_field=IntegerField(),
    )


def figure_of(kept: FigureVersion) -> Figure:
    """A former figure as it was."""
    related = {name: getattr(kept, name) for name in ("release", "role", "level", "location", "option")}
    # The part may have been deleted. Only when it became public is told of it.
    part = kept.part or ReleasePart(pk=kept.part_id, release=kept.release)
    part.published_in_id = part.published_in_id or kept.first_public  # type: ignore[attr-defined]
    values = {name: getattr(kept, name) for name in KIND_OF_PAY}
    values |= {name: from_json(name, kept.values[name]) for name in VALUE_FIELDS if kept.values}
    figure = Figure(pk=kept.figure_id, part=part, **related, **values)
    figure.erased = kept.erased
    return figure


_DATES = ("reference_start", "reference_end")


def _put_facts_back(version: int, figures: Sequence[Figure]) -> None:
    """Give releases, sources and places what decided then."""
    if not figures:
        return
    ids = {
        "release": {figure.release_id for figure in figures},
        "source": {figure.release.source_id for figure in figures},
        "location": {figure.location_id for figure in figures},
    }
    wanted = Q()
    for noun, rows in ids.items():
        wanted |= Q(noun=noun, row_id__in=rows)
    # The first change after the version is the last to be put back.
    then = {
        (fact.noun, fact.row_id): fact.values
        for fact in FactVersion.objects.filter(wanted, until_version__gt=version).order_by("-until_version")
    }
    for figure in figures if then else ():
        decide: dict[str, Model] = {
            "release": figure.release,
            "source": figure.release.source,
            "location": figure.location,
        }
        for noun, row in decide.items():
            for name, value in then.get((noun, row.pk), {}).items():
                setattr(row, name, date.fromisoformat(value) if value and name in _DATES else value)


class Since(StrEnum):
    """What became of a figure since: corrected, no longer published, or taken away for good."""

    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class Changed(NamedTuple):
    """One cell that says something else today. `after` is today's figure, None unless it was corrected.

    `names` are the fields that differ: "median", "p90_mark", "reference_end".
    """

    before: Figure
    since: Since
    after: Figure | None = None
    names: tuple[str, ...] = ()


def changed_since(figures: Iterable[Figure]) -> list[Changed]:
    """Which of the figures that `figures_as_of` gave say something else today, in their order. 1 query.

    Figures are matched by cell, so one that was deleted and typed in again is the same. One that is hidden
    today since its answers are too few counts as withdrawn: the guide does not tell the two apart.
    """
    then = list(figures)
    if not then:
        return []
    # A release has one figure a cell, so one that was never touched is found by itself.
    former = [figure for figure in then if figure._state.adding]
    around = {f"{name}__in": {getattr(figure, name) for figure in former} for name in _WHERE}
    wanted = Q(pk__in=[figure.pk for figure in then]) | Q(**around)
    today = {cell_key(figure): figure for figure in Figure.objects.public().filter(wanted).for_page()}
    found = (_changed(figure, today.get(cell_key(figure))) for figure in then)
    return [one for one in found if one is not None]


_WHERE = ("release_id", "role_id", "location_id")
_KEY = ("release_id", *(f"{name}_id" if name not in KIND_OF_PAY else name for name in CELL))


def cell_key(figure: Figure) -> tuple[Any, ...]:
    """What tells the figure's cell from all others."""
    return tuple(getattr(figure, name) for name in _KEY)


def _changed(before: Figure, after: Figure | None) -> Changed | None:
    if before.erased:
        return Changed(before, Since.ERASED)
    if after is None:
        return Changed(before, Since.WITHDRAWN)
    names = [
        name
        for name in VALUE_FIELDS
        if as_json(name, getattr(before, name)) != as_json(name, getattr(after, name))
    ]
    names += [name for name in _DATES if getattr(before.release, name) != getattr(after.release, name)]
    return Changed(before, Since.CORRECTED, after, tuple(names)) if names else None
