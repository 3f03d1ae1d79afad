"""What the server of `make run` promises beside the pages."""

import socket
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


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
