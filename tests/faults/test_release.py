"""A release is put in the place of another by deploy/release.sh, while readers read and send: nobody notices.

What was built is installed into an empty place from its lock, as on a server; the processes are those of the systemd
unit, and nginx has the configuration of deploy/. Only systemd itself is stood in for.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.project.test_build import SOURCES, built
from tests.project.test_two_hosts import NGINX
from tests.serving import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
UV = shutil.which("uv") or shutil.which("uv", path=str(ROOT / ".tools/uv/bin"))
UNIT = (ROOT / "deploy/compsite@.service").read_text()
PAGES = ["/", "/salaries/", "/salaries/backend-engineer/", "/sources/", "/healthz"]
FORM = "subject=backend-engineer.average&amount=100000&currency=USD&pay_period=year"
NEVER_READY = {"COMPSITE_START": "true", "COMPSITE_READY": "1", "COMPSITE_BACKUPS": ""}
SYSTEMD = r"""#!/bin/sh
# What systemd does of the unit: start, stop PORT.
set -eu
case $1 in
    start)
        cd "$COMPSITE_ROOT/slots/$2"
        set -a
        . "$COMPSITE_ENVIRONMENT"
        setsid sh -c 'echo $$ >"$0/$1.pid"; exec @START@' "$COMPSITE_ROOT" "$2" >>"$COMPSITE_ROOT/said" 2>&1 9>&- &
        ;;
    stop)
        [ -e "$COMPSITE_ROOT/$2.pid" ] || exit 0
        pid=$(cat "$COMPSITE_ROOT/$2.pid")
        rm "$COMPSITE_ROOT/$2.pid"
        kill -TERM "$pid"
        for _ in $(seq 300); do
            grep -q '^State:.[^ZX]' "/proc/$pid/status" 2>/dev/null || exit 0
            sleep 0.1
        done
        ;;
