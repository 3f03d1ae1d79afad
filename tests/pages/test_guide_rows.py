"""Levels and factors, kept for a data version: every change is in a guide at once, and nothing that was taken back."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import DataVersion, ExperienceLevel, FactorOption, InfluencingFactor
from salaries.models.retiring import retire
from salaries.pages.guide_rows import figures_of, steps_and_factors
from salaries.pages.snapshot import snapshot
from tests.factories import make_figure, make_level, make_option
from tests.pages.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def guide() -> None:
    """A role with figures at all levels and at one, and a factor with an option."""
    make_figure("alpha", median=50_000)
    make_figure("alpha", median=60_000, level=make_level("senior"))
    make_figure("alpha", median=55_000, option=make_option("go"))


def page(client: Client, query: str = "") -> str:
    return text_of(client.get(f"/salaries/alpha/{query}"))


CHANGES: dict[str, tuple[Callable[[], Any], str, str]] = {
    "a level": (lambda: ExperienceLevel.objects.update(name="Elder"), "Elder", "Senior"),
    "a factor": (lambda: InfluencingFactor.objects.update(name="Tongues"), "Tongues", "Technologies"),
    "an option": (lambda: FactorOption.objects.update(name="Golang"), "Golang", "Go "),
    "a level retired": (lambda: retire(ExperienceLevel.objects.get(), "x"), "$50,000", "Senior"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_in_the_guide_at_once(client: Client, change: str) -> None:
    make, after, before = CHANGES[change]
    assert before in page(client)
    make()
    text = page(client)
    assert (after in text, before in text) == (True, False)


def test_what_is_new_is_in_the_guide_at_once(client: Client) -> None:
    assert "Junior" not in page(client)
    make_figure("alpha", median=40_000, level=make_level("junior"))
    assert "Junior" in page(client)


def test_what_was_published_between_two_questions_is_there() -> None:
    before = snapshot()
    figure = make_figure("alpha", median=40_000, level=make_level("junior"))
    told = figures_of(figure.role, figure.location, before)
    levels = {one.level.slug: one.cell.value("median") for one in told if one.level}
    assert levels == {"junior": Decimal(40_000), "senior": Decimal(60_000)}


def test_a_change_that_was_taken_back_leaves_nothing_behind(client: Client) -> None:
    before = page(client)
    with transaction.atomic():
        ExperienceLevel.objects.update(name="Elder")
        assert "Elder" in page(client)
        transaction.set_rollback(True)
    assert page(client) == before


def test_a_pinned_guide_has_the_level_that_was_retired_since(client: Client) -> None:
    version = DataVersion.objects.latest("number").number
    retire(ExperienceLevel.objects.get(), "Nobody says so any more.")
    assert ("Senior" in page(client), "Senior" in page(client, f"?as_of={version}")) == (False, True)


def test_they_are_read_once_for_a_data_version(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for queries in (4, 1, 1):
        with django_assert_num_queries(queries):
            known = steps_and_factors()
            assert [option.name for factor in known.factors for option in factor.options.all()] == ["Go"]
