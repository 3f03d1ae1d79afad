"""A40: whoever guesses is slowed, whatever he forges; nobody is locked out by somebody else's guesses."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import call_command
from django.test import Client

from compsite.signin import throttle
from tests.signin.trying import give_code, give_password
from tests.signing_in import PASSWORD, code_of, with_phone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anna")]

ATTACKER, OFFICE, HOME = "198.51.100.7", "192.0.2.1", "192.0.2.99"


def wrong(times: int, name: str = "anna", address: str = ATTACKER, **more: Any) -> list[int]:
    """The answers to so many wrong passwords, each from a browser of its own."""
    return [give_password(Client(), f"guess-{n}", name, address, **more).status_code for n in range(times)]


def lets_in(name: str = "anna", address: str = HOME) -> bool:
    """Whether the right password is taken from there."""
    return bool(give_password(Client(), PASSWORD, name, address).status_code == 302)


def later(**time: int) -> None:
    """Let time pass: all that was kept is so much older."""
    for table in (AccessFailureLog, AccessLog):
        for row in table.objects.all():
            table.objects.filter(pk=row.pk).update(attempt_time=row.attempt_time - timedelta(**time))


@pytest.fixture
def ben(django_user_model: Any) -> Any:
    return django_user_model.objects.create_superuser("ben", password=PASSWORD)


@pytest.fixture
def hashes() -> Iterator[Any]:
    """Counts how often a password is hashed."""
    with patch.object(
        MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
    ) as counted:
        yield counted


def test_after_five_wrong_passwords_the_next_waits(client: Client) -> None:
    assert wrong(5) == [200] * 5
    answer = give_password(client, PASSWORD, address=ATTACKER)
    assert answer.status_code == 429
    assert 840 < int(answer["Retry-After"]) <= 900
    page = answer.content.decode()
    assert "Too many tries. Wait 15 minutes, then try again." in page
    assert 'value="anna"' in page


@pytest.mark.parametrize("trusted", [False, True])
def test_a_forged_header_changes_nothing(settings: Any, trusted: bool) -> None:
    settings.TRUST_PROXY = trusted
    answers = []
    for n in range(30):
        # A proxy adds the address that it saw to what the visitor made up.
        forged = f"203.0.113.{n}, {ATTACKER}" if trusted else f"203.0.113.{n}"
        answers += wrong(1, address="10.0.0.1" if trusted else ATTACKER, headers={"X-Forwarded-For": forged})
    assert answers == [200] * 5 + [429] * 25


def test_behind_a_proxy_others_are_let_in(settings: Any) -> None:
    settings.TRUST_PROXY = True
    wrong(30, address="10.0.0.1", headers={"X-Forwarded-For": ATTACKER})
    answer = give_password(Client(), address="10.0.0.1", headers={"X-Forwarded-For": HOME})
    assert answer.status_code == 302


@pytest.mark.usefixtures("ben")
def test_the_name_from_elsewhere_and_others_at_the_address_are_let_in() -> None:
    wrong(30, address=OFFICE)
    assert lets_in("anna", HOME)
    assert lets_in("ben", OFFICE)


def test_a_name_that_nobody_has_is_answered_with_the_same_words() -> None:
    known, unknown = Client(), Client()
    for _ in range(7):
        pages = [
            give_password(browser, "guess", name, ATTACKER).content.decode().replace(name, "NAME")
            for browser, name in ((known, "anna"), (unknown, "nobody"))
        ]
        without_tokens = [page.split("csrfmiddlewaretoken")[0] for page in pages]
        assert without_tokens[0] == without_tokens[1]


def test_each_try_hashes_once_and_a_refused_one_never(hashes: Any) -> None:
    for name in ("anna", "nobody"):
        before = hashes.call_count
        wrong(5, name)
        assert hashes.call_count - before == 5
        wrong(5, name)
        assert hashes.call_count - before == 5


def test_waiting_ends_the_wait_and_one_more_failure_doubles_it(client: Client) -> None:
    wrong(9)
    later(minutes=16)
    assert wrong(2) == [200, 429]
    assert 1740 < int(give_password(client, address=ATTACKER)["Retry-After"]) <= 1800
    later(minutes=31)
    assert lets_in("anna", ATTACKER)


def test_asking_on_makes_no_wait_longer() -> None:
    wrong(5)
    later(minutes=14)
    wrong(10)
    later(minutes=2)
    assert lets_in("anna", ATTACKER)


def test_a_name_tried_from_many_addresses_is_closed_to_new_ones_alone(settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"
    assert lets_in("anna", HOME)
    answers = [wrong(1, address=f"203.0.113.{n}")[0] for n in range(25)]
    assert answers == [200] * 20 + [429] * 5
    assert lets_in("anna", HOME)
    assert not lets_in("anna", OFFICE)
    later(minutes=61)
    assert lets_in("anna", OFFICE)


@pytest.mark.usefixtures("ben")
def test_an_address_that_tries_many_names_is_closed_to_those_it_does_not_know(settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"
    assert lets_in("ben", OFFICE)
    answers = [wrong(1, f"name-{n}", OFFICE)[0] for n in range(55)]
    assert answers == [200] * 50 + [429] * 5
    assert lets_in("ben", OFFICE)
    assert not lets_in("anna", OFFICE)
    assert lets_in("anna", HOME)


def test_the_password_alone_makes_no_address_known(client: Client, anna: Any) -> None:
    phone = with_phone(anna)
    give_password(client, address=OFFICE)
    assert not throttle.is_known("anna", OFFICE)
    give_code(client, code_of(phone), OFFICE)
    assert throttle.is_known("anna", OFFICE)


def test_an_address_is_known_for_ninety_days() -> None:
    throttle.signed_in("anna", HOME)
    later(days=89)
    assert throttle.is_known("anna", HOME)
    later(days=2)
    assert not throttle.is_known("anna", HOME)


def test_addresses_of_a_household_count_as_one() -> None:
    answers = [wrong(1, address=f"2001:db8:1:2::{n}")[0] for n in range(1, 8)]
    assert answers == [200] * 5 + [429] * 2
    assert wrong(1, address="2001:db8:1:3::1") == [200]


def test_tries_at_the_same_moment_see_each_other(monkeypatch: Any) -> None:
    look = throttle.check

    def meanwhile(name: str, address: str, before: int | None = None) -> None:
        """Five others are counted between our first look and our own try."""
        look(name, address, before)
        if before is None:
            AccessFailureLog.objects.bulk_create(
                AccessFailureLog(username=name, ip_address=address) for _ in range(5)
            )

    monkeypatch.setattr(throttle, "check", meanwhile)
    with pytest.raises(throttle.Refused):
        throttle.take("anna", OFFICE)
    assert AccessFailureLog.objects.count() == 5


def test_a_refused_try_writes_nothing(django_assert_num_queries: Any) -> None:
    wrong(5)
    with django_assert_num_queries(1), pytest.raises(throttle.Refused):
        throttle.take("anna", ATTACKER)


def test_a_process_that_starts_anew_knows_of_the_failures() -> None:
    wrong(5)
    AxesProxyHandler.get_implementation(force=True)
    assert wrong(1) == [429]


def test_signing_in_forgets_the_failures_there(settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"
    wrong(4, address=OFFICE)
    assert lets_in("anna", OFFICE)
    assert wrong(5, address=OFFICE) == [200] * 5


def test_little_is_kept_and_not_for_long(settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"
    wrong(1, headers={"User-Agent": "Browser/1"})
    row = AccessFailureLog.objects.get()
    assert (row.username, row.ip_address) == ("anna", ATTACKER)
    assert (row.user_agent, row.http_accept, row.path_info) == ("", "", "")
    assert AccessAttempt.objects.count() == 0
    lets_in("anna", HOME), lets_in("anna", HOME)
    assert [row.user_agent for row in AccessLog.objects.all()] == ["", ""]
    later(days=91)
    lets_in("anna", OFFICE)
    assert AccessFailureLog.objects.count() == 0
    assert AccessLog.objects.get().ip_address == OFFICE


@pytest.mark.parametrize(
    "command", [("axes_reset",), ("axes_reset_username", "anna"), ("axes_reset_ip", ATTACKER)]
)
def test_an_operator_ends_a_wait(command: tuple[str, ...], capsys: Any) -> None:
    wrong(6)
    wrong(1, "ben", OFFICE)
    call_command(*command)
    assert lets_in("anna", ATTACKER)
    assert AccessFailureLog.objects.filter(username="ben").exists() == (len(command) == 2)
