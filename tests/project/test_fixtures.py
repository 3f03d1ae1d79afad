"""The starting data says what its sources say, and is written so that a change of it can be read."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from salaries.fixture_files import NOUNS, read
from salaries.models import FactorOption, Figure, InfluencingFactor, Release, ReleasePart, Role, Source
from salaries.models.figures import PAY_FIELDS

FOLDER: Path = settings.FIXTURE_DIRS[0]
FILES = sorted(FOLDER.glob("*.json"))
ROWS = list(read(FOLDER))
OEWS = {
    "us": (82_460, 105_210, 135_980, 171_980, 214_670, 148_100, 1_687_890, "0.40"),
    "san-jose-ca": (138_420, 173_650, 213_110, 226_080, 289_150, 221_710, 87_350, "0.80"),
    "seattle-wa": (99_190, 132_800, 167_280, 211_860, 257_960, 174_920, 92_770, "1.30"),
    "new-york-ny": (101_690, 130_650, 166_830, 205_970, 224_590, 165_870, 121_000, "0.70"),
}


@pytest.mark.usefixtures("loaded")
def test_loaddata_takes_the_fixtures_in_their_order_on_an_empty_database() -> None:
    counts = [noun.model._default_manager.count() for noun in NOUNS]
    assert counts == [len([row for row in ROWS if row.noun is noun]) for noun in NOUNS]


@pytest.mark.usefixtures("loaded")
def test_every_row_passes_its_models_validation() -> None:
    for noun in NOUNS:
        for row in noun.model._default_manager.all():
            row.full_clean()


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
    figures = Figure.objects.filter(role__slug="backend-engineer").order_by("mean")
    assert [(f.level and f.level.slug, f.mean) for f in figures] == [
        (None, Decimal("106250.00")),
        ("10-plus-years", Decimal("155000.00")),
    ]
    assert {(f.measure, f.currency, f.pay_period, f.location.slug) for f in figures} == {
        ("salary_unspecified", "USD", "year", "us")
    }


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("place", OEWS)
def test_the_official_figures_are_the_bureaus(place: str) -> None:
    figure = Figure.objects.get(role__slug="software-developer", location__slug=place)
    names = ("p10", "p25", "median", "p75", "p90", "mean", "employment")
    assert (*(getattr(figure, name) for name in names), str(figure.mean_error)) == OEWS[place]
    assert (figure.measure, figure.currency, figure.pay_period) == ("gross_pay", "USD", "year")


def numbers(value: Any) -> list[str]:
    """Every run of digits in the value's text."""
    return re.findall(r"\d[\d,.]*", json.dumps(value, ensure_ascii=False))


def test_nothing_derived_is_stored() -> None:
    held = {number.replace(",", "").rstrip(".") for row in ROWS for number in numbers(row.fields)}
    assert held.isdisjoint({"45.9", "45.88", "56.7", "56.72", "48750", "4063", "23.0", "22.7"})
    assert {"106250", "155000", "135980", "213110"} <= held


def test_an_amount_stands_in_no_text_beside_its_figure() -> None:
    amounts = {str(row.fields[name]) for row in ROWS for name in PAY_FIELDS if name in row.fields}
    texts = [row.fields for row in ROWS if row.noun.model is not Figure]
    assert amounts.isdisjoint(
        number.replace(",", "").rstrip(".") for text in texts for number in numbers(text)
    )


@pytest.mark.usefixtures("loaded")
def test_everything_that_is_loaded_is_public() -> None:
    assert set(ReleasePart.objects.values_list("state", flat=True)) == {"published"}
    assert Figure.objects.public().count() == 6


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


def test_the_readme_counts_what_each_fixture_holds() -> None:
    table = (FOLDER / "README.md").read_text(encoding="utf-8")
    for file in FILES:
        line = re.search(rf"^\| `{re.escape(file.name)}` \|(.*)\|$", table, re.MULTILINE)
        assert line is not None, file.name
        in_file = [row for row in ROWS if row.file == file.name]
        for noun in dict.fromkeys(row.noun for row in in_file):
            assert noun.counted(len([row for row in in_file if row.noun is noun])) in line[1]
