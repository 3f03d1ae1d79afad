"""What changed: releases published and withdrawn, and figures corrected, for readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from salaries.models import DataVersion, Figure, PartVersion, ReleasePart
from salaries.models.corrections import Correction, Corrections, corrections
from salaries.pages.cells import cell_of
from salaries.pages.held import stamp_of, stamped
from salaries.pages.kept import KeptForVersion
from salaries.pages.lists import Pages, pages_of
from salaries.pages.sources import release_period
from salaries.pages.trail import Trail, from_home
from salaries.pay.cells import Cell
from salaries.pay.words import STATISTICS, counted, first_upper, listed, measure_words
from salaries.subjects import guide_url

VERSIONS_A_PAGE = 10
MOST_LINES = 20
"""Figures, and releases, that one change lists."""
MOST_READ = 100
"""Figures of one change that are read at all; of more only their number is told."""
BANDS = {"range_low": "bottom of the pay band", "range_high": "top of the pay band"}
NAMED = (*STATISTICS, *BANDS)
DECIDES = (
    "What decides which figure is shown first was changed: a release’s period or priority, a source’s kind of pay "
    "or a place’s currency."
)
UNSEEN = "Nothing that pages show was changed."
ERASED = "A figure was taken away for good."


@dataclass(frozen=True)
class ReleaseLine:
    """A release that was published or withdrawn; `url` is empty where nothing of it is public now.

    `release` is `source/release`; its licence is empty where the source states none.
    """

    name: str
    url: str
    did: str
    figures: int
    release: str
    licence: str


@dataclass(frozen=True)
class FigureLine:
    """A figure before and after. The addresses `before` and `after` are permanent links, empty where there is none.

    `cell` names it as `role.level`, `release` its release as `source/release`; the licence may be empty.
    """

    subject: str
    url: str
    words: str
    source: str
    source_url: str
    sample: str
    before: str
    after: str
    cell: str
    release: str
    licence: str


@dataclass(frozen=True)
class Entry:
    """One data version: what happened, what an editor said of it, and what it changed."""

    number: int
    day: str
    heading: str
    note: str
    releases: tuple[ReleaseLine, ...] = ()
    figures: tuple[FigureLine, ...] = ()
    more: str = ""


@dataclass(frozen=True)
class ChangesPage:
    """What `/changes/` shows."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    entries: tuple[Entry, ...]
    pages: Pages
    indexed: bool = True
    section: str = "changes"

    @property
    def trail(self) -> Trail:
        return from_home("What changed", self.canonical)


def changes_page(number: int) -> ChangesPage | None:
    """Changes to figures, newest first: 5 queries. None for a page that is not there."""
    versions = stamped(DataVersion.objects.that_changed_figures())
    pages = pages_of(Paginator(versions, VERSIONS_A_PAGE), number, "/changes/")
    if pages is None:
        return None
    return ChangesPage(
        title="What changed" + pages.title,
        description="Releases published and withdrawn, and figures corrected: what each said before and says since.",
        url=pages.url,
        canonical=pages.url,
        heading="What changed",
        entries=entries_of(pages.rows),
        pages=pages,
    )


def entries_of(versions: Sequence[DataVersion]) -> tuple[Entry, ...]:
    """What each of some versions of `that_changed_figures` changed: 3 queries, 1 where no figure was corrected.

    The versions are `stamped`: which parts they are of is read once for a data version, since all figures of those are
    counted.
    """
    numbers = frozenset(version.number for version in versions)
    spans = _SPANS.of(stamp_of(versions[0]) if versions else None)
    if missing := numbers.difference(spans):
        found = _spans(missing)
        spans.update((number, found.get(number, ())) for number in missing)
    by_hand = {
        version.number
        for version in versions
        if not spans[version.number] and 0 < version.ended + version.came <= MOST_READ  # type: ignore[attr-defined]
    }
    corrected = corrections(by_hand)
    return tuple(
        _of_parts(version, spans[version.number])
        if spans[version.number]
        else _of_figures(version, corrected.get(version.number))
        for version in versions
    )


_SPANS: KeptForVersion[dict[int, Sequence[PartVersion]]] = KeptForVersion(dict)
"""The parts of each version that somebody asked for; none for one in which none became public or was withdrawn."""


def _spans(numbers: frozenset[int]) -> Mapping[int, Sequence[PartVersion]]:
    """The times that begin or end with a version, and how many figures their part has."""
    held = Figure.objects.publishable().filter(part=OuterRef("part_id")).order_by().values("part")
    published = ReleasePart.objects.filter(release=OuterRef("release"), state=ReleasePart.State.PUBLISHED)
    rows = (
        PartVersion.objects.filter(Q(from_version__in=numbers) | Q(until_version__in=numbers))
        .annotate(
            figures=Coalesce(Subquery(held.annotate(total=Count("pk")).values("total")), 0),
            release_is_public=Exists(published),
        )
        .select_related("release__source", "part")
        .order_by("release__source__publisher", "release__slug", "pk")
        .fetch_mode(settings.PUBLIC_FETCH_MODE)
    )
    found: dict[int, list[PartVersion]] = {}
    for span in rows:
        for number in numbers.intersection((span.from_version, span.until_version)):
            found.setdefault(number, []).append(span)
    return found


