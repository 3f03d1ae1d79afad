"""A request has a time within which it must be complete, however busily its sender trickles it."""

import socket
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from threading import Thread
from typing import Any

import pytest
from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

from compsite import front
from tests.pages.test_headers import SECURITY

HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n"
Send = Callable[[bytes], Any]


def echo(environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> Iterator[Send]:
    """What the server answers to some bytes, where it answers before the rest has come."""
    monkeypatch.setattr(BaseWSGIServer, "channel_class", front.Channel)
    server: Any = create_server(echo, listen="127.0.0.1:0", threads=1)
    thread = Thread(target=server.run)
    thread.start()
    with socket.create_connection(("127.0.0.1", server.effective_port), timeout=30) as connection:

        def answered(some: bytes) -> HTTPResponse:
            connection.sendall(some)
            answer = HTTPResponse(connection)
            answer.begin()
            return answer

        yield answered
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    thread.join()
    server.task_dispatcher.shutdown()


def test_lines_that_are_not_complete_in_time_are_refused(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "HEAD_SECONDS", -1)
    answer = send(HEAD)
    assert (answer.status, answer.headers["Connection"]) == (408, "close")
    assert answer.read() == b"This request took too long to arrive. Please try again.\n"
    assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY


def test_a_body_that_is_not_complete_in_time_is_refused(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "WHOLE_SECONDS", -1)
    assert send(HEAD + b"\r\n12345").status == 408


def test_a_body_has_more_time_than_the_lines(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "HEAD_SECONDS", -1)
    answer = send(HEAD + b"\r\n1234567890")
    assert (answer.status, answer.read()) == (200, b"1234567890")
