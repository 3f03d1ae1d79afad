"""Who signed in, when and from where: for each of one's own account, for administrators of all."""

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessLog
from django.test import Client
from django.utils import timezone

from tests.signin.trying import SECURITY, give_code, give_password
from tests.signing_in import code_of, signed_in, with_phone

pytestmark = pytest.mark.django_db
PAGE = "/admin/security/sign-ins/"


def rows(page: Any) -> list[list[str]]:
    """The cells of each table's rows."""
    found = re.findall(r"<tr>(.*?)</tr>", page.content.decode(), re.DOTALL)
    return [re.findall(r"<td>(.*?)</td>", row) for row in found if "<td>" in row]


@pytest.fixture
def stranger(django_user_model: Any) -> Client:
    """An editor who may not see accounts."""
    return signed_in(Client(), django_user_model.objects.create_user("ben", is_staff=True))


def test_each_sign_in_is_kept_with_name_network_and_moment(desk: Client, anna: Any) -> None:
    for address in ("192.0.2.1", "192.0.2.1", "2001:db8:7::9"):
        client = Client()
        give_password(client, address=address)
        give_code(client, code_of(with_phone(anna)), address=address)
        anna.totpdevice_set.update(last_t=-1)
    now = f"{timezone.now():%-d %B %Y}"
    shown = rows(desk.get(PAGE))
    assert [row[1:] for row in shown] == [
        ["anna", "2001:db8:7::"],
        ["anna", "192.0.2.1"],
        ["anna", "192.0.2.1"],
    ]
    assert all(row[0].startswith(now) for row in shown)


def test_the_password_alone_is_no_sign_in(desk: Client, anna: Any) -> None:
    with_phone(anna)
    give_password(Client())
    assert rows(desk.get(PAGE)) == []


def test_tries_that_failed_are_shown_for_a_day(desk: Client) -> None:
    give_password(Client(), "wrong", name="<b>root</b>", address="198.51.100.7")
    assert [row[1:] for row in rows(desk.get(PAGE))] == [["&lt;b&gt;root&lt;/b&gt;", "198.51.100.7"]]


def test_an_account_shows_its_own_last_sign_ins(desk: Client) -> None:
    for name, hours in (("anna", 3), ("ben", 2), ("anna", 1)):
        row = AccessLog.objects.create(username=name, ip_address=f"192.0.2.{hours}")
        AccessLog.objects.filter(pk=row.pk).update(attempt_time=timezone.now() - timedelta(hours=hours))
    page = desk.get(SECURITY)
    assert [row[1] for row in rows(page)] == ["192.0.2.1", "192.0.2.3"]
    assert PAGE in page.content.decode()


def test_one_name_is_looked_for(desk: Client) -> None:
    for name in ("anna", "ben"):
        AccessLog.objects.create(username=name, ip_address="192.0.2.1")
    assert [row[1] for row in rows(desk.get(f"{PAGE}?name=ben"))] == ["ben"]


def test_who_may_not_see_accounts_sees_no_sign_ins_of_others(stranger: Client) -> None:
    AccessLog.objects.create(username="anna", ip_address="192.0.2.1")
    assert stranger.get(PAGE).status_code == 403
    page = stranger.get(SECURITY).content.decode()
    assert "192.0.2.1" not in page and PAGE not in page


def test_what_is_older_than_ninety_days_is_not_shown(desk: Client) -> None:
    AccessLog.objects.create(username="anna", ip_address="192.0.2.1")
    AccessLog.objects.update(attempt_time=timezone.now() - timedelta(days=91))
    assert rows(desk.get(PAGE)) == []


def test_the_password_gives_a_planted_session_a_new_key(client: Client, anna: Any) -> None:
    planted = str(client.session.session_key)
    client.cookies["sessionid"] = planted
    give_password(client)
    assert client.session.session_key not in (None, planted)
    watching = Client()
    watching.cookies["sessionid"] = planted
    assert watching.get("/admin/login/code/").status_code == 302
