"""Passwords as NIST SP 800-63B has them: length and no rule besides, nothing that is tried first, no term."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from tests.signin.test_throttle import hashes as hashes
from tests.signin.trying import LOGIN, give_password, is_in
from tests.signing_in import PASSWORD

CHANGE = "/admin/password_change/"
LONG = "a whole sentence that somebody remembers, with blanks in it and 100 letters or so, till its very last"


def complaints(password: str) -> list[str]:
    """The codes of what is said against a password of Anna's."""
    anna = User(username="anna-of-the-desk", first_name="Anna", email="anna@pay.example")
    try:
        validate_password(password, anna)
    except ValidationError as refused:
        return [str(error.code) for error in refused.error_list]
    return []


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "zweiundvierzig",
        "804297316582",
        "пароль из слов",
        "🐎🔋📎✅ horse and cart",
        LONG,
    ],
)
def test_length_is_enough_whatever_the_letters_are(password: str) -> None:
    assert complaints(password) == []


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short-enough", None),
        ("short-pass!", "password_too_short"),
        ("passwordpassword", "common"),
        ("Password2026!", "common"),
        ("1234567qwerty", "common"),
        ("qazwsxedcrfv", "common"),
        ("compsite2026", "common"),
        ("guide.example1", "common"),
        ("aaaaaaaaaaaa", "row"),
        ("123456789012", "row"),
        ("zyxwvutsrqponm", "row"),
        ("qwertyuiopasd", "row"),
        ("anna-of-the-desk", "password_too_similar"),
    ],
)
def test_what_is_tried_first_is_refused(settings: Any, password: str, code: str | None) -> None:
    settings.SITE_URL = "https://guide.example"
    assert complaints(password) == ([code] if code else [])


def test_the_last_letter_of_a_long_password_counts(client: Client, anna: Any) -> None:
    anna.set_password(LONG)
    anna.save()
    assert give_password(Client(), LONG[:-1] + "s").status_code == 200
    assert give_password(client, LONG).status_code == 302


def test_a_password_may_be_pasted_and_filled_in_by_a_manager(desk: Client) -> None:
    form, login = desk.get(CHANGE).content.decode(), Client().get(LOGIN).content.decode()
    assert "onpaste" not in form + login
    assert 'autocomplete="current-password"' in login and form.count('autocomplete="new-password"') == 2


def test_a_password_has_no_term(client: Client, anna: Any) -> None:
    User.objects.filter(pk=anna.pk).update(
        date_joined="2001-01-01T00:00:00Z", last_login="2001-01-01T00:00:00Z"
    )
    assert give_password(client).status_code == 302


def given(desk: Client, old: str, new: str = "another good long one") -> Any:
    return desk.post(CHANGE, {"old_password": old, "new_password1": new, "new_password2": new})


def test_guesses_at_the_present_password_are_slowed(desk: Client, anna: Any, hashes: Any) -> None:
    assert [given(desk, f"guess-{number}").status_code for number in range(5)] == [200] * 5
    before = hashes.call_count
    answer = given(desk, PASSWORD)
    assert (answer.status_code, hashes.call_count) == (429, before)
    assert 840 < int(answer["Retry-After"]) <= 900
    assert "Too many tries. Wait 15 minutes, then try again." in answer.content.decode()


def test_they_count_with_those_at_the_sign_in_page(desk: Client, anna: Any) -> None:
    for number in range(3):
        given(desk, f"guess-{number}")
        give_password(Client(), f"guess-{number}", address="127.0.0.1")
    assert given(desk, PASSWORD).status_code == 429


def test_the_right_one_counts_for_nothing(desk: Client, anna: Any) -> None:
    for number in range(4):
        given(desk, f"guess-{number}")
    assert given(desk, PASSWORD, new="x").status_code == 200
    assert given(desk, PASSWORD).status_code == 302
    assert is_in(desk)
