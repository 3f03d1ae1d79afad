from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.pay.adjustments import Place
from salaries.pay.cells import Cell, Number
from salaries.pay.sides import Note, Side
from salaries.pay.uncertainty import Verdict, notes, overlapping, standard_error, verdict
from tests.unit.builders import cell, evidence, number, side

PLACES = {
    "us": Place("country", "us"),
    "california": Place("state", "us"),
    "oregon": Place("state", "us"),
    "san-jose-ca": Place("metro", "us"),
    "gb": Place("country", "gb"),
}
SCHEMES = {"junior": "seniority", "senior": "seniority", "10-plus-years": "years"}


def median(text: str, error: str | None = None, **values: Any) -> Cell:
    """A median with its relative standard error."""
    return cell(text, median_error=error and Decimal(error), sample_size=None, **values)


def mean(text: str, error: str | None = None, **values: Any) -> Cell:
    """A mean with its relative standard error, and a median without one."""
    numbers = {"mean": number(text)}
    return cell("50000", numbers=numbers, mean_error=error and Decimal(error), sample_size=None, **values)


def survey(p25: str, text: str, p75: str, answers: int | None, **values: Any) -> Cell:
    numbers = {"p25": number(p25), "p75": number(p75)}
    return cell(text, numbers=numbers, sample_size=answers, **values)


def judge(base: Cell | None, other: Cell | None, statistic: str = "median") -> Verdict:
    """Other against base: two roles, so that the groups are apart."""
    sides = side(base, role="alpha"), side(other, role="beta")
    return verdict(*sides, statistic, ("Alpha", "Beta"), PLACES)


DEVELOPERS, SECURITY, TESTERS = median("53501", "3.3"), median("48510", "9.9"), median("39481", "9.2")


@pytest.mark.parametrize(
    ("base", "other", "code", "margin"),
    [
        (TESTERS, DEVELOPERS, "clearly_above", "7915.67"),
        (DEVELOPERS, TESTERS, "clearly_below", "7915.67"),
        (SECURITY, DEVELOPERS, "within_error", "10028.81"),
        (DEVELOPERS, SECURITY, "within_error", "10028.81"),
        (DEVELOPERS, DEVELOPERS, "within_error", "4893.81"),
        (median("100", "0"), median("101", "0"), "clearly_above", "0.00"),
        (median("100", "0"), median("100", "0"), "within_error", "0.00"),
    ],
)
def test_a_difference_is_set_against_its_margin_of_error(
    base: Cell, other: Cell, code: str, margin: str
) -> None:
    found = judge(base, other)
    assert found.margin is not None
    assert (found.code, f"{found.margin:.2f}") == (code, margin)
    assert not found.approximate and not found.overlapping


def test_means_are_judged_by_the_error_of_the_mean() -> None:
    found = judge(mean("165870", "0.7"), mean("174920", "1.3"), "mean")
    assert found.code == "clearly_above"
    assert found.sentence == (
        "Beta is clearly above Alpha: the difference, $9,050, is larger than its margin of error, $5,004 "
        "(95\u00a0% confidence)."
    )


def test_a_difference_within_the_error_is_about_the_same() -> None:
    found = judge(SECURITY, DEVELOPERS)
    assert found.words == "about the same, within the error"
    assert found.sentence == (
        "Beta and Alpha are about the same, within the error: the difference, $4,991, is not larger than its "
        "margin of error, $10,029 (95\u00a0% confidence)."
    )


def test_amounts_that_look_the_same_are_left_out() -> None:
    found = judge(median("1000", "0.1"), median("1003.00", "0.115"))
    assert found.code == "clearly_above" and f"{found.margin:.2f}" == "2.99"
    assert found.sentence == "Beta is clearly above Alpha: the difference is larger than its margin of error."


def test_a_sentence_starts_with_a_capital_where_the_word_is_ours() -> None:
    sides = side(TESTERS, "junior"), side(DEVELOPERS)
    found = verdict(*sides, "median", ("Junior", "the general average"), PLACES)
    assert found.sentence.startswith("The general average is clearly above Junior: ")


@pytest.mark.parametrize(
    ("of", "error"),
    [
        (survey("81685", "108913", "142949", 258), "3531.60"),
        (survey("79612", "109438", "139438", 121), "5035.86"),
        (survey("53.00", "100.00", "107.00", 25), "10.00"),
        (survey("80000", "80000", "80000", 258), None),
        (survey("81685", "108913", "142949", None), None),
        (cell("108913", sample_size=258), None),
        (cell("108913", numbers={"p25": number("81685"), "p75": number("142949", "at_least")}), None),
    ],
)
def test_the_error_of_a_median_is_approximated_from_its_sample(of: Cell, error: str | None) -> None:
    found = standard_error(of, "median")
    assert (found and f"{found.amount:.2f}") == error
    assert found is None or found.approximate
    assert standard_error(of, "p25") is None


