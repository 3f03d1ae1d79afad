"""What was typed into a row that somebody else deleted, or deletes after somebody else changed it, is not lost."""

from typing import Any

import pytest
from django.urls import reverse

from salaries.models import Role, RoleAlias
from tests.factories import make_role
from tests.forms import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(db: Any) -> Any:
    """Alpha, whose aliases are alef and bet."""
    alpha = make_role("alpha")
    for name in ("alef", "bet"):
        RoleAlias.objects.create(role=alpha, name=name)
    return alpha


def change_url(row: Any) -> Any:
    return reverse(f"admin:salaries_{row._meta.model_name}_change", args=[row.pk])


def names(role: Any) -> Any:
    return list(role.aliases.values_list("name", flat=True))


def test_a_row_deleted_meanwhile_is_said_to_be_and_keeps_what_was_typed(
    anna: Any, ben: Any, role: Any, open_form: Any
) -> None:
    bens = open_form(ben, change_url(role))
    anna.post(reverse("admin:salaries_role_delete", args=[role.pk]), {"post": "yes"})
    response = ben.post(change_url(role), bens | {"name": "Alfa"})
    page = response.content.decode()
    assert (response.status_code, fields_of(page)["name"]) == (409, "Alfa")
    assert "anna deleted “Alpha” on" in page


def test_a_row_deleted_meanwhile_is_made_anew_by_saving_again(ben: Any, role: Any, open_form: Any) -> None:
    bens, url = open_form(ben, change_url(role)), change_url(role)
    role.delete()
    refused = ben.post(url, bens | {"name": "Alfa", "aliases-0-name": "aleph"})
    assert not Role.objects.exists()
    ben.post(reverse("admin:salaries_role_add"), fields_of(refused.content.decode()))
    assert names(Role.objects.get(name="Alfa")) == ["aleph", "bet"]


def test_an_inline_row_deleted_meanwhile_keeps_what_was_typed(
    anna: Any, ben: Any, role: Any, open_form: Any
) -> None:
    url = change_url(role)
    annas, bens = open_form(anna, url), open_form(ben, url)
    anna.post(url, annas | {"aliases-0-DELETE": "on"})
    refused = ben.post(url, bens | {"aliases-0-name": "aleph"})
    assert refused.status_code == 409
    assert "anna deleted “alef” on" in refused.content.decode()
    ben.post(url, fields_of(refused.content.decode()))
    assert names(role) == ["aleph", "bet"]


def test_an_inline_row_deleted_meanwhile_stays_deleted_where_the_editor_left_it_alone(
    ben: Any, role: Any, open_form: Any
) -> None:
    bens = open_form(ben, change_url(role))
    role.aliases.get(name="alef").delete()
    assert ben.post(change_url(role), bens | {"aliases-1-name": "beth"}).status_code == 302
    assert names(role) == ["beth"]


def test_an_inline_row_changed_meanwhile_is_deleted_only_after_a_second_look(
    ben: Any, role: Any, open_form: Any
) -> None:
    bens = open_form(ben, change_url(role))
    role.aliases.filter(name="alef").update(name="aleph")
    refused = ben.post(change_url(role), bens | {"aliases-0-DELETE": "on"})
    assert (refused.status_code, names(role)) == (409, ["aleph", "bet"])
    ben.post(change_url(role), fields_of(refused.content.decode()) | {"aliases-0-DELETE": "on"})
    assert names(role) == ["bet"]


def test_an_inline_row_added_meanwhile_stays(ben: Any, role: Any, open_form: Any) -> None:
    bens = open_form(ben, change_url(role))
    RoleAlias.objects.create(role=role, name="a first one")
    assert ben.post(change_url(role), bens | {"aliases-1-name": "beth"}).status_code == 302
    assert names(role) == ["a first one", "alef", "beth"]


def test_a_name_that_somebody_else_took_meanwhile_is_refused_in_a_sentence(
    ben: Any, role: Any, open_form: Any
) -> None:
    bens = open_form(ben, reverse("admin:salaries_rolealias_add"))
    typed = bens | {"role": role.pk, "name": "alef"}
    page = ben.post(reverse("admin:salaries_rolealias_add"), typed).content.decode()
    assert "Role alias with this Name already exists." in page


def test_a_collision_that_only_the_database_saw_is_looked_at_again(
    ben: Any, role: Any, open_form: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib import admin
    from django.db import IntegrityError

    save, tries = admin.ModelAdmin.save_model, []

    def collide_once(*args: Any) -> None:
        tries.append(args)
        if len(tries) == 1:
            raise IntegrityError
        save(*args)

    monkeypatch.setattr(admin.ModelAdmin, "save_model", collide_once)
    typed = open_form(ben, reverse("admin:salaries_rolealias_add")) | {"role": role.pk, "name": "gimel"}
    assert ben.post(reverse("admin:salaries_rolealias_add"), typed).status_code == 302
    assert (len(tries), names(role)) == (2, ["alef", "bet", "gimel"])
