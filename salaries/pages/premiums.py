"""What options are worth, read from figures: every premium of every option, and the chips of a guide."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from salaries.models import FactorOption, Figure, InfluencingFactor, Location, Role
from salaries.models.base import DEFAULT_LOCATION
from salaries.pages.asked import Wanted
from salaries.pages.cells import EvidenceLine, PageFigure, cells_of, evidence_line, subject_of
from salaries.pay.cells import Cell
from salaries.pay.money import format_percent, round_percent
from salaries.pay.premiums import Editions, Premium, editions_of, premiums_of
from salaries.pay.words import first_upper, measure_words
from salaries.subjects import Subject, compare_url

NO_EVIDENCE = "No figure published yet."

Key = tuple[int, int | None, int, int | None]
"""Whose a figure is: the ids of role, level, location and option."""


class Group(NamedTuple):
    """Some people and what an option is worth to them, by each release that tells; `of` are those without it."""

    of: Subject
    premiums: tuple[Premium, ...]

    @property
    def sources(self) -> int:
        """How many sources tell."""
        return len({premium.having.evidence.source for premium in self.premiums})

    @property
    def people(self) -> int:
        """How many jobs or answers are behind the first figure without the option; 0 where nobody says."""
        first = self.premiums[0].without
        return first.employment or first.sample_size or 0


class PremiumRow(NamedTuple):
    """What one source says an option is worth: its newest release in full, earlier ones in a line each.

    `asked` are the fields that make the comparison show these very figures.
    """

    percent: str
    direction: str
    having: str
    without: str
    evidence: EvidenceLine
    compare_url: str
    asked: tuple[tuple[str, str], ...]
    earlier: tuple[str, ...]


class GroupRows(NamedTuple):
    """Some people, and what each source says that an option is worth to them."""

    role: str
    role_url: str
    whose: str
    rows: tuple[PremiumRow, ...]


class Chip(NamedTuple):
    """An option in a few words, with its premium where there is one."""

    name: str
    url: str
    percent: str


class FactorCard(NamedTuple):
    """A factor on the guide."""

    name: str
    url: str
    summary: str
    chips: tuple[Chip, ...]
    note: str


class _Held:
    """Figures by whose they are, each read as a cell when it is first asked for."""

    def __init__(self, figures: Iterable[Figure | PageFigure]) -> None:
        self.figures: dict[Key, list[Figure | PageFigure]] = {}
        for figure in figures:
            key = (figure.role_id, figure.level_id, figure.location_id, figure.option_id)
            self.figures.setdefault(key, []).append(figure)
        self._cells: dict[Key, list[Cell]] = {}

    def cells(self, key: Key) -> list[Cell]:
        if key not in self._cells:
            self._cells[key] = cells_of(self.figures[key])
        return self._cells[key]


def groups_of(
    options: Sequence[FactorOption], figures: Iterable[Figure | PageFigure]
) -> dict[int, list[Group]]:
    """Each option's premiums by its id, in the order in which they are read: one pass over the figures.

    An option that is a place is set against the place that it lies in.
    """
    held, at = _Held(figures), _at_places(options)
    groups: dict[int, list[Group]] = {option.pk: [] for option in options}
    for key in held.figures:
        role, level, location, option = key
        pairs = at.get(location, []) if option is None else [(option, location)]
        for worth, place in pairs:
            base = (role, level, place, None)
            if worth not in groups or base not in held.figures:
                continue
            premiums = premiums_of(held.cells(base), held.cells(key))
            if premiums:
                groups[worth].append(Group(subject_of(held.figures[base][0]), premiums))
    return {option: _in_reading_order(found) for option, found in groups.items()}


def _at_places(options: Sequence[FactorOption]) -> dict[int, list[tuple[int, int]]]:
    """By the id of a place: the options that are this place, each with the place that it is set against."""
    at: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for option in options:
        if option.location is not None and option.location.parent_id is not None:
            at[option.location.pk].append((option.pk, option.location.parent_id))
    return at


def _in_reading_order(groups: Sequence[Group]) -> list[Group]:
    """Role by role, that of the widest evidence first: most sources, then most groups, then most people.

    Inside a role the default place comes first, and in a place the general average, then its levels by rank.
    """
    of_role: dict[int, list[Group]] = defaultdict(list)
    for group in groups:
        of_role[group.of.role.pk].append(group)

    def width(held: Sequence[Group]) -> tuple[int, int, int, str]:
        sources, people = (max(counts) for counts in zip(*((g.sources, g.people) for g in held), strict=True))
        return -sources, -len(held), -people, held[0].of.role.name

    roles = sorted(of_role.values(), key=width)
    return [group for held in roles for group in sorted(held, key=_place_and_level)]


def _place_and_level(group: Group) -> tuple[tuple[bool, str], tuple[int, str]]:
    return place_order(group.of.location), level_order(group.of)


def place_order(place: Location) -> tuple[bool, str]:
    """The default place first, then by name."""
    return place.slug != DEFAULT_LOCATION, place.label


def level_order(subject: Subject) -> tuple[int, str]:
    """The general average first, then levels by rank."""
    return (subject.level.rank, subject.level.slug) if subject.level else (-1, "")


def group_rows(group: Group, option: FactorOption) -> GroupRows:
    """A group as the page of its factor shows it, source by source."""
    level = group.of.level.name if group.of.level else "all levels"
    place = "" if option.location else f"{group.of.location.label}, "
    return GroupRows(
        role=group.of.role.name,
        role_url=group.of.guide_url,
        whose=first_upper(f"{place}{level}"),
        rows=tuple(_row(editions) for editions in editions_of(group.premiums)),
    )


def _row(editions: Editions) -> PremiumRow:
    newest = editions.newest
    return PremiumRow(
        percent=format_percent(newest.percent),
        direction=direction_of(newest),
        having=newest.having.format(newest.statistic),
        without=newest.without.format(newest.statistic),
        evidence=evidence_line(newest.having, newest.statistic),
        compare_url=compare_url([newest.without.subject, newest.having.subject]),
        asked=tuple(Wanted(newest.asked_release, newest.asked_statistic).given),
        earlier=tuple(_earlier(one, newest) for one in editions.earlier),
    )


def direction_of(premium: Premium) -> str:
    """up, down or neither."""
    rounded = round_percent(premium.percent)
    return "up" if rounded > 0 else "down" if rounded < 0 else ""


def _earlier(premium: Premium, newest: Premium) -> str:
    """An earlier edition in a line: "May 2024: +55.1 %", with what it states where that is something else."""
    line = f"{premium.having.evidence.period}: {format_percent(premium.percent)}"
    return line if _stated(premium) == _stated(newest) else f"{line}, {_stated(premium)}"


def _stated(premium: Premium) -> str:
    cell = premium.having
    words = measure_words(cell.measure, premium.statistic, cell.pay_period)
    return f"{words}, {cell.currency_line}" if cell.currency_line else words


def factor_cards(
    factors: Sequence[InfluencingFactor], figures: Sequence[PageFigure], role: Role
) -> tuple[FactorCard, ...]:
    """The factors of a guide, with premiums for this role or, where it has none, for the wider one."""
    groups = groups_of([option for factor in factors for option in factor.options.all()], figures)
    cards = []
    roles = [role, *([role.broader] if role.broader else [])]
    for factor in factors:
        chips, wider = [], False
        for option in factor.options.all():
            found = next(((of, p) for of in roles if (p := _first(groups[option.pk], of))), None)
            wider = wider or (found is not None and found[0] is not role)
            chips.append(Chip(option.name, "", format_percent(found[1].percent) if found else ""))
        evidence = any(chip.percent for chip in chips)
        note = NO_EVIDENCE if not evidence else ""
        if wider and role.broader:
            note = f"Figures of {role.broader.people}, the wider group."
        cards.append(FactorCard(factor.name, factor.get_absolute_url(), factor.summary, tuple(chips), note))
    return tuple(cards)


def _first(groups: Iterable[Group], role: Role) -> Premium | None:
    """The premium for a role's general average that a comparison shows by itself, of the first place that has one."""
    held = (group for group in groups if group.of.role == role and group.of.level is None)
    return next((premium for group in held for premium in group.premiums if premium.by_itself), None)
