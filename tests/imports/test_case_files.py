"""The acceptance cases' files, all the way into the guide (cases A26 to A32, A34 to A36, A38)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from salaries.exports import write_csv
from salaries.imports.job import Outcome, Request
from salaries.imports.load import import_file
from salaries.imports.numbers import STYLES
from salaries.imports.reading import FileRefused, Options
from salaries.models import Figure, Release, Role, Source
from tests.factories import make_location, make_source
from tests.imports.shared import CASES, needs_cases

pytestmark = [pytest.mark.django_db, needs_cases]

OPTIONS: dict[str, dict[str, Any]] = {
    "06_numbers_ch.csv": {"numbers": STYLES["ch"]},
    "06_numbers_de.csv": {"numbers": STYLES["de"]},
    "06_numbers_fr.csv": {"numbers": STYLES["fr"]},
    "07_survey_markers.csv": {"marks": "oews"},
    "09_merged_header.xlsx": {
        "header_row": 2,
        "fixed": {"currency": "USD", "pay_period": "year", "measure": "base_salary"},
    },
}
REQUESTS: dict[str, dict[str, Any]] = {
    name: {"any_amount": True} for name in OPTIONS if name.startswith("06")
}
FILES = sorted(path.name for path in CASES.glob("*") if path.suffix in (".csv", ".xlsx")) or ["none"]


def imported(name: str, path: Path | None = None, **request: Any) -> Outcome:
    """The file imported as an editor would, who takes the guessed columns and makes new roles and places."""
    options = Options(accept_guesses=True, **OPTIONS.get(name, {}))
    return import_file(
        Request(
            format="table", path=path or CASES / name, options=options, source="sample", make=True,
            undated=name == "09_merged_header.xlsx", **REQUESTS.get(name, {}), **request,
        )
    )  # fmt: skip


def expected(name: str) -> Any:
    return json.loads((CASES / f"{name}.expected.json").read_text())


@pytest.fixture(autouse=True)
def sample() -> Source:
    """The survey that the files are of."""
    return make_source("sample", kind=Source.Kind.SURVEY, title="Sample survey")


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("02")])
def test_each_row_is_taken_or_refused_as_the_case_says(name: str) -> None:
    rows: Mapping[str, Any] = expected(name).get("rows", {})
    wanted = {
        int(row): what["error"] for row, what in rows.items() if isinstance(what, dict) and "error" in what
    }
    outcome = imported(name)
    assert {one.row for one in outcome.refusals} == wanted.keys()
    for row, code in wanted.items():
        assert code in {one.code for one in outcome.refusals if one.row == row}


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("02")])
def test_a_refusal_names_the_column_that_the_case_names(name: str) -> None:
    outcome = imported(name)
    for row, what in expected(name).get("rows", {}).items():
        if isinstance(what, dict) and "error" in what:
            found = {one.column for one in outcome.refusals if one.row == int(row)}
            assert what["column"] in found


def test_a_repeated_header_refuses_the_file_by_its_letters() -> None:
    with pytest.raises(FileRefused) as refused:
        imported("02_duplicate_header.csv")
    assert (refused.value.code, "I and J" in str(refused.value)) == ("DUPLICATE_HEADER", True)
    assert not Figure.objects.exists()


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("02")])
def test_the_same_file_again_changes_nothing(name: str) -> None:
    imported(name, publish=True)
    figures = Figure.objects.count()
    again = imported(name, publish=True)
    assert (again.changes, Figure.objects.count()) == (0, figures)


def test_one_changed_median_is_one_change_that_can_be_taken_back(tmp_path: Path) -> None:
    name = "08_repeated_keys.csv"
    assert imported(name, publish=True).made == 3
    edited = tmp_path / name
    edited.write_text((CASES / name).read_text().replace("60000", "60500"))
    outcome = imported(name, path=edited, publish=True)
    assert (outcome.made, outcome.changed, outcome.gone) == (0, 2, 0)  # both places of the role had it
    part = Release.objects.get().parts.get(name=f"{name} (2)")
    part.withdraw()
    assert set(Figure.objects.public().values_list("median", flat=True)) == {60_000, 25}


def test_groups_of_fewer_than_ten_stay_with_the_editors(client: Client) -> None:
    make_location("us")
    imported("11_small_samples.csv", publish=True)
    assert Figure.objects.count() == 8
    shown = set(Figure.objects.public().values_list("role__name", flat=True))
    assert shown == {"Group of 10", "Group of 11"}
    page = client.get(Role.objects.get(name="Group of 9").get_absolute_url()).content.decode()
    assert ("60,000" in page, "too few answers" in page) == (False, True)


def test_three_thousand_rows_are_three_thousand_figures() -> None:
    assert imported("13_three_thousand_rows.csv").made == 3_000
    assert Figure.objects.count() == 3_000


@pytest.mark.parametrize(
    "name", ["04_formula_text.csv", "01_bom_semicolon_crlf.csv", "10_percentile_order.csv"]
)
def test_what_is_exported_imports_again_without_a_change(name: str, tmp_path: Path) -> None:
    imported(name, publish=True)
    out = tmp_path / "export.csv"
    with out.open("w", encoding="utf-8", newline="") as file:
        write_csv(file, Release.objects.get())
    again = import_file(Request(format="table", path=out, source="sample"))
    assert (again.changes, again.refusals) == (0, [])
    assert again.unchanged == Figure.objects.count()
