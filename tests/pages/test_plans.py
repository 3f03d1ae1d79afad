"""No public address has PostgreSQL look through a table that grows with figures.

What is worked out once for a data version is asked for first and not judged: counts of releases, the ranking on the
first page, the search's names (docs/decisions/0043-growth.md).
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.growth import ADDRESSES, ADMIN, HEADERS
from salaries.models import DataVersion

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="reads plans of PostgreSQL"),
]
LARGE, SMALL_YET = {"salaries_figure"}, {"salaries_figureversion", "salaries_figurearrival"}
"""Tables that grow. Those that are small in a test are read from end to end for cheapness: there it is forbidden."""
NAMES = [name for name in ADDRESSES if name not in ADMIN]


def scanned(plan: dict[str, Any]) -> Iterator[str]:
    """The tables that a plan reads from end to end."""
    if plan["Node Type"] in ("Seq Scan", "Parallel Seq Scan"):
        yield plan["Relation Name"]
    for inner in plan.get("Plans", []):
        yield from scanned(inner)


def scanned_for(client: Client, name: str) -> set[str]:
    """The growing tables that a second view of an address reads from end to end."""
    path = ADDRESSES[name].format(version=DataVersion.objects.latest("number").number)
    client.get(path, headers=HEADERS.get(name))
    with CaptureQueriesContext(connection) as asked:
        answer: Any = client.get(path, headers=HEADERS.get(name))
    assert answer.status_code == (404 if name.startswith("unknown") else 200)
    asked_for = [one["sql"] for one in asked.captured_queries if one["sql"].startswith("SELECT")]
    large = {table for sql in asked_for for table in scanned(plan_of(sql, "on"))}
    small = {table for sql in asked_for for table in scanned(plan_of(sql, "off"))}
    return (large & LARGE) | (small & SMALL_YET)


def plan_of(sql: str, scanning: str) -> dict[str, Any]:
    """What PostgreSQL would do, where reading tables from end to end is `on` or, unless nothing else helps, `off`."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL enable_seqscan = {scanning}")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        told = cursor.fetchone()[0]
        cursor.execute("SET LOCAL enable_seqscan = on")
    [found] = json.loads(told) if isinstance(told, str) else told
    return dict(found["Plan"])


@pytest.mark.usefixtures("synthetic")
@pytest.mark.parametrize("name", NAMES)
def test_an_address_looks_through_no_growing_table(client: Client, name: str) -> None:
    assert scanned_for(client, name) == set()


@pytest.mark.usefixtures("synthetic")
def test_a_table_without_its_index_would_be_noticed(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'salaries_figure' AND indexname NOT LIKE '%pkey'"
        )
        for (index,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {index}")
    assert "salaries_figure" in scanned_for(client, "guide")
