"""A source is chosen from a list while that is short, and typed where there are very many."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from salaries.admin.source_field import MOST_CHOICES, TypedSource, source_field
from salaries.models import Source
from tests.factories import make_source

pytestmark = pytest.mark.django_db


def test_a_short_list_is_chosen_from() -> None:
    make_source("bureau")
    field: Any = source_field("Source")
    assert isinstance(field, forms.ChoiceField)
    choices: Any = field.choices
    assert list(choices) == [
        ("", "as the file says itself"),
        ("bureau", "Bureau: Bureau pay statistics"),
    ]


def test_a_name_is_typed_where_there_are_many() -> None:
    Source.objects.bulk_create(
        [Source(slug=f"source-{n}", publisher=f"Publisher {n}", title="Pay") for n in range(MOST_CHOICES)]
    )
    field = source_field("Source")
    assert isinstance(field, TypedSource)
    assert "field_name=source" in field.widget.attrs["data-suggest"]


@pytest.mark.parametrize("typed", ["bureau", "Bureau: Bureau pay statistics", "bureau pay"])
def test_a_source_is_known_by_its_slug_or_words_of_its_own(typed: str) -> None:
    make_source("bureau")
    make_source("office")
    assert TypedSource().clean(typed) == "bureau"


@pytest.mark.parametrize(
    ("typed", "words"), [("pay statistics", "Several sources"), ("nobody", "There is no such")]
)
def test_what_means_none_or_several_is_refused(typed: str, words: str) -> None:
    make_source("bureau")
    make_source("office")
    with pytest.raises(ValidationError, match=words):
        TypedSource().clean(typed)
