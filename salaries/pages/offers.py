"""What the comparison's own form offers, and the rows that its address can name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Subquery, Value, When

from salaries.models import ExperienceLevel, FactorOption, Figure, Location, Role
from salaries.models.base import ALL_LEVELS, DEFAULT_LOCATION
from salaries.pages.asked import ChosenSide
from salaries.pages.forms import (
    CompareForm,
    Group,
    SideChoice,
    may_add,
    options_of,
    place_options,
    places_of_side,
    select,
    side_label,
    subject_groups,
    subject_text,
)
from salaries.pay.words import counted, listed, with_article
from salaries.subjects import Directory, SubjectName, without_repeats

MOST_ROLES_OFFERED = 200
MOST_PLACES_OFFERED = 90
SHORTENED = "The lists have the places with the most jobs. A name or code finds any other."

Who = tuple[str, str]
"""The slugs of a role and a level: what a figure is about before place and option."""


@dataclass(frozen=True)
class Offers:
    """Rows for a form's lists. `places` and `options` say what has figures of whom; `found` what a text names."""

    directory: Directory
    places: Mapping[Who, frozenset[str]]
    options: Mapping[SubjectName, tuple[FactorOption, ...]]
    found: frozenset[str] = frozenset()
    text: str = ""


def offers_for(
    names: Sequence[SubjectName], text: str = "", *, choosing: bool = False, at: int | None = None
) -> Offers:
    """The rows that the names need, every level, and the places that the form offers: 3 queries.

    1 more for options, where a name has one. `choosing`: the form is what is asked for, so it offers the options
    with figures too, and where not all places fit, those with figures of whom was named come before larger ones.
    `at`: what was retired after that data version can be named too.
    """
    people = without_repeats((name.role, name.level) for name in names)
    locations = _places(names, people, text, choosing=choosing, at=at)
    offered = _options(names, at) if names and (choosing or any(name.option for name in names)) else ()
    bare = without_repeats(SubjectName(name.role, name.level, name.location) for name in names)
    return Offers(
        Directory(
            Role.objects.live(at)
            .filter(slug__in=[name.role for name in names])
            .select_related("broader__broader"),
            ExperienceLevel.objects.live(at),
            locations,
            offered,
        ),
        {who: _with_figures(locations, number) for number, who in enumerate(people)},
        {name: _having(offered, number) for number, name in enumerate(bare)},
        frozenset(place.slug for place in locations if getattr(place, "found", False)),
        text,
    )


def _with_figures(locations: Iterable[Location], number: int) -> frozenset[str]:
    return frozenset(place.slug for place in locations if getattr(place, f"held_{number}"))


def _having(options: Iterable[FactorOption], number: int) -> tuple[FactorOption, ...]:
    return tuple(option for option in options if getattr(option, f"held_{number}"))


def _of(who: Who) -> Q:
    """Which figures are about a role and a level."""
    role, level = who
    return Q(role__slug=role) & (Q(level__isnull=True) if level == ALL_LEVELS else Q(level__slug=level))


def _places(
    names: Sequence[SubjectName], people: Sequence[Who], text: str, *, choosing: bool, at: int | None
) -> Sequence[Location]:
    """The named places, and those with figures: what the text finds, countries, those of whom was named, by jobs.

    A country's statistics can know six hundred areas, which no list in a form should hold.
    """
    here = Figure.objects.filter(location=OuterRef("pk"))
    jobs = here.published().filter(employment__isnull=False).order_by("-employment").values("employment")
    held = {f"held_{number}": Exists(here.filter(_of(who)).public()) for number, who in enumerate(people)}
    named = Q(slug__in=[name.location for name in names])
    matching = Q(pk__in=Location.objects.matching(text).values("pk")) if text else Q(pk__in=[])
    first = Case(
        When(named, then=Value(0)),
        When(matching, then=Value(1)),
        When(kind=Location.Kind.COUNTRY, then=Value(2)),
        *(When(Q(**{name: True}), then=Value(3)) for name in held if choosing),
        default=Value(4),
    )
    return list(
        Location.objects.live(at)
        .filter(named | Exists(here.public()))
        .select_related("parent__parent")
        .annotate(**held)
        .annotate(
            first=first,
            found=Case(When(matching, then=True), default=False, output_field=BooleanField()),
            jobs=Subquery(jobs[:1]),
        )
        .order_by("first", F("jobs").desc(nulls_last=True), "name")[: MOST_PLACES_OFFERED + 1]
    )


def _options(names: Sequence[SubjectName], at: int | None) -> Sequence[FactorOption]:
    """The named options, and those with figures of somebody named, where he is."""
    here = Figure.objects.filter(option=OuterRef("pk"))
    bare = without_repeats(SubjectName(name.role, name.level, name.location) for name in names)
    held = {
        f"held_{number}": Exists(
            here.filter(_of((name.role, name.level)), location__slug=name.location).public()
        )
        for number, name in enumerate(bare)
    }
    named = Q(slug__in=[name.option for name in names if name.option])
    some = named
    for name in held:
        some |= Q(**{name: True})
    return list(FactorOption.objects.live(at).annotate(**held).filter(some).select_related("location"))


def compare_form(offers: Offers, sides: Sequence[ChosenSide], *, dependent: bool = False) -> CompareForm:
    """The form of the comparison's own page: 1 query.

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


def _groups(offers: Offers) -> tuple[list[Group], int]:
    """The roles and levels with figures, by role, and how many roles a text finds."""
    figures = Figure.objects.public().filter(option__isnull=True).order_by("role__name", "role__slug")
    columns = ["role__slug", "role__name", "level_id"]
    if offers.text:
        matching = Role.objects.matching(offers.text).values("pk")
        found = Case(When(role__in=matching, then=True), default=False, output_field=BooleanField())
        figures = figures.annotate(found=found).order_by("-found", "role__name", "role__slug")
        columns.append("found")
    rows = list(figures.values_list(*columns).distinct()[:MOST_ROLES_OFFERED])
    named = [row for row in rows if offers.text and row[3]]
    groups = subject_groups(
        [(slug, name, level) for slug, name, level, *_ in named or rows],
        list(offers.directory.level.values()),
    )
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
    held = offers.places.get((name.role, name.level), frozenset()) if name else frozenset()
    moved = ""
    if dependent and held and place not in held:
        moved = _label(offers, place)
        place = _first_of(offers, held)
    bare = SubjectName(name.role, name.level, place) if name else None
    options = offers.options.get(bare, ()) if bare else ()
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
    offered = list(offers.directory.location.values())[:MOST_PLACES_OFFERED]
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
