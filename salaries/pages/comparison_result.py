"""A comparison's page: which figures answer, what they say of each other, and how far that can be trusted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from salaries.models import ExperienceLevel
from salaries.models.base import DEFAULT_LOCATION
from salaries.pages.asked import ChosenSide, Wanted
from salaries.pages.cells import evidence_line, side_of
from salaries.pages.compared import Candidates, Version, candidates, held_by_all, indices_of, places_of
from salaries.pages.comparison import Asked, ComparisonPage
from salaries.pages.comparison_parts import BASELINE, ComparedRow, ShownNote, Switch
from salaries.pages.embed import embed_page, frame
from salaries.pages.forms import CompareForm
from salaries.pages.nearest import nearest
from salaries.pages.offers import compare_form
from salaries.pages.sharing import comparison_share
from salaries.pages.side_by_side import credits_of
from salaries.pay.adjustments import Index, Place, adjust_sides
from salaries.pay.cells import Cell
from salaries.pay.charts import BandChart, BandRow, BarChart, BarRow, bands, bars
from salaries.pay.choice import Choice, choose
from salaries.pay.comparison import Comparison, Note, compare
from salaries.pay.money import format_percent, percent
from salaries.pay.room import on_a_line
from salaries.pay.uncertainty import notes as rough_notes
from salaries.pay.uncertainty import verdict
from salaries.pay.words import NO_FIGURE, STATISTICS, first_upper, listed, statistic_words
from salaries.subjects import Subject, compare_url, guide_url, without_repeats

NO_FIGURE_SHORT = "no figure published"
"""For a chart on a narrow screen: the table below it has the whole sentence."""

PRICE_WORDS = {
    "rpp": "at US prices (regional price parity)",
    "ppp": "in international dollars (purchasing power)",
    "cpi": "in today's dollars (consumer prices)",
}

NOTE_LEADS = {
    "source": "Not like for like.",
    "reference_period": "Not like for like.",
    "broader_role": "Not like for like.",
    "wide_error": "Rough.",
    "small_sample": "Rough.",
    "adjusted": "Adjusted.",
}
"""What a note is, in front of it. What was corrected since stands in a banner of its own."""


def comparison_page(asked: Asked, choice: Wanted, as_of: Version | None = None) -> ComparisonPage:
    """The page of subjects that all exist: 2 queries, 1 more for prices, 3 more for an earlier data version.

    2 more, at most, where a difference cannot be worked out, for the nearest comparison that can. Search engines may
    list a curated comparison in which nothing is chosen and each side has a figure.
    """
    subjects = asked.subjects
    held = candidates(subjects, asked.offers.known, as_of)
    indices = indices_of(choice.prices, places_of(subjects)) if choice.prices else ()
    form = compare_form(asked.offers, [ChosenSide.of(subject.name) for subject in subjects])
    page, nominal = told(subjects, held, choice, form, indices, asked.directory.level.values())
    indexed = held.curated and all(held.cells) and not choice.query
    page = replace(page, indexed=indexed, snippet=frame(embed_page(page))[0])
    if held.pinned or not page.result or page.result.comparable:
        return page
    default = asked.directory.location.get(DEFAULT_LOCATION)
    return replace(page, nearest=nearest(subjects, held.cells, nominal, choice, default))


def told(
    subjects: Sequence[Subject],
    held: Candidates,
    choice: Wanted,
    form: CompareForm,
    indices: Iterable[Index] = (),
    levels: Iterable[ExperienceLevel] = (),
) -> tuple[ComparisonPage, Comparison]:
    """What is said of subjects and their figures, and the comparison at the figures' own prices: no query."""
    places = places_of(subjects)
    worked = _work_out(subjects, held, choice, indices, places)
    chosen, result = worked.chosen, worked.result
    names = [subject.name for subject in subjects]
    path = compare_url(names)
    caption = first_upper(result.context)
    rows = tuple(_rows(result, subjects, chosen.statistic, worked.nominal))
    chart = _chart(result, chosen.statistic)
    shown_notes = tuple(
        ShownNote(NOTE_LEADS[note.code], note.text) for note in result.notes if note.code in NOTE_LEADS
    )
    page = ComparisonPage(
        title=f"{result.sentence} · {result.context}",
        description=" ".join(
            [f"{result.sentence}.", *([result.detail] if result.detail else [result.explanation])]
        ),
        url=path + choice.query,
        canonical=compare_url(sorted(names, key=str)),
        heading=result.sentence,
        form=form,
        result=result,
        rows=rows,
        chart=chart,
        bands=_bands(result) if chosen.statistic == "median" else None,
        table_caption=caption,
        statistic_title=first_upper(statistic_words[chosen.statistic]),
        baseline=result.prose_labels[0],
        source_notes=without_repeats(
            side.cell.source_note for side in result.sides if side.cell and side.cell.source_note
        ),
        credits=credits_of(side.cell for side in result.sides),
        statistics=_switches(held.cells, chosen.statistic),
        releases=_releases(held.cells, result),
        prices=_prices(choice.prices),
        prices_refused=worked.prices_refused,
        notes=shown_notes,
        verdicts=_verdicts(result, places, chosen.statistic, {level.slug: level.scheme for level in levels}),
        why=_why(held.cells, result, shared=chosen.shared),
        pinned=held.pinned,
        erased=tuple(_label_of(name, subjects) for name in held.erased),
        share=comparison_share(result, rows, chart, caption, shown_notes, held.pinned),
        version=held.version,
        choice=choice,
        path=path,
    )
    return page, worked.nominal


