"""Where does my pay stand: the answer, and that what was typed is nowhere afterwards."""

import logging
from collections.abc import Mapping
from typing import Any

import pytest
from django.core import serializers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salaries.models import Figure
from tests.factories import make_figure, make_level, make_role
from tests.pages.reading import html_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("common")]
HERE = {"Sec-Fetch-Site": "same-origin"}
PAY = {"subject": "alpha.average", "place": "us", "amount": "55,000", "currency": "USD", "pay_period": "year"}


def post(client: Client, headers: Mapping[str, str] | None = None, **fields: str) -> Any:
    return client.post("/standing/", PAY | fields, headers=HERE if headers is None else dict(headers))


def test_the_form_offers_what_has_figures_and_says_that_nothing_is_kept(client: Client) -> None:
    page = client.get("/standing/")
    assert page.status_code == 200
    assert "What you type is answered and forgotten" in text_of(page)
    assert '<option value="alpha.average">' in html_of(page)
    assert page.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_own_pay_is_set_against_the_median_and_put_between_percentiles(client: Client) -> None:
    words = text_of(post(client))
    assert "Your pay is 10.0 % above the median, $50,000 a year." in words
    # Half-way from 50,000 to 60,000: half of the way from the 50th to the 75th, and halves are rounded up.
    assert "Your pay is between the 50th and the 75th percentile, about the 63rd percentile." in words
    assert "The 75th percentile, $60,000, is $5,000 a year more." in words


def test_above_the_highest_percentile_nothing_is_invented(client: Client) -> None:
    words = text_of(post(client, amount="90000"))
    assert "above the 90th" in words
    assert "about the" not in words


def test_the_answer_says_whose_figure_it_is(client: Client) -> None:
    words = text_of(post(client))
    assert "Alpha, all experience levels, United States" in words
    assert "Bureau" in words
    assert "May 2025" in words


def test_an_hours_pay_is_put_into_a_year_and_said_so(client: Client) -> None:
    words = text_of(post(client, amount="25", pay_period="hour"))
    assert "2,080 hours" in words
    assert "$52,000" in words


def test_currencies_are_never_converted(client: Client) -> None:
    words = text_of(post(client, currency="GBP"))
    assert "10.0" not in words
    assert "British pounds" in words or "pounds sterling" in words.lower()


def test_what_is_typed_is_in_the_form_again(client: Client) -> None:
    page = html_of(post(client, amount="155,0"))
    assert 'value="155,0"' in page
    assert '<option value="alpha.average" selected>' in page


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"amount": ""}, 400, "The amount is missing."),
        ({"amount": "lots"}, 400, "is not a number that is read here"),
        ({"amount": "-5"}, 400, "pay is more than nothing"),
        ({"currency": "XYZ"}, 400, "Choose the currency"),
        ({"pay_period": "week"}, 400, "for a year, a month or an hour"),
        ({"subject": ""}, 400, "Choose what you do"),
        ({"subject": "a.b.c.d.e"}, 400, "Choose what you do, and where"),
        ({"subject": "nobody.average"}, 404, "nobody"),
        ({"place": "atlantis"}, 404, "atlantis"),
    ],
)
def test_what_cannot_be_answered_is_said_in_words_and_the_right_status(
    client: Client, fields: dict[str, str], status: int, words: str
) -> None:
    answer = post(client, None, **fields)
    assert (answer.status_code, words in text_of(answer)) == (status, True)
    assert 'role="alert"' in html_of(answer)


def test_a_role_without_figures_is_set_against_the_wider_group_and_said_so(client: Client) -> None:
    make_role("narrow", name="Narrow", broader=make_role("alpha"))
    words = text_of(post(client, subject="narrow.average"))
    assert "No figure is published for narrows: this is Alpha, a wider group." in words
    assert "above the median" in words


def test_groups_of_too_few_answers_are_not_told(client: Client) -> None:
    make_figure("alpha", level=make_level("senior"), median=61_000, p75=70_000, sample_size=3)
    answer = post(client, subject="alpha.senior")
    assert "61,000" not in text_of(answer)
    assert "No figure is published" in text_of(answer)


def test_the_answer_is_kept_by_nobody_and_pushes_no_address(client: Client) -> None:
    whole, part = post(client), post(client, {**HERE, "HX-Target": "standing"})
    for answer in (whole, part):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "HX-Push-Url" not in answer.headers
        assert "ETag" not in answer.headers
        assert not answer.cookies
    assert html_of(part).startswith("<title>")
    assert html_of(part).count("<h1") == 1
    assert "<html" not in html_of(part)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "https://testserver"}, 403),
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Referer": "http://testserver/standing/"}, 200),
        ({"Referer": "http://evil.test/http://testserver/"}, 403),
        ({"Referer": "http://[testserver/"}, 403),
        ({}, 403),
    ],
)
def test_only_our_own_pages_may_send_the_form(client: Client, headers: dict[str, str], status: int) -> None:
    answer = post(client, headers)
    assert answer.status_code == status
    assert ("above the median" in text_of(answer)) == (status == 200)


def test_other_methods_are_refused(client: Client) -> None:
    assert client.put("/standing/").status_code == 405


def test_an_amount_in_an_address_is_not_looked_at(client: Client) -> None:
    page = html_of(client.get("/standing/?subject=alpha.average&amount=73219"))
    assert "73219" not in page
    assert '<option value="alpha.average" selected>' in page


def test_what_was_typed_is_in_no_log_and_no_table(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.DEBUG),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        post(client, amount="73,219")
        post(client, amount="73,219", subject="nobody.average")
        post(client, {}, amount="73,219")
    said = caplog.text + str(queries.captured_queries)
    assert "73219" not in said.replace(",", "")
    assert "73219" not in serializers.serialize("json", Figure.objects.all())


def test_the_number_of_queries_is_small(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        post(client)
    assert len(queries) <= 7
