"""A guide's evidence: its trend, its sources side by side, levels of another source, and whom it must name."""

import re
from typing import Any

import pytest
from django.test import Client

from salaries.models import Figure, ReleasePart, Source
from tests.factories import make_figure, make_location, make_part, make_release, make_role, make_source
from tests.pages.reading import html_of, row_of, text_of

pytestmark = pytest.mark.django_db

DEVELOPER = "/salaries/software-developer/"
FACT = "Software Developer: median $120,730 in May 2021, $135,980 in May 2025, +12.6 %."


def part_of_year(year: int, source: Source | None = None, **values: Any) -> ReleasePart:
    """The part of a source's release of May of a year."""
    days = {"reference_start": f"{year}-05-01", "reference_end": f"{year}-05-31"}
    return make_part(make_release(f"may-{year}", source, **{**days, **values}))


def section_of(client: Client, path: str, heading: str) -> str:
    """The HTML of the section under a heading."""
    found = [one for one in html_of(client.get(path)).split("<section") if f"<h2>{heading}</h2>" in one]
    assert len(found) == 1, f"{len(found)} sections {heading}"
    return found[0].partition("</section>")[0].replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    "row",
    [
        "May 2021 $120,730 –",
        "May 2022 $127,260 +5.4 %",
        "May 2023 $132,270 +3.9 %",
        "May 2024 $133,080 +0.6 %",
        "May 2025 $135,980 +2.2 %",
    ],
)
def test_the_trend_has_each_release_with_the_change_from_the_one_before(client: Client, row: str) -> None:
    assert row_of(client.get(DEVELOPER), row[:8]) == row


@pytest.mark.usefixtures("guide")
def test_the_trend_says_its_main_fact_in_words_and_as_the_title_of_its_drawing(client: Client) -> None:
    section = section_of(client, DEVELOPER, "Over time")
    assert f'<p class="fact">{FACT}</p>' in section
    assert f'<svg role="img" height="135"><title>{FACT}</title>' in section
    assert section.count("<circle") == 5
    assert section.count('class="part"') == 4


@pytest.mark.usefixtures("guide")
def test_the_trend_is_said_to_be_nominal_and_of_one_source(client: Client) -> None:
    section = section_of(client, DEVELOPER, "Over time")
    assert "Median gross pay a year of software developers in each release of BLS OEWS." in section
    assert "Nominal amounts, each in the money of its time" in section


@pytest.mark.usefixtures("guide")
def test_each_step_of_the_trend_leads_to_its_release(client: Client) -> None:
    links = re.findall(
        r'<th scope="row" class="keep"><a href="([^"]+)"', section_of(client, DEVELOPER, "Over time")
    )
    assert links == [f"/sources/bls-oews/may-{year}/" for year in (2021, 2022, 2023, 2024, 2025)]


@pytest.mark.usefixtures("guide")
def test_a_role_without_a_trend_has_that_of_the_wider_one_said_as_such(client: Client) -> None:
    section = section_of(client, "/salaries/backend-engineer/", "Over time")
    assert FACT in section
    assert "of software developers, the wider group, in each release" in section
    assert '<a href="/salaries/software-developer/">What software developers earn</a>' in section


@pytest.mark.usefixtures("guide")
def test_a_country_has_its_own_trend(client: Client) -> None:
    assert (
        "Software Developer, United Kingdom: median £44,559 in the year to 5 April 2022, £53,501 in the year to "
        "5 April 2024, +20.1 %."
    ) in section_of(client, f"{DEVELOPER}gb/", "Over time")


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", [f"{DEVELOPER}de/", f"{DEVELOPER}san-jose-ca/", "/salaries/it-manager/gb/"])
def test_one_release_is_no_trend(client: Client, path: str) -> None:
    assert "Over time" not in text_of(client.get(path))


def test_a_draft_is_no_step_of_the_trend(client: Client) -> None:
    make_figure("alpha", part_of_year(2024), median=50_000)
    make_figure("alpha", part_of_year(2025), median=55_000)
    assert "+10.0 %" in text_of(client.get("/salaries/alpha/"))
    ReleasePart.objects.filter(release__slug="may-2025").update(state=ReleasePart.State.DRAFT)
    assert "Over time" not in text_of(client.get("/salaries/alpha/"))


def test_a_withheld_step_is_said_to_be_missing(client: Client) -> None:
    for year, median in ((2023, 100), (2025, 121)):
        make_figure("alpha", part_of_year(year), median=median)
    make_figure("alpha", part_of_year(2024), median=None, median_mark="withheld")
    assert row_of(client.get("/salaries/alpha/"), "May 2024") == "May 2024 not published –"


