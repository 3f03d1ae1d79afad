"""Search, as visitors type: what each of 100 queries, written down before the search was made, finds first."""

import csv
from pathlib import Path

import pytest
from django.test import Client

from tests.pages.test_search import found

with Path(__file__).with_name("search_queries.csv").open(encoding="utf-8", newline="") as text:
    QUERIES = {row["query"]: row["address"] for row in csv.DictReader(text)}


@pytest.mark.django_db
@pytest.mark.usefixtures("guide")
def test_a_hundred_queries_find_first_what_was_meant(client: Client) -> None:
    assert len(QUERIES) == 100
    first = {query: next(iter(found(client, query)), "nothing") for query in QUERIES}
    assert first == QUERIES
