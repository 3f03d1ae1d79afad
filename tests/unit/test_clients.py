"""Which address a request comes from."""

from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory

from compsite.clients import client_address, client_key


def asked(peer: str, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))


def test_without_a_proxy_the_header_is_not_looked_at(settings: Any) -> None:
    settings.TRUST_PROXY = False
    assert asked("192.0.2.7", "203.0.113.9") == "192.0.2.7"


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 10.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("198.51.100.1,203.0.113.9 ", "203.0.113.9"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_behind_a_proxy_the_last_entry_counts(settings: Any, forwarded: str, client: str) -> None:
    settings.TRUST_PROXY = True
    assert asked("127.0.0.1", forwarded) == client


@pytest.mark.parametrize("forwarded", [None, "", "unknown", "203.0.113.9, <script>", "1.2.3.4.5"])
def test_what_is_no_address_leaves_the_proxys_own(settings: Any, forwarded: str | None) -> None:
    settings.TRUST_PROXY = True
    assert asked("127.0.0.1", forwarded) == "127.0.0.1"


def test_a_socket_tells_no_address(settings: Any) -> None:
    settings.TRUST_PROXY = False
    assert asked("") == ""


TODAY = date(2026, 11, 27)


def key(peer: str, day: date = TODAY) -> str:
    return client_key(RequestFactory().get("/", REMOTE_ADDR=peer), day)


def test_a_key_holds_no_address_and_changes_daily(settings: Any) -> None:
    settings.TRUST_PROXY = False
    assert key("192.0.2.7") == key("192.0.2.7")
    assert key("192.0.2.7") != key("192.0.2.8")
    assert key("192.0.2.7") != key("192.0.2.7", date(2026, 11, 28))
    assert "192.0.2.7" not in key("192.0.2.7")


def test_the_addresses_of_one_network_have_one_key(settings: Any) -> None:
    settings.TRUST_PROXY = False
    assert key("2001:db8:0:1::1") == key("2001:db8:0:1:ffff::2")
    assert key("2001:db8:0:1::1") != key("2001:db8:0:2::1")


def test_a_key_depends_on_the_sites_secret(settings: Any) -> None:
    settings.TRUST_PROXY = False
    before = key("192.0.2.7")
    settings.SECRET_KEY = "another"
    assert key("192.0.2.7") != before
