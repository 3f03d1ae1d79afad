"""Colours as the stylesheet has them, and whether they can be told apart.

    contrast = (lighter luminance + 0.05) ÷ (darker luminance + 0.05)

Luminance is relative, as WCAG 2.2 defines it for sRGB: 0.2126 R + 0.7152 G + 0.0722 B, each channel made linear.
Nothing in here knows Django.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

TEXT, MARK = 4.5, 3.0
"""The least contrast of text, and of marks: bars, lines, borders of fields."""

TEXTS = {
    "paper": ("ink", "soft", "faint", "accent", "mark"),
    "card": ("ink", "soft", "faint", "accent", "mark"),
    "accent-soft": ("ink",),
    "mark-soft": ("ink",),
    "accent": ("card",),
}
"""Colours of text by what they stand on."""
MARKS = {
    "paper": ("accent", "mark", "edge", "focus", "bar", "ink"),
    "card": ("accent", "mark", "edge", "focus", "ink"),
}
"""Colours of marks by what they stand on."""


@dataclass(frozen=True)
class Pair:
    """A colour on another one, with the contrast of both schemes; `least` is what they need."""

    front: str
    back: str
    light: float
    dark: float
    least: float

    @property
    def use(self) -> str:
        """What the front is: text, or a mark."""
        return "text" if self.least == TEXT else "mark"

    @property
    def passes(self) -> bool:
        """Whether both schemes have contrast enough."""
        return min(self.light, self.dark) >= self.least


def tokens(sheet: str) -> tuple[dict[str, str], dict[str, str]]:
    """The custom properties of a stylesheet by name, light and dark."""
    dark_rules = re.search(r"@media\s*\(prefers-color-scheme:\s*dark\)\s*\{\s*:root\s*\{([^}]*)\}", sheet)
    light_rules = re.search(r":root\s*\{([^}]*)\}", sheet)
    light, dark = (_declared(found[1] if found else "") for found in (light_rules, dark_rules))
    return light, {**light, **dark}


def _declared(rules: str) -> dict[str, str]:
    return {name: value.strip() for name, value in re.findall(r"--([a-z0-9-]+)\s*:([^;]+)", rules)}


def is_colour(value: str) -> bool:
    """Whether a value is a colour as our stylesheets write them: #fff or #fbfaf6."""
    return bool(re.fullmatch(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", value))


def luminance(colour: str) -> float:
    """Relative luminance, from 0 (black) to 1 (white)."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def pairs(light: Mapping[str, str], dark: Mapping[str, str]) -> list[Pair]:
    """Every pair that pages use: texts first, then marks."""
    return [
        Pair(front, back, contrast(light[front], light[back]), contrast(dark[front], dark[back]), least)
        for used, least in ((TEXTS, TEXT), (MARKS, MARK))
        for back, fronts in used.items()
        for front in fronts
    ]
