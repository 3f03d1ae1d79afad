"""What every test has: plain static files, strict fetching, no way to anything beyond this machine.

And the order of tests: those that share data come after one another.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from django.db import connection, connections
from django.db.models import FETCH_RAISE
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.test import Client
from jinja2 import ChainableUndefined

from salaries.markup.templates import ENGINE
from tests.serving import ROOT, made_once
from tests.signing_in import signed_in
from tests.stages import NONE, STAGES, Stages, stage_of

DATABASE = {"db", "transactional_db"}
"""The fixtures of pytest-django that let a test speak to the database."""


stages = Stages()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what speaks to the database, so that a run on another one can leave out what is the same on each."""
    if item.get_closest_marker("django_db") or DATABASE.intersection(getattr(item, "fixturenames", ())):
        item.add_marker("database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order is random but for this: what takes longest to make, then each stage, then what commits."""
    items.sort(key=_place)


def _place(item: Any) -> int:
    order = ["much", "browser", NONE, *(name for name in STAGES if name != "much"), "commits"]
    marked = item.get_closest_marker("django_db")
    if "transactional_db" in item.fixturenames or (marked and marked.kwargs.get("transaction")):
        return order.index("commits")
    return order.index("browser" if item.get_closest_marker("browser") else stage_of(item))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    stages.want(stage_of(item))


@pytest.fixture(scope="session")
def staged(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tests' database, in which stages are made."""
    with stages.on_database(django_db_blocker):
        yield


@pytest.fixture
def guide(staged: None, db: None) -> None:
    """The site as `make run` first serves it."""


@pytest.fixture
def common(staged: None, db: None) -> None:
    """The data D1 of the acceptance cases: alpha, beta, gamma, zero-only, small, hourly, yen, total."""


@pytest.fixture
def loaded(staged: None, db: None) -> None:
    """The starting data as `loaddata` puts it into an empty database, and nothing else."""


@pytest.fixture
def much(staged: None, db: None) -> None:
    """Thousands of roles and figures: `tests/admin/many.py`."""


@pytest.fixture
def synthetic(staged: None, db: None) -> None:
    """Sixteen thousand figures of `make_figures`, a hundred of them corrected since: `tests/stages.py`."""


class Missing(ChainableUndefined):
    """A variable that a public template misses: where it would be shown as nothing, the test fails."""

    __str__ = ChainableUndefined._fail_with_undefined_error


@pytest.fixture(autouse=True)
def nothing_is_missing() -> None:
    """What FAIL_INVALID_TEMPLATE_VARS is for Django's templates. A changed setting may make a new environment."""
    cast(Jinja2, engines[ENGINE]).env.undefined = Missing


@pytest.fixture
def templates(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of public templates that have been used since, components and what they extend included."""
    used: set[str] = set()
    environment = cast(Jinja2, engines[ENGINE]).env
    get = environment.get_template

    def noted(name: Any, *args: Any, **named: Any) -> Any:
        used.add(name)
        return get(name, *args, **named)

    monkeypatch.setattr(environment, "get_template", noted)
    return used


@pytest.fixture(autouse=True)
def plain_site(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Static names without a manifest, and a page that reads what it did not fetch fails."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PUBLIC_FETCH_MODE = FETCH_RAISE
    # One database, whatever REPLICA_URL says.
    monkeypatch.delitem(connections.settings, "replica", raising=False)
    # Tests ask for more in a minute than anybody, all from one address.
    settings.RATE_LIMIT = 0
    settings.KEPT_FILES = tmp_path_factory.getbasetemp() / "kept"
    # What is put down for the worker is done at once, and no thread speaks to the database beside the test's own.
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr("salaries.imports.beat.EVERY", 3_600)
    # The site's own hasher takes a third of a second for each account, on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Otherwise each client reads the folder of collected files, which a fresh clone lacks.
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of a request leaves the connection alone, on which a test's transaction is open.

    For tests that end requests themselves: by closing an answer, or by another client than Django's.
    """
    for name in ("close_if_unusable_or_obsolete", "close_if_health_check_failed"):
        monkeypatch.setattr(connection, name, lambda: None)


@pytest.fixture
def admin_client(admin_user: Any) -> Client:
    """A client signed in as a superuser, all the way."""
    return signed_in(Client(), admin_user)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of SQLite with every table, to be copied: made once, whatever the workers."""
    with made_once(tmp_path_factory, "migrated") as (folder, first):
        path = folder / "empty.sqlite3"
        if first:
            environ = {**os.environ, "DATABASE_URL": f"sqlite:///{path}"}
            command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
            subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True)
    return path


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The static files, collected as a live site has them: pages of a web process name them by their digest."""
    with made_once(tmp_path_factory, "static") as (_, first):
        if first:
            command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
