"""`/compare/<subject>/vs/<subject>/`: the comparison, at its own address and as HTMX asks for it (cases A13 to A17)."""

import re
from itertools import permutations

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

D1 = ("alpha", "beta", "gamma", "zero-only", "small", "hourly", "yen", "total")
HTMX = {"HX-Request": "true", "HX-Target": "comparison"}


def compared(*roles: str) -> str:
    return "/compare/" + "/vs/".join(f"{role}.average" for role in roles) + "/"


def form(*roles: str) -> dict[str, list[str]]:
    return {"subject": [f"{role}.average" for role in roles]}


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


@pytest.mark.usefixtures("guide")
def test_a_wider_role_and_another_source_are_noted_as_not_like_for_like(client: Client) -> None:
    page = client.get("/compare/backend-engineer.average/vs/software-developer.average/")
    words = text_of(page)
    assert "Not like for like. The figures come from different sources: ORA and BLS OEWS." in words
    assert words.count("Not like for like.") >= 2


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
@pytest.mark.parametrize(
    "roles", [("zero-only", "alpha"), ("alpha", "zero-only"), ("small", "alpha"), ("alpha", "small")]
)
def test_without_a_figure_there_is_no_percent_but_the_reason(client: Client, roles: tuple[str, str]) -> None:
    page = client.get(compared(*roles))
    words = text_of(page)
    assert page.status_code == 200
    assert heading_of(page).endswith("cannot be compared")
    assert "not comparable: a figure is missing" in words
    assert "No figure published (none, or too few answers)" in words
    assert not re.search(r"\d\s*%", words)


@pytest.mark.usefixtures("common")
def test_none_and_too_few_are_told_in_the_same_words(client: Client) -> None:
    none, few = (text_of(client.get(compared("alpha", role))) for role in ("zero-only", "small"))
    assert none.count("Zero Only · General average") == 1  # kept in the form, though it is not offered
    assert none.replace("Zero Only", "Small") == few


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_pay_of_a_sample_of_one_is_nowhere(client: Client, headers: dict[str, str]) -> None:
    answer = client.get(compared("small", "alpha"), headers=headers)
    assert not re.search(r"61,?000", html_of(answer))


@pytest.mark.usefixtures("common")
def test_a_role_against_itself_is_refused_in_words(client: Client) -> None:
    page = client.get(compared("alpha", "alpha"))
    assert page.status_code == 400
    assert "Both sides are the same: choose something else for one of them." in text_of(page)


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_no_pair_shows_the_words_of_a_program(client: Client, headers: dict[str, str]) -> None:
    for pair in permutations(D1, 2):
        answer = client.get(compared(*pair), headers=headers)
        body = html_of(answer)
        assert answer.status_code == 200
        assert not re.search(r"\b(None|NaN|nan|null|inf|Infinity|undefined|Decimal)\b|−100", body), pair


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


@pytest.mark.usefixtures("common")
def test_yen_have_no_decimals_and_their_code(client: Client) -> None:
    row = row_of(client.get(compared("alpha", "yen")), "Yen")
    assert "JPY 6,500,000 not comparable" in row


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("hourly", "not comparable: different pay periods"),
        ("yen", "not comparable: different currencies"),
        ("total", "not comparable: different kinds of pay"),
    ],
)
def test_unlike_figures_are_not_subtracted(client: Client, other: str, why: str) -> None:
    page = client.get(compared("alpha", other))
    assert row_of(page, other.title()).endswith(why)
    assert not re.search(r"\d\s*%", text_of(page))


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("hourly", "One figure is for a year, the other for an hour"),
        ("yen", "One figure is in US dollars (USD), the other in Japanese yen (JPY)"),
        ("total", "One figure is base salary, the other total compensation"),
    ],
)
def test_the_page_says_what_differs(client: Client, other: str, why: str) -> None:
    page = client.get(compared("alpha", other))
    assert why in text_of(page)
    assert why in description_of(page)


