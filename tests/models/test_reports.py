"""Readers' reports: kept once, answered at a time, and e-mail addresses not kept longer than promised."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.db import IntegrityError, transaction

from salaries.models import Report
from salaries.models.reports import MOST_REPORTS
from tests.factories import make_figure

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
DAYS_90 = timedelta(days=90)


def answered(at: datetime, **values: Any) -> Report:
    values = {"message": "Too high.", "email": "reader@pay.example", "state": "answered", **values}
    return Report.objects.create(answered_at=at, **values)


def received(number: int, at: datetime, sender: str = "anybody") -> int:
    report = Report(message=f"Number {number}", sender=sender, digest=str(number))
    return Report.objects.receive(report, at)


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (NOW - DAYS_90 - timedelta(seconds=1), False),
        (NOW - DAYS_90, False),
        (NOW - DAYS_90 + timedelta(seconds=1), True),
        (NOW, True),
    ],
)
@pytest.mark.parametrize("state", ["answered", "dismissed"])
def test_an_address_is_kept_for_90_days_after_the_answer(at: datetime, kept: bool, state: str) -> None:
    report = answered(at, state=state)
    assert Report.objects.erase_emails(NOW) == (0 if kept else 1)
    report.refresh_from_db()
    assert (report.email, report.message) == ("reader@pay.example" if kept else "", "Too high.")


def test_the_address_of_an_open_report_is_kept() -> None:
    report = Report.objects.create(
        message="Too high.", email="reader@pay.example", received_at=NOW - 4 * DAYS_90
    )
    assert Report.objects.erase_emails(NOW) == 0
    report.refresh_from_db()
    assert report.email == "reader@pay.example"


def test_erasing_again_finds_nothing() -> None:
    answered(NOW - DAYS_90)
    assert [Report.objects.erase_emails(NOW) for _ in range(2)] == [1, 0]


def test_an_erased_address_is_in_no_table() -> None:
    answered(NOW - DAYS_90)
    Report.objects.erase_emails(NOW)
    rows = [row for model in apps.get_models() for row in model._default_manager.all()]
    assert "reader@pay.example" not in serializers.serialize("json", rows)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 e-mail addresses erased\n"), (1, "1 e-mail address erased\n")]
)
def test_the_command_says_how_many_it_erased(number: int, words: str) -> None:
    for _ in range(number):
        answered(datetime(2026, 1, 1, tzinfo=UTC))
    said = StringIO()
    call_command("erase_emails", stdout=said)
    assert said.getvalue() == words


def test_the_first_answer_is_the_one_that_counts() -> None:
    report = answered(NOW - DAYS_90)
    report.answer = "Mended."
    report.save()
    assert report.answered_at == NOW - DAYS_90


def test_a_report_that_is_opened_again_has_no_answer_any_more() -> None:
    report = answered(NOW - DAYS_90)
    report.state = Report.State.OPEN
    report.save()
    assert (report.answered_at, Report.objects.erase_emails(NOW)) == (None, 0)


@pytest.mark.parametrize(
    "values", [{"state": "answered", "answered_at": None}, {"answered_at": NOW}, {"message": ""}]
)
def test_the_database_refuses_an_answer_without_a_time_and_an_empty_message(values: dict[str, Any]) -> None:
    report = Report.objects.create(message="Too high.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**values)


def test_the_same_report_is_kept_once_while_it_is_open() -> None:
    assert [received(1, NOW), received(1, NOW)] == [0, 0]
    report = Report.objects.get()
    report.state = Report.State.ANSWERED
    report.save()
    received(1, NOW)
    assert Report.objects.count() == 2


def test_one_more_than_ten_in_an_hour_waits_until_the_first_is_an_hour_old() -> None:
    start = NOW - timedelta(minutes=50)
    assert [received(number, start) for number in range(MOST_REPORTS)] == [0] * 10
    assert received(10, NOW) == 600
    assert received(11, NOW, sender="somebody else") == 0
    assert received(12, NOW + timedelta(minutes=10)) == 0


def test_a_report_that_was_kept_before_is_no_further_one() -> None:
    for number in range(MOST_REPORTS):
        received(number, NOW)
    assert received(3, NOW) == 0


def test_who_sent_it_is_forgotten_after_a_day() -> None:
    received(1, NOW)
    Report.objects.forget(NOW + timedelta(days=1) - timedelta(seconds=1))
    assert Report.objects.get().sender == "anybody"
    Report.objects.forget(NOW + timedelta(days=1))
    assert Report.objects.get().sender == ""


def test_a_report_outlives_its_figure() -> None:
    figure = make_figure("alpha", median=50_000)
    report = Report.objects.create(figure=figure, role=figure.role, about="Alpha", message="Too high.")
    figure.delete()
    report.refresh_from_db()
    assert (report.figure, report.about) == (None, "Alpha")
