"""Every page of the editors' area answers, is kept by nobody, and carries nothing inline."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Q
from django.urls import reverse

from salaries.admin.base import ReadOnlyAdmin
from salaries.models import DataVersion, Figure, FigureVersion, SeedRecord
from salaries.models.history import figures_as_of
from tests.factories import make_figure, make_part

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model.__name__)


@pytest.fixture
def pages(guide: None) -> Any:
    """The addresses of every list, form, history and confirmation of the starting data."""
    make_figure("alpha", median=50_000)
    found = [reverse("admin:index"), reverse("admin:password_change"), reverse("admin:jsi18n")]
    found += [reverse("admin:app_list", args=["salaries"]), reverse("admin:password_change_done")]
    names = "app_label=salaries&model_name=figure&field_name=role"
    found.append(f"{reverse('admin:autocomplete')}?{names}&term=a")
    figure = make_figure("corrected", median=50_000)
    type(figure).objects.filter(pk=figure.pk).update(median=51_000)
    for model in MODELS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{name}_changelist"), reverse(f"{name}_changelist") + "?q=a"]
        row = model._default_manager.first()
        kept = isinstance(admin.site._registry[model], ReadOnlyAdmin)
        found += [] if kept else [reverse(f"{name}_add")]
        sorts = ("change", "history") if kept else ("change", "history", "delete")
        found += [reverse(f"{name}_{sort}", args=[row.pk]) for sort in sorts if row]
    return found


@pytest.fixture
def answers(anna: Any, pages: Any) -> dict[str, Any]:
    """What each of them answers: asked once in a process, since it is the same for every test."""
    if not _ANSWERS:
        _ANSWERS.update({url: anna.get(url) for url in pages})
    return _ANSWERS


_ANSWERS: dict[str, Any] = {}


def test_every_page_answers(answers: Any) -> None:
    assert {url: answer.status_code for url, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert len(answers) > 100


def test_no_page_is_kept_by_anybody(answers: Any, client: Any) -> None:
    strangers = [
        client.get(url) for url in (reverse("admin:index"), reverse("admin:login"), "/admin/nothing/")
    ]
    asked = [*answers.values(), *strangers]
    assert {answer.headers["Cache-Control"] for answer in asked} == {"no-store, private"}


def test_no_page_has_anything_inline(answers: Any) -> None:
    inline = re.compile(
        r"""<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)(?![^>]*type="application/json")"""
    )
    found = {url: inline.findall(answer.content.decode()) for url, answer in answers.items()}
    assert {url: hits for url, hits in found.items() if hits} == {}


def test_every_page_has_the_policy(answers: Any) -> None:
    policies = {answer.headers["Content-Security-Policy"].partition(";")[0] for answer in answers.values()}
    assert policies == {"default-src 'self'"}


@pytest.mark.parametrize("model", ["figure", "role", "location", "releasepart", "release"])
def test_lists_and_forms_stay_light(
    anna: Any, pages: Any, django_assert_max_num_queries: Any, model: Any
) -> None:
    name = f"admin:salaries_{model}"
    with django_assert_max_num_queries(15):
        anna.get(reverse(f"{name}_changelist"))
    row: Any = next(one for one in MODELS if one._meta.model_name == model)._default_manager.first()
    with django_assert_max_num_queries(25):
        anna.get(reverse(f"{name}_change", args=[row.pk]))


def test_the_starting_figure_can_be_corrected_and_the_guide_says_so_at_once(
    anna: Any, client: Any, pages: Any, open_form: Any
) -> None:
    figure = Figure.objects.get(role__slug="backend-engineer", level__slug="10-plus-years")
    url = reverse("admin:salaries_figure_change", args=[figure.pk])
    anna.post(url, open_form(anna, url) | {"mean": "160,000"})
    assert "50.6\N{NO-BREAK SPACE}%" in client.get("/salaries/backend-engineer/").content.decode()


def test_a_second_cell_is_refused_in_a_sentence(anna: Any, open_form: Any) -> None:
    figure = make_figure("alpha", median=50_000)
    values: dict[str, Any] = {"part": figure.part.pk, "role": figure.role.pk, "location": figure.location.pk}
    values |= {"measure": "base_salary", "currency": "USD", "pay_period": "year", "median": "60,000"}
    response = anna.post(
        reverse("admin:salaries_figure_add"), open_form(anna, reverse("admin:salaries_figure_add")) | values
    )
    assert response.status_code == 200
    assert "This release has a figure for the same role" in response.content.decode()


def test_crossed_percentiles_are_refused_in_a_sentence_on_an_inline_row_too(
    anna: Any, open_form: Any
) -> None:
    figure = make_figure("alpha", median=50_000, p75=60_000)
    url = reverse("admin:salaries_releasepart_change", args=[figure.part.pk])
    response = anna.post(url, open_form(anna, url) | {"figures-0-median": "61,000"})
    assert "The median cannot be above the p75." in response.content.decode()


def test_a_part_is_published_and_withdrawn_by_its_actions(anna: Any, client: Any) -> None:
    figure = make_figure("alpha", median=50_000)
    for action, shown in (("withdraw", False), ("publish", True)):
        data = {"action": action, "_selected_action": [figure.part.pk]}
        anna.post(reverse("admin:salaries_releasepart_changelist"), data)
        assert ("$50,000" in client.get("/salaries/alpha/").content.decode()) is shown


def test_a_figure_that_is_deleted_leaves_all_that_it_said_to_permanent_links(anna: Any) -> None:
    figure = make_figure("alpha", median=50_000)
    type(figure).objects.filter(pk=figure.pk).update(median=51_000)
    newest = DataVersion.objects.newest()
    anna.post(reverse("admin:salaries_figure_delete", args=[figure.pk]), {"post": "yes"})
    assert not type(figure).objects.filter(pk=figure.pk).exists()
    assert newest is not None
    assert [one.median for one in figures_as_of(newest.number, Q(role__slug="alpha"))] == [51_000]


def test_a_part_with_forty_figures_opens_lightly(
    anna: Any, db: Any, django_assert_max_num_queries: Any
) -> None:
    part = make_part()
    for number in range(40):
        make_figure(f"role-{number}", part=part, level="senior", median=50_000)
    with django_assert_max_num_queries(25):
        page = anna.get(reverse("admin:salaries_releasepart_change", args=[part.pk])).content.decode()
    assert "figures-39-median" in page


def test_a_part_with_more_figures_leads_to_their_list(anna: Any) -> None:
    part = make_part()
    for number in range(41):
        make_figure(f"role-{number}", part=part, median=50_000)
    page = anna.get(reverse("admin:salaries_releasepart_change", args=[part.pk])).content.decode()
    assert f'"/admin/salaries/figure/?part__id__exact={part.pk}">41 figures of this part</a>' in page
    assert "figures-0-median" not in page


@pytest.mark.parametrize("model", [DataVersion, FigureVersion, SeedRecord])
def test_what_the_database_keeps_by_itself_is_only_shown(anna: Any, pages: Any, model: Any) -> None:
    name, row = f"admin:salaries_{model._meta.model_name}", model.objects.first()
    assert anna.get(reverse(f"{name}_add")).status_code == 403
    for page in ("change", "delete"):
        assert anna.post(reverse(f"{name}_{page}", args=[row.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("model", "seen"),
    [("figure", "/salaries/alpha/gb/"), ("role", "/salaries/alpha/"), ("experiencelevel", "/salaries/alpha/gb/"),
     ("location", "/locations/gb/"), ("source", "/sources/bureau/"), ("release", "/sources/bureau/may-2025/"),
     ("releasepart", "/sources/bureau/may-2025/")],
)  # fmt: skip
def test_view_on_site_leads_to_the_public_page(anna: Any, client: Any, model: Any, seen: Any) -> None:
    figure = make_figure("alpha", level="senior", location="gb", median=50_000)
    row: Any = next(one for one in MODELS if one._meta.model_name == model)._default_manager.first()
    leads: Any = admin.site._registry[type(row)].get_view_on_site_url(row)
    address = anna.get(leads)["Location"] if leads.startswith("/admin/") else leads
    assert address.endswith(seen)
    assert (client.get(seen).status_code, figure.location.slug) == (200, "gb")


def test_a_row_that_is_not_there_is_refused_in_a_sentence(anna: Any, open_form: Any) -> None:
    url = reverse("admin:salaries_figure_change", args=[make_figure("alpha", median=50_000).pk])
    page = anna.post(url, open_form(anna, url) | {"role": "alpha"}).content.decode()
    assert "Select a valid choice." in page


@pytest.mark.parametrize(("state", "reason"), [("withdrawn", "withdrawn"), ("draft", "")])
def test_a_version_says_what_became_of_a_release(anna: Any, open_form: Any, state: Any, reason: Any) -> None:
    part = make_figure("alpha", median=50_000).part
    url = reverse("admin:salaries_releasepart_change", args=[part.pk])
    anna.post(url, open_form(anna, url) | {"state": state})
    said = DataVersion.objects.order_by("-number").values_list("reason", flat=True)[0]
    assert said == (
        f"bureau/may-2025 {reason}" if reason else "release part “bureau/may-2025: by hand” changed"
    )


def test_what_blocks_a_deletion_is_listed(anna: Any) -> None:
    role = make_figure("alpha", median=50_000).role
    page = anna.post(reverse("admin:salaries_role_delete", args=[role.pk]), {"post": "yes"}).content.decode()
    assert "Alpha, all levels, United States</a>" in page
    assert type(role).objects.filter(pk=role.pk).exists()


def test_a_slug_warns_of_what_changing_it_does(anna: Any) -> None:
    page = anna.get(reverse("admin:salaries_role_add")).content.decode()
    assert "shared links then take a detour over the old address" in page


def test_every_field_of_an_inline_row_has_a_name(anna: Any) -> None:
    figure = make_figure("alpha", median=50_000)
    page = anna.get(reverse("admin:salaries_releasepart_change", args=[figure.part.pk])).content.decode()
    fields = re.findall(r"<(?:input|select)[^>]*name=\"figures-0-(?!id|part|\w+_seen)[^>]*>", page)
    assert len(fields) == 14
    assert all("aria-label=" in field for field in fields)


def test_an_old_address_that_leads_to_itself_is_refused_in_a_sentence(anna: Any) -> None:
    typed = {"kind": "role", "old_slug": "alpha", "new_slug": "alpha"}
    page = anna.post(reverse("admin:salaries_redirect_add"), typed).content.decode()
    assert "An address cannot lead to itself." in page


def test_a_figure_without_a_part_is_refused_in_a_sentence(anna: Any, open_form: Any) -> None:
    url = reverse("admin:salaries_figure_add")
    answer = anna.post(url, open_form(anna, url) | {"median": "60,000"})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["part"] == ["This field is required."]
