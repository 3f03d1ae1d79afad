"""Every page of the editors' area answers, is kept by nobody, and carries nothing inline."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from tests.factories import make_figure

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model.__name__)


@pytest.fixture
def pages() -> Any:
    """The addresses of every list, form, history and confirmation of the starting data."""
    call_command("seed", verbosity=0)
    make_figure("alpha", median=50_000)
    found = [reverse("admin:index"), reverse("admin:password_change"), reverse("admin:jsi18n")]
    for model in MODELS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{name}_changelist"), reverse(f"{name}_changelist") + "?q=a"]
        if admin.site._registry[model].has_add_permission.__qualname__.startswith("ReadOnly"):
            continue
        found.append(reverse(f"{name}_add"))
        if row := model._default_manager.first():
            found += [reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "delete", "history")]
    return found


def test_every_page_answers(anna: Any, pages: Any) -> None:
    assert {url: anna.get(url).status_code for url in pages} == dict.fromkeys(pages, 200)


def test_no_page_is_kept_by_anybody(anna: Any, client: Any, pages: Any) -> None:
    answers = [anna.get(url) for url in pages] + [client.get(pages[0]), client.get("/admin/nothing/")]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store, private"}


def test_no_page_has_anything_inline(anna: Any, pages: Any) -> None:
    inline = re.compile(
        r"""<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)(?![^>]*type="application/json")"""
    )
    found = {url: inline.findall(anna.get(url).content.decode()) for url in pages}
    assert {url: hits for url, hits in found.items() if hits} == {}


def test_every_page_has_the_policy(anna: Any, pages: Any) -> None:
    assert all("default-src 'self'" in anna.get(url).headers["Content-Security-Policy"] for url in pages)


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
    from salaries.models import Figure

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


def test_a_figure_that_was_corrected_cannot_be_deleted(anna: Any) -> None:
    figure = make_figure("alpha", median=50_000)
    type(figure).objects.filter(pk=figure.pk).update(median=51_000)
    response = anna.post(reverse("admin:salaries_figure_delete", args=[figure.pk]), {"post": "yes"})
    assert response.status_code in (200, 403)
    assert type(figure).objects.filter(pk=figure.pk).exists()
