"""Every public address, asked by chance and by a grammar: no fault, no end of bytes, all headers, a sentence.

Four questions an address here, each of its parameters with two texts, and what programs trip over: the same each time.
`make fuzz` asks others, for as long as it is let.
"""

import gzip
import json
import os
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings

from tests.naughty import CANARY
from tests.pages.chance import Question, always_asked, each_parameter, public_patterns, questions
from tests.pages.test_headers import SECURITY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guide", "one_connection")]
MANY = int(os.environ.get("FUZZ", "0"))
by_chance = settings(
    max_examples=MANY or 4, deadline=None, derandomize=not MANY, database=None,
    phases=[Phase.generate, Phase.shrink] if MANY else [Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip
ADDRESSES = sorted(set(public_patterns()))
STATUSES = {200, 204, 206, 301, 302, 304, 400, 403, 404, 405, 410, 413, 414, 416, 422, 501}
"""501 is said by `/oembed/` of formats that it lacks."""
MOST_BYTES = 1_000_000
"""More than any page, file or picture of the starting data."""
OPEN = re.compile(r"/*(?:embed|oembed|api)/|.*/(?:preview|chart)-?", re.DOTALL)
"""What other sites may show or read has headers of its own: frames, the API, pictures."""
EXCUSED = {"Content-Security-Policy", "X-Frame-Options", "Cross-Origin-Resource-Policy"}
RUNS = re.compile(rf"<(?:script|i|b|svg|img|a)\b[^>]*{CANARY}", re.IGNORECASE)


def asked(question: Question) -> Any:
    """The answer to a question; what fails inside fails here."""
    sent: Any = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in question.headers.items()}
    return Client().generic(
        question.method, "/", question.body, content_type="application/x-www-form-urlencoded",
        PATH_INFO=question.path, QUERY_STRING=question.query, **sent,
    )  # fmt: skip


def hold(question: Question) -> None:
    """An answer that keeps every promise."""
    answer = asked(question)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    body = gzip.decompress(body) if answer.get("Content-Encoding") == "gzip" else body
    assert answer.status_code in STATUSES
    assert len(body) <= MOST_BYTES
    assert not answer.cookies
    kept = {name: value for name, value in SECURITY.items() if answer.get(name) != value}
    assert not kept or (OPEN.match(question.path.lower()) and set(kept) <= EXCUSED), kept
    if answer.status_code in (301, 302):
        assert re.match(r"/(?!/)|http://127\.0\.0\.1:8000/", answer["Location"])
    elif question.method == "GET" and body:
        readable(answer.get("Content-Type", ""), body, answer.status_code)


def readable(kind: str, body: bytes, status: int) -> None:
    """What is sent is what it says that it is, and a refusal has a sentence."""
    if "json" in kind:
        found = json.loads(body)
        assert status < 400 or found.get("detail") or found.get("error")
    elif "xml" in kind or "svg" in kind:
        ElementTree.fromstring(body)  # noqa: S314 - our own
    elif kind.startswith("text/html"):
        page = body.decode()
        assert not RUNS.search(page)
        assert status < 400 or re.search(r"<h1|<p", page)
    elif kind.startswith("text/csv"):
        assert not re.search(r"(?:^|,)\"?[=+@\t\r]", body.decode(), re.MULTILINE)


@pytest.mark.parametrize(("shape", "names"), ADDRESSES)
def test_whatever_is_asked_by_chance_is_answered(shape: str, names: tuple[str, ...]) -> None:
    by_chance(given(questions(shape, names))(hold))()


@pytest.mark.parametrize(("number", "shape", "names"), [(n, *one) for n, one in enumerate(ADDRESSES)])
def test_whatever_a_parameter_says_is_answered(number: int, shape: str, names: tuple[str, ...]) -> None:
    for question in each_parameter(shape, names, number * 17):
        hold(question)


@pytest.mark.parametrize(("shape", "names"), ADDRESSES)
def test_what_programs_trip_over_is_answered_everywhere(shape: str, names: tuple[str, ...]) -> None:
    for question in always_asked(shape, names):
        hold(question)


def test_the_map_of_addresses_is_read_whole() -> None:
    shapes = {shape for shape, _ in public_patterns()}
    assert len(shapes) > 60
    assert {"/", "/search", "/standing/", "/report/", "/oembed/", "/changes/feed/"} < shapes
    assert "/compare/%(subjects)s/data.%(ending)s" in shapes and "/api/v1/compare/" in shapes
