"""Everybody at once, for as long as is wanted: does anybody see a fault, is a save lost, is a figure old?

    .venv/bin/python -m bench.mixed [--minutes 20] [--postgres]

Starts two web processes on a database of its own, as deploy/ has them, and stops them in turn. Meanwhile readers read,
editors sign in with password and code and correct figures by their forms, and files are imported and published. After
each save every process is asked what it shows. Leaves nothing, ends by itself, and with 1 where something is not as it
should be: no answer above 499, none cut off, no save lost, no figure older than a second after it was corrected.
"""

# ruff: noqa: T201 - a script that prints

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

from django_otp.oath import TOTP

from bench.answers import COMPARISON
from bench.servers import environ
from tests.faults.browsing import Answer, Visitor
from tests.forms import fields_of
from tests.serving import ROOT, free_port, wait_for

EDITORS, READERS = 3, 6
ROWS = 500
"""In each file that is imported."""
BETWEEN_IMPORTS, BETWEEN_RESTARTS = 5.0, 15.0
MOST = 1.0
"""Seconds after which nobody may see the figure of before."""
PATIENCE = 30.0
PASSWORD = "a-long-made-up-password"  # noqa: S105 - of accounts that live as long as this script
SECRET = "for-a-while-on-this-machine-and-nowhere-else-0123456789"  # noqa: S105
READ = (
    COMPARISON, "/", "/salaries/", "/salaries/backend-engineer/", "/salaries/software-developer/", "/changes/",
    "/factors/", "/search?q=engineer", "/locations/us/",
    "/api/v1/roles/", "/salaries/backend-engineer/data.csv", "/data/", "/sources/",
)  # fmt: skip
HEADER = "role,location,measure,currency,pay_period,median,p90,sample_size,reference"
_DESKS = """
import json
from django.contrib.auth import get_user_model
from django_otp.plugins.otp_totp.models import TOTPDevice
from salaries.models import Figure
from tests.factories import make_source
make_source("mixed")
found = Figure.objects.public().filter(level=None, option=None, location__slug="us", mean__isnull=False)
desks = {{}}
for figure in found.select_related("role", "release__source").order_by("pk"):
    desks.setdefault(figure.role.slug, figure)
for number, figure in enumerate(list(desks.values())[:{editors}]):
    user = get_user_model().objects.create_superuser(f"mixed-{{number}}", password="{password}")
    phone = TOTPDevice.objects.create(user=user, name="phone")
    release = f"{{figure.release.source.slug}}/{{figure.release.slug}}"
    page = f"/salaries/{{figure.role.slug}}/data.json?release={{release}}&statistic=mean"
    print(json.dumps([user.username, phone.key, figure.pk, page, int(figure.mean)]))
"""
_KEPT = """
import json
from salaries.models import Figure, FigureVersion
figure = Figure.objects.get(pk={pk})
told = [str(int(mean)) for mean in figure.history.values_list("mean", flat=True)]
versions = FigureVersion.objects.filter(figure={pk}).values_list("values", flat=True)
former = [str(int(float(values["mean"]))) for values in versions]
print(json.dumps([told, [*former, str(int(figure.mean))]]))
"""


