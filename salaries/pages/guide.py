"""The guide: what a role earns, in the default place or another."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from salaries.models import ExperienceLevel, FactorOption, Figure, InfluencingFactor, Location, Role
from salaries.models.base import DEFAULT_LOCATION
from salaries.pages.asked import Wanted
from salaries.pages.cells import cell_of, subject_of
from salaries.pages.comparison import Switch
from salaries.pages.forms import CompareForm, guide_form
from salaries.pages.headlines import Headline, Shown, headline_of, top_level
from salaries.pages.places import Places, places_around
from salaries.pages.premiums import FactorCard, factor_cards
from salaries.pay.cells import Cell
from salaries.pay.charts import BarChart, BarRow, bars
from salaries.pay.choice import choose, first_release
from salaries.pay.money import format_percent, percent, round_percent
from salaries.pay.words import SOURCE_KINDS, STATISTICS, statistic_words, with_article
from salaries.subjects import guide_url


@dataclass(frozen=True)
class LevelRow:
    """A step of the ladder as the table shows it; texts say `not published` where there is nothing."""

    name: str
    description: str
    mean: str
    median: str
    percent: str
    published: bool
    baseline: bool = False
    top: bool = False


@dataclass(frozen=True)
class SourceRow:
    """What one source says of the role's general average here."""

    source: str
    url: str
    kind: str
    measure: str
    mean: str
    median: str
    sample: str
    period: str
    licence: str


@dataclass(frozen=True)
class GuidePage:
    """What a guide's address shows."""

    role: Role
    location: Location
    title: str
    description: str
    url: str
    canonical: str
    path: str
    heading: str
    headline: Headline
    statistic: str
    statistic_name: str
    caption: str
    levels: tuple[LevelRow, ...]
    levels_note: str
    ladder: BarChart | None
    ladder_title: str
    ladder_mark: str
    choice: Wanted
    statistics: tuple[Switch, ...]
    releases: tuple[Switch, ...]
    sources: tuple[SourceRow, ...]
    places: Places | None
    factors: tuple[FactorCard, ...]
    form: CompareForm
    note: str = ""
    alert: str = ""
    indexed: bool = True
    section: str = "roles"


def guide_page(role: Role, location: Location, choice: Wanted) -> GuidePage:
    """The guide of a role in a place: 4 queries besides the role's (with its codes) and the place's."""
    levels = list(ExperienceLevel.objects.all())
    figures = _figures(role, location)
    of_factor = Prefetch("options", FactorOption.objects.select_related("factor", "location"))
    factors = list(InfluencingFactor.objects.prefetch_related(of_factor))
    own = [f for f in figures if f.role_id == role.pk and f.location_id == location.pk and not f.option_id]
    average = [cell_of(f) for f in own if f.level_id is None]
    by_level = {level.pk: [cell_of(f) for f in own if f.level_id == level.pk] for level in levels}
    shown = _shown(average, by_level, choice)
    return _page(role, location, choice, levels, figures, factors, own, average, by_level, shown)


def _figures(role: Role, location: Location) -> list[Figure]:
    """Every figure that the page may speak of: this role's here, and general averages around it."""
    roles = [role.pk] + ([role.broader_id] if role.broader_id else [])
    around = Q(location=location) | Q(location__parent=location)
    if location.parent_id:
        around |= Q(location=location.parent_id)
    return list(
        Figure.objects.public()
        .filter(
            Q(role=role, location=location)
            | Q(Q(role__in=roles) & around, level__isnull=True, option__isnull=True)
        )
        .for_page()
        .order_by("role__name", "location__name", "level__rank", "pk")
    )


def _shown(average: Sequence[Cell], by_level: dict[int, list[Cell]], choice: Wanted) -> Shown:
    candidates = average or [cell for cells in by_level.values() for cell in cells]
    release = choice.release or ("" if choice.statistic else first_release(candidates))
    chosen = choose([candidates], choice.statistic or None, release or None)
    answer = chosen.cells[0]
    if answer is None:
        return Shown(chosen.statistic, None, {}, "")
    release = answer.evidence.release
    like = (answer.measure, answer.currency, answer.pay_period)
    levels = {
        pk: cell
        for pk, cells in by_level.items()
        for cell in cells
        if cell.evidence.release == release and (cell.measure, cell.currency, cell.pay_period) == like
    }
    return Shown(chosen.statistic, answer if average else None, levels, release)


def _page(
    role: Role,
    location: Location,
    choice: Wanted,
    levels: Sequence[ExperienceLevel],
    figures: Sequence[Figure],
    factors: Sequence[InfluencingFactor],
    own: Sequence[Figure],
    average: Sequence[Cell],
    by_level: dict[int, list[Cell]],
    shown: Shown,
) -> GuidePage:
    where = "" if location.slug == DEFAULT_LOCATION else f" in {with_article(location.label)}"
    path = guide_url(role.slug, location.slug)
    headline = headline_of(role, location, levels, shown)
    ladder, ladder_title = _ladder(levels, shown)
    every = [*average, *(cell for cells in by_level.values() for cell in cells)]
    sentence = "".join(piece.text for piece in headline.lede)
    return GuidePage(
        role=role,
        location=location,
        title=f"What {role.people} earn{where}",
        description=sentence,
        url=path + choice.query,
        canonical=path,
        path=path,
        heading=f"What {role.people} earn{where}",
        headline=headline,
        statistic=shown.statistic,
        statistic_name=statistic_words[shown.statistic],
        caption=_caption(role, location, shown),
        levels=tuple(_level_rows(levels, shown)),
        levels_note=_levels_note(shown, levels),
        ladder=ladder,
        ladder_title=ladder_title,
        ladder_mark=f"general average {shown.average.format(shown.statistic)}" if shown.average else "",
        choice=choice,
        statistics=_statistics(every, shown),
        releases=_releases(every, shown),
        sources=_sources(average),
        places=places_around(role, location, figures, shown.statistic),
        factors=factor_cards(factors, figures, role),
        form=_form(own, figures, role, shown, levels),
        note=_note(figures, role, shown),
    )


