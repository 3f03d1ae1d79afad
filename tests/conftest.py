"""What every test has: plain static files, strict fetching, no way to anything beyond this machine."""

import subprocess
import sys
from typing import Any

import pytest
from django.db import connection
from django.db.models import FETCH_RAISE
from django.test import Client

from tests.serving import ROOT, made_once
from tests.signing_in import signed_in

DATABASE = {"db", "transactional_db"}
"""The fixtures of pytest-django that let a test speak to the database."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what speaks to the database, so that a run on another one can leave out what is the same on each."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("database")


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
def static_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The static files, collected as a live site has them: pages of a web process name them by their digest."""
    with made_once(tmp_path_factory, "static") as (_, first):
        if first:
            command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
