"""Reporting a problem: what the form shows, what it takes, and what it leaves nowhere."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salaries.models import Report, Role
from salaries.models.reports import MOST_REPORTS, ReportQuerySet
from tests.factories import make_figure, make_level, make_option, make_role
from tests.pages.reading import html_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("common")]
HERE = {"Sec-Fetch-Site": "same-origin"}
FIGURE = {"subject": "alpha.average", "release": "bureau/may-2025"}
ADDRESS = "/report/?subject=alpha.average&release=bureau/may-2025"
SAID = {"message": "The table of the bureau says 52,000.", "email": "reader@pay.example"}
THANKS = "Thank you"


def send(client: Client, headers: Mapping[str, str] | None = None, **fields: str) -> Any:
    return client.post("/report/", FIGURE | SAID | fields, headers=HERE if headers is None else dict(headers))


def test_the_form_shows_the_figure_with_its_evidence(client: Client) -> None:
    page = client.get(ADDRESS)
    words = text_of(page)
    assert page.status_code == 200
    assert "Alpha, all experience levels, United States" in words
    assert "$50,000" in words
    assert "Median base salary a year 120 answers Bureau" in words
    assert "May 2025" in words


def test_a_form_with_parameters_is_not_indexed_and_the_bare_one_is(client: Client) -> None:
    named, bare = html_of(client.get(ADDRESS)), html_of(client.get("/report/"))
    assert 'name="robots" content="noindex, follow"' in named
    assert 'name="robots"' not in bare
    assert all('<link rel="canonical" href="http://127.0.0.1:8000/report/">' in one for one in (named, bare))


def test_the_form_is_the_same_for_everybody_and_may_be_kept(client: Client) -> None:
    page = client.get(ADDRESS)
    assert page.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not page.cookies
    assert "csrf" not in html_of(page).lower()
    assert client.get(ADDRESS, headers={"If-None-Match": page.headers["ETag"]}).status_code == 304


def test_a_figure_of_too_few_answers_is_not_shown(client: Client) -> None:
    page = client.get("/report/?subject=small.average&release=bureau/may-2025")
    assert "61,000" not in html_of(page)
    assert "No figure published (none, or too few answers)" in text_of(page)


def test_the_other_figures_beside_it_can_be_named_too(client: Client) -> None:
    make_figure("alpha", level=make_level("senior"), median=60_000)
    page = html_of(client.get(ADDRESS))
    assert '<option value="alpha.average" selected>All experience levels: $50,000</option>' in page
    assert '<option value="alpha.senior">Senior: $60,000</option>' in page


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/report/?subject=alpha.average", "$50,000"),
        ("/report/?release=bureau/may-2025", "Bureau pay statistics, May 2025"),
        ("/report/?subject=zero-only.average", "No figure published"),
        ("/report/?subject=alpha.average.us.go", "Alpha, all experience levels, United States, Go"),
    ],
)
def test_a_subject_or_a_release_alone_is_shown(client: Client, address: str, words: str) -> None:
    make_option("go")
    assert words in text_of(client.get(address))


def test_a_role_stands_in_the_form_by_its_name(client: Client) -> None:
    assert 'name="role" size="60" maxlength="200" autocomplete="off" value="Alpha"' in html_of(
        client.get("/report/?role=alpha")
    )


@pytest.mark.parametrize(
    ("other", "canonical"),
    [
        ("release=bureau/may-2025&subject=alpha.average", ADDRESS),
        ("subject=ALPHA.average&release=Bureau/May-2025", ADDRESS),
        ("subject=alpha.average.us", "/report/?subject=alpha.average"),
        ("subject=&release=", "/report/"),
        ("subject=alpha.average&role=beta", "/report/?subject=alpha.average"),
    ],
)
def test_another_spelling_leads_to_the_one_address(client: Client, other: str, canonical: str) -> None:
    answer = client.get(f"/report/?{other}")
    assert (answer.status_code, answer.headers["Location"]) == (301, canonical)


def test_a_parameter_that_means_nothing_changes_nothing(client: Client) -> None:
    assert client.get(ADDRESS + "&utm_source=mail").content == client.get(ADDRESS).content


def test_a_renamed_role_is_followed_and_a_removed_one_is_gone(client: Client) -> None:
    Role.objects.filter(slug="zero-only").update(slug="nothing-yet")
    answer = client.get("/report/?subject=zero-only.average")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/report/?subject=nothing-yet.average")
    Role.objects.filter(slug="nothing-yet").delete()
    assert client.get("/report/?subject=nothing-yet.average").status_code == 410


@pytest.mark.parametrize(
    "query",
    [
        "subject=nobody.average", "subject=alpha", "subject=a.b.c.d.e", "subject=alpha.average.atlantis",
        "subject=alpha.chief", "subject=alpha.average.us.cobol", "subject=x%00y", "subject=%F0%9F%92%B0",
        "release=bureau", "release=bureau/may-1999", "release=/", "role=nobody", "subject=" + "a" * 3000,
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_404(client: Client, query: str) -> None:
    answer = client.get(f"/report/?{query}")
    assert answer.status_code == 404
    assert "There is no" in text_of(answer)


def test_a_report_is_kept_with_its_figure_and_thanked_for(client: Client) -> None:
    answer = send(client)
    report = Report.objects.get()
    assert (answer.status_code, THANKS in text_of(answer)) == (200, True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert str(report.figure) == "Alpha, all levels, United States"
    assert (report.role, report.about) == (
        make_role("alpha"), "Alpha, all experience levels, United States (bureau/may-2025)",
    )  # fmt: skip
    assert (report.message, report.email, report.state) == (SAID["message"], SAID["email"], "open")


def test_a_report_needs_neither_figure_nor_address(client: Client) -> None:
    answer = send(client, subject="", release="", email="", role="")
    assert (answer.status_code, Report.objects.get().email) == (200, "")


@pytest.mark.parametrize("called", ["Alpha", "alpha", " ALPHA ", "Alef"])
def test_a_role_that_is_named_is_found(client: Client, called: str) -> None:
    make_role("alpha").aliases.create(name="Alef")
    send(client, subject="", release="", role=called)
    report = Report.objects.get()
    assert (report.role, report.about) == (make_role("alpha"), called.strip())


def test_a_page_that_is_named_is_kept_as_it_was_written(client: Client) -> None:
    send(client, subject="", release="", role="your page on premiums")
    report = Report.objects.get()
    assert (report.role, report.about) == (None, "your page on premiums")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"message": " \n "}, "Write what is wrong."),
        ({"message": "x" * 4001}, "Write what is wrong in 4,000 letters."),
        ({"email": "reader at pay"}, "This is not an e-mail address."),
        ({"email": "reader@pay.example\nBcc: all@pay.example"}, "This is not an e-mail address."),
        ({"email": f"{'x' * 250}@pay.example"}, "An e-mail address has 254 letters at most."),
        ({"role": "x" * 201, "subject": "", "release": ""}, "Name the role or page in 200 letters."),
        ({"subject": "nobody.average"}, "There is no role “nobody” in the guide."),
        ({"release": "bureau/may-1999"}, "There is no release “bureau/may-1999” in the guide."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, fields: dict[str, str], words: str
) -> None:
    answer = send(client, None, **fields)
    page = html_of(answer)
    assert (answer.status_code, words in text_of(answer)) == (400, True)
    typed = SAID | {name: text for name, text in fields.items() if name in SAID}
    assert f"\n{typed['message'].strip()}</textarea>" in page
    assert f'value="{typed["email"]}"' in page
    assert ('role="alert"' in page, Report.objects.count()) == (True, 0)


def test_a_subject_that_is_gone_becomes_a_text_to_correct(client: Client) -> None:
    page = html_of(send(client, subject="nobody.average"))
    assert 'name="role" size="60" maxlength="200" autocomplete="off" value="nobody.average"' in page


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("nil\x00 bell\x07 end", "nil bell end"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}000,05$", "000,05$"),
        ("👩‍💻 दो टूक ﷽ Ω≈ç√", "👩‍💻 दो टूक ﷽ Ω≈ç√"),
        (
            "<script>alert(1)</script> {{ 7*7 }} '; DROP TABLE",
            "<script>alert(1)</script> {{ 7*7 }} '; DROP TABLE",
        ),
    ],
)
def test_any_text_is_kept_without_signs_that_have_no_shape(client: Client, message: str, kept: str) -> None:
    assert send(client, message=message).status_code == 200
    assert Report.objects.get().message == kept


def test_what_was_typed_is_shown_again_as_text_only(client: Client) -> None:
    page = html_of(send(client, message="</textarea><script>x</script>", email='"><script>'))
    assert "<script>x" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;x" in page


def test_a_filled_trap_is_answered_alike_and_nothing_is_kept(client: Client) -> None:
    trapped = send(client, website="https://spam.example")
    assert Report.objects.count() == 0
    assert (trapped.status_code, trapped.content) == (200, send(client).content)


def test_the_same_report_is_kept_once(client: Client) -> None:
    answers = [send(client), send(client)]
    assert all(THANKS in text_of(answer) for answer in answers)
    assert Report.objects.count() == 1
    send(client, email="another@pay.example")
    assert Report.objects.count() == 2


def test_too_many_reports_wait_and_nothing_typed_is_lost(client: Client) -> None:
    for number in range(MOST_REPORTS):
        assert send(client, message=f"Number {number}").status_code == 200
    answer = send(client, message="One too many")
    assert answer.status_code == 429
    assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    assert "\nOne too many</textarea>" in html_of(answer)
    assert Report.objects.count() == MOST_REPORTS


def test_another_sender_is_not_held_up(client: Client) -> None:
    for number in range(MOST_REPORTS):
        send(client, message=f"Number {number}")
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post("/report/", FIGURE | SAID, headers=HERE).status_code == 200


def test_an_address_that_is_made_up_does_not_help(client: Client) -> None:
    for number in range(MOST_REPORTS):
        send(client, {**HERE, "X-Forwarded-For": f"192.0.2.{number}"}, message=f"Number {number}")
    assert send(client, {**HERE, "X-Forwarded-For": "192.0.2.99"}).status_code == 429


def test_where_a_report_came_from_is_in_no_table(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        Client(REMOTE_ADDR="192.0.2.7").post("/report/", FIGURE | SAID, headers=HERE)
    assert "192.0.2.7" not in str(queries.captured_queries)
    assert len(Report.objects.get().sender) == 64


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "http://evil.test"}, 403),
        ({}, 403),
    ],
)
def test_only_our_own_pages_may_send_the_form(client: Client, headers: dict[str, str], status: int) -> None:
    answer = send(client, headers)
    assert (answer.status_code, Report.objects.count()) == (status, 1 if status == 200 else 0)
    assert (SAID["message"] in html_of(answer)) is (status == 403)


def test_nothing_of_it_is_logged_or_put_into_an_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answers = [send(client), send(client, email="reader@"), send(client, {})]
    assert "52,000" not in caplog.text
    assert "reader@" not in caplog.text
    assert not [answer for answer in answers if answer.headers.get("Location")]


def test_a_database_that_is_busy_loses_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_args: Any) -> int:
        raise OperationalError("database is locked")

    monkeypatch.setattr(ReportQuerySet, "receive", locked)
    answer = send(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert SAID["message"] in html_of(answer)


def test_a_report_that_comes_in_erases_what_was_kept_long_enough(client: Client) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=91)
    old = Report.objects.create(
        message="Old", email="old@pay.example", state="answered", answered_at=long_ago
    )
    send(client)
    old.refresh_from_db()
    assert old.email == ""


def test_other_methods_are_refused(client: Client) -> None:
    assert client.put("/report/").status_code == 405


def test_asking_takes_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    make_option("go")
    with django_assert_max_num_queries(9):
        client.get("/report/?subject=alpha.average.us.go&release=bureau/may-2025")
