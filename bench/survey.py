"""A survey's CSV to cells, against the bare DuckDB query of the same percentiles on the same file.

    .venv/bin/python -m bench.survey [--rows 1000000] [--runs 5]

Makes the file in a temporary folder, runs both by turns, each run in a process of its own, and prints one line:
the ratio of the median times and the most memory that a run of each held. What is promised: at most 2 times the bare
query at 1,000,000 rows, under 500 MB at 10,000,000.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb

TITLES = 23
ROLES = 20
TOOLS = ("go", "rust", "python", "java", "docker", "kubernetes", "aws", "azure")
LEVELS = {"EN": "entry-level", "MI": "mid-level", "SE": "senior-staff", "EX": "executive"}
SHARES = "[0.10, 0.25, 0.50, 0.75, 0.90]"
MAPPING = """
source = "example"
measure = "base_salary"
percentiles = "continuous"
missing = ["NA"]
[pay]
column = "pay"
period = "year"
currency = "USD"
[role]
column = "title"
[role.titles]
{titles}
[place]
column = "country"
iso = true
[level]
column = "level"
[level.values]
{levels}
[[options]]
column = "tools"
[options.values]
{tools}
"""


def make(folder: Path, rows: int) -> None:
    """Write `survey.csv`, the same for the same number of rows, and `survey.toml`."""
    tools = ", ".join(f"'{tool}'" for tool in TOOLS)
    with duckdb.connect(config={"memory_limit": "300MB", "temp_directory": str(folder)}) as database:
        database.execute(f"""
            COPY (
                SELECT i AS id, 'Title number ' || hash(i) % {TITLES} AS title,
                    ['US', 'GB', 'DE', 'CA', 'FR', 'NL'][1 + (hash(i + 7) % 6)::INTEGER] AS country,
                    {list(LEVELS)}[1 + (hash(i + 13) % 4)::INTEGER] AS level,
                    40000 + hash(i + 17) % 200000 AS pay,
                    coalesce(nullif(array_to_string(
                        list_filter([{tools}], lambda tool: hash(tool || i) % 3 = 0), ';'), ''), 'NA') AS tools
                FROM range({rows}) AS numbers(i)
            ) TO '{folder}/survey.csv' (HEADER)
        """)  # noqa: S608
    (folder / "survey.toml").write_text(
        MAPPING.format(
            titles="\n".join(f'"Title number {n}" = "role-{n}"' for n in range(ROLES)),
            levels="\n".join(f'{code} = "{level}"' for code, level in LEVELS.items()),
            tools="\n".join(f'{tool} = "{tool}"' for tool in TOOLS),
        )
    )


def ours(folder: Path) -> int:
    """Read the file to its last cell; the number of cells."""
    from salaries.imports.formats.survey import read
    from salaries.imports.reading import Options

    return sum(1 for _ in read(folder / "survey.csv", Options(mapping=str(folder / "survey.toml"))).cells)


def bare(folder: Path) -> int:
    """The same cells by one query; their number."""
    titles = ", ".join(f"('Title number {n}', 'role-{n}')" for n in range(ROLES))
    query = f"""
        WITH answers AS (
            SELECT role, country, level, pay::DECIMAL(18, 4) AS pay, tools
            FROM read_csv('{folder}/survey.csv', all_varchar = true, header = true)
            JOIN (VALUES {titles}) AS roles(title, role) USING (title)
        ), everyone AS (
            SELECT role, country, level, pay, NULL AS tool FROM answers
            UNION ALL
            SELECT role, country, level, pay, unnest(string_split(tools, ';')) FROM answers WHERE tools <> 'NA'
        )
        SELECT role, country, level, tool, count(*), avg(pay), quantile_cont(pay, {SHARES}) FROM everyone
        GROUP BY GROUPING SETS ((role, country, tool), (role, country, level, tool)) HAVING count(*) >= 10
    """  # noqa: S608
    with duckdb.connect() as database:
        return len(database.execute(query).fetchall())


def measured(name: str, folder: Path) -> dict[str, float]:
    """Run one of the two in a process of its own: seconds, megabytes at most, cells."""
    command = [sys.executable, "-m", "bench.survey", "--only", name, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return dict(json.loads(done.stdout))


def run_here(name: str, folder: Path) -> None:
    """Run one of the two and print what it took; imports are not counted."""
    import salaries.imports.formats.survey  # noqa: F401

    start = time.perf_counter()
    cells = {"ours": ours, "bare": bare}[name](folder)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    sys.stdout.write(json.dumps({"seconds": seconds, "megabytes": peak, "cells": cells}))


def main() -> None:
    """Compare the two and print the line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5, help="how often each is run")
    parser.add_argument("--only", nargs=2, metavar=("WHICH", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        run_here(arguments.only[0], Path(arguments.only[1]))
        return
    with TemporaryDirectory(prefix="bench-survey-") as name:
        make(Path(name), arguments.rows)
        runs: dict[str, list[dict[str, float]]] = {"ours": [], "bare": []}
        for _ in range(arguments.runs):
            for which, results in runs.items():
                results.append(measured(which, Path(name)))
    cells = {which: results[0]["cells"] for which, results in runs.items()}
    if cells["ours"] != cells["bare"]:
        raise SystemExit(f"The two make different cells: {cells}.")
    seconds = {which: median(result["seconds"] for result in results) for which, results in runs.items()}
    peaks = {which: max(result["megabytes"] for result in results) for which, results in runs.items()}
    sys.stdout.write(
        f"{arguments.rows:,} rows to {cells['ours']:,.0f} cells: {seconds['ours']:.2f} s, "
        f"{seconds['ours'] / seconds['bare']:.2f} times the bare query ({seconds['bare']:.2f} s); "
        f"at most {peaks['ours']:,.0f} MB, the bare query {peaks['bare']:,.0f} MB\n"
    )


if __name__ == "__main__":
    main()
