"""What single figures said before and after a data version: only what anybody could see, and may see still."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from salaries.models.figures import Figure, enough_answers
from salaries.models.history import cell_key, figure_of, group_then
from salaries.models.versions import FigureArrival, FigureVersion, PartVersion


class OneOf(Func):
    """Whether a value is among those of a query of few rows, which is asked first.

    Of `IN` PostgreSQL makes one more table to join, the last of a dozen, and reads every row of the others before.
    """

    arg_joiner = " IN "
    template = "%(expressions)s"
    output_field = BooleanField()

    def __init__(self, value: F, few: QuerySet[Any, Any]) -> None:
        super().__init__(value, Subquery(few))

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """`value = ANY (ARRAY (SELECT …))`."""
        return self.as_sql(
            compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY (ARRAY", **context
        )


_Kept = dict[tuple[int | None, int | None], FigureVersion]


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell before and after a version; None where it was not to be seen."""

    before: Figure | None
    after: Figure | None


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a version changed in single figures, in the order in which pages list them.

    `erased`: there is more, which was taken away for good.
    """

    shown: tuple[Correction, ...] = ()
    erased: bool = False


def corrections(numbers: Collection[int]) -> dict[int, Corrections]:
    """What each of the versions corrected by hand. 2 queries.

    Parts that were published or withdrawn are not asked for: of their versions nothing should be asked here.
    """
    if not numbers:
        return {}
    former = list(_former(numbers))
    today = {figure.pk: figure for figure in _today(numbers)}
    ended: _Kept = {(kept.figure_id, kept.until_version): kept for kept in former}
    begun: _Kept = {(kept.figure_id, kept.from_version): kept for kept in former}
    return {number: _of(number, ended, begun, today) for number in numbers}


def _of(number: int, ended: _Kept, begun: _Kept, today: dict[int, Figure]) -> Corrections:
    touched = {figure for figure, version in (*ended, *begun) if version == number and figure is not None}
    touched |= {pk for pk, figure in today.items() if _changed_in(figure) == number}
    shown: list[Correction] = []
    erased = False
    for pk in touched:
        was, became = ended.get((pk, number)), begun.get((pk, number))
        if any(kept is not None and kept.erased for kept in (was, became)):
            erased = True
            continue
        now = today.get(pk)
        after = _then(became, "after") if became else now if now and _changed_in(now) == number else None
        shown += _cells(_then(was, "before") if was else None, after)
    return Corrections(tuple(sorted(shown, key=_order)), erased)


def _cells(before: Figure | None, after: Figure | None) -> Iterable[Correction]:
    """One correction, or two where the figure became one of other people or of another kind of pay."""
    if before and after and cell_key(before) != cell_key(after):
        return [Correction(before, None), Correction(None, after)]
    return [Correction(before, after)] if before or after else []


def _changed_in(figure: Figure) -> int:
    return int(figure.changed_in)  # type: ignore[attr-defined]


def _then(kept: FigureVersion, side: str) -> Figure | None:
    """A former state as a figure, where it could be seen on that side of the version."""
    known: Any = kept
    if side == "after" and not known.public_after:
        return None
    group = getattr(known, f"group_{side}")
    enough = enough_answers(kept.release.source.kind, kept.sample_size, group)
    return figure_of(kept) if enough else None


def _former(numbers: Collection[int]) -> Iterable[FigureVersion]:
    """States that ended or began with one of the versions.

    In a version in which no part was published or withdrawn, what ended was public until then.
    """
    first = PartVersion.objects.filter(part=OuterRef("part_id")).order_by("from_version")
    last, since = OuterRef("until_version") - 1, OuterRef("from_version")
    return (
        FigureVersion.objects.filter(
            Q(until_version__in=numbers) | Q(from_version__in=numbers), from_version__isnull=False
        )
        .annotate(
            first_public=Subquery(first.values("from_version")[:1]),
            public_after=_public(since),
            group_before=group_then(last, OuterRef(OuterRef("until_version")) - 1),
            group_after=group_then(since, OuterRef(OuterRef("from_version"))),
        )
        .select_related("role", "level", "location", "option", "release__source", "part")
        .fetch_mode(settings.PUBLIC_FETCH_MODE)
    )


def _today(numbers: Collection[int]) -> Iterable[Figure]:
    """Figures that say since one of the versions what they say now, and may be seen by today's rule."""
    ended = FigureVersion.objects.filter(figure=OuterRef("pk")).order_by("-until_version")
    came = FigureArrival.objects.filter(figure=OuterRef("pk"))
    touched = Q(OneOf(F("pk"), FigureVersion.objects.filter(until_version__in=numbers).values("figure")))
    touched |= Q(OneOf(F("pk"), FigureArrival.objects.filter(version__in=numbers).values("figure")))
    changed_in = Greatest(
        Coalesce(Subquery(ended.values("until_version")[:1]), 0),
        Coalesce(Subquery(came.values("version")), 0),
    )
    return (
        Figure.objects.publishable()
        .filter(touched)
        .annotate(changed_in=changed_in)
        .annotate(public_then=_public(OuterRef("changed_in")))
        .filter(public_then=True)
        .for_page()
    )


def _public(version: Any) -> Exists:
    """Whether the row's part was public at a version that is a column of the row."""
    spans = PartVersion.objects.filter(part=OuterRef("part_id"), from_version__lte=version)
    return Exists(spans.filter(Q(until_version__isnull=True) | Q(until_version__gt=version)))


def _order(correction: Correction) -> tuple[str, str, int, int]:
    figure = correction.after or correction.before
    assert figure is not None  # noqa: S101 - a correction has a side
    return (figure.role.name, figure.location.name, figure.level.rank if figure.level else -1, figure.pk)
