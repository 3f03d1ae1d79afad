"""An import as a whole: what it writes, counts and refuses (cases A28, A34, A36)."""

from datetime import date
from decimal import Decimal

import pytest

from salaries.imports.job import Request
from salaries.imports.load import import_file
from salaries.imports.periods import month
from salaries.imports.reading import FileRefused, Key, Options
from salaries.models import DataVersion, Figure, Location, Release, ReleasePart, Role
from tests.factories import make_level, make_location, make_role, make_source
from tests.imports.made_up import Importer, cell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def guide() -> None:
    """A guide of two roles, one place and one source."""
    make_role("alpha")
    make_role("beta")
    make_location("us").codes.create(scheme="ISO 3166", code="US")
    make_source("bureau")


def test_a_file_becomes_a_draft_part_of_the_release_of_its_period(importer: Importer) -> None:
    outcome = importer(cell(median=50_000, p90=70_000, mean_error=Decimal("0.4"), employment=1200))
    figure = Figure.objects.select_related("part", "release").get()
    assert (figure.median, figure.p90, figure.mean_error, figure.employment) == (
        50_000,
        70_000,
        Decimal("0.4"),
        1200,
    )
    assert (str(figure.release), figure.part.state) == ("bureau/may-2025", "draft")
    assert (figure.release.reference_start, figure.release.reference_end) == (
        date(2025, 5, 1),
        date(2025, 5, 31),
    )
    assert (outcome.made, outcome.changes, outcome.written) == (1, 1, True)


def test_the_part_says_which_file_it_was_and_how_it_was_read(importer: Importer) -> None:
    importer(cell(), name="pay 2025.csv")
    part = ReleasePart.objects.get()
    assert (part.name, part.file_name, part.rows, part.parser_version) == (
        "pay 2025.csv",
        "pay 2025.csv",
        1,
        "made-up-1",
    )
    assert len(part.sha256) == 64


def test_a_draft_raises_no_data_version(importer: Importer) -> None:
    before = DataVersion.objects.newest()
    importer(cell())
    assert DataVersion.objects.newest() == before


def test_an_import_can_publish_at_once(importer: Importer) -> None:
    outcome = importer(cell(), publish=True)
    assert outcome.state == "published"
    assert Figure.objects.public().count() == 1


def test_a_level_is_found_by_name_or_slug(importer: Importer) -> None:
    make_level("senior-staff", name="Senior/Staff")
    importer(cell("alpha", level="senior-staff"), cell("beta", level="senior/staff"))
    assert set(Figure.objects.values_list("level__name", flat=True)) == {"Senior/Staff"}


def test_a_level_that_the_guide_does_not_have_is_refused(importer: Importer) -> None:
    outcome = importer(cell(level="wizard"), cell("beta"))
    assert [(one.code, one.column, one.value) for one in outcome.refusals] == [
        ("UNKNOWN_VALUE", "level", "wizard")
    ]
    assert Figure.objects.get().role.slug == "beta"


def test_roles_that_the_guide_does_not_have_are_counted(importer: Importer) -> None:
    nurse = Key("SOC 2018", "29-1141")
    named = {"role_name": "Registered Nurses"}
    outcome = importer(cell("alpha"), cell(nurse, **named), cell(nurse, row=3, **named))
    assert outcome.unknown_roles == {(Key("SOC 2018", "29-1141"), "Registered Nurses"): 2}
    assert (outcome.made, outcome.refusals) == (1, [])


def test_a_role_is_found_by_code_name_and_alias(importer: Importer) -> None:
    alpha = Role.objects.get(slug="alpha")
    alpha.codes.create(scheme="SOC 2018", code="15-1252")
    alpha.aliases.create(name="First Letter")
    importer(cell(role=Key("SOC 2018", "15-1252")), name="code.csv")
    for name in ("alpha", "ALPHA ", "first  letter"):
        assert importer(cell(role=Key("name", name)), name=f"{name}.csv").unchanged == 1


def test_a_place_of_the_table_of_areas_is_made_with_its_parent(importer: Importer) -> None:
    outcome = importer(cell(location=Key("OEWS area", "0100001")))
    place = Location.objects.get(slug="northwest-alabama-nonmetropolitan-area")
    assert place.parent is not None
    assert (place.parent.slug, place.codes.get().code, outcome.new_locations) == ("alabama", "0100001", 1)


def test_a_place_that_nobody_knows_is_counted(importer: Importer) -> None:
    outcome = importer(cell(location=Key("CBSA", "99999"), location_name="Nowhere"))
    assert outcome.unknown_locations == {(Key("CBSA", "99999"), "Nowhere"): 1}
    assert not Release.objects.exists()


def test_what_is_missing_can_be_made_where_that_was_asked_for(importer: Importer) -> None:
    new = {"role": Key("name", "Nurse, registered"), "location": Key("name", "Northport")}
    importer(cell(**new), cell(row=3, currency="EUR", **new), make=True)
    assert Role.objects.get(slug="nurse-registered").figures.count() == 2
    assert Location.objects.get(slug="northport").kind == "area"


