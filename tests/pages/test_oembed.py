"""oEmbed: what a site needs to show one of our addresses on its own page."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.factories import make_figure
from tests.pages.comparing import compared
from tests.pages.reading import html_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("common")]
SITE = "http://127.0.0.1:8000"
COMPARED = compared("alpha", "beta")


def asked(client: Client, path: str, **parameters: Any) -> Any:
    return client.get("/oembed/", {"url": SITE + path, **parameters})


def test_a_comparison_is_answered_by_a_frame(client: Client) -> None:
    answer = asked(client, COMPARED)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    told = answer.json()
    assert (told["type"], told["version"], told["width"]) == ("rich", "1.0", 600)
    assert told["title"] == "Beta pays 45.9\u00a0% more than Alpha · United States, median base salary a year"
    assert (told["provider_name"], told["provider_url"]) == ("Compsite", f"{SITE}/")
    frame = (
        f'<iframe src="{SITE}/embed{COMPARED}" title="Pay compared: Beta pays 45.9\u00a0% more than Alpha" '
    )
    assert told["html"].startswith(f'{frame}width="600" height="{told["height"]}"')


def test_its_picture_is_named_where_there_is_room_for_it(client: Client) -> None:
    told = asked(client, COMPARED).json()
    assert (told["thumbnail_width"], told["thumbnail_height"]) == (1200, 630)
    assert client.get(told["thumbnail_url"].removeprefix(SITE)).status_code == 200
    assert "thumbnail_url" not in asked(client, COMPARED, maxwidth=1199).json()


@pytest.mark.parametrize(
    ("limits", "width"), [({"maxwidth": 320}, 320), ({"maxwidth": 2000}, 600), ({"maxheight": 150}, 600)]
)
def test_the_frame_fits_into_what_is_asked_for(client: Client, limits: dict[str, int], width: int) -> None:
    told = asked(client, COMPARED, **limits).json()
    assert told["width"] == width
    assert told["height"] <= limits.get("maxheight", 2000)
    assert f'width="{width}" height="{told["height"]}"' in told["html"]


def test_a_narrow_frame_is_higher(client: Client) -> None:
    heights = [asked(client, COMPARED, maxwidth=width).json()["height"] for width in (200, 400, 600)]
    assert heights == sorted(heights, reverse=True) and len(set(heights)) == 3


def test_parameters_and_other_spellings_are_understood(client: Client) -> None:
    other = "/Compare/Alpha.average.us/vs/beta.average?utm_source=x&statistic=median#top"
    for path in (f"{COMPARED}?statistic=median", other, f"/embed{COMPARED}?statistic=median"):
        assert f'src="{SITE}/embed{COMPARED}?statistic=median"' in asked(client, path).json()["html"]


def test_a_guide_is_a_link_with_its_picture(client: Client) -> None:
    make_figure("alpha", location="gb", median=40_000, currency="GBP")
    for path, title in (
        ("/salaries/alpha/", "What alphas earn"),
        ("/salaries/alpha/gb/", "What alphas earn in the United Kingdom"),
    ):
        told = asked(client, path).json()
        assert (told["type"], told["title"]) == ("link", title)
        assert told["thumbnail_url"].startswith(f"{SITE}{path}preview-")


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "http://evil.test/compare/alpha.average/vs/beta.average/", "http://[", f"{SITE}.evil.test{COMPARED}",
        f"http://127.0.0.1:8000@evil.test{COMPARED}", f"ftp://127.0.0.1:8000{COMPARED}", COMPARED, f"{SITE}/",
        f"{SITE}/compare/nobody.average/vs/alpha.average/", f"{SITE}{COMPARED}?statistic=mode", f"{SITE}/admin/",
        f"{SITE}/salaries/nobody/", f"{SITE}/salaries/alpha/?statistic=mode", f"{SITE}{compared('alpha', 'alpha')}",
        f"{SITE}/salaries/%FF%FE/",
    ],
)  # fmt: skip
def test_a_foreign_or_unknown_address_is_404_in_json(client: Client, url: str) -> None:
    answer = client.get("/oembed/", {"url": url})
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    assert answer.json() == {"error": "No comparison and no guide of this site has this url."}


def test_another_format_is_not_implemented(client: Client) -> None:
    answer = asked(client, COMPARED, format="xml")
    assert (answer.status_code, answer.json()) == (501, {"error": "Only format=json is answered."})


@pytest.mark.parametrize("value", ["0", "-1", "wide", "1e3", "\uff16\uff10\uff10", "1000000"])
def test_a_limit_that_is_no_number_of_pixels_is_refused(client: Client, value: str) -> None:
    answer = asked(client, COMPARED, maxheight=value)
    assert (answer.status_code, answer.json()["error"]) == (
        400, "maxheight is a whole number of pixels, as in maxheight=600.",
    )  # fmt: skip


def test_scripts_of_any_page_may_read_it_and_none_with_cookies(client: Client) -> None:
    for answer in (
        asked(client, COMPARED),
        asked(client, "/nothing/"),
        asked(client, COMPARED, format="xml"),
    ):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert not answer.cookies


def test_it_is_confirmed_without_its_bytes(client: Client) -> None:
    answer = asked(client, COMPARED)
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get("/oembed/", {"url": SITE + COMPARED}, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")


@pytest.mark.parametrize("query", ["", "?statistic=median"])
def test_a_comparison_says_where_to_ask(client: Client, query: str) -> None:
    (link,) = re.findall(
        r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"',
        html_of(client.get(COMPARED + query)),
    )
    parts = urlsplit(link.replace("&amp;", "&"))
    assert parse_qs(parts.query) == {"url": [SITE + COMPARED + query], "format": ["json"]}
    assert f"/embed{COMPARED}{query}" in client.get(f"{parts.path}?{parts.query}").json()["html"]


@pytest.mark.parametrize("path", ["/", "/compare/", compared("nobody", "alpha"), "/salaries/alpha/"])
def test_other_pages_do_not(client: Client, path: str) -> None:
    assert "oembed" not in html_of(client.get(path))


def test_a_forged_host_is_in_no_answer(client: Client, settings: Any) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://guide.example", ["guide.example"]
    headers = {"Host": "guide.example", "X-Forwarded-Host": "evil.test"}
    told = client.get("/oembed/", {"url": f"http://guide.example{COMPARED}"}, headers=headers)
    assert f'src="https://guide.example/embed{COMPARED}"' in told.json()["html"]
    assert "evil.test" not in html_of(told)
