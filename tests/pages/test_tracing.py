"""Traces: spans of requests and queries, and nothing of who asked for what."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from compsite import tracing
from tests.pages.test_log import ASKED, TYPED, WHO
from tests.serving import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guide")]

LOGGED = "compsite.request_log.RequestLogMiddleware"
ABOVE = "0af7651916cd43dd8448eb211c80319c"
Spans = Callable[[], list[ReadableSpan]]


@pytest.fixture
def spans(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Spans:
    """The spans of a site that traces."""
    at = settings.MIDDLEWARE.index(LOGGED)
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE[:at],
        "compsite.tracing.TracingMiddleware",
        *settings.MIDDLEWARE[at:],
    ]
    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(tracing, "TRACER", provider.get_tracer("test"))
    return lambda: list(kept.get_finished_spans())


def test_a_request_is_a_span_and_its_queries_are_below_it(spans: Spans) -> None:
    Client().get("/salaries/backend-engineer/?statistic=mean")
    *queries, request = spans()
    assert request.name == "GET /salaries/<str:role>/"
    assert request.attributes == {
        "http.request.method": "GET", "http.route": "/salaries/<str:role>/", "http.response.status_code": 200,
    }  # fmt: skip
    assert {query.name for query in queries} == {"query"}
    assert {query.parent.span_id for query in queries if query.parent} == {request.context.span_id}


@pytest.mark.parametrize("name", ASKED)
def test_no_span_has_what_somebody_typed_or_who_it_was(spans: Spans, name: str) -> None:
    method, path, fields, _ = ASKED[name]
    headers = {**WHO, "Sec-Fetch-Site": "same-origin"}
    getattr(Client(), method.lower())(path, fields or None, headers=headers, REMOTE_ADDR="203.0.113.98")
    told = "".join(span.to_json() for span in spans())
    assert '"http.route"' in told
    assert TYPED not in told
    assert "203.0.113" not in told
    assert "SELECT" not in told


def test_a_fault_is_marked_and_its_words_are_not_told(spans: Spans, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ValueError(TYPED)

    monkeypatch.setattr("salaries.views.lists.home_page", broken)
    Client(raise_request_exception=False).get("/")
    request = spans()[-1]
    assert (request.status.is_ok, request.name) == (False, "GET /")
    assert TYPED not in request.to_json()


@pytest.mark.parametrize(("trusted", "above"), [(True, ABOVE), (False, None)])
def test_the_proxys_trace_goes_on_where_the_proxy_is_believed(
    spans: Spans, settings: Any, trusted: bool, above: str | None
) -> None:
    settings.TRUST_PROXY = trusted
    Client().get("/glossary/", headers={"traceparent": f"00-{ABOVE}-b7ad6b7169203331-01"})
    trace = f"{spans()[-1].context.trace_id:032x}"
    assert (trace == ABOVE) is (above is not None)


def test_without_an_address_for_them_nothing_of_it_is_loaded(settings: Any) -> None:
    asked = "import sys; import compsite.wsgi; print(*sys.modules)"
    environ = {"DEBUG": "1", "DATABASE_URL": "sqlite://", "PATH": ""}
    told = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env=environ,
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    loaded = {name.partition(".")[0] for name in told.stdout.split()}
    assert "compsite" in loaded
    assert loaded & {"opentelemetry", "prometheus_client"} == set()