@dataclass
class Tally:
    """What happened, counted by everybody."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    oldest: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str, number: int = 1) -> None:
        with self.lock:
            self.counts[what] += number

    def fault(self, what: str, words: str) -> None:
        """Something that may not happen, and where."""
        with self.lock:
            self.counts[what] += 1
            self.faults.append(f"{what}: {words}")


class Web:
    """A web process that can be stopped and started again at its address."""

    def __init__(self, database: str, log: Path, threads: int) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.is_led_to, self._under_way, self._lock = True, 0, threading.Lock()
        self._log = log.open("ab")
        self._environ = environ(database, SECRET_KEY=SECRET, RATE_LIMIT="0", THREADS=str(threads))
        self._words = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "--blocking-threads", str(threads), "--workers-kill-timeout", "10", "--no-ws",
            "--log-level", "warning", "compsite.wsgi:application",
        ]  # fmt: skip
        self.start()

    def begin(self) -> bool:
        """Whether somebody who wants to ask here now is led here; `end` follows."""
        with self._lock:
            self._under_way += self.is_led_to
            return self.is_led_to

    def end(self) -> None:
        """Somebody was answered."""
        with self._lock:
            self._under_way -= 1

    def drain(self) -> None:
        """Have nobody led here any more, and wait until all who were are answered, as deploy/release.sh does."""
        with self._lock:
            self.is_led_to = False
        while self._under_way:
            time.sleep(0.02)

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - ourselves
            self._words, cwd=ROOT, env=self._environ, stdout=self._log, stderr=self._log
        )
        wait_for(self.url + "/readyz")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def close(self) -> None:
        self.stop()
        self._log.close()


class Everybody:
    """Who reads, edits, imports and restarts, until the time is over."""

    def __init__(self, database: str, webs: list[Web], folder: Path, seconds: float) -> None:
        self.database, self.webs, self.folder = database, webs, folder
        self.until = time.monotonic() + seconds
        self.tally = Tally()

    def is_over(self) -> bool:
        return time.monotonic() > self.until

    def ask(self, visitor: Visitor, path: str, data: Any = None, **headers: str) -> Answer | None:
        """As a proxy asks: the other process where one is restarted. None where the answer was cut off."""
        web = next(web for web in self.webs if web.url == visitor.url)
        if not web.begin():
            web = next(web for web in self.webs if web.begin())
            self.tally.count("led to the other process")
        visitor.url = web.url
        try:
            answer = visitor.ask(path, data, **headers)
        except (OSError, HTTPException) as fault:
            self.tally.fault("cut off", f"{path}: {fault!r}")
            return None
        finally:
            web.end()
        self.tally.count("answers")
        if answer.status >= 500:
            self.tally.fault("5xx", f"{answer.status} {path}")
        return answer

    def read(self, number: int) -> None:
        """A reader, who holds what was read and asks whether it is still so."""
        visitor, chance = Visitor(self.webs[number % 2].url), random.Random(number)  # noqa: S311 - which page
        held: dict[str, str] = {}
        while not self.is_over():
            path = chance.choice(READ)
            answer = self.ask(visitor, path, **({"If-None-Match": held[path]} if path in held else {}))
            if answer and answer.status == 200 and answer.headers["ETag"]:
                held[path] = answer.headers["ETag"]
            elif answer and answer.status not in (200, 304):
                self.tally.fault("other answers", f"{answer.status} {path}")
            time.sleep(0.05)

    def restart(self) -> None:
        """One process after the other, each as an update does it."""
        turn = 0
        while self._rests(BETWEEN_RESTARTS):
            web = self.webs[turn % 2]
            web.drain()
            web.stop()
            web.start()
            web.is_led_to = True
            self.tally.count("restarts")
            turn += 1

    def load(self) -> None:
        """Files of one month after another, each published at once."""
        month = 0
        while self._rests(BETWEEN_IMPORTS):
            month += 1
            file = self._file(f"{1990 + month // 12}-{1 + month % 12:02}")
            words = [sys.executable, "manage.py", "import_release", "table", str(file), "--source=mixed"]
            done = subprocess.run(  # noqa: S603 - ourselves
                [*words, "--create", "--publish"], cwd=ROOT, env=environ(self.database), capture_output=True,
                check=False, text=True,
            )  # fmt: skip
            file.unlink()
            if done.returncode:
                self.tally.fault("imports that failed", done.stderr[-300:])
            self.tally.count("imports")

    def _file(self, reference: str) -> Path:
        rows = [
            f"Mixed Trade {trade},Mixed Town {town},base_salary,USD,year,{50_000 + trade * 100 + town},"
            f"90000,120,{reference}"
            for trade in range(ROWS // 50)
            for town in range(50)
        ]
        path = self.folder / f"trades-{reference}.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n")
        return path

    def _rests(self, seconds: float) -> bool:
        """Whether there is still time after a pause."""
        until = time.monotonic() + seconds
        while not self.is_over() and time.monotonic() < until:
            time.sleep(0.1)
        return not self.is_over()

    def work(self, tasks: list[Callable[[], None]]) -> None:
        """All tasks at once. A fault of ours ends all of them."""

        def guarded(task: Callable[[], None]) -> None:
            try:
                task()
            except BaseException as fault:
                self.tally.fault("faults of this script", repr(fault))
                self.until = 0

        threads = [threading.Thread(target=guarded, args=(task,)) for task in tasks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


class Desk:
    """An editor with a phone, and the figure that nobody else corrects."""

    def __init__(self, all_of_them: Everybody, name: str, key: str, pk: int, page: str, mean: int) -> None:
        self.all, self.name, self.key, self.pk, self.page, self.mean = all_of_them, name, key, pk, page, mean
        self.visitor = Visitor(all_of_them.webs[0].url)
        self.saved: list[int] = []

    def sign_in(self) -> None:
        """By the forms: the password, then what the phone shows."""
        form = self._form("/admin/login/") | {"username": self.name, "password": PASSWORD}
        self._sent("/admin/login/", form)
        phone = TOTP(bytes.fromhex(self.key))
        phone.time = time.time()
        self._sent("/admin/login/code/", self._form("/admin/login/code/") | {"code": f"{phone.token():06}"})
        answer = self.all.ask(self.visitor, "/admin/")
        if answer is None or answer.status != 200:
            raise SystemExit(f"{self.name} cannot sign in.")

    def edit(self) -> None:
        """Correct the figure again and again, and look each time what is shown."""
        url = f"/admin/salaries/figure/{self.pk}/change/"
        while not self.all.is_over():
            wanted = (self.saved[-1] if self.saved else self.mean) + 1
            answer = self._sent(url, self._form(url) | {"mean": str(wanted)})
            if answer is None or answer.status != 302 or "/login/" in (answer.headers["Location"] or ""):
                if answer is not None and answer.status < 500:
                    words = f"{answer.status} {answer.headers['Location']} for {wanted} of {self.name}"
                    self.all.tally.fault("saves that were refused", words)
                time.sleep(1)
                continue
            self.saved.append(wanted)
            self.all.tally.count("saves")
            self._look(wanted, time.monotonic())

    def _look(self, wanted: int, since: float) -> None:
        """Until every process shows it, the other one first; how long after the save one still did not."""
        for web in sorted(self.all.webs, key=lambda web: web.url == self.visitor.url):
            while True:
                asked = time.monotonic() - since
                answer = self.all.ask(Visitor(web.url), self.page)
                if answer is not None and f'"{wanted}.00"' in answer.text:
                    break
                if asked > MOST:
                    self.all.tally.fault("old figures", f"{self.page} after {asked:.1f} s")
                    break
                if answer is not None and answer.status == 200:
                    with self.all.tally.lock:
                        self.all.tally.oldest = max(self.all.tally.oldest, asked)
                time.sleep(0.02)

    def _form(self, path: str) -> Any:
        answer = self.all.ask(self.visitor, path)
        return fields_of(answer.text) if answer is not None else {}

    def _sent(self, path: str, form: Any) -> Answer | None:
        return self.all.ask(self.visitor, path, form)

    def lost(self) -> list[int]:
        """What was saved and is neither in the history nor, as a version, among what was public."""
        history, public = json.loads(_shell(self.all.database, _KEPT.format(pk=self.pk)))
        return [value for value in self.saved if str(value) not in history or str(value) not in public]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own, not on SQLite")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="compsite-mixed-")))
        folder.chmod(0o755)
        database = stack.enter_context(_database(folder, asked.postgres))
        for words in (("collectstatic", "--noinput"), ("migrate", "--verbosity=0"), ("seed",)):
            subprocess.run(  # noqa: S603 - ourselves
                [sys.executable, "manage.py", *words],
                cwd=ROOT,
                env=environ(database),
                check=True,
                capture_output=True,
            )
        told = _shell(database, _DESKS.format(editors=EDITORS, password=PASSWORD)).splitlines()
        webs = []
        for number in range(2):
            webs.append(Web(database, folder / f"web-{number}.log", 4 if asked.postgres else 1))
            stack.callback(webs[-1].close)
        everybody = Everybody(database, webs, folder, asked.minutes * 60)
        desks = [Desk(everybody, *json.loads(line)) for line in told]
        for desk in desks:
            desk.sign_in()
        everybody.until = time.monotonic() + asked.minutes * 60
        readers = [_bound(everybody.read, number) for number in range(READERS)]
        everybody.work([*readers, *(desk.edit for desk in desks), everybody.load, everybody.restart])
        lost = [value for desk in desks for value in desk.lost()]
    return _told(everybody.tally, lost, "PostgreSQL" if asked.postgres else "SQLite", asked.minutes)


def _bound(task: Callable[[int], None], number: int) -> Callable[[], None]:
    return lambda: task(number)


@contextmanager
def _database(folder: Path, postgres: bool) -> Iterator[str]:
    if not postgres:
        yield f"sqlite:///{folder / 'guide.sqlite3'}"
        return
    server = str(folder / "server")
    words = ["sh", ".ci/postgres", "start", server]
    started = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - our own
    try:
        yield started.stdout.strip()
    finally:
        subprocess.run(["sh", ".ci/postgres", "stop", server], cwd=ROOT, check=False)  # noqa: S603, S607


def _shell(database: str, code: str) -> str:
    return subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", code], cwd=ROOT, env=environ(database),
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip


def _told(tally: Tally, lost: list[int], database: str, minutes: float) -> int:
    """Print what happened; 1 where something did that may not."""
    counts = tally.counts
    print(f"{minutes:g} minutes on {database}, two web processes of which one or the other was restarted:")
    for name in ("answers", "saves", "imports", "restarts", "led to the other process"):
        print(f"  {counts[name]:>9,} {name}")
    counts["lost edits"] = len(lost)
    never = (
        "5xx", "cut off", "lost edits", "old figures", "saves that were refused", "other answers",
        "imports that failed", "faults of this script",
    )  # fmt: skip
    for name in never:
        print(f"  {counts[name]:>9,} {name} (0 allowed)")
    print(
        f"  A former figure was last shown to who asked {tally.oldest:.2f} s after its correction ({MOST:g} s allowed)."
    )
    for kind in never:
        for words in [words for words in tally.faults if words.startswith(f"{kind}: ")][:5]:
            print(f"    {words}")
    if not counts["saves"] or not counts["imports"]:
        print("Nobody saved or nothing was imported: it was too short to say anything.")
        return 1
    return int(any(counts[name] for name in never))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compsite.settings")
    sys.exit(main())
