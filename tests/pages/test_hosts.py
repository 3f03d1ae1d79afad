"""A forged host goes nowhere: absolute addresses come from SITE_URL alone (case A21)."""

import logging
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from tests.pages.reading import COMPARED, PUBLIC, canonical_of, html_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guide")]

FORGED = {
    "X-Forwarded-Host": "evil.test",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "81",
    "X-Original-URL": "http://evil.test/",
    "X-Rewrite-URL": "http://evil.test/",
    "Forwarded": "host=evil.test;proto=https",
    "Origin": "https://evil.test",
    "Referer": "https://evil.test/",
}


@pytest.fixture(autouse=True)
def live_site(settings: Any) -> None:
    """The settings of a site that is served as https://guide.example."""
    settings.ALLOWED_HOSTS = ["guide.example"]
    settings.SITE_URL = "https://guide.example"


def from_host(client: Client, path: str, host: str = "guide.example", **headers: str) -> Any:
    return client.get(path, headers={"Host": host, **headers})


@pytest.mark.parametrize(
    "host",
    ["evil.test", "evil.test:443", "guide.example.evil.test", "guide.example@evil.test", "evil.test/", ""],
)
def test_another_host_is_refused_without_being_named(client: Client, host: str) -> None:
    for path in (*PUBLIC, "/nowhere", "/admin/", "/admin/login/"):
        answer = from_host(client, path, host)
        assert answer.status_code == 400, path
        assert "evil.test" not in html_of(answer) + str(answer.headers), path


@pytest.mark.parametrize("host", ["GUIDE.EXAMPLE", "guide.example:81", "guide.example."])
def test_another_spelling_of_our_host_changes_nothing(client: Client, host: str) -> None:
    for path in PUBLIC:
        assert from_host(client, path, host).content == from_host(client, path).content, path


def test_forged_headers_beside_our_host_change_nothing(client: Client) -> None:
    for path in PUBLIC:
        forged, plain = from_host(client, path, **FORGED), from_host(client, path)
        assert (forged.status_code, forged.content) == (200, plain.content), path
        assert "evil.test" not in str(forged.headers), path


@pytest.mark.parametrize(
    "path",
    [
        "/SALARIES/",
        "/salaries/backend-engineer/us",
        "/admin",
        "/admin/",
        "/search/?q=go",
        "/compare/?subject=a",
    ],
)
def test_redirects_lead_nowhere_else(client: Client, path: str) -> None:
    answer = from_host(client, path, **FORGED)
    assert "evil.test" not in str(answer.headers) + html_of(answer)
    assert answer.get("Location", "/").startswith("/")


def test_the_plain_request_after_a_forged_one_is_unharmed(client: Client) -> None:
    before = from_host(client, COMPARED).content
    from_host(client, COMPARED, "evil.test", **FORGED)
    assert from_host(client, COMPARED).content == before


def test_absolute_addresses_are_those_of_the_site(client: Client) -> None:
    for path in PUBLIC:
        page = from_host(client, path)
        assert canonical_of(page).startswith("https://guide.example/"), path
        assert f'<meta property="og:url" content="{canonical_of(page)}">' in html_of(page), path


def test_the_address_to_share_is_that_of_the_site(client: Client) -> None:
    assert f'readonly value="https://guide.example{COMPARED}"' in html_of(from_host(client, COMPARED))


def test_a_forged_host_writes_no_line_into_the_log(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    written = StringIO()
    monkeypatch.setattr(logging.getHandlerByName("console"), "stream", written)
    from_host(client, "/nowhere")
    from_host(client, COMPARED, "evil.test")
    assert "Not Found" in written.getvalue()
    assert "evil.test" not in written.getvalue()
