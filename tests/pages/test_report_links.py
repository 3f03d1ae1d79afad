"""Every public figure leads to the form that reports it, quietly, and in a page that stays small."""

import gzip
import re
from typing import Any

import pytest
from django.test import Client

from salaries.models import InfluencingFactor
from tests.pages.reading import COMPARED, html_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guide")]
MOST_BYTES = 14_000
GB = "software-developer.average.gb"
LINK = re.compile(r'<a href="(/report/[^"]*)" rel="nofollow">Report a problem')


def linked(client: Client, address: str) -> list[str]:
    return [url.replace("&amp;", "&") for url in LINK.findall(html_of(client.get(address)))]


def option_page() -> str:
    """A factor's page that shows premiums."""
    return InfluencingFactor.objects.get(slug="company-type-and-location").get_absolute_url()


@pytest.mark.parametrize(
    ("page", "report"),
    [
        ("/", "subject=backend-engineer.average&release=ora/backend-engineer-pay"),
        ("/salaries/backend-engineer/", "subject=backend-engineer.10-plus-years&release=ora/backend-engineer-pay"),
        ("/salaries/software-developer/", "subject=software-developer.average&release=bls-oews/may-2025"),
        ("/salaries/software-developer/gb/", f"subject={GB}&release=ons-ashe/year-to-april-2024"),
        ("/locations/seattle-wa/", "subject=software-developer.average.seattle-wa&release=bls-oews/may-2025"),
        (COMPARED, "subject=backend-engineer.average&release=ora/backend-engineer-pay"),
        (COMPARED, "subject=backend-engineer.10-plus-years&release=ora/backend-engineer-pay"),
        ("/sources/ora/", "release=ora/backend-engineer-pay"),
        ("/sources/ora/backend-engineer-pay/", "release=ora/backend-engineer-pay"),
        ("/sources/ora/backend-engineer-pay/", "subject=backend-engineer.average&release=ora/backend-engineer-pay"),
    ],
)  # fmt: skip
def test_a_page_leads_to_the_form_for_its_figure(client: Client, page: str, report: str) -> None:
    assert f"/report/?{report}" in linked(client, page)


def test_every_source_beside_another_and_every_premium_has_its_link(client: Client) -> None:
    beside = {
        url for url in linked(client, "/salaries/software-developer/") if "software-developer.average&" in url
    }
    assert {url.partition("release=")[2] for url in beside} >= {"bls-oews/may-2025", "aijobs/2024-2025"}
    assert len(linked(client, option_page())) > 10


@pytest.mark.parametrize(
    "page", ["/", "/salaries/backend-engineer/", COMPARED, "/sources/bls-oews/may-2025/", "/locations/gb/"]
)
def test_every_link_leads_to_a_page_at_once(client: Client, page: str) -> None:
    answers = {url: client.get(url).status_code for url in linked(client, page)}
    assert answers
    assert set(answers.values()) == {200}


@pytest.mark.parametrize(
    "page", ["/", "/salaries/", "/salaries/software-developer/", COMPARED, "/sources/bls-oews/may-2025/"]
)  # fmt: skip
def test_a_page_with_its_links_stays_small(client: Client, page: str) -> None:
    assert len(gzip.compress(client.get(page).content, 6)) <= MOST_BYTES


def test_a_factors_page_stays_small_too(client: Client) -> None:
    assert len(gzip.compress(client.get(option_page()).content, 6)) <= MOST_BYTES


def test_the_form_leads_to_no_form(client: Client) -> None:
    address = "/report/?subject=backend-engineer.average&release=ora/backend-engineer-pay"
    assert linked(client, address) == []


def test_every_page_leads_to_the_form_without_a_figure(client: Client) -> None:
    answer: Any = client.get("/sources/")
    assert '<a href="/report/">Write to the editors</a>' in html_of(answer)
