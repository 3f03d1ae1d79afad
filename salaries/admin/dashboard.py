"""What waits for an editor, on the first page of the editors' area: a few lines of each kind, and the list of all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from salaries.checks import Finding, out_of_line, out_of_order
from salaries.models import DataVersion, Figure, PartVersion, ReleasePart, Report, Role, Source
from salaries.pages.kept import KeptForVersion
from salaries.pay.cells import period_words
from salaries.pay.words import counted

MOST_LINES = 5
LETTERS = 90
State = ReleasePart.State

_out_of_line: KeptForVersion[list[Finding]] = KeptForVersion(
    lambda: out_of_line(timezone.localdate(), MOST_LINES)
)
"""Found in all public figures, which takes seconds where there are a million: once for a data version."""


@dataclass(frozen=True)
class Line:
    """One thing in a block: what, where to, and a remark."""

    text: str
    url: str
    remark: str = ""


@dataclass(frozen=True)
class Block:
    """One kind of thing. `number` says in words how many there are; `empty` what it means that there are none."""

    name: str
    title: str
    lines: tuple[Line, ...]
    number: str
    empty: str
    more: str
    more_url: str


def board(user: Any, today: date) -> list[Block]:
    """The blocks whose lists the user may see: 7 queries, none of which counts the figures of the guide.

    2 more for the first who asks after a change of public data.
    """
    return [
        block(user, today)
        for model, block in BLOCKS
        if user.has_perm(f"salaries.view_{model._meta.model_name}")
    ]


def _drafts(user: Any, _today: date) -> Block:
    figures = Figure.objects.filter(part=OuterRef("pk")).order_by().values("part")
    waiting = (
        _counted(ReleasePart.objects.filter(state__in=[State.DRAFT, State.IN_REVIEW]))
        .annotate(figure_total=Subquery(figures.annotate(number=Count("pk")).values("number")))
        .select_related("release__source")
        .order_by("-state", "-pk")
    )
    rows = list(waiting[:MOST_LINES])
    page = "publish" if user.has_perm("salaries.publish_releasepart") else "change"
    return Block(
        name="drafts",
        title="Drafts waiting",
        lines=tuple(
            Line(
                str(part),
                reverse(f"admin:salaries_releasepart_{page}", args=[part.pk]),
                f"{part.get_state_display()}, {counted(part.figure_total or 0, 'figure')}",
            )
            for part in rows
        ),
        number=counted(_total(rows), "draft"),
        empty="No draft is waiting to be published.",
        more="All drafts",
        more_url=_list(ReleasePart, "state__in=draft,in_review"),
    )


def _reports(_user: Any, _today: date) -> Block:
    rows = list(_counted(Report.objects.waiting()).order_by("received_at")[:MOST_LINES])
    return Block(
        name="reports",
        title="Reports open",
        lines=tuple(
            Line(
                Truncator(report.message).chars(LETTERS),
                reverse("admin:salaries_report_change", args=[report.pk]),
                ", ".join(filter(None, [report.about, f"{report.received_at:%-d %B %Y}"])),
            )
            for report in rows
        ),
        number=f"{_total(rows):,} open",
        empty="Every report has been answered.",
        more="All reports",
        more_url=_list(Report, "state__exact=open" if rows else ""),
    )


def _figures(_user: Any, today: date) -> Block:
    found = [*out_of_order(today, MOST_LINES), *_out_of_line.now()]
    return Block(
        name="suspicious",
        title="Figures that look wrong",
        lines=tuple(
            Line(one.text, reverse("admin:salaries_figure_change", args=[one.figure]))
            for one in found[:MOST_LINES]
        ),
        number=f"{len(found)} or more" if len(found) >= MOST_LINES else counted(len(found), "figure"),
        empty="Percentiles are in order, and no figure falls with seniority or jumps between releases.",
        more="Everything that the checks find",
        more_url=reverse("admin:salaries_figure_checks"),
    )


def _sources(_user: Any, today: date) -> Block:
    overdue = Source.objects.overdue(today)
    return Block(
        name="sources",
        title="Sources older than their cycle",
        lines=tuple(
            Line(
                str(source),
                reverse("admin:salaries_source_change", args=[source.pk]),
                f"newest of {period_words(end, end)}, {_cycle(source)}",
            )
            for source, end in overdue[:MOST_LINES]
        ),
        number=counted(len(overdue), "source"),
        empty="No source seems to lack an edition.",
        more="All sources",
        more_url=_list(Source, "edition=missing" if overdue else ""),
    )


def _cycle(source: Source) -> str:
    months = source.cycle_months
    if months is None:
        return "how often it comes out is not stated"
    return "comes out once a year" if months == 12 else f"comes out every {counted(months, 'month')}"


def _publications(_user: Any, _today: date) -> Block:
    version = DataVersion.objects.filter(pk=OuterRef("from_version"))
    rows = (
        PartVersion.objects.annotate(
            at=Subquery(version.values("committed_at")), why=Subquery(version.values("reason"))
        )
        .select_related("part", "release__source")
        .order_by("-from_version", "-pk")[:MOST_LINES]
    )
    return Block(
        name="publications",
        title="Last publications",
        lines=tuple(
            Line(
                f"{row.release}: {row.part.name}" if row.part else str(row.release),
                row.release.get_absolute_url(),
                ", ".join(filter(None, [row.at and f"{row.at:%-d %B %Y}", _ended(row)])),
            )
            for row in rows
        ),
        number="",
        empty="Nothing has been published yet.",
        more="All publications",
        more_url=_list(PartVersion, ""),
    )


def _ended(row: PartVersion) -> str:
    return "" if row.until_version is None else "taken back since"


def _roles(_user: Any, _today: date) -> Block:
    rows = list(_counted(Role.objects.without_figures()).order_by("name")[:MOST_LINES])
    return Block(
        name="roles",
        title="Roles without figures",
        lines=tuple(Line(role.name, reverse("admin:salaries_role_change", args=[role.pk])) for role in rows),
        number=counted(_total(rows), "role"),
        empty="Every role has a published figure.",
        more="All roles without figures",
        more_url=_list(Role, "figures=none" if rows else ""),
    )


BLOCKS: Sequence[tuple[type[Model], Callable[[Any, date], Block]]] = (
    (ReleasePart, _drafts),
    (Report, _reports),
    (Figure, _figures),
    (Source, _sources),
    (PartVersion, _publications),
    (Role, _roles),
)


def _counted(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows, each with how many there are: the first few and their number in one query."""
    counted_rows: QuerySet[Any] = rows.annotate(rows_in_all=Window(Count("*")))
    return counted_rows


def _total(rows: Sequence[Any]) -> int:
    return rows[0].rows_in_all if rows else 0


def _list(model: type[Model], query: str) -> str:
    url = reverse(f"admin:salaries_{model._meta.model_name}_changelist")
    return f"{url}?{query}" if query else url
