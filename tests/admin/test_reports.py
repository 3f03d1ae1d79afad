"""The queue of readers' reports: who sees what, who answers, and what is erased."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from salaries.models import Report
from tests.admin.test_publishing import member
from tests.factories import make_figure, make_role

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:salaries_report_changelist")
EMAIL = "reader@pay.example"


@pytest.fixture
def report() -> Report:
    """A report on alpha's figure."""
    figure = make_figure("alpha", location="gb", median=50_000)
    about = "Alpha, all experience levels, United Kingdom (bureau/may-2025)"
    return Report.objects.create(
        figure=figure, role=figure.role, about=about, message="Too <b>high</b>.", email=EMAIL
    )


def change_url(report: Report) -> str:
    return reverse("admin:salaries_report_change", args=[report.pk])


def page_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def listed(client: Client, query: str = "") -> int:
    """How many reports the list shows."""
    return page_of(client, QUEUE + query).count('class="action-select"') or len(
        re.findall(r'class="field-received_on', page_of(client, QUEUE + query))
    )


def answer(client: Client, open_form: Any, report: Report, **fields: str) -> Any:
    url = change_url(report)
    return client.post(url, open_form(client, url) | fields)


def test_the_queue_shows_the_figure_and_its_page_as_links(anna: Any, report: Any) -> None:
    page = page_of(anna, QUEUE)
    figure = reverse("admin:salaries_figure_change", args=[report.figure.pk])
    assert f'<a href="{figure}">{report.about}</a>' in page
    assert '<a href="/salaries/alpha/gb/">see the page</a>' in page
    assert "1 open" in page


def test_a_readers_text_is_shown_as_text_only(anna: Any, report: Any) -> None:
    for url in (QUEUE, change_url(report)):
        assert "Too &lt;b&gt;high&lt;/b&gt;." in page_of(anna, url)
        assert "<b>high" not in page_of(anna, url)


def test_the_queue_is_filtered_by_state_and_role(anna: Any, report: Any) -> None:
    Report.objects.create(message="Old.", role=make_role("beta"), state="dismissed")
    assert [listed(anna), listed(anna, "?state__exact=open")] == [2, 1]
    assert listed(anna, f"?role__id__exact={report.role.pk}") == 1
    assert "Alpha" in page_of(anna, QUEUE)


def test_open_reports_stand_first(anna: Any, report: Any) -> None:
    for state in ("answered", "dismissed"):
        Report.objects.create(message=f"One that is {state}.", state=state)
    page = page_of(anna, QUEUE)
    places = [page.index(words) for words in ("Too &lt;b", "that is dismissed", "that is answered")]
    assert places == sorted(places)


def test_an_answer_keeps_who_and_when(anna: Any, report: Any, open_form: Any) -> None:
    answer(anna, open_form, report, state="answered", answer="Mended.")
    report.refresh_from_db()
    assert (report.state, report.answer, report.answered_by.username) == ("answered", "Mended.", "anna")
    assert datetime.now(UTC) - report.answered_at < timedelta(minutes=1)
    assert "0 open" in page_of(anna, QUEUE)


def test_an_answer_without_a_note_is_refused(anna: Any, report: Any, open_form: Any) -> None:
    page = answer(anna, open_form, report, state="answered", answer=" ").content.decode()
    report.refresh_from_db()
    assert "Say what was found and done" in page
    assert report.state == "open"


def test_a_report_is_dismissed_without_a_note_and_opened_again(
    anna: Any, report: Any, open_form: Any
) -> None:
    answer(anna, open_form, report, state="dismissed")
    report.refresh_from_db()
    assert (report.state, report.answered_by.username) == ("dismissed", "anna")
    answer(anna, open_form, report, state="open")
    report.refresh_from_db()
    assert (report.state, report.answered_at, report.answered_by) == ("open", None, None)


def test_a_later_word_leaves_who_answered_first(anna: Any, ben: Any, report: Any, open_form: Any) -> None:
    answer(anna, open_form, report, state="answered", answer="Mended.")
    answer(ben, open_form, report, answer="Mended, with a note.")
    report.refresh_from_db()
    assert (report.answered_by.username, report.answer) == ("anna", "Mended, with a note.")


def test_what_a_reader_wrote_is_not_changed(anna: Any, report: Any, open_form: Any) -> None:
    answer(anna, open_form, report, message="Too low.", email="other@pay.example", about="Beta")
    report.refresh_from_db()
    assert (report.message, report.email) == ("Too <b>high</b>.", EMAIL)
    assert report.about.startswith("Alpha")


@pytest.mark.parametrize(
    ("group", "reads_email", "answers"),
    [
        ("Viewer", False, False),
        ("Contributor", True, False),
        ("Editor", True, True),
        ("Publisher", True, True),
    ],
)
def test_who_sees_and_who_answers(
    django_user_model: Any, report: Any, open_form: Any, group: str, reads_email: bool, answers: bool
) -> None:
    client = member(django_user_model, group)
    for url in (QUEUE, change_url(report)):
        page = page_of(client, url)
        assert ("Too &lt;b&gt;high" in page, EMAIL in page) == (True, reads_email)
    answer(client, open_form, report, state="answered", answer="Mended.")
    report.refresh_from_db()
    assert (report.state == "answered") is answers


def test_nobody_finds_out_an_address_by_a_filter(django_user_model: Any, report: Any) -> None:
    viewer = member(django_user_model, "Viewer")
    assert viewer.get(QUEUE, {"email__startswith": "reader"}).status_code == 400
    assert listed(viewer, "?q=reader@pay.example") == 0


def test_an_address_is_a_link_to_write_to(anna: Any, report: Any) -> None:
    Report.objects.filter(pk=report.pk).update(email="o'neil+pay?cc=x@pay.example")
    page = page_of(anna, change_url(report))
    assert 'href="mailto:o%27neil%2Bpay%3Fcc%3Dx@pay.example"' in page


def test_until_when_an_address_is_kept_is_told(anna: Any, report: Any) -> None:
    at = datetime.now(UTC)
    Report.objects.filter(pk=report.pk).update(state="answered", answered_at=at)
    assert f"erased on {at + timedelta(days=90):%-d %B %Y}" in page_of(anna, change_url(report))


def test_opening_the_list_erases_what_was_kept_long_enough(anna: Any, report: Any) -> None:
    at = datetime.now(UTC) - timedelta(days=90)
    Report.objects.filter(pk=report.pk).update(state="answered", answered_at=at)
    assert EMAIL not in page_of(anna, QUEUE)
    report.refresh_from_db()
    assert report.email == ""


def test_a_report_without_figure_or_role_has_no_page(anna: Any) -> None:
    Report.objects.create(message="The search finds nothing.", about="search")
    page = page_of(anna, QUEUE)
    assert "search" in page
    assert 'href="/salaries/' not in page


def test_a_letter_can_be_added_by_who_may(anna: Any) -> None:
    anna.post(
        reverse("admin:salaries_report_add"), {"message": "By letter.", "about": "Alpha", "state": "open"}
    )
    assert Report.objects.get().message == "By letter."


def test_many_reports_stay_light(anna: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        figure = make_figure(f"role-{number}", level="senior", median=50_000)
        Report.objects.create(figure=figure, role=figure.role, message="Too high.", email=EMAIL)
    with django_assert_max_num_queries(15):
        anna.get(QUEUE)
    with django_assert_max_num_queries(15):
        anna.get(change_url(Report.objects.latest("pk")))
