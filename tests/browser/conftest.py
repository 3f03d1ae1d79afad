"""Chromium against the production server, as a visitor has it: loopback, a seeded database, nothing shared."""

import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.serving import ROOT, free_port, made_once, serving

FLAGS = [
    "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
NO_PAGE_CACHE = "--disable-features=BackForwardCache"
EDITOR, PASSWORD = "editor", "a-long-made-up-password"
CODES = count()
"""Recovery codes of the editor, of whom each worker has a copy: one a sign-in, since none works twice."""
SECURE = f"""
from django.contrib.auth import get_user_model
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
user = get_user_model().objects.get(username="{EDITOR}")
user.totpdevice_set.create(name="phone")
sheet = StaticDevice.objects.create(user=user, name="recovery codes")
StaticToken.objects.bulk_create(StaticToken(device=sheet, token=f"code{{n:04}}") for n in range(500))
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker("browser")


@dataclass(frozen=True)
class Site:
    """A running site."""

    url: str
    database: Path

    def execute(self, sql: str) -> None:
        """Change its database behind its back."""
        with closing(sqlite3.connect(self.database)) as database:
            database.execute(sql)
            database.commit()


def manage(database: Path, *words: str, **more: str) -> None:
    """Run a management command on a database."""
    environ = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", **more}
    subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environ, check=True, capture_output=True
    )


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory, static_files: None, migrated: Path) -> Path:
    """A database with the starting data and an editor: made once, whatever the workers."""
    with made_once(tmp_path_factory, "seeded") as (folder, first):
        database = folder / "seeded.sqlite3"
        if first:
            shutil.copy(migrated, database)
            manage(database, "seed")
            manage(
                database, "createsuperuser", "--noinput", f"--username={EDITOR}", "--email=editor@pay.example",
                DJANGO_SUPERUSER_PASSWORD=PASSWORD,
            )  # fmt: skip
            manage(database, "shell", "--command", SECURE)
    return database


def as_made(port: int) -> list[str]:
    """The server's command, as `make run` starts it."""
    asked = ["make", "--silent", "--dry-run", "-C", str(ROOT), "run", f"PORT={port}", "HOST=127.0.0.1"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    steps = subprocess.run(asked, capture_output=True, text=True, check=True, env=environ).stdout
    command = shlex.split(re.findall(r"^exec (.*)", steps.replace("\\\n", " "), re.MULTILINE)[0])
    return [sys.executable, *command[1:]]


@contextmanager
def served(seeded: Path, folder: Path, **settings: str) -> Iterator[Site]:
    """The server of `make run` on a copy of the database, with more settings of the environment."""
    database = folder / "site.sqlite3"
    shutil.copy(seeded, database)
    port = free_port()
    environ = {
        "DATABASE_URL": f"sqlite:///{database}", "PORT": str(port), "TMPDIR": str(folder), **settings,
    }  # fmt: skip
    with serving(as_made(port), port, environ) as url:
        yield Site(url, database)


@pytest.fixture(scope="session")
def site(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site that tests read; none of them changes a figure."""
    with served(seeded, tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def own_site(seeded: Path, tmp_path: Path, contexts: list[BrowserContext]) -> Iterator[Site]:
    """A site of the test's own, to write to. Pages that look at it close before it stops."""
    with served(seeded, tmp_path) as running:
        yield running
        while contexts:
            contexts.pop().close()


def chromium() -> str | None:
    """The browser: named by CHROMIUM, found on the path, or else Playwright's own."""
    names = (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    )
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Start a browser with some more flags; each set of flags has one browser."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop running in this thread
    started: dict[tuple[str, ...], Browser] = {}
    with sync_playwright() as playwright:

        def start(*flags: str) -> Browser:
            if flags not in started:
                root = ["--no-sandbox"] if os.geteuid() == 0 else []
                started[flags] = playwright.chromium.launch(
                    executable_path=chromium(), args=[*FLAGS, *root, *flags]
                )
            return started[flags]

        yield start
        for browser in started.values():
            browser.close()


class Faults:
    """What a visitor's console would show: errors, failed requests, violations of the policy."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._expected: list[str] = []

    def watch(self, page: Page) -> None:
        page.on(
            "console", lambda message: self._seen.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: self._seen.append(str(error)))
        page.on("requestfailed", lambda request: self._failed(request))
        page.on("dialog", lambda dialog: dialog.dismiss())

    def _failed(self, request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):
            self._seen.append(f"{request.url}: {request.failure}")

    def expect(self, *words: str) -> None:
        """A test of failures names those that it causes."""
        self._expected += words

    def unexpected(self) -> list[str]:
        return [one for one in self._seen if not any(words in one for words in self._expected)]


VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("violation", event.violatedDirective, event.blockedURI, event.sourceFile));"""


@pytest.fixture
def faults() -> Iterator[Faults]:
    """Nothing may be wrong at the end, but what the test says that it expects."""
    found = Faults()
    yield found
    assert found.unexpected() == []


@pytest.fixture
def contexts(faults: Faults) -> Iterator[list[BrowserContext]]:
    """The open contexts; they close before the faults are counted."""
    opened: list[BrowserContext] = []
    yield opened
    while opened:
        opened.pop().close()


OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def open_context(
    launch: Callable[..., Browser], faults: Faults, contexts: list[BrowserContext]
) -> OpenContext:
    """Opens a clean browser context: nothing kept from another."""

    def open_one(*flags: str, **options: Any) -> BrowserContext:
        context = launch(*flags).new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(8_000)
        context.add_init_script(VIOLATIONS)
        context.on("page", faults.watch)
        contexts.append(context)
        return context

    return open_one


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    """A page in a clean context."""
    return open_context().new_page()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def either(open_context: OpenContext, request: pytest.FixtureRequest) -> Page:
    """A page with script, and one without."""
    return open_context(java_script_enabled=request.param).new_page()


def sign_in(page: Page, url: str) -> None:
    """Sign in as the editor, with password and code."""
    page.goto(f"{url}/admin/login/?next=/admin/")
    page.fill("#id_username", EDITOR)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.click("text=Use a recovery code")
    page.fill("#id_code", f"code-{next(CODES):04}")
    page.click("input[type=submit]")
    page.wait_for_url("**/admin/")
