"""Mapping files that do not hold: one sentence each, which names the key."""

from pathlib import Path

import pytest

from salaries.imports.formats.survey import read
from salaries.imports.reading import FileRefused, Options
from tests.imports.surveys import PLAIN, csv, opened, pays

WRONG = [
    ('source = "example"', "", "The mapping “mapping”: “source” is missing."),
    ('source = "example"', "source = 5", "The mapping “mapping”: “source” must be a text in quotation marks."),
    (
        'source = "example"', 'source = "Our Survey"',
        "The mapping “mapping”: “Our Survey” in “source” is no slug: write it like backend-engineer.",
    ),
    (
        '"base_salary"', '"wages"',
        "The mapping “mapping”: “measure” must be one of base_salary, total_compensation, gross_pay, "
        "advertised_pay, salary_unspecified.",
    ),
    (
        "[pay]", 'percentile = "discrete"\n[pay]',
        "The mapping “mapping”: “percentile” is no key here; there are pay, role, place, level, weight, period, "
        "source, measure, percentiles, minimum, missing, last_line_ends, options, filters.",
    ),
    (
        "[pay]", 'percentiles = "nearest"\n[pay]',
        "The mapping “mapping”: “percentiles” must be one of continuous, discrete.",
    ),
    ("[pay]", "minimum = -1\n[pay]", "The mapping “mapping”: “minimum” must not be below zero."),
    ("[pay]", "minimum = true\n[pay]", "The mapping “mapping”: “minimum” must be a whole number."),
    ("[pay]", "[paid]", "The mapping “mapping”: [pay] is missing."),
    ('column = "pay"', "", "The mapping “mapping”, [pay]: “column” is missing."),
    (
        'column = "pay"', "column = 3",
        "The mapping “mapping”, [pay]: “column” must be a text, or a list of texts.",
    ),
    ('column = "pay"', 'column = ""', "The mapping “mapping”, [pay]: “column” names no column."),
    ('"year"', '"week"', "The mapping “mapping”, [pay]: “period” must be one of year, month, hour."),
    ('"USD"', '"XQQ"', "The mapping “mapping”, [pay]: “XQQ” is not the code of a currency."),
    (
        'currency = "USD"', "",
        "The mapping “mapping”, [pay]: name either “currency” or “currency_column”.",
    ),
    (
        "[role]", "lowest = 2\nhighest = 1\n[role]",
        "The mapping “mapping”, [pay]: “lowest” is above “highest”.",
    ),
    (
        "[role]", "[pay.pairs]\nbeside = []\n[role]",
        "The mapping “mapping”, [pay.pairs]: “beside” is no key here; there are distinct, besides.",
    ),
    (
        'column = "title"', 'column = "title"\nvalue = "x"',
        "The mapping “mapping”, [role]: name either “column” or, where all rows have one, “value”.",
    ),
    (
        '"Tester" = "qa-analyst"', '"Tester" = "QA"',
        "The mapping “mapping”, [role]: “QA” in “titles” is no slug: write it like backend-engineer.",
    ),
    (
        '"Tester" =', '"BACK-END" =',
        "The mapping “mapping”, [role]: “BACK-END” stands in “titles” twice, with different values.",
    ),
    (
        '"Bavaria" = "bavaria"', '"Bavaria" = 7',
        "The mapping “mapping”, [place]: “values” must be a table of texts.",
    ),
]  # fmt: skip

ADDED = [
    (
        "[level]\n",
        "The mapping “mapping”, [level]: neither “values” nor “bands” says which value is which level.",
    ),
    (
        '[level]\ncolumn = "y"\nbands = [{ from = 1, level = "a" }, { from = 5, level = "b" }]\n',
        "The mapping “mapping”, [level]: the bands from 1 and from 5 overlap.",
    ),
    (
        '[level]\ncolumn = "y"\nbands = [{ from = 5, below = 5, level = "a" }]\n',
        "The mapping “mapping”, [level.bands]: “below” must be above “from”.",
    ),
    ('[[options]]\ncolumn = "t"\n', "The mapping “mapping”, [options]: “values” is missing."),
    (
        '[[options]]\ncolumn = "t"\nvalues = { "a;b" = "go" }\n',
        "The mapping “mapping”, [options]: “a;b” has a semicolon in it, which parts values.",
    ),
    ('[options]\ncolumn = "t"\n', "The mapping “mapping”: “options” must be a list of tables, [[options]]."),
    (
        '[[filters]]\ncolumn = "t"\n',
        "The mapping “mapping”, [filters]: a filter has either “in”, or “not_in”, or “from” and “to”.",
    ),
    (
        '[[filters]]\ncolumn = "t"\nin = ["a"]\nfrom = 3\n',
        "The mapping “mapping”, [filters]: a filter has either “in”, or “not_in”, or “from” and “to”.",
    ),
    (
        '[period]\ncolumn = "y"\nyears = [2023, 2025]\n',
        "The mapping “mapping”, [period]: “years” must follow one another.",
    ),
    (
        '[period]\nfile_names = ["survey"]\n',
        "The mapping “mapping”, [period]: each of “file_names” needs {year} in it.",
    ),
    (
        '[weight]\ncolumn = "w"\n[pay.pairs]\n',
        "The mapping “mapping”: ranges made of pairs have no weight: leave out [weight].",
    ),
]


def refusal(tmp_path: Path, mapping: str) -> str:
    with pytest.raises(FileRefused) as refused:
        opened(csv(tmp_path, "title,country,pay", pays([1])), mapping)
    return str(refused.value)


@pytest.mark.parametrize(("before", "after", "sentence"), WRONG)
def test_a_wrong_key_is_refused_in_one_sentence(
    tmp_path: Path, before: str, after: str, sentence: str
) -> None:
    assert refusal(tmp_path, PLAIN.replace(before, after)) == sentence


@pytest.mark.parametrize(("added", "sentence"), ADDED)
def test_a_wrong_table_is_refused_in_one_sentence(tmp_path: Path, added: str, sentence: str) -> None:
    assert refusal(tmp_path, PLAIN + added) == sentence


def test_more_than_sixty_options_are_refused(tmp_path: Path) -> None:
    values = ", ".join(f'"{number}" = "option-{number}"' for number in range(61))
    mapping = f'{PLAIN}[[options]]\ncolumn = "tools"\nvalues = {{ {values} }}\n'
    assert refusal(tmp_path, mapping) == "The mapping “mapping”: it has more than 60 options."


def test_what_is_no_toml_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "source: example").startswith("The mapping “mapping.toml” is no TOML: ")


@pytest.mark.parametrize(
    ("name", "start"), [("", "A survey needs a mapping"), ("nobody", "There is no mapping “nobody”")]
)
def test_a_mapping_that_is_not_there_is_refused_with_the_presets(
    tmp_path: Path, name: str, start: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        read(csv(tmp_path, "title,country,pay", pays([1])), Options(mapping=name))
    assert str(refused.value) == f"{start}: name one of aijobs, stackoverflow, or the path of a TOML file."
