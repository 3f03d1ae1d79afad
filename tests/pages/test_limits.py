"""Case A20: who makes up addresses without end waits, and nobody else does."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.forms import fields_of
from tests.pages.reading import html_of, text_of
from tests.pages.test_standing import HERE, PAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("common", "limited")]
PAIRS = [
    f"/compare/{one}.average/vs/{other}.average/"
    for one in ("alpha", "beta", "gamma")
    for other in ("alpha", "beta", "gamma")
    if one != other
]
HTMX = {"HX-Request": "true", "HX-Target": "comparison"}
TOO_MANY = (
    "Your network has asked for more of these than we answer in a minute. Please ask again in 18 seconds. All "
    "figures at once are at /data/."
)


@pytest.fixture
def limited(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Three a minute, 42 seconds of which are over."""
    settings.RATE_LIMIT = 3
    cache.clear()
    monkeypatch.setattr("compsite.limits.time", lambda: 1_000 * 60 + 42)
    yield
    cache.clear()


def ask(client: Client, paths: list[str], **headers: str) -> list[int]:
    return [client.get(path, headers=headers).status_code for path in paths]


def test_a_walk_through_comparisons_is_told_to_wait_and_for_how_long(client: Client) -> None:
    assert ask(client, PAIRS) == [200, 200, 200, 429, 429, 429]
    answer = client.get(PAIRS[5])
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("18", "no-store")
    assert TOO_MANY in text_of(answer)


def test_after_the_minute_it_goes_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(client, PAIRS[:4])[-1] == 429
    monkeypatch.setattr("compsite.limits.time", lambda: 1_001 * 60)
    assert ask(client, PAIRS[3:5]) == [200, 200]


def test_what_was_asked_for_already_is_free(client: Client) -> None:
    assert set(ask(client, PAIRS[:3] * 4)) == {200}
    assert ask(client, PAIRS[3:4] + PAIRS[:3]) == [429, 200, 200, 200]


def test_another_network_is_not_held_up(client: Client) -> None:
    ask(client, PAIRS)
    assert Client(REMOTE_ADDR="192.0.2.7").get(PAIRS[5]).status_code == 200


def test_a_household_counts_as_one(client: Client) -> None:
    found = [
        Client(REMOTE_ADDR=f"2001:db8::{number}").get(path).status_code
        for number, path in enumerate(PAIRS[:4], 1)
    ]
    assert found == [200, 200, 200, 429]


def test_who_nobody_tells_of_is_not_counted() -> None:
    assert set(ask(Client(REMOTE_ADDR=""), PAIRS)) == {200}


def test_each_kind_is_counted_for_itself_and_guides_are_not(client: Client) -> None:
    ask(client, PAIRS)
    assert ask(client, ["/search?q=alpha", "/api/v1/roles/"]) == [200, 200]
    assert set(ask(client, [f"/salaries/{role}/" for role in ("alpha", "beta", "gamma", "yen")])) == {200}


def test_searches_are_counted(client: Client) -> None:
    assert ask(client, [f"/search?q={letter}" for letter in "abcd"]) == [200, 200, 200, 429]


def test_frames_files_and_the_apis_comparisons_count_as_comparisons(client: Client) -> None:
    subjects = "alpha.average,gamma.average"
    asked = [f"{PAIRS[0]}data.csv", f"/embed{PAIRS[0]}", f"/api/v1/compare/?subjects={subjects}", PAIRS[1]]
    assert ask(client, asked) == [200, 200, 200, 429]


def test_each_question_about_ones_own_pay_is_counted(client: Client) -> None:
    found = [client.post("/standing/", PAY, headers=HERE).status_code for _ in range(4)]
    assert found == [200, 200, 200, 429]


def test_what_was_typed_about_ones_own_pay_is_sent_again_by_a_button(client: Client) -> None:
    answers = [client.post("/standing/", PAY | {"amount": "<55k>"}, headers=HERE) for _ in range(4)]
    assert (answers[3].status_code, answers[3]["Cache-Control"]) == (429, "no-store")
    assert TOO_MANY in text_of(answers[3]) and "&lt;55k&gt;" in html_of(answers[3])
    assert fields_of(html_of(answers[3])) == PAY | {"amount": "<55k>"}


def test_waiting_costs_no_question_to_the_database(client: Client, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        client.post("/standing/", PAY, headers=HERE)
    with django_assert_num_queries(0):
        assert client.post("/standing/", PAY, headers=HERE).status_code == 429


def test_what_is_asked_for_other_sites_counts_as_comparisons(client: Client) -> None:
    addresses = [f"/oembed/?url=http://127.0.0.1:8000{path}" for path in PAIRS[:4]]
    assert ask(client, addresses) == [200, 200, 200, 429]


def test_a_fragment_says_so_in_its_place(client: Client) -> None:
    ask(client, PAIRS)
    answer = client.get(PAIRS[5], headers=HTMX)
    assert (answer.status_code, answer["Retry-After"]) == (429, "18")
    assert f'<section id="comparison"><div class="alert" role="alert"><p>{TOO_MANY}' in answer.text


def test_a_program_gets_a_problem_and_what_the_limit_is(client: Client) -> None:
    asked = [f"/api/v1/roles/?limit={number}" for number in range(1, 31)]
    assert {client.get(path)["RateLimit-Policy"] for path in asked} == {'"api";q=30;w=60'}
    answer = client.get("/api/v1/levels/")
    assert (answer.status_code, answer["Retry-After"]) == (429, "18")
    assert (answer.json()["type"], answer.json()["detail"]) == (
        "http://127.0.0.1:8000/api/docs#too-many", TOO_MANY
    )  # fmt: skip


def test_what_the_api_refuses_is_not_counted_and_what_a_page_refuses_is(client: Client) -> None:
    refused = [f"/api/v1/compare/?subjects=nobody-{number}" for number in range(4)]
    assert 429 not in ask(client, refused)
    assert ask(client, [f"/compare/nobody-{number}/vs/alpha/" for number in range(4)])[-1] == 429


def test_a_count_that_is_pushed_out_meanwhile_fails_no_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(key: str) -> int:
        raise ValueError(f"Key {key!r} not found")

    monkeypatch.setattr(cache, "incr", gone)
    assert ask(client, PAIRS[:3]) == [200, 200, 200]


def test_without_a_limit_nothing_is_counted_or_stated(client: Client, settings: Any) -> None:
    settings.RATE_LIMIT = 0
    assert set(ask(client, PAIRS)) == {200}
    assert "RateLimit-Policy" not in client.get("/api/v1/roles/")
