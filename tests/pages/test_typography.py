"""How numbers are set on every page: what belongs to a number stays on its line, and a minus is one."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.pages.reading import PUBLIC, html_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guide")]

NUMBERS = [
    *PUBLIC,
    "/compare/software-developer.average.san-jose-ca/vs/software-developer.average/",
    "/compare/software-developer.average/vs/software-developer.average.gb/?prices=ppp",
    "/compare/software-developer.average/vs/software-developer.average.san-jose-ca/?prices=rpp",
    "/salaries/software-developer/",
    "/salaries/software-developer/gb/",
    "/sources/ons-ashe/",
    "/sources/ons-ashe/year-to-april-2024/",
    "/sources/stack-overflow/2025/",
]
FAULTS = {
    "a percent sign that is torn or stuck": r"\d ?%",
    "a hyphen for a minus": r"(?<![\w/.-])-\s?[$£€₹]?\d",
    "a minus that is torn": r"−\s",
    "a currency that is torn": r"(?:\b(?:CAD|JPY|GBP|EUR|USD)|Int\$) \d",
    "a count that is torn": r"^[\d,]+ (?:employed|answers?|adverts?)\b",
}
"""A blank in these is an ordinary one; a no-break space is no fault."""


def shown(html: str) -> list[str]:
    """What a reader is shown or told: texts between tags, and texts of attributes."""
    told = re.findall(r'(?:content|title|aria-label|placeholder)="([^"]*)"', html)
    return [unescape(text) for text in (*re.split(r"<[^>]+>", html), *told)]


def faults(html: str) -> list[tuple[str, str]]:
    return [
        (fault, text) for text in shown(html) for fault, pattern in FAULTS.items() if re.search(pattern, text)
    ]


@pytest.mark.parametrize("path", NUMBERS)
def test_numbers_are_set_as_numbers(client: Client, path: str) -> None:
    assert faults(html_of(client.get(path))) == []


@pytest.mark.parametrize(
    "text", ["45.9 %", "45.9%", "-$40", "− 40", "CAD 90,000", "Int$ 80,555", "120 answers", "1 advert"]
)
def test_a_fault_would_be_seen(text: str) -> None:
    assert len(faults(f"<p>{text}</p>")) == 1


@pytest.mark.parametrize(
    "text", ["45.9\u00a0%", "−$40", "CAD\u00a090,000", "15-1252", "2024-05-01", "9\u00a0answers"]
)
def test_what_is_set_well_is_no_fault(text: str) -> None:
    assert faults(f"<p>{text}</p>") == []


def test_a_text_that_editors_typed_is_set_like_ours(client: Client) -> None:
    assert "A 1\u00a0% sample of employee jobs" in html_of(client.get("/sources/ons-ashe/"))
