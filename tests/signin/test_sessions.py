"""Sessions end: by themselves, by leaving, and with another password."""

import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from compsite.signin import sessions, throttle
from tests.signin.trying import is_in
from tests.signing_in import PASSWORD, signed_in

pytestmark = pytest.mark.django_db

MINUTE, HOUR = 60, 60 * 60


def aged(client: Client, **ago: int) -> None:
    """Let a session have begun, and been in use, so many seconds ago."""
    session = client.session
    for name, seconds in ago.items():
        session[name] = int(time.time()) - seconds
    session.save()


def test_two_hours_without_a_page_end_a_session(desk: Client) -> None:
    aged(desk, signed_in_at=3 * HOUR, seen_at=2 * HOUR - MINUTE)
    assert is_in(desk)
    aged(desk, seen_at=2 * HOUR)
    page = desk.get("/admin/salaries/figure/", follow=True)
    assert page.redirect_chain == [("/admin/login/?next=/admin/salaries/figure/", 302)]
    assert "You were signed out after two hours in which nothing was asked for." in page.content.decode()
    assert not is_in(desk)


def test_twelve_hours_end_a_session_that_is_in_use(desk: Client) -> None:
    aged(desk, signed_in_at=12 * HOUR - MINUTE, seen_at=MINUTE)
    assert is_in(desk)
    aged(desk, signed_in_at=12 * HOUR, seen_at=MINUTE)
    assert "You were signed out after twelve hours." in desk.get("/admin/", follow=True).content.decode()


def test_a_page_keeps_a_session_in_use(desk: Client) -> None:
    aged(desk, signed_in_at=HOUR, seen_at=HOUR)
    desk.get("/admin/")
    assert time.time() - desk.session["seen_at"] < MINUTE
    assert time.time() - desk.session["signed_in_at"] >= HOUR


def test_use_is_noted_every_five_minutes_and_not_with_every_page(desk: Client) -> None:
    aged(desk, signed_in_at=HOUR, seen_at=4 * MINUTE)
    desk.get("/admin/")
    assert time.time() - desk.session["seen_at"] >= 4 * MINUTE


def test_the_browser_forgets_the_session_when_it_closes(client: Client, anna: Any, settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"
    client.post("/admin/login/", {"username": "anna", "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_leaving_ends_the_session_in_the_database(desk: Client) -> None:
    key = desk.session.session_key
    desk.post("/admin/logout/")
    assert not Session.objects.filter(session_key=key).exists()


def test_another_password_ends_the_other_sessions_and_keeps_this_one(desk: Client, anna: Any) -> None:
    other, word = signed_in(Client(), anna), "another-long-password"
    form = {"old_password": PASSWORD, "new_password1": word, "new_password2": word}
    assert desk.post("/admin/password_change/", form).status_code == 302
    assert is_in(desk)
    assert not is_in(other)


def test_sessions_of_one_user_end_and_no_others(desk: Client, anna: Any, django_user_model: Any) -> None:
    other = signed_in(Client(), anna)
    ben = signed_in(Client(), django_user_model.objects.create_superuser("ben"))
    assert sessions.end_sessions(anna, keep=desk.session.session_key) == 1
    assert (is_in(desk), is_in(other), is_in(ben)) == (True, False, True)


def test_sessions_whose_time_is_over_are_forgotten_when_somebody_signs_in(desk: Client) -> None:
    Session.objects.update(expire_date=timezone.now())
    throttle.signed_in("anna", "192.0.2.1")
    assert Session.objects.count() == 0
    assert not is_in(desk)
