"""The two sets of data that pages are read with: the starting data, and the common data of the acceptance cases."""

from collections.abc import Iterator
from io import StringIO
from itertools import groupby
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.factories import make_common_data

HELD: list[str] = []
"""That the starting data is there, for the tests that follow."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In each module, the tests that read the starting data come last: it is made once, and stays until its end."""
    wanting = [list(of_one) for _, of_one in groupby(items, key=lambda item: item.path)]
    items[:] = [item for of_one in wanting for item in sorted(of_one, key=wants_starting_data)]


def wants_starting_data(item: Any) -> bool:
    return "starting_data" in item.fixturenames


@pytest.fixture(scope="module")
def starting_data(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """The starting data, in a transaction that is taken back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed", stdout=StringIO())
        if connection.vendor == "postgresql":
            _count_rows()
        HELD.append("starting data")
        yield
        HELD.clear()
        transaction.set_rollback(True)


def _count_rows() -> None:
    """Let PostgreSQL plan by what is there, as it does by itself once data is committed."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(f"ANALYZE {', '.join(name for name in tables if name.startswith('salaries_'))}")


@pytest.fixture(autouse=True)
def nothing_unasked(request: pytest.FixtureRequest) -> None:
    """No test reads the starting data by chance."""
    assert not HELD or wants_starting_data(request)


@pytest.fixture
def guide(starting_data: None, db: None) -> None:
    """The site as `make run` first serves it."""


@pytest.fixture
def common(db: None) -> None:
    """The data D1 of the acceptance cases: alpha, beta, gamma, zero-only, small, hourly, yen, total."""
    make_common_data()
