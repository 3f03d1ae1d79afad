"""The guide: what a role earns, in the default place or another."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from salaries.models import ExperienceLevel, Figure, Location, Role
from salaries.models.base import DEFAULT_LOCATION
from salaries.pages.asked import Wanted
from salaries.pages.cells import PageFigure, side_of
from salaries.pages.compared import Pinned, Version, number_of, pinned_at
from salaries.pages.comparison_parts import Switch
from salaries.pages.files import ChartFiles, File, chart_files, data_files, share_file
from salaries.pages.forms import CompareForm, guide_form
from salaries.pages.guide_rows import figures_of, figures_then, steps_and_factors
from salaries.pages.headlines import Headline, Shown, headline_of, top_level
from salaries.pages.history import History, history_of
from salaries.pages.ladder import Ladder, ladder_of, levels_like, steps_of
from salaries.pages.places import Places, places_around
from salaries.pages.premiums import FactorCard, factor_cards
from salaries.pages.sharing import guide_share
from salaries.pages.side_by_side import Credit, SourceRow, credits_of, source_rows
from salaries.pages.slugs import is_live
from salaries.pages.snapshot import Snapshot
from salaries.pages.structured import Node, occupation
from salaries.pages.trail import Trail, trail
from salaries.pay.cells import Cell
from salaries.pay.choice import in_order, leading, newest_of_each_source
from salaries.pay.sharing import SharePicture
from salaries.pay.sides import Side
from salaries.pay.words import STATISTICS, statistic_words, unbroken, with_article
from salaries.subjects import Subject, guide_url, without_repeats

FEWEST_COMPARED = 2


class GuidePage(NamedTuple):
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
    ladder: Ladder
    choice: Wanted
    statistics: tuple[Switch, ...]
    releases: tuple[Switch, ...]
    sources: tuple[SourceRow, ...]
    places: Places | None
    history: History | None
    factors: tuple[FactorCard, ...]
    form: CompareForm
    elsewhere: str = ""
    elsewhere_url: str = ""
    notes: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    level_sides: tuple[tuple[Side, str], ...] = ()
    source_sides: tuple[tuple[Side, str], ...] = ()
    pinned: Pinned | None = None
    share: SharePicture | None = None
    structured: tuple[Node, ...] = ()
    alert: str = ""
    indexed: bool = True
    section: str = "roles"

    @property
    def trail(self) -> Trail:
        above = [("Roles", "/salaries/")]
        if self.location.is_default_location:
            return trail(*above, here=self.role.name, path=self.canonical)
        above.append((self.role.name, self.role.get_absolute_url()))
        return trail(*above, here=self.location.label, path=self.canonical)

    @property
    def today(self) -> str:
        """The address of today's page."""
        return self.path + self.choice._replace(as_of="").query

    @property
    def all_levels(self) -> str:
        """Whose the general average is, as a caption."""
        return f"{self.role.name}, {self.location.label}, all experience levels"

    @property
    def files(self) -> tuple[File, ...]:
        """What the page shows, as data."""
        return data_files(self.path, self.choice.query)

    @property
    def charts(self) -> tuple[ChartFiles, ...]:
        """The charts that the page shows, as pictures."""
        shown = (
            ("ladder", "Pay by experience", self.ladder.chart),
            ("places", self.places.title if self.places else "", self.places and self.places.chart),
            ("trend", "Over time", self.history),
        )
        query = self.choice.query
        return tuple(
            chart_files(title, self.path, f"chart-{name}", query) for name, title, chart in shown if chart
        )

    @property
    def share_url(self) -> str:
        """The picture that stands where the page's address is shared."""
        return share_file(self.share, self.path, self.choice.query)


class _Held(NamedTuple):
    """The figures of a guide: the role's own here, and general averages of both roles here and around.

    `default` is one of the role's in the default place, for who looks for it elsewhere.
    """

    figures: Sequence[PageFigure]
    own: Sequence[PageFigure]
    average: Sequence[Cell]
    by_level: dict[int, list[Cell]]
    broader: Sequence[Cell]
    default: PageFigure | None

    @property
    def every(self) -> list[Cell]:
        return [*self.average, *(cell for cells in self.by_level.values() for cell in cells)]


