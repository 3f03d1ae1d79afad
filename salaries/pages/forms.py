"""What the compare form offers: a choice for each side, the same on every page that has one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from salaries.models import ExperienceLevel, FactorOption, Location, Role
from salaries.models.base import ALL_LEVELS, DEFAULT_LOCATION, MOST_SUBJECTS
from salaries.pages.cells import PageFigure
from salaries.subjects import Subject, without_repeats

GENERAL_AVERAGE = "General average"


@dataclass(frozen=True)
class Option:
    """One line of a select."""

    value: str
    text: str
    selected: bool = False

    @cached_property
    def html(self) -> SafeString:
        """The line as a page has it, written once: a form can have hundreds that are the same in every form."""
        chosen = mark_safe(" selected") if self.selected else ""
        return format_html('<option value="{}"{}>{}</option>', self.value, chosen, self.text)


@lru_cache(maxsize=2_000)
def line(value: str, text: str) -> Option:
    """A line that is not chosen; the same one for everybody."""
    return Option(value, text)


@dataclass(frozen=True)
class Group:
    """Lines of a select under one heading, or without one."""

    label: str
    options: tuple[Option, ...]

    @cached_property
    def html(self) -> SafeString:
        """The lines as a page has them."""
        lines = _written(self.options)
        return format_html('<optgroup label="{}">{}</optgroup>', self.label, lines) if self.label else lines


def _written(parts: Iterable[Option | Group]) -> SafeString:
    return mark_safe("".join([part.html for part in parts]))  # noqa: S308 - each was written with its texts escaped


class SideChoice(NamedTuple):
    """One side of the form: its selects, with what the address says chosen, and a remark on them.

    `options` are the factors' options that it has figures with, where it has any.
    """

    number: int
    label: str
    groups: tuple[Group, ...]
    places: tuple[Group, ...] = ()
    options: tuple[Option, ...] = ()
    note: str = ""

    @property
    def subject_lines(self) -> SafeString:
        """The lines of roles and levels as a page has them."""
        return _written(self.groups)

    @property
    def place_lines(self) -> SafeString:
        """The lines of places."""
        return _written(self.places)

    @property
    def option_lines(self) -> SafeString:
        """The lines of options."""
        return _written(self.options)


class CompareForm(NamedTuple):
    """The form. It works as a plain GET form; `htmx` says whether the page swaps the answer in.

    `note` says what the lists leave out, `found` what `text` has found in them.
    """

    sides: tuple[SideChoice, ...]
    htmx: bool
    can_add: bool
    text: str = ""
    found: str = ""
    note: str = ""

    @property
    def offers(self) -> bool:
        """Whether there is anything to choose."""
        return any(side.groups for side in self.sides)

    @property
    def has_options(self) -> bool:
        """Whether some side has a list of options: then every side sends one, so that they stay in step."""
        return any(side.options for side in self.sides)


def subject_text(role: str, level: str | None) -> str:
    """A line of the select: role and level."""
    return f"{role} · {level or GENERAL_AVERAGE}"


def side_label(number: int) -> str:
    """The label of a side: the first is what the others are set against."""
    return "Starting from" if number == 1 else "Compared with" if number == 2 else "And with"


def select(groups: Iterable[Group], chosen: str, chosen_text: str = "") -> tuple[Group, ...]:
    """The groups with `chosen` selected; what the lists do not hold is added, so nothing typed is lost."""
    marked = tuple(_with_chosen(group, chosen) for group in groups)
    if chosen and not any(option.selected for group in marked for option in group.options):
        return (Group("Chosen", (Option(chosen, chosen_text or chosen, True),)), *marked)
    return marked


def _with_chosen(group: Group, chosen: str) -> Group:
    """The group with the line of that value chosen; itself where it has none."""
    if all(option.value != chosen for option in group.options):
        return group
    return Group(
        group.label, tuple(o if o.value != chosen else Option(o.value, o.text, True) for o in group.options)
    )


def guide_form(
    role: Role, own: Sequence[PageFigure], others: Sequence[PageFigure], baseline: str, other: str
) -> CompareForm:
    """The form of a role's guide: its own levels first, then places and the wider role."""
    groups = [Group(label, tuple(options)) for label, options in _grouped(role, [*own, *others]).items()]
    return CompareForm(
        sides=(
            SideChoice(1, side_label(1), select(groups, baseline)),
            SideChoice(2, side_label(2), select(groups, other)),
        ),
        htmx=False,
        can_add=True,
    )


def _grouped(role: Role, figures: Sequence[PageFigure]) -> dict[str, list[Option]]:
    grouped: dict[str, list[Option]] = {}
    for figure in without_repeats(figures):
        subject = Subject(figure.role, figure.level, figure.location)
        label = f"{figure.role.name}, {figure.location.label}"
        who = figure.level.name if figure.level else GENERAL_AVERAGE
        if figure.role_id != role.pk:
            who = figure.role.name
        option = Option(str(subject.name), f"{who} · {figure.location.label}")
        options = grouped.setdefault(label if figure.level else figure.role.name, [])
        if option not in options:
            options.append(option)
    return grouped


def subject_groups(
    pairs: Iterable[tuple[str, str, int | None]], levels: Sequence[ExperienceLevel]
) -> list[Group]:
    """Groups by role of (role slug, role name, level id) that have figures; levels in their order."""
    rank = {None: -1} | {level.pk: number for number, level in enumerate(levels)}
    by_id = {level.pk: level for level in levels}
    roles: dict[tuple[str, str], list[int | None]] = {}
    for slug, name, level_id in pairs:
        roles.setdefault((name, slug), []).append(level_id)
    return [
        Group(
            name,
            tuple(
                Option(
                    f"{slug}.{by_id[level_id].slug if level_id else ALL_LEVELS}",
                    subject_text(name, by_id[level_id].name if level_id else None),
                )
                for level_id in sorted(level_ids, key=lambda one: rank[one])
            ),
        )
        for (name, slug), level_ids in sorted(roles.items())
    ]


def in_reading_order(locations: Iterable[Location]) -> list[Location]:
    """The places as lists have them: the default place first."""
    return sorted(locations, key=lambda place: (place.slug != DEFAULT_LOCATION, place.label))


def place_options(locations: Iterable[Location], chosen: str) -> tuple[Option, ...]:
    """A line for each place, in their order."""
    return tuple(
        Option(place.slug, place.label, True) if place.slug == chosen else line(place.slug, place.label)
        for place in locations
    )


def places_of_side(
    locations: Sequence[Location], chosen: str, held: Collection[str], *, complete: bool
) -> tuple[Group, ...]:
    """The places where a side has figures, and in a complete list the others below them, each in their order."""
    having = [place for place in locations if place.slug in held]
    others = [place for place in locations if place.slug not in held]
    if not complete:
        return (Group("", place_options(having, chosen)),)
    groups = (
        Group("With figures for it", place_options(having, chosen)),
        Group("Without", place_options(others, chosen)),
    )
    return tuple(group for group in groups if group.options)


def options_of(options: Sequence[FactorOption], chosen: FactorOption | None) -> tuple[Option, ...]:
    """Everyone, and the options that a side has figures with; the chosen one however it came."""
    offered = [*options, *([chosen] if chosen and chosen not in options else [])]
    if not offered:
        return ()
    return (
        Option("", "Everyone", chosen is None),
        *(Option(one.slug, one.name, one == chosen) for one in sorted(offered, key=lambda one: one.name)),
    )


def may_add(sides: int) -> bool:
    """Whether the form can take one more side."""
    return sides < MOST_SUBJECTS
