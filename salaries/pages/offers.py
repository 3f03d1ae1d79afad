"""What the comparison's own form offers, and the rows that its address can name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import BooleanField, Case, When

from salaries.models import ExperienceLevel, FactorOption, Figure, Location, Role
from salaries.models.base import DEFAULT_LOCATION
from salaries.pages.asked import ChosenSide
from salaries.pages.forms import (
    CompareForm,
    Group,
    SideChoice,
    in_reading_order,
    may_add,
    options_of,
    place_options,
    places_of_side,
    select,
    side_label,
    subject_groups,
    subject_text,
)
from salaries.pages.slugs import is_live
from salaries.pages.snapshot import MOST_ROLES_OFFERED, Named, Snapshot, Who, snapshot
from salaries.pay.words import counted, listed, with_article
from salaries.subjects import Directory, SubjectName, without_repeats

MOST_PLACES_OFFERED = 90
SHORTENED = "The lists have the places with the most jobs. A name or code finds any other."


@dataclass(frozen=True)
class Offers:
    """Rows for a form's lists. `named` says where there are figures of whom; `found` what a text names."""

    directory: Directory
    known: Snapshot
    named: Mapping[Who, Named]
    with_options: bool = False
    found: frozenset[str] = frozenset()
    text: str = ""

    @cached_property
    def in_reading_order(self) -> Sequence[Location]:
        """The places that the form offers, as its lists have them."""
        return in_reading_order(list(self.directory.location.values())[:MOST_PLACES_OFFERED])

    def places(self, name: SubjectName | None) -> frozenset[str]:
        """The places with figures of a name's role and level."""
        named = self.named.get((name.role, name.level)) if name else None
        return named.places if named else frozenset()

    def options(self, name: SubjectName | None, place: str) -> list[FactorOption]:
        """The options with figures of a name's role and level in a place, where the form offers options."""
        named = self.named.get((name.role, name.level)) if name and self.with_options else None
        having = named.options(place) if named else frozenset()
        return [option for option in self.directory.option.values() if option.slug in having]


def offers_for(
    names: Sequence[SubjectName], text: str = "", *, choosing: bool = False, at: int | None = None
) -> Offers:
    """The rows that the names need, every level, and the places that the form offers: 2 queries, 1 more after a change.

    1 more for a text. `choosing`: the form is what is asked for, so it offers the options with figures too, as it does
    where a name has one, and where not all places fit, those with figures of whom was named come before larger ones.
    `at`: what was retired after that data version can be named too.
    """
    known = snapshot()
    named = known.named((name.role, name.level) for name in names)
    found = frozenset(Location.objects.matching(text).values_list("slug", flat=True)) if text else frozenset()
    first = frozenset[str]().union(*(one.places for one in named.values())) if choosing else frozenset()
    locations = _places(known, names, found, first, at)
    with_options = choosing or any(name.option for name in names)
    return Offers(
        Directory(
            _live((known.roles.get(slug) for slug in without_repeats(name.role for name in names)), at),
            _live(known.levels.values(), at),
            locations,
            _live(known.options.values(), at) if with_options else (),
        ),
        known,
        named,
        with_options,
        frozenset(place.slug for place in locations if place.slug in found),
        text,
    )


def _live[T: (Role, ExperienceLevel, Location, FactorOption)](
    rows: Iterable[T | None], at: int | None
) -> list[T]:
    return [row for row in rows if row is not None and is_live(row, at)]


def _places(
    known: Snapshot,
    names: Sequence[SubjectName],
    found: frozenset[str],
    first: frozenset[str],
    at: int | None,
) -> list[Location]:
    """The named places, and those with figures: what a text finds, countries, those that come first, by jobs."""
    named = _live((known.places.get(slug) for slug in without_repeats(name.location for name in names)), at)
    slugs = {place.slug for place in named}
    others = [place for place in known.offered if place.slug not in slugs]
    if not found and not first:
        return [*named, *others[: MOST_PLACES_OFFERED + 1 - len(named)]]

    def rank(place: Location) -> int:
        if place.slug in found:
            return 1
        if place.kind == Location.Kind.COUNTRY:
            return 2
        return 3 if place.slug in first else 4

    return [*named, *sorted(others, key=rank)][: MOST_PLACES_OFFERED + 1]


