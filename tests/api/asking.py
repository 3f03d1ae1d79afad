"""Asking the API: what it answers, read by a strict parser."""

import json
from typing import Any

from django.test import Client

BASE = "/api/v1/"
Record = dict[str, Any]


def strictly(response: Any) -> Record:
    """The JSON of an answer; what JSON does not know is refused."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    found: Record = json.loads(response.content, parse_constant=refuse)
    return found


def told(client: Client, address: str) -> Record:
    """The data at an address of the API."""
    response = client.get(BASE + address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json"), response.content
    return strictly(response)


def problem(client: Client, address: str, status: int) -> Record:
    """The problem at an address of the API."""
    response = client.get(BASE + address)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    found = strictly(response)
    assert found["status"] == status
    return found


def walked(client: Client, address: str, name: str) -> list[Record]:
    """Every row of a list, page by page."""
    rows: list[Record] = []
    url: str | None = BASE + address
    while url:
        page = strictly(client.get(url))
        rows += page[name]
        assert page["next"] != url
        url = page["next"] and page["next"].removeprefix("http://127.0.0.1:8000")
    return rows


def compared(*subjects: str, query: str = "") -> str:
    """The address of a comparison of general averages in the API."""
    return f"compare/?subjects={','.join(f'{role}.average' for role in subjects)}{query}"