esac
"""
LEAD = """
printf 'server 127.0.0.1:%s;\\n' "$1" >{folder}/compsite-upstream.conf
printf 'add_header X-Port %s always;\\n' "$1" >{folder}/port.conf
[ -e {folder}/pid ] || exit 0
{nginx} -s reload
# A slow machine takes its time, and the old release has a second only.
exec {python} -c 'import sys, time, urllib.request as r
while r.urlopen("http://127.0.0.1:{port}/healthz", timeout=60).headers["X-Port"] != sys.argv[1]: time.sleep(0.1)' "$1"
"""


@dataclass
class Site:
    """A server with releases, and nginx in front of it."""

    folder: Path
    port: int
    environ: dict[str, str]
    failed: list[str] = field(default_factory=list)
    answered: int = 0

    def release(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        command = ["sh", str(ROOT / "deploy/release.sh"), *words]
        environ = {**self.environ, **more}
        return subprocess.run(command, env=environ, text=True, capture_output=True, check=False, timeout=300)

    def put(self, name: str, *words: str) -> None:
        """Do so, and see that it is the release of that name which makes the pages."""
        done = self.release(*words)
        assert (done.returncode, self.says()) == (0, name), done.stdout + done.stderr

    def says(self) -> str:
        """Which release makes the pages."""
        page = self.ask("GET", "/sources/")[1]
        return "second" if "<!-- second -->" in page else "first"

    def sheet(self) -> str:
        """Where the styles of the release are that makes the pages."""
        [found] = re.findall(r'href="(/static/compsite\.\w+\.css)"', self.ask("GET", "/sources/")[1])
        return str(found)

    def ask(self, method: str, path: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": "127.0.0.1", "Sec-Fetch-Site": "same-origin"}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, FORM if method == "POST" else None, headers)
        answer = connection.getresponse()
        told = answer.status, answer.read().decode()
        connection.close()
        return told

    def read(self, until: Event) -> None:
        """Pages and forms, one after the other; what is not 200 is written down."""
        while not until.is_set():
            for method, path in [*(("GET", path) for path in PAGES), ("POST", "/standing/")]:
                try:
                    status = self.ask(method, path)[0]
                except OSError as error:
                    self.failed.append(f"{method} {path}: {error!r}")
                else:
                    self.answered += 1
                    if status != 200:
                        self.failed.append(f"{method} {path}: {status}")
                until.wait(0.05)


@pytest.fixture
def builds(tmp_path: Path) -> tuple[Path, Path]:
    """Two releases: this one, and one that says so in its pages."""
    folder = tmp_path / "builds"
    folder.mkdir()
    built(ROOT, folder / "first")
    changed = folder / "changed"
    for name in SOURCES:
        shutil.copytree(ROOT / name, changed / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, changed)
    with (changed / "static/compsite.css").open("a") as sheet:
        sheet.write("/* second */")
    base = changed / "templates/base.html"
    base.write_text(base.read_text().replace("</body>", "<!-- second --></body>"))
    built(changed, folder / "second")
    return folder / "first", folder / "second"


def nginx_of(folder: Path, port: int) -> list[str]:
    conf = (ROOT / "deploy/nginx.conf").read_text()
    upstream = (
        re.findall(r"^upstream.*?^}", conf, re.MULTILINE | re.DOTALL)[0]
        .replace("server 127.0.0.1:8000;", "")
        .replace("# With release.sh, whose releases take turns at two ports: ", "")
        .replace("/etc/nginx", str(folder))
    )
    passing = "\n".join(re.findall(r"^    proxy_\w+ .*;$", conf, re.MULTILINE))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/errors;\nevents {{}}\n"
        f"http {{ access_log off; {places}\n{upstream}\nserver {{ listen 127.0.0.1:{port};\n{passing}\n"
        f"include {folder}/port.conf; location / {{ proxy_pass http://compsite; }} }} }}"
    )
    return [str(NGINX), "-e", f"{folder}/errors", "-c", f"{folder}/nginx.conf"]


@pytest.fixture
def site(tmp_path: Path, migrated: Path) -> Iterator[Site]:
    if not (NGINX and UV and shutil.which("setsid")):
        pytest.skip("nginx, uv or setsid is not installed here.")
    folder, port = tmp_path / "server", free_port()
    folder.mkdir()
    ports = [free_port(), free_port()]
    shutil.copy(migrated, folder / "db.sqlite3")  # so that migrating has little to do
    start = (
        re.findall(r"^ExecStart=((?:.*\\\n)*.*)$", UNIT, re.MULTILINE)[0]
        .replace("\\\n", " ")
        .replace("--workers 2", "--workers 1")
    )
    (folder / "systemd").write_text(
        SYSTEMD.replace("@START@", start.replace("/srv/compsite", "$0").replace("%i", "$1"))
    )
    proxy = nginx_of(folder, port)
    (folder / "nginx").write_text(f'exec {" ".join(proxy)} "$@"\n')
    (folder / "lead").write_text(
        LEAD.format(folder=folder, nginx=" ".join(proxy), port=port, python=sys.executable)
    )
    (folder / "env").write_text(
        f'DATABASE_URL=sqlite:///{folder}/db.sqlite3\nSECRET_KEY="for-a-minute-on-this-machine-and-nowhere-else"\n'
        f"SITE_URL=http://127.0.0.1:{port}\nTRUST_PROXY=1\nRATE_LIMIT=0\n"
    )
    environ = {
        "PATH": f"{Path(str(UV)).parent}:{os.environ['PATH']}", "HOME": os.environ.get("HOME", str(folder)),
        # No test leaves this machine: packages are those that the tests' own set-up fetched.
        "UV_OFFLINE": "1", "UV_COMPILE_BYTECODE": "0",
        "COMPSITE_ROOT": str(folder), "COMPSITE_ENVIRONMENT": f"{folder}/env", "COMPSITE_RUN_AS": "root",
        "COMPSITE_PYTHON": sys.executable, "COMPSITE_PORTS": f"{ports[0]} {ports[1]}", "COMPSITE_DRAIN": "1",
        "COMPSITE_START": f"sh {folder}/systemd start", "COMPSITE_STOP": f"sh {folder}/systemd stop",
        "COMPSITE_SWITCH": f"sh {folder}/lead", "COMPSITE_WORKER": "true",
        "COMPSITE_BACKUPS": str(folder),
    }  # fmt: skip
    yield Site(folder, port, environ)
    for number in ports:
        subprocess.run(["sh", str(folder / "systemd"), "stop", str(number)], env=environ, check=False)


@pytest.fixture
def running(site: Site, builds: tuple[Path, Path]) -> Iterator[Site]:
    """The first release, installed on an empty server, with the starting data, behind nginx."""
    done = site.release("install", str(builds[0]))
    if "not found in the cache" in done.stderr or "network was disabled" in done.stderr:
        pytest.skip("The packages of requirements/base.txt are not in uv's cache here.")
    assert done.returncode == 0, done.stdout + done.stderr
    seed = subprocess.run(
        [site.folder / "current/.venv/bin/compsite", "seed"], cwd=site.folder / "current", check=True,
        env={**site.environ, "DATABASE_URL": f"sqlite:///{site.folder}/db.sqlite3"}, capture_output=True, text=True,
    )  # fmt: skip
    assert "Starting data: 1,7" in seed.stdout
    proxy = subprocess.Popen(["sh", str(site.folder / "nginx")])
    try:
        wait_for(f"http://127.0.0.1:{site.port}/")
        yield site
    finally:
        proxy.terminate()
        proxy.wait()


@pytest.fixture
def readers(running: Site) -> Iterator[Site]:
    """Two who read and send all the time."""
    running.failed.clear()
    running.answered = 0
    until = Event()
    threads = [Thread(target=running.read, args=(until,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    yield running
    until.set()
    for thread in threads:
        thread.join()


def installed(release: Path) -> set[str]:
    """Names and versions of the packages in the place of a release."""
    [folder] = (release / ".venv/lib").glob("*/site-packages")
    return {
        path.name.removesuffix(".dist-info").lower().replace("_", "-") for path in folder.glob("*.dist-info")
    }


def in_the_lock() -> set[str]:
    """Those that the lock names for this machine."""
    lines = re.findall(
        r"^([a-z0-9-]+)(?:\[[\w,]+\])?==(\S+) (.*)", (ROOT / "requirements/base.txt").read_text(), re.M
    )
    return {f"{name}-{version}" for name, version, only in lines if "win32" not in only}


def test_nobody_notices_that_a_release_takes_the_place_of_another(
    readers: Site, builds: tuple[Path, Path]
) -> None:
    """One test, since the workers of a run would each install the releases for themselves."""
    assert installed(readers.folder / "current") == in_the_lock() | {"compsite-0.1.0"}
    assert (readers.ask("GET", "/healthz")[0], readers.ask("GET", "/readyz")[0]) == (200, 200)
    sheets = [readers.sheet()]
    readers.put("second", "install", str(builds[1]))
    assert len([*readers.folder.glob("*.backup")]) == 1
    sheets.append(readers.sheet())
    assert [readers.ask("GET", sheet)[0] for sheet in sheets] == [200, 200]
    readers.put("first", "back")
    assert [readers.ask("GET", sheet)[0] for sheet in {*sheets}] == [200, 200]
    assert "not ready" in readers.release("install", str(builds[1]), **NEVER_READY).stderr
    assert readers.says() == "first"
    assert (readers.failed, readers.answered > 50) == ([], True)
