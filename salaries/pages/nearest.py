"""Where a comparison cannot be worked out: the nearest one that can, found among what is published."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from django.db.models import Model, Q, QuerySet

from salaries.models import FactorOption, Figure, Location, Role
from salaries.models.base import MOST_SUBJECTS
from salaries.models.figures import FigureQuerySet
from salaries.pages.asked import Wanted
from salaries.pages.cells import cell_of, side_of, subject_of
from salaries.pages.compared import indices_of, places_of, wanted
from salaries.pay.adjustments import adjust_sides
from salaries.pay.cells import Cell
from salaries.pay.choice import choose
from salaries.pay.comparison import Comparison, compare
from salaries.pay.near import NEAR_MATCHES
from salaries.pay.words import STATISTICS
from salaries.subjects import (
    NOUNS,
    Directory,
    Missing,
    Subject,
    SubjectName,
    compare_url,
    without_repeats,
)

Cells = Mapping[str, Sequence[Cell]]
"""What is published of subjects, by their names."""


class NearWay(NamedTuple):
    """A way on from what could not be shown."""

    text: str
    url: str


class Change(NamedTuple):
    """How far a subject is from the one that was asked for: steps up to wider roles, places, levels, options.

    The farther, the later it is tried. A place is given up last: pay differs most between places.
    """

    distance: int
    option: bool
    level: bool
    role: int
    place: int

    def of(self, subject: Subject, default: Location | None) -> Subject | None:
        """The subject so changed; None where there is nothing as wide."""
        roles, places = _roles(subject.role), _places(subject.location, default)
        if self.role >= len(roles) or self.place >= len(places):
            return None
        return Subject(
            roles[self.role],
            None if self.level else subject.level,
            places[self.place],
            None if self.option else subject.option,
        )

    def shares(self, one: Subject, other: Subject) -> bool:
        """Whether two subjects are alike in all that is changed, so that both are changed together."""
        return (
            (not self.option or one.option == other.option)
            and (not self.level or one.level == other.level)
            and (not self.role or one.role == other.role)
            and (not self.place or one.location == other.location)
        )


def _roles(role: Role) -> list[Role]:
    """A role and the two wider ones that were fetched with it."""
    found = [role]
    while role.broader is not None and len(found) < 3:
        role = role.broader
        found.append(role)
    return found


def _places(place: Location, default: Location | None) -> list[Location]:
    """A place, what it is a part of, and at last the default place."""
    found = [place]
    while place.parent is not None and len(found) < 3:
        place = place.parent
        found.append(place)
    return [*found, *([default] if default and default not in found else [])]


CHANGES = tuple(
    sorted(
        Change(option + 2 * level + 3 * role + 4 * place, bool(option), bool(level), role, place)
        for option, level, role, place in product((0, 1), (0, 1), (0, 1, 2), (0, 1, 2, 3))
        if option + level + role + place
    )
)
"""Every change that is tried, the nearest first."""


def nearest(
    subjects: Sequence[Subject],
    cells: Sequence[Sequence[Cell]],
    result: Comparison,
    choice: Wanted,
    default: Location | None = None,
) -> NearWay | None:
    """The nearest comparison to one that has a difference missing: 2 queries at most.

    First the same subjects, by another release or statistic or at international prices; then wider ones, at
    last in the `default` place; then fewer.
    """
    return (
        _otherwise(subjects, cells, choice)
        or _converted(subjects, result, choice)
        or _wider(subjects, result, default)
        or _fewer(subjects, cells, result)
    )


def _otherwise(
    subjects: Sequence[Subject], cells: Sequence[Sequence[Cell]], choice: Wanted
) -> NearWay | None:
    """The same subjects with less asked for, or in another statistic."""
    asked = [choice._replace(statistic=""), choice._replace(release=""), Wanted(prices=choice.prices)]
    other = [Wanted(statistic=name) for name in ("median", "mean", *STATISTICS)]
    for question in (one for one in (*asked, *other) if one != choice):
        if result := _worked_out(subjects, cells, question):
            return _way(result, subjects, question)
    return None


def _converted(subjects: Sequence[Subject], result: Comparison, choice: Wanted) -> NearWay | None:
    """The same figures in international dollars, where currencies alone stand in the way: 1 query."""
    if choice.prices or {found.reason for found in result.differences} - {None} != {"currency"}:
        return None
    places = places_of(subjects)
    adjusted = adjust_sides(result.sides, result.statistic, "ppp", indices_of("ppp", places), places)
    at_prices = compare(adjusted.sides, result.statistic)
    if not adjusted.applied or not at_prices.comparable:
        return None
    way = _way(at_prices, subjects, choice._replace(prices="ppp"))
    return NearWay(f"In international dollars: {way.text}", way.url)


def _wider(subjects: Sequence[Subject], result: Comparison, default: Location | None) -> NearWay | None:
    """Wider subjects in place of those without a figure, and of what they share with others: 1 query."""
    held = _published(subjects, default)
    for names in _variants(subjects, _failing(result), default):
        cells = [held.get(str(subject.name), ()) for subject in names]
        if all(cells) and (found := _worked_out(names, cells, Wanted())):
            return _way(found, names, Wanted())
    return None


def nearest_spelled(
    names: Sequence[SubjectName], missing: Sequence[Missing], held: Directory
) -> NearWay | None:
    """The comparison that an address which cannot be shown comes nearest to: 1 query, 1 more a noun that is missing.

    Parts that are not in the guide are read as what is spelled nearly so; of too many subjects the first count.
    `held` has the rows that the names do name.
    """
    asked = without_repeats(names)[:MOST_SUBJECTS]
    spelled = [_respelled(asked, missing, number) for number in range(NEAR_MATCHES)]
    tries = [one for one in dict.fromkeys(spelled) if 2 <= len(set(one)) == len(one)]
    directory = _with_near(held, missing)
    known = [[directory.subject(name) for name in one] for one in tries if not directory.missing(one)]
    if not known:
        return None
    cells_of = _by_name(
        Figure.objects.public().filter(wanted([one for subjects in known for one in subjects]))
    )
    for subjects in known:
        cells = [cells_of.get(str(subject.name), ()) for subject in subjects]
        if all(cells) and (found := _worked_out(subjects, cells, Wanted())):
            return _way(found, subjects, Wanted())
    return None


def _with_near(held: Directory, missing: Sequence[Missing]) -> Directory:
    """The rows held, and those whose slugs are spelled nearly as what is missing: 1 query a noun."""
    near: dict[str, list[str]] = {}
    for part in missing:
        near.setdefault(part.noun, []).extend(part.near)

    def rows[T: Model](noun: str, held: Mapping[str, T], found: "QuerySet[T]") -> list[T]:
        slugs = near.get(NOUNS[noun], [])
        return [*held.values(), *(found.filter(slug__in=slugs) if slugs else ())]

    return Directory(
        rows("role", held.role, Role.objects.live().select_related("broader__broader")),
        held.level.values(),
        rows("location", held.location, Location.objects.live().select_related("parent__parent")),
        rows("option", held.option, FactorOption.objects.live().select_related("location")),
    )


def _respelled(
    names: Sequence[SubjectName], missing: Sequence[Missing], number: int
) -> tuple[SubjectName, ...]:
    """The names with each missing part as its near match of that number spells it, or its last one."""
    near = {
        (noun, part.slug): part.near[min(number, len(part.near) - 1)]
        for noun, words in NOUNS.items()
        for part in missing
        if part.noun == words and part.near
    }
    return tuple(
        name._replace(**{noun: near.get((noun, getattr(name, noun)), getattr(name, noun)) for noun in NOUNS})
        for name in names
    )


def _failing(result: Comparison) -> list[tuple[int, ...]]:
    """The numbers of the sides that stand in the way: those without a figure, else those unlike the first."""
    without = tuple(at for at, side in enumerate(result.sides) if side.value(result.statistic) is None)
    unlike = tuple(at for at, found in enumerate(result.differences, 1) if found.reason)
    return [without or unlike, (0,), tuple(range(len(result.sides)))]


def _variants(
    subjects: Sequence[Subject], failing: Iterable[tuple[int, ...]], default: Location | None
) -> Iterator[tuple[Subject, ...]]:
    """The subjects with some of them changed, the nearest first; as many as before, and all different."""
    for sides, change in product(failing, CHANGES):
        together = frozenset(
            at for at, one in enumerate(subjects) if any(change.shares(one, subjects[side]) for side in sides)
        )
        for at_once in dict.fromkeys((together, frozenset(sides))):
            names = tuple(
                (change.of(one, default) or one) if at in at_once else one for at, one in enumerate(subjects)
            )
            if len({str(one.name) for one in names}) == len(subjects):
                yield names


def _published(subjects: Sequence[Subject], default: Location | None) -> dict[str, list[Cell]]:
    """Everything that a changed subject could mean."""
    roles = {role.pk for one in subjects for role in _roles(one.role)}
    places = {place.pk for one in subjects for place in _places(one.location, default)}
    levels = [one.level.pk for one in subjects if one.level]
    options = [one.option.pk for one in subjects if one.option]
    figures = Figure.objects.public().filter(
        Q(level__isnull=True) | Q(level__in=levels),
        Q(option__isnull=True) | Q(option__in=options),
        role__in=roles,
        location__in=places,
    )
    return _by_name(figures)


def _by_name(figures: FigureQuerySet) -> dict[str, list[Cell]]:
    held: dict[str, list[Cell]] = {}
    for figure in figures.for_page():
        held.setdefault(str(subject_of(figure).name), []).append(cell_of(figure))
    return held


def _fewer(
    subjects: Sequence[Subject], cells: Sequence[Sequence[Cell]], result: Comparison
) -> NearWay | None:
    """The same comparison without the sides that stand in the way, where two are left."""
    for failing in _failing(result):
        kept = [at for at in range(len(subjects)) if at not in failing]
        if len(kept) < 2:
            continue
        left = [subjects[at] for at in kept]
        if found := _worked_out(left, [cells[at] for at in kept], Wanted()):
            return _way(found, left, Wanted())
    return None


def _worked_out(
    subjects: Sequence[Subject], cells: Sequence[Sequence[Cell]], question: Wanted
) -> Comparison | None:
    """The comparison that those cells give, if every difference can be worked out."""
    chosen = choose(cells, question.statistic or None, question.release or None)
    sides = [side_of(subject, cell) for subject, cell in zip(subjects, chosen.cells, strict=True)]
    result = compare(sides, chosen.statistic)
    return result if result.comparable else None


def _way(result: Comparison, subjects: Sequence[Subject], question: Wanted) -> NearWay:
    url = compare_url(subject.name for subject in subjects) + question.query
    return NearWay(f"{result.sentence} ({result.context})", url)
