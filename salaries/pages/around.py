"""The places around one that the same release knows in the same kind of pay, ranked among their kind."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from salaries.models import Location, Role, Source
from salaries.pages.cells import PageFigure
from salaries.pay.cells import AT_LEAST, Cell
from salaries.pay.choice import leading
from salaries.pay.ranks import ranks
from salaries.pay.words import counted

FEWEST_RANKED = 2
KINDS = {
    Location.Kind.COUNTRY: ("country", "countries"),
    Location.Kind.STATE: ("state", "states"),
    Location.Kind.METRO: ("metropolitan area", "metropolitan areas"),
    Location.Kind.AREA: ("other area", "other areas"),
}
"""What one place of a kind and several are called."""


class Placed(NamedTuple):
    """A place with its figure, and its rank among those of its kind; None where it has none."""

    place: Location
    cell: Cell
    rank: int | None = None


class OfKind(NamedTuple):
    """The places of one kind, that of the highest statistic first. Places that overlap are never ranked together."""

    kind: str
    places: tuple[Placed, ...]

    @property
    def words(self) -> str:
        """How many they are: "30 metropolitan areas"."""
        number = len(self.places)
        one, several = KINDS[Location.Kind(self.kind)]
        return counted(number, one) if number == 1 else f"{number:,} {several}"


class Found(NamedTuple):
    """A place's own cell, that of the place it lies in, and those of the places in it, by kind.

    All are of one release, kind of pay and statistic. The kind of which a place pays most comes first.
    """

    of: Role
    location: Location
    base: Cell
    statistic: str
    above: tuple[Placed, ...]
    kinds: tuple[OfKind, ...]

    @property
    def official(self) -> bool:
        return is_official(self.base)

    @property
    def number(self) -> int:
        """How many places lie in it."""
        return sum(len(group.places) for group in self.kinds)

    @property
    def around(self) -> tuple[Placed, ...]:
        """Every place besides its own."""
        return (*self.above, *(one for group in self.kinds for one in group.places))

    @property
    def highest(self) -> Placed | None:
        """The place around that pays most, as far as is known."""
        return min(self.around, key=lambda one: _order(one, self.statistic), default=None)


def several(kind: str) -> str:
    """`states`."""
    return KINDS[Location.Kind(kind)][1]


def is_official(cell: Cell) -> bool:
    return cell.evidence.source_kind == Source.Kind.OFFICIAL_STATISTICS


def find(of: Role, location: Location, figures: Sequence[PageFigure]) -> Found | None:
    """What the release that answers for the place says around it; official statistics are asked first."""
    held = [f for f in figures if f.role_id == of.pk and f.level_id is None and f.option_id is None]
    here = [f.cell for f in held if f.location_id == location.pk]
    chosen = leading([cell for cell in here if is_official(cell)] or here)
    base, statistic = chosen.cells[0], chosen.statistic
    if base is None or base.shown(statistic) is None:
        return None
    near = [(f.location, f.cell) for f in held if _touches(f.location, location)]
    alike = [Placed(place, cell) for place, cell in near if _like(cell, base) and cell.shown(statistic)]
    alike.sort(key=lambda one: _order(one, statistic))
    inside = [one for one in alike if one.place.pk != location.parent_id]
    kinds = dict.fromkeys(one.place.kind for one in inside)
    return Found(
        of=of,
        location=location,
        base=base,
        statistic=statistic,
        above=tuple(one for one in alike if one.place.pk == location.parent_id),
        kinds=tuple(
            OfKind(kind, _ranked([one for one in inside if one.place.kind == kind], statistic))
            for kind in kinds
        ),
    )


def _touches(place: Location, location: Location) -> bool:
    """Whether the one lies in the other, at the next step."""
    return place.parent_id == location.pk or place.pk == location.parent_id


def _like(cell: Cell, base: Cell) -> bool:
    def kind(one: Cell) -> tuple[str, ...]:
        return one.evidence.release, one.measure, one.currency, one.pay_period

    return kind(cell) == kind(base)


def _order(one: Placed, statistic: str) -> tuple[Decimal, bool, str]:
    """The highest first; a lower limit before the same amount; else by name."""
    highest = one.cell.shown(statistic) or Decimal(0)
    return -highest, one.cell.state(statistic) != AT_LEAST, one.place.label


def _ranked(places: Sequence[Placed], statistic: str) -> tuple[Placed, ...]:
    if len(places) < FEWEST_RANKED:
        return tuple(places)
    values = [
        (one.cell.shown(statistic) or Decimal(0), one.cell.state(statistic) != AT_LEAST) for one in places
    ]
    return tuple(Placed(one.place, one.cell, rank) for one, rank in zip(places, ranks(values), strict=True))
