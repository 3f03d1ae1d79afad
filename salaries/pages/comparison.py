"""The comparison: subjects side by side, or in words why they cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from salaries.models import Figure
from salaries.pages.asked import Comparing, Wanted
from salaries.pages.cells import EvidenceLine, cell_of, evidence_line, subject_of
from salaries.pages.forms import CompareForm
from salaries.pages.offers import compare_form, directory_for
from salaries.pages.side_by_side import Credit, credits_of
from salaries.pay.cells import Cell
from salaries.pay.charts import BarChart, BarRow, bars
from salaries.pay.choice import choose
from salaries.pay.comparison import Comparison, Side, compare
from salaries.pay.words import NO_FIGURE, STATISTICS, first_upper, statistic_words
from salaries.subjects import (
    Directory,
    Missing,
    Subject,
    SubjectName,
    compare_url,
    guide_url,
    not_found,
    renamed,
    without_repeats,
)


@dataclass(frozen=True)
class ComparedRow:
    """One subject as the table shows it."""

    label: str
    url: str
    value: str
    published: bool
    difference: str
    percent: str
    month: str
    hour: str
    direction: str
    evidence: EvidenceLine | None


@dataclass(frozen=True)
class Switch:
    """One value of a switch, as a form button or the current one."""

    value: str
    text: str
    current: bool


@dataclass(frozen=True)
class NearWay:
    """A way on from a page that could not be shown."""

    text: str
    url: str


@dataclass(frozen=True)
class ComparisonPage:
    """What a comparison's address shows; `result` is None where nothing could be compared."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    form: CompareForm
    result: Comparison | None = None
    rows: tuple[ComparedRow, ...] = ()
    chart: BarChart | None = None
    table_caption: str = ""
    statistic_title: str = ""
    baseline: str = ""
    source_notes: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    statistics: tuple[Switch, ...] = ()
    choice: Wanted = field(default_factory=Wanted)
    path: str = ""
    alert: str = ""
    missing: tuple[Missing, ...] = ()
    ways: tuple[NearWay, ...] = ()
    indexed: bool = False
    section: str = "compare"


@dataclass(frozen=True)
class Asked:
    """The rows that a comparison's address names, or what is missing of them."""

    directory: Directory
    names: tuple[SubjectName, ...]
    missing: tuple[Missing, ...]

    @property
    def subjects(self) -> tuple[Subject, ...]:
        return tuple(self.directory.subject(name) for name in self.names)


def ask(names: Sequence[SubjectName]) -> Asked:
    """Fetch what the names need and what the form offers: 3 queries, 1 more for options, 1 for old slugs."""
    directory = directory_for(names)
    lacks = directory.missing(names)
    if not lacks:
        return Asked(directory, tuple(names), ())
    put_right, gone = renamed(names, lacks)
    if put_right != list(names):
        directory = directory_for(put_right)
        lacks = directory.missing(put_right)
    return Asked(directory, tuple(put_right), not_found(lacks, gone) if lacks else ())


def comparison_page(asked: Asked, choice: Wanted) -> ComparisonPage:
    """The page of subjects that all exist: 2 queries."""
    subjects = asked.subjects
    candidates = _candidates(subjects)
    chosen = choose(candidates, choice.statistic or None, choice.release or None)
    result = compare([_side(s, c) for s, c in zip(subjects, chosen.cells, strict=True)], chosen.statistic)
    names = [subject.name for subject in subjects]
    path = compare_url(names)
    return ComparisonPage(
        title=f"{result.sentence} · {result.context}",
        description=" ".join(
            [f"{result.sentence}.", *([result.detail] if result.detail else [result.explanation])]
        ),
        url=path + choice.query,
        canonical=compare_url(sorted(names, key=str)),
        heading=result.sentence,
        form=compare_form(asked.directory, *_form_values(names), len(names)),
        result=result,
        rows=tuple(_rows(result, subjects, chosen.statistic)),
        chart=_chart(result, chosen.statistic),
        table_caption=result.context,
        statistic_title=first_upper(statistic_words[chosen.statistic]),
        baseline=result.prose_labels[0],
        source_notes=without_repeats(
            side.cell.source_note for side in result.sides if side.cell and side.cell.source_note
        ),
        credits=credits_of(side.cell for side in result.sides),
        statistics=_switches(candidates, chosen.statistic),
        choice=choice,
        path=path,
    )


def _form_values(names: Sequence[SubjectName]) -> tuple[list[str], list[str]]:
    values = [str(name) if name.option else f"{name.role}.{name.level}" for name in names]
    return values, [name.location for name in names]


def _candidates(subjects: Sequence[Subject]) -> list[list[Cell]]:
    wanted = Q(pk__in=[])
    for subject in subjects:
        wanted |= Q(
            role=subject.role,
            location=subject.location,
            **({"level": subject.level} if subject.level else {"level__isnull": True}),
            **({"option": subject.option} if subject.option else {"option__isnull": True}),
        )
    held: dict[str, list[Cell]] = {}
    for figure in Figure.objects.public().filter(wanted).for_page():
        held.setdefault(str(subject_of(figure).name), []).append(cell_of(figure))
    return [held.get(str(subject.name), []) for subject in subjects]


