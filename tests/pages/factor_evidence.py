"""What the page of a factor says of its options, read from it, and figures to be read there."""

import re
from datetime import date
from html import unescape
from typing import Any

from django.test import Client

from salaries.models import ReleasePart
from tests.factories import make_figure, make_part, make_release, make_source
from tests.pages.reading import html_of

HUBS = "/factors/company-type-and-location/"
TECHNOLOGIES = "/factors/technologies/"


def edition(year: int, source: str = "bureau", **values: Any) -> ReleasePart:
    """A source's release of a calendar year."""
    period = {"reference_start": date(year, 1, 1), "reference_end": date(year, 12, 31)}
    return make_part(make_release(str(year), make_source(source), **period, **values))


def pair(part: ReleasePart | None, without: int, having: int, option: str = "go", **values: Any) -> None:
    """Medians of alpha without an option and with it."""
    make_figure("alpha", part, median=without, **values)
    make_figure("alpha", part, median=having, option=option, **values)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def section_of(client: Client, option: str = "go", path: str = TECHNOLOGIES) -> str:
    """The section of an option."""
    (found,) = re.findall(
        rf'<section id="{option}" .*?</section>', html_of(client.get(path)), flags=re.DOTALL
    )
    return str(found)


def groups_of(section: str) -> list[str]:
    """The words of each group of a section: a role in a place at a level, and its sources."""
    return [words(group) for group in re.findall(r"<tbody>.*?</tbody>", section, flags=re.DOTALL)]


def tables_of(client: Client, path: str = TECHNOLOGIES) -> list[str]:
    """The words of each ranking."""
    cards = re.findall(r'<article class="card">.*?</article>', html_of(client.get(path)), flags=re.DOTALL)
    return [words(card) for card in cards]


Followed = tuple[str, str, str]


def comparisons_of(client: Client, section: str) -> list[Followed]:
    """What each comparison shows that a section's buttons lead to: both figures and the percentage."""
    found = []
    for address, fields in re.findall(r'<form action="(/compare/[^"]+)">(.*?)</form>', section):
        asked = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', fields))
        assert client.get(address, asked).status_code == 200
        data = client.get(f"{address}data.json", asked).json()
        (difference,) = data["differences"]
        base, other = (one["value"] for one in data["subjects"])
        found.append((other, base, difference["percent"]))
    return found
