"""The style guide: what pages are made of, each component in its states, for who builds them."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from salaries.pages.styleguide import charts, comparisons, figures, forms, places
from salaries.pages.styleguide.colours import Pair, is_colour, pairs, tokens
from salaries.pages.styleguide.example import Part
from salaries.pages.trail import Trail, from_home

URL = "/styleguide/"
BASE = "compsite.css"
SHEETS = (
    "compare.css", "charts.css", "lists.css", "ranked.css", "factors.css", "about.css", "preview.css", "report.css",
    "api.css",
)  # fmt: skip
"""The sheets of pages besides the one that all have."""
IN_USE = {
    "font-size": "Sizes of text",
    "border-radius": "Radius",
    "gap": "Gaps",
    "transition": "Motion",
}
"""Properties whose values are counted."""


@dataclass(frozen=True)
class Colour:
    """A custom property that is a colour, in both schemes."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True)
class ShownPair:
    """A colour on another one with its contrast in words."""

    name: str
    use: str
    light: str
    dark: str
    least: str
    passes: bool


@dataclass(frozen=True)
class Values:
    """The values of a property in the sheets, each with how often it is written, the commonest first."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class StyleguidePage:
    """What `/styleguide/` shows."""

    sheets: tuple[str, ...]
    colours: tuple[Colour, ...]
    pairs: tuple[ShownPair, ...]
    others: tuple[tuple[str, str], ...]
    in_use: tuple[Values, ...]
    parts: tuple[Part, ...]
    title: str = "Style guide"
    heading: str = "Style guide"
    description: str = "What pages are made of: colours, type, and each component in its states."
    url: str = URL
    canonical: str = ""
    indexed: bool = False
    section: str = ""
    trail: Trail = from_home("Style guide", URL)


def styleguide_page() -> StyleguidePage:
    """Tokens as the stylesheets have them, and every component: no query."""
    light, dark = tokens(sheet(BASE))
    return StyleguidePage(
        sheets=(*SHEETS, "styleguide.css"),
        colours=tuple(Colour(name, value, dark[name]) for name, value in light.items() if is_colour(value)),
        pairs=tuple(_shown(pair) for pair in pairs(light, dark)),
        others=tuple((name, value) for name, value in light.items() if not is_colour(value)),
        in_use=tuple(_in_use((BASE, *SHEETS))),
        parts=(*figures.parts(), *charts.parts(), *places.parts(), *comparisons.parts(), *forms.parts()),
    )


def sheet(name: str) -> str:
    """A stylesheet as it is written."""
    return (Path(settings.STATICFILES_DIRS[0]) / name).read_text()


def _shown(pair: Pair) -> ShownPair:
    return ShownPair(
        name=f"{pair.front} on {pair.back}",
        use=pair.use,
        light=f"{pair.light:.2f}",
        dark=f"{pair.dark:.2f}",
        least=f"{pair.least:g}",
        passes=pair.passes,
    )


def _in_use(names: Iterable[str]) -> Iterable[Values]:
    every = "\n".join(sheet(name) for name in names)
    for name, title in IN_USE.items():
        counts = Counter(re.findall(rf"[;{{]{name}:([^;}}]+)", every))
        yield Values(title, tuple(f"{value} ({number})" for value, number in counts.most_common()))
