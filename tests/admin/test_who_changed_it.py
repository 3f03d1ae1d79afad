"""A08: the refusal names who changed the row, and nobody who did not."""

from typing import Any

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def change_url(row: Any) -> Any:
    return reverse(f"admin:salaries_{row._meta.model_name}_change", args=[row.pk])


def test_a_change_on_the_parts_page_is_named_on_the_figures(
    anna: Any, ben: Any, alpha: Any, open_form: Any
) -> None:
    bens = open_form(ben, change_url(alpha))
    anna.post(
        change_url(alpha.part), open_form(anna, change_url(alpha.part)) | {"figures-0-median": "51,000"}
    )
    page = ben.post(change_url(alpha), bens | {"p75": "62,000"}).content.decode()
    assert "anna changed “Alpha, all levels, United States”" in page


def test_a_change_of_the_part_itself_is_not_taken_for_one_of_its_figure(
    anna: Any, ben: Any, alpha: Any, open_form: Any
) -> None:
    bens = open_form(ben, change_url(alpha))
    anna.post(change_url(alpha.part), open_form(anna, change_url(alpha.part)) | {"name": "Typed"})
    type(alpha).objects.filter(pk=alpha.pk).update(median=51_000)
    page = ben.post(change_url(alpha), bens | {"p75": "62,000"}).content.decode()
    assert "by an import, a command or another page" in page


def test_nobody_is_named_for_what_was_done_before_the_form_was_opened(
    anna: Any, ben: Any, alpha: Any, open_form: Any
) -> None:
    anna.post(change_url(alpha), open_form(anna, change_url(alpha)) | {"source_note": "Read twice."})
    bens = open_form(ben, change_url(alpha))
    type(alpha).objects.filter(pk=alpha.pk).update(median=51_000)
    page = ben.post(change_url(alpha), bens | {"p75": "62,000"}).content.decode()
    assert "by an import, a command or another page" in page
    assert "anna changed" not in page


def test_the_history_says_which_fields_were_changed(anna: Any, alpha: Any, open_form: Any) -> None:
    anna.post(change_url(alpha), open_form(anna, change_url(alpha)) | {"median": "51,000"})
    page = anna.get(reverse("admin:salaries_figure_history", args=[alpha.pk])).content.decode()
    assert "Median: $50,000 → $51,000" in page
