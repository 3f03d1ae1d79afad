"""`/compare/<subject>/vs/<subject>/` where figures compare (cases A13 to A17, with test_comparison_*.py)."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import (
    make_figure,
    make_level,
    make_location,
    make_option,
    make_part,
    make_release,
    make_role,
    make_source,
)
from tests.pages.both_pages import part_of
from tests.pages.comparing import HTMX, compared, form
from tests.pages.reading import (
    COMPARED,
    canonical_of,
    description_of,
    heading_of,
    html_of,
    row_of,
    text_of,
    title_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("guide")
def test_ten_years_are_set_against_the_general_average(client: Client) -> None:
    page = client.get(COMPARED)
    assert heading_of(page) == "10+ Years pays 45.9 % more than the general average"
    assert row_of(page, "10+ Years").endswith(
        "$155,000 +$48,750 a year about $4,063 a month about $23.44 an hour +45.9 %"
    )
    assert row_of(page, "General average").endswith("$106,250 baseline")


@pytest.mark.usefixtures("guide")
def test_evidence_stands_beside_each_figure(client: Client) -> None:
    words = text_of(client.get(COMPARED))
    for amount in ("$106,250 baseline", "about $23.44 an hour +45.9 %"):
        beside = words.partition(amount)[2][:150]
        assert beside.startswith(" Mean salary a year, kind not stated Sample size not stated ORA")
        assert "editorial · period not stated · licence not stated" in beside


@pytest.mark.usefixtures("guide")
def test_san_jose_is_set_against_the_whole_country(client: Client) -> None:
    page = client.get("/compare/software-developer.average/vs/software-developer.average.san-jose-ca/")
    assert row_of(page, "San Jose").endswith(
        "$213,110 +$77,130 a year about $6,428 a month about $37.08 an hour +56.7 %"
    )


def test_a_wider_role_and_another_source_are_noted_as_not_like_for_like(client: Client) -> None:
    make_figure(make_role("narrow", broader=make_role("wide")), median=60_000)
    other = make_part(make_release(source=make_source("office", primary_measure="base_salary")))
    make_figure("wide", other, median=50_000)
    words = text_of(client.get("/compare/narrow.average/vs/wide.average/"))
    assert "Not like for like. The figures come from different sources: Bureau and Office." in words
    assert "Not like for like. Wide is a wider group than Narrow." in words


@pytest.mark.usefixtures("guide")
def test_one_source_answers_for_a_role_and_the_wider_one_where_it_can(client: Client) -> None:
    page = client.get("/compare/backend-engineer.average/vs/software-developer.average/")
    words = text_of(page)
    assert heading_of(page) == "Software Developer pays 7.7 % less than Backend Engineer"
    assert "Not like for like. Software Developer is a wider group than Backend Engineer." in words
    assert words.count("Not like for like.") == 1


@pytest.mark.usefixtures("guide")
def test_two_countries_that_no_source_has_both_of_are_not_compared(client: Client) -> None:
    page = client.get("/compare/qa-analyst.average/vs/qa-analyst.average.gb/")
    assert heading_of(page) == "The United Kingdom and the United States cannot be compared"
    assert "One figure is in US dollars (USD), the other in British pounds (GBP)" in text_of(page)
    assert row_of(page, "United Kingdom") == "United Kingdom £39,481 not comparable: different currencies"


@pytest.mark.usefixtures("guide")
def test_dollars_in_another_country_are_called_so(client: Client) -> None:
    page = client.get("/compare/software-developer.average/vs/software-developer.average.gb/")
    assert "Median advertised pay a year in US dollars (USD) 79 adverts aijobs.net" in text_of(page)
    assert text_of(page).count("in US dollars (USD)") == 1


@pytest.mark.usefixtures("guide")
def test_the_lines_that_licences_ask_for_stand_under_the_figures(client: Client) -> None:
    page = client.get("/compare/qa-analyst.average/vs/qa-analyst.average.gb/")
    assert (
        "Source: Office for National Statistics licensed under the Open Government Licence v.3.0 "
        '(<a href="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/" '
        'rel="external license">Open Government Licence v3.0</a>)'
    ) in html_of(page)


@pytest.mark.usefixtures("common")
def test_45_88_is_shown_as_45_9_on_the_page(client: Client) -> None:
    page = client.get(compared("alpha", "beta"))
    row = row_of(page, "Beta")
    assert "+$22,940 a year" in row
    assert row.endswith("+45.9 %")
    assert heading_of(page) == "Beta pays 45.9 % more than Alpha"


@pytest.mark.usefixtures("common")
def test_45_88_is_shown_as_45_9_in_title_and_description(client: Client) -> None:
    page = client.get(compared("alpha", "beta"))
    assert title_of(page).startswith("Beta pays 45.9 % more than Alpha ·")
    assert description_of(page).startswith("Beta pays 45.9 % more than Alpha. That is $22,940 a year")


@pytest.mark.usefixtures("common")
def test_45_88_is_shown_as_45_9_in_the_fragment(client: Client) -> None:
    fragment = client.get("/compare/", form("alpha", "beta"), headers=HTMX)
    row = row_of(fragment, "Beta")
    assert "+$22,940 a year" in row
    assert row.endswith("+45.9 %")
    assert title_of(fragment).startswith("Beta pays 45.9 % more than Alpha ·")


@pytest.mark.usefixtures("common")
def test_45_88_is_shown_as_45_9_without_script(client: Client) -> None:
    page = client.get("/compare/", form("alpha", "beta"), follow=True)
    assert page.redirect_chain == [(compared("alpha", "beta"), 302)]
    assert row_of(page, "Beta").endswith("+45.9 %")


@pytest.mark.usefixtures("common")
def test_from_the_other_side_it_is_31_5_percent_less(client: Client) -> None:
    page = client.get(compared("beta", "alpha"))
    assert heading_of(page) == "Alpha pays 31.5 % less than Beta"
    row = row_of(page, "Alpha")
    assert "−$22,940 a year" in row
    assert row.endswith("−31.5 %")


@pytest.mark.usefixtures("common")
def test_the_way_down_is_not_the_way_up(client: Client) -> None:
    down, up = client.get(compared("alpha", "gamma")), client.get(compared("gamma", "alpha"))
    assert heading_of(down) == "Gamma pays 20.0 % less than Alpha"
    assert heading_of(up) == "Alpha pays 25.0 % more than Gamma"
    assert row_of(down, "Gamma").endswith("−20.0 %")
    assert row_of(up, "Alpha").endswith("+25.0 %")


@pytest.mark.usefixtures("common")
def test_three_roles_name_the_baseline(client: Client) -> None:
    page = client.get(compared("alpha", "gamma", "beta"))
    assert heading_of(page) == "Against Alpha: Gamma −20.0 %, Beta +45.9 %"
    assert "Percent is from the first, the baseline: Alpha." in text_of(page)
    assert row_of(page, "Alpha").endswith("$50,000 baseline")


def test_an_option_is_set_against_everyone(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("alpha", median=55_000, option=make_option("go"))
    page = client.get("/compare/alpha.average/vs/alpha.average.us.go/")
    assert row_of(page, "Go").endswith("+10.0 %")


def test_a_switch_is_offered_for_every_statistic_that_all_sides_have(client: Client) -> None:
    make_figure("alpha", median=50_000, mean=52_000, p90=90_000)
    make_figure("beta", median=60_000, mean=65_000)
    values = re.findall(r'<option value="(mean|median|p90)"', html_of(client.get(compared("alpha", "beta"))))
    assert values == ["mean", "median"]


def test_the_asked_statistic_is_shown(client: Client) -> None:
    make_figure("alpha", median=50_000, mean=52_000)
    make_figure("beta", median=60_000, mean=65_000)
    page = client.get(compared("alpha", "beta") + "?statistic=mean")
    assert row_of(page, "Beta").endswith("+25.0 %")
    assert "statistic=mean" in re.findall(r'id="address" readonly value="([^"]*)"', html_of(page))[0]


def test_the_asked_release_answers(client: Client) -> None:
    for source, beta in (("bureau", 60_000), ("survey", 75_000)):
        part = part_of(source)
        make_figure("alpha", part, median=50_000)
        make_figure("beta", part, median=beta)
    for release, percent in (("bureau/may-2025", "+20.0 %"), ("survey/may-2025", "+50.0 %")):
        page = client.get(compared("alpha", "beta") + f"?release={release}")
        assert row_of(page, "Beta").endswith(percent)


@pytest.mark.usefixtures("common")
def test_comparisons_are_followed_but_not_indexed(client: Client) -> None:
    assert '<meta name="robots" content="noindex, follow">' in html_of(client.get(compared("alpha", "beta")))


@pytest.mark.usefixtures("common")
def test_both_directions_have_one_canonical_link(client: Client) -> None:
    links = {canonical_of(client.get(compared(*pair))) for pair in (("alpha", "beta"), ("beta", "alpha"))}
    assert links == {"http://127.0.0.1:8000/compare/alpha.average/vs/beta.average/"}


@pytest.mark.usefixtures("common")
def test_the_page_links_to_guides_but_to_no_other_comparison(client: Client) -> None:
    links = re.findall(r'href="([^"]*)"', html_of(client.get(compared("alpha", "beta"))))
    assert "/salaries/alpha/" in links
    others = [link for link in links if re.search(r"^/compare/.+", link)]
    assert [link for link in others if not re.search(r"/(data|chart)\.[a-z]+$", link)] == []


# Weight


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("roles", [0, 60])
def test_six_queries_are_enough_however_many_roles(
    client: Client, roles: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(roles):
        make_figure(f"role-{number}", median=50_000 + number)
    with django_assert_max_num_queries(6):
        assert client.get(COMPARED).status_code == 200


def test_six_queries_are_enough_for_four_with_options_and_wider_roles(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    wide = make_role("wide")
    for number in range(4):
        role = make_role(f"role-{number}", broader=wide)
        make_figure(
            role, median=50_000, option="go", level=make_level("senior"), location=make_location("gb")
        )
    path = "/compare/" + "/vs/".join(f"role-{number}.senior.gb.go" for number in range(4)) + "/"
    with django_assert_max_num_queries(6):
        assert client.get(path).status_code == 200


LONG = "Coordinator of Everything That Nobody Else Coordinates"  # 54 letters


def test_a_long_name_is_cut_in_the_chart_and_whole_in_the_table(client: Client) -> None:
    make_figure(make_role("alpha", name=LONG), median=50_000)
    make_figure("beta", median=60_000)
    page = client.get("/compare/alpha.average/vs/beta.average/")
    assert row_of(page, LONG).startswith(f"{LONG} $50,000")
    assert ">Coordinator of Everything That Nobody…</text>" in html_of(page)
