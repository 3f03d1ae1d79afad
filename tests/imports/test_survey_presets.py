"""The two mappings that come with the project: small files in the published layouts, and the files themselves."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from salaries.imports.formats.survey import read
from salaries.imports.formats.survey_toml import PRESETS
from salaries.imports.periods import Period, year
from salaries.imports.reading import FileRefused, Options, ReadCell, Reading
from tests.imports.shared import DATA, needs_data
from tests.imports.surveys import csv, sizes

ADVERTS = (
    "work_year,experience_level,employment_type,job_title,salary,salary_currency,salary_in_usd,"
    "employee_residence,remote_ratio,company_location,company_size"
)
SENIOR = ("backend-engineer", "US", "senior-staff", "")
ALL = ("backend-engineer", "US", "", "")


def advert(pay: int, title: str = "Backend Engineer", work_year: int = 2025, **other: object) -> str:
    row = {"level": "SE", "kind": "FT", "place": "US", "remote": 0, "size": "M"} | other
    first = f"{work_year},{row['level']},{row['kind']},{title},{pay},USD,{pay}"
    return f"{first},{row['place']},{row['remote']},US,{row['size']}"


def pair(high: int, low: int, **other: object) -> list[str]:
    return [advert(high, **other), advert(low, **other)]  # type: ignore[arg-type]


def made(path: Path, mapping: str, **options: object) -> tuple[Reading, list[ReadCell]]:
    reading = read(path, Options(mapping=mapping, **{"minimum": 1, **options}))  # type: ignore[arg-type]
    return reading, list(reading.cells)


def adverts(folder: Path, rows: Iterable[str], **options: object) -> tuple[Reading, list[ReadCell]]:
    return made(csv(folder, ADVERTS, rows), "aijobs", **options)


def median(cells: list[ReadCell], role: str, place: str, level: str = "") -> tuple[object, object]:
    (cell,) = [
        cell for cell in cells
        if (cell.role.code, cell.location.code, cell.level, cell.option) == (role, place, level, "")
    ]  # fmt: skip
    return cell.numbers["sample_size"], cell.numbers["median"]


def test_two_adjacent_rows_are_one_range_and_its_midpoint_counts(tmp_path: Path) -> None:
    reading, cells = adverts(tmp_path, [*pair(200_001, 150_000), *pair(180_000, 160_000)])
    assert median(cells, "backend-engineer", "US", "senior-staff") == (2, Decimal("172500.25"))
    assert (reading.rows, reading.source, cells[0].measure) == (4, "aijobs", "advertised_pay")


def test_equal_ranges_of_a_year_and_a_remote_ratio_count_once(tmp_path: Path) -> None:
    same, other_title = pair(200_000, 150_000), pair(200_000, 150_000, title="Backend Developer")
    rows = [*same, *pair(90, 80), *same, *other_title, *pair(200_000, 150_000, size="L")]
    reading, cells = adverts(tmp_path, rows)
    assert sizes(cells)[SENIOR] == 2
    assert reading.skipped == {"ranges that are there already": 3}


def test_equal_ranges_of_other_years_remote_ratios_and_levels_count_apart(tmp_path: Path) -> None:
    rows = (
        pair(200, 100)
        + pair(200, 100, work_year=2024)
        + pair(200, 100, remote=100)
        + pair(200, 100, level="MI")
    )
    _, cells = adverts(tmp_path, rows)
    assert (sizes(cells)[SENIOR], sizes(cells)[ALL]) == (3, 4)


def test_an_odd_row_is_a_range_of_one_point(tmp_path: Path) -> None:
    _, cells = adverts(tmp_path, [*pair(200, 100), advert(90)])
    assert median(cells, "backend-engineer", "US", "senior-staff") == (2, Decimal("120.00"))


def test_a_rising_row_begins_a_new_range(tmp_path: Path) -> None:
    # 100 stands alone, since 200 is above it; then 200 and 180 are a range.
    _, cells = adverts(tmp_path, [advert(100), *pair(200, 180)])
    assert median(cells, "backend-engineer", "US", "senior-staff") == (2, Decimal("145.00"))


def test_four_falling_rows_are_two_ranges(tmp_path: Path) -> None:
    _, cells = adverts(tmp_path, [*pair(400, 300), *pair(200, 100)])
    assert median(cells, "backend-engineer", "US", "senior-staff") == (2, Decimal("250.00"))


def test_the_plausible_range_is_of_midpoints_and_counts_rows(tmp_path: Path) -> None:
    preset = (
        (PRESETS / "aijobs.toml")
        .read_text()
        .replace("[pay.pairs]", "lowest = 100\nhighest = 150\n[pay.pairs]")
    )
    (tmp_path / "bounded.toml").write_text(preset)
    rows = [*pair(150, 50), *pair(200, 100), *pair(180, 121), *pair(100, 99)]
    reading, cells = made(csv(tmp_path, ADVERTS, rows), str(tmp_path / "bounded.toml"))
    assert sizes(cells)[SENIOR] == 2
    assert reading.skipped == {"rows whose pay is outside the plausible range": 4}


def test_rows_that_differ_in_anything_but_pay_are_no_range(tmp_path: Path) -> None:
    _, cells = adverts(tmp_path, [advert(200, size="M"), advert(100, size="L")])
    assert sizes(cells)[SENIOR] == 2


def test_only_full_time_adverts_of_2024_and_2025_count(tmp_path: Path) -> None:
    rows = [*pair(200, 100), *pair(300, 200, kind="CT"), *pair(300, 200, work_year=2023)]
    reading, cells = adverts(tmp_path, rows)
    assert sizes(cells) == {ALL: 1, SENIOR: 1}
    assert reading.period == Period(date(2024, 1, 1), date(2025, 12, 31))
    assert reading.skipped["rows of other years"] == 2
    assert reading.skipped["rows left out by the filter on “employment_type”"] == 2


def test_other_years_are_taken_when_asked_for(tmp_path: Path) -> None:
    rows = [*pair(200, 100), *pair(300, 200, work_year=2023)]
    reading, cells = adverts(tmp_path, rows, reference=year(2023))
    assert median(cells, "backend-engineer", "US") == (1, Decimal("250.00"))
    assert reading.period == year(2023)


def test_answers_from_before_2022_are_never_adverts(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="2 rows left out by the filter on “work_year”"):
        adverts(tmp_path, pair(200, 100, work_year=2021), reference=year(2021))


def test_a_part_of_a_year_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="tells rows apart by whole years"):
        adverts(tmp_path, pair(200, 100), reference=Period(date(2025, 5, 1), date(2025, 5, 31)))


def test_titles_of_adverts_belong_to_roles_or_to_none(tmp_path: Path) -> None:
    titles = {
        "Back-End Developer": "backend-engineer", "Software Engineer": "software-developer",
        "Fullstack Engineer": "full-stack-engineer", "Front End Developer": "frontend-engineer",
        "Azure Data Engineer": "data-engineer", "Cloud Database Administrator": "database-administrator",
    }  # fmt: skip
    rows = [
        advert(100 + number, title)
        for number, title in enumerate([*titles, "Machine Learning Engineer", "Engineer"])
    ]
    reading, cells = adverts(tmp_path, rows)
    assert {cell.role.code for cell in cells} == set(titles.values())
    assert reading.skipped["rows whose title belongs to no role"] == 2


def test_the_place_of_an_advert_is_where_the_work_is_done(tmp_path: Path) -> None:
    _, cells = adverts(tmp_path, pair(200, 100, place="DE"))
    assert {cell.location.code for cell in cells} == {"DE"}


ANSWERS = (
    "ResponseId,Employment,WorkExp,DevType,Country,LanguageHaveWorkedWith,PlatformHaveWorkedWith,"
    "ConvertedCompYearly"
)
US = "United States of America"


def answer(pay: object, years: object = 5, languages: str = "NA", platforms: str = "NA", **other: str) -> str:
    row = {"work": "Employed", "kind": "Developer, back-end"} | other
    return f'1,{row["work"]},{years},"{row["kind"]}",{US},{languages},{platforms},{pay}'


def test_the_raw_survey_is_read_by_its_own_columns(tmp_path: Path) -> None:
    rows = [answer(100_000), answer(120_001), answer("NA"), answer(4_999), answer(500_001)]
    reading, cells = made(csv(tmp_path, ANSWERS, rows), "stackoverflow")
    assert median(cells, "backend-engineer", "US") == (2, Decimal("110000.50"))
    assert (reading.source, cells[0].measure, cells[0].currency) == (
        "stack-overflow",
        "total_compensation",
        "USD",
    )
    assert reading.skipped == {"rows without pay": 1, "rows whose pay is outside the plausible range": 2}


def test_ten_years_of_work_are_a_step_and_fewer_are_none(tmp_path: Path) -> None:
    rows = [answer(100_000, years) for years in (9, "9.5", 10, 31, "NA")]
    _, cells = made(csv(tmp_path, ANSWERS, rows), "stackoverflow")
    assert sizes(cells) == {ALL: 5, ("backend-engineer", "US", "10-plus-years", ""): 2}


def test_technologies_that_were_worked_with_are_options(tmp_path: Path) -> None:
    rows = [
        answer(100_000, languages="Go;Rust;TypeScript", platforms="Amazon Web Services (AWS);Docker"),
        answer(100_000, languages="Go"),
    ]
    _, cells = made(csv(tmp_path, ANSWERS, rows), "stackoverflow")
    options = {cell.option: cell.numbers["sample_size"] for cell in cells if cell.option}
    assert options == {"go": 2, "rust": 1, "aws": 1, "docker": 1}


def test_only_the_employed_count_and_one_mark_among_several_is_enough(tmp_path: Path) -> None:
    kinds = ["Employed", '"Student, full-time;Employed, full-time"', '"Employed, part-time"', "Retired", "NA"]
    _, cells = made(csv(tmp_path, ANSWERS, [answer(100_000, work=kind) for kind in kinds]), "stackoverflow")
    assert sizes(cells)[ALL] == 2


def test_an_older_survey_has_years_in_words_and_several_kinds_of_work(tmp_path: Path) -> None:
    header = "YearsCodePro,WorkExp,DevType,Country,ConvertedCompYearly"
    rows = [
        f'More than 50 years,NA,"Developer, back-end;Student",{US},100000',
        f'Less than 1 year,NA,"Developer, back-end",{US},100000',
    ]
    reading, cells = made(csv(tmp_path, header, rows), "stackoverflow")
    assert sizes(cells) == {ALL: 2, ("backend-engineer", "US", "10-plus-years", ""): 1}
    assert reading.skipped == {}


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("survey_results_public_2025.csv", year(2025)),
        ("stack-overflow-developer-survey-2024.csv", year(2024)),
        ("survey_results_public.csv", None),
        ("my_survey_results_public_2025.csv", None),
    ],
)
def test_the_year_is_certain_only_in_a_published_name(
    tmp_path: Path, name: str, period: Period | None
) -> None:
    reading, _ = made(csv(tmp_path, ANSWERS, [answer(100_000)], name), "stackoverflow")
    assert reading.period == period


def test_neither_trap_of_the_reduced_copy_is_named_by_a_mapping() -> None:
    text = "\n".join(
        line
        for path in PRESETS.glob("*.toml")
        for line in path.read_text().splitlines()
        if not line.startswith("#")
    )
    assert "PrimaryLanguage" not in text
    assert '"YearsCode"' not in text


FULL = DATA / "aijobs" / "salaries_2025-08-03_full.csv.gz"


@needs_data
def test_published_adverts_for_senior_backend_work_are_92_ranges_around_200_000() -> None:
    reading, cells = made(FULL, "aijobs", minimum=10)
    assert median(cells, "backend-engineer", "US", "senior-staff") == (92, Decimal("200000.00"))
    assert (reading.rows, reading.refusals) == (151_445, [])
    assert reading.period == Period(date(2024, 1, 1), date(2025, 12, 31))


@needs_data
def test_the_same_adverts_row_by_row_would_be_242_around_190_000(tmp_path: Path) -> None:
    preset = (PRESETS / "aijobs.toml").read_text()
    (tmp_path / "rows.toml").write_text(
        preset.replace('[pay.pairs]\nbesides = ["salary"]\ndistinct = ["work_year", "remote_ratio"]\n', "")
    )
    _, cells = made(FULL, str(tmp_path / "rows.toml"), minimum=10)
    assert median(cells, "backend-engineer", "US", "senior-staff") == (242, Decimal("190000.00"))


@needs_data
def test_the_publishers_own_ends_of_lines_are_read() -> None:
    reading, cells = made(DATA / "aijobs" / "salaries_sample500_crlf_as_upstream.csv", "aijobs")
    assert (reading.rows, reading.refusals) == (500, [])
    assert cells


@needs_data
def test_back_end_developers_of_the_reduced_copy_are_648_around_173_924_50() -> None:
    path = DATA / "stackoverflow_2025_subset" / "survey_results_salary_prediction.csv"
    reading, cells = made(path, "stackoverflow", minimum=10)
    assert median(cells, "backend-engineer", "US") == (648, Decimal("173924.50"))
    assert (reading.rows, reading.refusals, reading.period) == (21_942, [], None)
    assert {cell.level for cell in cells} == {cell.option for cell in cells} == {""}
