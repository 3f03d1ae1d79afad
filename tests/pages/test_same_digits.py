"""The page, its fragment, data.json and data.csv say the same digits, which are worked out here by hand (A13, A14)."""

import csv
import re
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.factories import make_figure
from tests.pages.both_pages import NO_FIGURE, PROGRAM_WORDS
from tests.pages.comparing import HTMX, compared
from tests.pages.reading import html_of, text_of
from tests.pages.surfaces import Entry, csv_of, json_of, rows_of, words

ROLES = ("one", "two", "three", "four")
SIGNS = {"USD": "$", "GBP": "£", "JPY": "JPY "}
PLACES = {"USD": 2, "GBP": 2, "JPY": 0}
REASONS = {
    "no_figure": "not comparable: a figure is missing",
    "at_least": "not comparable: only a lower limit is published",
    "currency": "not comparable: different currencies",
}
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Made:
    """A figure to publish: `number` is in whole cents or yen, None where this statistic has none."""

    currency: str
    number: int | None
    limit: bool
    other: int | None

    @property
    def amount(self) -> Fraction | None:
        return None if self.number is None else Fraction(self.number, 10 ** PLACES[self.currency])


def halves_away(exact: Fraction, places: int) -> tuple[str, str]:
    """A number rounded to so many decimals: "-" or nothing, and its digits without a sign. Zero has no sign."""
    units = (2 * abs(exact) * 10**places + 1) // 2
    digits = str(units).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return "-" if exact < 0 and units else "", text


def grouped(digits: str) -> str:
    """With commas, as people read it."""
    whole, dot, rest = digits.partition(".")
    return re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", whole) + dot + rest


def in_data(exact: Fraction | None, places: int) -> str | None:
    return None if exact is None else "".join(halves_away(exact, places))


def in_words(exact: Fraction, places: int, before: str = "", after: str = "") -> str:
    """A difference as the page has it."""
    sign, digits = halves_away(exact, places)
    plus = "+" if digits.strip("0.") else ""
    return f"{MINUS if sign else plus}{before}{grouped(digits)}{after}"


def money(made: Made) -> str:
    """A figure as the page has it."""
    if made.amount is None:
        return NO_FIGURE
    digits = grouped(halves_away(made.amount, 0)[1])
    return f"{'at least ' if made.limit else ''}{SIGNS[made.currency]}{digits}"


def reason(base: Made, other: Made) -> str | None:
    if base.number is None or other.number is None:
        return "no_figure"
    if base.limit or other.limit:
        return "at_least"
    return None if base.currency == other.currency else "currency"


def worked_out(base: Made, other: Made) -> tuple[Fraction, Fraction] | None:
    """The difference and the percentage, where there are any."""
    if reason(base, other) or base.amount is None or other.amount is None:
        return None
    return other.amount - base.amount, (other.amount - base.amount) / base.amount * 100


def expected_rows(sides: list[Made]) -> list[tuple[str, ...]]:
    """The table of the page: figure, difference, percent."""
    found: list[tuple[str, ...]] = [(money(sides[0]), "baseline", "")]
    for other in sides[1:]:
        numbers, why = worked_out(sides[0], other), reason(sides[0], other)
        if numbers:
            amount = in_words(numbers[0], 0, SIGNS[other.currency], " a year")
            found.append((money(other), amount, in_words(numbers[1], 1, after=" %")))
        else:
            found.append((money(other), REASONS[why or ""], ""))
    return found


def expected_data(sides: list[Made]) -> list[Entry]:
    """The same in the files: value, currency, state, and for all but the first its difference."""
    found = []
    for number, side in enumerate(sides):
        exact = worked_out(sides[0], side) if number else None
        amount, percent = exact or (None, None)
        shown = side.number is not None
        found.append(
            {
                "value": in_data(side.amount, PLACES[side.currency]),
                "currency": side.currency if shown else None,
                "state": "at_least" if side.limit else "published" if shown else "none",
                "amount": in_data(amount, PLACES[side.currency]),
                "percent": in_data(percent, 1),
                "percent_exact": in_data(percent, 6),
                "reason": reason(sides[0], side) if number else None,
            }
        )
    return found


