"""How much slower a first view becomes from a thousand figures to a million.

    .venv/bin/python -m bench.growth [--database postgres://…] [--keep FOLDER] [--only WORDS] [--rounds 7]

One process asks one address of each size in turn, again and again, on a connection of its own to each database: SQLite
files, or databases that are made beside the one that is named. Nothing is kept between two answers. The roles that are
asked for have as many figures at each size, and lists fill a page at each.
"""

# ruff: noqa: T201 - a script that prints

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from bench.answers import Pace
from bench.ratios import Bound, Line, in_turn
from bench.servers import Site, manage

SIZES = {1_000: 100, 100_000: 500, 1_000_000: 5_000}
"""Figures, and roles that share them."""
MUST, AIM = Bound(most=1.3), Bound(most=1.05)
ROLE, OTHER, PLACE = "synthetic-role-00001", "synthetic-role-00002", "synthetic-place-0001"
FRAGMENT = {"HX-Request": "true", "HX-Target": "comparison"}
PAIR = f"/compare/{ROLE}.average/vs/{ROLE}.senior-staff/"
PUBLIC = {
    "guide": f"/salaries/{ROLE}/",
    "guide in a place": f"/salaries/{ROLE}/{PLACE}/",
    "guide, pinned": f"/salaries/{ROLE}/?as_of={{version}}",
    "guide, CSV": f"/salaries/{ROLE}/data.csv",
    "comparison": PAIR,
    "comparison of roles": f"/compare/{ROLE}.average/vs/{OTHER}.average/",
    "comparison, pinned": f"{PAIR}?as_of={{version}}",
    "comparison, JSON": f"{PAIR}data.json",
    "embedded comparison": f"/embed{PAIR}",
    "compare, empty form": "/compare/",
    "place": f"/locations/{PLACE}/",
    "place, page 2": f"/locations/{PLACE}/?page=2",
    "search, one word": "/search?q=carpenter",
    "search, every role": "/search?q=synthetic",
    "search, by code": "/search?q=00042",
    "search, misspelt": "/search?q=carpentr",
    "home": "/",
    "roles": "/salaries/",
    "roles, page 2": "/salaries/?page=2",
    "factors": "/factors/",
    "factor": "/factors/synthetic-factor/",
    "sources": "/sources/",
    "source": "/sources/synthetic-survey/",
    "release": "/sources/synthetic-survey/may-2025/",
    "downloads": "/data/",
    "changes": "/changes/",
    "feed": "/changes/feed/",
    "standing, form": "/standing/",
    "report, form": "/report/",
    "unknown role": "/salaries/synthetik-role-00001/",
    "sitemap, index": "/sitemap.xml",
    "llms.txt": "/llms.txt",
    "API, figures": "/api/v1/figures/",
    "API, figures of a role": f"/api/v1/figures/?role={ROLE}",
    "API, figures in a place": f"/api/v1/figures/?location={PLACE}",
    "API, figures in dollars": "/api/v1/figures/?currency=USD",
    "API, figures a year": "/api/v1/figures/?pay_period=year",
    "API, figures of a source": "/api/v1/figures/?source=synthetic-survey",
    "API, figures with a floor": "/api/v1/figures/?measure=base_salary&currency=USD&pay_period=year&min_pay=90000",
    "API, roles": "/api/v1/roles/",
    "API, a role": f"/api/v1/roles/{ROLE}/",
    "API, places": "/api/v1/locations/",
    "API, releases": "/api/v1/releases/",
    "API, changes": "/api/v1/changes/",
    "API, comparison": f"/api/v1/compare/?subjects={ROLE}.average,{ROLE}.senior-staff",
}
ADMIN = {
    "admin, start": "/admin/",
    "admin, figures": "/admin/salaries/figure/",
    "admin, figures searched": "/admin/salaries/figure/?q=carpenter",
    "admin, roles": "/admin/salaries/role/",
    "admin, places": "/admin/salaries/location/",
    "admin, parts": "/admin/salaries/releasepart/",
}
NAMED = (
    "guide", "comparison", "comparison fragment", "place", "search, one word", "home", "roles", "guide, pinned",
    "API, figures", "API, figures in dollars", "API, roles", "API, comparison", "sitemap, index", "admin, figures",
)  # fmt: skip
"""What `make bench` asks."""
HEADERS = {"comparison fragment": FRAGMENT}
ADDRESSES = {**PUBLIC, "comparison fragment": PAIR, **ADMIN}


@dataclass
class Guide:
    """A database of one size: the connection to it, and somebody who is signed in."""

    figures: int
    connection: Any
    version: int = 0
    client: Any = None
    times: dict[str, list[float]] = field(default_factory=dict)


def databases(base: str, folder: Path) -> dict[int, str]:
    """The address of a database of each size; on PostgreSQL they are made beside the one that is named."""
    if not base:
        return {size: f"sqlite:///{folder}/growth-{size}.sqlite3" for size in SIZES}
    return {size: urlunsplit(urlsplit(base)._replace(path=f"/growth_{size}")) for size in SIZES}