@dataclass(frozen=True)
class _Worked:
    """The figures that answer and what comes out of them; `nominal` is the same at the figures' own prices."""

    chosen: Choice
    result: Comparison
    nominal: Comparison
    prices_refused: str


def _work_out(
    subjects: Sequence[Subject],
    held: Candidates,
    choice: Wanted,
    indices: Iterable[Index],
    places: Mapping[str, Place],
) -> _Worked:
    """The comparison, at other prices where they are asked for and known, with every note on it."""
    chosen = choose(held.cells, choice.statistic or None, choice.release or None)
    sides = [side_of(s, c) for s, c in zip(subjects, chosen.cells, strict=True)]
    nominal = compare(sides, chosen.statistic)
    prices = adjust_sides(sides, chosen.statistic, choice.prices, indices, places) if choice.prices else None
    result = compare(prices.sides, chosen.statistic) if prices and prices.applied else nominal
    notes = (*result.notes, *rough_notes(result.sides, result.prose_labels, chosen.statistic))
    if prices and prices.note:
        notes = (*notes, prices.note)
    if held.pinned and held.pinned.changes:
        notes = (*notes, Note("corrected", " ".join(held.pinned.changes)))
    refused = prices.explanation if prices and not prices.applied else ""
    return _Worked(chosen, result._replace(notes=notes), nominal, refused)


def _verdicts(
    result: Comparison, places: Mapping[str, Place], statistic: str, schemes: Mapping[str, str]
) -> tuple[str, ...]:
    """Whether each difference is larger than its error, where that is known."""
    base, *others = zip(result.sides, result.prose_labels, strict=True)
    found = [
        verdict(base[0], side, statistic, (base[1], label), places, schemes).sentence
        for side, label in others
    ]
    return tuple(dict.fromkeys(sentence for sentence in found if sentence))


def _label_of(name: str, subjects: Sequence[Subject]) -> str:
    subject = next(one for one in subjects if str(one.name) == name)
    return f"{subject.role.name}, {subject.level.name if subject.level else 'all levels'}, {subject.location.label}"


def _prices(current: str) -> tuple[Switch, ...]:
    return tuple(Switch(value, text, value == current) for value, text in PRICE_WORDS.items())


def _releases(cells: Sequence[Sequence[Cell]], result: Comparison) -> tuple[Switch, ...]:
    """The releases that have every subject, where there is more than one."""
    shown = {side.cell.evidence.release for side in result.sides if side.cell}
    offered = held_by_all(cells)
    if len(offered) < 2:
        return ()
    return tuple(Switch(release, name, shown == {release}) for release, name in sorted(offered.items()))


def _why(cells: Sequence[Sequence[Cell]], result: Comparison, *, shared: bool) -> tuple[str, ...]:
    """Why these figures: which release answered, and what else there is."""
    shown = {
        side.cell.evidence.release: f"{side.cell.evidence.source_label}, {side.cell.evidence.period}"
        for side in result.sides
        if side.cell
    }
    if not shown:
        return ()
    lines = [
        f"{listed(list(shown.values()))} answers: it is the first that has an exact figure of one kind for all."
        if shared
        else f"No release has an exact figure of one kind for all, so each side has its own best: "
        f"{listed(list(shown.values()))}."
    ]
    others = {
        cell.evidence.release: f"{cell.evidence.source_label}, {cell.evidence.period}"
        for of in cells
        for cell in of
    }
    rest = [name for release, name in others.items() if release not in shown]
    if rest:
        lines.append(f"Also published for some of them: {listed(sorted(set(rest)))}.")
    return tuple(lines)


def _bands(result: Comparison) -> BandChart | None:
    """Percentile bands on one scale, where every side has them in the same kind of pay."""
    cells = [side.cell for side in result.sides if side.cell is not None and side.cell.has_band]
    kinds = {(cell.measure, cell.currency, cell.pay_period) for cell in cells}
    if len(cells) < len(result.sides) or len(kinds) != 1:
        return None
    base = cells[0].value("median")
    rows = []
    for label, cell in zip(result.labels, cells, strict=True):
        exact = percent(cell.value("median"), base)
        rows.append(
            BandRow(
                label=on_a_line(label),
                p10=cell.value("p10"), p25=cell.value("p25"), median=cell.value("median"),
                p75=cell.value("p75"), p90=cell.value("p90"),
                text=cell.format("median"),
                percent_text=BASELINE if cell is cells[0] or exact is None else format_percent(exact),
            )
        )  # fmt: skip
    return bands(rows, cells[0].currency, cells[0].pay_period)


def _rows(
    result: Comparison, subjects: Sequence[Subject], statistic: str, nominal: Comparison
) -> list[ComparedRow]:
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
                difference=difference.words if difference else BASELINE,
                percent=difference.percent_words if difference else "",
                month=difference.month_words if difference else "",
                hour=difference.hour_words if difference else "",
                direction=_direction(difference.amount if difference else None),
                evidence=evidence_line(side.cell, statistic) if side.cell else None,
                nominal=nominal.sides[number].format(statistic) if nominal.sides[number] != side else "",
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
                label=on_a_line(result.labels[number]),
                value=side.cell.value(statistic) if side.cell and side.subject in held else None,
                text=side.cell.format(statistic)
                if side.cell and side.cell.shown(statistic) is not None
                else NO_FIGURE_SHORT,
                kind="" if number else "baseline",
            )
            for number, side in enumerate(result.sides)
        ],
        base.value(statistic), base.currency, base.pay_period,
    )  # fmt: skip


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
