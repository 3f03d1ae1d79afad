"""What is loaded when: at the start and for a first guide only what they need, the rest with its first address.

Each is asked in a process of its own, over a copy of the guide.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.serving import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guide")]

GUIDE = "/salaries/backend-engineer/"
HEAVY = {"duckdb", "resvg_py", "python_calamine", "xlsxwriter", "rich", "numpy", "pandas", "pyarrow"}
"""Libraries that only an import, a download or a picture needs."""
EDITORS = {"salaries.admin", "compsite.signin.site", "segno", "django.contrib.admin.views.main"}
PROGRAMS = {"ninja", "pydantic", "salaries.api.guide"}
OTHERS = {
    "fontTools",
    "django.db.migrations.loader",
    "salaries.views.comparisons",
    "salaries.pages.styleguide.page",
}
ASKED = """
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier
import compsite.wsgi
at_once, *paths = sys.argv[1:]
together = Barrier(int(at_once))
def ask(path):
    asked = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
    }
    said = []
    together.wait()
    b"".join(compsite.wsgi.application(asked, lambda status, *_: said.append(status.partition(" ")[0])))
    return said[-1]
with ThreadPoolExecutor(int(at_once)) as threads:
    print(*threads.map(ask, paths))
print(*sys.modules)
"""
Asking = Callable[..., tuple[list[str], set[str]]]


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    """What a new process answers to paths, so many `at_once`: each status, and every module that it has."""
    if connection.vendor != "sqlite":
        pytest.skip("What is loaded is the same for every database.")
    copy = tmp_path / "guide.sqlite3"
    with closing(sqlite3.connect(copy)) as target:
        target.executescript("\n".join(connection.connection.iterdump()))

    def ask(*paths: str, at_once: int = 1) -> tuple[list[str], set[str]]:
        words = [sys.executable, "-c", ASKED, str(at_once), *paths]
        environ = {"DEBUG": "1", "DATABASE_URL": f"sqlite:///{copy}", "PATH": ""}
        told = subprocess.run(
            words, cwd=ROOT, env=environ, check=True, capture_output=True, text=True, timeout=120
        )
        statuses, modules = told.stdout.splitlines()
        return statuses.split(), set(modules.split())

    return ask


def test_start_and_a_first_guide_load_neither_the_editors_area_nor_the_api_nor_a_heavy_library(
    asking: Asking,
) -> None:
    statuses, modules = asking(GUIDE)
    assert statuses == ["200"]
    assert {"salaries.views.guides", "django.contrib.admin"} < modules
    assert modules & (HEAVY | EDITORS | PROGRAMS | OTHERS) == set()


def test_no_public_page_loads_the_editors_area(asking: Asking) -> None:
    pages = (
        "/",
        "/salaries/",
        "/compare/",
        "/search",
        "/standing/",
        "/report/",
        "/changes/",
        "/data/",
        "/nowhere/",
    )
    statuses, modules = asking(*pages)
    assert set(statuses) == {"200", "404"}
    assert modules & (EDITORS | PROGRAMS) == set()


@pytest.mark.parametrize("first", ["/admin/", "/admin/preview/1/", "/admin/salaries/importjob/"])
def test_whatever_address_of_the_editors_area_is_asked_first_leads_to_its_sign_in(
    asking: Asking, first: str
) -> None:
    statuses, modules = asking(first, "/admin/login/")
    assert statuses == ["302", "200"]
    assert modules > EDITORS


def test_the_api_answers_its_first_question(asking: Asking) -> None:
    statuses, modules = asking("/api/v1/roles/")
    assert statuses == ["200"]
    assert modules > PROGRAMS
    assert modules & EDITORS == set()


def test_threads_that_come_first_at_the_same_time_are_all_answered(asking: Asking) -> None:
    statuses, modules = asking(*["/admin/login/", "/api/v1/roles/", "/admin/preview/1/"] * 2, at_once=6)
    assert statuses == ["200", "200", "302"] * 2
    assert modules > EDITORS | PROGRAMS
