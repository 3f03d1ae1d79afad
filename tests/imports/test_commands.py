"""The commands about releases: what they print, and their exit codes."""

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from salaries.models import Figure, Release, ReleasePart
from tests.factories import make_location, make_role
from tests.imports.oews_files import COLUMNS, row, table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def guide() -> None:
    """Software developers and testers in the United States."""
    make_location("us").codes.create(scheme="ISO 3166", code="US")
    for slug, code in (("software-developer", "15-1252"), ("qa-analyst", "15-1253")):
        make_role(slug).codes.create(scheme="SOC 2018", code=code)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: object, **options: Any) -> tuple[str, int]:
    """What a command prints, and its exit code."""
    out = StringIO()
    try:
        call_command(*map(str, words), stdout=out, stderr=out, **options)
    except SystemExit as stop:
        return out.getvalue(), int(stop.code or 0)
    except CommandError as error:
        return f"{out.getvalue()}{error}", error.returncode
    return out.getvalue(), 0


def national(folder: Path, *rows: list[object], year: int = 2025) -> Path:
    return table(folder / f"national_M{year}_dl.csv", list(rows))


TESTERS = {"OCC_CODE": "15-1253", "OCC_TITLE": "Software Quality Assurance Analysts and Testers"}


def test_an_import_tells_what_it_read_made_and_passed_by(here: Path) -> None:
    nurses = row(OCC_CODE="29-1141", OCC_TITLE="Registered Nurses")
    words, code = run("import_release", "oews", national(here, row(), row(O_GROUP="major"), nurses))
    assert code == 0
    assert "Read 3 rows: 2 cells" in words
    assert "passed by: 1 (occupation groups)" in words
    assert "not in the guide: 1 role, 1 cell (SOC 2018 29-1141 Registered Nurses: 1)" in words
    assert "bls-oews/may-2025: 1 change (1 new, 0 changed, 0 gone, 0 unchanged)." in words
    assert "The part “national_M2025_dl.csv” is draft." in words


def test_the_same_file_again_says_0_changes(here: Path) -> None:
    file = national(here, row())
    run("import_release", "oews", file)
    words, code = run("import_release", "oews", file)
    assert (code, "0 changes" in words) == (0, True)


def test_a_file_that_is_not_of_the_format_is_one_sentence_and_writes_nothing(here: Path) -> None:
    file = table(here / "other.csv", [[1, 2]], header=["a", "b"])
    words, code = run("import_release", "oews", file)
    assert code == 2
    assert words.endswith("Nothing was written.")
    assert len(words.splitlines()) == 1
    assert not Release.objects.exists()


def test_refused_rows_are_counted_by_reason_and_listed_in_a_file(here: Path) -> None:
    words, code = run("import_release", "oews", national(here, row(A_PCT25=1), row(**TESTERS)))
    assert code == 3
    assert "Refused 1 row, listed in national_M2025_dl.csv.refused.csv:" in words
    assert "1: percentiles are not in order" in words
    with (here / "national_M2025_dl.csv.refused.csv").open(newline="") as file:
        (refused,) = csv.DictReader(file)
    assert (refused["row"], refused["column"], refused["value"], refused["code"]) == (
        "2",
        "p25",
        "1",
        "NOT_MONOTONE",
    )
    assert refused["reason"] == "The p25 of 1 is below the p10 of 82460: percentiles rise."
    assert Figure.objects.get().role.slug == "qa-analyst"


def test_the_list_of_refusals_runs_nothing_in_a_spreadsheet(here: Path) -> None:
    run(
        "import_release",
        "oews",
        national(here, row(A_MEDIAN="=1+1"), row(**TESTERS)),
        refusals=Path("list.csv"),
    )
    with (here / "list.csv").open(newline="") as file:
        assert [line["value"] for line in csv.DictReader(file)] == ["'=1+1"]
    assert [figure.role.slug for figure in Figure.objects.all()] == ["qa-analyst"]


def test_a_strict_import_with_a_bad_row_writes_nothing_and_says_so(here: Path) -> None:
    words, code = run("import_release", "oews", national(here, row(A_PCT25=1), row(**TESTERS)), strict=True)
    assert (code, Figure.objects.count()) == (2, 0)
    assert "Nothing was written: --strict." in words


def test_a_dry_run_says_what_would_happen(here: Path) -> None:
    words, code = run("import_release", "oews", national(here, row()), dry_run=True)
    assert "1 change would be made (1 new, 0 changed, 0 gone, 0 unchanged). Nothing was written." in words
    assert (code, Figure.objects.count()) == (0, 0)


@pytest.mark.parametrize("reference", ["soon", "2025-13", "2025/2024"])
def test_a_reference_that_is_no_period_is_refused_in_words(here: Path, reference: str) -> None:
    words, code = run("import_release", "oews", national(here, row()), reference=reference)
    assert (code, words.startswith("--reference: ")) == (2, True)


