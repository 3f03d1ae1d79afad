"""Probes: alive by whatever name, ready only with a database that answers and every migration (case A43)."""

from threading import Event
from typing import Any

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client, RequestFactory

from compsite import health
from compsite.health import HealthMiddleware, Readiness, can_serve, last_migrations

NAMES = ["127.0.0.1:8000", "10.0.0.7:8000", "evil.test", "[::1]"]


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What the database says; the newest entry."""
    answers = [True]
    monkeypatch.setattr(health, "READINESS", Readiness(lambda: answers[-1]))
    return answers


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_process_is_probed_by_whatever_name(
    client: Client, ready: list[bool], path: str, name: str
) -> None:
    answer = client.get(path, headers={"Host": name})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert client.head(path, headers={"Host": name}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/healthz/", "/healthz/x", "/readyz2"])
def test_no_other_address_is_open_to_foreign_names(client: Client, path: str) -> None:
    assert client.get(path, headers={"Host": "evil.test"}).status_code == 400


def test_alive_asks_nobody(client: Client, ready: list[bool]) -> None:
    ready.append(False)
    answer = client.get("/healthz", headers={"Cookie": "sessionid=abc"})
    assert (answer.status_code, answer.content, answer.cookies) == (200, b"alive\n", {})


def test_a_probe_is_not_led_to_https(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^(?:healthz|readyz)\Z"]
    assert Client().get("/healthz").status_code == 200
    assert Client().get("/healthz/").status_code == 301


def test_who_cannot_serve_says_no_more_than_that(client: Client, ready: list[bool]) -> None:
    ready.append(False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content, answer["Retry-After"]) == (503, b"not ready\n", "5")
    assert answer["Cache-Control"] == "no-store"


def test_a_probe_is_only_read(client: Client) -> None:
    answer = client.post("/healthz")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_a_probe_has_the_headers_of_every_answer(client: Client) -> None:
    answer = client.get("/healthz")
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "Permissions-Policy"):
        assert header in answer.headers


def test_many_probes_are_one_question() -> None:
    asked: list[bool] = []

    def ask() -> bool:
        asked.append(True)
        return True

    readiness = Readiness(ask)
    assert {readiness.now() for _ in range(50)} == {True}
    assert len(asked) == 1


def test_a_database_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.01)
    monkeypatch.setattr(health, "BELIEVED", 0)
    answers = Event()
    asked: list[bool] = []

    def ask() -> bool:
        asked.append(True)
        return answers.wait(30)

    readiness = Readiness(ask)
    assert [readiness.now(), readiness.now()] == [False, False]
    assert len(asked) == 1  # still the first question
    answers.set()
    monkeypatch.setattr(health, "PATIENCE", 30)
    assert readiness.now()


@pytest.mark.django_db
def test_with_every_migration_it_can_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    assert can_serve()
    monkeypatch.setattr(health, "last_migrations", lambda: {*last_migrations(), ("salaries", "9999_next")})
    assert not can_serve()


def test_without_a_database_it_cannot_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_recorder: Any) -> None:
        raise OperationalError("no password in the log, please")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", refuse)
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    assert not can_serve()


def test_other_addresses_pass_by() -> None:
    page = HttpResponse("page")
    assert HealthMiddleware(lambda request: page)(RequestFactory().get("/")) is page
