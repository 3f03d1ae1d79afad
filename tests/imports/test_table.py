"""Tables in our own columns: header, rows, period and the file as a whole."""

from datetime import date
from pathlib import Path

import pytest

from salaries.imports.periods import Period, year
from salaries.imports.reading import FileRefused, Key
from tests.imports.tables import PLAIN, a_file, a_table, read, refusal, refused

FOREIGN = "title,place,period,basis,currency,p50\nNurse,Northport,year,base,USD,60000\n"
HEADER = list(PLAIN)


def test_a_row_of_our_own_columns_is_a_cell(tmp_path: Path) -> None:
    reading, [cell] = read(a_table(tmp_path, {"level": "mid-level", "option": "go"}))
    assert (cell.row, cell.role, cell.location) == (2, Key("slug", "nurse"), Key("slug", "us"))
    assert (cell.measure, cell.currency, cell.pay_period) == ("base_salary", "USD", "year")
    assert (cell.level, cell.option, dict(cell.numbers)) == ("mid-level", "go", {"median": 60000})
    assert (reading.rows, reading.refusals, reading.period, reading.column_names) == (1, [], None, {})


def test_a_text_that_is_no_slug_is_a_name(tmp_path: Path) -> None:
    _, [cell] = read(a_table(tmp_path, {"role": " Nurse, registered ", "location": "San José"}))
    assert cell.role == Key("name", "Nurse, registered") and cell.role_name == "Nurse, registered"
    assert cell.location == Key("name", "San José") and cell.location_name == "San José"


def test_average_is_all_levels(tmp_path: Path) -> None:
    assert read(a_table(tmp_path, {"level": "average"}))[1][0].level == ""


def test_case_and_blanks_of_our_own_headers_do_not_matter(tmp_path: Path) -> None:
    path = a_file(
        tmp_path, "Role;Location;Measure;Currency;Pay period;MEDIAN\nnurse;us;base;usd;yearly;60000\n"
    )
    reading, [cell] = read(path)
    assert (cell.currency, cell.pay_period) == ("USD", "year")
    assert reading.column_names["pay_period"] == "Pay period"


def test_foreign_headers_are_refused_with_guesses_ready_to_use(tmp_path: Path) -> None:
    found = refusal(a_file(tmp_path, FOREIGN))
    assert found.code == "UNKNOWN_HEADER"
    assert (
        "--map title=role --map place=location --map period=pay_period --map basis=measure --map p50=median"
        in str(found)
    )


def test_a_header_nobody_knows_is_named_even_where_guesses_are_accepted(tmp_path: Path) -> None:
    path = a_file(tmp_path, "colour of badge," + FOREIGN.replace("\n", "\nred,", 1))
    found = str(refusal(path, accept_guesses=True))
    assert "“colour of badge”" in found and "--map 'colour of badge=-'" in found
    assert "title" not in found


def test_guesses_are_used_only_where_they_are_accepted_and_are_listed(tmp_path: Path) -> None:
    reading, [cell] = read(a_file(tmp_path, FOREIGN), accept_guesses=True)
    assert (cell.role, cell.measure) == (Key("name", "Nurse"), "base_salary")
    assert "“title” is read as role: a guess." in reading.notes
    assert reading.column_names["median"] == "p50"


def test_foreign_headers_are_mapped_by_hand(tmp_path: Path) -> None:
    columns = {
        "Title": "role",
        "place": "location",
        "period": "pay period",
        "basis": "measure",
        "p50": "mean",
    }
    _, [cell] = read(a_file(tmp_path, FOREIGN), columns=columns)
    assert dict(cell.numbers) == {"mean": 60000}


@pytest.mark.parametrize("nothing", ["", "-"])
def test_a_column_is_left_out_knowingly(tmp_path: Path, nothing: str) -> None:
    path = a_table(tmp_path, {"badge": "red", "p10": "40000"})
    _, [cell] = read(path, columns={"badge": nothing, "p10": nothing})
    assert dict(cell.numbers) == {"median": 60000}


