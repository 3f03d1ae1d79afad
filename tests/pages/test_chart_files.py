"""The charts of a page as pictures that are taken along: whole, at one address each, the same bytes each time."""

import re
from datetime import date
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from salaries.models import DataVersion, Figure
from tests.factories import make_figure, make_level, make_location, make_option, make_part, make_release
from tests.pages.reading import ask, html_of

pytestmark = pytest.mark.django_db
GUIDE = "/salaries/alpha/"
COMPARED = "/compare/alpha.average/vs/alpha.senior/"
FACTOR = "/factors/technologies/"
CHARTS = [
    *(f"{GUIDE}chart-{name}" for name in ("ladder", "places", "trend")),
    f"{COMPARED}chart",
    f"{FACTOR}chart",
]
SVG = "{http://www.w3.org/2000/svg}"
FIVE: dict[str, Any] = {"p10": 30_000, "p25": 40_000, "median": 50_000, "p75": 60_000, "p90": 70_000}


@pytest.fixture(autouse=True)
def alpha() -> None:
    """A role with two releases, a level, two options and a place besides the country."""
    make_location("us", currency="USD")
    make_figure(**FIVE)
    make_figure(level=make_level("senior"), median=75_000)
    for option, median in (("go", 55_000), ("rust", 60_000)):
        make_figure(option=option, median=median)
    make_figure(
        location=make_location("ohio", kind="state", parent=make_location("us")), median=45_000, p10=20_000
    )
    make_figure(
        part=make_part(
            make_release("may-2024", reference_start=date(2024, 5, 1), reference_end=date(2024, 5, 31))
        ),
        median=48_000,
    )


def drawn(answer: Any) -> ElementTree.Element:
    """A picture's document, which is well-formed."""
    return ElementTree.fromstring(answer.content)  # noqa: S314 - a document of our own


