"""Which tests run where."""

import re
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from salaries.models import Role
from tests.factories import make_role
from tests.stages import NONE, Stages, stage_of


@pytest.mark.django_db
def test_a_test_of_the_database_runs_on_each(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("database")


def test_so_does_one_that_has_the_database_by_a_fixture(
    request: pytest.FixtureRequest, admin_client: Any
) -> None:
    assert request.node.get_closest_marker("database")


def test_what_has_no_database_is_not_run_again(request: pytest.FixtureRequest) -> None:
    assert not request.node.get_closest_marker("database")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which stages were made, of two that each make a role."""
    seen: list[str] = []

    def make(name: str) -> None:
        seen.append(name)
        make_role(name)

    monkeypatch.setattr("tests.stages.STAGES", {name: partial(make, name) for name in ("alpha", "beta")})
    return seen


def roles() -> list[str]:
    return [role.slug for role in Role.objects.order_by("slug")]


def test_shared_data_is_made_once_and_taken_back(db: None, made: list[str], django_db_blocker: Any) -> None:
    stages = Stages()
    stages.want("alpha")
    with stages.on_database(django_db_blocker):
        assert roles() == ["alpha"]
        stages.want("alpha")
        stages.want("beta")
        assert (roles(), made) == (["beta"], ["alpha", "beta"])
        stages.want(NONE)
        assert roles() == []
        stages.want("beta")
    assert roles() == []


def test_data_that_could_not_be_made_leaves_nothing(
    db: None, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any
) -> None:
    def fail() -> None:
        make_role("alpha")
        raise ValueError("no data")

    monkeypatch.setattr("tests.stages.STAGES", {"alpha": fail})
    stages = Stages()
    with stages.on_database(django_db_blocker), pytest.raises(ValueError, match="no data"):
        stages.want("alpha")
    assert roles() == []


def test_a_test_has_one_set_of_data() -> None:
    item = SimpleNamespace(nodeid="a test", fixturenames=["staged", "guide", "common"])
    with pytest.raises(pytest.UsageError, match="a test asks for common and guide"):
        stage_of(item)
    assert stage_of(SimpleNamespace(fixturenames=["guide"])) == NONE


def test_no_test_makes_a_web_process_of_its_own(request: pytest.FixtureRequest) -> None:
    """Importing the server's application gives this process's connections a pool that they were not opened from."""
    imports = [
        path.name
        for path in (request.config.rootpath / "tests").rglob("*.py")
        if re.search(r"^\s*(?:from compsite\.wsgi|import compsite\.wsgi)", path.read_text(), re.MULTILINE)
    ]
    assert imports == ["test_start.py"]  # in a text that another process runs