def publish(sides: list[Made], statistic: str) -> str:
    """Publish a figure a side, as numbers of one release; the address that compares them."""
    other = {"mean": "median", "median": "mean"}[statistic]
    for role, side in zip(ROLES, sides, strict=False):
        values: dict[str, Any] = {
            name: None if units is None else f"{units / Fraction(10 ** PLACES[side.currency]):.2f}"
            for name, units in ((statistic, side.number), (other, side.other))
        }
        values[f"{statistic}_mark"] = "at_least" if side.limit else "" if side.number else "withheld"
        make_figure(role, currency=side.currency, **values)
    return compared(*ROLES[: len(sides)])


amounts = st.integers(1, 9).flatmap(lambda digits: st.integers(10 ** (digits + 1), 10 ** (digits + 2) - 1))
"""Cents of amounts with one to nine digits before the point, or yen."""


@st.composite
def figures(draw: st.DrawFn) -> Made:
    currency = draw(st.sampled_from(["USD", "USD", "USD", "GBP", "JPY"]))
    number = draw(st.none() | amounts | amounts | amounts)
    limit = number is not None and draw(st.sampled_from([False, False, False, False, True]))
    return Made(currency, number, limit, draw(st.none() | amounts))


def dollars(*cents: int) -> list[Made]:
    return [Made("USD", number, limit=False, other=None) for number in cents]


HALVES = dollars(20_000, 20_010, 19_990, 20_000)
"""Against 200.00: 0.05 % more and less, whose halves go away from zero, and the same."""
NEXT_TO_NOTHING = dollars(10_000_000, 9_999_999, 10_000_001, 10_000_050)
"""Against 100,000.00: a cent less and more, and half a dollar more."""
STATISTICS = st.sampled_from(["mean", "median"])
by_chance = settings(max_examples=30, deadline=None, derandomize=True)


@pytest.mark.django_db
@by_chance
@given(st.lists(figures(), min_size=2, max_size=4), STATISTICS)
@example(HALVES, "mean")
@example(NEXT_TO_NOTHING, "median")
def test_all_four_say_what_is_worked_out_by_hand(sides: list[Made], statistic: str) -> None:
    client = Client()
    with transaction.atomic():
        address, query = publish(sides, statistic), f"?statistic={statistic}"
        page, fragment = (client.get(address + query, headers=headers) for headers in ({}, HTMX))
        record, table = (client.get(f"{address}data.{ending}{query}") for ending in ("json", "csv"))
        transaction.set_rollback(True)
    assert rows_of(page) == expected_rows(sides)
    assert rows_of(fragment) == expected_rows(sides)
    assert json_of(record) == expected_data(sides)
    assert csv_of(table) == expected_data(sides)
    said = [html_of(page), html_of(fragment), html_of(table), re.sub(r": null\b", "", html_of(record))]
    assert [re.findall(PROGRAM_WORDS, text) for text in said] == [[], [], [], []]


@pytest.mark.django_db
@by_chance
@given(figures(), figures(), STATISTICS)
@example(*NEXT_TO_NOTHING[:2], "mean")
def test_the_other_way_round_the_amount_has_the_other_sign(one: Made, two: Made, statistic: str) -> None:
    client = Client()
    with transaction.atomic():
        publish([one, two], statistic)
        forth, back = (
            client.get(f"{compared(*roles)}data.json?statistic={statistic}").json()["differences"][0]
            for roles in (("one", "two"), ("two", "one"))
        )
        transaction.set_rollback(True)
    assert forth["reason"] == back["reason"]
    texts = [one[name] for one in (forth, back) for name in ("amount", "percent", "percent_exact")]
    if forth["reason"]:
        assert texts == [None] * 6
    else:
        assert Fraction(forth["amount"]) == -Fraction(back["amount"])
        assert not [text for text in texts if re.fullmatch(r"-0(\.0+)?", text)]


DEVELOPERS = "/compare/software-developer.average/vs/software-developer.average.san-jose-ca/"


