"""What an option is worth inside one release, release beside release, and ranked; and the tables of the documents."""

from datetime import date
from typing import Any

import pytest

from salaries.pay.cells import Cell
from salaries.pay.money import format_percent
from salaries.pay.premiums import Premium, editions_of, premiums_of, rankings_of
from tests.unit.builders import cell, evidence, number
from tests.unit.statistics_doc import NBSP, amount, rows


def in_year(year: int, source: str = "bureau", **values: Any) -> Any:
    """Evidence of a source's release of a calendar year."""
    return evidence(
        source, str(year), reference_start=date(year, 1, 1), reference_end=date(year, 12, 31), **values
    )


def pay(median: str | None, year: int = 2025, source: str = "bureau", **values: Any) -> Cell:
    priority = values.pop("priority", 0)
    return cell(median, evidence=in_year(year, source, priority=priority), **values)


def premium(without: str, having: str, **values: Any) -> Premium:
    """The premium of one release that holds two medians."""
    (found,) = premiums_of([pay(without, **values)], [pay(having, **values)])
    return found


def shown(of: Premium) -> str:
    return format_percent(of.percent).replace(NBSP, " ")


def told(words: str) -> Cell:
    """A cell that has "median at least 239,200, mean 200,000"."""
    numbers = {}
    for part in words.replace(", m", "; m").split("; "):
        name, _, value = part.partition(" ")
        limit = value.startswith("at least ")
        numbers[name] = number(str(amount(value.removeprefix("at least "))), "at_least" if limit else "")
    return cell(None, numbers=numbers)


@pytest.mark.parametrize(
    ("option", "without", "having", "statistic", "percent"), rows("Option", "Without it")
)
def test_the_statistic_of_a_premium(
    option: str, without: str, having: str, statistic: str, percent: str
) -> None:
    found = premiums_of([told(without)], [told(having)])
    assert [(one.statistic, shown(one)) for one in found] == [(statistic, percent)] * (percent != "–"), option


@pytest.mark.parametrize("other", [{"measure": "gross_pay"}, {"currency": "GBP"}, {"pay_period": "hour"}])
def test_two_kinds_of_pay_make_no_premium(other: dict[str, Any]) -> None:
    assert premiums_of([pay("50000")], [pay("55000", **other)]) == ()


def test_of_several_kinds_that_a_release_has_of_both_the_one_that_is_meant_answers() -> None:
    # The year's pay goes before the hour's: 55,000 against 50,000 is +10.0 %, and 30 against 25 would be +20.0 %.
    hour: dict[str, Any] = {"pay_period": "hour"}
    (found,) = premiums_of([pay("25", **hour), pay("50000")], [pay("30", **hour), pay("55000")])
    assert shown(found) == "+10.0 %"


@pytest.mark.parametrize("mark", ["withheld", "not_collected", "too_few", "at_least"])
@pytest.mark.parametrize("marked", [0, 1])
def test_a_marked_number_makes_no_premium(mark: str, marked: int) -> None:
    pair = [pay("50000"), pay("55000")]
    pair[marked] = pay("55000", mark=mark)
    assert premiums_of(pair[:1], pair[1:]) == ()


def test_two_releases_are_never_one_premium() -> None:
    assert premiums_of([pay("50000", 2024)], [pay("55000", 2025)]) == ()


def test_each_release_that_holds_both_has_its_own_premium() -> None:
    # 55 / 50 = 1.1 in the one, 75 / 60 = 1.25 in the other; the third lacks the option.
    without = [pay("50000", 2024), pay("60000", 2025), pay("70000", 2026)]
    found = premiums_of(without, [pay("55000", 2024), pay("75000", 2025)])
    assert [(one.release, shown(one)) for one in found] == [
        ("bureau/2025", "+25.0 %"),
        ("bureau/2024", "+10.0 %"),
    ]


def test_the_release_that_a_comparison_answers_with_need_not_be_asked_for() -> None:
    found = premiums_of(
        [pay("50000", 2024), pay("60000", 2025)],
        [pay("55000", 2024), pay("75000", 2025)],
    )
    assert [(one.asked_release, one.by_itself) for one in found] == [("", True), ("bureau/2024", False)]


def test_a_release_is_asked_for_where_another_ones_median_would_change_the_statistic() -> None:
    # Alone, 2025 answers by its mean; 2024 has a median without the option, so both have a median somewhere.
    without: dict[str, Any] = {"numbers": {"mean": number("60000")}}
    having: dict[str, Any] = {"numbers": {"mean": number("69000")}}
    (found,) = premiums_of([pay("1", 2024), pay(None, **without)], [pay("66000", **having)])
    assert (found.statistic, shown(found)) == ("mean", "+15.0 %")
    assert (found.asked_release, found.asked_statistic) == ("bureau/2025", "")


