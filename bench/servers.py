"""Servers to measure, each one process on core 0, with one thread; and a database with the guide's own figures."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from email.message import Message
from pathlib import Path
from urllib.request import Request, urlopen

from tests.serving import ROOT, free_port, serving

CORE = "0"
DATASETTE = ROOT / ".tools" / "bench" / "bin" / "datasette"
ROLE = "backend-engineer"
GUIDE = f"/salaries/{ROLE}/"
_COPIED = """
CREATE TABLE figures AS
SELECT f.id, r.slug AS role, l.slug AS location, v.slug AS level, o.slug AS option, s.slug AS source,
       e.slug AS release, f.measure, f.currency, f.pay_period, f.mean, f.p10, f.p25, f.median, f.p75, f.p90,
       f.sample_size, f.employment, f.mean_error
  FROM guide.salaries_figure f
  JOIN guide.salaries_role r ON r.id = f.role_id JOIN guide.salaries_location l ON l.id = f.location_id
  JOIN guide.salaries_release e ON e.id = f.release_id JOIN guide.salaries_source s ON s.id = e.source_id
  LEFT JOIN guide.salaries_experiencelevel v ON v.id = f.level_id
  LEFT JOIN guide.salaries_factoroption o ON o.id = f.option_id;
CREATE UNIQUE INDEX figures_id ON figures (id);
CREATE INDEX figures_role ON figures (role);
"""


def manage(url: str, *words: str, prefix: tuple[str, ...] = ()) -> None:
    """A management command on a database."""
    subprocess.run(  # noqa: S603 - ourselves
        [*prefix, sys.executable, "manage.py", *words], cwd=ROOT, check=True, env=environ(url),
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def environ(url: str, **more: str) -> dict[str, str]:
    """The environment of a site on a database; nothing of the shell's own settings comes through."""
    ours = {
        "DEBUG",
        "SITE_URL",
        "ALLOWED_HOSTS",
        "TRUST_PROXY",
        "CACHE_URL",
        "REPLICA_URL",
        "PAGES_MB",
        "RATE_LIMIT",
        "PYTHONDONTWRITEBYTECODE",
    }
    held = {name: value for name, value in os.environ.items() if name not in ours}
    return {**held, "DATABASE_URL": url, "LOG_LEVEL": "ERROR", **more}


@contextmanager
def running(words: list[str], port: int, environ: Mapping[str, str], log: Path) -> Iterator[str]:
    """The address of a server that has core 0; where it does not start, what it said is shown."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(serving(["taskset", "-c", CORE, *words], port, environ, log))
        except OSError as error:
            raise SystemExit(f"{words[0]} gave no answer: {error}\n{log.read_text()[-2_000:]}") from None
        yield url


def granian(app: str, environ: Mapping[str, str], log: Path) -> AbstractContextManager[str]:
    """The address of a WSGI application on Granian."""
    port = free_port()
    words = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    words += ["--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "error", app]
    return running(words, port, environ, log)


def site(database: str, log: Path, **more: str) -> AbstractContextManager[str]:
    """Our own site; `PAGES_MB="0"` keeps no page, so that each answer is a first one."""
    return granian("compsite.wsgi:application", environ(database, **more), log)


@contextmanager
def datasette(database: Path, folder: Path) -> Iterator[str]:
    """Datasette over the same figures, one row a figure with its names written out, as a file that never changes."""
    copy = folder / "figures.db"
    with sqlite3.connect(copy) as connection:
        connection.execute("ATTACH ? AS guide", [str(database)])
        connection.executescript(_COPIED)
    port = free_port()
    words = [str(DATASETTE), "serve", "--immutable", str(copy), "--port", str(port)]
    with running(words, port, os.environ, folder / "datasette.log") as url:
        yield url


def fetched(url: str, headers: Mapping[str, str] | None = None) -> tuple[bytes, Message]:
    """The body as it was sent, and the headers."""
    asked = Request(url, headers={"Accept-Encoding": "gzip", **(headers or {})})  # noqa: S310 - loopback
    with urlopen(asked, timeout=60) as answer:  # noqa: S310
        return answer.read(), answer.headers


class Site:
    """Everything that answers while a group of lines is measured, and where."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.database = folder / "guide.sqlite3"
        self.url = f"sqlite:///{self.database}"
        manage(self.url, "migrate", "--verbosity=0")
        manage(self.url, "seed")
        self.kept = stack.enter_context(site(self.url, folder / "kept.log"))
        self.first = stack.enter_context(site(self.url, folder / "first.log", PAGES_MB="0"))
        body, headers = fetched(self.kept + GUIDE)
        if headers["Content-Encoding"] != "gzip":
            raise RuntimeError("The guide is not packed, so there is nothing to compare it with.")
        page = folder / "page.gz"
        page.write_bytes(body)
        held = {**os.environ, "BENCH_BODY": str(page)}
        self.raw = stack.enter_context(granian("bench.apps:raw", held, folder / "raw.log"))
        self.bare = stack.enter_context(granian("bench.apps:bare", held, folder / "bare.log"))
        self.datasette = stack.enter_context(datasette(self.database, folder))
