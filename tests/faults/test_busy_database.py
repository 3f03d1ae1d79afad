"""A database that somebody else holds: a save waits, or is answered in words with what was typed (case A25)."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from psycopg import errors
from psycopg_pool import PoolTimeout

from salaries.models import Figure
from tests.factories import make_figure, make_part
from tests.forms import fields_of
from tests.signing_in import signed_in

Hold = Callable[[], Any]
HELD = "salaries_figure, salaries_releasepart, django_session"
"""What is held on PostgreSQL: it can be read, and not written. SQLite has one writer for all tables."""
SENTENCE = "Somebody else is saving just now, and it takes longer than usual. Please try again in a moment."


@pytest.fixture
def hold(address: str) -> Hold:
    """Holds what a save needs, as a long import does; ours waits a twentieth of a second for it."""

    @contextmanager
    def held() -> Iterator[None]:
        sqlite = connection.vendor == "sqlite"
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50" if sqlite else "SET lock_timeout = '50ms'")
        other: Any = (
            sqlite3.connect(address.removeprefix("sqlite:///"), autocommit=True)
            if sqlite
            else psycopg.connect(address, autocommit=True)
        )
        with closing(other):
            for words in (
                ("BEGIN IMMEDIATE",) if sqlite else ("BEGIN", f"LOCK TABLE {HELD} IN EXCLUSIVE MODE")
            ):
                other.execute(words)
            yield
            other.execute("ROLLBACK")

    return held


@pytest.fixture
def anna(address: str, django_user_model: Any) -> Client:
    """An editor whose faults are answers, as on a live site."""
    client = Client(raise_request_exception=False)
    return signed_in(client, django_user_model.objects.create_superuser("anna"))


def form_of(figure: Figure) -> str:
    return f"/admin/salaries/figure/{figure.pk}/change/"


def test_a_save_that_cannot_wait_longer_is_kept_and_can_be_sent_again(anna: Client, hold: Hold) -> None:
    url = form_of(make_figure("alpha", median=50_000))
    typed = fields_of(anna.get(url).content.decode()) | {"median": "51,234", "source_note": 'About "half"'}
    with hold():
        busy = anna.post(url, typed)
    assert (busy.status_code, busy["Retry-After"]) == (503, "5")
    assert SENTENCE in busy.content.decode()
    again = fields_of(busy.content.decode())
    assert again | {"csrfmiddlewaretoken": ""} == typed | {"csrfmiddlewaretoken": ""}
    assert anna.post(url, again).status_code == 302
    assert (Figure.objects.get().median, Figure.objects.get().source_note) == (51_234, 'About "half"')


def test_nothing_of_the_save_is_done_by_halves(anna: Client, hold: Hold) -> None:
    figure = make_figure("alpha", median=50_000)
    typed = fields_of(anna.get(form_of(figure)).content.decode()) | {"median": "51,234"}
    with hold():
        anna.post(form_of(figure), typed)
    assert Figure.objects.get().median == 50_000


def test_an_action_on_several_rows_is_kept_too(anna: Client, hold: Hold) -> None:
    pks = [str(make_figure("alpha", make_part(name=name), level=name).part_id) for name in ("one", "two")]
    with hold():
        busy = anna.post("/admin/salaries/releasepart/", {"action": "withdraw", "_selected_action": pks})
    fields = re.findall(r'name="_selected_action" value="(\d+)"', busy.content.decode())
    assert (busy.status_code, fields) == (503, pks)


def test_readers_notice_nothing(anna: Client, hold: Hold) -> None:
    make_figure("alpha", median=50_000)
    with hold():
        assert Client().get("/salaries/alpha/").status_code == 200
        assert anna.get("/admin/salaries/figure/").status_code == 200


def test_a_password_is_never_sent_back(hold: Hold, django_user_model: Any) -> None:
    django_user_model.objects.create_superuser("dora", password="a-long-password")
    typed = {"username": "dora", "password": "a-long-password"}
    with hold():
        busy = Client(raise_request_exception=False).post("/admin/login/", typed)
    assert busy.status_code == 503
    assert SENTENCE in busy.content.decode()
    assert "a-long-password" not in busy.content.decode()


@pytest.mark.parametrize(
    ("headers", "words"), [({}, "<!doctype html>"), ({"HX-Target": "figures"}, '<section id="figures">')]
)
def test_a_public_page_would_say_so_too(
    client: Client, monkeypatch: pytest.MonkeyPatch, headers: Any, words: str, hold: Hold
) -> None:
    monkeypatch.setattr("salaries.views.guides.of_guide", lambda *_: Figure.objects.update(median=1))
    make_figure("alpha", median=50_000)
    with hold():
        busy = client.get("/salaries/alpha/", headers=headers)
    assert busy.status_code == 503
    assert words in busy.content.decode()
    assert SENTENCE in busy.content.decode()


@pytest.mark.django_db
def test_another_fault_of_the_database_stays_a_fault(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column FROM salaries_figure")

    monkeypatch.setattr("salaries.views.guides.of_guide", broken)
    client.raise_request_exception = False
    assert client.get("/salaries/alpha/").status_code == 500


@pytest.mark.parametrize(
    ("cause", "sentence"),
    [
        (
            errors.QueryCanceled(),
            "This takes longer than the site allows, and was stopped. Nothing was changed.",
        ),
        (
            PoolTimeout("couldn't get a connection after 2.00 sec"),
            "The figures cannot be reached just now. Please try again in a moment.",
        ),
    ],
)
@pytest.mark.parametrize(
    ("path", "headers"),
    [("/salaries/alpha/", {}), ("/salaries/alpha/", {"HX-Target": "figures"}), ("/api/v1/roles/", {})],
)
def test_what_takes_too_long_or_is_away_is_said_in_words_of_its_own(
    client: Client, monkeypatch: pytest.MonkeyPatch, cause: Exception, sentence: str, path: str, headers: Any
) -> None:
    def refused(*_: Any) -> None:
        raise OperationalError from cause

    monkeypatch.setattr("salaries.views.guides.snapshot", refused)
    monkeypatch.setattr("salaries.api.nouns.page_of", refused)
    answer = client.get(path, headers=headers)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert sentence in answer.text
