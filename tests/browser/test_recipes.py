"""`docs/recipes.md`: every recipe runs as it is written, and prints what is shown."""

import csv
import gzip
import re
import shutil
import subprocess
import warnings
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import duckdb
import pytest

from salaries.pages.downloads import PROGRAMS
from salaries.pay.downloads import NAMES
from tests.browser.conftest import Site
from tests.browser.parts import Parts
from tests.serving import ROOT

DOC = (ROOT / "docs/recipes.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"
RECIPES = re.findall(r"```(python|sql|r)\n(.*?)```\n\n```text\n(.*?)```", DOC, flags=re.DOTALL)
ADDRESSES = sorted(set(re.findall(rf"{HERE}(/[^\s\"')]+)", DOC)))
SPREADSHEET = DOC.partition("## A spreadsheet")[2]
R = shutil.which("Rscript")


def written_in(language: str) -> list[tuple[str, str]]:
    return [(code, shown) for name, code, shown in RECIPES if name == language]


def run(code: str) -> str:
    """What a program in Python prints."""
    out = StringIO()
    with redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("default")  # what a library warns of is no fault of the recipe
        exec(code, {})  # noqa: S102 - our own document
    return out.getvalue()


def run_r(code: str) -> str:
    done = subprocess.run([str(R), "--vanilla", "-"], input=code, capture_output=True, text=True, check=True)
    return done.stdout


def rows_at(site: Site, address: str) -> list[dict[str, str]]:
    """A file as a spreadsheet reads it."""
    with urlopen(site.url + address) as answer:  # noqa: S310 - our own server on loopback
        return [*csv.DictReader(StringIO(answer.read().decode("utf-8")), dialect="excel")]


def table_of_namibia(folder: Path) -> Path:
    """A table of the downloads whose place, option and note look like a missing value to some programs."""
    said = {"location": "na", "option": "null", "note": "NA", "median": "106250.10", "sample_size": "12"}
    file = folder / "figures.csv.gz"
    with gzip.open(file, "wt", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([NAMES, [said.get(name, "") for name in NAMES], ["" for _ in NAMES]])
    return file


def reading(language: str, file: Path) -> str:
    """The part of the first recipe that reads the table, but from a file."""
    steps = written_in(language)[0][0].partition("\nasked")[0]
    return steps.replace(f"{HERE}/data/figures.csv.gz", str(file))


def test_there_is_a_recipe_for_each_program() -> None:
    assert [language for language, _, _ in RECIPES] == ["python", "python", "python", "sql", "r"]


def test_the_page_of_downloads_shows_the_same_calls() -> None:
    files = {"csv": f"{HERE}/data/figures.csv.gz", "parquet": f"{HERE}/data/figures.parquet"}
    shown = [re.sub(r"\s", "", program.line.format(**files)) for program in PROGRAMS[:3]]
    calls = [re.sub(r"\s", "", code).replace(',encoding="UTF-8"', "") for _, code, _ in RECIPES]
    wanted = [shown[0], shown[1].removeprefix("SELECT*"), shown[2]]
    assert [any(line in code for code in calls) for line in wanted] == [True] * 3


@pytest.mark.parametrize(("code", "shown"), written_in("python"))
def test_pandas_prints_what_is_shown(site: Site, code: str, shown: str) -> None:
    assert run(code.replace(HERE, site.url)) == shown


def test_pandas_reads_texts_as_texts_and_numbers_exactly(tmp_path: Path) -> None:
    asked = "print(figures[['location', 'option', 'note', 'median', 'sample_size']].values.tolist())"
    code = reading("python", table_of_namibia(tmp_path)) + asked
    assert run(code) == ("[['na', 'null', 'NA', Decimal('106250.10'), 12], ['', '', '', None, <NA>]]\n")


def test_duckdb_reads_the_parts_that_it_wants(site: Site) -> None:
    [(code, shown)] = written_in("sql")
    parts = Parts()
    with duckdb.connect() as database:
        database.register_filesystem(parts)
        found = database.execute(code.replace(HERE, site.url).replace("INSTALL httpfs;\nLOAD httpfs;\n", ""))
        rows = [[column[0] for column in found.description or ()], *found.fetchall()]
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    assert out.getvalue() == shown
    assert set(parts.asked) == {("HEAD", 200), ("GET", 206)}


@pytest.mark.skipif(R is None, reason="R (Rscript) is not on this machine")
@pytest.mark.parametrize(("code", "shown"), written_in("r"))
def test_r_prints_what_is_shown(site: Site, code: str, shown: str) -> None:
    assert run_r(code.replace(HERE, site.url)) == shown


@pytest.mark.skipif(R is None, reason="R (Rscript) is not on this machine")
def test_r_reads_texts_as_texts(tmp_path: Path) -> None:
    file = table_of_namibia(tmp_path)
    code = reading("r", file).replace(f'url("{file}")', f'file("{file}", "rb")')
    asked = "\ncat(figures$location, figures$option, figures$note, figures$median, figures$sample_size, sep = '|')"
    assert run_r(code + asked) == "na|NA|null|NA|NA|NA|106250.1|NA|12|NA"


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one.endswith("/data.csv")])
def test_a_spreadsheet_finds_the_columns_and_amounts_that_are_named(site: Site, address: str) -> None:
    rows = rows_at(site, address)
    kept = re.findall(r"`(\w+)`", SPREADSHEET.partition("Keep the columns")[2].partition(".")[0])
    assert len(kept) == 8 and set(kept) <= set(rows[0])
    assert [
        row["value"] for row in rows if row["value"] and not re.fullmatch(r"\d+\.\d\d", row["value"])
    ] == []
    assert all(row["measure"] and row["release"] for row in rows if row["value"])


def test_the_query_of_excel_names_columns_that_are_there(site: Site) -> None:
    [query] = re.findall(r"```powerquery\n(.*?)```", DOC, flags=re.DOTALL)
    [address] = re.findall(rf"{HERE}(/[^\"]+)", query)
    named = set(re.findall(r'"([a-z_]+)"', query))
    assert "release" in named and named <= set(rows_at(site, address)[0])


def test_a_table_has_no_byte_order_mark(site: Site) -> None:
    with urlopen(f"{site.url}/salaries/data-scientist/data.csv") as answer:  # noqa: S310 - our own server
        assert answer.read(5) == b"part,"
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("address", [*ADDRESSES, "/data/figures.parquet?as_of=1"])
def test_every_address_is_answered_without_a_detour(site: Site, address: str) -> None:
    with urlopen(site.url + address) as answer:  # noqa: S310 - our own server on loopback
        assert (answer.status, answer.url) == (200, site.url + address)
