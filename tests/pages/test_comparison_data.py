"""A comparison as data: the same figures, differences and notes as on its page (cases A13, A14, A29)."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from salaries.models import DataVersion
from tests.factories import make_figure, make_part, make_release, make_source
from tests.pages.reading import ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("common")]
AB = "/compare/alpha.average/vs/beta.average/"


def record(client: Client, address: str) -> Any:
    """The JSON of a comparison, read by a strict parser."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(client.get(address).content, parse_constant=refuse)


def table(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(client.get(address).content.decode())))


def test_the_same_digits_stand_in_json_and_csv(client: Client) -> None:
    (difference,) = record(client, f"{AB}data.json")["differences"]
    assert (difference["amount"], difference["percent"], difference["percent_exact"]) == (
        "22940.00",
        "45.9",
        "45.880000",
    )
    _, beta = table(client, f"{AB}data.csv")
    assert {name: beta[name] for name in difference} == {**difference, "reason": ""}


def test_it_says_its_address_its_statistic_and_the_version_of_the_data(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://guide.example"
    found = record(client, f"{AB}data.json?statistic=median")
    assert (found["url"], found["statistic"]) == (f"https://guide.example{AB}?statistic=median", "median")
    newest = DataVersion.objects.newest()
    assert newest is not None
    assert found["data_version"] == newest.number


def test_a_figure_of_too_few_answers_is_nowhere_in_it(client: Client) -> None:
    for ending in ("json", "csv"):
        body = client.get(f"/compare/alpha.average/vs/small.average/data.{ending}").content.decode()
        assert "61000" not in body
        assert "no_figure" in body


@pytest.mark.parametrize(
    ("other", "reason"),
    [("hourly", "pay_period"), ("yen", "currency"), ("total", "measure"), ("zero-only", "no_figure")],
)
def test_what_cannot_be_compared_has_a_reason_and_no_number(client: Client, other: str, reason: str) -> None:
    (difference,) = record(client, f"/compare/alpha.average/vs/{other}.average/data.json")["differences"]
    assert difference == {
        "subject": f"{other}.average", "amount": None, "percent": None, "percent_exact": None, "reason": reason,
    }  # fmt: skip


def test_yen_have_no_decimals(client: Client) -> None:
    found = record(client, "/compare/alpha.average/vs/yen.average/data.json")
    assert (found["subjects"][1]["value"], found["subjects"][1]["currency"]) == ("6500000", "JPY")


def test_a_licence_that_would_run_as_a_formula_stays_text(client: Client) -> None:
    source = make_source("formula", licence="=1+1")
    make_figure("delta", part=make_part(make_release("2025", source)), median=50_000)
    rows = table(client, "/compare/alpha.average/vs/delta.average/data.csv")
    assert rows[1]["licence"] == "'=1+1"


def test_a_file_is_kept_as_its_page_is_and_asked_for_again_by_its_tag(client: Client) -> None:
    first = client.get(f"{AB}data.csv")
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert first.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        first.headers["Content-Disposition"]
        == 'attachment; filename="compare-alpha-average-vs-beta-average.csv"'
    )
    assert first.headers["X-Robots-Tag"] == "noindex"
    again = client.get(f"{AB}data.csv", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/compare/alpha.average.us/vs/beta.average/data.json", f"{AB}data.json"),
        ("/COMPARE/Alpha.average/vs/beta.average/data.json", f"{AB}data.json"),
        ("/compare/alpha.average/vs/beta.average/vs/alpha.average/data.csv", f"{AB}data.csv"),
        (f"{AB}data.json?statistic=MEDIAN", f"{AB}data.json?statistic=median"),
        (f"{AB}data.json/", f"{AB}data.json"),
    ],
)
def test_another_spelling_leads_to_the_address_in_one_hop(client: Client, asked: str, address: str) -> None:
    answer = ask(client, asked)
    assert (answer.status_code, answer["Location"]) == (301, address)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("/compare/alpha.average/vs/nobody.average/data.json", 404),
        ("/compare/alpha.average/vs/alpha.average/data.json", 400),
        (f"{AB}data.json?statistic=mode", 400),
        (f"{AB}data.json?release=nobody/never", 404),
        ("/compare/alpha/vs/beta/data.json", 404),
    ],
)
def test_what_cannot_be_shown_is_a_sentence_and_its_status(client: Client, asked: str, status: int) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/json")
    assert json.loads(answer.content)["error"].endswith(".")


def test_a_table_that_cannot_be_made_is_plain_words(client: Client) -> None:
    answer = client.get("/compare/alpha.average/vs/nobody.average/data.csv")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert "nobody" in answer.content.decode()


def test_other_endings_are_no_addresses(client: Client) -> None:
    assert client.get(f"{AB}data.xml").status_code == 404
