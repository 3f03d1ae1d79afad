"""Accounts and groups: a second save is refused like any other, and a new account is made in one step."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from tests.forms import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def carla() -> User:
    return User.objects.create_user("carla", first_name="Carla", is_staff=True)


def url_of(row: Any) -> str:
    return reverse(f"admin:auth_{row._meta.model_name}_change", args=[row.pk])


def names(rows: Any) -> set[str]:
    return set(rows.values_list("name", flat=True))


def test_the_second_save_of_an_account_is_refused_and_says_who_changed_what(
    anna: Any, ben: Any, carla: User, open_form: Any
) -> None:
    old = open_form(ben, url_of(carla))
    anna.post(url_of(carla), open_form(anna, url_of(carla)) | {"last_name": "One"})
    answer = ben.post(url_of(carla), old | {"last_name": "Two"})
    page = answer.content.decode()
    assert (answer.status_code, fields_of(page)["last_name"]) == (409, "Two")
    assert "anna changed “carla” on" in page and "(changed: Last name)" in page
    assert User.objects.get(username="carla").last_name == "One"


def test_what_each_changed_of_an_account_is_kept_where_it_is_not_the_same(
    anna: Any, ben: Any, carla: User, open_form: Any
) -> None:
    old = open_form(ben, url_of(carla))
    anna.post(url_of(carla), open_form(anna, url_of(carla)) | {"email": "carla@pay.example"})
    refused = ben.post(url_of(carla), old | {"last_name": "Two"})
    ben.post(url_of(carla), fields_of(refused.content.decode()))
    carla.refresh_from_db()
    assert (carla.email, carla.last_name) == ("carla@pay.example", "Two")


def test_groups_given_meanwhile_are_not_taken_away(anna: Any, ben: Any, carla: User, open_form: Any) -> None:
    editor, publisher = Group.objects.get(name="Editor"), Group.objects.get(name="Publisher")
    old = open_form(ben, url_of(carla))
    anna.post(url_of(carla), open_form(anna, url_of(carla)) | {"groups": [editor.pk, publisher.pk]})
    refused = ben.post(url_of(carla), old | {"last_name": "Two"})
    assert refused.status_code == 409
    assert "Editor, Publisher" in refused.content.decode()
    chosen = fields_of(refused.content.decode())["groups"]
    assert sorted(chosen) == sorted([str(editor.pk), str(publisher.pk)])
    ben.post(url_of(carla), fields_of(refused.content.decode()))
    assert names(carla.groups) == {"Editor", "Publisher"}


def test_a_group_chosen_over_another_is_refused_with_both_named(
    anna: Any, ben: Any, carla: User, open_form: Any
) -> None:
    old = open_form(ben, url_of(carla))
    anna.post(
        url_of(carla), open_form(anna, url_of(carla)) | {"groups": [Group.objects.get(name="Editor").pk]}
    )
    viewer = Group.objects.get(name="Viewer").pk
    refused = ben.post(url_of(carla), old | {"groups": [viewer]})
    page = refused.content.decode()
    assert (refused.status_code, fields_of(page)["groups"]) == (409, str(viewer))
    assert "<td>(empty)</td><td>Editor</td><td>Viewer</td>" in page
    assert names(carla.groups) == {"Editor"}


def test_permissions_taken_from_a_group_meanwhile_do_not_come_back(
    anna: Any, ben: Any, open_form: Any
) -> None:
    group = Group.objects.create(name="Guests")
    may = list(Permission.objects.filter(content_type__app_label="salaries").order_by("pk")[:3])
    group.permissions.set(may)
    old = open_form(ben, url_of(group))
    anna.post(url_of(group), open_form(anna, url_of(group)) | {"permissions": [may[0].pk]})
    refused = ben.post(url_of(group), old | {"name": "Visitors"})
    assert refused.status_code == 409
    ben.post(url_of(group), fields_of(refused.content.decode()))
    assert list(Group.objects.get(name="Visitors").permissions.all()) == [may[0]]


def test_an_account_deleted_meanwhile_is_offered_anew_with_what_was_typed(
    ben: Any, carla: User, open_form: Any
) -> None:
    old = open_form(ben, url_of(carla))
    url = url_of(carla)
    carla.delete()
    answer = ben.post(url, old | {"last_name": "Two", "groups": [Group.objects.get(name="Editor").pk]})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "“carla” has been deleted since you opened it" in page
    again = fields_of(page)
    assert (again["username"], again["last_name"]) == ("carla", "Two")
    password = {"password1": "a-long-made-up-password", "password2": "a-long-made-up-password"}
    ben.post(reverse("admin:auth_user_add"), again | password)
    assert names(User.objects.get(username="carla", last_name="Two").groups) == {"Editor"}


def test_a_new_account_gets_its_group_in_one_step(ben: Any, open_form: Any) -> None:
    url = reverse("admin:auth_user_add")
    typed = open_form(ben, url) | {
        "username": "dora",
        "password1": "a-long-made-up-password",
        "password2": "a-long-made-up-password",
        "is_staff": "on",
        "groups": [Group.objects.get(name="Contributor").pk],
    }
    ben.post(url, typed)
    dora = User.objects.get(username="dora")
    assert (dora.is_active, dora.is_staff, dora.is_superuser) == (True, True, False)
    assert names(dora.groups) == {"Contributor"} and dora.check_password("a-long-made-up-password")


def test_signing_in_meanwhile_is_no_change_to_an_account(ben: Any, carla: User, open_form: Any) -> None:
    old = open_form(ben, url_of(carla))
    User.objects.filter(pk=carla.pk).update(last_login="2026-01-31T12:00:00Z")
    assert ben.post(url_of(carla), old | {"last_name": "Two"}).status_code == 302
    carla.refresh_from_db()
    assert (carla.last_name, f"{carla.last_login:%Y-%m-%d}") == ("Two", "2026-01-31")
