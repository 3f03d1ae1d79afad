"""The log: what happened on which page, and nothing of who asked for what."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from compsite.logs import Json, Plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guide")]

TYPED = "zanzibar98765"
WHO = {
    "User-Agent": TYPED,
    "Referer": f"http://testserver/{TYPED}",
    "Accept-Language": TYPED,
    "X-Forwarded-For": "203.0.113.98",
    "Cookie": f"sessionid={TYPED}",
    "X-Request-ID": TYPED,
    "HX-Target": TYPED,
}
ASKED: dict[str, tuple[str, str, dict[str, str], int]] = {
    "a search": ("GET", f"/search?q={TYPED}", {}, 200),
    "an unknown address": ("GET", f"/{TYPED}/", {}, 404),
    "an unknown role": ("GET", f"/salaries/{TYPED}/?release={TYPED}", {}, 404),
    "a parameter that means nothing": ("GET", f"/salaries/backend-engineer/?statistic={TYPED}", {}, 400),
    "a question of the API": ("GET", f"/api/v1/figures/?min_pay={TYPED}", {}, 422),
    "a method of no use": ("DELETE", f"/api/v1/roles/{TYPED}/", {}, 405),
    "a long address": ("GET", f"/search?q={TYPED * 800}", {}, 414),
    "one's own pay": ("POST", "/standing/", {"amount": TYPED, "subject": "backend-engineer.average"}, 400),
    "one's own pay from elsewhere": ("POST", "/standing/", {"amount": TYPED, "from": "cross-site"}, 403),
    "a report": ("POST", "/report/", {"message": TYPED, "email": f"{TYPED}@pay.example"}, 200),
    "a large report": ("POST", "/report/", {"message": TYPED * 8_000}, 413),
    "a sign-in": ("POST", "/admin/login/", {"username": TYPED, "password": TYPED}, 200),
    "the editors' area": ("GET", f"/admin/salaries/role/?q={TYPED}", {}, 302),
}
Lines = Callable[[], list[dict[str, Any]]]


def listening(formatter: logging.Formatter) -> Iterator[StringIO]:
    """What is written while every logger says all that it has to say."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    root, loggers = (
        logging.getLogger(),
        [logging.getLogger(name) for name in ("compsite.requests", "django.request")],
    )
    levels = [(logger, logger.level) for logger in (root, *loggers)]
    root.addHandler(handler)
    for logger in (root, *loggers):
        logger.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    for logger, level in levels:
        logger.setLevel(level)


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What is written as JSON."""
    yield from listening(Json())


@pytest.fixture
def text() -> Iterator[StringIO]:
    """What is written for people."""
    yield from listening(Plain())


def ask(client: Client, name: str) -> Any:
    """The answer to one of those requests."""
    method, path, fields, status = ASKED[name]
    headers = {**WHO, "Sec-Fetch-Site": fields.get("from", "same-origin")}
    answer = getattr(client, method.lower())(
        path, fields or None, headers=headers, REMOTE_ADDR="203.0.113.98"
    )
    assert answer.status_code == status
    return answer


def lines(log: StringIO) -> list[dict[str, Any]]:
    """The lines of the log."""
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.parametrize("name", ASKED)
def test_nothing_that_somebody_typed_and_nothing_of_who_it_was_reaches_a_line(
    client: Client, log: StringIO, name: str
) -> None:
    ask(client, name)
    assert "answered" in [line["message"] for line in lines(log)]
    assert TYPED not in log.getvalue()
    assert "203.0.113" not in log.getvalue()


@pytest.mark.parametrize("name", ASKED)
def test_nor_a_line_for_people(client: Client, text: StringIO, name: str) -> None:
    ask(client, name)
    assert "answered" in text.getvalue()
    assert TYPED not in text.getvalue()
    assert "203.0.113" not in text.getvalue()


def test_pay_that_is_answered_reaches_no_line(client: Client, log: StringIO) -> None:
    typed = {"subject": "backend-engineer.average", "place": "us", "amount": "98,765.43", "currency": "USD"}
    answer = client.post(
        "/standing/", {**typed, "pay_period": "year"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert (answer.status_code, "98,765" in answer.text) == (200, True)
    assert "answered" in log.getvalue()
    assert [word for word in ("98,765", "98765.", "backend") if word in log.getvalue()] == []


def broken(*_: object) -> None:
    """A fault that holds what was typed, and one that led to it."""
    try:
        int(TYPED)
    except ValueError as error:
        raise LookupError(TYPED) from error


def test_a_fault_is_told_by_its_kind_and_its_way_through_the_code_and_not_by_its_words(
    client: Client, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salaries.views.search.search_page", broken)
    client.raise_request_exception = False
    assert client.get("/search", {"q": TYPED}).status_code == 500
    [fault] = [line for line in lines(log) if line["level"] == "ERROR"]
    assert [error["type"] for error in fault["errors"]] == ["LookupError", "ValueError"]
    assert fault["errors"][1]["at"][0].startswith("tests/pages/test_log.py:")
    assert (fault["message"], fault["route"], fault["status"]) == ("Internal Server Error", "/search", 500)
    assert TYPED not in log.getvalue()


def test_a_line_names_the_page_by_its_pattern(client: Client, log: StringIO) -> None:
    client.get("/salaries/backend-engineer/?statistic=mean")
    [line] = [line for line in lines(log) if line["message"] == "answered"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/salaries/<str:role>/", 200)
    assert (line["level"], line["logger"], line["ms"] > 0) == ("INFO", "compsite.requests", True)


def test_all_lines_of_a_request_have_the_id_of_its_answer(client: Client, log: StringIO) -> None:
    first, second = (client.get("/nowhere/").headers["X-Request-ID"] for _ in range(2))
    assert first != second
    told = [line["request_id"] for line in lines(log)]
    assert [told.count(one) for one in (first, second)] == [2, 2]
    assert set(told) == {first, second}


@pytest.mark.parametrize("given", ["a1b2c3d4", "0190-4f_8.Z" * 5])
def test_the_id_of_a_proxy_of_ours_is_taken(client: Client, settings: Any, given: str) -> None:
    settings.TRUST_PROXY = True
    assert client.get("/nowhere/", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["short", "x" * 65, "with blanks in it", "a1b2c3d4\u00e9", "a1b2c3d4;x=1"])
def test_what_is_no_id_is_replaced(client: Client, settings: Any, given: str) -> None:
    settings.TRUST_PROXY = True
    made = client.get("/nowhere/", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert len(made) == 32
    assert given not in made


def test_a_visitors_own_id_is_not_looked_at(client: Client) -> None:
    assert client.get("/nowhere/", headers={"X-Request-ID": TYPED}).headers["X-Request-ID"] != TYPED


def test_an_answer_that_anybody_may_keep_names_no_request(client: Client) -> None:
    answer = client.get("/salaries/backend-engineer/")
    assert "public" in answer.headers["Cache-Control"]
    assert "X-Request-ID" not in answer.headers


def test_what_libraries_say_is_not_repeated(log: StringIO) -> None:
    logging.getLogger("axes").warning("Failed for %s", TYPED)
    logging.getLogger("axes").warning(f"Failed for {TYPED}")
    assert [line["message"].rpartition(":")[0] for line in lines(log)] == [
        "said at tests/pages/test_log.py"
    ] * 2
    assert TYPED not in log.getvalue()


def test_a_record_is_one_line_whatever_it_says(log: StringIO) -> None:
    logging.getLogger("salaries").warning("two\nlines\u2028of %s", "Zoë")
    [line] = log.getvalue().splitlines()
    assert json.loads(line)["message"] == "two\nlines\u2028of Zoë"
