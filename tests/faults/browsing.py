"""Asking a real server, as a browser does: no redirect followed, cookies of an editor where there are some."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.test import Client

from tests.forms import fields_of


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    headers: Any


@dataclass
class Visitor:
    """Somebody with a browser at one web process."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, data: Any = None, **headers: str) -> Answer:
        """GET, or POST of fields."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = urlencode(data, doseq=True).encode() if data is not None else None
        request = Request(self.url + path, body, {"Cookie": cookies, **headers})  # noqa: S310 - loopback
        try:
            with build_opener(_Stay).open(request, timeout=60) as response:
                answer = Answer(response.status, response.read().decode(errors="replace"), response.headers)
        except HTTPError as refused:
            answer = Answer(refused.code, refused.read().decode(), refused.headers)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def ask_until(self, path: str, holds: Callable[[Answer], bool], **headers: str) -> Answer:
        """GET again and again until an answer is as it should be."""
        deadline = monotonic() + 60
        while not holds(answer := self.ask(path, **headers)):
            assert monotonic() < deadline, (path, answer.status, answer.text[:300])
            sleep(0.05)
        return answer

    def form(self, path: str) -> Any:
        """The fields of the forms at an address."""
        answer = self.ask(path)
        assert answer.status == 200, (answer.status, answer.headers["Location"], answer.text[:300])
        return fields_of(answer.text)


def at_a_desk(url: str, client: Client) -> Visitor:
    """An editor who is signed in already, at a web process that shares the database."""
    name = settings.SESSION_COOKIE_NAME
    return Visitor(url, {name: client.cookies[name].value})
