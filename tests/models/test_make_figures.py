"""`make_figures`: as many figures as were asked for, the same each time, and never mistaken for anybody's."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from django.test import Client

from salaries.models import DataVersion, Figure, Role
from salaries.synthetic import ALIKE_FIGURES, Amount, Cell, cells, shares
from tests.factories import make_figure

made = pytest.mark.django_db


def make(roles: int = 10, locations: int = 8, figures: int = 500, **options: Any) -> str:
    told = StringIO()
    call_command("make_figures", roles=roles, locations=locations, figures=figures, stdout=told, **options)
    return told.getvalue()


def amounts() -> list[tuple[Any, ...]]:
    return list(Figure.objects.order_by("pk").values_list("role__slug", "location__slug", "median", "p90"))


@made
def test_exactly_as_many_are_made_and_published_as_were_asked_for() -> None:
    assert make().startswith("Made 500 synthetic figures of 10 roles in 8 places")
    assert Figure.objects.public().count() == 500
    assert Role.objects.count() == 10


@made
def test_every_role_has_a_general_average_and_four_levels_in_the_country() -> None:
    make(roles=10, figures=450)
    newest = Figure.objects.filter(location__slug="us", option=None, release__slug="may-2025")
    a_role = newest.filter(release__source__slug="synthetic-statistics").values("role")
    assert {row["cells"] for row in a_role.annotate(cells=Count("pk"))} == {5}


@made
def test_all_of_it_is_one_data_version() -> None:
    before = DataVersion.objects.count()
    make()
    assert DataVersion.objects.count() == before + 1


@made
def test_the_same_seed_makes_the_same_amounts_and_another_others() -> None:
    again = [made_in_vain(seed) for seed in (7, 7, 8)]
    assert again[0] == again[1] != again[2]


def made_in_vain(seed: int) -> list[tuple[Any, ...]]:
    """What a seed makes, taken back."""
    with transaction.atomic():
        make(figures=50, seed=seed)
        found = amounts()
        transaction.set_rollback(True)
    return found


@made
def test_figures_of_others_are_not_mixed_with_synthetic_ones_unasked() -> None:
    make_figure(median=50_000)
    with pytest.raises(CommandError, match="--beside"):
        make()
    assert Figure.objects.count() == 1


@made
def test_they_are_made_beside_others_where_that_is_asked_for() -> None:
    make_figure(median=50_000)
    make(beside=True)
    assert Figure.objects.count() == 501


@made
def test_a_second_time_nothing_is_made() -> None:
    make()
    with pytest.raises(CommandError, match="synthetic figures already"):
        make(beside=True)
    assert Figure.objects.count() == 500


@made
def test_they_are_never_in_a_download(client: Client) -> None:
    make()
    assert client.get("/data/synthetic-statistics.csv.gz").status_code == 404
    assert "/data/synthetic" not in client.get("/data/").content.decode()


@made
def test_fewer_than_five_a_role_are_refused_with_nothing_written() -> None:
    with pytest.raises(
        CommandError, match=r"10 roles and 8 places have 50 figures at least, 9,000 at most\."
    ):
        make(figures=49)
    assert Role.objects.count() == 0


def test_the_first_roles_have_as_many_however_many_there_are() -> None:
    small, large = Amount(100, 500, 1_000), Amount(5_000, 500, 1_000_000)
    assert [small.of_role(number) for number in (0, 3, 4, 99)] == [100, 100, 7, 6]
    assert [large.of_role(number) for number in (0, 3, 4, 4_999)] == [100, 100, 201, 200]


def test_a_role_of_few_figures_has_them_in_one_release() -> None:
    assert shares(19) == [19, 0, 0, 0]
    assert shares(ALIKE_FIGURES) == [25, 25, 25, 25]
    assert shares(33) == [11, 11, 11, 0]


def test_no_cell_comes_twice() -> None:
    every = list(cells(3, 8))
    assert every[:7] == [Cell(0, 0, 0), *(Cell(n, 0, 0) for n in (1, 2, 3, 4)), Cell(0, 1, 0), Cell(0, 0, 1)]
    assert len(every) == len(set(every)) == 225


@pytest.mark.parametrize(("role", "release"), [(4, 1), (100, 0)])
def test_most_roles_have_the_first_place_and_the_options_last(role: int, release: int) -> None:
    # Of 8 places the second of (role x 37) mod 7: 148 is 1 above 147, and 3,700 is 4 above 3,696.
    place = {4: 3, 100: 6}[role]
    late = list(cells(role, 8, release))
    assert late[5:7] == [Cell(0, place, 0), Cell(3, place, 0)]
    assert len(late) == len(set(late)) == 225


def test_the_first_hundred_roles_have_the_first_place_early_in_one_release() -> None:
    assert list(cells(99, 8))[5] == Cell(0, 1, 0)