@pytest.mark.parametrize(
    ("columns", "words"), [({"titel": "role"}, "no column “titel”"), ({"role": "rolle"}, "“rolle”, which is")]
)
def test_a_mapping_that_names_nothing_is_refused(tmp_path: Path, columns: dict[str, str], words: str) -> None:
    assert words in str(refusal(a_table(tmp_path, {}), columns=columns))


def test_a_repeated_header_is_refused_with_both_letters(tmp_path: Path) -> None:
    path = a_file(
        tmp_path, "role,location,measure,currency,pay_period,median,Median\nn,us,base,USD,year,1,2\n"
    )
    found = refusal(path)
    assert found.code == "DUPLICATE_HEADER" and "“median” twice, in F and G" in str(found)


@pytest.mark.parametrize(
    ("first", "second"), [("median", "p50"), ("range", "range_low"), ("reference", "reference_start")]
)
def test_two_columns_that_say_the_same_are_refused(tmp_path: Path, first: str, second: str) -> None:
    found = refusal(a_table(tmp_path, {first: "60000", second: "60000"}), accept_guesses=True)
    assert found.code == "DUPLICATE_HEADER"
    assert f"“{first}”" in str(found) and f"--map {second}=-" in str(found)


@pytest.mark.parametrize("lacking", ["role", "location", "measure", "currency", "pay_period"])
def test_a_file_without_a_required_column_is_refused(tmp_path: Path, lacking: str) -> None:
    columns = [column for column in PLAIN if column != lacking]
    path = a_file(tmp_path, ",".join(columns) + "\n" + ",".join(PLAIN[column] for column in columns) + "\n")
    found = str(refusal(path))
    assert f"has no column for {lacking}:" in found and f"--set {lacking}=" in found


def test_a_file_without_pay_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path, "role,location,measure,currency,pay_period,sample_size\nn,us,base,USD,year,12\n")
    assert "has no column of pay" in str(refusal(path))


def test_what_holds_for_all_rows_is_said_once(tmp_path: Path) -> None:
    path = a_file(tmp_path, "role,location,median\nnurse,us,60000\n")
    _, [cell] = read(path, fixed={"measure": "base", "currency": "usd", "pay_period": "year"})
    assert (cell.measure, cell.currency, cell.pay_period) == ("base_salary", "USD", "year")


@pytest.mark.parametrize(
    ("fixed", "words"),
    [
        ({"currency": "USD"}, "says currency, which “figures.csv” says too"),
        ({"level": ""}, "no level known here"),
        ({"median": "60000"}, "“median”, which is none of role"),
    ],
)
def test_what_cannot_be_said_once_is_refused(tmp_path: Path, fixed: dict[str, str], words: str) -> None:
    assert words in str(refusal(a_table(tmp_path, {}), fixed=fixed))


