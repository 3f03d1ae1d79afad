"""Where one role pays most: the role that official statistics know in the most places, chosen by the data."""

from datetime import date

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from salaries.models import Figure, Release, Source
from salaries.models.figures import FigureQuerySet
from salaries.pages.around import FEWEST_RANKED, Found, OfKind, find
from salaries.pages.cells import PageFigure, evidence_line
from salaries.pages.ranked import Entry, RankedTable, ranked_rows, statistic_title
from salaries.pay.words import statistic_words, with_article
from salaries.subjects import guide_url

MOST_RANKED = 10


def newest_releases() -> Q:
    """Releases after which their source has published none of a later period."""
    age = Coalesce(OuterRef("reference_end"), Value(date.min))
    later = Release.objects.public().filter(source=OuterRef("source"), reference_end__gt=age)
    return ~Q(Exists(later))


def _figures() -> FigureQuerySet:
    """The general averages of the role that is counted in most places, in the release that does: 1 query.

    Newest releases of official statistics alone are asked; a place whose number is withheld counts too. Of two roles
    counted in as many places the one leads that more people do in one of them.
    """
    asked = Release.objects.public().filter(newest_releases(), source__kind=Source.Kind.OFFICIAL_STATISTICS)
    widest = (
        Figure.objects.public()
        .general_average()
        .filter(release__in=asked, location__parent__isnull=False)
        .order_by()
        .values("role", "release")
        .annotate(
            places=Count("location", distinct=True),
            told=Count("location", distinct=True, filter=Q(median__isnull=False) | Q(mean__isnull=False)),
            jobs=Max("employment"),
        )
        .filter(told__gte=FEWEST_RANKED)
        .order_by("-places", F("jobs").desc(nulls_last=True), "role__slug", "release")
    )
    return (
        Figure.objects.public()
        .general_average()
        .filter(role=Subquery(widest.values("role")[:1]), release=Subquery(widest.values("release")[:1]))
        .for_page()
        .order_by("location__name", "pk")
    )


def widest_role() -> RankedTable | None:
    """The ranking, against the place that most of them lie in; None where no two places can be ranked."""
    figures = list(_figures())
    inside: dict[int, int] = {}
    for figure in figures:
        if figure.location.parent_id is not None:
            inside[figure.location.parent_id] = inside.get(figure.location.parent_id, 0) + 1
    around = [figure for figure in figures if figure.location_id in inside]
    if not around:
        return None
    base = max(around, key=lambda figure: inside[figure.location_id])
    found = find(base.role, base.location, [PageFigure.of(figure) for figure in figures])
    kinds = found.kinds if found else ()
    kind = next((one for one in kinds if len(one.places) >= FEWEST_RANKED), None)
    return _table(found, kind) if found and kind else None


def _table(found: Found, kind: OfKind) -> RankedTable:
    of, statistic, where = found.of, found.statistic, with_article(found.location.label)
    shown = kind.places[:MOST_RANKED]
    entries = [
        Entry(found.location.label, guide_url(of.slug, found.location.slug), found.base, found.base),
        *(
            Entry(one.place.label, guide_url(of.slug, one.place.slug), one.cell, found.base, one.rank)
            for one in shown
        ),
    ]
    rows, ends = ranked_rows(entries, statistic)
    first = rows[1]
    against = f", {first.percent} against {where}" if first.direction else ""
    return RankedTable(
        title=f"Where {of.people} earn most",
        fact=f"{first.name}: {statistic_words[statistic]} {first.value}{against}.",
        caption=f"{of.name}: the {len(shown)} highest of {kind.words}"
        if len(kind.places) > len(shown)
        else f"{of.name}: {kind.words}",
        of="Place",
        statistic=statistic_title(statistic),
        against=where,
        rows=rows,
        ends=ends,
        open=any(row.band is not None and row.band.beyond is not None for row in rows),
        evidence=evidence_line(found.base, statistic),
        more=f"All {found.number} places" if found.number > len(shown) else f"{of.name}: the guide",
        more_url=f"{guide_url(of.slug, found.location.slug)}#places",
    )
