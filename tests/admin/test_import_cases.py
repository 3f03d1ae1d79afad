"""The acceptance cases' files through the browser, mapped as an editor would (cases A26 to A34, A38)."""

import json
from typing import Any

import pytest

from salaries.models import Figure, Release, ReleasePart, Source
from tests.admin.importing import act, drafted, sent, set_up, url
from tests.factories import make_source
from tests.imports.shared import CASES, needs_cases

pytestmark = [pytest.mark.django_db, needs_cases]
SAID: dict[str, dict[str, str]] = {
    "09_merged_header.xlsx": {
        "fixed_currency": "USD", "fixed_pay_period": "year", "fixed_measure": "base_salary", "reference": "none",
    },
    **{f"06_numbers_{style}.csv": {"any_amount": "on"} for style in ("ch", "de", "fr")},
}  # fmt: skip
FILES = sorted(path.name for path in CASES.glob("*") if path.suffix in (".csv", ".xlsx")) or ["none"]
TAKEN = [name for name in FILES if not name.startswith("02")]


@pytest.fixture(autouse=True)
def sample() -> Source:
    """The survey that the files are of."""
    return make_source("sample", kind=Source.Kind.SURVEY, title="Sample survey")


def said(name: str) -> dict[str, str]:
    """What an editor says besides what the form is filled in with."""
    return {"source": "sample", "make": "on", **SAID.get(name, {})}


@pytest.mark.parametrize("name", TAKEN)
def test_each_row_is_taken_or_refused_as_the_case_says(anna: Any, name: str) -> None:
    rows = json.loads((CASES / f"{name}.expected.json").read_text()).get("rows", {})
    wanted = {int(row): what for row, what in rows.items() if isinstance(what, dict) and "error" in what}
    job = sent(anna, CASES / name)
    set_up(anna, job, **said(name))
    assert job.state == "to_check", job.fault
    refused = job.lines.filter(kind="refused")
    assert set(refused.values_list("row", flat=True)) == wanted.keys()
    for row, what in wanted.items():
        assert refused.filter(row=row, code=what["error"], column=what["column"]).exists()


@pytest.mark.parametrize("name", TAKEN)
def test_the_same_file_again_would_change_nothing(anna: Any, name: str) -> None:
    drafted(anna, CASES / name, **said(name))
    ReleasePart.objects.get().publish()
    figures = Figure.objects.count()
    job = sent(anna, CASES / name)
    page = set_up(anna, job, **said(name))
    assert "This very file was imported before" in page
    assert (job.result["changes"], Figure.objects.count(), ">Make the draft</button>" in page) == (
        0,
        figures,
        False,
    )


def test_a_repeated_header_refuses_the_file_by_its_letters(anna: Any) -> None:
    job = sent(anna, CASES / "02_duplicate_header.csv")
    page = set_up(anna, job, **said(""))
    assert (job.state, "in I and J: rename or remove one of them." in page) == ("refused", True)
    assert not Figure.objects.exists()


@pytest.mark.parametrize("style", ["ch", "de", "fr"])
def test_the_number_format_is_guessed_and_shown_with_the_first_values(anna: Any, style: str) -> None:
    job = sent(anna, CASES / f"06_numbers_{style}.csv")
    page = anna.get(url("settings", job)).content.decode()
    assert f'<option value="{style}" selected>' in page
    assert "<td>1234.56</td><td>155000</td>" in page
    page = set_up(anna, job, **said(f"06_numbers_{style}.csv"))
    assert "The first values read: median “1" in page


def test_one_changed_median_is_one_change_before_and_after_and_can_be_taken_back(anna: Any) -> None:
    name, text = "08_repeated_keys.csv", (CASES / "08_repeated_keys.csv").read_text()
    drafted(anna, text, name, **said(name))
    ReleasePart.objects.get().publish()
    job = sent(anna, text.replace("USD,hour,base,20,22,25,", "USD,hour,base,20,22,26,"), name)
    page = set_up(anna, job, **said(name))
    assert "Nurse, all levels, Northport: median $25.00 → $26.00 (+4.0\N{NO-BREAK SPACE}%)" in page
    assert (job.result["made"], job.result["changed"], job.result["gone"]) == (0, 1, 0)
    act(anna, job, "draft")
    part = Release.objects.get().parts.get(name=f"{name} (2)")
    assert job.part == part
    part.publish()
    part.withdraw()
    assert set(Figure.objects.public().values_list("median", flat=True)) == {60_000, 25}


def test_three_thousand_rows_become_three_thousand_figures(anna: Any) -> None:
    drafted(anna, CASES / "13_three_thousand_rows.csv", **said(""))
    assert Figure.objects.count() == 3_000
