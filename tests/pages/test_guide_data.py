"""A guide as data, and as it was at a data version."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from salaries.models import DataVersion, Figure
from tests.factories import make_figure, make_level, make_location, make_part, make_release, make_source
from tests.pages.reading import ask, html_of, text_of

pytestmark = pytest.mark.django_db
GUIDE = "/salaries/alpha/"


@pytest.fixture(autouse=True)
def alpha() -> None:
    """A role with a general average, one level of two, and a second source."""
    make_location("us")
    make_level("mid-level", rank=1)
    make_figure(mean=106_250)
    make_figure(level=make_level("10-plus-years", name="10+ Years", rank=2), mean=155_000)
    make_figure(part=make_part(make_release("2024", make_source("office"))), median=98_000)


def newest() -> int:
    found = DataVersion.objects.newest()
    assert found is not None
    return found.number


def record(client: Client, query: str = "") -> Any:
    return client.get(f"{GUIDE}data.json{query}").json()


def test_a_guides_data_has_levels_and_sources(client: Client) -> None:
    found = record(client, "?release=bureau/may-2025")
    assert list(found) == ["data_version", "url", "statistic", "levels", "sources"]
    assert [(one["level"], one["value"], one["state"]) for one in found["levels"]] == [
        ("average", "106250.00", "published"), ("mid-level", None, "none"), ("10-plus-years", "155000.00", "published"),
    ]  # fmt: skip
    assert {one["source"] for one in found["sources"]} == {"bureau", "office"}
    assert (found["statistic"], found["data_version"]) == ("mean", newest())


def test_the_table_has_a_row_for_each_and_says_of_which_part_it_is(client: Client) -> None:
    page = client.get(f"{GUIDE}data.csv?release=bureau/may-2025")
    rows = list(csv.DictReader(StringIO(page.content.decode())))
    assert [row["part"] for row in rows] == ["levels", "levels", "levels", "sources", "sources"]
    assert rows[2]["value"] == "155000.00"
    assert page["Content-Disposition"] == 'attachment; filename="salaries-alpha.csv"'


def test_a_guides_data_has_one_address(client: Client) -> None:
    for asked in (
        "/salaries/alpha/us/data.json",
        "/SALARIES/alpha/data.json",
        "/salaries/alpha/data.json?prices=rpp&statistic=MEAN",
    ):
        answer = ask(client, asked)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (301, f"{GUIDE}data.json")


def test_what_has_no_guide_has_no_data_either(client: Client) -> None:
    answer = client.get("/salaries/nobody/data.json")
    assert (answer.status_code, list(answer.json())) == (404, ["error"])
    assert client.get(f"{GUIDE}data.json?statistic=mode").status_code == 400


def test_a_guide_at_a_data_version_says_what_it_said_and_what_changed(client: Client) -> None:
    version = newest()
    Figure.objects.filter(mean=155_000).update(mean=160_000)
    page = client.get(f"{GUIDE}?as_of={version}")
    words = text_of(page)
    assert "$155,000" in words
    assert "45.9 %" in words
    assert "mean $155,000 is $160,000 now" in words
    assert "50.6 %" in text_of(client.get(GUIDE))
    levels = client.get(f"{GUIDE}data.json?as_of={version}").json()["levels"]
    assert [one["value"] for one in levels] == ["106250.00", None, "155000.00"]


@pytest.mark.parametrize(
    ("as_of", "status"), [("soon", 400), ("2026-13-01", 400), ("999", 404), ("2999-01-01", 404)]
)
def test_a_version_that_is_none_is_said_in_words(client: Client, as_of: str, status: int) -> None:
    answer = client.get(f"{GUIDE}?as_of={as_of}")
    assert answer.status_code == status
    assert "as_of" not in text_of(answer)


def test_other_prices_change_nothing_on_a_guide(client: Client) -> None:
    assert client.get(f"{GUIDE}?prices=gold").content == client.get(GUIDE).content


def test_every_guide_leads_to_where_own_pay_stands(client: Client) -> None:
    page = html_of(client.get(GUIDE))
    form = page[page.index('action="/standing/"') :].partition("</form>")[0]
    assert '<input type="hidden" name="subject" value="alpha.average">' in form
