"""Roles, levels, places, factors: the facts that the database holds their rows to."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from salaries.models import (
    ExperienceLevel,
    FactorOption,
    Location,
    LocationCode,
    Redirect,
    Role,
    RoleAlias,
    RoleCode,
)
from salaries.models.upkeep import PriceIndex
from tests.factories import make_level, make_location, make_option, make_role, make_source

pytestmark = pytest.mark.django_db


def change(row: Any, **values: Any) -> None:
    """A write that no form sees."""
    type(row).objects.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize(
    ("make", "constraint"),
    [
        (make_role, "role_name_given"),
        (make_level, "level_name_given"),
        (make_location, "location_name_given"),
        (make_option, "option_name_given"),
        (lambda: make_option().factor, "factor_name_given"),
    ],
)
def test_a_row_without_a_name_is_refused(make: Any, constraint: str) -> None:
    row = make()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        change(row, name="")


@pytest.mark.parametrize("make", [make_role, make_level, make_location])
def test_a_name_is_one_row(make: Any) -> None:
    first, second = make("first"), make("second")
    with pytest.raises(IntegrityError), transaction.atomic():
        change(second, name=first.name)


def test_an_option_has_a_name_of_its_own_in_its_factor() -> None:
    make_option("go", name="Go")
    make_option("go-the-game", factor="games", name="Go")
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorOption.objects.create(slug="golang", name="Go", factor=make_option("go").factor)


def test_a_role_is_not_broader_than_itself() -> None:
    role = make_role()
    with pytest.raises(IntegrityError, match="role_not_broader_than_itself"), transaction.atomic():
        change(role, broader=role)


def test_roles_are_not_broader_in_a_circle() -> None:
    top = make_role("top")
    middle = make_role("middle", broader=top)
    top.broader = make_role("bottom", broader=middle)
    with pytest.raises(ValidationError, match=r"Middle is itself narrower|Top is itself narrower"):
        top.full_clean()


def test_a_place_is_not_part_of_itself() -> None:
    place = make_location("gb")
    with pytest.raises(IntegrityError, match="location_not_its_own_parent"), transaction.atomic():
        change(place, parent=place)


def test_places_are_not_parts_of_each_other_in_a_circle() -> None:
    top = make_location("top")
    top.parent = make_location("bottom", parent=top)
    with pytest.raises(ValidationError) as found:
        top.full_clean()
    assert "parent" in found.value.message_dict


@pytest.mark.parametrize("currency", ["", "usd", "US"])
def test_what_is_not_three_capitals_is_no_currency_of_a_place(currency: str) -> None:
    place = make_location("gb")
    with pytest.raises(IntegrityError, match="location_currency_iso"), transaction.atomic():
        change(place, currency=currency)


def test_a_level_does_not_end_before_it_starts() -> None:
    level = make_level()
    with pytest.raises(IntegrityError, match="level_years_in_order"), transaction.atomic():
        change(level, min_years=10, max_years=5)


@pytest.mark.parametrize(("least", "most"), [(10, None), (None, 5), (5, 5)])
def test_a_level_may_have_one_bound_or_none(least: int | None, most: int | None) -> None:
    change(make_level(), min_years=least, max_years=most)


def test_levels_stand_in_the_order_of_their_rank() -> None:
    for slug, rank in (("c", 1), ("a", 3), ("b", 2)):
        make_level(slug, rank=rank)
    assert [level.slug for level in ExperienceLevel.objects.all()] == ["c", "b", "a"]


def test_two_roles_never_share_an_alias() -> None:
    RoleAlias.objects.create(role=make_role("alpha"), name="coder")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAlias.objects.create(role=make_role("beta"), name="coder")


def test_an_alias_has_a_name() -> None:
    with pytest.raises(IntegrityError, match="rolealias_name_given"), transaction.atomic():
        RoleAlias.objects.create(role=make_role(), name="")


@pytest.mark.parametrize(
    ("model", "field", "make"), [(RoleCode, "role", make_role), (LocationCode, "location", make_location)]
)
def test_a_code_of_a_scheme_is_one_row(model: Any, field: str, make: Any) -> None:
    model.objects.create(**{field: make("first"), "scheme": "SOC 2018", "code": "15-1252"})
    model.objects.create(**{field: make("first"), "scheme": "SOC 2010", "code": "15-1252"})
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**{field: make("second"), "scheme": "SOC 2018", "code": "15-1252"})


def test_what_is_broader_than_another_role_cannot_be_deleted() -> None:
    make_role("narrow", broader=make_role("broad"))
    with pytest.raises(ProtectedError):
        Role.objects.get(slug="broad").delete()


def test_a_place_with_parts_cannot_be_deleted() -> None:
    make_location("seattle-wa", parent=make_location("us"))
    with pytest.raises(ProtectedError):
        Location.objects.get(slug="us").delete()


@pytest.mark.parametrize(("plural", "people"), [("", "data engineers"), ("data people", "data people")])
def test_the_people_of_a_role_have_a_name(plural: str, people: str) -> None:
    assert make_role("data-engineer", plural=plural).people == people


def index(**values: Any) -> PriceIndex:
    given = {"kind": "rpp", "location": make_location(), "year": 2025, "value": 100, "source": make_source()}
    return PriceIndex.objects.create(**{**given, **values})


def test_a_place_has_one_index_of_a_kind_and_year() -> None:
    index()
    index(kind="cpi")
    index(year=2024)
    with pytest.raises(IntegrityError), transaction.atomic():
        index()


@pytest.mark.parametrize("value", [0, -1])
def test_an_index_of_nothing_or_less_is_refused(value: int) -> None:
    with pytest.raises(IntegrityError, match="priceindex_positive"), transaction.atomic():
        index(value=value)


def test_an_old_address_leads_to_one_place_and_not_to_itself() -> None:
    Redirect.objects.create(kind="role", old_slug="a", new_slug="b")
    for values in ({"old_slug": "a", "new_slug": "c"}, {"old_slug": "d", "new_slug": "d"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Redirect.objects.create(kind="role", **values)
    Redirect.objects.create(kind="level", old_slug="a", new_slug="c")
