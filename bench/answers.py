"""The lines about answers: kept ones, first ones, files. Each group is asked in turn, round after round."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bench.ratios import Bound, Line, in_turn, of
from bench.servers import GUIDE, ROLE, Site, fetched
from bench.wrk import Run, Target, run

COMPARISON = f"/compare/{ROLE}.average/vs/{ROLE}.10-plus-years/"
TABLE = f"/figures/figures?role__exact={ROLE}"
JSON = f"/figures/figures.json?role__exact={ROLE}"
FRAGMENT = {"HX-Request": "true", "HX-Target": "comparison"}
BARE, RAW, PAGE, ROWS = "bare Django view", "raw bytes", "Datasette's table page", "Datasette's JSON"
Runs = Mapping[str, list[Run]]
SETTLE = 1.0
"""Seconds between two: a slow server has sixteen answers to make yet when nobody asks any more, on the same core."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long and how often each address is asked."""

    seconds: float = 5.0
    rounds: int = 3


def rounds(targets: Mapping[str, Target], pace: Pace, tell: Callable[[str], None]) -> Runs:
    """Ask every address in turn, and all of them again."""
    found: dict[str, list[Run]] = {name: [] for name in targets}
    for name, target in targets.items():
        if run(target, 1, connections=1).failed:
            raise SystemExit(f"{name}: {target.url} is refused, so there is nothing to measure.")
    for number in range(pace.rounds):
        for name, target in targets.items():
            tell(f"round {number + 1} of {pace.rounds}: {name}")
            time.sleep(SETTLE)
            found[name].append(run(target, pace.seconds))
    return found


def kept(site: Site, pace: Pace, tell: Callable[[str], None]) -> Iterator[Line]:
    """Pages that were made before."""
    _, headers = fetched(site.kept + GUIDE)
    targets = {
        RAW: Target(site.raw + "/"),
        BARE: Target(site.bare + "/"),
        PAGE: Target(site.datasette + TABLE),
        "kept guide": Target(site.kept + GUIDE),
        "kept comparison": Target(site.kept + COMPARISON),
        "kept fragment": Target(site.kept + COMPARISON, FRAGMENT),
        "304": Target(site.kept + GUIDE, {"If-None-Match": headers["ETag"]}),
    }
    runs = rounds(targets, pace, tell)
    for name in ("kept guide", "kept comparison", "kept fragment"):
        yield _rate(runs, name, BARE, Bound(least=4.0))
        yield _rate(runs, name, RAW, Bound(least=0.8), Bound(least=0.92))
    yield _rate(runs, "304", RAW, Bound(least=0.8), Bound(least=0.9))
    yield _rate(runs, "kept guide", PAGE, Bound(least=50), Bound(least=100))
    for name in ("kept guide", "kept comparison", "kept fragment"):
        tail = of([one.p99 / one.p50 for one in runs[name]])
        yield Line(f"{name}: p99", "its p50", tail, Bound(most=4), Bound(most=2.5))
    yield _failures(runs, "kept pages")


def first(site: Site, pace: Pace, tell: Callable[[str], None]) -> Iterator[Line]:
    """Pages that are made for each reader anew."""
    targets = {
        BARE: Target(site.bare + "/"),
        PAGE: Target(site.datasette + TABLE),
        ROWS: Target(site.datasette + JSON),
        "guide, first view": Target(site.first + GUIDE),
        "comparison, first view": Target(site.first + COMPARISON),
        "fragment, first view": Target(site.first + COMPARISON, FRAGMENT),
        "API comparison, first view": Target(
            f"{site.first}/api/v1/compare/?subjects={ROLE}.average,{ROLE}.10-plus-years"
        ),
    }
    runs = rounds(targets, pace, tell)
    yield _rate(runs, "guide, first view", PAGE, Bound(least=1.0), Bound(least=1.4))
    yield _rate(runs, "guide, first view", BARE)
    yield _rate(runs, "comparison, first view", BARE)
    yield _rate(runs, "fragment, first view", BARE, Bound(least=0.15), Bound(least=0.3))
    yield _rate(
        runs, "API comparison, first view", "comparison, first view", Bound(least=0.8), Bound(least=2.0)
    )
    yield _rate(runs, "API comparison, first view", ROWS)
    yield _failures(runs, "first views")


def files(site: Site, pace: Pace, tell: Callable[[str], None]) -> Iterator[Line]:
    """Files, pictures and search, none of them kept but by the one who sends static files."""
    from bench.pages import picture_of, stylesheet_of

    page = fetched(site.first + GUIDE, {"Accept-Encoding": "identity"})[0].decode()
    targets = {
        BARE: Target(site.bare + "/"),
        "static file": Target(site.kept + stylesheet_of(page)),
        "CSV of a guide, first": Target(f"{site.first}{GUIDE}data.csv"),
        "CSV of a comparison, first": Target(f"{site.first}{COMPARISON}data.csv"),
        "search, first": Target(f"{site.first}/search?q=engineer"),
        "share picture, first": Target(site.first + picture_of(page)),
    }
    runs = rounds(targets, pace, tell)
    yield _rate(runs, "static file", BARE, Bound(least=0.8))
    for name in list(targets)[2:]:
        yield _rate(runs, name, BARE)
    yield _failures(runs, "files")


def _rate(runs: Runs, what: str, against: str, must: Bound | None = None, aim: Bound | None = None) -> Line:
    ours, theirs = ([one.rate for one in runs[name]] for name in (what, against))
    return Line(what, against, in_turn(ours, theirs), must, aim)


def _failures(runs: Runs, what: str) -> Line:
    """Answers that were none: any makes the other lines worthless."""
    failed = [float(sum(one.failed for one in each)) for each in runs.values()]
    return Line(f"{what}: answers that failed", "none", of([sum(failed)]), Bound(most=0))
