"""What `/factors/<factor>/` says of its options: every premium with its evidence, source beside source."""

import re
from typing import Any

import pytest
from django.test import Client

from salaries.models import ReleasePart
from salaries.pages import factors
from tests.factories import (
    make_figure,
    make_level,
    make_location,
    make_option,
    make_part,
    make_release,
    make_source,
)
from tests.pages.factor_evidence import (
    HUBS,
    TECHNOLOGIES,
    comparisons_of,
    edition,
    groups_of,
    pair,
    section_of,
    words,
)
from tests.pages.reading import html_of, text_of

pytestmark = pytest.mark.django_db


def test_a_premium_is_the_cell_with_the_option_against_the_one_without(client: Client) -> None:
    pair(None, 50_000, 55_000)
    (group,) = groups_of(section_of(client))
    assert group.startswith("Alpha United States, all levels Bureau $55,000 $50,000 +10.0 %")
    assert "Median base salary a year 120 answers Bureau , official statistics · May 2025" in group


def test_two_releases_stand_side_by_side(client: Client) -> None:
    # 55,000 / 50,000 = 1.10 in the one, 69,000 / 60,000 = 1.15 in the other.
    pair(edition(2025), 50_000, 55_000)
    pair(edition(2024, "survey"), 60_000, 69_000)
    (group,) = groups_of(section_of(client))
    assert re.findall(r"(Bureau|Survey) (\$\S+) (\$\S+) (\S+ %)", group) == [
        ("Bureau", "$55,000", "$50,000", "+10.0 %"),
        ("Survey", "$69,000", "$60,000", "+15.0 %"),
    ]
    assert "official statistics · 2025" in group and "official statistics · 2024" in group


def test_earlier_editions_of_a_source_are_folded_away(client: Client) -> None:
    pair(edition(2023), 40_000, 50_000)
    pair(edition(2024), 40_000, 44_400)
    pair(edition(2025), 50_000, 55_000)
    section = section_of(client)
    (folded,) = re.findall(r"<details>(.*?)</details>", section, flags=re.DOTALL)
    assert words(folded) == "Earlier editions 2024: +11.0 % 2023: +25.0 %"
    assert re.findall(r"\S+ %", words(section.replace(folded, ""))) == ["+10.0 %"]


def test_an_earlier_edition_that_states_something_else_says_so(client: Client) -> None:
    part = edition(2023)
    make_figure("alpha", part, mean=40_000)
    make_figure("alpha", part, mean=50_000, option="go")
    pair(edition(2025), 50_000, 55_000)
    assert "2023: +25.0 %, mean base salary a year" in words(section_of(client))


def test_a_newer_release_without_the_option_leaves_an_older_one_standing(client: Client) -> None:
    make_figure("alpha", edition(2025), median=70_000)
    pair(edition(2024), 50_000, 55_000)
    (group,) = groups_of(section_of(client))
    assert "$55,000 $50,000 +10.0 %" in group
    assert "70,000" not in group


def test_an_option_stands_in_each_place_the_default_place_first(client: Client) -> None:
    for place, without, having in (("gb", 20_000, 30_000), ("us", 50_000, 55_000), ("zz", 10_000, 20_000)):
        pair(None, without, having, location=place)
    groups = groups_of(section_of(client))
    assert [re.sub(r" Median.*", "", group) for group in groups] == [
        "Alpha United States, all levels Bureau $55,000 $50,000 +10.0 %",
        "Alpha United Kingdom, all levels Bureau $30,000 $20,000 +50.0 %",
        "Alpha Zz, all levels Bureau $20,000 $10,000 +100.0 %",
    ]