def fill(url: str, size: int, number: int) -> None:
    """Make a database of a size, unless it is there."""
    if url.startswith("sqlite") and Path(url.removeprefix("sqlite:///")).exists():
        return
    if not url.startswith("sqlite") and not _created(url):
        return
    manage(url, "migrate", "--verbosity=0")
    # Data versions of two sizes never have the same number, so that nothing kept by number serves both.
    words = f"from salaries.models import DataVersion as V; [V.objects.create() for _ in range({number})]"
    manage(url, "shell", "--no-imports", "--verbosity=0", "--command", words)
    manage(url, "make_figures", f"--roles={SIZES[size]}", f"--figures={size}")


def _created(url: str) -> bool:
    import psycopg

    name = urlsplit(url).path.strip("/")
    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        server.execute(f"CREATE DATABASE {name}")
    return True


def measure(
    urls: dict[int, str], names: Sequence[str], rounds: int, tell: Callable[[str], None]
) -> Iterator[Line]:
    """A line for each address: the largest over the smallest, and how many queries the largest makes."""
    guides = [_opened(size, url) for size, url in urls.items()]
    for name in names:
        tell(name)
        for guide in guides:
            _turn_to(guide)
            _ask(guide, name)
        for _ in range(rounds):
            for guide in guides:
                _turn_to(guide)
                guide.times.setdefault(name, []).append(_timed(guide, name))
        small, *_, large = guides
        middle = (
            ""
            if len(guides) < 3
            else f"{_middle(guides[1], name) / _middle(small, name):.2f} at {guides[1].figures:,}, "
        )
        note = f"{middle}{_queries(large, name)} queries, {_middle(large, name) * 1_000:.1f} ms"
        yield Line(
            name, f"{small.figures:,} figures", in_turn(large.times[name], small.times[name]), MUST, AIM, note
        )


def _middle(guide: Guide, name: str) -> float:
    return statistics.median(guide.times[name])


def _opened(size: int, url: str) -> Guide:
    import dj_database_url
    from django.contrib.auth import get_user_model
    from django.db import connections
    from django.test import Client

    from salaries.models import DataVersion
    from tests.signing_in import signed_in

    held = dict(connections.settings["default"])
    held.update({key: value for key, value in dj_database_url.parse(url).items() if value})
    connection = type(connections["default"])(held, "default")
    guide = Guide(size, connection)
    _turn_to(guide)
    guide.version = DataVersion.objects.latest("number").number
    users = get_user_model()
    editor = users.objects.filter(username="bench").first() or users.objects.create_superuser("bench")
    guide.client = signed_in(Client(SERVER_NAME="127.0.0.1"), editor)
    return guide


def _turn_to(guide: Guide) -> None:
    from django.db import connections

    connections["default"] = guide.connection


def _timed(guide: Guide, name: str) -> float:
    """The quickest of three answers: what disturbs one of them does not count."""
    found = []
    for _ in range(3):
        begun = time.perf_counter()
        _ask(guide, name)
        found.append(time.perf_counter() - begun)
    return min(found)


def _ask(guide: Guide, name: str) -> None:
    from django.test import Client

    client = guide.client if name in ADMIN else Client(SERVER_NAME="127.0.0.1")
    answer: Any = client.get(ADDRESSES[name].format(version=guide.version), headers=HEADERS.get(name))
    if answer.status_code != (404 if name.startswith("unknown") else 200):
        raise SystemExit(f"{name}: {ADDRESSES[name]} answers {answer.status_code}.")
    if answer.streaming:
        for _ in answer.streaming_content:
            pass


def _queries(guide: Guide, name: str) -> int:
    from django.test.utils import CaptureQueriesContext

    _turn_to(guide)
    with CaptureQueriesContext(guide.connection) as found:
        _ask(guide, name)
    return len(found)


def prepare(base: str, folder: Path) -> dict[int, str]:
    """Make what is missing, and start Django on the first of the databases."""
    urls = databases(base, folder)
    for number, (size, url) in enumerate(urls.items()):
        print(f"{size:,} figures", file=sys.stderr)
        fill(url, size, number)
    os.environ.update(
        DATABASE_URL=next(iter(urls.values())), RATE_LIMIT="0", PAGES_MB="0", LOG_LEVEL="CRITICAL"
    )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compsite.settings")
    import django

    django.setup()
    # Otherwise the end of a request closes its connection, and the next one opens a new one.
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections

    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    return urls


def growth(site: Site, pace: Pace, tell: Callable[[str], None]) -> Iterator[Line]:
    """The addresses of issue 8 on SQLite; `python -m bench.growth` asks all of them, on PostgreSQL too."""
    tell("a thousand, a hundred thousand and a million synthetic figures are made")
    yield from measure(prepare("", site.folder), NAMED, 2 * pace.rounds + 1, tell)


def main() -> None:
    from bench.ratios import table

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--database", default="", help="a PostgreSQL server; default: SQLite")
    parser.add_argument("--keep", type=Path, help="where the SQLite databases are made, and found again")
    parser.add_argument("--only", action="append", help="only addresses whose name begins so (repeatable)")
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    names = [name for name in ADDRESSES if not asked.only or name.startswith(tuple(asked.only))]
    with tempfile.TemporaryDirectory() as folder:
        urls = prepare(asked.database, asked.keep or Path(folder))
        print(*table(measure(urls, names, asked.rounds, lambda name: None)), sep="\n")


if __name__ == "__main__":
    main()
