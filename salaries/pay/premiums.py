"""What an option is worth: the cell with it against the cell without it, inside one release.

    premium = (with − without) ÷ without × 100, in percent, unrounded (`money.percent`)

Both cells are of one role, level and place, or a place's and that of the place it lies in; of one measure, currency
and pay period; exact. The statistic is the median where the release has it of both in one kind of pay, else the mean.
Releases are set side by side, never into one number, and options are ranked inside one release alone.
`docs/statistics.md` has worked numbers.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from salaries.pay.cells import Cell
from salaries.pay.choice import Choice, Kind, choose, in_order, newest_of_each_source
from salaries.pay.money import percent

FEWEST_RANKED = 2

_IN_TURN = ("median", "mean")


class Premium(NamedTuple):
    """One release's premium: both cells, and the statistic that both are read for. `percent` is unrounded.

    `asked_release` and `asked_statistic` are what a comparison of the two must be asked for to show these very
    figures; empty where it shows them by itself.
    """

    statistic: str
    without: Cell
    having: Cell
    percent: Decimal
    asked_release: str = ""
    asked_statistic: str = ""

    @property
    def release(self) -> str:
        """The release that holds both cells: "source/release"."""
        return self.having.evidence.release

    @property
    def by_itself(self) -> bool:
        """Whether a comparison shows these figures without being asked for them."""
        return not self.asked_release


class Editions(NamedTuple):
    """One source's premiums: that of its newest release which holds both cells, and earlier ones, newest first."""

    newest: Premium
    earlier: tuple[Premium, ...]


class Ranked(NamedTuple):
    """An option in a ranking. Equal premiums share a rank, and the next rank counts them all: 1, 2, 2, 4."""

    rank: int
    option: str
    premium: Premium


class Ranking(NamedTuple):
    """The options that one release sets against one and the same cell, the highest premium first."""

    statistic: str
    without: Cell
    rows: tuple[Ranked, ...]


def premiums_of(without: Sequence[Cell], having: Sequence[Cell]) -> tuple[Premium, ...]:
    """A premium for each release that holds both, in the order in which releases answer.

    The cells are all that may be shown of the two subjects: the same that a comparison of them chooses from.
    """
    by_itself = choose([without, having])
    pairs: dict[str, tuple[list[Cell], list[Cell]]] = {}
    for number, cells in enumerate((without, having)):
        for cell in cells:
            pairs.setdefault(cell.evidence.release, ([], []))[number].append(cell)
    found = {release: _premium(pair, by_itself) for release, pair in pairs.items()}
    order = dict.fromkeys(cell.evidence.release for cell in in_order(having))
    return tuple(premium for release in order if (premium := found[release]) is not None)


def _premium(pair: tuple[Sequence[Cell], Sequence[Cell]], by_itself: Choice) -> Premium | None:
    """The premium of one release, which is all that the cells are of."""
    chosen = next((choice for name in _IN_TURN if (choice := choose(pair, name)).shared), None)
    if chosen is None:
        return None
    without, having = chosen.cells
    if without is None or having is None:
        return None
    exact = percent(having.value(chosen.statistic), without.value(chosen.statistic))
    if exact is None:
        return None
    release = "" if chosen == by_itself else having.evidence.release
    statistic = chosen.statistic if release and choose(pair) != chosen else ""
    return Premium(chosen.statistic, without, having, exact, release, statistic)


def editions_of(premiums: Sequence[Premium]) -> tuple[Editions, ...]:
    """Premiums of the same people source by source, in the order in which the newest releases answer."""
    by_release = {premium.release: premium for premium in premiums}
    found = []
    for cell in newest_of_each_source(premium.having for premium in premiums):
        newest = by_release[cell.evidence.release]
        earlier = [one for one in premiums if one is not newest and _source(one) == _source(newest)]
        found.append(Editions(newest, tuple(sorted(earlier, key=_ends, reverse=True))))
    return tuple(found)


def rankings_of(premiums: Iterable[tuple[str, Premium]]) -> tuple[Ranking, ...]:
    """Options by name and their premiums, ranked: of each source the newest release that ranks the same people.

    A ranking needs two options at least, and has one release, kind of pay and statistic. Those of the most options
    come first, else the order is that of the premiums.
    """
    held: dict[tuple[str, str, Kind, str], list[tuple[str, Premium]]] = {}
    for option, premium in premiums:
        cell = premium.without
        kind = (cell.measure, cell.currency, cell.pay_period)
        held.setdefault((premium.release, cell.subject, kind, premium.statistic), []).append(
            (option, premium)
        )
    by_subject: dict[str, list[Ranking]] = {}
    for (_, subject, _, _), found in held.items():
        if len(found) >= FEWEST_RANKED:
            by_subject.setdefault(subject, []).append(_ranking(found))
    newest = [ranking for rankings in by_subject.values() for ranking in _newest(rankings)]
    return tuple(sorted(newest, key=lambda ranking: -len(ranking.rows)))


def _ranking(found: Sequence[tuple[str, Premium]]) -> Ranking:
    ordered = sorted(found, key=lambda pair: (-pair[1].percent, pair[0]))
    percents = [premium.percent for _, premium in ordered]
    first = ordered[0][1]
    rows = tuple(Ranked(percents.index(one.percent) + 1, option, one) for option, one in ordered)
    return Ranking(first.statistic, first.without, rows)


def _newest(rankings: Sequence[Ranking]) -> list[Ranking]:
    """The rankings of each source's newest release among them."""
    cells = newest_of_each_source(ranking.without for ranking in rankings)
    releases = {cell.evidence.release for cell in cells}
    return [ranking for ranking in rankings if ranking.without.evidence.release in releases]


def _source(premium: Premium) -> str:
    return premium.having.evidence.source


def _ends(premium: Premium) -> tuple[date, str]:
    """When the release's period ends, an unknown one being the oldest."""
    return premium.having.evidence.reference_end or date.min, premium.release