@pytest.mark.usefixtures("guide")
def test_each_source_stands_with_its_newest_release_alone(client: Client) -> None:
    section = section_of(client, DEVELOPER, "What each source says")
    links = re.findall(r'<th scope="row"><a href="([^"]+)"', section)
    assert links == ["/sources/bls-oews/may-2025/", "/sources/aijobs/2024-2025/"]


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("path", "row"),
    [
        (
            DEVELOPER,
            "BLS OEWS Gross pay a year official statistics, licence Public domain $148,100 $135,980 "
            "1,687,890 employed Relative standard error 0.4 % of the mean May 2025",
        ),
        (
            f"{DEVELOPER}gb/",
            "ONS ASHE Gross pay a year official statistics, licence Open Government Licence v3.0 £61,929 £53,501 "
            "335,000 employed Relative standard error 5.4 % of the mean Relative standard error 3.3 % of the median "
            "6 April 2023 to 5 April 2024",
        ),
        (
            "/salaries/backend-engineer/",
            "Stack Overflow survey Total compensation a year survey, licence Open Database License (ODbL) 1.0 "
            "$186,048 $173,925 648 answers 2025",
        ),
        (
            "/salaries/backend-engineer/",
            "ORA Salary a year, kind not stated editorial, licence not stated $106,250 not published "
            "Sample size not stated period not stated",
        ),
        (
            "/salaries/frontend-engineer/ca/",
            "Stack Overflow survey Total compensation a year, in US dollars (USD) survey, licence Open Database "
            "License (ODbL) 1.0 $86,428 $72,958 41 answers 2025",
        ),
    ],
)
def test_each_source_says_kind_measure_sample_or_error_and_period(
    client: Client, path: str, row: str
) -> None:
    source = " ".join(row.split()[: 3 if row.startswith("Stack") else 1])
    shown = row_of(client.get(path), source).replace("\N{NO-BREAK SPACE}", " ")
    assert shown == f"{row} Report a problem"


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("path", "line"),
    [
        (
            "/salaries/backend-engineer/",
            "Stack Overflow Developer Survey, which is made available here under the",
        ),
        (
            f"{DEVELOPER}gb/",
            "Source: Office for National Statistics licensed under the Open Government Licence",
        ),
        ("/salaries/backend-engineer/gb/", "Source: Office for National Statistics licensed under the Open"),
        ("/salaries/backend-engineer/california/", "US Bureau of Labor Statistics, Occupational Employment"),
    ],
)
def test_the_lines_that_licences_ask_for_are_on_the_page(client: Client, path: str, line: str) -> None:
    assert line in html_of(client.get(path)).partition('<p class="evidence credits">')[2].partition("</p>")[0]


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("place", ["ca", "de", "gb"])
def test_dollars_in_another_country_are_called_so(client: Client, place: str) -> None:
    page = client.get(f"/salaries/backend-engineer/{place}/")
    assert re.search(
        r"Median (total compensation|advertised pay) a year in US dollars \(USD\)", text_of(page)
    )
    assert ", in US dollars (USD)</p></div></div>" in html_of(page)


@pytest.mark.usefixtures("guide")
def test_levels_of_another_source_are_shown_by_themselves(client: Client) -> None:
    page = client.get("/salaries/data-scientist/")
    assert '<p class="n">$120,230</p>' in html_of(page)
    assert row_of(page, "Executive") == "Executive $198,640 $196,288 +25.1 %"
    assert row_of(page, "General average") == "General average $161,283 $156,867 baseline"
    assert (
        "BLS OEWS publishes no figure by experience level. aijobs.net does: another source, to be read by itself. "
        "aijobs.net publishes no figure for 10+ Years."
    ) in text_of(page)


@pytest.mark.usefixtures("guide")
def test_an_asked_release_shows_its_own_levels_alone(client: Client) -> None:
    page = client.get("/salaries/data-scientist/?release=bls-oews/may-2025")
    assert row_of(page, "Executive") == "Executive not published not published –"
    assert "BLS OEWS publishes no figure by experience level." in text_of(page)


def test_the_order_of_releases_decides_the_statistic(client: Client) -> None:
    blog = make_release("told", make_source("blog", kind=Source.Kind.EDITORIAL), priority=9)
    make_figure("alpha", make_part(blog), mean=70_000)
    make_figure("alpha", median=50_000)
    assert "Alphas average $70,000 a year." in text_of(client.get("/salaries/alpha/"))
    assert "Alphas earn a median of $50,000 a year." in text_of(
        client.get("/salaries/alpha/?statistic=median")
    )


def test_the_sources_to_choose_from_stand_in_the_order_in_which_they_answer(client: Client) -> None:
    make_figure("alpha", part_of_year(2024), median=50_000)
    make_figure("alpha", part_of_year(2025), median=55_000)
    loud = make_source("loud", primary_measure="base_salary")
    make_figure("alpha", part_of_year(2020, loud, priority=9), median=60_000)
    select = html_of(client.get("/salaries/alpha/")).partition('name="release"')[2].partition("</select>")[0]
    assert re.findall(r'value="([^"]+)"', select) == [
        "loud/may-2020",
        "bureau/may-2025",
        "bureau/may-2024",
    ]


def test_nothing_published_is_said_once_and_not_row_by_row(client: Client) -> None:
    make_role("lone")
    make_location("us")
    page = client.get("/salaries/lone/")
    assert "No figure has been published here, for any experience level or for all together." in text_of(page)
    assert "not published" not in text_of(page)


def test_a_trend_is_not_joined_with_another_source(client: Client) -> None:
    make_figure("alpha", part_of_year(2024), median=50_000)
    make_figure(
        "alpha", part_of_year(2025, make_source("survey", primary_measure="base_salary")), median=60_000
    )
    assert Figure.objects.count() == 2
    assert "Over time" not in text_of(client.get("/salaries/alpha/"))