def compare_form(offers: Offers, sides: Sequence[ChosenSide], *, dependent: bool = False) -> CompareForm:
    """The form of the comparison's own page: 1 query for a text, and after a change.

    `dependent`: the lists of places hold only what has figures of what was chosen beside them, and a place
    that has none gives way, in words. Without script that would leave no way to choose another.
    """
    groups, roles_found = _groups(offers)
    choices = [
        _side(offers, number, side, groups, dependent=dependent) for number, side in enumerate(sides, 1)
    ]
    shortened = len(offers.directory.location) > MOST_PLACES_OFFERED
    return CompareForm(
        sides=tuple(choices),
        htmx=True,
        can_add=may_add(len(sides)),
        text=offers.text,
        found=_found(offers.text, roles_found, len(offers.found)),
        note=SHORTENED if shortened else "",
    )


def _groups(offers: Offers) -> tuple[Sequence[Group], int]:
    """The roles and levels with figures, by role, and how many of those roles a text finds: 1 query for a text."""
    if not offers.text:
        return offers.known.groups, 0
    matching = Role.objects.matching(offers.text).values("pk")
    found = Case(When(role__in=matching, then=True), default=False, output_field=BooleanField())
    figures = Figure.objects.public().filter(option__isnull=True).annotate(found=found)
    rows = list(
        figures.order_by("-found", "role__name", "role__slug")
        .values_list("role__slug", "role__name", "level_id", "found")
        .distinct()[:MOST_ROLES_OFFERED]
    )
    named = [row for row in rows if row[3]]
    levels = list(offers.directory.level.values())
    groups = subject_groups([(slug, name, level) for slug, name, level, _ in named or rows], levels)
    return groups, len({row[0] for row in named})


def _found(text: str, roles: int, places: int) -> str:
    """What a text finds in the lists, as a sentence; nothing where none was typed."""
    if not text:
        return ""
    if not roles and not places:
        return f"Nothing with figures is called “{text}”: the lists show what there is."
    counts = [counted(number, noun) for number, noun in ((roles, "role"), (places, "place")) if number]
    return f"“{text}” finds {listed(counts)}."


def _side(
    offers: Offers, number: int, side: ChosenSide, groups: Sequence[Group], *, dependent: bool
) -> SideChoice:
    name = side.name
    subject = f"{name.role}.{name.level}" if name else side.subject
    place = name.location if name else side.place or DEFAULT_LOCATION
    held = offers.places(name)
    moved = ""
    if dependent and held and place not in held:
        moved = _label(offers, place)
        place = _first_of(offers, held)
    options = offers.options(name, place)
    return SideChoice(
        number=number,
        label=side_label(number),
        groups=select(groups, subject, _text(offers.directory, subject)),
        places=_place_groups(offers, place, held, dependent=dependent),
        options=options_of(options, offers.directory.option.get(name.option) if name else None),
        note=f"No figure for {moved}: {_label(offers, place)} instead." if moved else "",
    )


def _first_of(offers: Offers, held: frozenset[str]) -> str:
    """The place to fall back on among those with figures: the default one, else the one with most jobs."""
    if DEFAULT_LOCATION in held:
        return DEFAULT_LOCATION
    return next((slug for slug in offers.directory.location if slug in held), DEFAULT_LOCATION)


def _label(offers: Offers, slug: str) -> str:
    place = offers.directory.location.get(slug)
    return with_article(place.label) if place else f"“{slug}”"


def _place_groups(offers: Offers, place: str, held: frozenset[str], *, dependent: bool) -> tuple[Group, ...]:
    offered: Sequence[Location] = offers.in_reading_order
    if offers.found:
        offered = [one for one in offered if one.slug in offers.found or one.slug == place]
    if not held:
        return (Group("", place_options(offered, place)),)
    return places_of_side(offered, place, held, complete=not dependent)


def _text(directory: Directory, value: str) -> str:
    name = SubjectName.parse(value)
    if name is None or directory.missing([name]):
        return value
    subject = directory.subject(name)
    return subject_text(subject.role.name, subject.level.name if subject.level else None)
