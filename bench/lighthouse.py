"""Lighthouse on a phone's screen and network: performance, accessibility, best practices, search engines.

    .venv/bin/python -m bench.lighthouse [--page guide] [--reports FOLDER]

Fetches Lighthouse with npm (Node 18.16 or newer) into .tools/ on its first run, serves the starting data as `make run`
does, and prints each page's four scores, with every audit that is not perfect and what it saw. Ends with 1 when a
score is below 100. Nothing is reported to anybody, and Chromium can reach nothing but this machine.
"""

# ruff: noqa: T201 - a script that prints

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.conftest import FLAGS, as_made, chromium, manage
from tests.serving import ROOT, free_port, serving

VERSION = "12.8.2"
HOME = ROOT / ".tools" / "lighthouse"
PROGRAM = HOME / "node_modules" / "lighthouse" / "cli" / "index.js"
PAGES = {
    "home": "/",
    "guide": "/salaries/backend-engineer/",
    "official": "/salaries/software-developer/",
    "comparison": "/compare/backend-engineer.average/vs/backend-engineer.10-plus-years/",
    "place": "/locations/seattle-wa/",
    "factor": "/factors/company-type-and-location/",
}
OTHERS_UNREACHABLE = "--host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--page", action="append", choices=PAGES, help="this page (repeatable)")
    parser.add_argument(
        "--reports", type=Path, help="where Lighthouse's own reports are kept (HTML and JSON)"
    )
    asked = parser.parse_args()
    fetch()
    below = 0
    with tempfile.TemporaryDirectory() as folder, site(Path(folder)) as url:
        reports = asked.reports or Path(folder)
        reports.mkdir(parents=True, exist_ok=True)
        for name in asked.page or PAGES:
            report = measured(url + PAGES[name], reports / name)
            print(f"{name:<12}{'  '.join(scores(report))}", flush=True)
            print(*imperfect(report), sep="", end="", flush=True)
            below += any(category["score"] != 1 for category in report["categories"].values())
    print(f"{below} of {len(asked.page or PAGES)} pages are below 100." if below else "100 everywhere.")
    return min(below, 1)


def fetch() -> None:
    """Lighthouse's one version, unless it is there."""
    kept = HOME / "node_modules" / "lighthouse" / "package.json"
    if kept.exists() and json.loads(kept.read_text(encoding="utf-8"))["version"] == VERSION:
        return
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("Lighthouse needs Node and its npm; install them and run this again.")
    print(f"Fetching Lighthouse {VERSION} into {HOME.relative_to(ROOT)}/")
    HOME.mkdir(parents=True, exist_ok=True)
    words = ["install", f"--prefix={HOME}", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run([npm, *words, "--loglevel=error", f"lighthouse@{VERSION}"], cwd=HOME, check=True)  # noqa: S603


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """The starting data on the server of `make run`, in a database of its own."""
    subprocess.run(["sh", "setup", "static"], cwd=ROOT, check=True)  # noqa: S607
    database, port = folder / "site.sqlite3", free_port()
    manage(database, "migrate", "--verbosity=0")
    manage(database, "seed")
    environ = {"DATABASE_URL": f"sqlite:///{database}", "PORT": str(port)}
    with serving(as_made(port), port, environ, log=folder / "log") as url:
        yield url


def measured(url: str, out: Path) -> dict[str, Any]:
    """Lighthouse's report on a page, with its default settings: a phone on a slow network.

    A busy machine now and then keeps it from seeing the page load at all. It says so, and is asked again.
    """
    browser = ["--headless=new", *FLAGS, OTHERS_UNREACHABLE, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    words = [
        "--quiet",
        "--no-enable-error-reporting",
        "--output=json",
        "--output=html",
        f"--output-path={out}",
    ]
    command = ["node", str(PROGRAM), url, *words, f"--chrome-flags={' '.join(browser)}"]
    environ = {**os.environ, "CHROME_PATH": chromium() or ""}
    for last in (False, False, True):
        if not subprocess.run(command, check=last, env=environ).returncode:  # noqa: S603
            break
    return dict(json.loads(out.with_suffix(".report.json").read_text(encoding="utf-8")))


def scores(report: dict[str, Any]) -> Iterator[str]:
    """Each category with its score out of 100."""
    for category in report["categories"].values():
        score = category["score"]
        yield f"{category['title'].lower()} {'none' if score is None else round(100 * score):>3}"


def imperfect(report: dict[str, Any]) -> Iterator[str]:
    """The audits that count towards a score and are not perfect, and what they saw."""
    for category in report["categories"].values():
        for reference in category["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                seen = " ".join([f"{audit['score']:.2f}", audit.get("displayValue", "")]).strip()
                yield f"            {audit['id']}: {seen}\n"


if __name__ == "__main__":
    sys.exit(main())
