import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.imports.spreadsheets import as_meant, as_text, letters


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1+1", "'+1+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(1,1)", "'@SUM(1,1)"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("\ttab", "'\ttab"),
        ("  =1+1", "'  =1+1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("'=1+1", "''=1+1"),
        ("-", "'-"),
    ],
)
def test_a_text_that_could_run_gets_an_apostrophe_that_comes_off_again(text: str, written: str) -> None:
    assert as_text(text) == written
    assert as_meant(written) == text


@pytest.mark.parametrize("text", ["", "plain", "'tis so", "''", "a=1", "-5", "-1234.56", "1+1"])
def test_a_text_that_cannot_run_is_left_alone(text: str) -> None:
    assert as_text(text) == text
    assert as_meant(text) == text


@given(st.text("'=+-@\t\r\n \uff1dab1.", max_size=8))
def test_every_text_comes_back_and_none_runs(text: str) -> None:
    written = as_text(text)
    assert as_meant(written) == text
    assert written.lstrip()[:1] not in tuple("=+@\uff1d") and written[:1] not in tuple("\t\r\n")


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (8, "I"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")]
)
def test_columns_are_called_by_letters(column: int, name: str) -> None:
    assert letters(column) == name
