"""How the subjects of a comparison are called: by what they vary in, and by nothing that they share."""

from collections.abc import Sequence
from typing import NamedTuple

from salaries.pay.sides import Side
from salaries.pay.words import opening, with_article


class Label(NamedTuple):
    """`prose` stands inside a sentence ("the general average"), `chart` alone ("General average")."""

    prose: str
    chart: str


def labels(sides: Sequence[Side]) -> tuple[Label, ...]:
    """One label a side: "10+ Years", "the United States", "Backend Engineer, Seattle, WA"."""
    varying = _varying(sides)
    return tuple(_label(side, varying) for side in sides)


def shared_names(sides: Sequence[Side]) -> tuple[str, ...]:
    """Names of what all sides share: role, level (unless it is all levels), place, option (if any)."""
    side, varying = sides[0], _varying(sides)
    names = {
        "role": side.role_name,
        "level": side.level_name if side.level else "",
        "location": side.location_name,
        "option": side.option_name if side.option else "",
    }
    return tuple(name for part, name in names.items() if name and part not in varying)


def _varying(sides: Sequence[Side]) -> frozenset[str]:
    keys: dict[str, set[str | None]] = {
        "role": {side.role for side in sides},
        "level": {side.level for side in sides},
        "location": {side.location for side in sides},
        "option": {side.option for side in sides},
    }
    return frozenset(part for part, values in keys.items() if len(values) > 1)


def _label(side: Side, varying: frozenset[str]) -> Label:
    names = [side.role_name] if "role" in varying or not varying else []
    if varying & {"level", "option"}:
        names += _people(side, varying)
    if "location" in varying:
        names.append(side.location_name)
    chart = opening(", ".join(names))
    if len(names) > 1:
        return Label(", ".join(names), chart)
    if "location" in varying:
        return Label(with_article(names[0]), chart)
    return Label(f"the {names[0]}" if names[0].endswith(" average") else names[0], chart)


def _people(side: Side, varying: frozenset[str]) -> list[str]:
    """Level and option. Neither is the general average; no option beside others is the level's average."""
    if side.level is None and side.option is None:
        return ["general average"]
    names = [side.level_name if side.level else "all levels"] if "level" in varying else []
    if "option" in varying and side.option:
        names.append(side.option_name)
    return names or ["level’s average"]
