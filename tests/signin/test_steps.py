"""The code step, setting up a phone, recovery codes, and the page about them."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from compsite.signin import factor
from tests.signin.trying import CODE, LOGIN, PHONE, RECOVERY, SECURITY, give_code, give_password, is_in
from tests.signing_in import PASSWORD, code_of, signed_in, with_phone

pytestmark = pytest.mark.django_db


def patient(device: Any) -> None:
    """Let the wait after a wrong code be over."""
    type(device).objects.update(throttling_failure_timestamp=None)


def new_phone(client: Client) -> TOTPDevice:
    """A phone that has looked at the picture of the page."""
    client.get(PHONE)
    return TOTPDevice(key=client.session["new_phone"])


def set_up(client: Client, **more: str) -> Any:
    """POST the first code of a new phone."""
    return client.post(PHONE, {"code": code_of(new_phone(client)), "next": "/admin/", **more})


def codes_on(answer: Any) -> list[str]:
    return re.findall(r"<li><code>([a-z2-7]{4}-[a-z2-7]{4})</code>", answer.content.decode())


# Signing in


def test_password_then_code_lead_to_where_one_was_going(client: Client, anna: Any) -> None:
    phone = with_phone(anna)
    there = "/admin/salaries/figure/?q=x"
    page = client.get(there, follow=True)
    assert 'value="/admin/salaries/figure/?q=x"' in page.content.decode()
    answer = client.post(LOGIN, {"username": "anna", "password": PASSWORD, "next": there})
    answer = client.get(answer["Location"])
    assert answer["Location"] == f"{CODE}?next=/admin/salaries/figure/%3Fq%3Dx"
    assert give_code(client, code_of(phone), next=there)["Location"] == there
    assert is_in(client)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.test/", "//evil.test/", "javascript:alert(1)", "/\\evil.test"]
)
def test_nobody_is_led_to_another_site(half_in: Client, anna: Any, elsewhere: str) -> None:
    phone = with_phone(anna)
    assert 'name="next" value="/admin/"' in half_in.get(CODE, {"next": elsewhere}).content.decode()
    assert give_code(half_in, code_of(phone), next=elsewhere)["Location"] == "/admin/"


def test_the_code_gives_the_session_a_new_key(half_in: Client, anna: Any) -> None:
    before = str(half_in.session.session_key)
    give_code(half_in, code_of(with_phone(anna)))
    assert half_in.session.session_key != before
    stale = Client()
    stale.cookies["sessionid"] = before
    assert not is_in(stale)


def test_a_code_works_once(half_in: Client, anna: Any) -> None:
    code = code_of(with_phone(anna))
    give_code(half_in, code)
    other = Client()
    other.force_login(anna)
    answer = give_code(other, code)
    assert answer.status_code == 400
    assert "This code is not right, or was used before." in answer.content.decode()
    assert not is_in(other)


def test_blanks_in_a_code_mean_nothing(half_in: Client, anna: Any) -> None:
    code = code_of(with_phone(anna))
    give_code(half_in, f" {code[:3]} {code[3:]} ")
    assert is_in(half_in)


@pytest.mark.parametrize("code", ["", "12", "abc", "١٢٣٤٥٦", "9" * 40, "9" * 41, "\0"])
def test_what_is_no_code_is_refused_in_words(half_in: Client, anna: Any, code: str) -> None:
    with_phone(anna)
    answer = give_code(half_in, code)
    assert answer.status_code == 400
    assert '<ul class="errorlist" id="id_code_error">' in answer.content.decode()


def test_after_five_wrong_codes_the_right_one_waits_too(half_in: Client, anna: Any) -> None:
    phone = with_phone(anna)
    answers = []
    for n in range(20):
        answers.append(give_code(half_in, f"{n:06}").status_code)
        patient(phone)
    assert answers == [400] * 5 + [429] * 15
    answer = give_code(half_in, code_of(phone))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) <= 900
    assert not is_in(half_in)
    assert give_code(half_in, code_of(phone), "192.0.2.99").status_code == 302


def test_wrong_codes_from_many_addresses_slow_the_phone_by_a_minute_at_most(
    half_in: Client, anna: Any
) -> None:
    phone = with_phone(anna)
    TOTPDevice.objects.update(throttling_failure_count=30)
    patient(phone)
    assert give_code(half_in, "000000").status_code == 400
    answer = give_code(half_in, code_of(phone), "192.0.2.2")
    assert (answer.status_code, 50 < int(answer["Retry-After"]) <= 64) == (429, True)


def test_the_right_password_again_takes_no_wrong_code_back(client: Client, anna: Any) -> None:
    phone = with_phone(anna)
    for n in range(5):
        assert give_password(client).status_code == 302
        give_code(client, f"{n:06}")
        patient(phone)
    assert give_password(client).status_code == 429


def test_another_password_leaves_the_phone(client: Client, anna: Any) -> None:
    with_phone(anna)
    anna.set_password("another-long-password")
    anna.save()
    assert give_password(client, "another-long-password").status_code == 302
    assert client.get("/admin/")["Location"] == f"{CODE}?next=/admin/"


# Recovery codes


def test_a_recovery_code_lets_in_once(half_in: Client, anna: Any) -> None:
    with_phone(anna)
    code = factor.new_recovery_codes(anna)[0]
    assert give_code(half_in, f"{code[:4].upper()}-{code[4:]}").status_code == 302
    assert is_in(half_in)
    other = Client()
    other.force_login(anna)
    assert give_code(other, code).status_code == 400
    assert factor.recovery_codes_left(anna) == 9


def test_a_wrong_recovery_code_slows_no_phone(half_in: Client, anna: Any) -> None:
    phone = with_phone(anna)
    factor.new_recovery_codes(anna)
    assert give_code(half_in, "aaaa-aaaa").status_code == 400
    assert give_code(half_in, code_of(phone)).status_code == 302


@pytest.mark.parametrize(
    ("left", "words"), [(5, ""), (4, "3 recovery codes are left"), (2, "1 recovery code is left")]
)
def test_few_codes_are_told_of(half_in: Client, anna: Any, left: int, words: str) -> None:
    codes = factor.new_recovery_codes(anna)
    StaticToken.objects.filter(token__in=codes[left:]).delete()
    give_code(half_in, codes[0])
    page = half_in.get("/admin/").content.decode()
    assert (words in page) and ("recovery code" in page) == bool(words)


def test_new_recovery_codes_want_a_fresh_code_and_end_the_old(desk: Client, anna: Any) -> None:
    phone, old = with_phone(anna), factor.new_recovery_codes(anna)
    assert desk.post(RECOVERY, {"code": "000000"}).status_code == 400
    patient(phone)
    answer = desk.post(RECOVERY, {"code": code_of(phone)})
    codes = codes_on(answer)
    assert len(set(codes)) == 10
    assert not {code.replace("-", "") for code in codes} & set(old)
    other = Client()
    other.force_login(anna)
    assert give_code(other, old[0]).status_code == 400


def test_the_account_page_counts_recovery_codes_and_shows_none(desk: Client, anna: Any) -> None:
    codes = factor.new_recovery_codes(anna)
    page = desk.get(SECURITY).content.decode()
    assert "10 are left" in page
    assert not [code for code in codes if code in page or f"{code[:4]}-{code[4:]}" in page]
    assert with_phone(anna).key not in page
    StaticToken.objects.filter(token__in=codes[3:]).delete()
    assert "3 are left: make new ones while you can sign in" in desk.get(SECURITY).content.decode()


def test_reading_the_address_of_new_codes_makes_none(desk: Client, anna: Any) -> None:
    assert desk.get(RECOVERY)["Location"] == SECURITY
    assert factor.recovery_codes_left(anna) == 0


# Setting up a phone


def test_a_first_phone_is_set_up_with_the_password_alone(half_in: Client, anna: Any) -> None:
    page = half_in.get(PHONE).content.decode()
    assert '<svg viewBox="0 0 ' in page and "otpauth://totp/127.0.0.1%3Aanna?secret=" in page
    answer = set_up(half_in)
    assert len(codes_on(answer)) == 10
    assert is_in(half_in)
    assert factor.phone_of(anna)


def test_setting_up_ends_the_other_sessions_and_gives_this_one_a_new_key(half_in: Client, anna: Any) -> None:
    other, before = Client(), half_in.session.session_key
    other.force_login(anna)
    set_up(half_in)
    assert half_in.session.session_key != before
    assert other.get("/admin/")["Location"] == f"{LOGIN}?next=/admin/"


def test_each_session_has_a_secret_of_its_own(half_in: Client, anna: Any) -> None:
    other = Client()
    other.force_login(anna)
    assert new_phone(half_in).key != new_phone(other).key
    assert TOTPDevice.objects.count() == 0


def test_the_picture_stays_the_same_after_a_wrong_code(half_in: Client) -> None:
    phone = new_phone(half_in)
    answer = half_in.post(PHONE, {"code": "12345"})
    assert answer.status_code == 400
    assert "This is not the code that the app on the new phone shows now." in answer.content.decode()
    assert new_phone(half_in).key == phone.key


def test_the_code_that_set_a_phone_up_is_used_up(half_in: Client, anna: Any) -> None:
    code = code_of(new_phone(half_in))
    half_in.post(PHONE, {"code": code})
    other = Client()
    other.force_login(anna)
    assert give_code(other, code).status_code == 400


def test_of_two_who_set_up_a_first_phone_one_is_refused(anna: Any) -> None:
    one, two = factor.new_secret(), factor.new_secret()
    assert factor.set_up_phone(anna, one, code_of(TOTPDevice(key=one)))
    assert factor.set_up_phone(anna, two, code_of(TOTPDevice(key=two))) is None
    assert TOTPDevice.objects.get().key == one


def test_another_phone_wants_a_code_of_the_present_one(desk: Client, anna: Any) -> None:
    old = with_phone(anna)
    assert set_up(desk, current="000000").status_code == 400
    patient(old)
    assert factor.phone_of(anna) == old
    assert len(codes_on(set_up(desk, current=code_of(old)))) == 10
    assert TOTPDevice.objects.get().key != old.key
    assert is_in(desk)


def test_a_recovery_code_moves_a_lost_phone_to_another(half_in: Client, anna: Any) -> None:
    old, codes = with_phone(anna), factor.new_recovery_codes(anna)
    give_code(half_in, codes[0])
    assert set_up(half_in, current=codes[1]).status_code == 200
    assert TOTPDevice.objects.get().key != old.key
    assert is_in(half_in)


def test_what_is_done_to_an_accounts_lock_stands_in_its_history(half_in: Client) -> None:
    set_up(half_in)
    found = LogEntry.objects.order_by("pk").values_list("object_repr", "change_message")
    assert list(found) == [("anna", "Set up a phone."), ("anna", "Made new recovery codes.")]


def test_any_device_of_the_library_opens_the_area(anna: Any) -> None:
    sheet = anna.staticdevice_set.create(name="made by the library")
    sheet.token_set.create(token="123456")
    browser = Client()
    browser.force_login(anna)
    assert give_code(browser, "123456").status_code == 302
    assert is_in(browser)


def test_a_recovery_code_of_digits_is_not_taken_for_the_phones(half_in: Client, anna: Any) -> None:
    with_phone(anna)
    anna.staticdevice_set.create(name="recovery codes").token_set.create(token="22334455")
    assert give_code(half_in, "2233-4455").status_code == 302


def test_every_step_is_kept_by_nobody(half_in: Client, anna: Any) -> None:
    answers = [half_in.get(PHONE), signed_in(Client(), anna).get(SECURITY), half_in.get(CODE)]
    assert {answer["Cache-Control"] for answer in answers} == {"no-store, private"}
    assert [answer.status_code for answer in answers] == [200, 200, 200]


def test_the_code_field_is_filled_by_the_phone_and_needs_no_script(half_in: Client, anna: Any) -> None:
    with_phone(anna), factor.new_recovery_codes(anna)
    page = half_in.get(CODE).content.decode()
    assert re.search(
        r'<input type="text" name="code"[^>]*autocomplete="one-time-code" inputmode="numeric"', page
    )
    assert 'inputmode="text"' in half_in.get(CODE, {"recovery": "1"}).content.decode()