def guide_page(
    role: Role, location: Location, choice: Wanted, known: Snapshot, as_of: Version | None = None
) -> GuidePage:
    """The guide of a role in a place: 2 queries, 1 more for the codes of a wider role that is told of.

    3 more after a change, and 3 more as it was at a data version.
    """
    steps_known = steps_and_factors()
    levels = [level for level in steps_known.levels if is_live(level, number_of(as_of))]
    figures = figures_then(role, location, as_of.number) if as_of else figures_of(role, location, known)
    held = _held(role, location, levels, figures)
    shown = _shown(held, choice)
    steps = shown if choice.release else steps_of(held.average, held.by_level, shown, choice.statistic)
    places = places_around(role, location, held.figures)
    history = history_of(role, location, held.average, held.broader)
    headline = headline_of(role, location, levels, shown)
    where = "" if location.slug == DEFAULT_LOCATION else f" in {with_article(location.label)}"
    path = guide_url(role.slug, location.slug)
    elsewhere = held.default if held.default and not held.own else None
    ladder = ladder_of(role, location, levels, shown, steps)
    level_sides = tuple(_own_sides(role, location, levels, steps))
    notes = _notes(held.own, shown, steps)
    pinned = pinned_at(as_of, _told(held, places)) if as_of is not None else None
    return GuidePage(
        role=role,
        location=location,
        title=f"What {role.people} earn{where}",
        description="".join(piece.text for piece in headline.lede),
        url=path + choice.query,
        canonical=path,
        path=path,
        heading=f"What {role.people} earn{where}",
        headline=headline,
        statistic=shown.statistic,
        statistic_name=statistic_words[shown.statistic],
        ladder=ladder,
        choice=choice,
        statistics=_statistics(held.every, shown),
        releases=_releases(held.every, shown),
        sources=source_rows(held.average),
        places=places,
        history=history,
        factors=factor_cards(steps_known.factors, held.figures, role),
        form=_form(held, role, location, steps, levels, places),
        elsewhere=f"What {role.people} earn in {with_article(elsewhere.location.label)}" if elsewhere else "",
        elsewhere_url=role.get_absolute_url() if elsewhere else "",
        notes=notes,
        credits=_credits(held, shown, places, history),
        level_sides=level_sides,
        source_sides=tuple(
            (side_of(Subject(role, None, location), cell), leading([cell]).statistic)
            for cell in newest_of_each_source(held.average)
        ),
        pinned=pinned,
        share=guide_share(headline, ladder, level_sides, notes, pinned),
        structured=() if pinned else _structured(role, location, shown, places, headline),
    )


def _structured(
    role: Role, location: Location, shown: Shown, places: Places | None, headline: Headline
) -> tuple[Node, ...]:
    """The guide in schema.org's words. Its percentiles stand on the page where the table of places begins with it."""
    percentiles = places is not None and places.base == shown.average and bool(places.spread_titles)
    said = "".join(piece.text for piece in headline.lede)
    url = guide_url(role.slug, location.slug)
    return occupation(role, location, shown.average, percentiles=percentiles, url=url, description=said)


def _held(
    role: Role, location: Location, levels: Sequence[ExperienceLevel], figures: Sequence[PageFigure]
) -> _Held:
    here = [f for f in figures if f.location_id == location.pk and not f.option_id]
    own = [f for f in here if f.role_id == role.pk]
    return _Held(
        figures=figures,
        own=own,
        average=[f.cell for f in own if f.level_id is None],
        by_level={level.pk: [f.cell for f in own if f.level_id == level.pk] for level in levels},
        broader=[f.cell for f in here if f.role_id == role.broader_id and f.level_id is None],
        default=next((f for f in figures if f.role_id == role.pk and f.location.is_default_location), None),
    )