@pytest.mark.usefixtures("common")
def test_an_hour_is_converted_by_the_one_constant_and_named(client: Client) -> None:
    words = text_of(client.get(compared("alpha", "hourly")))
    assert "At 2,080 hours a year, $25.50 an hour comes to $53,040 a year." in words


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("other", ["hourly", "yen", "total"])
def test_unlike_figures_share_no_chart(client: Client, other: str) -> None:
    assert "<rect" in html_of(client.get(compared("alpha", "beta")))
    assert "<rect" not in html_of(client.get(compared("alpha", other)))


@pytest.mark.usefixtures("common")
def test_an_unlike_third_stands_beside_two_that_compare(client: Client) -> None:
    page = client.get(compared("alpha", "beta", "hourly"))
    assert heading_of(page) == "Against Alpha: Beta +45.9 %, Hourly not comparable"
    assert row_of(page, "Hourly").endswith("not comparable: different pay periods")


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
    for slug, beta in (("bureau", 60_000), ("survey", 75_000)):
        part = make_part(make_release(source=make_source(slug)))
        make_figure("alpha", part, median=50_000)
        make_figure("beta", part, median=beta)
    for release, percent in (("bureau/may-2025", "+20.0 %"), ("survey/may-2025", "+50.0 %")):
        page = client.get(compared("alpha", "beta") + f"?release={release}")
        assert row_of(page, "Beta").endswith(percent)


@pytest.mark.usefixtures("common")
def test_a_release_without_the_subjects_shows_no_figure_in_words(client: Client) -> None:
    make_figure("delta", make_part(make_release(source=make_source("office"))), median=1)
    page = client.get(compared("alpha", "beta") + "?release=office/may-2025")
    assert page.status_code == 200
    assert "No figure published (none, or too few answers)" in text_of(page)


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("statistic=average", "Choose one of mean, median, p10, p25, p75 and p90."),
        ("statistic=%00", "Choose one of mean, median, p10, p25, p75 and p90."),
        ("release=may-2025", "Name a release as source/release, as in bls-oews/may-2025."),
        ("release=a/b/c", "Name a release as source/release, as in bls-oews/may-2025."),
        ("release=%3Cscript%3E/x", "Name a release as source/release, as in bls-oews/may-2025."),
    ],
)
def test_a_parameter_that_means_nothing_is_refused_in_words(
    client: Client, query: str, sentence: str
) -> None:
    page = client.get(f"{compared('alpha', 'beta')}?{query}")
    assert page.status_code == 400
    assert sentence in text_of(page)
    assert page["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("common")
def test_an_unknown_role_is_answered_with_near_ones(client: Client) -> None:
    page = client.get(compared("alpha", "betta"))
    assert page.status_code == 404
    assert "There is no role “betta” in the guide. Near “betta”: beta" in text_of(page)
    assert '<a href="/salaries/beta/">' in html_of(page)


@pytest.mark.usefixtures("common")
def test_a_failed_comparison_keeps_what_was_chosen(client: Client) -> None:
    page = client.get(compared("alpha", "betta"))
    assert '<option value="alpha.average" selected>' in html_of(page)


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("path", "thing"),
    [
        ("/compare/alpha.nowhere/vs/beta.average/", "experience level “nowhere”"),
        ("/compare/alpha.average.nowhere/vs/beta.average/", "place “nowhere”"),
        ("/compare/alpha.average.us.nothing/vs/beta.average/", "option “nothing”"),
    ],
)
def test_what_is_unknown_is_named(client: Client, path: str, thing: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert f"There is no {thing} in the guide." in text_of(page)


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    "path",
    [
        "/compare/alpha/vs/beta/",
        "/compare/alpha./vs/beta.average/",
        "/compare/.average/vs/beta.average/",
        "/compare/alpha.average.us.go.more/vs/beta.average/",
        "/compare/alpha.average..go/vs/beta.average/",
        "/compare/alp_ha.average/vs/beta.average/",
        "/compare/älpha.average/vs/beta.average/",
        "/compare/alpha.average/",
        "/compare/alpha.average/vs/",
        "/compare/vs/beta.average/",
        "/compare/alpha.average/vs/vs/vs/beta.average/",
    ],
)
def test_an_address_that_spells_no_comparison_is_404(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert page["Content-Type"] == "text/html; charset=utf-8"


def test_a_comparison_on_an_empty_database_is_404_in_words(client: Client) -> None:
    page = client.get(compared("alpha", "beta"))
    assert page.status_code == 404
    assert "There is no role “alpha” in the guide." in text_of(page)


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
    assert [link for link in links if re.search(r"^/compare/.+", link)] == []


# The fragment (DESIGN, section 4)


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("target", ["comparison", "section#comparison"])
def test_the_fragment_is_the_partial_alone(client: Client, target: str) -> None:
    fragment = html_of(client.get(compared("alpha", "beta"), headers={"HX-Target": target}))
    assert re.match(r'<title>[^<]+</title><section id="comparison"', fragment)
    assert fragment.endswith("</section>")
    assert "<html" not in fragment


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Target": "main"},
        {"HX-Target": "figures"},
        {"HX-Target": "comparison#main"},
        {"HX-Target": ""},
        {"HX-Request": "true"},
        {"HX-Target": "comparison", "HX-History-Restore-Request": "true"},
    ],
)
def test_anything_else_gets_the_whole_page(client: Client, headers: dict[str, str]) -> None:
    whole = client.get(compared("alpha", "beta"))
    assert client.get(compared("alpha", "beta"), headers=headers).content == whole.content
    assert html_of(whole).startswith("<!doctype html>")


