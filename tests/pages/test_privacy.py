"""`/privacy/` promises what the code does: each promise that can be tried is tried here or where it is kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from compsite.signin import throttle
from salaries.models import reports
from tests.pages.reading import canonical_of, text_of

pytestmark = pytest.mark.django_db


def test_the_page_has_one_address_and_needs_no_query(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        page = client.get("/privacy/")
    assert canonical_of(page) == "http://127.0.0.1:8000/privacy/"


def test_times_and_limits_are_those_of_reports(client: Client) -> None:
    assert (timedelta(days=90), timedelta(days=1)) == (reports.EMAIL_KEPT, reports.SENDER_KEPT)
    assert (10, timedelta(hours=1)) == (reports.MOST_REPORTS, reports.SENDING_TIME)
    told = text_of(client.get("/privacy/"))
    assert "until 90 days after the report was answered or dismissed" in told
    assert "for 1 day, a code made of your network address" in told
    assert "10 reports an hour" in told


@pytest.mark.usefixtures("guide")
def test_pay_that_is_typed_is_answered_and_forgotten(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    typed = {
        "subject": "software-developer.average",
        "amount": "123456",
        "currency": "USD",
        "pay_period": "year",
    }
    with CaptureQueriesContext(connection) as asked:
        answer = client.post("/standing/", typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert "Your pay is 9.2 % below the median, $135,980 a year." in text_of(answer)
    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []
    assert not [query for query in asked if "123456" in query["sql"]]
    assert (answer["Cache-Control"], dict(answer.cookies), "123456" in caplog.text) == ("no-store", {}, False)


def test_times_of_signing_in_are_those_of_the_throttle(client: Client) -> None:
    told = text_of(client.get("/privacy/"))
    assert "failed ones for a day, the last good one from an address for 90 days" in told
    assert (timedelta(days=1), timedelta(days=90)) == (throttle.REMEMBERED, throttle.KNOWN)
