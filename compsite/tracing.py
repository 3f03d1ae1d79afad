"""Traces for OpenTelemetry, where `OTEL_EXPORTER_OTLP_ENDPOINT` says where they go: nothing of it is loaded otherwise.

A span has the pattern of an address, a method and a status, and below it one for each query, which names its database
alone. No span has what somebody typed, a statement, the words of an error or who asked: the libraries' own instruments
write all of these, so these few lines stand in place of them. docs/decisions/0046 says more.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponseBase
from opentelemetry import trace
from opentelemetry.propagate import extract
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode

from compsite.middleware import GetResponse
from compsite.routes import facts

TRACER = trace.get_tracer("compsite")


def begin() -> None:
    """Send spans in batches, as the other OTEL_ variables say; OTEL_SERVICE_NAME names the site, else compsite."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    provider = TracerProvider(resource=Resource({"service.name": "compsite"}).merge(Resource.create()))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


class TracingMiddleware:
    """A span for each request that is answered here, below the proxy's where the proxy is believed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = {"traceparent": request.headers.get("traceparent", "")} if settings.TRUST_PROXY else {}
        with ExitStack() as stack:
            span = stack.enter_context(
                TRACER.start_as_current_span(
                    "request", extract(given), SpanKind.SERVER, record_exception=False
                )
            )
            for alias in connections:
                stack.enter_context(connections[alias].execute_wrapper(_traced))
            response = self.get_response(request)
            _tell(span, request, response.status_code)
            return response


def _tell(span: Span, request: HttpRequest, status: int) -> None:
    told = facts(request, status)
    span.update_name(f"{told['method']} {told['route'] or 'none'}")
    span.set_attributes(
        {
            "http.request.method": told["method"],
            "http.route": told["route"],
            "http.response.status_code": status,
        }
    )
    if status >= 500:
        span.set_status(Status(StatusCode.ERROR))


def _traced(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    connection = context["connection"]
    with TRACER.start_as_current_span(
        "query", kind=SpanKind.CLIENT, record_exception=False, set_status_on_exception=False
    ) as span:
        span.set_attributes({"db.system.name": connection.vendor, "db.namespace": connection.alias})
        try:
            return execute(sql, params, many, context)
        except Exception as error:
            span.set_status(Status(StatusCode.ERROR))
            span.set_attribute("error.type", type(error).__name__)
            raise
