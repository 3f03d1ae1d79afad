"""Lists of the editors' area: what they show, find and count, and what deleting would do."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from salaries.models import Role, RoleAlias, RoleCode
from tests.factories import (
    make_figure,
    make_level,
    make_location,
    make_option,
    make_part,
    make_release,
    make_role,
    make_source,
)
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
FIGURES = "/admin/salaries/figure/"


def rows(client: Any, url: str) -> list[str]:
    """What a list shows, by name."""
    return [str(one) for one in client.get(url).context["cl"].result_list]


@pytest.fixture
def some(db: Any) -> None:
    """Three figures that differ in all that lists are filtered by."""
    alpha = make_role("alpha")
    RoleAlias.objects.create(role=alpha, name="alef person")
    RoleCode.objects.create(role=alpha, scheme="SOC 2018", code="15-1252")
    make_figure("alpha", median=50_000)
    make_figure("beta", level="senior", location="gb", median=60_000)
    older = make_release("may-2024", reference_start=date(2024, 5, 1), reference_end=date(2024, 5, 31))
    make_figure("alpha-writer", part=make_part(older, state="draft"), median=155, option="go")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("role=alpha", ["Alpha"]),
        ("role=ALPHA", ["Alpha"]),
        ("role=alef", ["Alpha"]),
        ("role=15-1252", ["Alpha"]),
        ("role=alph", ["Alpha", "Alpha Writer"]),
        ("role=nobody", []),
        ("role=%20", ["Alpha", "Alpha Writer", "Beta"]),
        ("role=%00alef%00person", ["Alpha"]),
        ("level=senior", ["Beta"]),
        ("level=average", ["Alpha", "Alpha Writer"]),
        ("place=gb", ["Beta"]),
        ("release=bureau/may-2024", ["Alpha Writer"]),
        ("release=bureau", ["Alpha", "Alpha Writer", "Beta"]),
        ("suspicious=amount", ["Alpha Writer"]),
        ("suspicious=nothing-known", ["Alpha", "Alpha Writer", "Beta"]),
        ("part__state__exact=draft", ["Alpha Writer"]),
        ("q=alef", ["Alpha"]),
        ("q=15-1252+united", ["Alpha"]),
        ("role=alpha&q=writer", []),
    ],
)
def test_figures_are_found_by_what_is_typed(anna: Any, some: Any, asked: str, names: Any) -> None:
    assert sorted(one.split(",")[0] for one in rows(anna, f"{FIGURES}?{asked}")) == names


@pytest.mark.parametrize("most", [0, 500])
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("alpha", ["Alpha Writer", "Alpha"]),
        ("ALEF", ["Alpha"]),
        ("kingdom", ["Beta"]),
        ("senior", ["Beta"]),
        ("may-2024", ["Alpha Writer"]),
        ("bureau", ["Alpha Writer", "Beta", "Alpha"]),
        ("bureau kingdom", ["Beta"]),
        ('"united kingdom"', ["Beta"]),
        ("alpha kingdom", []),
        ("a%a", []),
        ('"', []),
        ("nobody", []),
    ],
)
def test_a_search_finds_figures_by_what_is_named_the_newest_first(
    anna: Any, some: Any, monkeypatch: Any, most: int, typed: str, names: list[str]
) -> None:
    monkeypatch.setattr("salaries.admin.searching.MOST_KEYS", most)
    found = anna.get(FIGURES, {"q": typed}).context["cl"].result_list
    assert [str(one).split(",")[0] for one in found] == names


def test_a_search_looks_for_words_in_names_and_never_beside_each_figure(anna: Any, some: Any) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert len(rows(anna, f"{FIGURES}?q=alpha+united")) == 2
    searches = [one["sql"] for one in asked.captured_queries if "LIKE" in one["sql"]]
    assert searches
    assert [sql for sql in searches if "salaries_figure" in sql] == []


def test_the_names_beside_figures_are_fetched_for_one_page_of_them(anna: Any) -> None:
    figures = [make_figure(f"role-{number}", median=50_000) for number in range(51)]
    with CaptureQueriesContext(connection) as asked:
        assert rows(anna, f"{FIGURES}?p=2") == [str(figures[0])]
    [listed] = [one["sql"] for one in asked.captured_queries if "salaries_role" in one["sql"]]
    assert f'WHERE "salaries_figure"."id" IN ({figures[0].pk}) ORDER BY' in listed


def test_a_filter_keeps_the_others_the_search_and_the_order(anna: Any, some: Any) -> None:
    page = anna.get(f"{FIGURES}?role=alpha&q=united&o=2&part__state__exact=published").content.decode()
    form = page[page.index('aria-label="Level"') - 800 : page.index('aria-label="Level"')]
    for name, value in (("role", "alpha"), ("q", "united"), ("o", "2"), ("part__state__exact", "published")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in form


def test_a_figures_row_has_its_source_period_and_quality_beside_it(anna: Any) -> None:
    make_figure("alpha", median=50_000, p90=70_000, p90_mark="at_least", sample_size=12, median_error=8)
    page = anna.get(FIGURES).content.decode()
    for words in (
        "all levels",
        "everyone",
        "$50,000",
        "base salary, USD a year",
        "bureau/may-2025",
        "May 2025",
    ):
        assert words in page
    assert "few answers; rough: relative standard error 8 % of the median; at least this much: p90" in page


def test_a_figure_of_too_few_answers_says_so(anna: Any) -> None:
    make_figure("alpha", median=50_000, sample_size=3)
    assert "too few answers to show, or none stated" in anna.get(FIGURES).content.decode()


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("role/?broader=alpha", ["Beta"]),
        ("release/?source=bureau", ["bureau/may-2025"]),
        ("releasepart/?source=other", []),
        ("factoroption/?factor=technologies", ["Go"]),
    ],
)
def test_other_lists_have_typed_filters_too(anna: Any, url: str, names: Any) -> None:
    make_role("beta", broader=make_role("alpha"))
    make_part()
    make_source("other")
    make_option("go")
    assert rows(anna, f"/admin/salaries/{url}") == names


def test_a_long_list_is_counted_to_its_end_and_no_further(anna: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("salaries.admin.lists.MOST_COUNTED", 60)
    Role.objects.bulk_create([Role(slug=f"role-{n}", name=f"Role {n}") for n in range(61)])
    page = anna.get("/admin/salaries/role/").content.decode()
    assert "more than 60 roles: search or filter to see the others" in page
    assert "Select all 60" not in page
    assert "60 roles" in anna.get("/admin/salaries/role/?q=role").content.decode()


def test_nothing_is_done_to_more_rows_than_were_counted(anna: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("salaries.admin.lists.MOST_COUNTED", 2)
    for name in ("a", "b", "c"):
        make_role(name)
    data = {"action": "delete_selected", "select_across": "1", "_selected_action": ["1"], "post": "yes"}
    page = anna.post("/admin/salaries/role/", data, follow=True).content.decode()
    assert "These are more than 2: search or filter first" in page
    assert Role.objects.count() == 3


def test_deleting_names_the_few_rows_that_forbid_it_and_those_that_go_along(anna: Any) -> None:
    figure = make_figure("alpha", median=50_000)
    RoleAlias.objects.create(role=figure.role, name="alef")
    page = anna.get(reverse("admin:salaries_role_delete", args=[figure.role.pk])).content.decode()
    assert f'Figure: <a href="/admin/salaries/figure/{figure.pk}/change/">Alpha, all levels' in page
    RoleAlias.objects.create(role=make_role("beta"), name="bet")
    beta = Role.objects.get(slug="beta")
    page = anna.get(reverse("admin:salaries_role_delete", args=[beta.pk])).content.decode()
    assert "<li>1 role alias</li>" in page


def test_deleting_counts_the_many_rows_that_forbid_it_and_leads_to_them(anna: Any) -> None:
    place = make_location("us")
    for number in range(21):
        make_figure(f"role-{number}", median=50_000)
    page = anna.get(reverse("admin:salaries_location_delete", args=[place.pk])).content.decode()
    assert f'<a href="/admin/salaries/figure/?location__id__exact={place.pk}">21 figures</a>' in page


def test_rows_that_nothing_depends_on_are_deleted_with_what_goes_along(anna: Any) -> None:
    role, level = make_role("alpha"), make_level("senior")
    RoleAlias.objects.create(role=role, name="alef")
    for row in (role, level):
        url = reverse(f"admin:salaries_{row._meta.model_name}_delete", args=[row.pk])
        assert anna.post(url, {"post": "yes"}).status_code == 302
    assert not Role.objects.exists() and not RoleAlias.objects.exists()


def test_who_may_not_delete_what_goes_along_is_told(django_user_model: Any, client: Any) -> None:
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("carla", is_staff=True)
    names = ["view_role", "delete_role"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    signed_in(client, user)
    role = make_role("alpha")
    RoleAlias.objects.create(role=role, name="alef")
    response = client.post(reverse("admin:salaries_role_delete", args=[role.pk]), {"post": "yes"})
    assert response.status_code == 403
    assert Role.objects.exists()
