"""Starting data: made once, and never against what a person did (case A12)."""

import time
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salaries.models import (
    DataVersion,
    FactorOption,
    Figure,
    Location,
    Release,
    Role,
    RoleAlias,
    SeedRecord,
    Source,
)
from tests.factories import make_role
from tests.models.seeds import FIGURE, ROLE, STARTING, changes, run, write

pytestmark = pytest.mark.django_db


def test_a_fresh_install_gets_everything_and_is_told_how_much() -> None:
    lines = run(STARTING)
    assert {"Created 16 roles", "Created 1,029 figures", "Created 321 price indices"} <= set(lines)
    assert lines[-1] == "Starting data: 1,714 changes"
    assert SeedRecord.objects.count() == 1_714


def test_a_second_run_prints_0_changes() -> None:
    run(STARTING)
    assert [run(STARTING), run(STARTING)] == [["Starting data: 0 changes"]] * 2


def test_the_starting_data_is_there_in_seconds() -> None:
    started = time.monotonic()
    run(STARTING)
    assert time.monotonic() - started < 15


@pytest.mark.usefixtures("seeded")
def test_an_edited_title_stays(first: Path) -> None:
    Role.objects.filter(slug="backend-engineer").update(name="Server Engineer")
    assert run(first) == [changes(0)]
    assert Role.objects.get(slug="backend-engineer").name == "Server Engineer"


@pytest.mark.usefixtures("seeded")
def test_an_edited_median_stays(first: Path) -> None:
    Figure.objects.filter(location__slug="us", median__isnull=False).update(median=140_000)
    assert run(first) == [changes(0)]
    assert Figure.objects.get(location__slug="us", median__isnull=False).median == 140_000


@pytest.mark.usefixtures("seeded")
def test_a_deleted_row_stays_deleted(first: Path) -> None:
    FactorOption.objects.get(slug="rust").delete()
    assert run(first) == [changes(0)]
    assert not FactorOption.objects.filter(slug="rust").exists()


@pytest.mark.usefixtures("seeded")
def test_a_figure_moved_to_another_cell_is_not_made_again(first: Path) -> None:
    Figure.objects.filter(level__slug="10-plus-years").update(level=None, pay_period="month")
    assert run(first) == [changes(0)]
    assert Figure.objects.count() == 3


@pytest.mark.usefixtures("seeded")
def test_new_rows_of_a_later_seed_appear_once(later: Path) -> None:
    write(later, ("role", ROLE), ("rolealias", {"name": "Keeper of Lights", "role": ["lighthouse-keeper"]}))
    assert run(later) == ["Created 1 role", "Created 1 role alias", changes(2)]
    assert run(later) == [changes(0)]
    assert Role.objects.filter(slug="lighthouse-keeper").count() == 1


@pytest.mark.usefixtures("seeded")
def test_a_role_that_a_person_made_first_is_named_and_left_alone(later: Path) -> None:
    make_role("lighthouse-keeper", name="Pharologist")
    lines = run(write(later, ("role", ROLE)))
    assert lines == ["Left alone: role “Lighthouse Keeper”: the guide has one of the same slug", changes(0)]
    assert Role.objects.get(slug="lighthouse-keeper").name == "Pharologist"


@pytest.mark.usefixtures("seeded")
def test_a_clash_of_names_alone_is_named_too(later: Path) -> None:
    make_role("light-people", name="Lighthouse Keeper")
    lines = run(write(later, ("role", ROLE)))
    assert lines == ["Left alone: role “Lighthouse Keeper”: the guide has one of the same name", changes(0)]


@pytest.mark.usefixtures("seeded")
def test_a_second_release_of_one_period_is_a_clash(later: Path) -> None:
    period = {"reference_start": "2025-05-01", "reference_end": "2025-05-31"}
    lines = run(write(later, ("release", {"source": ["bls-oews"], "slug": "again", **period})))
    assert lines[0].endswith("one of the same source, reference start and reference end")


@pytest.mark.usefixtures("seeded")
def test_a_second_release_without_a_period_is_a_clash(later: Path) -> None:
    lines = run(write(later, ("release", {"source": ["ora"], "slug": "again"})))
    assert lines[0].startswith("Left alone: release “ora/again”")


@pytest.mark.usefixtures("seeded")
def test_a_figure_that_a_person_typed_first_stays(later: Path) -> None:
    part = Figure.objects.filter(release__slug="may-2025")[0].part
    place = Location.objects.get(slug="us")
    role = Role.objects.get(slug="backend-engineer")
    Figure.objects.create(part=part, role=role, location=place, measure="gross_pay", mean=119_000)
    lines = run(write(later, ("figure", FIGURE)))
    assert lines[0].startswith("Left alone: figure “Backend Engineer, all levels, United States”")
    assert Figure.objects.get(role=role, release=part.release).mean == 119_000


