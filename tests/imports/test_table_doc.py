"""The document on tables says what the code does."""

from pathlib import Path

import pytest
from django.conf import settings

from salaries.imports.formats.table_columns import GUESSES, READ, REQUIRED
from salaries.imports.formats.table_values import MEASURES, PAY_PERIODS
from salaries.imports.marks import PROFILES
from salaries.imports.numbers import STYLES
from salaries.imports.reading import Refusal
from tests.imports.tables import a_file, read

DOCUMENT = (Path(settings.BASE_DIR) / "docs/formats/table.md").read_text()
LINES = DOCUMENT.splitlines()


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_its_example_is_read(tmp_path: Path) -> None:
    example = DOCUMENT.partition("```csv\n")[2].partition("```")[0]
    reading, [first, second] = read(a_file(tmp_path, example))
    assert reading.refusals == []
    assert (first.numbers["median"], first.marks, first.numbers["sample_size"]) == (
        155000,
        {"p90": "at_least"},
        1200,
    )
    assert (second.measure, second.pay_period, str(second.numbers["median"])) == (
        "gross_pay",
        "hour",
        "30.50",
    )


@pytest.mark.parametrize("column", [column for column in READ if not column.endswith("_mark")])
def test_it_names_every_column(column: str) -> None:
    assert any(f"`{column}`" in line and line.startswith("| `") for line in LINES)


def test_it_says_which_columns_are_required() -> None:
    assert {line.split("`")[1] for line in LINES if "` * |" in line} == set(REQUIRED)


def test_it_lists_every_guess() -> None:
    table = DOCUMENT.partition("| Ours | Guessed from |")[2].partition("\n\n")[0].splitlines()[2:]
    listed = {
        word.strip(): cells_of(line)[0].strip("`") for line in table for word in cells_of(line)[1].split(",")
    }
    assert listed == GUESSES


@pytest.mark.parametrize(("meant", "spellings"), [*MEASURES.items(), *PAY_PERIODS.items()])
def test_it_lists_every_spelling(meant: str, spellings: tuple[str, ...]) -> None:
    [words] = [cells_of(line)[2] for line in LINES if line.startswith("|") and cells_of(line)[1:2] == [meant]]
    assert all(spelling in words or spelling == meant for spelling in spellings)


def test_it_names_every_style_profile_and_sign() -> None:
    assert all(f"| `{name}`" in DOCUMENT for name in STYLES)
    assert all(f"`{name}`" in DOCUMENT for name in PROFILES)
    assert all(f"`{sign}`" in DOCUMENT for profile in PROFILES.values() for sign in profile)


def test_it_says_what_to_do_about_every_code() -> None:
    codes = (Refusal.__doc__ or "").partition("Codes: ")[2].strip(" .\n").replace("\n", " ").split(",")
    assert {code.strip() for code in codes} == {
        line.split("`")[1] for line in LINES if line.startswith("| `") and line.split("`")[1].isupper()
    }