def test_a_column_is_mapped_by_a_pair(here: Path) -> None:
    words, code = run("import_release", "table", national(here, row()), map=["title"])
    assert (code, words) == (2, "--map: “title” is not of the form theirs=ours, such as title=role.")


def test_a_draft_is_shown_against_the_release_before(here: Path) -> None:
    run(
        "import_release",
        "oews",
        national(here, row(A_MEDIAN=110_000), row(**TESTERS), year=2024),
        publish=True,
    )
    run("import_release", "oews", national(here, row()))
    words, _ = run("diff_release", "bls-oews/may-2025")
    first, counts, *lines = words.splitlines()
    assert first == "bls-oews/may-2025: national_M2025_dl.csv (draft) against bls-oews/may-2024"
    assert counts == "0 new, 1 gone, 1 changed (1 by more than 20 %), 0 the same"
    assert lines == [
        "  changed: Software Developer, all levels, United States: "
        "median $110,000 → $135,980 (+23.6\u00a0%)  over 20 %",
        "  gone: Qa Analyst, all levels, United States: median $135,980",
    ]


def test_a_correction_is_shown_against_what_the_release_says_now(here: Path) -> None:
    run("import_release", "oews", national(here, row()), publish=True)
    run("import_release", "oews", national(here, row(A_MEDIAN=136_000)))
    words, _ = run("diff_release", "bls-oews/may-2025")
    assert "national_M2025_dl.csv (2) (draft) against what it says now" in words
    assert "0 new, 0 gone, 1 changed (0 by more than 20 %), 0 the same" in words
    assert "median $135,980 → $136,000 (0.0\u00a0%)" in words


def test_a_limit_moves_by_no_percentage(here: Path) -> None:
    run("import_release", "oews", national(here, row(A_PCT90="#"), year=2024), publish=True)
    run("import_release", "oews", national(here, row(A_PCT90=297_510)))
    words, _ = run("diff_release", "bls-oews/may-2025")
    assert "p90 at least $239,200 → $297,510\n" in words


def test_a_corrected_edition_with_new_cells_is_shown_against_its_release(here: Path) -> None:
    run("import_release", "oews", national(here, row()), publish=True)
    run("import_release", "oews", national(here, row(A_MEDIAN=136_000), row(**TESTERS)))
    words, _ = run("diff_release", "bls-oews/may-2025")
    assert "against what it says now\n1 new, 0 gone, 1 changed" in words


def test_publishing_is_one_switch_and_withdrawing_goes_back(here: Path) -> None:
    run("import_release", "oews", national(here, row()))
    words, code = run("publish_release", "bls-oews/may-2025")
    assert (code, words) == (
        0,
        "Published: bls-oews/may-2025: national_M2025_dl.csv (1 figures, 0 changes)\n",
    )
    assert Figure.objects.public().count() == 1
    words, code = run("withdraw_release", "bls-oews/may-2025")
    assert (code, words) == (0, "Withdrawn: bls-oews/may-2025: national_M2025_dl.csv\n")
    assert Figure.objects.public().count() == 0


def test_withdrawing_a_release_takes_its_corrections_back_first(here: Path) -> None:
    run("import_release", "oews", national(here, row()), publish=True)
    run("import_release", "oews", national(here, row(A_MEDIAN=136_000)), publish=True)
    run("withdraw_release", "bls-oews/may-2025")
    assert Figure.objects.get().median == 135_980
    assert set(ReleasePart.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_one_part_can_be_withdrawn_and_published_again(here: Path) -> None:
    run("import_release", "oews", national(here, row()), publish=True)
    for command, number in (("withdraw_release", 0), ("publish_release", 1)):
        assert run(command, "bls-oews/may-2025", part="national_M2025_dl.csv")[1] == 0
        assert Figure.objects.public().count() == number


@pytest.mark.parametrize("command", ["diff_release", "publish_release", "withdraw_release"])
def test_a_release_that_is_not_there_is_named_with_those_that_are(here: Path, command: str) -> None:
    run("import_release", "oews", national(here, row()))
    words, code = run(command, "bls-oews/may-1999")
    assert code == 1
    assert words == "There is no release “bls-oews/may-1999”. There are: bls-oews/may-2025."


def test_a_part_that_is_not_there_is_named_with_those_that_are(here: Path) -> None:
    run("import_release", "oews", national(here, row()))
    words, _ = run("publish_release", "bls-oews/may-2025", part="state.csv")
    assert words == "bls-oews/may-2025 has no part “state.csv”. It has: “national_M2025_dl.csv”."


def test_publishing_what_is_public_says_that_there_is_nothing_to_do(here: Path) -> None:
    run("import_release", "oews", national(here, row()), publish=True)
    words, code = run("publish_release", "bls-oews/may-2025")
    assert code == 1
    assert words == "bls-oews/may-2025: nothing to do here: “national_M2025_dl.csv” is published."


def test_columns_are_those_that_the_bureau_publishes() -> None:
    assert len(COLUMNS) == 32