def words(answer: Any) -> list[str]:
    """The texts that a picture shows."""
    return [element.text or "" for element in drawn(answer).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_is_a_file_of_two_kinds(client: Client, chart: str) -> None:
    for ending, kind, start in (("svg", "image/svg+xml", b"<svg "), ("png", "image/png", b"\x89PNG\r\n")):
        answer = client.get(f"{chart}.{ending}")
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert answer.content.startswith(start)
        name = re.sub(r"[/.]+", "-", chart.replace("/chart", "").strip("/"))
        assert answer["Content-Disposition"] == f'attachment; filename="{name}.{ending}"'
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == (
            "public, max-age=0, must-revalidate",
            "noindex",
        )


@pytest.mark.parametrize(
    ("chart", "shown"),
    [
        (
            CHARTS[0],
            [
                "Senior: $75,000, +50.0\u00a0% against the general average of $50,000.",
                "$75,000",
                "general average $50,000",
            ],
        ),
        (CHARTS[1], ["United States", "Ohio", "$45,000", "\u221210.0\u00a0%", "10th to 90th percentile"]),
        (CHARTS[2], ["May 2024", "May 2025", "$48,000", "$50,000"]),
        (CHARTS[4], ["Rust", "$60,000", "Go", "General average, United States", "the highest premium"]),
        (CHARTS[3], ["Senior pays 50.0\u00a0% more than the general average.", "$75,000", "baseline"]),
    ],
)
def test_a_picture_is_complete_in_itself(client: Client, chart: str, shown: list[str]) -> None:
    found = words(client.get(f"{chart}.svg"))
    page = chart.rpartition("/")[0] + "/"
    version = DataVersion.objects.newest()
    assert version is not None
    for text in (*shown, f"http://127.0.0.1:8000{page}", f"Data version {version.number}."):
        assert text in found, text
    lines = " ".join(found)
    for text in (
        "Bureau, official statistics",
        "120\u00a0answers",
        "edian base salary a year",
        "in US dollars (USD).",
    ):
        assert text in lines, text


def test_a_picture_is_heard_by_who_cannot_see_it(client: Client) -> None:
    root = drawn(client.get(f"{GUIDE}chart-ladder.svg"))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title words")
    assert (
        root.findtext(f"{SVG}title")
        == "Senior: $75,000, +50.0\u00a0% against the general average of $50,000."
    )
    assert "Senior: $75,000" in (root.findtext(f"{SVG}desc") or "")


def test_a_picture_needs_nothing_from_elsewhere_and_runs_nothing(client: Client) -> None:
    document = html_of(client.get(f"{GUIDE}chart-places.svg"))
    assert not re.search(r"<style|<script|href|url\(|\son[a-z]+=|<image|<foreignObject", document)


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_picture_is_the_same_bytes_each_time(client: Client, ending: str) -> None:
    first, second = (client.get(f"{GUIDE}chart-places.{ending}") for _ in range(2))
    assert (first.content, first["ETag"]) == (second.content, second["ETag"])


def test_a_png_is_twice_the_size(client: Client) -> None:
    root = drawn(client.get(f"{GUIDE}chart-ladder.svg"))
    png = client.get(f"{GUIDE}chart-ladder.png").content
    size = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    assert size == (1920, round(2 * float(root.get("height") or 0)))


def test_what_is_held_already_is_not_drawn_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = client.get(f"{GUIDE}chart-ladder.png")["ETag"]
    monkeypatch.setattr("salaries.responses.pictures.png", None)
    assert client.get(f"{GUIDE}chart-ladder.png", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/salaries/alpha/us/chart-ladder.svg", f"{GUIDE}chart-ladder.svg"),
        ("/SALARIES/alpha/CHART-LADDER.PNG", f"{GUIDE}chart-ladder.png"),
        ("/salaries/alpha/chart-trend.svg/", f"{GUIDE}chart-trend.svg"),
        (
            "/salaries/alpha/chart-places.svg?prices=rpp&statistic=MEDIAN",
            f"{GUIDE}chart-places.svg?statistic=median",
        ),
        ("/compare/alpha.average.us/vs/alpha.senior/chart.svg", f"{COMPARED}chart.svg"),
        ("/compare/Alpha.average/vs/alpha.senior/Chart.png", f"{COMPARED}chart.png"),
        ("/Factors/technologies//chart.svg", f"{FACTOR}chart.svg"),
    ],
)
def test_a_picture_has_one_address(client: Client, asked: str, address: str) -> None:
    answer = ask(client, asked)
    assert (answer.status_code, answer["Location"]) == (301, address)


def test_a_place_has_pictures_of_its_own(client: Client) -> None:
    found = words(client.get("/salaries/alpha/ohio/chart-places.svg"))
    assert "http://127.0.0.1:8000/salaries/alpha/ohio/" in found


