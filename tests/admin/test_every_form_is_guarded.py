"""A08: whatever can be edited in the editors' area notices a change made meanwhile, rows under another included."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import RequestFactory
from django.urls import reverse

from salaries.admin.concurrency import RevisionForm
from salaries.admin.formsets import RevisionFormSet
from salaries.admin.guarded import Guarded
from salaries.models import CuratedSubject, Redirect, Report, RoleAlias
from tests.factories import (
    make_curated,
    make_figure,
    make_level,
    make_location,
    make_option,
    make_part,
    make_role,
)
from tests.forms import fields_of
from tests.models.changing import ROWS

pytestmark = pytest.mark.django_db
FORMS: dict[str, tuple[Callable[[], Any], str, str, str]] = {
    "curatedcomparison": (lambda: make_curated("One", "alpha", "beta"), "title", "Two", "Three"),
    "experiencelevel": (make_level, "description", "One.", "Two."),
    "factoroption": (make_option, "rank", "7", "8"),
    "figure": (lambda: make_figure("alpha", median=50_000), "median", "51000", "52000"),
    "group": (lambda: Group.objects.create(name="Guests"), "name", "One", "Two"),
    "influencingfactor": (lambda: make_option().factor, "summary", "One.", "Two."),
    "location": (make_location, "short_name", "One", "Two"),
    "locationcode": (ROWS["location code"][0], "code", "7", "8"),
    "priceindex": (ROWS["price index"][0], "value", "101", "102"),
    "redirect": (
        lambda: Redirect.objects.create(kind="role", old_slug="a", new_slug="b"),
        "new_slug",
        "c",
        "d",
    ),
    "release": (lambda: make_part().release, "priority", "7", "8"),
    "releasepart": (make_part, "name", "one", "two"),
    "report": (lambda: Report.objects.create(message="Too high."), "answer", "Yes.", "No."),
    "role": (make_role, "summary", "One.", "Two."),
    "rolealias": (ROWS["alias"][0], "name", "one", "two"),
    "rolecode": (ROWS["role code"][0], "code", "7", "8"),
    "source": (lambda: make_part().release.source, "licence", "One", "Two"),
    "user": (lambda: User.objects.create_user("carla"), "first_name", "One", "Two"),
}
"""By model: a row, a field, what somebody else makes of it meanwhile and what is typed into the old form."""


def edited(user: Any) -> dict[str, Any]:
    """The admins of the models that this user may change rows in, Django's own included."""
    request = RequestFactory().get("/admin/")
    request.user = user
    registered = admin.site._registry.items()
    every = {str(model._meta.model_name): one for model, one in registered}
    return {name: one for name, one in every.items() if one.has_change_permission(request)}


def test_every_form_and_every_row_under_another_is_of_the_guarded_kind(admin_user: Any) -> None:
    for name, one in edited(admin_user).items():
        assert isinstance(one, Guarded) and issubclass(one.form, RevisionForm), name
        assert all(issubclass(inline.formset, RevisionFormSet) for inline in one.inlines), name


def test_no_form_is_left_out_here(admin_user: Any) -> None:
    assert set(edited(admin_user)) == set(FORMS)


@pytest.mark.parametrize("model", FORMS)
def test_a_save_over_a_change_is_refused_with_what_was_typed(ben: Any, model: str) -> None:
    make, field, meanwhile, typed = FORMS[model]
    row = make()
    url = reverse(f"admin:{row._meta.app_label}_{model}_change", args=[row.pk])
    form = fields_of(ben.get(url).content.decode())
    type(row)._default_manager.filter(pk=row.pk).update(**{field: meanwhile})
    answer = ben.post(url, form | {field: typed})
    page = answer.content.decode()
    assert (answer.status_code, fields_of(page)[field]) == (409, typed)
    assert "by an import, a command or another page" in page
    assert str(getattr(type(row)._default_manager.get(pk=row.pk), field)).startswith(meanwhile)


def test_a_side_of_a_comparison_is_guarded_too(ben: Any) -> None:
    comparison = make_curated("One", "alpha", "beta")
    url = reverse("admin:salaries_curatedcomparison_change", args=[comparison.pk])
    form = fields_of(ben.get(url).content.decode())
    CuratedSubject.objects.filter(number=2).update(role=make_role("gamma"))
    answer = ben.post(url, form | {"subjects-1-role": make_role("delta").pk})
    assert answer.status_code == 409
    assert CuratedSubject.objects.get(number=2).role.slug == "gamma"


def test_a_row_that_an_import_took_away_is_offered_anew(ben: Any) -> None:
    alias = RoleAlias.objects.create(role=make_role("alpha"), name="alef")
    url = reverse("admin:salaries_rolealias_change", args=[alias.pk])
    form = fields_of(ben.get(url).content.decode())
    alias.delete()
    answer = ben.post(url, form | {"name": "aleph"})
    assert (answer.status_code, fields_of(answer.content.decode())["name"]) == (409, "aleph")
