"""What a monitor of the operator's reads: numbers for Prometheus, on a port of their own (METRICS_PORT).

Labels are patterns of addresses, statuses and kinds, never what somebody typed, so that nobody makes up series by
asking for addresses. Each process has a port and counts for itself: METRICS_PORT, or the next one that is free. What is
the same for all (the data, imports, failed sign-ins) is asked of the database when a monitor asks. docs/decisions/0046
says why.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from time import perf_counter
from typing import Any, Protocol

import prometheus_client
from django.conf import settings
from django.db import Error, connections
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from compsite.middleware import EDITORS, GetResponse
from compsite.routes import METHODS, route_of

LOG = logging.getLogger(__name__)
PROCESSES = 32
"""How many ports from METRICS_PORT on are tried."""
STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
ANSWERS = Counter(
    "compsite_answers", "Answers that were made, not sent again from what is kept.", ["route", "method", "status"],
    registry=REGISTRY,
)  # fmt: skip
SECONDS = Histogram(
    "compsite_answer_seconds", "How long it took to make them.", ["route"], buckets=STEPS, registry=REGISTRY
)
QUERIES = Histogram(
    "compsite_query_seconds", "How long the database took for a query of a request.", ["database"], buckets=STEPS,
    registry=REGISTRY,
)  # fmt: skip
FAULTS = Counter("compsite_query_errors", "Queries that failed.", ["database", "kind"], registry=REGISTRY)


class Store(Protocol):
    """What keeps finished answers: how many it sent again, and how many it took to keep."""

    served: int
    made: int


class MetricsMiddleware:
    """Counts what is answered, and the queries that it takes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        with ExitStack() as stack:
            for alias in connections:
                stack.enter_context(connections[alias].execute_wrapper(_timed))
            response = self.get_response(request)
        method = request.method if request.method in METHODS else "other"
        ANSWERS.labels(label_of(request), method, f"{response.status_code // 100}xx").inc()
        SECONDS.labels(label_of(request)).observe(perf_counter() - began)
        return response


def label_of(request: HttpRequest) -> str:
    """The pattern of the address; the editors' area is one, and so is what no page has."""
    return f"{EDITORS}…" if request.path_info.startswith(EDITORS) else route_of(request) or "none"


def _timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    alias, began = context["connection"].alias, perf_counter()
    try:
        return execute(sql, params, many, context)
    except Error as error:
        FAULTS.labels(alias, type(error).__name__).inc()
        raise
    finally:
        QUERIES.labels(alias).observe(perf_counter() - began)


class SiteCollector(Collector):
    """What is looked up when a monitor asks, and so costs no request anything."""

    def __init__(self, store: Store | None) -> None:
        self._store = store

    def collect(self) -> Iterator[Metric]:
        """What is kept, and what the database says of the site."""
        if self._store:
            kept = CounterMetricFamily(
                "compsite_kept_answers",
                "Answers sent again from memory, and answers made to be kept.",
                labels=["outcome"],
            )
            kept.add_metric(["sent"], self._store.served)
            kept.add_metric(["made"], self._store.made)
            yield kept
        found: list[Metric] = []
        try:
            found += _of_the_data()
        except Error as error:
            LOG.warning("The database cannot be asked for metrics (%s).", type(error).__name__)
        finally:
            # Each question of a monitor is answered in a thread of its own.
            connections.close_all()
        yield GaugeMetricFamily(
            "compsite_database_up", "Whether the database answers.", value=float(bool(found))
        )
        yield from found


def _of_the_data() -> Iterator[Metric]:
    for name, words, label, values in import_string(settings.MEASURES)():
        gauge = GaugeMetricFamily(f"compsite_{name}", words, labels=[label] if label else [])
        for value in values:
            gauge.add_metric([value] if label else [], values[value])
        yield gauge


def serve(host: str, port: int, store: Store | None) -> int:
    """Answer a monitor in a thread, at the first free port from `port` on; which one that is, 0 where none is free."""
    for number in range(port, port + PROCESSES):
        try:
            prometheus_client.start_http_server(number, host, REGISTRY)
        except OSError:
            continue
        REGISTRY.register(SiteCollector(store))
        LOG.info("Metrics are at http://%s:%s/metrics", host, number)
        return number
    LOG.warning("No metrics: no port from %s to %s is free at %s.", port, port + PROCESSES - 1, host)
    return 0