def _caption(role: Role, location: Location, shown: Shown) -> str:
    cell = shown.average or next(iter(shown.levels.values()), None)
    measure = cell.measure_line(shown.statistic) if cell else "no figure published"
    return f"{role.name}, {location.label}: {measure[:1].lower()}{measure[1:]}"


def _level_rows(levels: Sequence[ExperienceLevel], shown: Shown) -> list[LevelRow]:
    top = top_level(levels, shown)
    rows = []
    for level in levels:
        cell = shown.levels.get(level.pk)
        rows.append(
            LevelRow(
                name=level.name,
                description=level.description,
                mean=_cell_text(cell, "mean"),
                median=_cell_text(cell, "median"),
                percent=_above(cell, shown.average, shown.statistic),
                published=cell is not None,
                top=top is not None and top[0].pk == level.pk,
            )
        )
    rows.append(
        LevelRow(
            name="General average",
            description="All experience levels together.",
            mean=_cell_text(shown.average, "mean"),
            median=_cell_text(shown.average, "median"),
            percent="baseline" if shown.average else "–",
            published=shown.average is not None,
            baseline=True,
        )
    )
    return rows


def _cell_text(cell: Cell | None, statistic: str) -> str:
    if cell is None or cell.state(statistic) == "none":
        return "not published"
    return cell.format(statistic)


def _above(cell: Cell | None, base: Cell | None, statistic: str) -> str:
    exact = percent(cell.value(statistic), base.value(statistic)) if cell and base else None
    return "–" if exact is None else format_percent(round_percent(exact))


def _levels_note(shown: Shown, levels: Sequence[ExperienceLevel]) -> str:
    cell = shown.average or next(iter(shown.levels.values()), None)
    if cell is None:
        return ""
    source = cell.evidence.source_label
    without = [level.name for level in levels if level.pk not in shown.levels]
    if not shown.levels:
        return f"{source} publishes no figure by experience level."
    if not without:
        return ""
    names = without[0] if len(without) == 1 else f"{', '.join(without[:-1])} and {without[-1]}"
    return f"{source} publishes no figure for {names}."


def _ladder(levels: Sequence[ExperienceLevel], shown: Shown) -> tuple[BarChart | None, str]:
    top, base = top_level(levels, shown), shown.average
    mark = base.value(shown.statistic) if base else None
    if top is None:
        return None, ""
    rows = []
    for level in levels:
        cell = shown.levels.get(level.pk)
        value = cell.value(shown.statistic) if cell else None
        text = (
            cell.format(shown.statistic)
            if cell and value is not None
            else "no figure published by this source"
        )
        rows.append(BarRow(level.name, value, text, "top" if level.pk == top[0].pk else "figure"))
    title = f"{top[0].name}: {top[1].format(shown.statistic)}"
    above = _above(top[1], base, shown.statistic)
    if base and mark is not None:
        title += f", {above} against the general average of {base.format(shown.statistic)}"
    return bars(rows, mark=mark), f"{title}."


def _statistics(cells: Sequence[Cell], shown: Shown) -> tuple[Switch, ...]:
    base = shown.average or next(iter(shown.levels.values()), None)
    held = [
        name
        for name in STATISTICS
        if base and any(c.state(name) != "none" for c in cells if c.evidence.release == base.evidence.release)
    ]
    if len(held) < 2:
        return ()
    return tuple(Switch(name, statistic_words[name], name == shown.statistic) for name in held)


def _releases(cells: Sequence[Cell], shown: Shown) -> tuple[Switch, ...]:
    labels = {
        cell.evidence.release: f"{cell.evidence.source_label}, {cell.evidence.period}" for cell in cells
    }
    if len(labels) < 2:
        return ()
    return tuple(Switch(release, label, release == shown.release) for release, label in labels.items())


def _sources(average: Sequence[Cell]) -> tuple[SourceRow, ...]:
    return tuple(
        SourceRow(
            source=cell.evidence.source_label,
            url=f"/sources/{cell.evidence.release}/",
            kind=SOURCE_KINDS[cell.evidence.source_kind],
            measure=cell.measure_line("mean" if cell.state("median") == "none" else "median"),
            mean=_cell_text(cell, "mean"),
            median=_cell_text(cell, "median"),
            sample=cell.sample_line("median"),
            period=cell.evidence.period,
            licence=cell.evidence.licence or "not stated",
        )
        for cell in average
    )


def _form(
    own: Sequence[Figure],
    figures: Sequence[Figure],
    role: Role,
    shown: Shown,
    levels: Sequence[ExperienceLevel],
) -> CompareForm:
    top = top_level(levels, shown)
    others = [f for f in figures if f not in own and not f.option_id]
    baseline = shown.average.subject if shown.average else (own[0].role.slug + ".average" if own else "")
    other = top[1].subject if top else next((str(subject_of(f).name) for f in others), "")
    return guide_form(own, others, baseline, other)


def _note(figures: Sequence[Figure], role: Role, shown: Shown) -> str:
    """What the source says of its figures that a reader must know, such as a place not stated."""
    for figure in figures:
        release = figure.release
        if f"{release.source.slug}/{release.slug}" == shown.release and figure.role_id == role.pk:
            return release.source.note
    return ""
