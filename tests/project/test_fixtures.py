"""The starting data says what its sources say, and is written so that a change of it can be read."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from salaries.fixture_files import NOUNS, read
from salaries.models import FactorOption, Figure, InfluencingFactor, Release, ReleasePart, Role, Source
from salaries.models.figures import PAY_FIELDS

FOLDER: Path = settings.FIXTURE_DIRS[0]
FILES = sorted(FOLDER.glob("*.json"))
ROWS = list(read(FOLDER))
RELEASES = {
    "06_backend_engineer_summary.json": "ora/backend-engineer-pay",
    "07_oews_may_2021.json": "bls-oews/may-2021",
    "07_oews_may_2022.json": "bls-oews/may-2022",
    "07_oews_may_2023.json": "bls-oews/may-2023",
    "07_oews_may_2024.json": "bls-oews/may-2024",
    "07_oews_may_2025.json": "bls-oews/may-2025",
    "08_ashe_year_to_april_2022.json": "ons-ashe/year-to-april-2022",
    "08_ashe_year_to_april_2024.json": "ons-ashe/year-to-april-2024",
    "09_aijobs_2024_2025.json": "aijobs/2024-2025",
    "09_stack_overflow_2025.json": "stack-overflow/2025",
    "10_price_indices.json": "indices",
}


@pytest.mark.usefixtures("loaded")
def test_loaddata_takes_the_fixtures_in_their_order_on_an_empty_database() -> None:
    counts = [noun.model._default_manager.count() for noun in NOUNS]
    assert counts == [len([row for row in ROWS if row.noun is noun]) for noun in NOUNS]


@pytest.mark.usefixtures("loaded")
def test_every_row_passes_its_models_validation() -> None:
    for noun in NOUNS:
        for row in noun.model._default_manager.all():
            # The database held each row to the constraints as it was loaded.
            row.full_clean(validate_unique=False, validate_constraints=False)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_fixture_has_one_object_a_line(file: Path) -> None:
    first, *lines, last = file.read_text(encoding="utf-8").splitlines()
    assert (first, last) == ("[", "]")
    assert [json.loads(line.rstrip(",")) for line in lines] == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_fixture_is_sorted_by_noun_and_natural_key(file: Path) -> None:
    keys = [(NOUNS.index(row.noun), row.text) for row in ROWS if row.file == file.name]
    assert keys == sorted(keys)


@pytest.mark.usefixtures("loaded")
def test_the_backend_engineers_averages_are_the_sources() -> None:
    figures = Figure.objects.filter(release__source__slug="ora").order_by("mean")
    assert {figure.role.slug for figure in figures} == {"backend-engineer"}
    assert [(f.level and f.level.slug, f.mean) for f in figures] == [
        (None, Decimal("106250.00")),
        ("10-plus-years", Decimal("155000.00")),
    ]
    assert {(f.measure, f.currency, f.pay_period, f.location.slug) for f in figures} == {
        ("salary_unspecified", "USD", "year", "us")
    }


def numbers(value: Any) -> set[str]:
    """Every number in the value's text, without commas between its thousands."""
    found = re.findall(r"\d[\d,.]*", json.dumps(value, ensure_ascii=False))
    return {number.replace(",", "").rstrip(".") for number in found}


def test_nothing_derived_is_stored() -> None:
    derived = {"45.9", "45.88", "56.7", "56.72", "48750", "4063", "23.0", "22.7"}
    held = {(row.text, number) for row in ROWS for number in numbers(row.fields)}
    # By chance the tenth percentile of web developers in Kansas is a difference of ours too.
    kansas = "bls-oews/may-2025/web-developer/kansas///gross_pay/USD/year"
    assert {(row, number) for row, number in held if number in derived} == {(kansas, "48750")}
    assert {"106250", "155000", "135980", "213110"} <= {number for _, number in held}


def test_an_amount_stands_in_no_text_beside_its_figure() -> None:
    amounts = {str(row.fields[name]) for row in ROWS for name in PAY_FIELDS if name in row.fields}
    others = [row for row in ROWS if row.noun.model is not Figure]
    found = {(row.text, number) for row in others for number in numbers(row.fields) if number in amounts}
    # The code of Portland, Oregon, is somebody's pay too.
    assert found == {("CBSA/38900", "38900")}


@pytest.mark.usefixtures("loaded")
def test_everything_that_is_loaded_is_public() -> None:
    assert set(ReleasePart.objects.values_list("state", flat=True)) == {"published"}
    assert Figure.objects.public().count() == Figure.objects.count() == 1_029


@pytest.mark.usefixtures("loaded")
def test_what_the_editorial_source_does_not_state_is_empty() -> None:
    source, release = Source.objects.get(slug="ora"), Release.objects.get(source__slug="ora")
    assert (source.kind, source.method, source.licence) == ("editorial", "", "")
    assert (release.reference_start, release.reference_end) == (None, None)
    assert str(release.retrieved_on) == "2026-11-25"
    for word in ("country", "kind of salary", "method", "sample size", "period"):
        assert word in source.note


@pytest.mark.usefixtures("loaded")
def test_five_factors_each_have_options() -> None:
    assert [(f.slug, f.options.count()) for f in InfluencingFactor.objects.all()] == [
        ("in-demand-technologies", 11),
        ("specialized-skills", 5),
        ("leadership-and-mentorship", 3),
        ("company-type-and-location", 5),
        ("problem-solving-acumen", 1),
    ]


@pytest.mark.usefixtures("loaded")
def test_options_that_are_places_have_the_metro_of_their_figures() -> None:
    places = FactorOption.objects.filter(location__isnull=False).values_list("slug", "location__slug")
    assert set(places) == {
        ("silicon-valley", "san-jose-ca"),
        ("new-york", "new-york-ny"),
        ("seattle", "seattle-wa"),
    }


@pytest.mark.usefixtures("loaded")
def test_the_wider_occupation_has_the_code_of_official_statistics() -> None:
    wider = Role.objects.get(slug="backend-engineer").broader
    assert wider is not None
    assert [str(code) for code in wider.codes.all()] == ["SOC 2018 15-1252", "SOC 2020 UK 2134"]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("file", RELEASES)
def test_what_was_loaded_is_written_byte_by_byte_as_it_was(tmp_path: Path, file: str) -> None:
    call_command("write_fixture", RELEASES[file], tmp_path / file, verbosity=0)
    assert (tmp_path / file).read_bytes() == (FOLDER / file).read_bytes()


def test_every_fixture_that_is_not_typed_by_hand_is_written_again() -> None:
    assert set(RELEASES) == {file.name for file in FOLDER.glob("*.json") if file.name[:2] > "05"}


def test_the_readme_counts_what_each_fixture_holds() -> None:
    table = (FOLDER / "README.md").read_text(encoding="utf-8")
    for file in FILES:
        line = re.search(rf"^\| `{re.escape(file.name)}` \|(.*)\|$", table, re.MULTILINE)
        assert line is not None, file.name
        in_file = [row for row in ROWS if row.file == file.name]
        for noun in dict.fromkeys(row.noun for row in in_file):
            assert noun.counted(len([row for row in in_file if row.noun is noun])) in line[1]