@pytest.mark.usefixtures("guide")
def test_the_starting_datas_figures_are_the_same_everywhere(client: Client) -> None:
    # 213,110 - 135,980 = 77,130, and 77,130 / 135,980 = 0.56721577: 56.7 %.
    rows = [("$135,980", "baseline", ""), ("$213,110", "+$77,130 a year", "+56.7 %")]
    assert rows_of(client.get(DEVELOPERS)) == rows
    assert rows_of(client.get(DEVELOPERS, headers=HTMX)) == rows
    for read, ending in ((json_of, "json"), (csv_of, "csv")):
        base, other = read(client.get(f"{DEVELOPERS}data.{ending}"))
        assert (base["value"], base["amount"], base["percent"]) == ("135980.00", None, None)
        assert (other["value"], other["amount"]) == ("213110.00", "77130.00")
        assert (other["percent"], other["percent_exact"]) == ("56.7", "56.721577")


@pytest.mark.usefixtures("guide")
def test_the_starting_datas_comparison_says_its_figures_in_words_and_drawing_too(client: Client) -> None:
    page = client.get(DEVELOPERS)
    said = text_of(page)
    assert "San Jose, CA pays 56.7 % more than the United States" in said
    assert "That is $77,130 a year" in said
    (drawing,) = re.findall(r'<svg class="words".*?</svg>', html_of(page), flags=re.DOTALL)
    assert words(drawing) == "United States $135,980 baseline San Jose, CA $213,110 +56.7 %"


LEVELS = [
    ("average", "General average", "180000.00", "$180,000"),
    ("entry-level", "Entry-Level", "128250.00", "$128,250"),
    ("mid-level", "Mid-Level", "158835.75", "$158,836"),
    ("senior-staff", "Senior/Staff", "190000.00", "$190,000"),
    ("executive", "Executive", "210000.00", "$210,000"),
    ("10-plus-years", "10+ Years", None, "not published"),
]
"""The medians of software developers' levels in the starting data: slug, name, in the files, on the page."""


@pytest.mark.usefixtures("guide")
def test_a_guides_levels_are_the_same_on_its_page_and_in_its_files(client: Client) -> None:
    guide = "/salaries/software-developer/"
    page, record, table = (client.get(guide + ending) for ending in ("", "data.json", "data.csv"))
    parts = csv.DictReader(StringIO(table.content.decode()))
    in_csv = [(row["level"], row["value"] or None) for row in parts if row["part"] == "levels"]
    in_json = [(one["level"], one["value"]) for one in record.json()["levels"]]
    assert in_json == in_csv == [(slug, value) for slug, _, value, _ in LEVELS]
    ladder = html_of(page).partition("<caption>")[2].partition("</table>")[0]
    for _, name, _, shown in LEVELS:
        (row,) = re.findall(rf'<th scope="row">{re.escape(name)}</th>(.*?)</tr>', ladder, flags=re.DOTALL)
        assert words(re.findall(r"<td[^>]*>.*?</td>", row)[1]) == shown


SOURCES = [
    ("ORA", "mean", "106250.00", "$106,250"),
    ("aijobs.net", "median", "195000.00", "$195,000"),
    ("Stack Overflow survey", "median", "173924.50", "$173,925"),
]
"""The general averages of backend engineers in the starting data: source, statistic, in the files, on the page."""


@pytest.mark.usefixtures("guide")
def test_a_guides_sources_are_the_same_on_its_page_and_in_its_files(client: Client) -> None:
    guide = "/salaries/backend-engineer/"
    page, record, table = (client.get(guide + ending) for ending in ("", "data.json", "data.csv"))
    parts = csv.DictReader(StringIO(table.content.decode()))
    in_csv = [(row["statistic"], row["value"]) for row in parts if row["part"] == "sources"]
    in_json = [(one["statistic"], one["value"]) for one in record.json()["sources"]]
    assert in_json == in_csv == [(statistic, value) for _, statistic, value, _ in SOURCES]
    side_by_side = html_of(page).partition('aria-label="Sources side by side"')[2].partition("</table>")[0]
    for row, (source, statistic, _, shown) in zip(side_by_side.split("<tr>")[2:], SOURCES, strict=True):
        said = words(row)
        assert said.startswith(source)
        assert (f"{shown} not published" if statistic == "mean" else f" {shown} ") in said
