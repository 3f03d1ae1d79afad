"""What the server of `make run` promises beside the pages."""

import socket
from contextlib import closing
from http.client import HTTPConnection, HTTPMessage, HTTPResponse
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Site
from tests.pages.test_headers import SECURITY

pytestmark = pytest.mark.browser


def sent(site: Site, *lines: str, body: bytes = b"") -> tuple[int, HTTPMessage, bytes]:
    """Status, headers and body of the answer to a request that is written just so."""
    with socket.create_connection(("127.0.0.1", urlsplit(site.url).port or 80), timeout=30) as connection:
        connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body)
        answer = HTTPResponse(connection)
        answer.begin()
        return answer.status, answer.headers, answer.read()


def ask(site: Site, path: str) -> tuple[int, str, str]:
    """Status, `Location` and `Server` of the answer to a path sent just as it is written."""
    with closing(HTTPConnection(urlsplit(site.url).netloc, timeout=10)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.headers.get("Server", "")


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/salaries/%62ackend-engineer/", "/salaries/backend-engineer/"),
        (
            "/compare/%62ackend-engineer.average/vs/backend-engineer.10-plus-years/data.json?statistic=mean",
            "/compare/backend-engineer.average/vs/backend-engineer.10-plus-years/data.json?statistic=mean",
        ),
    ],
)
def test_a_needless_escape_leads_to_the_plain_address(site: Site, asked: str, address: str) -> None:
    assert ask(site, asked)[:2] == (301, address)


def test_a_half_sent_request_keeps_nobody_waiting(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", urlsplit(site.url).port)) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert ask(site, "/salaries/")[0] == 200


def test_the_server_does_not_say_what_it_is(site: Site) -> None:
    assert ask(site, "/")[2] == ""


# What comes before any page


OURS = "Host: 127.0.0.1"


@pytest.mark.parametrize(
    ("lines", "status", "said"),
    [
        (("GET / HTTP/1.1", "Host : x"), 400, "This request is not written as HTTP has it.\n"),
        (
            ("POST /report/ HTTP/1.1", OURS, "Content-Length: 33554433"),
            413,
            "This is more than the site takes at once.\n",
        ),
        (
            ("GET / HTTP/1.1", OURS, "Cookie: " + "a" * 300_000),
            431,
            "The address or the headers of this request are too long. A shorter address may do.\n",
        ),
        (
            ("POST /report/ HTTP/1.1", OURS, "Transfer-Encoding: gzip"),
            501,
            "This way of sending is not supported. Send the length of the body, or chunks.\n",
        ),
    ],
)
def test_what_the_server_refuses_by_itself_has_words_and_the_security_headers(
    site: Site, lines: tuple[str, ...], status: int, said: str
) -> None:
    found, headers, body = sent(site, *lines)
    assert (found, body.decode()) == (status, said)
    assert {name: headers.get(name) for name in SECURITY} == SECURITY


@pytest.mark.parametrize(
    "lines",
    [
        ("GET /salaries/ HTTP/1.1", "Host: evil.test"),
        ("GET /salaries/ HTTP/1.1", OURS, "Host: evil.test"),
        ("GET /salaries/ HTTP/1.1", "Host: evil.test", OURS),
        ("GET /salaries/ HTTP/1.1",),
        ("GET http://evil.test/salaries/ HTTP/1.1", "Host: evil.test"),
    ],
)
def test_a_foreign_host_or_a_second_one_is_refused_without_being_named(
    site: Site, lines: tuple[str, ...]
) -> None:
    status, headers, body = sent(site, *lines)
    assert status == 400
    assert "evil.test" not in f"{headers.items()}{body.decode()}"


def test_the_host_of_an_absolute_address_goes_nowhere(site: Site) -> None:
    plain = sent(site, "GET /salaries/ HTTP/1.1", OURS)
    forged = sent(site, "GET http://evil.test/salaries/ HTTP/1.1", OURS)
    assert (forged[0], forged[2]) == (200, plain[2])


@pytest.mark.parametrize(
    ("path", "tag", "asked"),
    [("/salaries/", "ETag", "If-None-Match"), ("/static/plain.css", "Last-Modified", "If-Modified-Since")],
)
def test_kept_pages_static_files_and_confirmations_have_the_security_headers(
    site: Site, path: str, tag: str, asked: str
) -> None:
    for _ in range(2):
        status, page, _ = sent(site, f"GET {path} HTTP/1.1", OURS)
        confirmed, held, _ = sent(site, f"GET {path} HTTP/1.1", OURS, f"{asked}: {page[tag]}")
        assert (status, confirmed) == (200, 304)
        for headers in (page, held):
            assert {name: headers.get(name) for name in SECURITY} == SECURITY
