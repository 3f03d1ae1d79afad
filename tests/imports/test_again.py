"""A file imported again, or its corrected edition: what changes, when, and how it is taken back (case A34)."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from salaries.models import DataVersion, Figure, FigureChange, FigureVersion, ReleasePart
from tests.factories import make_location, make_role, make_source
from tests.imports.made_up import MAY_2024, Importer, cell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def guide() -> None:
    """A guide of three roles, one place and one source."""
    for slug in ("alpha", "beta", "gamma"):
        make_role(slug)
    make_location("us").codes.create(scheme="ISO 3166", code="US")
    make_source("bureau")


def public() -> dict[str, Any]:
    """What readers see: the median of each role."""
    return dict(Figure.objects.public().values_list("role__slug", "median"))


def part(name: str) -> ReleasePart:
    return ReleasePart.objects.get(name=name)


def test_the_same_file_again_is_not_even_read(importer: Importer) -> None:
    importer(cell(), publish=True)
    version, times = DataVersion.objects.newest(), importer.format.read_times
    outcome = importer(cell())
    assert (outcome.same_file, outcome.changes, outcome.unchanged) == (True, 0, 1)
    assert (importer.format.read_times, DataVersion.objects.newest()) == (times, version)


def test_the_same_file_is_read_again_once_the_guide_knows_more(importer: Importer) -> None:
    importer(cell("alpha"), cell("delta"))
    make_role("delta")
    outcome = importer(cell("alpha"), cell("delta"))
    assert (outcome.made, outcome.unchanged, ReleasePart.objects.count()) == (1, 1, 1)


def test_the_same_file_is_read_again_by_a_newer_parser(importer: Importer) -> None:
    importer(cell())
    importer.format.VERSION = "made-up-2"
    assert not importer(cell()).same_file
    assert importer(cell()).same_file


def test_the_same_file_can_be_published_by_importing_it_again(importer: Importer) -> None:
    importer(cell())
    importer(cell(), publish=True)
    assert public() == {"alpha": 50_000}


def test_a_draft_is_written_anew_by_a_corrected_file(importer: Importer) -> None:
    importer(cell("alpha", 50_000), cell("beta", 60_000))
    outcome = importer(cell("alpha", 51_000), cell("gamma", 70_000))
    assert (outcome.made, outcome.changed, outcome.gone) == (1, 1, 1)
    assert dict(Figure.objects.values_list("role__slug", "median")) == {"alpha": 51_000, "gamma": 70_000}
    assert ReleasePart.objects.count() == 1


def test_a_correction_of_public_figures_waits_until_it_is_published(importer: Importer) -> None:
    importer(cell("alpha", 50_000), cell("beta", 60_000), publish=True)
    outcome = importer(cell("alpha", 51_000), cell("beta", 60_000))
    assert (outcome.changed, outcome.unchanged, outcome.part, outcome.state) == (1, 1, "pay.csv (2)", "draft")
    assert public() == {"alpha": 50_000, "beta": 60_000}
    part("pay.csv (2)").publish()
    assert public() == {"alpha": 51_000, "beta": 60_000}


def test_a_correction_shows_one_change_before_and_after_and_keeps_the_former_value(
    importer: Importer,
) -> None:
    importer(cell("alpha", 50_000), publish=True)
    importer(cell("alpha", 51_000), publish=True)
    (change,) = FigureChange.objects.all()
    assert change.after is not None
    assert (change.before["median"], change.after["median"]) == ("50000.00", "51000.00")
    assert FigureVersion.objects.get().values["median"] == "50000.00"


def test_a_correction_can_be_taken_back(importer: Importer) -> None:
    importer(cell("alpha", 50_000), publish=True)
    importer(cell("alpha", 51_000), cell("beta", 60_000), publish=True)
    part("pay.csv (2)").withdraw()
    assert public() == {"alpha": 50_000}
    part("pay.csv (2)").publish()
    assert public() == {"alpha": 51_000, "beta": 60_000}


def test_a_cell_that_a_corrected_file_leaves_out_is_public_until_then(importer: Importer) -> None:
    importer(cell("alpha"), cell("beta", 60_000), publish=True)
    outcome = importer(cell("alpha"))
    assert (outcome.gone, public()) == (1, {"alpha": 50_000, "beta": 60_000})
    part("pay.csv (2)").publish()
    assert public() == {"alpha": 50_000}
    part("pay.csv (2)").withdraw()
    assert public() == {"alpha": 50_000, "beta": 60_000}


def test_a_correction_of_a_figure_that_was_edited_since_is_not_published(importer: Importer) -> None:
    importer(cell("alpha", 50_000), publish=True)
    importer(cell("alpha", 51_000))
    Figure.objects.update(median=49_000)
    with pytest.raises(ValidationError, match="was edited since this part was imported"):
        part("pay.csv (2)").publish()
    assert (public(), part("pay.csv (2)").state) == ({"alpha": 49_000}, "draft")


def test_an_edit_after_a_correction_stays_when_the_correction_is_withdrawn(importer: Importer) -> None:
    importer(cell("alpha", 50_000), publish=True)
    importer(cell("alpha", 51_000), publish=True)
    Figure.objects.update(median=52_000)
    part("pay.csv (2)").withdraw()
    assert public() == {"alpha": 52_000}


def test_only_one_of_two_editors_publishes(importer: Importer) -> None:
    importer(cell())
    one, other = ReleasePart.objects.get(), ReleasePart.objects.get()
    one.publish()
    with pytest.raises(ValidationError, match="is published already"):
        other.publish()


def test_an_edit_by_hand_stays_when_the_same_file_comes_again(importer: Importer) -> None:
    importer(cell("alpha", 50_000), publish=True)
    Figure.objects.update(median=52_000)
    assert importer(cell("alpha", 50_000)).changes == 0
    assert public() == {"alpha": 52_000}


def test_a_file_of_its_own_may_hold_the_same_cell_if_it_is_equal(importer: Importer) -> None:
    importer(cell("alpha", 50_000), name="national.csv", publish=True)
    outcome = importer(cell("alpha", 50_000), cell("beta", 60_000), name="all.csv", publish=True)
    assert (outcome.made, outcome.unchanged) == (1, 1)
    assert public() == {"alpha": 50_000, "beta": 60_000}


def test_a_file_of_its_own_that_says_another_number_is_refused_there(importer: Importer) -> None:
    importer(cell("alpha", 50_000), name="national.csv", publish=True)
    outcome = importer(cell("alpha", 51_000, row=7), cell("beta", 60_000), name="all.csv")
    (refusal,) = outcome.refusals
    assert (refusal.row, refusal.column, refusal.value, refusal.code) == (
        7,
        "median",
        "51000.00",
        "CONFLICTING_KEY",
    )
    assert "“national.csv” of this release says 50000.00" in refusal.reason
    assert (outcome.made, public()) == (1, {"alpha": 50_000})


def test_a_strict_import_is_taken_back_where_another_file_says_otherwise(importer: Importer) -> None:
    importer(cell("alpha", 50_000), name="national.csv", publish=True)
    outcome = importer(cell("alpha", 51_000), cell("beta", 60_000), name="all.csv", strict=True)
    assert (outcome.written, ReleasePart.objects.count(), Figure.objects.count()) == (False, 1, 1)


def test_a_withdrawn_part_gives_its_cells_to_the_file_that_comes_next(importer: Importer) -> None:
    importer(cell("alpha", 50_000), name="one.csv", publish=True)
    part("one.csv").withdraw()
    importer(cell("alpha", 51_000), name="two.csv", publish=True)
    assert public() == {"alpha": 51_000}
    assert Figure.objects.get().part.name == "two.csv"


def test_a_draft_that_brings_nothing_any_more_is_dropped(importer: Importer) -> None:
    importer(cell("alpha", 50_000), publish=True)
    importer(cell("alpha", 51_000))
    outcome = importer(cell("alpha", 50_000), cell("unknown"))
    assert (outcome.changes, ReleasePart.objects.count(), FigureChange.objects.count()) == (0, 1, 0)


def test_releases_of_other_periods_stand_apart(importer: Importer) -> None:
    importer(cell("alpha", 50_000))
    importer.format.period = MAY_2024
    assert importer(cell("alpha", 48_000)).release == "bureau/may-2024"
    assert Figure.objects.count() == 2


def errors(importer: Importer, **given: Any) -> Any:
    importer.format.only_errors = True
    outcome = importer(cell(median=None, **given), name="errors.csv", publish=True)
    importer.format.only_errors = False
    return outcome


def test_a_file_of_errors_fills_what_is_empty_and_nothing_else(importer: Importer) -> None:
    importer(cell("alpha", 50_000), cell("beta", 60_000), publish=True)
    outcome = errors(importer, median_error=Decimal("3.3"))
    alpha = Figure.objects.get(role__slug="alpha")
    assert (outcome.changed, alpha.median_error, alpha.median, alpha.part.name) == (
        1,
        Decimal("3.3"),
        50_000,
        "pay.csv",
    )


def test_an_error_that_is_there_must_be_equal(importer: Importer) -> None:
    importer(cell(median_error=Decimal("3.3")), publish=True)
    assert errors(importer, median_error=Decimal("3.3")).unchanged == 1
    outcome = errors(importer, median_error=Decimal("4.4"))
    assert [(one.column, one.value) for one in outcome.refusals] == [("median_error", "4.40")]
    assert Figure.objects.get().median_error == Decimal("3.3")


def test_an_error_without_its_figure_is_passed_by(importer: Importer) -> None:
    importer(cell("alpha"), publish=True)
    outcome = errors(importer, role="beta", median_error=Decimal("3.3"))
    assert outcome.skipped == {"errors of cells that the release does not have": 1}
    assert (outcome.changes, Figure.objects.count()) == (0, 1)


def test_an_error_of_a_number_that_is_withheld_is_passed_by(importer: Importer) -> None:
    importer(cell(median=None, mean=Decimal(50_000), marks={"median": "withheld"}), publish=True)
    outcome = errors(importer, median_error=Decimal(35), mean_error=Decimal("2.5"))
    figure = Figure.objects.get()
    assert (figure.median_error, figure.mean_error) == (None, Decimal("2.5"))
    assert outcome.skipped == {"errors of numbers that are not published": 1}


def test_a_corrected_file_of_pay_leaves_errors_where_they_are(importer: Importer) -> None:
    importer(cell("alpha", 50_000), publish=True)
    errors(importer, median_error=Decimal("3.3"))
    assert importer(cell("alpha", 50_000), cell("beta"), publish=True).changed == 0
    importer(cell("alpha", 51_000), cell("beta"), publish=True)
    alpha = Figure.objects.get(role__slug="alpha")
    assert (alpha.median, alpha.median_error) == (51_000, Decimal("3.3"))
