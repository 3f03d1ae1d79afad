"""A database without room, or that takes no changes: all is read, a save is answered in words and can be sent again."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from salaries.models import Figure, Report
from tests.factories import make_figure
from tests.faults.test_busy_database import anna, form_of
from tests.forms import fields_of

__all__ = ["anna"]
SENTENCE = "Nothing can be saved just now, while everything can be read. Please try again later."
NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger AS $$
BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON salaries_figure EXECUTE FUNCTION no_room();
"""
Fault = Callable[[], AbstractContextManager[None]]


def ask(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


@contextmanager
def full() -> Iterator[None]:
    """No room for one page more."""
    if connection.vendor == "sqlite":
        ask(f"PRAGMA max_page_count = {ask('PRAGMA page_count')[0]}")
        yield
        ask("PRAGMA max_page_count = 1000000")
    else:
        ask(NO_ROOM)
        yield
        ask("DROP FUNCTION no_room CASCADE")


@contextmanager
def read_only() -> Iterator[None]:
    """No changes, as on a server that follows another, or a disk that was mounted so after a fault."""
    is_sqlite = connection.vendor == "sqlite"
    ask("PRAGMA query_only = ON" if is_sqlite else "SET default_transaction_read_only = on")
    yield
    ask("PRAGMA query_only = OFF" if is_sqlite else "SET default_transaction_read_only = off")


def saved_until_refused(client: Client, url: str, typed: Any) -> Any:
    """Room is left on pages that are there already: save until there is none."""
    for number in range(300):
        answer = client.post(url, typed | {"source_note": f"{number}" * 60})
        if answer.status_code != 302:
            return answer
        typed = fields_of(client.get(url).content.decode())
    raise AssertionError("There is always room.")


@pytest.mark.parametrize("fault", [full, read_only])
def test_a_save_is_kept_and_can_be_sent_again(anna: Client, fault: Fault) -> None:
    figure = make_figure("alpha", median=50_000)
    typed = fields_of(anna.get(form_of(figure)).content.decode()) | {"median": "51,234"}
    with fault():
        refused = saved_until_refused(anna, form_of(figure), typed)
        assert (refused.status_code, refused["Retry-After"]) == (503, "5")
        assert SENTENCE in refused.text
        assert Client().get("/salaries/alpha/").status_code == 200
    again = fields_of(refused.text)
    assert again["source_note"] != ""
    assert anna.post(form_of(figure), again).status_code == 302
    assert Figure.objects.get().source_note == again["source_note"]


@pytest.mark.parametrize("path", ["/salaries/alpha/", "/", "/api/v1/roles/", "/changes/", "/search?q=alpha"])
def test_readers_notice_nothing(address: str, path: str) -> None:
    make_figure("alpha", median=50_000)
    with read_only():
        assert Client().get(path).status_code == 200


def test_a_report_is_kept_on_its_page(address: str) -> None:
    make_figure("alpha", median=50_000)
    typed = {
        "subject": "alpha.average",
        "release": "bureau/may-2025",
        "message": "It says 52,000.",
        "email": "",
    }
    client = Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"})
    with read_only():
        refused = client.post("/report/", typed)
    assert (refused.status_code, "It says 52,000." in refused.text) == (503, True)
    assert client.post("/report/", typed).status_code == 200
    assert Report.objects.get().message == "It says 52,000."