def test_a_dry_run_counts_and_writes_nothing(importer: Importer) -> None:
    places = Location.objects.count()
    outcome = importer(cell(), cell(location=Key("CBSA", "41940")), dry_run=True)
    assert (outcome.made, outcome.new_locations, outcome.written) == (2, 1, False)
    assert (Figure.objects.count(), Release.objects.count(), Location.objects.count()) == (0, 0, places)


def test_good_rows_are_taken_and_bad_ones_left_out(importer: Importer) -> None:
    outcome = importer(cell("alpha"), cell("beta", 60_000, p75=Decimal(55_000), row=3))
    (refusal,) = outcome.refusals
    assert (refusal.row, refusal.column, refusal.value, refusal.code) == (3, "p75", "55000", "NOT_MONOTONE")
    assert [figure.role.slug for figure in Figure.objects.all()] == ["alpha"]


def test_a_strict_import_takes_nothing_where_one_row_is_bad(importer: Importer) -> None:
    outcome = importer(cell("alpha"), cell("beta", 0, row=3), strict=True)
    assert (len(outcome.refusals), outcome.written, Figure.objects.count()) == (1, False, 0)


def test_the_same_row_twice_is_counted_once(importer: Importer) -> None:
    outcome = importer(cell(row=2), cell(row=3), cell(role=Key("name", "ALPHA "), row=4))
    assert (outcome.made, outcome.repeats, outcome.refusals) == (1, 2, [])


def test_two_numbers_for_one_cell_name_both_rows(importer: Importer) -> None:
    outcome = importer(cell(median=60_000, row=2), cell(median=61_000, row=4))
    (refusal,) = outcome.refusals
    assert (refusal.row, refusal.column, refusal.code) == (4, "median", "CONFLICTING_KEY")
    assert "Row 2" in refusal.reason
    assert Figure.objects.get().median == 60_000


def test_unlike_rows_are_cells_apart(importer: Importer) -> None:
    importer(
        cell(row=2), cell(median=25, pay_period="hour", row=3), cell(measure="total_compensation", row=4),
        cell(currency="EUR", row=5),
    )  # fmt: skip
    assert Figure.objects.count() == 4


def test_a_file_that_does_not_say_its_time_is_asked_for_it(importer: Importer) -> None:
    importer.format.period = None
    with pytest.raises(FileRefused, match="add --reference"):
        importer(cell())
    assert importer(cell(), options=Options(reference=month(2025, 6))).release == "bureau/june-2025"


def test_a_period_that_nobody_knows_can_be_said_so(importer: Importer) -> None:
    importer.format.period = None
    importer(cell(), undated=True)
    release = Release.objects.get()
    assert (release.slug, release.reference_start, release.reference_end) == ("undated", None, None)


def test_a_reference_that_the_file_denies_is_refused(importer: Importer) -> None:
    with pytest.raises(FileRefused, match="may-2025, but --reference says may-2024"):
        importer(cell(), options=Options(reference=month(2024, 5)))
    assert not Release.objects.exists()


def test_a_reference_may_name_the_end_of_the_period(importer: Importer) -> None:
    importer(cell(), options=Options(reference=month(2025, 5)))
    assert Release.objects.get().slug == "may-2025"


def test_a_source_that_is_not_there_yet_comes_from_the_starting_data(importer: Importer) -> None:
    importer(cell(), source="bls-oews")
    assert Release.objects.get().source.publisher == "US Bureau of Labor Statistics"


def test_a_source_that_nobody_knows_is_refused(importer: Importer) -> None:
    with pytest.raises(FileRefused, match="The guide has no source “nobody”"):
        importer(cell(), source="nobody")


def test_a_format_that_is_none_is_refused(importer: Importer) -> None:
    with pytest.raises(FileRefused, match=r"“pdf” is no format\. There are: made-up"):
        import_file(Request(format="pdf", path=importer.folder / "pay.csv"))


def test_a_file_that_is_not_there_is_refused(importer: Importer) -> None:
    with pytest.raises(FileRefused, match=r"There is no file “gone\.csv”"):
        import_file(Request(format="made-up", path=importer.folder / "gone.csv"))


def test_numbers_that_the_database_cannot_hold_are_refused(importer: Importer) -> None:
    outcome = importer(
        cell("alpha", Decimal("1234.5"), currency="JPY"), cell("beta", 10**12), cell("alpha", employment=3_000_000_000),
        cell("beta", mean_error=Decimal(1000)), cell("alpha", None), cell("alpha", currency="XYZ"),
    )  # fmt: skip
    assert [one.code for one in outcome.refusals] == [
        "DECIMALS", "OUT_OF_RANGE", "OUT_OF_RANGE", "OUT_OF_RANGE", "REQUIRED", "UNKNOWN_VALUE",
    ]  # fmt: skip