def test_a_published_error_is_preferred_to_an_approximation() -> None:
    of = survey("81685", "100000", "142949", 258, median_error=Decimal("2.5"))
    found = standard_error(of, "median")
    assert found is not None
    assert (found.amount, found.approximate) == (Decimal(2500), False)


def test_an_approximate_margin_says_so() -> None:
    found = judge(survey("68449", "87011", "104413", 291), survey("81685", "108913", "142949", 258))
    assert (found.code, f"{found.margin:.2f}", found.approximate) == ("clearly_above", "7908.99", True)
    assert found.sentence.endswith(
        "is larger than its margin of error, $7,909 (95\u00a0% confidence). The margin is approximate: it is "
        "worked out from the number and the spread of the answers."
    )


def test_errors_of_a_part_and_its_whole_are_added_up() -> None:
    base = side(mean("148100", "0.4"), location="us")
    other = side(mean("221710", "0.8"), location="san-jose-ca")
    found = verdict(base, other, "mean", ("the United States", "San Jose, CA"), PLACES)
    assert (found.code, f"{found.margin:.2f}", found.overlapping) == ("clearly_above", "4637.52", True)
    assert found.sentence == (
        "San Jose, CA is clearly above the United States: the difference, $73,610, is larger than its margin of "
        "error, $4,638 (95\u00a0% confidence). The same people may be in both figures, so their errors are added up."
    )


def test_what_is_clear_between_separate_groups_may_not_be_between_a_part_and_its_whole() -> None:
    cells = median("100000", "1"), median("103000", "1")
    assert judge(*cells).code == "clearly_above"
    sides = side(cells[0]), side(cells[1], "senior")
    assert verdict(*sides, "median", ("a", "b"), PLACES).code == "within_error"


ANY = cell("50000")
OTHER_SOURCE = cell("50000", evidence=evidence("institute"))
LATER = cell("50000", evidence=evidence(release="may-2026"))


@pytest.mark.parametrize(
    ("base", "other", "shared"),
    [
        (side(ANY), side(ANY), True),
        (side(ANY), side(LATER), True),
        (side(ANY), side(OTHER_SOURCE), False),
        (side(ANY), side(None), False),
        (side(ANY), side(ANY, "senior"), True),
        (side(ANY, "junior"), side(ANY, "senior"), False),
        (side(ANY, "junior"), side(ANY, "10-plus-years"), True),
        (side(ANY, "junior"), side(ANY, "unheard-of"), True),
        (side(ANY, "unheard-of"), side(ANY, "unknown"), True),
        (side(ANY), side(ANY, option="go"), True),
        (side(ANY, option="rust"), side(ANY, option="go"), True),
        (side(ANY), side(ANY, role="beta"), False),
        (side(ANY), side(ANY, role="beta", broader=frozenset({"alpha"})), True),
        (side(ANY), side(ANY, location="california"), True),
        (side(ANY, location="san-jose-ca"), side(ANY, location="california"), True),
        (side(ANY, location="oregon"), side(ANY, location="california"), False),
        (side(ANY, location="gb"), side(ANY, location="san-jose-ca"), False),
        (side(ANY, location="gb"), side(ANY, location="unheard-of"), True),
        (side(ANY, location="us"), side(ANY, "senior", location="san-jose-ca"), True),
        (side(ANY, "junior", location="us"), side(ANY, "senior", location="san-jose-ca"), False),
    ],
)
def test_groups_that_are_not_known_to_be_apart_may_share_people(
    base: Side, other: Side, shared: bool
) -> None:
    assert overlapping(base, other, PLACES, SCHEMES) == shared
    assert overlapping(other, base, PLACES, SCHEMES) == shared


@pytest.mark.parametrize(
    ("base", "other", "statistic", "why"),
    [
        (mean("1000", "1"), mean("2000", "1"), "median", "the error is known for the mean only"),
        (median("1000", "1"), mean("2000", "1"), "median", "the error is known for the mean only"),
        (
            cell("1", numbers={"mean": number("1")}, sample_size=None, median_error=Decimal(1)),
            mean("2000", "1"),
            "mean",
            "the error is known for the median only",
        ),
        (median("1000", "1"), median("2000"), "median", "no error is published for Beta"),
        (median("1000"), median("2000"), "median", "no error is published for Alpha and Beta"),
        (mean("1000", "1"), median("2000"), "median", "no error is published for Alpha and Beta"),
        (
            cell(None, numbers={"p90": number("1")}, median_error=Decimal(1), mean_error=Decimal(1)),
            cell(None, numbers={"p90": number("2")}, median_error=Decimal(1), mean_error=Decimal(1)),
            "p90",
            "the error is known for the mean and median only",
        ),
    ],
)
def test_without_both_errors_nothing_is_claimed(base: Cell, other: Cell, statistic: str, why: str) -> None:
    found = judge(base, other, statistic)
    assert (found.code, found.margin, found.words) == ("unknown", None, "")
    assert found.sentence == f"Whether the difference is larger than its error is not known: {why}."