def test_levels_follow_the_general_average_by_rank(client: Client) -> None:
    for number, level in enumerate(("senior", "junior")):
        make_level(level, rank=number)
        pair(None, 50_000, 60_000 + 5_000 * number, level=level)
    pair(None, 50_000, 55_000)
    groups = [re.sub(r" Median.*", "", group) for group in groups_of(section_of(client))]
    assert groups == [
        "Alpha United States, all levels Bureau $55,000 $50,000 +10.0 %",
        "Alpha United States, Senior Bureau $60,000 $50,000 +20.0 %",
        "Alpha United States, Junior Bureau $65,000 $50,000 +30.0 %",
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"median": 55_000, "median_mark": "at_least"},
        {"median_mark": "withheld"},
        {"median_mark": "not_collected"},
        {"median_mark": "too_few"},
        {"median": 55_000, "sample_size": 9},
    ],
)
@pytest.mark.parametrize("marked", ["with", "without"])
def test_a_figure_that_is_marked_or_of_too_few_has_no_premium(
    client: Client, values: dict[str, Any], marked: str
) -> None:
    make_figure("alpha", **({"median": 50_000} if marked == "with" else values))
    make_figure("alpha", option="go", **(values if marked == "with" else {"median": 50_000}))
    assert words(section_of(client)) == "Go No figure published."


@pytest.mark.parametrize("other", [{"measure": "gross_pay"}, {"currency": "GBP"}, {"pay_period": "hour"}])
def test_two_kinds_of_pay_have_no_premium(client: Client, other: dict[str, Any]) -> None:
    make_figure("alpha", median=50_000)
    make_figure("alpha", median=55_000, option="go", **other)
    assert words(section_of(client)) == "Go No figure published."


def test_a_draft_has_no_premium(client: Client) -> None:
    make_figure("alpha", median=50_000)
    draft = make_part(name="draft", state=ReleasePart.State.DRAFT)
    make_figure("alpha", draft, median=55_000, option="go")
    assert words(section_of(client)) == "Go No figure published."


def hub(slug: str = "harbour") -> None:
    """A place of the United States that is an option."""
    make_option(slug, location=make_location(slug, parent=make_location("us")))


def test_a_place_stands_against_the_place_that_it_lies_in_source_by_source(client: Client) -> None:
    # 90,000 / 60,000 = 1.5 in the one, 84,000 / 70,000 = 1.2 in the other.
    hub()
    for part, without, having in (
        (edition(2025), 60_000, 90_000),
        (edition(2024, "survey"), 70_000, 84_000),
    ):
        make_figure("alpha", part, median=without)
        make_figure("alpha", part, median=having, location="harbour")
    section = section_of(client, "harbour")
    assert "Harbour against the United States" in words(section)
    (group,) = groups_of(section)
    assert re.findall(r"(\w+) (\$\S+) (\$\S+) (\S+ %)", group) == [
        ("Bureau", "$90,000", "$60,000", "+50.0 %"),
        ("Survey", "$84,000", "$70,000", "+20.0 %"),
    ]
    assert comparisons_of(client, section) == [
        ("90000.00", "60000.00", "50.0"),
        ("84000.00", "70000.00", "20.0"),
    ]


def test_a_place_at_a_level_stands_against_the_same_level(client: Client) -> None:
    hub()
    make_figure("alpha", median=50_000)
    make_figure("alpha", median=80_000, level="senior")
    make_figure("alpha", median=100_000, level="senior", location="harbour")
    (group,) = groups_of(section_of(client, "harbour"))
    assert group.startswith("Alpha Senior Bureau $100,000 $80,000 +25.0 %")


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("option", "figure", "percent"),
    [
        ("silicon-valley", "$213,110", "+56.7 %"),
        ("seattle", "$167,280", "+23.0 %"),
        ("new-york", "$166,830", "+22.7 %"),
    ],
)
def test_the_starting_datas_places(client: Client, option: str, figure: str, percent: str) -> None:
    first = groups_of(section_of(client, option, HUBS))[0]
    assert first.startswith(f"Software Developer All levels BLS OEWS {figure} $135,980 {percent}")


@pytest.mark.usefixtures("guide")
def test_three_roles_are_seen_at_once_and_all_others_can_be_opened(client: Client) -> None:
    section = section_of(client, "silicon-valley", HUBS)
    seen, _, folded = section.partition("<summary>8 more roles</summary>")
    assert (len(groups_of(seen)), len(groups_of(folded))) == (3, 8)
    roles = set(re.findall(r'<a href="/salaries/([^/"]+)/"', section))
    assert len(roles) == 11
    assert {"programmer", "software-developer", "web-developer"} <= roles


def test_a_role_of_more_sources_comes_before_one_of_more_people(client: Client) -> None:
    for role, source in (("alpha", "bureau"), ("beta", "bureau"), ("beta", "survey")):
        people = 5_000 if role == "alpha" else 100
        for median, option in ((50_000, None), (55_000, "go")):
            make_figure(role, edition(2025, source), median=median, option=option, sample_size=people)
    assert [group.split()[0] for group in groups_of(section_of(client))] == ["Beta", "Alpha"]


