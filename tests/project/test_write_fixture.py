"""`write_fixture`: what was imported becomes starting data. `test_fixtures` tests that with the data itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from salaries.models import PriceIndex
from tests.factories import make_figure, make_location, make_option, make_part, make_source

pytestmark = pytest.mark.django_db


def written(folder: Path, release: str = "bureau/may-2025", **options: Any) -> list[dict[str, Any]]:
    """The objects of a written fixture, each the fields with the name of its model."""
    file = folder / "written.json"
    call_command("write_fixture", release, file, verbosity=0, **options)
    return [{"model": one["model"], **one["fields"]} for one in json.loads(file.read_text())]


def figures(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in objects if one["model"] == "salaries.figure"]


def test_a_figure_is_written_with_its_cell_and_without_needless_zeros(tmp_path: Path) -> None:
    values: dict[str, Any] = {"median": 50_000, "mean": 50_000.5, "p90_mark": "withheld", "mean_error": 0.4}
    make_figure("alpha", level="senior", option=make_option("go"), **values)
    assert figures(written(tmp_path)) == [
        {
            "model": "salaries.figure", "part": ["bureau", "may-2025", "by hand"], "release": ["bureau", "may-2025"],
            "role": ["alpha"], "location": ["us"], "level": ["senior"], "option": ["go"],
            "measure": "base_salary", "currency": "USD", "pay_period": "year",
            "mean": "50000.5", "median": "50000", "sample_size": 120, "mean_error": "0.4", "p90_mark": "withheld",
        }
    ]  # fmt: skip


def test_a_draft_is_not_written(tmp_path: Path) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000, part=make_part(name="a draft", state="draft"))
    objects = written(tmp_path)
    assert [one["role"] for one in figures(objects)] == [["alpha"]]
    assert [one["name"] for one in objects if one["model"] == "salaries.releasepart"] == ["by hand"]


def test_a_release_without_a_public_part_is_refused_in_words(tmp_path: Path) -> None:
    make_figure("alpha", median=50_000, part=make_part(name="a draft", state="draft"))
    with pytest.raises(CommandError, match="nothing to do here: “a draft” is draft"):
        written(tmp_path)
    assert not (tmp_path / "written.json").exists()


def test_lines_are_sorted_by_their_natural_keys_as_texts(tmp_path: Path) -> None:
    for place in ("kansas", "kansas-city-mo", "us"):
        make_figure("alpha", location=make_location(place), median=50_000)
    found = [one["location"] for one in figures(written(tmp_path))]
    assert found == [["kansas-city-mo"], ["kansas"], ["us"]]


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """A folder of fixtures with one place: Kansas."""
    folder = tmp_path / "places"
    folder.mkdir()
    kansas = {"model": "salaries.location", "fields": {"slug": "kansas", "name": "Kansas"}}
    (folder / "01.json").write_text(json.dumps([kansas]))
    return folder


def test_places_that_the_starting_data_lacks_are_left_out(tmp_path: Path, places: Path) -> None:
    make_figure("alpha", location="kansas", median=50_000)
    make_figure("alpha", location="guam", median=40_000)
    found = figures(written(tmp_path, places_in=places))
    assert [one["location"] for one in found] == [["kansas"]]


def test_indices_are_written_from_a_year_on_and_for_known_places(tmp_path: Path, places: Path) -> None:
    for place, year in (("kansas", 2018), ("kansas", 2019), ("guam", 2019)):
        row = {"kind": "rpp", "location": make_location(place), "source": make_source("prices")}
        PriceIndex.objects.create(**row, year=year, value="92.7640")
    assert written(tmp_path, "indices", places_in=places, since=2019) == [
        {
            "model": "salaries.priceindex", "kind": "rpp", "location": ["kansas"], "year": 2019,
            "value": "92.764", "source": ["prices"],
        }
    ]  # fmt: skip