@pytest.mark.usefixtures("common")
def test_the_fragment_is_not_kept_and_pushes_its_address(client: Client) -> None:
    fragment = client.get("/compare/", form("beta", "alpha"), headers=HTMX)
    assert fragment["Cache-Control"] == "no-store"
    assert "HX-Target" in fragment["Vary"]
    assert fragment["HX-Push-Url"] == compared("beta", "alpha")
    assert "ETag" not in fragment


@pytest.mark.usefixtures("common")
def test_the_whole_page_varies_too(client: Client) -> None:
    page = client.get(compared("alpha", "beta"))
    assert "HX-Target" in page["Vary"]
    assert "HX-Push-Url" not in page


@pytest.mark.usefixtures("common")
def test_the_fragment_has_the_words_of_the_page(client: Client) -> None:
    page, fragment = (client.get(compared("alpha", "beta"), headers=h) for h in ({}, HTMX))
    assert heading_of(fragment) == heading_of(page)
    assert title_of(fragment) == title_of(page)
    inner = html_of(fragment).partition("</title>")[2]
    assert inner in html_of(page)


@pytest.mark.usefixtures("common")
def test_the_fragment_carries_the_canonical_address_for_the_head(client: Client) -> None:
    page, fragment = (client.get(compared("beta", "alpha"), headers=h) for h in ({}, HTMX))
    assert f'data-canonical="{canonical_of(page)}"' in html_of(fragment)


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("roles", "status"), [(("alpha", "betta"), 404), (("alpha", "alpha"), 400), (("alpha",), 400)]
)
def test_an_error_to_htmx_is_a_fragment_that_leaves_the_address(
    client: Client, roles: tuple[str, ...], status: int
) -> None:
    fragment = client.get("/compare/", form(*roles), headers=HTMX)
    assert fragment.status_code == status
    assert '<section id="comparison"' in html_of(fragment)
    assert 'role="alert"' in html_of(fragment)
    assert "<html" not in html_of(fragment)
    assert "HX-Push-Url" not in fragment
    assert fragment["Cache-Control"] == "no-store"


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
