"""Which rows of a survey make which cells, and what is said of the others."""

from decimal import Decimal
from pathlib import Path

import pytest

from salaries.imports.numbers import DE
from salaries.imports.reading import FileRefused
from tests.imports.surveys import PLAIN, csv, finished, opened, pays, sizes

HEADER = "title,country,pay"
US = ("backend-engineer", "US")


def test_titles_are_compared_without_regard_to_case_and_blanks(tmp_path: Path) -> None:
    _, cells = finished(csv(tmp_path, HEADER, ["  back-END ,United States,50000"]))
    assert sizes(cells) == {(*US, "", ""): 1}


def test_an_exact_title_goes_before_a_pattern_and_the_first_pattern_before_the_next(tmp_path: Path) -> None:
    mapping = PLAIN + "".join(
        f'[[role.patterns]]\ntitle = "{title}"\nrole = "{role}"\n'
        for title, role in (("*lead*", ""), ("*end*", "frontend-engineer"))
    )
    rows = pays([1, 2], "Back-end,United States") + pays([3], "Front-End dev,United States")
    reading, cells = finished(csv(tmp_path, HEADER, [*rows, "Lead front-end,United States,4"]), mapping)
    assert sizes(cells) == {(*US, "", ""): 2, ("frontend-engineer", "US", "", ""): 1}
    assert reading.skipped["rows whose title belongs to no role"] == 1


def test_titles_of_no_role_are_counted_and_the_commonest_named(tmp_path: Path) -> None:
    rows = pays([1, 2, 3], "Chef,United States") + pays([4], ",United States") + pays([5])
    reading, cells = finished(csv(tmp_path, HEADER, rows))
    assert len(cells) == 1
    assert reading.skipped == {"rows whose title belongs to no role": 4}
    assert reading.notes == ["Rows whose title belongs to no role: 4 (2 different): Chef (3), (nothing) (1)."]


def test_places_that_are_not_mapped_are_counted(tmp_path: Path) -> None:
    reading, cells = finished(csv(tmp_path, HEADER, [*pays([1]), *pays([2, 3], "Back-end,Atlantis")]))
    assert sizes(cells) == {(*US, "", ""): 1}
    assert reading.skipped == {"rows whose place is not mapped": 2}
    assert reading.notes == ["Rows whose place is not mapped: 2 (1 different): Atlantis (2)."]


def test_with_iso_two_capital_letters_are_a_country(tmp_path: Path) -> None:
    mapping = PLAIN.replace('values = { "United States"', 'iso = true\nvalues = { "United States"')
    rows = pays([1, 2], "Tester,DE") + pays([3], "Tester,Germany")
    reading, cells = finished(csv(tmp_path, HEADER, rows), mapping)
    assert sizes(cells) == {("qa-analyst", "DE", "", ""): 2}
    assert reading.skipped["rows whose place is not mapped"] == 1


def test_one_role_and_one_place_can_be_said_for_all_rows(tmp_path: Path) -> None:
    mapping = PLAIN.split("[role]")[0] + '[role]\nvalue = "data-engineer"\n[place]\nvalue = "california"\n'
    _, cells = finished(csv(tmp_path, "pay", ["100", "200"]), mapping)
    assert sizes(cells) == {("data-engineer", "california", "", ""): 2}


LEVELS = (
    PLAIN
    + """[level]
column = "years"
values = { "SE" = "senior-staff", "none" = "" }
bands = [{ from = 2, below = 10, level = "mid-level" }, { from = 10, level = "10-plus-years" }]
"""
)


def test_codes_and_bands_of_years_are_levels_and_everybody_is_in_the_average(tmp_path: Path) -> None:
    rows = pays(["1,SE", "2,2", "3,9.5", "4,10", "5,40", "6,1", "7,none"])
    reading, cells = finished(csv(tmp_path, HEADER + ",years", rows), LEVELS)
    assert sizes(cells) == {
        (*US, "", ""): 7, (*US, "senior-staff", ""): 1, (*US, "mid-level", ""): 2, (*US, "10-plus-years", ""): 2,
    }  # fmt: skip
    assert reading.skipped == {}


def test_an_unknown_level_is_counted_and_stays_in_the_average(tmp_path: Path) -> None:
    reading, cells = finished(csv(tmp_path, HEADER + ",years", pays(["1,many", "2,SE"])), LEVELS)
    assert sizes(cells) == {(*US, "", ""): 2, (*US, "senior-staff", ""): 1}
    assert reading.skipped == {"rows whose level is not mapped, counted among all levels alone": 1}


