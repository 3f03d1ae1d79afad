"""Which tests run where."""

from typing import Any

import pytest


@pytest.mark.django_db
def test_a_test_of_the_database_runs_on_each(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("database")


def test_so_does_one_that_has_the_database_by_a_fixture(
    request: pytest.FixtureRequest, admin_client: Any
) -> None:
    assert request.node.get_closest_marker("database")


def test_what_has_no_database_is_not_run_again(request: pytest.FixtureRequest) -> None:
    assert not request.node.get_closest_marker("database")