def test_the_statistic_is_asked_for_where_the_medians_of_a_release_are_of_two_kinds() -> None:
    # Base salary has a median without the option, gross pay one with it; both have a mean of gross pay.
    without = [pay("1"), pay(None, measure="gross_pay", numbers={"mean": number("50000")})]
    having = [pay("2", measure="gross_pay", numbers={"mean": number("55000")})]
    (found,) = premiums_of(without, having)
    assert (found.statistic, shown(found)) == ("mean", "+10.0 %")
    assert (found.asked_release, found.asked_statistic) == ("bureau/2025", "mean")


@pytest.mark.parametrize("turned", [False, True])
def test_sources_stand_side_by_side_with_their_newest_release(turned: bool) -> None:
    table = rows("Option", "Source, period")
    without, having, stands = [], [], {}
    for _, edition, base, other, percent, where in table:
        source, year = edition.split(", ")
        stands[source, year] = (percent, where)
        without.append(pay(str(amount(base)), int(year), source))
        having.append(pay(str(amount(other)), int(year), source))
    found = editions_of(premiums_of(without[:: -1 if turned else 1], having))
    said = {tuple(one.newest.release.split("/")): (shown(one.newest), "side by side") for one in found}
    said |= {tuple(e.release.split("/")): (shown(e), "earlier") for one in found for e in one.earlier}
    assert said == stands


def test_the_source_whose_release_answers_first_stands_first_and_its_newest_release_whatever_the_priority() -> (
    None
):
    editions = [(2024, "survey", 0), (2023, "bureau", 5), (2022, "bureau", 9)]
    cells = [pay("50000", year, source, priority=priority) for year, source, priority in editions]
    found = editions_of(premiums_of(cells, cells))
    assert [one.newest.release for one in found] == ["bureau/2023", "survey/2024"]
    assert [[e.release for e in one.earlier] for one in found] == [["bureau/2022"], []]


def test_earlier_editions_begin_with_the_newest_and_end_with_the_one_of_unknown_period() -> None:
    unknown = cell("50000", evidence=evidence(release="undated", reference_start=None, reference_end=None))
    cells = [pay("50000", 2021), unknown, pay("50000", 2023), pay("50000", 2022)]
    (found,) = editions_of(premiums_of(cells, cells))
    earlier = [one.release for one in found.earlier]
    assert earlier == ["bureau/2022", "bureau/2021", "bureau/undated"]


def test_ranks_are_shared_and_go_by_the_premium() -> None:
    table = rows("Option", "Rank")
    premiums = [(name, premium(str(amount(base)), str(amount(paid)))) for name, _, base, paid, _ in table]
    (found,) = rankings_of(premiums[::-1])
    ranked = [(row.option, str(row.rank), shown(row.premium)) for row in found.rows]
    assert ranked == [(name, rank, percent) for name, rank, _, _, percent in table]


def test_one_option_is_no_ranking() -> None:
    assert rankings_of([("Go", premium("50000", "55000"))]) == ()


@pytest.mark.parametrize(
    "other",
    [
        {"year": 2024},
        {"source": "survey"},
        {"measure": "gross_pay"},
        {"currency": "GBP"},
        {"pay_period": "hour"},
        {"subject": "alpha.senior"},
        {"subject": "beta.average"},
        {"subject": "alpha.average.gb"},
    ],
)
def test_a_ranking_never_mixes(other: dict[str, Any]) -> None:
    premiums = [("Go", premium("50000", "55000")), ("Rust", premium("50000", "60000", **other))]
    assert rankings_of(premiums) == ()


def test_a_ranking_never_mixes_statistics() -> None:
    without = pay("50000", numbers={"mean": number("60000")})
    go, rust = pay("55000"), pay(None, numbers={"mean": number("70000")})
    premiums = [
        (name, one) for name, of in (("Go", go), ("Rust", rust)) for one in premiums_of([without], [of])
    ]
    assert [one.statistic for _, one in premiums] == ["median", "mean"]
    assert rankings_of(premiums) == ()


def test_of_a_source_the_newest_release_that_ranks_is_shown() -> None:
    # 2025 has one option alone and ranks nobody; 2024 and 2023 have two each.
    premiums = [("Go", premium("50000", "55000", year=year)) for year in (2023, 2024, 2025)]
    premiums += [("Rust", premium("50000", "60000", year=year)) for year in (2023, 2024)]
    assert [ranking.without.evidence.release for ranking in rankings_of(premiums)] == ["bureau/2024"]


def test_each_source_has_a_ranking_and_that_of_the_most_options_comes_first() -> None:
    names = ("Go", "Rust", "Kubernetes")
    premiums = [(name, premium("50000", "55000", source="bureau")) for name in names[:2]]
    premiums += [(name, premium("50000", "55000", source="survey")) for name in names]
    found = [(ranking.without.evidence.source, len(ranking.rows)) for ranking in rankings_of(premiums)]
    assert found == [("survey", 3), ("bureau", 2)]