OPTIONS = (
    PLAIN
    + """[[options]]
column = "tools"
values = { "Go" = "go", "AWS" = "aws", "Amazon" = "aws" }
[[options]]
column = "more"
optional = true
values = { "Amazon" = "aws" }
"""
)


def test_a_person_counts_in_every_option_of_a_cell(tmp_path: Path) -> None:
    rows = pays(["1,Go;AWS;Perl", "2,go; aws", "3,Perl", "4,", "5,Golang"])
    _, cells = finished(csv(tmp_path, HEADER + ",tools", rows), OPTIONS)
    assert sizes(cells) == {(*US, "", ""): 5, (*US, "", "go"): 2, (*US, "", "aws"): 2}


def test_an_option_that_is_said_twice_counts_once(tmp_path: Path) -> None:
    rows = pays(["1,AWS;Amazon,Amazon", "2,,Amazon"])
    _, cells = finished(csv(tmp_path, HEADER + ",tools,more", rows), OPTIONS)
    assert sizes(cells) == {(*US, "", ""): 2, (*US, "", "aws"): 2}


def test_options_are_told_apart_by_level_too(tmp_path: Path) -> None:
    mapping = LEVELS + OPTIONS.removeprefix(PLAIN)
    _, cells = finished(csv(tmp_path, HEADER + ",years,tools", pays(["1,SE,Go", "3,12,Go"])), mapping)
    assert sizes(cells)[(*US, "senior-staff", "go")] == 1
    assert sizes(cells)[(*US, "", "go")] == 2


def test_a_cell_with_too_few_answers_is_not_made_but_counted(tmp_path: Path) -> None:
    rows = pays(range(1, 11)) + pays(range(1, 10), "Tester,United States")
    reading, cells = finished(csv(tmp_path, HEADER, rows), minimum=10)
    assert sizes(cells) == {(*US, "", ""): 10}
    assert reading.skipped == {"cells with fewer than 10 answers": 1}


@pytest.mark.parametrize(("asked", "mapped", "made"), [(3, 5, 0), (3, 4, 1), (5, 4, 0)])
def test_a_mapping_only_raises_the_minimum(tmp_path: Path, asked: int, mapped: int, made: int) -> None:
    path = csv(tmp_path, HEADER, pays([1, 2, 3, 4]))
    _, cells = finished(path, f"minimum = {mapped}\n{PLAIN}", minimum=asked)
    assert len(cells) == made


def test_pay_outside_the_plausible_range_is_left_out_and_counted(tmp_path: Path) -> None:
    mapping = PLAIN.replace("[role]", "lowest = 1000\nhighest = 2000.5\n[role]")
    rows = pays(["999.99", "1000", "2000.50", "2000.51"])
    reading, (cell,) = finished(csv(tmp_path, HEADER, rows), mapping)
    assert (cell.numbers["sample_size"], cell.numbers["mean"]) == (2, Decimal("1500.25"))
    assert reading.skipped == {"rows whose pay is outside the plausible range": 2}


def test_pay_of_nothing_is_never_plausible(tmp_path: Path) -> None:
    reading, _ = finished(csv(tmp_path, HEADER, pays([0, 100])))
    assert reading.skipped == {"rows whose pay is outside the plausible range": 1}


def test_rows_without_pay_are_counted_and_words_for_nothing_are_the_mappings(tmp_path: Path) -> None:
    reading, cells = finished(csv(tmp_path, HEADER, pays(["", "NA", 100])), f'missing = ["NA"]\n{PLAIN}')
    assert sizes(cells) == {(*US, "", ""): 1}
    assert (reading.rows, reading.skipped) == (3, {"rows without pay": 2})


def test_pay_that_is_no_number_is_refused_with_its_row(tmp_path: Path) -> None:
    reading, cells = finished(csv(tmp_path, HEADER, pays([100, "much", 200, "-5", "1.5E+05"])))
    assert sizes(cells) == {(*US, "", ""): 2}
    assert [(each.row, each.column, each.value) for each in reading.refusals] == [
        (3, "pay", "much"), (5, "pay", "-5"), (6, "pay", "1.5E+05"),
    ]  # fmt: skip
    assert reading.refusals[1].reason == (
        "“-5” has a minus or a dash in it: pay is more than nothing. Write the amount like 155000 or 155,000.50."
    )


def test_amounts_that_could_mean_two_things_are_refused(tmp_path: Path) -> None:
    reading, _ = finished(csv(tmp_path, HEADER, pays(["155.000", "007", "1_000", 100])))
    assert [each.value for each in reading.refusals] == ["155.000", "007", "1_000"]