@pytest.mark.usefixtures("seeded")
def test_what_belongs_to_a_role_of_the_same_slug_goes_to_the_one_a_person_made(later: Path) -> None:
    mine = make_role("lighthouse-keeper", name="Pharologist")
    lines = run(write(later, ("role", ROLE), ("figure", {**FIGURE, "role": ["lighthouse-keeper"]})))
    assert lines[0] == "Created 1 figure"
    assert Figure.objects.get(role=mine).mean == 120_000


@pytest.mark.usefixtures("seeded")
def test_what_belongs_to_a_role_left_alone_for_its_name_is_left_out(later: Path) -> None:
    make_role("light-people", name="Lighthouse Keeper")
    lines = run(write(later, ("role", ROLE), ("figure", {**FIGURE, "role": ["lighthouse-keeper"]})))
    assert lines[1:] == [
        "Left out: 1 figure, since the role lighthouse-keeper is no longer in the guide or was left alone",
        changes(0),
    ]


@pytest.mark.usefixtures("seeded")
def test_a_renamed_slug_is_not_made_again_and_gets_what_a_later_seed_brings(later: Path) -> None:
    Role.objects.filter(slug="backend-engineer").update(slug="server-engineer")
    Role.objects.filter(slug="server-engineer").update(slug="api-engineer")
    assert run(write(later, ("figure", FIGURE))) == ["Created 1 figure", changes(1)]
    assert Figure.objects.get(release__slug="may-2025", role__slug="api-engineer").mean == 120_000


@pytest.mark.usefixtures("seeded")
def test_a_renamed_source_and_release_get_what_a_later_seed_brings(later: Path) -> None:
    Source.objects.filter(slug="bls-oews").update(slug="bls")
    Release.objects.filter(slug="may-2025").update(slug="spring-2025")
    new = ("release", {"source": ["bls-oews"], "slug": "may-2024"})
    assert run(write(later, new, ("figure", FIGURE)))[-1] == changes(2)
    assert str(Figure.objects.get(mean=120_000).release) == "bls/spring-2025"


@pytest.mark.usefixtures("seeded")
def test_what_belongs_to_a_deleted_role_is_left_out_and_told(later: Path) -> None:
    Figure.objects.filter(role__slug="backend-engineer").delete()
    Role.objects.get(slug="backend-engineer").delete()
    write(later, ("rolealias", {"name": "API Engineer", "role": ["backend-engineer"]}), ("figure", FIGURE))
    ending = "since the role backend-engineer is no longer in the guide or was left alone"
    assert run(later) == [f"Left out: 1 role alias, {ending}", f"Left out: 1 figure, {ending}", changes(0)]
    assert not RoleAlias.objects.filter(name="API Engineer").exists()


@pytest.mark.usefixtures("seeded")
def test_a_child_may_stand_before_its_parent_in_a_fixture(later: Path) -> None:
    narrow = {"slug": "a-role", "name": "A role", "broader": ["b-role"]}
    write(later, ("role", narrow), ("role", {"slug": "b-role", "name": "B role"}))
    assert run(later) == ["Created 2 roles", changes(2)]
    assert Role.objects.get(slug="a-role").broader == Role.objects.get(slug="b-role")


@pytest.mark.usefixtures("seeded")
def test_many_clashes_are_named_by_the_first_twenty(later: Path) -> None:
    for number in range(25):
        make_role(f"role-{number}")
    lines = run(write(later, *(("role", {"slug": f"role-{n}", "name": f"R {n}"}) for n in range(25))))
    assert len(lines) == 22
    assert lines[-2:] == ["Left alone: 5 more of the kind", changes(0)]


def test_a_seed_is_one_data_version_and_nothing_to_do_is_none(first: Path) -> None:
    run(first)
    run(first)
    assert [version.reason for version in DataVersion.objects.all()] == ["Starting data"]


def test_no_account_comes_with_a_seed() -> None:
    run(STARTING)
    assert not get_user_model().objects.exists()


@pytest.mark.usefixtures("seeded")
def test_queries_do_not_grow_with_the_figures(later: Path) -> None:
    counts = []
    for measures in (["base_salary"], ["total_compensation", "advertised_pay", "salary_unspecified"]):
        write(later, *(("figure", {**FIGURE, "measure": measure}) for measure in measures))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert run(later)[-1] == changes(len(measures))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_amounts_are_kept_as_they_are_written(first: Path) -> None:
    run(first)
    assert Figure.objects.get(level__slug="10-plus-years").mean == Decimal("155000.00")
