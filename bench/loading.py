"""The line about importing: `bench.imports`, which has a database of its own, in a process of its own."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator

from bench.answers import Pace
from bench.ratios import Bound, Line, of
from bench.servers import Site, environ
from tests.serving import ROOT

CELLS = 40_000


def load(site: Site, pace: Pace, tell: Callable[[str], None]) -> Iterator[Line]:
    """The rate of an import of OEWS beside the database's own bare loading of the same rows, in turn."""
    tell(f"{CELLS:,} cells, bare and imported in turn")
    words = ["-m", "bench.imports", "--cells", str(CELLS), "--rounds", str(pace.rounds)]
    told = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, *words], cwd=ROOT, env=environ(site.url), check=True, capture_output=True, text=True
    ).stdout
    yield Line(
        "import, rows a second", "bare load", of([rate_of(told)]), Bound(least=0.4), note=f"{CELLS:,} cells"
    )


def rate_of(told: str) -> float:
    """What `bench.imports` printed as the rate of the import."""
    found = re.search(r"import / bare load +([\d.]+)", told)
    if found is None:
        raise LookupError(told)
    return float(found[1])