def test_grouped_thousands_and_a_programs_exponent_are_read(tmp_path: Path) -> None:
    reading, (cell,) = finished(csv(tmp_path, HEADER, pays(['"155,000.50"', "1e+05", "61256.0"])))
    assert cell.numbers["median"] == Decimal("100000.00")
    assert reading.refusals == []


def test_numbers_are_read_in_the_declared_style(tmp_path: Path) -> None:
    lines = ["Back-end;United States;155.000,50", "Back-end;United States;155000"]
    _, (cell,) = finished(csv(tmp_path, "title;country;pay", lines), numbers=DE)
    assert cell.numbers["mean"] == Decimal("155000.25")


def test_only_the_first_thousand_bad_amounts_are_listed(tmp_path: Path) -> None:
    reading, _ = finished(csv(tmp_path, HEADER, pays([*["x"] * 1002, 100])))
    assert len(reading.refusals) == 1000
    assert reading.skipped == {"rows whose pay is no number, besides those listed": 2}


def filtered(lines: str) -> str:
    return f'{PLAIN}[[filters]]\ncolumn = "kind"\n{lines}\n'


@pytest.mark.parametrize(
    ("lines", "kinds", "taken"),
    [
        ('in = ["FT", "PT"]', ["FT", "PT", "CT", ""], 2),
        ('not_in = ["CT"]', ["FT", "CT", ""], 2),
        ("from = 2\nto = 3", ["1.9", "2", "3", "3.1", "", "x"], 2),
        ("from = 2", ["1", "2", "30"], 2),
        ('in = ["FT"]\nseveral = true', ["FT;PT", "PT; FT", "FTX", ""], 2),
        ('not_in = ["CT"]\nseveral = true', ["FT;CT", "FT", ""], 2),
    ],
)
def test_a_filter_takes_rows_by_a_column(tmp_path: Path, lines: str, kinds: list[str], taken: int) -> None:
    path = csv(tmp_path, HEADER + ",kind", pays([f"100,{kind}" for kind in kinds]))
    reading, cells = finished(path, filtered(lines))
    assert sizes(cells) == {(*US, "", ""): taken}
    assert reading.skipped == {"rows left out by the filter on “kind”": len(kinds) - taken}


def test_a_row_that_a_filter_leaves_out_is_not_refused_for_its_pay(tmp_path: Path) -> None:
    path = csv(tmp_path, HEADER + ",kind", pays(["much,CT", "100,FT"]))
    reading, _ = finished(path, filtered('in = ["FT"]'))
    assert reading.refusals == []


def test_a_file_of_which_no_row_is_taken_is_refused_with_the_reasons(tmp_path: Path) -> None:
    path = csv(tmp_path, HEADER + ",kind", pays(["100,CT", "200,CT"]))
    with pytest.raises(FileRefused) as refused:
        finished(path, filtered('in = ["FT"]'))
    assert str(refused.value) == (
        "“survey.csv” has no row that the mapping takes: 2 rows left out by the filter on “kind”."
    )


def test_each_currency_is_a_cell_of_its_own(tmp_path: Path) -> None:
    mapping = PLAIN.replace('currency = "USD"', 'currency_column = "money"')
    reading, cells = finished(
        csv(tmp_path, HEADER + ",money", pays(["1,EUR", "2,eur", "3,JPY", "4,shells"])), mapping
    )
    assert [(cell.currency, cell.numbers["mean"]) for cell in cells] == [
        ("EUR", Decimal("1.50")), ("JPY", Decimal(3)),
    ]  # fmt: skip
    assert reading.skipped == {"rows whose currency is not known": 1}


def test_several_titles_in_a_cell_count_in_each_role_once(tmp_path: Path) -> None:
    mapping = PLAIN.replace("[role]", "[role]\nseveral = true")
    rows = pays([1], "Back-end;Tester;back-end,United States") + pays([2], "Chef;Tester,United States")
    _, cells = finished(csv(tmp_path, HEADER, rows), mapping)
    assert sizes(cells) == {(*US, "", ""): 1, ("qa-analyst", "US", "", ""): 2}


def test_the_rows_read_are_told_to_whoever_watches(tmp_path: Path) -> None:
    told: list[int] = []
    finished(csv(tmp_path, HEADER, pays([1, 2, 3])), progress=told.append)
    assert told == [3]


def test_nothing_is_left_behind_when_cells_are_not_gone_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    rows = pays([1, 2]) + pays([3], "Tester,United States")
    cells = iter(opened(csv(tmp_path, HEADER, rows)).cells)
    next(cells)
    assert any(scratch.iterdir())
    cells.close()  # type: ignore[attr-defined]
    assert not any(scratch.iterdir())
