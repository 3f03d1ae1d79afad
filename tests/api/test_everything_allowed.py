"""schemathesis asks the API everything that its document allows, and much that it does not: all its checks hold."""

from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation.modes import GenerationMode

from salaries.api.document import document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guide", "one_connection")]

HOST = {"Host": "127.0.0.1:8000", "Accept-Encoding": "identity"}
CONFIG = schemathesis.Config.from_dict(
    {"checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", 400, 404]}}}
)
"""400 is declared for comparisons alone: no pattern can say that two subjects differ."""
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
by_chance = settings(
    max_examples=20, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
"""The same questions each time, and few enough."""


def operation_of(path: str) -> Any:
    """The operation at a path of the document that the site itself serves."""
    # Not before the test's settings are there: the live ones want collected files, which a fresh clone lacks.
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", WSGIHandler(), headers=HOST, config=CONFIG
    )
    return schema[path]["GET"]


def hold(case: Any) -> None:
    """Ask, and hold the answer against every check. `min_pay` wants three others, which OpenAPI cannot say."""
    if "min_pay" in (case.query or {}) and case.meta.generation.mode.is_positive:
        case.query |= {"measure": "base_salary", "currency": "USD", "pay_period": "year"}
    case.call_and_validate(headers=HOST)


@pytest.mark.parametrize("path", document()["paths"])
def test_every_edge_of_the_document_holds(path: str) -> None:
    operation = operation_of(path)
    schema = operation.schema
    found = schema.config.generation_for(operation=operation, phase="coverage")
    for case in schema.iter_coverage_cases(operation, generation_modes=MODES, generation_config=found):
        hold(case)


@pytest.mark.parametrize("path", document()["paths"])
def test_whatever_is_asked_by_chance_holds(path: str) -> None:
    operation = operation_of(path)

    @by_chance
    @given(st.one_of([operation.as_strategy(generation_mode=mode) for mode in MODES]))
    def ask(case: Any) -> None:
        hold(case)

    ask()
