"""Widths of texts in the font of pictures, and what fits into a width."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.fonts import widths
from salaries.pay.letters import WIDTHS, balanced, fitting, lines, width, without_glyph
from salaries.pay.sharing import cut_at_a_word

texts = st.text(st.sampled_from("abcdefg WM.,/-10\u00a0é"), max_size=120)


def test_the_widths_that_are_written_down_are_those_of_the_fonts() -> None:
    assert json.loads(WIDTHS.read_text()) == widths()


def test_digits_are_of_one_width_and_a_size_is_a_factor() -> None:
    assert width("11111", 10) == pytest.approx(width("88888", 10))
    assert width("Pay", 30) == pytest.approx(3 * width("Pay", 10))


def test_bold_letters_are_wider() -> None:
    assert width("Backend Engineer", 15, bold=True) > width("Backend Engineer", 15)


@pytest.mark.parametrize("letter", "£€¥₹$−×≥é…\u203a“”’–·\u00a0%/±ØŽřı€Жλ")
def test_the_font_has_every_letter_that_figures_and_names_use(letter: str) -> None:
    assert without_glyph(letter) == ""


def test_letters_that_the_font_lacks_are_named_once() -> None:
    assert without_glyph("東京 and 東京 🙂") == "東京🙂"


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert fitting("Backend Engineer", 15, 500) == "Backend Engineer"
    short = fitting("Backend Engineer", 15, 70)
    assert short.endswith("…") and "Backend Engineer".startswith(short[:-1])
    assert width(short, 15) <= 70


def test_a_text_is_parted_between_words() -> None:
    assert lines("aaaa bbbb cccc", 10, width("aaaa bbbb", 10) + 1) == ("aaaa bbbb", "cccc")


def test_an_address_is_parted_where_its_parts_begin() -> None:
    address = "https://guide.example/compare/backend-engineer.average/vs/software-developer.average/"
    first, *rest = lines(address, 13, 400)
    assert first.endswith(("/", "-", "."))
    assert first + "".join(rest) == address


def test_lines_that_are_too_many_end_in_an_ellipsis() -> None:
    found = lines("word " * 50, 15, 200, rows=2)
    assert len(found) == 2 and found[1].endswith("…")


def test_balanced_lines_are_about_as_long_as_each_other() -> None:
    assert balanced("one two three four five six seven", 20, 290) == ("one two three four", "five six seven")


@given(texts, st.floats(30, 400))
def test_no_line_is_wider_than_asked_and_no_letter_is_lost(text: str, most: float) -> None:
    found = lines(text, 12, most)
    assert all(width(line, 12) <= most for line in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("text", ["x" * 400_000, "word " * 80_000, "a/b-" * 100_000])
def test_a_text_of_any_length_is_looked_at_no_further_than_it_fits(text: str) -> None:
    """Letter by letter from its end, it would take days."""
    assert fitting(text, 16, 100).startswith(text[:8])
    assert len(lines(text, 16, 100, rows=2)) == 2
    assert len(cut_at_a_word(text, 16, 2)) == 2