def _side(subject: Subject, cell: Cell | None) -> Side:
    broader: list[str] = []
    wider = subject.role.broader
    while wider is not None and len(broader) < 2:
        broader.append(wider.slug)
        wider = wider.broader if len(broader) < 2 else None
    return Side(
        subject=str(subject.name),
        role=subject.role.slug,
        role_name=subject.role.name,
        level=subject.level.slug if subject.level else None,
        level_name=subject.level.name if subject.level else "",
        location=subject.location.slug,
        location_name=subject.location.label,
        option=subject.option.slug if subject.option else None,
        option_name=subject.option.name if subject.option else "",
        cell=cell,
        broader=frozenset(broader),
    )


def _rows(result: Comparison, subjects: Sequence[Subject], statistic: str) -> list[ComparedRow]:
    rows = []
    for number, (side, subject) in enumerate(zip(result.sides, subjects, strict=True)):
        difference = result.differences[number - 1] if number else None
        state = side.cell.state(statistic) if side.cell else "none"
        rows.append(
            ComparedRow(
                label=result.labels[number],
                url=guide_url(subject.role.slug, subject.location.slug),
                value=side.cell.format(statistic) if side.cell and state != "none" else NO_FIGURE,
                published=state != "none",
                difference=difference.words if difference else "baseline",
                percent=difference.percent_words if difference else "",
                month=difference.month_words if difference else "",
                hour=difference.hour_words if difference else "",
                direction=_direction(difference.amount if difference else None),
                evidence=evidence_line(side.cell, statistic) if side.cell else None,
            )
        )
    return rows


def _direction(amount: Decimal | None) -> str:
    if not amount:
        return ""
    return "up" if amount > 0 else "down"


def _chart(result: Comparison, statistic: str) -> BarChart | None:
    comparable = [d for d in result.differences if d.amount is not None]
    base = result.sides[0].cell
    if not comparable or base is None:
        return None
    held = {result.sides[0].subject} | {d.subject for d in comparable}
    return bars(
        [
            BarRow(
                label=result.labels[number],
                value=side.cell.value(statistic) if side.cell and side.subject in held else None,
                text=side.cell.format(statistic) if side.cell else NO_FIGURE,
                kind="" if number else "baseline",
            )
            for number, side in enumerate(result.sides)
        ],
        mark=base.value(statistic),
    )


def _switches(candidates: Sequence[Sequence[Cell]], current: str) -> tuple[Switch, ...]:
    """The statistics that every side has, where there is more than one."""
    held = [
        name
        for name in STATISTICS
        if all(any(cell.value(name) is not None for cell in cells) for cells in candidates)
    ]
    if len(held) < 2:
        return ()
    return tuple(Switch(name, statistic_words[name], name == current) for name in held)


def form_page(comparing: Comparing, alert: str = "", missing: tuple[Missing, ...] = ()) -> ComparisonPage:
    """The empty form, or the form as it was filled with a message."""
    names = [name for name in map(SubjectName.parse, comparing.typed) if name]
    directory = directory_for(names)
    typed = [text for text in comparing.typed if text] if comparing.adding else list(comparing.typed)
    sides = min(max(2, len(typed) + comparing.adding), 4)
    return ComparisonPage(
        title="Compare pay",
        description="Set the pay of any role, experience level and place against another, with its sources.",
        url="/compare/",
        canonical="/compare/",
        heading="Compare pay",
        form=compare_form(directory, typed[:sides], list(comparing.places)[:sides], sides),
        alert=alert,
        missing=missing,
        indexed=not alert and comparing.empty,
    )


def failed_page(names: Sequence[SubjectName], path: str, alert: str, asked: Asked | None) -> ComparisonPage:
    """A comparison's address that cannot be shown: the message, what is near, and the form to go on with."""
    missing = asked.missing if asked else ()
    directory = asked.directory if asked else directory_for(names)
    shown = list(names)[:4]
    return ComparisonPage(
        title=alert,
        description=alert,
        url=path,
        canonical="/compare/",
        heading="This comparison cannot be shown",
        form=compare_form(directory, *_form_values(shown), max(2, len(shown))),
        alert=alert,
        missing=missing,
        ways=_ways(names, missing),
        path=path,
    )


def _ways(names: Sequence[SubjectName], missing: tuple[Missing, ...]) -> tuple[NearWay, ...]:
    roles = [near for part in missing if part.noun == "role" for near in part.near]
    lost = {part.slug for part in missing}
    kept = [name for name in names if name.role not in lost]
    ways = [NearWay(f"Pay of {slug.replace('-', ' ')}", guide_url(slug)) for slug in roles]
    ways += [NearWay(f"Pay of {name.role.replace('-', ' ')}", guide_url(name.role)) for name in kept]
    return tuple(dict.fromkeys(ways))
