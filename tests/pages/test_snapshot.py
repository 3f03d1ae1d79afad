"""The form's lists, kept for a data version: every change is in them at once, and nothing that was taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries.models import (
    DataVersion,
    ExperienceLevel,
    FactorOption,
    Figure,
    Location,
    ReleasePart,
    Role,
    data_change,
)
from salaries.models.retiring import bring_back, retire
from salaries.pages.misspelt import near_held
from salaries.pages.snapshot import Spreads, snapshot
from tests.factories import (
    make_figure,
    make_level,
    make_location,
    make_option,
    make_part,
    make_role,
)
from tests.pages.comparing import compared
from tests.pages.reading import html_of

pytestmark = pytest.mark.django_db

CHOSEN = {"subject": ["alpha.senior", "alpha.average"], "place": ["us", "us"], "find": "1"}


@pytest.fixture(autouse=True)
def guide() -> None:
    """A role with a figure at a level, in a place, with an option, and a second role with one of its own."""
    make_figure("alpha")
    make_figure("alpha", level=make_level("senior"))
    make_figure("alpha", level=make_level("senior"), option=make_option("go"))
    make_figure("beta", location=make_location("gb", name="Britain", currency="GBP"), currency="GBP")


def lists(client: Client) -> str:
    return html_of(client.get("/compare/", CHOSEN))


def withdraw() -> None:
    ReleasePart.objects.get().withdraw()


CHANGES: dict[str, tuple[Callable[[], Any], str, str]] = {
    "a role renamed": (lambda: Role.objects.filter(slug="beta").update(name="Omega"), "Omega ·", "Beta ·"),
    "a role's slug": (lambda: Role.objects.filter(slug="beta").update(slug="omega"), "omega.average", "beta."),
    "a role retired": (lambda: retire(Role.objects.get(slug="beta"), "x"), "Alpha ·", "Beta ·"),
    "a level renamed": (lambda: ExperienceLevel.objects.update(name="Elder"), "Alpha · Elder", "· Senior"),
    "a place renamed": (lambda: Location.objects.filter(slug="gb").update(name="Albion"), ">Albion<", "Britain"),
    "an option renamed": (lambda: FactorOption.objects.update(name="Golang"), ">Golang<", ">Go<"),
    "an option's figures gone": (lambda: Figure.objects.filter(option__isnull=False).delete(), "Alpha", ">Go<"),
    "a place's figures gone": (lambda: Figure.objects.filter(role__slug="beta").delete(), "Alpha", "Britain"),
    "a part withdrawn": (withdraw, "Choose what to compare", "Beta ·"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_in_the_lists_at_once(client: Client, change: str) -> None:
    make, after, before = CHANGES[change]
    assert before in lists(client)
    make()
    html = lists(client)
    assert (after in html, before in html) == (True, False)


def test_what_is_new_is_in_the_lists_at_once(client: Client) -> None:
    assert "Gamma" not in lists(client)
    make_figure("gamma", location=make_location("ca", name="Canada", currency="CAD"), currency="CAD")
    assert ("Gamma ·" in lists(client), ">Canada<" in lists(client)) == (True, True)


def test_a_part_is_in_the_lists_once_it_is_published(client: Client) -> None:
    part = make_part(name="second", state="draft")
    make_figure("gamma", part)
    assert "Gamma" not in lists(client)
    part.publish()
    assert "Gamma ·" in lists(client)


def test_a_change_that_was_taken_back_leaves_nothing_behind(client: Client) -> None:
    before = lists(client)
    with transaction.atomic():
        make_figure("gamma")
        assert "Gamma ·" in lists(client)
        transaction.set_rollback(True)
    assert lists(client) == before
    make_figure("delta")
    assert ("Gamma" in lists(client), "Delta ·" in lists(client)) == (False, True)


def test_a_change_that_is_under_way_is_not_kept(client: Client) -> None:
    with data_change("Two roles"):
        make_figure("gamma")
        assert "Gamma ·" in lists(client)
        make_figure("delta")
        assert "Delta ·" in lists(client)


def test_a_pinned_comparison_names_what_was_retired_since(client: Client) -> None:
    version, address = DataVersion.objects.latest("number").number, compared("alpha", "beta")
    assert client.get(address).status_code == 200
    retire(Role.objects.get(slug="beta"), "Nobody does this any more.")
    assert client.get(address).status_code == 410
    assert client.get(f"{address}?as_of={version}").status_code == 200
    bring_back(Role.objects.get(slug="beta"), "Somebody does.")
    assert client.get(address).status_code == 200


def test_rows_are_read_once_for_a_data_version(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for queries in (2, 1, 1):
        with django_assert_num_queries(queries):
            assert snapshot().roles["alpha"].name == "Alpha"


def test_wider_roles_and_places_are_linked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    wide = make_role("wide")
    Role.objects.filter(slug="alpha").update(broader=wide)
    make_location("seattle-wa", parent=Location.objects.get(slug="us"))
    known = snapshot()
    with django_assert_num_queries(0):
        assert known.roles["alpha"].broader == wide
        assert known.places["seattle-wa"].parent == known.places["us"]


def test_where_roles_have_figures_is_held_as_far_as_there_is_room(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    alpha, beta = Role.objects.get(slug="alpha").pk, Role.objects.get(slug="beta").pk
    places = dict(Location.objects.values_list("pk", "slug"))
    spreads = Spreads(places, dict(FactorOption.objects.values_list("pk", "slug")), most=4)
    # Alpha takes 4: itself, a place for each of two levels, an option. Beta takes 2.
    for role, queries in ((alpha, 1), (alpha, 0), (beta, 1), (beta, 0), (alpha, 1)):
        with django_assert_num_queries(queries):
            spreads.of([role])


def test_what_is_retired_is_near_nothing_but_on_pages_of_before() -> None:
    make_role("betas")
    before = DataVersion.objects.latest("number").number
    retire(Role.objects.get(slug="betas"), "x")
    assert near_held("role", "betasz") == (("beta",), ("Beta",))
    assert near_held("role", "betasz", before) == (("betas", "beta"), ("Betas", "Beta"))