@pytest.mark.parametrize("ending", ["svg", "png"])
@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/salaries/alpha/ohio/chart-trend", 404, "This guide shows no such chart"),
        ("/compare/alpha.average/vs/beta.average/chart", 404, "This comparison shows no chart"),
        ("/salaries/nobody/chart-ladder", 404, "No guide has this address"),
        ("/factors/empty/chart", 404, "This factor shows no chart"),
        ("/factors/nothing/chart", 404, "There is no factor"),
        ("/compare/nobody.average/vs/alpha.average/chart", 404, "There is no role"),
    ],
)
def test_a_chart_that_the_page_does_not_show_is_no_file(
    client: Client, ending: str, path: str, status: int, said: str
) -> None:
    make_figure("beta", median=1, currency="GBP")
    make_option("none", factor="empty")
    answer = client.get(f"{path}.{ending}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert said in html_of(answer)
    assert answer["Cache-Control"] == "no-store"


def test_a_parameter_that_means_nothing_is_refused(client: Client) -> None:
    assert client.get(f"{GUIDE}chart-ladder.svg?statistic=mode").status_code == 400


def test_another_chart_has_no_address(client: Client) -> None:
    for name in ("chart-pie.svg", "chart-ladder.gif", "chart.svg"):
        assert client.get(GUIDE + name).status_code == 404


def test_a_picture_shows_what_its_address_asks_for(client: Client) -> None:
    version = DataVersion.objects.newest()
    assert version is not None
    Figure.objects.filter(median=75_000).update(median=80_000)
    then = words(client.get(f"{GUIDE}chart-ladder.svg?as_of={version.number}"))
    assert "$75,000" in then and f"Data version {version.number}, as it was then." in then
    assert f"http://127.0.0.1:8000{GUIDE}?as_of={version.number}" in then
    assert "$80,000" in words(client.get(f"{GUIDE}chart-ladder.svg"))


def test_too_few_answers_are_in_no_picture(client: Client) -> None:
    Figure.objects.filter(level__isnull=False).update(median=None, median_mark="too_few")
    make_figure(level=make_level("junior", rank=9), median=33_000)
    document = html_of(client.get(f"{GUIDE}chart-ladder.svg"))
    assert "75,000" not in document and "$33,000" in document
    assert "no figure published by this source" in document


def test_a_name_that_our_font_cannot_spell_is_a_picture_as_svg_alone(client: Client) -> None:
    make_figure(level=make_level("chief", name="部長"), median=90_000)
    assert "部長" in words(client.get(f"{GUIDE}chart-ladder.svg"))
    answer = client.get(f"{GUIDE}chart-ladder.png")
    assert answer.status_code == 404
    assert "our font lacks letters of its names (部長)" in html_of(answer)


def test_names_are_text_and_never_marks(client: Client) -> None:
    make_figure(level=make_level("odd", name="A <b> & \"c\" 'd'"), median=90_000)
    assert "A <b> & \"c\" 'd'" in words(client.get(f"{GUIDE}chart-ladder.svg"))


# Where they are offered


def links(answer: Any) -> list[str]:
    return [
        unescape(found)
        for found in re.findall(r'<a [^>]*href="([^"]+)" rel="nofollow" download>', html_of(answer))
    ]


@pytest.mark.parametrize("query", ["", "?statistic=median"])
def test_a_guide_offers_its_figures_and_the_charts_that_it_shows(client: Client, query: str) -> None:
    names = (
        "data.csv",
        "data.json",
        *(f"chart-{name}.{ending}" for name in ("ladder", "places", "trend") for ending in ("svg", "png")),
    )
    assert links(client.get(GUIDE + query)) == [f"{GUIDE}{name}{query}" for name in names]


def test_a_guide_offers_no_chart_that_it_does_not_show(client: Client) -> None:
    assert links(client.get("/salaries/alpha/ohio/")) == [
        f"/salaries/alpha/ohio/{name}"
        for name in ("data.csv", "data.json", "chart-places.svg", "chart-places.png")
    ]


def test_a_comparison_offers_its_figures_and_its_chart(client: Client) -> None:
    names = ("data.csv", "data.json", "chart.svg", "chart.png")
    assert links(client.get(f"{COMPARED}?statistic=median")) == [
        f"{COMPARED}{name}?statistic=median" for name in names
    ]


def test_beside_its_files_stands_how_programs_read_them(client: Client) -> None:
    for path in (GUIDE, COMPARED):
        assert '>JSON</a><a class="button quiet" href="/api/docs">API</a>' in html_of(client.get(path))


def test_a_factor_offers_the_chart_of_its_first_ranking(client: Client) -> None:
    page = client.get(FACTOR)
    assert links(page) == [f"{FACTOR}chart.svg", f"{FACTOR}chart.png"]
    assert (
        "<title>Alpha: Rust $60,000, +20.0\u00a0% against $50,000 (General average, United States).</title>"
        in html_of(page)
    )


def test_every_file_that_is_offered_is_there(client: Client) -> None:
    for page in (GUIDE, "/salaries/alpha/ohio/", COMPARED, FACTOR):
        assert [client.get(url).status_code for url in links(client.get(page))] == [200] * len(
            links(client.get(page))
        )


def test_where_own_pay_stands_has_no_picture(client: Client) -> None:
    for asked in ("/standing/chart.svg", "/standing/chart-standing.png"):
        assert client.get(asked).status_code == 404
