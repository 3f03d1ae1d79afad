"""A disk without a free byte under the database and all that is written: words meanwhile, and nothing lost.

The disk is a few megabytes of memory in a mount namespace of its own, which ends with the process that holds it. Where
no such thing may be made (it takes root, or user namespaces) nothing is tested.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from salaries.admin.export import NO_ROOM
from tests.faults.browsing import Answer, Visitor
from tests.faults.test_full_database import SENTENCE
from tests.serving import ROOT, free_port, serving

MADE = """
from django.contrib.auth import get_user_model
from django.test import Client
from tests.factories import make_figure, make_source
from tests.signing_in import signed_in
make_source(licence="CC BY 4.0")
figure = make_figure("alpha", median=50_000)
client = signed_in(Client(), get_user_model().objects.create_superuser("anna"))
print(figure.pk, client.cookies["{cookie}"].value)
"""
FREE = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
MEGABYTES = {"sqlite": 8, "postgresql": 160}


class Disk:
    """A small disk that only processes started through it have at `at`; the test sees it at `here`."""

    def __init__(self, holder: "subprocess.Popen[str]", at: Path) -> None:
        self.pid, self.at = str(holder.pid), at
        self.here = Path(f"/proc/{holder.pid}/root{at}")

    def on_it(self, *command: str) -> list[str]:
        """The command as a process that has the disk."""
        user = ["--user", "--preserve-credentials"] if FREE else []
        return ["nsenter", f"--target={self.pid}", "--mount", *user, f"--wd={ROOT}", *command]

    def fill(self) -> None:
        """Take every byte that is free."""
        with (self.here / "filler").open("ab", buffering=0) as filler:
            for size in (65_536, 4_096):
                try:
                    while filler.write(b"\0" * size):
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        """Give them back."""
        (self.here / "filler").unlink()


@contextmanager
def small_disk(at: Path, megabytes: int) -> Iterator[Disk]:
    """A disk of that size; it is gone with the process that holds it."""
    if not (shutil.which("unshare") and shutil.which("nsenter")):
        pytest.skip("util-linux is not installed here.")
    mount = f"mount -t tmpfs -o size={megabytes}m,mode=755 none '{at}' && echo there && exec cat"
    holder = subprocess.Popen(
        ["unshare", *FREE, "--mount", "sh", "-c", mount],
        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert holder.stdin
    assert holder.stdout
    try:
        if holder.stdout.readline() != "there\n":
            pytest.skip("No disk can be mounted here.")
        yield Disk(holder, at)
    finally:
        holder.stdin.close()
        holder.wait()
        holder.stdout.close()


class Site:
    """A web process whose database and files are on a small disk, and an editor who is signed in at it."""

    def __init__(self, disk: Disk, environ: dict[str, str]) -> None:
        self.disk, self.environ = disk, environ
        self.anna = self.reader = Visitor("")
        self.form = ""

    def manage(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """A management command on it."""
        return subprocess.run(
            self.disk.on_it(sys.executable, "manage.py", *words),
            env={**os.environ, **self.environ}, text=True, capture_output=True, check=False,
        )  # fmt: skip

    def prepare(self) -> None:
        """A figure, an editor, and its tables unless they are there."""
        if "postgres" in self.environ["DATABASE_URL"]:
            migrated = self.manage("migrate", "--verbosity=0")
            assert migrated.returncode == 0, migrated.stderr
        made = self.manage("shell", "--no-imports", "-c", MADE.format(cookie=settings.SESSION_COOKIE_NAME))
        assert made.returncode == 0, made.stderr
        figure, session = made.stdout.split()
        self.form = f"/admin/salaries/figure/{figure}/change/"
        self.anna.cookies[settings.SESSION_COOKIE_NAME] = session

    def saved_until_refused(self) -> tuple[Answer, Any]:
        """There is room yet on pages of the database that are there already: save until there is none."""
        for number in range(500):
            typed = self.anna.form(self.form) | {"source_note": f"note {number} " * 40}
            answer = self.anna.ask(self.form, typed, Referer=self.anna.url + self.form)
            if answer.status != 302:
                return answer, typed
        raise AssertionError("There is always room.")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, static_files: None, migrated: Path) -> Iterator[Site]:
    """The site on its disk, which has room."""
    with ExitStack() as stack:
        # Not in the tests' own folder, which PostgreSQL's user does not get to.
        made = tempfile.mkdtemp(prefix="compsite-disk-", dir=os.environ.get("SCRATCH"))
        stack.callback(shutil.rmtree, made)
        yield stack.enter_context(_site(request.param, Path(made), migrated))


@contextmanager
def _site(kind: str, folder: Path, migrated: Path) -> Iterator[Site]:
    at = folder / "disk"
    for above in (folder, at):
        above.mkdir(exist_ok=True)
        above.chmod(0o755)
    with small_disk(at, MEGABYTES[kind]) as disk, _database(kind, disk) as address:
        (disk.here / "tmp").mkdir(mode=0o777)
        environ = {
            "DATABASE_URL": address, "TMPDIR": str(at / "tmp"),
            "SITE_URL": settings.SITE_URL, "SECRET_KEY": settings.SECRET_KEY,
        }  # fmt: skip
        shutil.copy(migrated, disk.here / "site.sqlite3")
        made = Site(disk, environ)
        made.prepare()
        port = free_port()
        command = disk.on_it(sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=4")
        with serving([*command, "compsite.wsgi:application"], port, environ, folder / "log") as url:
            made.reader, made.anna = Visitor(url), Visitor(url, made.anna.cookies)
            yield made


@contextmanager
def _database(kind: str, disk: Disk) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{disk.at}/site.sqlite3"
        return
    if FREE:
        pytest.skip("PostgreSQL does not run as root, which who maps it to himself is.")
    server = f"{disk.at}/server"
    started = subprocess.run(
        disk.on_it("sh", ".ci/postgres", "start", server), text=True, capture_output=True, check=False
    )
    if "not installed" in started.stderr:
        pytest.skip("PostgreSQL is not installed here.")
    assert started.returncode == 0, started.stderr
    try:
        yield started.stdout.strip()
    finally:
        subprocess.run(disk.on_it("sh", ".ci/postgres", "stop", server), check=True, capture_output=True)


READ = (
    "/salaries/alpha/",
    "/",
    "/api/v1/roles/",
    "/changes/",
    "/search?q=alpha",
    "/sources/",
    "/data/figures.csv.gz",
)
PARQUET, WORKBOOK = "/data/figures.parquet", "/admin/salaries/figure/export.xlsx"
TABLE = "role,location,measure,currency,pay_period,median,sample_size\n" + "".join(
    f"Trade {number},us,base_salary,USD,year,{50_000 + number},120\n" for number in range(2_000)
)


def begun(folder: Path) -> list[str]:
    """What is there of a backup, and what was begun in TMPDIR and not taken away."""
    patterns = (
        "backup.zip",
        ".compsite-backup-*",
        "tmp/.compsite-*",
        "tmp/compsite-import-*",
        "tmp/**/figures.csv",
    )
    return [path.name for pattern in patterns for path in folder.glob(pattern)]


def test_readers_go_on_and_a_save_is_kept_until_there_is_room(site: Site) -> None:
    site.disk.fill()
    refused, typed = site.saved_until_refused()
    assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
    assert SENTENCE in refused.text
    assert typed["source_note"] in refused.text
    assert {path: site.reader.ask(path).status for path in READ} == dict.fromkeys(READ, 200)
    site.disk.free()
    again = site.anna.ask(site.form, typed, Referer=site.anna.url + site.form)
    assert again.status == 302, again.text[:500]
    assert site.anna.form(site.form)["source_note"] == typed["source_note"].strip()


def test_what_needs_room_is_refused_in_words_until_there_is_some(site: Site, tmp_path: Path) -> None:
    table = tmp_path / "trades.csv"
    table.write_text(TABLE)
    imported = ("import_release", "table", str(table), "--source=bureau", "--reference=2026-05", "--create")
    backup = ("backup", str(site.disk.at / "backup.zip"))
    site.disk.fill()
    assert site.reader.ask(PARQUET).status == 503
    led = site.anna.ask(WORKBOOK)
    assert (led.status, NO_ROOM in site.anna.ask(led.headers["Location"]).text) == (302, True)
    assert site.anna.ask(WORKBOOK.replace("xlsx", "csv")).status == 200
    refused = [site.manage(*backup), site.manage(*imported)]
    assert [len(one.stderr.splitlines()) for one in refused] == [1, 1], [one.stderr for one in refused]
    assert [one.returncode for one in refused] == [1, 1]
    assert begun(site.disk.here) == []
    site.disk.free()
    assert [site.anna.ask(path).status for path in (PARQUET, WORKBOOK)] == [200, 200]
    done = [site.manage(*backup), site.manage(*imported)]
    assert [one.returncode for one in done] == [0, 0], [one.stderr for one in done]