@pytest.mark.parametrize(
    ("base", "other"),
    [
        (None, DEVELOPERS),
        (DEVELOPERS, None),
        (DEVELOPERS, cell(None, "withheld")),
        (DEVELOPERS, cell("239200", "at_least")),
        (DEVELOPERS, median("53501", "3.3", currency="GBP")),
        (DEVELOPERS, median("25.50", "3.3", pay_period="hour")),
        (DEVELOPERS, median("53501", "3.3", measure="gross_pay")),
    ],
)
def test_where_there_is_no_difference_there_is_nothing_to_judge(
    base: Cell | None, other: Cell | None
) -> None:
    assert judge(base, other) == Verdict("unknown", "")


@pytest.mark.parametrize("error", ["-1", "NaN", "Infinity"])
def test_an_error_that_is_no_error_counts_as_unknown(error: str) -> None:
    of = survey("81685", "108913", "142949", 258, median_error=Decimal(error))
    assert judge(DEVELOPERS, of).code == "unknown"


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (median("53501", "5"), ()),
        (
            median("53501", "5.1"),
            (
                Note(
                    "wide_error",
                    "The figure for Alpha is rough: relative standard error 5.1\u00a0% of the median.",
                ),
            ),
        ),
        (
            survey("82370.25", "92812", "114564.75", 34),
            (
                Note(
                    "wide_error",
                    "The figure for Alpha is rough: approximate relative standard error 5.5\u00a0% of the median.",
                ),
            ),
        ),
        (cell("50000", sample_size=30), ()),
        (
            cell("50000", sample_size=29),
            (Note("small_sample", "The figure for Alpha rests on 29\u00a0answers only."),),
        ),
        (cell("50000", sample_size=None, employment=12), ()),
        (cell("50000", "at_least", sample_size=12), ()),
        (None, ()),
    ],
)
def test_rough_figures_have_a_note(of: Cell | None, expected: tuple[Note, ...]) -> None:
    assert notes([side(of)], ["Alpha"], "median") == expected


def test_a_verdict_does_not_depend_on_anybodys_decimal_context() -> None:
    expected = judge(SECURITY, DEVELOPERS)
    with localcontext(prec=3, rounding=ROUND_HALF_EVEN):
        assert judge(SECURITY, DEVELOPERS) == expected


pay = st.decimals(min_value="0.01", max_value="9999999", places=2)
errors = st.none() | st.decimals(min_value=0, max_value=30, places=2)


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    low, middle, high = sorted(draw(st.tuples(pay, pay, pay)))
    numbers = {"p25": Number(low), "p75": Number(high), "mean": Number(middle)}
    return cell(
        str(middle),
        numbers=numbers,
        sample_size=draw(st.none() | st.integers(10, 5000)),
        median_error=draw(errors),
        mean_error=draw(errors),
    )


OPPOSITE = {"clearly_above": "clearly_below", "clearly_below": "clearly_above"}


@given(cells(), cells(), st.sampled_from(["median", "mean", "p25"]), st.booleans())
def test_swapping_the_sides_turns_the_verdict_round(
    first: Cell, second: Cell, name: str, apart: bool
) -> None:
    sides = side(first), side(second, role="beta" if apart else "alpha")
    there = verdict(*sides, name, ("a", "b"), PLACES)
    back = verdict(sides[1], sides[0], name, ("b", "a"), PLACES)
    assert back.code == OPPOSITE.get(there.code, there.code)
    assert (back.margin, back.approximate, back.overlapping) == (
        there.margin,
        there.approximate,
        there.overlapping,
    )


@given(cells(), cells(), st.sampled_from(["median", "mean"]))
def test_a_margin_is_a_number_and_never_wider_between_separate_groups(
    first: Cell, second: Cell, name: str
) -> None:
    apart = judge(first, second, name)
    shared = verdict(side(first), side(second), name, ("a", "b"), PLACES)
    if apart.margin is None or shared.margin is None:
        assert apart.code == shared.code == "unknown"
    else:
        assert apart.margin.is_finite() and 0 <= apart.margin <= shared.margin
    assert "NaN" not in apart.sentence + shared.sentence
