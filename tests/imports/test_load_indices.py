"""Price indices into the guide: made, left as they are, revised."""

from decimal import Decimal
from pathlib import Path

import pytest

from salaries.imports.job import Outcome, Request
from salaries.imports.load import import_file
from salaries.models import DataVersion, PriceIndex
from tests.factories import make_location

pytestmark = pytest.mark.django_db
HEADER = "Country,Country ID,Year,PPP"


@pytest.fixture(autouse=True)
def places() -> None:
    """The United Kingdom, and no other place."""
    make_location("gb").codes.create(scheme="ISO 3166", code="GB")


def load(folder: Path, *lines: str, **request: bool) -> Outcome:
    path = folder / "ppp-gdp.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    return import_file(Request(format="indices", path=path, **request))  # type: ignore[arg-type]


def test_indices_of_places_that_the_guide_has_are_made_with_their_source(tmp_path: Path) -> None:
    outcome = load(tmp_path, "United Kingdom,GB,2024,0.664153", "France,FR,2024,0.7")
    index = PriceIndex.objects.select_related("location", "source").get()
    assert (index.kind, index.location.slug, index.year, index.value) == (
        "ppp",
        "gb",
        2024,
        Decimal("0.664153"),
    )
    assert (index.source.slug, outcome.made, outcome.written) == ("world-bank-ppp", 1, True)
    assert [key.code for key, _ in outcome.unknown_locations] == ["FR"]


def test_the_same_indices_again_change_nothing(tmp_path: Path) -> None:
    load(tmp_path, "United Kingdom,GB,2024,0.664153")
    version = DataVersion.objects.newest()
    outcome = load(tmp_path, "United Kingdom,GB,2024,0.664153")
    assert (outcome.changes, outcome.unchanged, DataVersion.objects.newest()) == (0, 1, version)


def test_an_index_that_the_publisher_revised_is_changed_and_named(tmp_path: Path) -> None:
    load(tmp_path, "United Kingdom,GB,2024,0.664153")
    outcome = load(tmp_path, "United Kingdom,GB,2024,0.67")
    assert (outcome.changed, PriceIndex.objects.get().value) == (1, Decimal("0.67"))
    assert outcome.notes[-1] == (
        "Revised by the publisher: purchasing power parity (PPP), United Kingdom, 2024 from 0.664153 to 0.67"
    )


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    outcome = load(tmp_path, "United Kingdom,GB,2024,0.664153", dry_run=True)
    assert (outcome.made, outcome.written, PriceIndex.objects.count()) == (1, False, 0)


def test_a_strict_import_with_a_bad_row_writes_nothing(tmp_path: Path) -> None:
    outcome = load(tmp_path, "United Kingdom,GB,2024,0.66", "United Kingdom,GB,2023,much", strict=True)
    assert (len(outcome.refusals), outcome.written, PriceIndex.objects.count()) == (1, False, 0)