def _entry(version: DataVersion, heading: str, more: str = "") -> Entry:
    day = version.committed_at.astimezone(UTC)
    return Entry(version.number, f"{day.day} {day:%B} {day.year}", heading, version.note, more=more)


def _of_parts(version: DataVersion, spans: Sequence[PartVersion]) -> Entry:
    """Releases that became public, or are so no more, with how many figures each."""
    lines: dict[tuple[str, int], ReleaseLine] = {}
    for span in spans:
        did = "published" if span.from_version == version.number else "withdrawn"
        known: Any = span
        before = lines.get((did, span.release_id))
        lines[did, span.release_id] = ReleaseLine(
            name=f"{span.release.source.label}, {release_period(span.release)}",
            url=span.release.get_absolute_url() if known.release_is_public else "",
            did=did,
            figures=known.figures + (before.figures if before else 0),
            release=str(span.release),
            licence=span.release.source.licence,
        )
    listed_lines = tuple(lines.values())
    told = []
    if over := len(listed_lines) - MOST_LINES:
        told += [f"And {counted(over, 'release')} more."] if over > 0 else []
    if version.ended and any(line.did == "published" for line in listed_lines):  # type: ignore[attr-defined]
        told.append(f"{_figures(version.ended)} corrected that had been published before.")  # type: ignore[attr-defined]
    return replace(
        _entry(version, _heading(listed_lines)), releases=listed_lines[:MOST_LINES], more=" ".join(told)
    )


def _heading(lines: Sequence[ReleaseLine]) -> str:
    """ "Bureau, May 2025 published", "3 releases published and 1 release withdrawn"."""
    if len(lines) == 1:
        return f"{lines[0].name} {lines[0].did}"
    numbers = {did: sum(line.did == did for line in lines) for did in ("published", "withdrawn")}
    return listed([f"{counted(number, 'release')} {did}" for did, number in numbers.items() if number])


def _figures(number: int) -> str:
    return f"{counted(number, 'figure')} {'was' if number == 1 else 'were'}"


def _of_figures(version: DataVersion, corrected: Corrections | None) -> Entry:
    """Single figures before and after."""
    changed = version.ended + version.came  # type: ignore[attr-defined]
    if corrected is None:
        return _entry(
            version, f"{counted(changed, 'figure')} changed" if changed else "Order of releases", DECIDES
        )
    if not corrected.shown:
        return (
            _entry(version, "Figure erased", ERASED)
            if corrected.erased
            else _entry(version, "Details", UNSEEN)
        )
    lines = [_line(version, one) for one in corrected.shown[:MOST_LINES]]
    over = len(corrected.shown) - len(lines)
    kinds = {"corrected": 0, "added": 0, "no longer published": 0}
    for one in corrected.shown:
        kinds[
            "corrected" if one.before and one.after else "added" if one.after else "no longer published"
        ] += 1
    told = [f"{counted(number, 'figure')} {kind}" for kind, number in kinds.items() if number]
    more = [f"And {counted(over, 'figure')} more."] if over else []
    more += [ERASED] if corrected.erased else []
    return replace(_entry(version, listed(told)), figures=tuple(lines), more=" ".join(more))


def _line(version: DataVersion, one: Correction) -> FigureLine:
    figure = one.after or one.before
    assert figure is not None  # noqa: S101 - a correction has a side
    cell, url = cell_of(figure), guide_url(figure.role.slug, figure.location.slug)
    previous: int | None = version.previous  # type: ignore[attr-defined]
    return FigureLine(
        subject=str(figure),
        url=url,
        words=_words(cell_of(one.before) if one.before else None, cell_of(one.after) if one.after else None),
        source=f"{cell.evidence.source_label}, {cell.evidence.period}",
        source_url=f"/sources/{cell.evidence.release}/",
        sample=cell.sample_line("median"),
        before=f"{url}?as_of={previous}" if one.before and previous else "",
        after=f"{url}?as_of={version.number}" if one.after else "",
        cell=cell.subject,
        release=cell.evidence.release,
        licence=cell.evidence.licence,
    )


def _words(before: Cell | None, after: Cell | None) -> str:
    """What moved: "Median base salary a year: $50,000 → $51,000"."""
    if before and after:
        told = [
            f"{_named(after, name)}: {_amount(before, name)} → {_amount(after, name)}"
            for name in NAMED
            if before.number(name) != after.number(name) and _either(before, after, name)
        ]
        return "; ".join(told) or "Details were corrected, no amount among them"
    cell = after or before
    assert cell is not None  # noqa: S101 - a correction has a side
    name = next((name for name in ("median", *NAMED) if cell.shown(name) is not None), "")
    if not name:
        return "New, without an amount" if after else "No longer published"
    said = f"{_named(cell, name)}: {_amount(cell, name)}"
    return f"{said}, new" if after else f"{said}, no longer published"


def _either(before: Cell, after: Cell, name: str) -> bool:
    return before.shown(name) is not None or after.shown(name) is not None


def _named(cell: Cell, name: str) -> str:
    if name in BANDS:
        return first_upper(BANDS[name])
    return first_upper(measure_words(cell.measure, name, cell.pay_period))


def _amount(cell: Cell, name: str) -> str:
    return cell.format(name) if cell.shown(name) is not None else "no figure"
