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
    "salaries.views.failures",
    "salaries.api.problems",
    "salaries.pages.comparison",
    "salaries.pages.nearest",
    "salaries.pages.offers",
    "salaries.pages.styleguide.page",
}
DATA_CLASSES = {
    "salaries.pages.cells.PageFigure",  # is itself alone, whatever it holds
    "salaries.pages.forms.Group",  # keeps its HTML
    "salaries.pages.forms.Option",
    "salaries.pay.adjustments.Adjusted",  # has an index, which every tuple has too
    "salaries.pay.cells.Number",  # works out what it is
    "salaries.pay.pictures._Sheet",  # change
    "salaries.pay.sharing._Texts",
}
"""What a guide is made of that is no named tuple, and why."""
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
MADE = """
import sys
from dataclasses import is_dataclass
for name, module in list(sys.modules.items()):
    if name.startswith(("salaries.pages.", "salaries.pay.")):
        classes = [one for one in vars(module).values() if isinstance(one, type) and one.__module__ == name]
        print(*(f"{name}.{one.__qualname__}" for one in classes if is_dataclass(one)))
"""
HELD = """
import gc
import compsite.wsgi
print(gc.isenabled(), gc.get_freeze_count() > 50_000)
"""
Asking = Callable[..., tuple[list[str], set[str]]]


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    """What a new process answers to paths, so many `at_once`: each status, and its modules or what `then` prints."""
    if connection.vendor != "sqlite":
        pytest.skip("What is loaded is the same for every database.")
    copy = tmp_path / "guide.sqlite3"
    with closing(sqlite3.connect(copy)) as target:
        target.executescript("\n".join(connection.connection.iterdump()))
        # As `migrate` leaves it: of several who come first, all but the one who begins the log would be refused.
        target.execute("PRAGMA journal_mode = WAL")

    def ask(*paths: str, at_once: int = 1, then: str = "") -> tuple[list[str], set[str]]:
        told = said(ASKED + then, str(at_once), *paths, DATABASE_URL=f"sqlite:///{copy}")
        statuses, modules, *more = told.splitlines()
        return statuses.split(), set(" ".join(more if then else [modules]).split())

    return ask


def said(code: str, *words: str, **environ: str) -> str:
    """What a new process prints."""
    told = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, env={"DEBUG": "1", "PATH": "", **environ},
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    return told.stdout


def test_start_and_a_first_guide_load_neither_the_editors_area_nor_the_api_nor_a_heavy_library(
    asking: Asking,
) -> None:
    statuses, modules = asking(GUIDE)
    assert statuses == ["200"]
    assert {"salaries.views.guides", "django.contrib.admin"} < modules
    assert modules & (HEAVY | EDITORS | PROGRAMS | OTHERS) == set()


def test_what_a_guide_is_made_of_are_named_tuples_but_for_a_few(asking: Asking) -> None:
    statuses, made = asking(GUIDE, then=MADE)
    assert statuses == ["200"]
    assert made == DATA_CLASSES


def test_what_the_start_loads_is_looked_through_by_no_later_collection(tmp_path: Path) -> None:
    assert said(HELD, DATABASE_URL=f"sqlite:///{tmp_path / 'none.sqlite3'}").split() == ["True", "True"]


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