def _told(held: _Held, places: Places | None) -> list[Figure]:
    """The figures that the page speaks of: its own, and those of the places that it lists."""
    listed = set(places.listed) if places else set()
    release = places.base.evidence.release if places and places.base else ""
    return [
        figure.row
        for figure in held.figures
        if figure.row
        and (
            figure in held.own or (figure.cell.evidence.release == release and figure.cell.subject in listed)
        )
    ]


def _own_sides(
    role: Role, location: Location, levels: Sequence[ExperienceLevel], steps: Shown
) -> Iterator[tuple[Side, str]]:
    """The general average and every level, with their figures or none, and the statistic that is told of them."""
    yield side_of(Subject(role, None, location), steps.average), steps.statistic
    for level in levels:
        yield side_of(Subject(role, level, location), steps.levels.get(level.pk)), steps.statistic


def _shown(held: _Held, choice: Wanted) -> Shown:
    chosen = leading(held.average or held.every, choice.statistic, choice.release)
    answer = chosen.cells[0]
    if answer is None:
        return Shown(chosen.statistic, None, {}, "")
    levels = levels_like(answer, held.by_level)
    return Shown(chosen.statistic, answer if held.average else None, levels, answer.evidence.release)


def _statistics(cells: Sequence[Cell], shown: Shown) -> tuple[Switch, ...]:
    held = [
        name
        for name in STATISTICS
        if any(cell.state(name) != "none" for cell in cells if cell.evidence.release == shown.release)
    ]
    if len(held) < 2:
        return ()
    return tuple(Switch(name, statistic_words[name], name == shown.statistic) for name in held)


def _releases(cells: Sequence[Cell], shown: Shown) -> tuple[Switch, ...]:
    labels = {
        cell.evidence.release: f"{cell.evidence.source_label}, {cell.evidence.period}"
        for cell in in_order(cells)
    }
    if len(labels) < 2:
        return ()
    return tuple(Switch(release, label, release == shown.release) for release, label in labels.items())


def _form(
    held: _Held,
    role: Role,
    location: Location,
    steps: Shown,
    levels: Sequence[ExperienceLevel],
    places: Places | None,
) -> CompareForm:
    """The form starts with the ladder's highest step, else with the place that this one lies in or the highest.

    It offers what the page draws: hundreds of places are for the comparison's own form.
    """
    here = [cell.subject for cell in (*held.average, *held.broader)]
    here += [held.default.cell.subject] if held.default else []
    rank = {name: number for number, name in enumerate([*(places.subjects if places else ()), *here])}
    others = [f for f in held.figures if f not in held.own and not f.option_id and f.cell.subject in rank]
    spoken_of = held.own[0].role_id if held.own else role.broader_id
    others.sort(
        key=lambda f: (f.role_id != spoken_of, f.location_id != location.parent_id, rank[f.cell.subject])
    )
    known = without_repeats(figure.cell.subject for figure in (*held.own, *others))
    top = top_level(levels, steps)
    baseline = steps.average.subject if steps.average else known[0] if known else ""
    other = top[1].subject if top and top[1].subject != baseline else ""
    other = other or next((name for name in known if name != baseline), "")
    if len(known) < FEWEST_COMPARED:
        return guide_form(role, (), (), "", "")
    return guide_form(role, held.own, others, baseline, other)


def _notes(own: Sequence[PageFigure], *told: Shown) -> tuple[str, ...]:
    """What the sources say of their figures that a reader must know, such as a place not stated."""
    notes = {figure.cell.evidence.release: figure.note for figure in own}
    return without_repeats(unbroken(note) for one in told if (note := notes.get(one.release, "")))


def _credits(held: _Held, shown: Shown, places: Places | None, history: History | None) -> tuple[Credit, ...]:
    """Whom the page must name: the headline's source, all that stand side by side, the wider role's."""
    cells = [shown.average, *newest_of_each_source(held.every)]
    return credits_of([*cells, places.base if places else None, history.last if history else None])
