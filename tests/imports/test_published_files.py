"""The publishers' real files: each is imported without a refusal, and in pieces each is refused in one sentence."""

from pathlib import Path

import pytest
from django.conf import settings

from salaries.imports.formats import FORMATS
from salaries.imports.load import import_file
from salaries.imports.reading import FileRefused
from salaries.models import Figure, PriceIndex, Release, ReleasePart
from salaries.seeding import seed
from tests.imports.published import FILES, every_file, request_for
from tests.imports.shared import DATA, needs_data

pytestmark = [pytest.mark.django_db, needs_data]
NOUNS = ("01", "02", "03", "04", "05")


@pytest.fixture
def nouns(tmp_path: Path) -> None:
    """The starting data's roles, places, levels and sources, and no figure."""
    folder = tmp_path / "nouns"
    folder.mkdir()
    for path in Path(settings.FIXTURE_DIRS[0]).glob("*.json"):
        if path.name.startswith(NOUNS):
            (folder / path.name).write_bytes(path.read_bytes())
    seed(folder)


def refusal(**request: object) -> str:
    with pytest.raises(FileRefused) as refused:
        import_file(request_for(**request))  # type: ignore[arg-type]
    assert not ReleasePart.objects.exists()
    assert not PriceIndex.objects.exists()
    return str(refused.value)


@every_file
@pytest.mark.usefixtures("nouns")
def test_every_published_file_is_imported_without_a_refusal(name: str) -> None:
    outcome = import_file(request_for(name))
    assert [(one.row, one.column, one.value, one.reason) for one in outcome.refusals] == []
    assert outcome.rows > 100


@every_file
@pytest.mark.usefixtures("nouns")
def test_half_of_a_published_file_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    whole = (DATA / name).read_bytes()
    half = tmp_path / Path(name).name
    half.write_bytes(whole[: len(whole) // 2])
    words = refusal(name=name, path=half)
    assert ("\n" in words, half.name in words) == (False, True)


@every_file
@pytest.mark.parametrize("format", FORMATS)
def test_a_published_file_of_another_format_is_refused_in_one_sentence(name: str, format: str) -> None:
    if format != FILES[name][0]:
        words = refusal(name=name, format=format)
        assert ("\n" in words, words.endswith((".", "?"))) == (False, True)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".xlsx", ".xls", ".parquet", ""])
def test_an_empty_file_is_refused_in_one_sentence(tmp_path: Path, format: str, ending: str) -> None:
    empty = tmp_path / f"nothing{ending}"
    empty.touch()
    words = refusal(name="aijobs/salaries_sample500_crlf_as_upstream.csv", path=empty, format=format)
    assert ("\n" in words, "empty" in words) == (False, True)


@pytest.mark.usefixtures("nouns")
def test_the_official_medians_are_the_bureaus() -> None:
    import_file(request_for("oews_2025/oews_may2025_tech_us_state_metro.csv"))
    medians = dict(
        Figure.objects.filter(role__slug="software-developer", location__slug__in=["us", "san-jose-ca"])
        .values_list("location__slug", "median")
    )  # fmt: skip
    assert medians == {"us": 135_980, "san-jose-ca": 213_110}
    assert Release.objects.get().slug == "may-2025"


@pytest.mark.usefixtures("nouns")
def test_the_national_workbook_says_the_same_as_the_file_of_all_areas() -> None:
    import_file(request_for("oews_2025/oews_may2025_tech_us_state_metro.csv"))
    outcome = import_file(request_for("oews_published/national_M2025_dl.xlsx"))
    assert (outcome.changes, outcome.unchanged, outcome.refusals) == (0, 11, [])


@pytest.mark.usefixtures("nouns")
def test_the_errors_of_the_offices_second_workbook_meet_the_pay_of_its_first() -> None:
    for part in ("7a_Annual_pay_-_Gross_2024.xlsx", "7b_Annual_pay_-_Gross_2024_CV.xlsx"):
        import_file(request_for(f"ons_ashe/PROV_-_Occupation_SOC20_4_Table_14.{part}", publish=True))
    figure = Figure.objects.get(role__slug="software-developer")
    assert (figure.median, figure.p90, str(figure.median_error)) == (53_501, 93_458, "3.30")
    assert Release.objects.get().slug == "year-to-april-2024"
