"""What the comparison's own form offers, and the rows that its address can name."""

from collections.abc import Sequence

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When

from salaries.models import ExperienceLevel, FactorOption, Figure, Location, Role
from salaries.models.base import DEFAULT_LOCATION
from salaries.pages.forms import (
    CompareForm,
    SideChoice,
    may_add,
    place_options,
    select,
    side_label,
    subject_groups,
    subject_text,
)
from salaries.subjects import Directory, SubjectName

MOST_ROLES_OFFERED = 200
MOST_PLACES_OFFERED = 90


def directory_for(names: Sequence[SubjectName]) -> Directory:
    """The rows that the names need, every level, and the places that the form offers: 3 queries, 1 more for options."""
    options = [name.option for name in names if name.option]
    return Directory(
        Role.objects.filter(slug__in=[name.role for name in names]).select_related("broader__broader"),
        ExperienceLevel.objects.all(),
        _places([name.location for name in names]),
        FactorOption.objects.filter(slug__in=options).select_related("location") if options else (),
    )


def _places(named: Sequence[str]) -> Sequence[Location]:
    """The named places, and those with figures: all countries, then the places with the most jobs.

    A country's statistics can know six hundred areas, which no list in a form should hold.
    """
    here = Figure.objects.filter(location=OuterRef("pk"))
    jobs = here.published().filter(employment__isnull=False).order_by("-employment").values("employment")
    first = Case(
        When(slug__in=named, then=Value(0)),
        When(kind=Location.Kind.COUNTRY, then=Value(1)),
        default=Value(2),
    )
    places = Location.objects.filter(Q(slug__in=named) | Exists(here.public()))
    return list(
        places.select_related("parent__parent")
        .annotate(first=first, jobs=Subquery(jobs[:1]))
        .order_by("first", F("jobs").desc(nulls_last=True), "name")[: MOST_PLACES_OFFERED + 1]
    )


def compare_form(
    directory: Directory, chosen: Sequence[str], places: Sequence[str], sides: int
) -> CompareForm:
    """The form of the comparison's own page: 1 query."""
    pairs = (
        Figure.objects.public()
        .filter(option__isnull=True)
        .order_by("role__name", "role__slug")
        .values_list("role__slug", "role__name", "level_id")
        .distinct()[:MOST_ROLES_OFFERED]
    )
    groups = subject_groups(pairs, list(directory.level.values()))
    chosen = [*chosen, *[""] * (sides - len(chosen))]
    places = [*places, *[""] * (sides - len(places))]
    offered = list(directory.location.values())
    return CompareForm(
        sides=tuple(
            SideChoice(
                number,
                side_label(number),
                select(groups, value, _text(directory, value)),
                place_options(offered[:MOST_PLACES_OFFERED], place or DEFAULT_LOCATION),
            )
            for number, (value, place) in enumerate(zip(chosen, places, strict=True), 1)
        ),
        htmx=True,
        can_add=may_add(sides),
        note="The lists have the places with the most jobs. Any other can be compared from its own guide."
        if len(offered) > MOST_PLACES_OFFERED
        else "",
    )


def _text(directory: Directory, value: str) -> str:
    name = SubjectName.parse(value)
    if name is None or directory.missing([name]):
        return value
    subject = directory.subject(name)
    text = subject_text(subject.role.name, subject.level.name if subject.level else None)
    return f"{text} · {subject.option.name}" if subject.option else text
