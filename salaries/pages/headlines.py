"""The answer first: one sentence, the number beside it, and whose they are."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from salaries.models import ExperienceLevel, Location, Role
from salaries.pages.cells import EvidenceLine, evidence_line
from salaries.pay.cells import Cell
from salaries.pay.money import format_money, format_percent, percent, round_percent
from salaries.pay.words import NO_FIGURE, first_upper, statistic_words, with_article

NBSP = "\N{NO-BREAK SPACE}"


class Text(NamedTuple):
    """A piece of a sentence, strong or plain."""

    text: str
    strong: bool = False


class Headline(NamedTuple):
    """The answer first: the sentence, the number beside it, and whose they are."""

    lede: tuple[Text, ...]
    number: str
    difference: str
    caption: str
    evidence: EvidenceLine | None
    cell: Cell | None = None
    statistic: str = ""


class Shown(NamedTuple):
    """The release and statistic that answer, and what they say of each level."""

    statistic: str
    average: Cell | None
    levels: dict[int, Cell]
    release: str


SHARES = {"p10": "A tenth of", "p25": "A quarter of", "p75": "Three quarters of", "p90": "Nine tenths of"}


def top_level(levels: Sequence[ExperienceLevel], shown: Shown) -> tuple[ExperienceLevel, Cell] | None:
    """The level whose figure is the highest."""
    held = [
        (level, shown.levels[level.pk])
        for level in levels
        if level.pk in shown.levels and shown.levels[level.pk].value(shown.statistic) is not None
    ]
    return max(held, key=lambda pair: pair[1].value(shown.statistic) or Decimal(0)) if held else None


def headline_of(role: Role, location: Location, levels: Sequence[ExperienceLevel], shown: Shown) -> Headline:
    """The highest level against the general average; one figure alone where there are not both; or none."""
    statistic, top, base = shown.statistic, top_level(levels, shown), shown.average
    if top and base and base.value(statistic) is not None:
        return _headline_of_two(role, top, base, statistic)
    cell = base or (top[1] if top else None)
    if cell is None or cell.state(statistic) == "none":
        lede = Text(f"{NO_FIGURE} for {role.people} in {with_article(location.label)}.")
        return Headline((lede,), "", "", "", None)
    amount = f"{cell.format(statistic)}"
    whose = "all experience levels" if base else top[0].name if top else ""
    foreign = f", {cell.currency_line}" if cell.currency_line else ""
    return Headline(
        lede=_earning(role, cell, amount, statistic),
        number=amount,
        difference="",
        caption=f"{first_upper(statistic_words[statistic])}, {whose}, {location.label}{foreign}",
        evidence=evidence_line(cell, statistic),
        cell=cell,
        statistic=statistic,
    )


def _earning(role: Role, cell: Cell, amount: str, statistic: str) -> tuple[Text, ...]:
    """One figure as a sentence: "Nine tenths of software developers earn $214,670 a year or less."."""
    strong = Text(amount, strong=True)
    if statistic in SHARES:
        return Text(f"{SHARES[statistic]} {role.people} earn "), strong, Text(f" {period_of(cell)} or less.")
    verb = "average" if statistic == "mean" else "earn a median of"
    people = role.people[:1].upper() + role.people[1:]
    return Text(f"{people} {verb} "), strong, Text(f" {period_of(cell)}.")


def _headline_of_two(role: Role, top: tuple[ExperienceLevel, Cell], base: Cell, statistic: str) -> Headline:
    level, cell = top
    value, average = cell.value(statistic), base.value(statistic)
    exact = percent(value, average)
    assert value is not None and average is not None and exact is not None  # noqa: S101
    rounded = round_percent(exact)
    direction = "above" if rounded > 0 else "below" if rounded < 0 else "as much as"
    verb = "average" if statistic == "mean" else f"earn a {statistic_words[statistic]} of"
    people = role.people[:1].upper() + role.people[1:]
    gap = f"{abs(rounded)}{NBSP}% {direction}" if rounded else direction
    return Headline(
        lede=(
            Text(f"{people} "),
            Text(level.people or f"at {level.name}", strong=True),
            Text(f" {verb} "),
            Text(cell.format(statistic), strong=True),
            Text(f" {period_of(cell)}, "),
            Text(gap, strong=True),
            Text(f" the general average of {base.format(statistic)}."),
        ),
        number=cell.format(statistic),
        difference=f"{format_money(value - average, cell.currency, cell.pay_period, signed=True)} · "
        f"{format_percent(rounded)}",
        caption=f"{level.name} against the general average, all experience levels"
        + (f", {cell.currency_line}" if cell.currency_line else ""),
        evidence=evidence_line(cell, statistic),
        cell=cell,
        statistic=statistic,
    )


def period_of(cell: Cell) -> str:
    return {"year": "a year", "month": "a month", "hour": "an hour"}[cell.pay_period]
