"""What an export writes: our own columns, no cell that runs, and nothing that an import would change."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from salaries.exports import ExportRefused, write_csv, write_workbook
from salaries.imports.formats.table_columns import NUMBERS
from salaries.imports.periods import month
from salaries.imports.reading import Key
from salaries.models import Figure, Release, ReleasePart
from tests.factories import make_figure, make_part, make_release
from tests.imports.tables import read

pytestmark = pytest.mark.django_db

RISKY = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\uff1d1+1",
    "'=1+1",
    "''=1+1",
    "'tis so",
    "-5",
    'a, “b”\nc; "d"',
]
"""Notes of a source that a spreadsheet could take for formulas, and some that look a little like it."""
COLUMNS = (
    "role,level,location,option,measure,currency,pay_period,mean,mean_mark,p10,p10_mark,p25,p25_mark,median,"
    "median_mark,p75,p75_mark,p90,p90_mark,range_low,range_low_mark,range_high,range_high_mark,sample_size,"
    "sample_size_mark,employment,employment_mark,mean_error,mean_error_mark,median_error,median_error_mark,"
    "source_note,reference_start,reference_end"
)


def a_release() -> Release:
    """A release with a figure of each kind: plain, by level and option, marked, a band, and risky notes."""
    part = make_part()
    make_figure("alpha", part, median=50_000, p10=30_000.5, mean_error=0.4, employment=7000)
    make_figure("alpha", part, level="senior", option="go", location="gb", currency="GBP", median=60_000)
    make_figure("beta", part, median=90, p90=115, p90_mark="at_least", pay_period="hour", p10_mark="too_few")
    make_figure(
        "gamma", part, range_low=90_000, range_high=110_000, sample_size=None, sample_size_mark="withheld"
    )
    for number, note in enumerate(RISKY):
        make_figure(f"risky-{number}", part, median=1, sample_size=0, source_note=note)
    return part.release


def texts(release: Release, part: str = "") -> list[dict[str, str]]:
    """The export as CSV, a dict a row."""
    out = io.StringIO(newline="")
    write_csv(out, release, part)
    return [*csv.DictReader(io.StringIO(out.getvalue(), newline=""))]


def written(folder: Path, ending: str) -> Path:
    path = folder / f"export{ending}"
    call_command("export_release", "bureau/may-2025", str(path), verbosity=0)
    return path


def stored() -> list[tuple[Any, ...]]:
    """Each figure as cells are compared: who, kind, numbers, marks, note."""
    return [
        (
            Key("slug", figure.role.slug), Key("slug", figure.location.slug),
            figure.level.slug if figure.level else "", figure.option.slug if figure.option else "",
            figure.measure, figure.currency, figure.pay_period, figure.source_note,
            {name: getattr(figure, name) for name in NUMBERS if getattr(figure, name) is not None},
            {name: getattr(figure, f"{name}_mark") for name in NUMBERS if getattr(figure, f"{name}_mark")},
        )
        for figure in Figure.objects.select_related("role", "location", "level", "option")
    ]  # fmt: skip


def test_the_columns_are_these() -> None:
    out = io.StringIO(newline="")
    write_csv(out, make_release())
    assert out.getvalue() == COLUMNS + "\n"


def test_a_row_has_slugs_plain_amounts_and_the_period() -> None:
    row = texts(a_release())[1]
    assert (row["role"], row["level"], row["location"], row["option"]) == ("alpha", "", "us", "")
    assert (row["median"], row["p10"], row["mean"], row["mean_error"]) == ("50000", "30000.50", "", "0.40")
    assert (row["sample_size"], row["employment"], row["employment_mark"]) == ("120", "7000", "")
    assert (row["reference_start"], row["reference_end"]) == ("2025-05-01", "2025-05-31")


def test_rows_are_sorted_by_their_natural_key() -> None:
    part = make_part()
    for level, location in (("senior", "us"), (None, "us"), ("senior", "gb"), ("junior", "us")):
        make_figure("beta", part, level=level, location=location, median=1)
    make_figure("alpha", part, median=1)
    found = [(row["role"], row["location"], row["level"]) for row in texts(part.release)]
    assert found == [
        ("alpha", "us", ""), ("beta", "gb", "senior"), ("beta", "us", ""), ("beta", "us", "junior"),
        ("beta", "us", "senior"),
    ]  # fmt: skip


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_an_export_says_what_the_guide_holds_and_nothing_else(tmp_path: Path, ending: str) -> None:
    a_release()
    reading, cells = read(written(tmp_path, ending))
    found = [
        (
            cell.role, cell.location, cell.level, cell.option, cell.measure, cell.currency, cell.pay_period,
            cell.source_note, dict(cell.numbers), dict(cell.marks),
        )
        for cell in cells
    ]  # fmt: skip
    assert len(found) == 14 and sorted(found, key=str) == sorted(stored(), key=str)
    assert (reading.refusals, reading.warnings, reading.period) == ([], [], month(2025, 5))


def test_no_cell_of_a_csv_runs_in_a_spreadsheet() -> None:
    cells = [cell for row in texts(a_release()) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\uff1d"))] == ["-5"]
    assert "'=1+1" in cells and "''=1+1" in cells


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    a_release()
    with zipfile.ZipFile(written(tmp_path, ".xlsx")) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet and "<t>=1+1</t>" in sheet
    assert 'quotePrefix="1"' in styles


def test_one_part_of_a_release_is_written_alone() -> None:
    make_figure("alpha", make_part(name="national"), median=1)
    make_figure("beta", make_part(name="states", state=ReleasePart.State.DRAFT), median=1)
    assert [row["role"] for row in texts(make_release(), "states")] == ["beta"]
    assert [row["role"] for row in texts(make_release())] == ["alpha", "beta"]


def test_a_part_that_is_not_there_is_refused() -> None:
    make_part(name="national")
    with pytest.raises(ExportRefused, match=r"bureau/may-2025 has no part “cities”\. It has: national\."):
        texts(make_release(), "cities")


def test_a_release_without_a_period_has_none_in_its_file(tmp_path: Path) -> None:
    release = make_release("undated", reference_start=None, reference_end=None)
    make_figure("alpha", make_part(release), median=1)
    path = tmp_path / "undated.csv"
    with path.open("w") as out:
        assert write_csv(out, release) == 1
    assert read(path)[0].period is None


def test_a_sheet_that_would_be_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("salaries.exports.MOST_ROWS", 3)
    with pytest.raises(ExportRefused, match="has 14: write CSV"):
        write_workbook(tmp_path / "long.xlsx", a_release())


def test_writing_a_release_asks_the_database_a_fixed_number_of_times(
    django_assert_num_queries: Any,
) -> None:
    release = a_release()
    with django_assert_num_queries(2):
        texts(release)


def test_the_command_writes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    make_figure("alpha", median=50_000)
    call_command("export_release", "bureau/may-2025")
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == COLUMNS and len(out.splitlines()) == 2
    assert err == "Wrote 1 figure of bureau/may-2025\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bureau/june-2025"], "There is no release bureau/june-2025; the guide has bureau/may-2025."),
        (["nobody"], "There is no release nobody; the guide has none of that source."),
        (["bureau/may-2025", "x.pdf"], "“x.pdf” ends neither in .csv nor in .xlsx."),
        (["bureau/may-2025", "--part", "x"], "bureau/may-2025 has no part “x”. It has: by hand."),
        (["bureau/may-2025", "no/x.csv"], "“no/x.csv” cannot be written: No such file or directory."),
        (["bureau/may-2025", "no/x.xlsx"], "“no/x.xlsx” cannot be written: No such file or directory."),
    ],
)
def test_what_cannot_be_exported_is_one_sentence_and_exit_code_2(arguments: list[str], words: str) -> None:
    make_figure("alpha", median=50_000)
    with pytest.raises(CommandError) as caught:
        call_command("export_release", *arguments)
    assert (str(caught.value), caught.value.returncode) == (words, 2)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_importing_an_export_changes_nothing(
    tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    a_release()
    path = str(written(tmp_path, ending))
    call_command("import_release", "table", path, "--source", "bureau", "--any-amount", verbosity=0)
    assert "bureau/may-2025: 0 changes" in capsys.readouterr().out
    assert Figure.objects.count() == 14
