"""The terms: what pages and files call things is explained, and nothing else is."""

import re

import pytest

from salaries.pay.adjustments import KINDS
from salaries.pay.terms import FirstUses, Term, glossary
from salaries.pay.words import SOURCE_KINDS, STATISTICS, Measure, statistic_words

TERMS = glossary(10)
FIELDS = [field for term in TERMS for field in term.fields]
SAID = [word for term in TERMS for word in term.said]
REMARKS = {"salary, kind not stated": "kind not stated"}
"""What a page says of a measure where it does not say its name."""


def of(slug: str) -> Term:
    return next(term for term in TERMS if term.slug == slug)


@pytest.mark.parametrize(
    "values", [Measure, STATISTICS, SOURCE_KINDS, KINDS], ids=["measure", "statistic", "kind", "prices"]
)
def test_every_value_that_figures_can_have_is_explained(values: object) -> None:
    assert set(values) <= set(FIELDS)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "words", [*Measure.values(), *statistic_words.values(), *SOURCE_KINDS.values(), *KINDS.values()]
)
def test_what_pages_say_for_a_value_opens_its_term(words: str) -> None:
    assert REMARKS.get(words, words) in SAID


def test_a_value_and_a_word_mean_one_thing() -> None:
    assert len(FIELDS) == len(set(FIELDS))
    assert len(SAID) == len(set(SAID))


def test_terms_stand_in_the_order_of_the_alphabet_each_once() -> None:
    names = [term.name for term in TERMS]
    assert names == sorted(set(names), key=str.lower)
    assert (names[0], names[-1]) == ("Advertised pay", "Wider role")


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.slug)
def test_a_term_is_one_to_three_short_sentences(term: Term) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", term.slug)
    assert term.text.endswith(".")
    assert 1 <= len(re.findall(r"[.”](?= |$)", term.text)) <= 4
    assert len(term.text) <= 220


def test_the_smallest_sample_is_the_one_of_the_setting() -> None:
    assert (
        "with fewer than 25 are not shown"
        in next(term for term in glossary(25) if term.slug == "sample").text
    )


def test_examples_are_worked_out() -> None:
    # (50,000 + 60,000 + 130,000) / 3 = 80,000; the middle one is 60,000.
    assert "the mean is $80,000" in of("mean").example
    assert "the median is $60,000" in of("median").example
    # 48,750 / 106,250 = 45.88 %; 48,750 / 155,000 = 31.45 %.
    assert "+45.9\u00a0%" in of("baseline").example
    assert "−31.5\u00a0%" in of("baseline").example


def test_limits_are_those_of_the_arithmetic() -> None:
    assert "fewer than 30 answers" in of("sample").example
    assert "Above 5\u00a0%" in of("relative-standard-error").example
    assert "12 months and 2,080 hours" in of("pay-period").text


def opened(uses: FirstUses, text: str) -> list[tuple[str, str]]:
    """The words that open something, and the ids of what they open."""
    return [(piece, one.id) for piece, one in uses.pieces(text) if one]


def test_a_term_is_opened_where_it_is_first_used_alone() -> None:
    uses = FirstUses(10)
    text = "Median gross pay a year, the median of all"
    assert opened(uses, text) == [("Median", "term-median"), ("gross pay", "term-gross-pay")]
    assert opened(uses, text) == []


@pytest.mark.parametrize("text", ["Median gross pay", "no term here", "", "2 answers", "mean"])
def test_no_letter_is_lost(text: str) -> None:
    assert "".join(piece for piece, _ in FirstUses(10).pieces(text)) == text


@pytest.mark.parametrize("text", ["meaning", "demeaned", "surveyor", "resample"])
def test_a_part_of_another_word_opens_nothing(text: str) -> None:
    assert opened(FirstUses(10), text) == []


def test_the_longest_words_are_the_ones_that_are_meant() -> None:
    whole = [("purchasing power parity", "term-purchasing-power-parity")]
    assert opened(FirstUses(10), "a purchasing power parity") == whole


def test_what_is_opened_is_gathered_once_and_later_parts_have_other_ids() -> None:
    uses = FirstUses(10)
    opened(uses, "median")
    assert [one.term.name for one in uses.gathered()] == ["Median"]
    assert opened(uses, "median, mean") == [("mean", "term2-mean")]
    assert [one.id for one in uses.gathered()] == ["term2-mean"]
    assert uses.gathered() == []