def test_what_there_is_no_room_for_is_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factors, "MOST_LISTED", 1)
    for level in (None, "junior", "senior", "chief"):
        pair(None, 50_000, 55_000, level=level)
    section = section_of(client)
    assert len(groups_of(section)) == 2
    assert "Not listed here: 2 more. Any two figures can be compared." in words(section)


BY_ITSELF = ("55000.00", "50000.00", "10.0")


def test_the_comparison_that_a_button_leads_to_shows_the_same(client: Client) -> None:
    pair(None, 50_000, 55_000)
    section = section_of(client)
    assert comparisons_of(client, section) == [BY_ITSELF]
    assert "hidden" not in re.findall(r"<input[^>]*>", section)


def test_a_release_that_would_not_answer_by_itself_is_asked_for(client: Client) -> None:
    pair(edition(2025), 50_000, 55_000)
    pair(edition(2025, "survey", priority=-1), 60_000, 69_000)
    section = section_of(client)
    assert comparisons_of(client, section) == [BY_ITSELF, ("69000.00", "60000.00", "15.0")]
    assert re.findall(r'name="(\w+)" value="([^"]+)"', section) == [("release", "survey/2025")]


def test_a_release_whose_statistic_another_one_would_change_is_asked_for(client: Client) -> None:
    # A median without the option, in a release that lacks the option, would make the comparison one of medians.
    make_figure("alpha", edition(2024), median=47_000)
    make_figure("alpha", edition(2025), mean=50_000)
    make_figure("alpha", edition(2025), mean=55_000, median=52_000, option="go")
    section = section_of(client)
    assert "$55,000 $50,000 +10.0 %" in groups_of(section)[0]
    assert comparisons_of(client, section) == [BY_ITSELF]


def test_a_statistic_that_would_not_be_shown_by_itself_is_asked_for(client: Client) -> None:
    # Medians there are on both sides, but of two kinds of pay.
    make_figure("alpha", median=47_000)
    make_figure("alpha", measure="gross_pay", mean=50_000)
    make_figure("alpha", measure="gross_pay", mean=55_000, median=52_000, option="go")
    section = section_of(client)
    assert comparisons_of(client, section) == [BY_ITSELF]
    assert re.findall(r'name="(\w+)" value="([^"]+)"', section) == [
        ("release", "bureau/may-2025"),
        ("statistic", "mean"),
    ]


def test_comparisons_in_each_place_and_at_each_level_show_the_same(client: Client) -> None:
    pair(None, 50_000, 60_000, location="gb")
    pair(None, 50_000, 65_000, level="senior")
    assert comparisons_of(client, section_of(client)) == [
        ("65000.00", "50000.00", "30.0"),
        ("60000.00", "50000.00", "20.0"),
    ]


def test_no_link_leads_to_a_combination(client: Client) -> None:
    pair(None, 50_000, 55_000)
    html = html_of(client.get(TECHNOLOGIES))
    assert set(re.findall(r'<a [^>]*href="(/compare/[^"]*)"', html)) == {"/compare/"}


@pytest.mark.parametrize("option", ["go", None])
def test_whom_a_licence_wants_named_is_named_where_it_tells(client: Client, option: str | None) -> None:
    make_option("go")
    part = make_part(make_release(source=make_source(attribution="Contains figures of the bureau.")))
    make_figure("alpha", part, median=50_000)
    make_figure("alpha" if option else "beta", part, median=55_000, option=option)
    named = "Contains figures of the bureau." in text_of(client.get(TECHNOLOGIES))
    assert named == (option == "go")


def test_a_guide_shows_the_premium_that_its_comparison_answers_by_itself(client: Client) -> None:
    # The survey answers first, but has no median; +15.0 % is that of its means.
    survey = edition(2025, "survey", priority=1)
    make_figure("alpha", survey, mean=60_000)
    make_figure("alpha", survey, mean=69_000, option="go")
    pair(edition(2025), 50_000, 55_000)
    assert "Go +10.0 %" in text_of(client.get("/salaries/alpha/"))
