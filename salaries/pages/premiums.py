"""What an option is worth: the cell with it against the cell without it, inside one release.

An option that is a place is worth that place's pay against its parent's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from salaries.models import FactorOption, Figure, InfluencingFactor, Role
from salaries.models.base import DEFAULT_LOCATION
from salaries.pages.cells import EvidenceLine, cell_of, evidence_line, subject_of
from salaries.pay.choice import choose
from salaries.pay.money import format_percent, percent, round_percent
from salaries.pay.words import with_article
from salaries.subjects import compare_url

NO_EVIDENCE = "No figure published yet."


@dataclass(frozen=True)
class Premium:
    """One option's premium for one role: both figures, and where to see them compared."""

    role: str
    role_url: str
    percent: str
    direction: str
    without: str
    without_label: str
    having: str
    evidence: EvidenceLine
    compare_url: str


@dataclass(frozen=True)
class Chip:
    """An option in a few words, with its premium where there is one."""

    name: str
    url: str
    percent: str


@dataclass(frozen=True)
class FactorCard:
    """A factor on the guide."""

    name: str
    url: str
    summary: str
    chips: tuple[Chip, ...]
    note: str


def premium_of(option: FactorOption, role: Role, figures: Iterable[Figure]) -> Premium | None:
    """The option's premium for a role's general average, from figures that hold both cells; else None.

    Where several places have both, the default place answers, else the first by name.
    """
    figures = [f for f in figures if f.role_id == role.pk and f.level_id is None]
    everyone = [f for f in figures if f.option_id is None]
    if option.location_id:
        having = [f for f in everyone if f.location_id == option.location_id]
        parents = {f.location.parent_id for f in having}
        return _premium(role, [f for f in everyone if f.location_id in parents], having)
    having = [f for f in figures if f.option_id == option.pk]
    places = {f.location for f in having}
    for place in sorted(places, key=lambda one: (one.slug != DEFAULT_LOCATION, one.label)):
        here = [[f for f in some if f.location_id == place.pk] for some in (everyone, having)]
        premium = _premium(role, *here)
        if premium:
            return premium
    return None


def _premium(role: Role, without: Sequence[Figure], having: Sequence[Figure]) -> Premium | None:
    if not without or not having:
        return None
    chosen = choose([[cell_of(f) for f in without], [cell_of(f) for f in having]])
    base, cell = chosen.cells
    if not chosen.shared or base is None or cell is None:
        return None
    exact = percent(cell.value(chosen.statistic), base.value(chosen.statistic))
    if exact is None:
        return None
    rounded = round_percent(exact)
    subject = {str(subject_of(f).name): subject_of(f) for f in without}[base.subject]
    return Premium(
        role=role.name,
        role_url=subject.guide_url,
        percent=format_percent(rounded),
        direction="up" if rounded > 0 else "down" if rounded < 0 else "",
        without=base.format(chosen.statistic),
        without_label=with_article(subject.location.label),
        having=cell.format(chosen.statistic),
        evidence=evidence_line(cell, chosen.statistic),
        compare_url=compare_url([base.subject, cell.subject]),
    )


def factor_cards(
    factors: Sequence[InfluencingFactor], figures: Sequence[Figure], role: Role
) -> tuple[FactorCard, ...]:
    """The factors of a guide, with premiums for this role or, where it has none, for the wider one."""
    cards = []
    roles = [role, *([role.broader] if role.broader else [])]
    for factor in factors:
        chips, wider = [], False
        for option in factor.options.all():
            found = next(((of, p) for of in roles if (p := premium_of(option, of, figures))), None)
            wider = wider or (found is not None and found[0] is not role)
            chips.append(Chip(option.name, "", found[1].percent if found else ""))
        evidence = any(chip.percent for chip in chips)
        note = NO_EVIDENCE if not evidence else ""
        if wider and role.broader:
            note = f"Figures of {role.broader.people}, the wider group."
        cards.append(FactorCard(factor.name, factor.get_absolute_url(), factor.summary, tuple(chips), note))
    return tuple(cards)
