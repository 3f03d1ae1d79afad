"""The lines about a busy site: what readers notice while a file is imported, and whether anybody sees a fault.

The import has the lowest priority on the core of who asks: it shares the database with the server, not its core.
"""

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.answers import COMPARISON, Pace
from bench.ratios import Bound, Line, in_turn, of
from bench.servers import GUIDE, Site, environ
from bench.wrk import CORE, Target, run
from tests.faults.browsing import Visitor
from tests.forms import fields_of
from tests.serving import ROOT

EDITORS, EVERY = 4, 0.2
READ = ("/", "/salaries/", GUIDE, COMPARISON, "/changes/")
READERS = 20
HEADER = "role,location,measure,currency,pay_period,median,p90,sample_size,reference"
_SIGNED_IN = """
from django.contrib.auth import get_user_model
from django.test import Client
from salaries.models import Figure
from tests.signing_in import signed_in
users = get_user_model().objects
figures = list(Figure.objects.order_by("pk").values_list("pk", flat=True)[:{number}])
for number, figure in enumerate(figures):
    client = signed_in(Client(), users.create_superuser(f"bench-{{number}}"))
    print(client.cookies["sessionid"].value, figure)
"""


def busy(site: Site, pace: Pace, tell: Callable[[str], None]) -> Iterator[Line]:
    """Readers beside an import, in turn with readers alone; then everybody at once."""
    target, tails, failed = Target(site.kept + GUIDE), ([], []), 0  # type: tuple[Target, tuple[list[float], list[float]], int]
    imports = Imports(site)
    run(target, 1, connections=1)
    for number in range(pace.rounds):
        tell(f"round {number + 1} of {pace.rounds}: readers alone")
        alone = run(target, pace.seconds)
        tell(f"round {number + 1} of {pace.rounds}: readers and an import")
        with imports.running():
            beside = run(target, pace.seconds)
        failed += alone.failed + beside.failed
        for found, one in zip(tails, (alone, beside), strict=True):
            found.append(one.p99)
    note = f"{imports.done} imports of {imports.ROWS:,} rows"
    ratio = in_turn(tails[1], tails[0])
    yield Line("readers' p99, import running", "without", ratio, Bound(most=1.3), Bound(most=1.0), note)
    tell("editors, an import and readers together")
    statuses = together(site, imports, max(pace.seconds * 2, 4))
    faults = float(failed + sum(number for status, number in statuses.items() if status >= 500))
    told = ", ".join(f"{number:,} answers {status}" for status, number in sorted(statuses.items()))
    yield Line("5xx, everybody together", "none", of([faults]), Bound(most=0), Bound(most=0), told)


class Imports:
    """One import after another, each of another month, published at once."""

    ROWS = 3_000

    def __init__(self, site: Site) -> None:
        self.site, self.done, self._month = site, 0, 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Imports that go on until the end of the block."""
        over = threading.Event()
        worker = threading.Thread(target=self._work, args=(over,))
        worker.start()
        try:
            yield
        finally:
            over.set()
            worker.join()

    def _work(self, over: threading.Event) -> None:
        while not over.is_set():
            self._month += 1
            file = self._file(f"{2000 + self._month // 12}-{1 + self._month % 12:02}")
            words = [sys.executable, "manage.py", "import_release", "table", str(file), "--source=bench"]
            job = subprocess.Popen(  # noqa: S603 - ourselves, with programs that `setup bench` looked for
                ["taskset", "-c", CORE, "nice", "-n", "19", *words, "--create", "--publish"], cwd=ROOT,
                env=environ(self.site.url), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            )  # fmt: skip
            _, told = job.communicate()
            if job.returncode:
                raise SystemExit(f"The import failed: {told.decode()[-500:]}")
            self.done += 1

    def _file(self, reference: str) -> Path:
        rows = [
            f"Bench Trade {trade},Bench Town {town},base_salary,USD,year,{50_000 + trade * 100 + town},"
            f"{90_000 + trade},120,{reference}"
            for trade in range(self.ROWS // 50)
            for town in range(50)
        ]
        path = self.site.folder / f"trades-{reference}.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n")
        return path


def together(site: Site, imports: Imports, seconds: float) -> Counter[int]:
    """How often each status was answered to editors who save and to readers, while files are imported."""
    statuses: Counter[int] = Counter()
    told = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", _SIGNED_IN.format(number=EDITORS)],
        cwd=ROOT, env=environ(site.url), check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    desks = [line.split() for line in told.split("\n") if line]
    people = [
        *(_Person(_editing(Visitor(site.kept, {"sessionid": session}), figure)) for session, figure in desks),
        *(_Person(_reading(Visitor(site.kept), READ[number % len(READ)])) for number in range(READERS)),
    ]
    with imports.running():
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=person.work, args=(statuses, until)) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return statuses


class _Person:
    """Somebody who does one thing again and again, with a pause."""

    def __init__(self, task: Callable[[], int]) -> None:
        self.task = task

    def work(self, statuses: Counter[int], until: float) -> None:
        while time.monotonic() < until:
            statuses[self.task()] += 1
            time.sleep(EVERY)


def _editing(desk: Visitor, figure: str) -> Callable[[], int]:
    address, number = f"/admin/salaries/figure/{figure}/change/", 0

    def save() -> int:
        nonlocal number
        number += 1
        page = desk.ask(address)
        if page.status != 200:
            return page.status
        return desk.ask(address, fields_of(page.text) | {"source_note": f"Saved {number} times"}).status

    return save


def _reading(visitor: Visitor, path: str) -> Callable[[], int]:
    return lambda: visitor.ask(path).status