def test_what_is_said_once_must_be_known(tmp_path: Path) -> None:
    path = a_file(tmp_path, "role,location,median\nnurse,us,60000\n")
    assert "currency=Taler, which is no currency" in str(refusal(path, fixed={"currency": "Taler"}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("work_year,salary_in_usd\n2024,1\n", "none of the columns role, location"),
        (FOREIGN[:-40], "cannot|not of this layout"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read(a_file(tmp_path, text))


def test_unknown_marks_are_refused(tmp_path: Path) -> None:
    assert "no marks called “bls”, only ashe, oews and plain" in str(
        refusal(a_table(tmp_path, {}), marks="bls")
    )


def test_a_file_cut_in_half_is_refused(tmp_path: Path) -> None:
    text = a_table(tmp_path, {}, {"role": "welder"}).read_text()
    path = a_file(tmp_path, text[: text.rindex(",USD")])
    assert "ends in the middle of row 3 (3 of 6 columns)" in str(refusal(path))


def test_a_short_last_row_that_is_finished_lacks_empty_cells(tmp_path: Path) -> None:
    path = a_file(tmp_path, ",".join([*HEADER, "sample_size"]) + "\nnurse,us,base,USD,year,60000\n")
    assert len(read(path)[1]) == 1


def test_a_value_without_a_column_refuses_its_row(tmp_path: Path) -> None:
    text = a_table(tmp_path, {}).read_text() + "Nurse, registered,us,base_salary,USD,year,60000\n"
    found = refused(a_file(tmp_path, text))
    assert (3, "G", "UNKNOWN_VALUE") in found and {row for row, *_ in found} == {3}


def test_empty_rows_are_passed_by_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    text = ",".join(HEADER) + "\n\n,,,,,\nnurse,us,base,USD,year,60000\n  ,,,,,\n"
    reading, [cell] = read(a_file(tmp_path, text))
    assert (cell.row, reading.rows, reading.skipped["empty row"]) == (4, 1, 3)


def test_a_row_with_a_refusal_is_left_out_as_a_whole_and_the_others_stay(tmp_path: Path) -> None:
    path = a_table(tmp_path, {"p10": "abc"}, {"role": "welder"})
    reading, cells = read(path)
    assert [cell.row for cell in cells] == [3]
    assert refused(path) == [(2, "p10", "NOT_A_NUMBER")] and reading.refusals[0].value == "abc"


@pytest.mark.parametrize("column", ["role", "location", "measure", "currency", "pay_period"])
def test_what_is_required_is_required_in_each_row(tmp_path: Path, column: str) -> None:
    assert refused(a_table(tmp_path, {column: "  "})) == [(2, column, "REQUIRED")]


@pytest.mark.parametrize(
    ("column", "text"), [("measure", "take-home"), ("currency", "US$"), ("pay_period", "week")]
)
def test_a_word_that_is_not_known_is_refused(tmp_path: Path, column: str, text: str) -> None:
    assert refused(a_table(tmp_path, {column: text})) == [(2, column, "UNKNOWN_VALUE")]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025", Period(date(2025, 1, 1), date(2025, 12, 31))),
        ("2025-05", Period(date(2025, 5, 1), date(2025, 5, 31))),
        ("2026-05-01", Period(date(2026, 5, 1), date(2026, 5, 1))),
    ],
)
def test_the_file_says_its_period(tmp_path: Path, text: str, period: Period) -> None:
    assert read(a_table(tmp_path, {"reference": ""}, {"reference": text}))[0].period == period


def test_the_file_says_its_period_by_first_and_last_day(tmp_path: Path) -> None:
    row = {"reference_start": "2024-01-01", "reference_end": "2024-12-31"}
    assert read(a_table(tmp_path, row))[0].period == year(2024)


def test_dates_of_two_periods_refuse_the_file(tmp_path: Path) -> None:
    found = refusal(a_table(tmp_path, {"reference": "2024-05"}, {"reference": "2025-05"}))
    assert "more than one period in “reference”: 2024-05-01 to 2024-05-31 first" in str(found)
    assert "2025-05-01 to 2025-05-31 in row 3" in str(found)


@pytest.mark.parametrize("text", ["01.05.2026", "May 2025", "2025-13", "2025-05/2024-05"])
def test_a_date_that_is_not_clear_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(a_table(tmp_path, {"reference": text})) == [(2, "reference", "UNKNOWN_VALUE")]


def test_a_first_day_without_a_last_is_refused(tmp_path: Path) -> None:
    path = a_table(tmp_path, {"reference_start": "2024-01-01", "reference_end": ""})
    assert refused(path) == [(2, "reference_end", "REQUIRED")]
    assert "one of reference_start and reference_end" in str(
        refusal(a_table(tmp_path, {"reference_start": "2024"}))
    )


def test_notes_show_the_style_and_the_first_values(tmp_path: Path) -> None:
    reading, _ = read(a_table(tmp_path, {"median": "$60,000", "p10": "40000", "sample_size": "120"}))
    assert reading.notes == [
        "Numbers are read in the English style: 155,000.50.",
        "The first values read: median “$60,000” is 60000; p10 “40000” is 40000; sample_size “120” is 120.",
    ]


def test_a_header_row_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "has no row 9" in str(refusal(a_table(tmp_path, {}), header_row=9))
