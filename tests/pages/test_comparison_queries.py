"""How few queries a comparison takes: four subjects with a place and an option each, asked for in any way."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import DataVersion, Figure, Location, PriceIndex
from tests.factories import (
    make_figure,
    make_level,
    make_location,
    make_option,
    make_part,
    make_release,
    make_role,
    make_source,
)
from tests.pages.comparing import HTMX
from tests.pages.reading import text_of

pytestmark = pytest.mark.django_db
MOST = 8
NOT_FOUND = 9
"""More by what a slug or release was called before, and what is near."""
PINNED = 12
"""More by the version, what figures, parts and the rest were then, and what the figures are now."""
NAMES = ("one", "two", "three", "four")
FOUR = "/compare/" + "/vs/".join(f"{name}.senior.{name}-ca.{name}-go" for name in NAMES) + "/"


def add(name: str, number: int) -> None:
    """A role with a wider one, in a metro of a state of a country, with an option: a figure in two releases."""
    state = make_location("california", kind=Location.Kind.STATE, parent=make_location())
    place = make_location(f"{name}-ca", name=f"{name.title()}, CA", kind=Location.Kind.METRO, parent=state)
    role = make_role(name, broader=make_role("wide", broader=make_role("wider")))
    for slug, year in (("2024", 2024), ("2025", 2025)):
        release = make_release(slug, reference_start=date(year, 1, 1), reference_end=date(year, 12, 31))
        cell = {"location": place, "level": make_level("senior"), "option": make_option(f"{name}-go")}
        amounts = {"mean": 90_000 + number, "median": 80_000 + number}
        make_figure(role, part=make_part(release), mean_error=Decimal("1.0"), **amounts, **cell)
        PriceIndex.objects.create(
            kind="rpp", location=place, year=year, value=100 + number, source=make_source("prices")
        )


@pytest.fixture(autouse=True)
def version() -> str:
    """The data version before one of the figures was corrected."""
    for number, name in enumerate(NAMES, 1):
        add(name, number)
    before = DataVersion.objects.newest()
    assert before is not None
    Figure.objects.filter(role__slug="two").update(median=85_000, mean=95_000)
    return str(before.number)


ASKED = {
    "nothing": ("", MOST),
    "release": ("release=bureau/2024", MOST),
    "statistic": ("statistic=mean", MOST),
    "prices": ("prices=rpp", MOST),
    "all but a version": ("release=bureau/2024&statistic=mean&prices=rpp", MOST),
    "as_of": ("as_of={version}", PINNED),
    "together": ("release=bureau/2024&statistic=mean&prices=rpp&as_of={version}", PINNED),
}


@pytest.mark.parametrize("ending", ["", "data.json", "data.csv"])
@pytest.mark.parametrize("asked", ASKED)
def test_whatever_is_asked_of_four_takes_few_queries(
    client: Client,
    version: str,
    asked: str,
    ending: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    query, most = ASKED[asked]
    with django_assert_max_num_queries(most):
        answer = client.get(f"{FOUR}{ending}?{query.format(version=version)}")
    assert answer.status_code == 200
    assert "two.senior.two-ca.two-go" in answer.content.decode()


@pytest.mark.parametrize("asked", ASKED)
def test_the_fragment_takes_no_more(
    client: Client, version: str, asked: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    query, most = ASKED[asked]
    with django_assert_max_num_queries(most):
        answer = client.get(f"{FOUR}?{query.format(version=version)}", headers=HTMX)
    assert answer.content.decode().count('<th scope="row">') == len(NAMES)


def test_the_form_of_four_takes_no_more(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fields = {"subject": [f"{name}.senior.{name}-ca.{name}-go" for name in NAMES], "prices": "rpp"}
    with django_assert_max_num_queries(MOST):
        answer: Any = client.get("/compare/", fields)
    assert (answer.status_code, answer["Location"]) == (302, f"{FOUR}?prices=rpp")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        (f"{FOUR}?statistic=mode", 400, "Choose one of mean"),
        (f"{FOUR}?release=bureau/1999", 404, "1999"),
        (f"{FOUR}?as_of=999999", 404, "999999"),
        (f"{FOUR}?as_of=1999-01-01", 404, "1999"),
        (f"{FOUR}?prices=cpi", 200, "Not adjusted."),
        (FOUR.replace("two.senior", "tvo.senior"), 404, "tvo"),
        (FOUR.replace("two-go", "tvo-go"), 404, "tvo-go"),
        (FOUR.replace("two-ca", "tvo-ca"), 404, "tvo-ca"),
        (f"{FOUR}vs/five.average/", 400, "up to 4"),
        ("/compare/one.average/vs/one.average/", 400, "Both sides are the same"),
        ("/compare/one/vs/two/", 404, "each side is role.level"),
    ],
)
def test_what_is_refused_takes_few_too(
    client: Client,
    address: str,
    status: int,
    words: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(NOT_FOUND if status == 404 else MOST):
        answer = client.get(address)
    assert (answer.status_code, words in text_of(answer)) == (status, True)
