"""What a monitor is told: what operators need, and nothing that somebody typed."""

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import prometheus_client
import pytest
from django.db import OperationalError, connection, connections
from django.test import Client
from prometheus_client import CollectorRegistry, generate_latest

from compsite import metrics
from compsite.metrics import REGISTRY, SiteCollector, label_of
from tests.serving import ROOT, free_port

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guide")]

DEPLOY = ROOT / "deploy"
LOGGED = "compsite.request_log.RequestLogMiddleware"


class Kept:
    """A store that sent 7 answers again and took 2."""

    served, made = 7, 2


@pytest.fixture
def visitor(settings: Any) -> Client:
    """Somebody who reads a site that counts."""
    at = settings.MIDDLEWARE.index(LOGGED)
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE[:at],
        "compsite.metrics.MetricsMiddleware",
        *settings.MIDDLEWARE[at:],
    ]
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def connection_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here a monitor is answered in the test's own thread."""
    monkeypatch.setattr(connections, "close_all", lambda: None)


def value(name: str, **labels: str) -> float:
    """A number that was counted until now."""
    return REGISTRY.get_sample_value(name, labels) or 0


def series() -> set[tuple[str, str]]:
    """Every series that there is."""
    return {(one.name, str(one.labels)) for metric in REGISTRY.collect() for one in metric.samples}


def told(store: Kept | None = None) -> str:
    """What the site says of itself when a monitor asks."""
    registry = CollectorRegistry()
    registry.register(SiteCollector(store))
    return generate_latest(registry).decode()


def test_answers_are_counted_by_pattern_method_and_kind_of_status(visitor: Client) -> None:
    page = {"route": "/salaries/<str:role>/", "method": "GET"}
    before = [value("compsite_answers_total", **page, status=status) for status in ("2xx", "4xx")]
    visitor.get("/salaries/backend-engineer/")
    visitor.get("/salaries/nobody/")
    visitor.get("/salaries/nobody-else/")
    after = [value("compsite_answers_total", **page, status=status) for status in ("2xx", "4xx")]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 2]


def test_how_long_they_took_is_counted(visitor: Client) -> None:
    name, route = "compsite_answer_seconds", "/glossary/"
    before = value(f"{name}_count", route=route)
    visitor.get("/glossary/")
    assert value(f"{name}_count", route=route) == before + 1
    assert value(f"{name}_bucket", route=route, le="+Inf") == before + 1


def test_made_up_addresses_methods_and_parameters_make_no_series(visitor: Client) -> None:
    def walk(word: str) -> None:
        for path in (
            f"/{word}/",
            f"/salaries/{word}/",
            f"/search?q={word}",
            f"/static/{word}.css",
            f"/admin/{word}/",
        ):
            visitor.get(path)
        visitor.generic(word.upper(), "/glossary/")
        visitor.post("/standing/", {"amount": word})

    walk("first")
    before = series()
    for word in ("zanzibar", "madagaskar"):
        walk(word)
    assert series() == before
    assert not [one for one in before if "first" in one[1].lower()]


def test_the_editors_area_is_one_pattern(rf: Any) -> None:
    assert label_of(rf.get("/admin/salaries/figure/1/change/")) == "/admin/…"


def test_queries_are_timed_and_those_that_fail_are_counted(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM nowhere")

    ran = value("compsite_query_seconds_count", database="default")
    visitor.get("/salaries/backend-engineer/")
    assert value("compsite_query_seconds_count", database="default") > ran
    monkeypatch.setattr("salaries.views.lists.home_page", failing)
    names = ("OperationalError", "ProgrammingError")
    before = sum(value("compsite_query_errors_total", database="default", kind=name) for name in names)
    visitor.get("/")
    assert (
        sum(value("compsite_query_errors_total", database="default", kind=name) for name in names)
        == before + 1
    )


def test_what_is_kept_is_read_when_a_monitor_asks() -> None:
    assert 'compsite_kept_answers_total{outcome="sent"} 7.0' in told(Kept())
    assert 'compsite_kept_answers_total{outcome="made"} 2.0' in told(Kept())
    assert "kept" not in told()


def test_the_data_its_age_imports_and_failed_sign_ins_are_told(client: Client) -> None:
    client.post("/admin/login/", {"username": "anna", "password": "wrong"})
    text = told()
    assert re.search(r"^compsite_data_version [1-9]", text, re.MULTILINE)
    assert re.search(r"^compsite_data_version_age_seconds [0-9.]", text, re.MULTILINE)
    assert 'compsite_imports{state="drafting"} 0.0' in text
    assert "compsite_signin_failures 1.0" in text
    assert "compsite_database_up 1.0" in text


def test_without_its_database_the_site_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> Iterator[Any]:
        raise OperationalError
        yield

    monkeypatch.setattr("salaries.measures.measures", away)
    assert "compsite_database_up 0.0" in told()
    assert "compsite_data_version" not in told()


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A free port, and what is served there is stopped again."""
    started: list[Any] = []
    serve = prometheus_client.start_http_server
    monkeypatch.setattr(prometheus_client, "start_http_server", lambda *given: started.append(serve(*given)))
    monkeypatch.setattr(metrics, "REGISTRY", CollectorRegistry())
    yield free_port()
    for server, thread in started:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_process_answers_a_monitor_at_the_first_port_that_is_free(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salaries.measures.measures", lambda: iter(()))
    with socket.create_server(("127.0.0.1", port)):
        found = metrics.serve("127.0.0.1", port, None)
        assert found > port
    with urlopen(f"http://127.0.0.1:{found}/metrics", timeout=30) as answer:
        assert b"compsite_database_up" in answer.read()


def test_without_a_port_nothing_is_counted(settings: Any) -> None:
    assert settings.METRICS is None
    assert "compsite.metrics.MetricsMiddleware" not in settings.MIDDLEWARE


def promised(text: str) -> set[str]:
    """The metrics that a text names."""
    return set(re.findall(r"\b(?:compsite|process)_[a-z_]+\b", text))


@pytest.mark.parametrize(
    "file", [DEPLOY / "grafana" / "compsite.json", DEPLOY / "alerts.yml", ROOT / "docs/operations.md"]
)
def test_every_metric_that_is_named_for_operators_is_told(visitor: Client, file: Path) -> None:
    visitor.get("/glossary/")
    metrics.FAULTS.labels("default", "OperationalError")
    metrics.QUERIES.labels("default")
    there = promised(generate_latest(REGISTRY).decode() + told(Kept()))
    named = promised(file.read_text())
    assert len(named) > 7
    assert named <= there


def test_the_dashboard_is_whole() -> None:
    board = json.loads((DEPLOY / "grafana" / "compsite.json").read_text())
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"]) > 10
    assert all(panel["title"] and panel["targets"] for panel in board["panels"])


def test_every_alert_says_when_how_urgent_it_is_and_what_happened() -> None:
    *_, rules = (DEPLOY / "alerts.yml").read_text().partition("rules:")
    alerts = re.split(r"^ +- alert: ", rules, flags=re.MULTILINE)[1:]
    assert len(alerts) > 7
    for alert in alerts:
        assert re.search(
            r"^ +expr: .+^ +for: \d+[mh]$.+severity: (page|ticket).+summary: \".+\"$", alert, re.S | re.M
        ), alert
