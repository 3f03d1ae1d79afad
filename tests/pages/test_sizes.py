"""What is larger than anything that a page of ours sends is refused in words, before it is looked at."""

import logging
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from tests.pages.reading import html_of, text_of

TOO_LONG = "This address is too long. Leave something out of it, or start from the home page."
TOO_LARGE = (
    "What was sent is more than this address takes. Shorten it and send it again: nothing was kept of it."
)


@pytest.fixture(autouse=True)
def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused for its size reaches no view."""
    monkeypatch.setattr("salaries.views.search.search_page", None, raising=False)
    monkeypatch.setattr("salaries.views.reports.read_report", None)
    monkeypatch.setattr("salaries.views.standing.read_typed_pay", None)


@pytest.mark.parametrize(
    ("path", "query"),
    [("/search", "q=" + "é" * 3_000), ("/salaries/" + "a" * 8_000 + "/", ""), ("/nowhere", "&" * 8_000)],
)
def test_a_long_address_is_414_in_words(client: Client, path: str, query: str) -> None:
    answer = client.get(path, query_params=None, QUERY_STRING=query.replace("é", "%C3%A9"))
    assert (answer.status_code, answer["Cache-Control"]) == (414, "no-store")
    assert TOO_LONG in text_of(answer)


@pytest.mark.parametrize("path", ["/standing/", "/report/", "/search", "/nowhere"])
def test_a_large_body_is_413_in_words(client: Client, path: str) -> None:
    answer = client.post(path, {"message": "a" * 100_001})
    assert answer.status_code == 413
    assert TOO_LARGE in text_of(answer)


@pytest.mark.parametrize("stated", ["-1", "1e9", "9" * 30, "²"])
def test_a_length_that_is_no_number_is_no_way_around(client: Client, stated: str) -> None:
    assert client.post("/report/", {"message": "a"}, CONTENT_LENGTH=stated).status_code == 413


def test_a_fragment_and_a_program_are_told_in_their_own_way(client: Client) -> None:
    long: Any = {"QUERY_STRING": "q=" + "a" * 8_000}
    fragment = client.get("/search", headers={"HX-Target": "results"}, **long)
    assert (fragment.status_code, TOO_LONG in text_of(fragment)) == (414, True)
    assert '<section id="results">' in html_of(fragment)
    problem = client.get("/api/v1/roles/", **long)
    assert (problem.status_code, problem.json()["detail"]) == (414, TOO_LONG)
    assert problem.json()["type"].endswith("/api/docs#too-long")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({f"f{number}": "1" for number in range(12_501)}, "This has more fields than are taken at once."),
        ({"message": "a" * 2_700_000}, "This form holds more than is taken at once."),
    ],
)
def test_what_an_editor_sends_in_excess_is_413_in_words(
    client: Client, db: None, sent: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = StringIO()
    monkeypatch.setattr(logging.getHandlerByName("console"), "stream", written)
    answer = client.post("/admin/login/", sent)
    assert answer.status_code == 413
    assert said in text_of(answer)
    assert "Traceback" not in written.getvalue()
