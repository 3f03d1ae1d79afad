"""A41: no way around the second factor. Every address of the admin is asked for, as the address map has it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver
from django.utils.regex_helper import normalize

from tests.signin.trying import CODE, PHONE, is_in
from tests.signing_in import signed_in, with_phone

pytestmark = pytest.mark.django_db

OPEN = {"/admin/login/"}
WITH_PASSWORD = {CODE, PHONE, "/admin/logout/"}
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


def addresses(resolver: Any, prefix: str = "/") -> Iterator[str]:
    """Every address below a resolver, with dummies in place of what varies."""
    for pattern in resolver.url_patterns:
        (shape, names), *_ = normalize(str(pattern.pattern.regex.pattern))
        address = prefix + shape % {name: "auth" if name == "app_label" else "1" for name in names}
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, address)
        elif isinstance(pattern, URLPattern):
            yield address


ADMIN = sorted({one for one in addresses(get_resolver()) if one.startswith("/admin/")})
CLOSED = [one for one in ADMIN if one not in OPEN]


def test_the_map_of_addresses_is_read_whole() -> None:
    assert len(ADMIN) > 100
    named = ("autocomplete/", "jsi18n/", "password_change/", "auth/user/1/password/", "r/1/1/")
    assert {f"/admin/{one}" for one in named} < set(ADMIN)
    assert {"/admin/salaries/figure/1/history/", "/admin/salaries/releasepart/1/publish/"} < set(ADMIN)


def test_without_a_password_every_address_leads_to_the_sign_in_page(client: Client) -> None:
    for address in CLOSED:
        answer = client.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/login/"), address
        assert client.post(address).status_code == 403, address


def test_with_the_password_alone_every_address_leads_to_the_code(anna: Any, half_in: Client) -> None:
    with_phone(anna)
    for address in sorted(set(CLOSED) - WITH_PASSWORD):
        answer = half_in.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, CODE), address
        assert half_in.post(address).status_code == 403, address
        assert half_in.get(address, headers=SCRIPT).status_code == 403, address


def test_what_is_open_with_the_password_shows_nothing_of_the_admin(anna: Any, half_in: Client) -> None:
    with_phone(anna)
    assert half_in.get(PHONE)["Location"] == f"{CODE}?next=/admin/"
    page = half_in.get(CODE).content.decode()
    assert "/admin/salaries/" not in page
    assert "Account security" not in page


def test_a_session_from_before_the_phone_was_set_up_has_to_give_a_code(anna: Any, half_in: Client) -> None:
    signed_in(Client(), anna)
    assert half_in.get("/admin/")["Location"] == f"{CODE}?next=/admin/"
    assert half_in.get(PHONE)["Location"] == f"{CODE}?next=/admin/"


def test_without_a_phone_every_address_leads_to_setting_one_up(half_in: Client) -> None:
    answer = half_in.get("/admin/salaries/figure/?q=x", follow=True)
    assert answer.redirect_chain[-1] == (f"{PHONE}?next=/admin/salaries/figure/%3Fq%3Dx", 302)


def test_password_and_code_open_the_area(desk: Client) -> None:
    assert is_in(desk)
    assert desk.get("/admin/login/")["Location"] == "/admin/"


def test_another_users_device_opens_nothing(anna: Any, half_in: Client, django_user_model: Any) -> None:
    ben = django_user_model.objects.create_superuser("ben")
    session = half_in.session
    session["otp_device_id"] = with_phone(ben).persistent_id
    session.save()
    assert not is_in(half_in)


def test_who_is_no_editor_stays_outside_with_a_code_too(django_user_model: Any) -> None:
    reader = signed_in(Client(), django_user_model.objects.create_user("reader"))
    assert reader.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert reader.get(CODE)["Location"].startswith("/admin/login/")


def test_leaving_needs_no_code(anna: Any, half_in: Client) -> None:
    with_phone(anna)
    assert half_in.post("/admin/logout/").status_code == 200
    assert "sessionid" not in half_in.cookies or not half_in.cookies["sessionid"].value


def test_optional_asks_those_alone_who_have_set_up_a_phone(anna: Any, half_in: Client, settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"
    assert is_in(half_in)
    with_phone(anna)
    assert not is_in(half_in)


def test_what_was_typed_is_shown_to_who_has_to_sign_in_again(client: Client) -> None:
    form = {
        "note": "Moved by <b>hand</b>",
        "csrfmiddlewaretoken": "t",
        "old_password": "secret-word",
        "_save": "Save",
    }
    answer = client.post("/admin/salaries/figure/1/change/", form)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "<dt>note</dt><dd>Moved by &lt;b&gt;hand&lt;/b&gt;</dd>" in page
    assert "secret-word" not in page and "_save" not in page


def test_an_attack_from_another_site_is_refused_before_it_is_shown(anna: Any) -> None:
    answer = Client(enforce_csrf_checks=True).post("/admin/salaries/figure/1/change/", {"note": "Call me"})
    assert answer.status_code == 403
    assert "Call me" not in answer.content.decode()


def test_no_page_shows_the_secrets_of_others(desk: Client, anna: Any) -> None:
    for model in ("otp_totp/totpdevice", "otp_static/staticdevice", "axes/accesslog", "axes/accessattempt"):
        assert desk.get(f"/admin/{model}/").status_code == 404
    page = desk.get(f"/admin/auth/user/{anna.pk}/delete/").content.decode()
    assert with_phone(anna).key not in page


def test_the_code_costs_one_question_a_page(
    desk: Client, anna: Any, django_assert_num_queries: Any, settings: Any
) -> None:
    desk.get("/admin/password_change/")
    with django_assert_num_queries(3):  # session, user, device
        desk.get("/admin/password_change/done/")
