"""The picture and the words that stand where the address of a guide or a comparison is shared (A44)."""

import re
from datetime import date
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from salaries.drawing import Kept
from salaries.models import DataVersion, Figure, Role
from tests.factories import make_figure, make_level, make_location, make_part, make_release
from tests.models.changing import newest
from tests.pages.both_pages import NO_FIGURE, PROGRAM_WORDS
from tests.pages.comparing import HTMX, compared
from tests.pages.reading import description_of, html_of, title_of
from tests.pages.surfaces import rows_of

pytestmark = pytest.mark.django_db
GUIDE = "/salaries/alpha/"
COMPARED = compared("alpha", "beta")
FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture(autouse=True)
def drawings(common: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that were drawn, none of them kept from another test."""
    found: list[str] = []

    def rendered(document: str) -> bytes:
        found.append(document)
        return b"drawn"

    monkeypatch.setattr("salaries.responses.pictures.rendered", rendered)
    monkeypatch.setattr("salaries.responses.pictures.KEPT", Kept(1_000_000))
    make_location("jp", currency="JPY")
    return found


def property_of(page: Any, name: str) -> str:
    """What a page says of itself to who shares it; empty where it does not."""
    found = re.findall(rf'<meta (?:property|name)="{name}" content="([^"]*)">', html_of(page))
    assert len(found) < 2
    return unescape(found[0]) if found else ""


def image_of(page: Any) -> str:
    """The path of its picture."""
    return property_of(page, "og:image").removeprefix("http://127.0.0.1:8000")


def words_of(client: Client, drawings: list[str], address: str) -> list[str]:
    """The texts of the picture that a page names, which is there."""
    answer = client.get(image_of(client.get(address)))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    return texts(drawings[-1])


def texts(document: str) -> list[str]:
    root = ElementTree.fromstring(document)  # noqa: S314 - a document of our own
    return [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]


def bars(document: str) -> int:
    """How many bars a picture has, besides its ground and its sign."""
    return document.count("<rect") - 2


# The picture


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (GUIDE, ["Alphas earn a median of $50,000 a year.", "90th percentile", "$70,000", "Median"]),
        (COMPARED, ["Beta pays 45.9\u00a0% more than Alpha.", "Alpha", "$50,000", "$72,940", "+45.9\u00a0%"]),
        (compared("beta", "alpha"), ["Alpha pays 31.5\u00a0% less than Beta.", "\u221231.5\u00a0%"]),
    ],
)
def test_it_says_what_the_page_says_and_whose_the_figures_are(
    client: Client, drawings: list[str], address: str, shown: list[str]
) -> None:
    found = words_of(client, drawings, address)
    lines = " ".join(found)
    for text in shown:
        assert text in lines, text
    for text in ("compsite", "127.0.0.1:8000"):
        assert text in found, text
    assert "Source: Bureau, official statistics · May 2025 · Median base salary a year" in lines
    assert "120\u00a0answers" in lines


def test_a_guides_levels_stand_against_its_general_average(client: Client, drawings: list[str]) -> None:
    make_figure("alpha", level=make_level("senior"), median=75_000)
    found = words_of(client, drawings, GUIDE)
    assert found[found.index("Senior") :][:6] == [
        "Senior", "$75,000", "+50.0\u00a0%", "General average", "$50,000", "baseline",
    ]  # fmt: skip
    assert bars(drawings[-1]) == 2


def test_a_place_has_a_picture_of_its_own(client: Client, drawings: list[str]) -> None:
    make_figure("alpha", location="gb", median=40_000, currency="GBP")
    assert "£40,000" in words_of(client, drawings, "/salaries/alpha/gb/")


COMPARISONS = [
    ("alpha", "beta"), ("beta", "alpha"), ("alpha", "gamma"), ("gamma", "alpha", "beta"), ("yen", "rich"),
    ("alpha", "hourly"), ("alpha", "yen"), ("alpha", "total"), ("zero-only", "alpha"), ("small", "alpha"),
]  # fmt: skip


@pytest.mark.parametrize("roles", COMPARISONS)
def test_its_figures_and_percentages_are_those_of_the_pages_table(
    client: Client, drawings: list[str], roles: tuple[str, ...]
) -> None:
    make_figure("rich", median=999_999_999, currency="JPY")
    address = compared(*roles)
    found = " ".join(words_of(client, drawings, address))
    for value, _, percent in rows_of(client.get(address)):
        assert value in found.replace("\u00a0", " "), value
        assert percent in found.replace("\u00a0", " "), percent
    percents = [percent for *_, percent in rows_of(client.get(address)) if percent]
    assert len(set(re.findall(r"[+\u2212][\d.,]+\u00a0%", found))) == len(percents)
    assert not re.search(PROGRAM_WORDS, found)


@pytest.mark.parametrize("other", ["hourly", "yen", "total"])
def test_unlike_figures_are_not_set_against_each_other(
    client: Client, drawings: list[str], other: str
) -> None:
    found = " ".join(words_of(client, drawings, compared("alpha", other)))
    assert f"{other.title()} and Alpha cannot be compared." in found
    assert "%" not in found
    assert bars(drawings[-1]) == 0
    assert {"hourly": "$25.50 an hour", "yen": "JPY\u00a06,500,000 a year", "total": "$90,000 a year"}[
        other
    ] in found


@pytest.mark.parametrize("role", ["small", "zero-only"])
def test_where_nothing_is_published_it_says_so_in_words_and_has_no_number(
    client: Client, drawings: list[str], role: str
) -> None:
    found = " ".join(words_of(client, drawings, f"/salaries/{role}/"))
    assert f"{NO_FIGURE} for {role.replace('-', ' ')}s in the United States." in found
    assert not re.search(r"\d", found.replace("127.0.0.1:8000", ""))
    assert bars(drawings[-1]) == 0


def test_too_few_answers_are_in_no_picture_and_in_no_words(client: Client, drawings: list[str]) -> None:
    for address in (compared("alpha", "small"), compared("small", "alpha"), "/salaries/small/"):
        found = " ".join(words_of(client, drawings, address))
        assert "61,000" not in drawings[-1] + html_of(client.get(address))
        assert NO_FIGURE in found


def test_a_lower_limit_is_told_as_one(client: Client, drawings: list[str]) -> None:
    make_figure("top", median=239_200, median_mark="at_least")
    found = words_of(client, drawings, compared("alpha", "top"))
    assert "at least $239,200 a year" in found
    assert bars(drawings[-1]) == 0


def test_what_is_not_like_for_like_is_said_in_it(client: Client, drawings: list[str]) -> None:
    part = make_part(
        make_release("may-2024", reference_start=date(2024, 5, 1), reference_end=date(2024, 5, 31))
    )
    make_figure("older", part=part, median=48_000)
    found = " ".join(words_of(client, drawings, compared("alpha", "older")))
    assert "Not like for like. The figures are from different times: May 2025 and May 2024." in found


def test_parameters_have_a_picture_of_their_own(client: Client, drawings: list[str]) -> None:
    Figure.objects.filter(role__slug__in=["alpha", "beta"]).update(mean=60_000)
    plain, chosen = (image_of(client.get(COMPARED + query)) for query in ("", "?statistic=mean"))
    assert chosen.endswith(".png?statistic=mean") and plain != chosen.removesuffix("?statistic=mean")
    found = words_of(client, drawings, f"{COMPARED}?statistic=mean")
    assert "Beta pays the same as Alpha." in found and "$60,000" in found


def test_a_pinned_page_has_the_picture_of_then(client: Client, drawings: list[str]) -> None:
    version = newest()
    Figure.objects.filter(role__slug="beta").update(median=80_000)
    found = words_of(client, drawings, f"{COMPARED}?as_of={version}")
    assert "$72,940" in found and f"Data version {version}, as it was then." in found
    assert "$80,000" in words_of(client, drawings, COMPARED)


def test_names_are_text_and_never_marks(client: Client, drawings: list[str]) -> None:
    Role.objects.filter(slug="beta").update(name="</script><b>")
    assert "</script><b>" in words_of(client, drawings, COMPARED)
    page = client.get(COMPARED)
    assert "<b>" not in html_of(page).partition("</head>")[0]
    assert property_of(page, "og:title").startswith("</script><b> pays 45.9\u00a0% more than Alpha")


# Its address


def test_its_name_changes_when_it_does_and_the_old_one_leads_to_it(
    client: Client, drawings: list[str]
) -> None:
    before = image_of(client.get(COMPARED))
    Figure.objects.filter(role__slug="beta").update(median=80_000)
    after = image_of(client.get(COMPARED))
    assert before != after
    answer = client.get(before)
    assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (302, after, "no-store")
    assert drawings == []


def test_its_name_stays_when_something_else_changes(client: Client) -> None:
    before = [image_of(client.get(address)) for address in (GUIDE, COMPARED)]
    Figure.objects.filter(role__slug="gamma").update(median=41_000)
    assert [image_of(client.get(address)) for address in (GUIDE, COMPARED)] == before


def test_a_flood_of_made_up_names_draws_nothing(client: Client, drawings: list[str]) -> None:
    asked = [f"{page}preview-{number:020x}.png" for page in (GUIDE, COMPARED) for number in range(25)]
    assert {client.get(address).status_code for address in asked} == {302}
    assert drawings == []


def test_it_is_drawn_once(client: Client, drawings: list[str]) -> None:
    for _ in range(3):
        assert client.get(image_of(client.get(GUIDE))).content == b"drawn"
    assert len(drawings) == 1


def test_it_is_kept_for_good_and_confirmed_without_being_drawn(client: Client, drawings: list[str]) -> None:
    address = image_of(client.get(GUIDE))
    answer = client.get(address)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == (FOREVER, "noindex")
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again["Cache-Control"], len(drawings)) == (304, FOREVER, 1)


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("/salaries/alpha/us/preview-{}.png", GUIDE),
        ("/salaries/alpha/preview-{}.png?statistic=MEDIAN", f"{GUIDE}?statistic=median"),
        ("/compare/alpha.average.us/vs/beta.average/preview-{}.png", COMPARED),
        ("/compare/Alpha.average/vs/beta.average/preview-{}.png?utm_source=x&statistic=", COMPARED),
    ],
)
def test_another_spelling_leads_to_it_at_once(client: Client, asked: str, page: str) -> None:
    answer = client.get(asked.format("0"))
    assert (answer.status_code, answer["Location"]) == (302, image_of(client.get(page)))


def test_capitals_lead_to_it_in_one_hop(client: Client) -> None:
    address = image_of(client.get(GUIDE))
    answer = client.get(address.replace("/salaries/alpha/p", "/SALARIES/alpha/P"))
    assert (answer.status_code, answer["Location"]) == (301, address)


def test_after_a_rename_the_old_address_leads_to_the_picture(client: Client) -> None:
    old = image_of(client.get(COMPARED))
    Role.objects.filter(slug="alpha").update(slug="alfa")
    new = image_of(client.get(compared("alfa", "beta")))
    assert new.startswith("/compare/alfa.average/vs/beta.average/preview-")
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (302, new)


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("/salaries/nobody/", 404),
        (compared("nobody", "alpha"), 404),
        (compared("alpha", "alpha"), 400),
        (f"{GUIDE}?statistic=mode", 400),
    ],
)
def test_what_is_no_page_has_no_picture(client: Client, page: str, status: int) -> None:
    path, _, query = page.partition("?")
    answer = client.get(f"{path}preview-0.png?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert image_of(client.get(page)) == ""


def test_a_name_that_our_font_cannot_spell_has_no_picture(client: Client) -> None:
    Role.objects.filter(slug="beta").update(name="部長")
    assert image_of(client.get(COMPARED)) == ""
    assert client.get(f"{COMPARED}preview-0.png").status_code == 404


def test_other_sites_may_show_pictures_and_nothing_else(client: Client) -> None:
    policy, picture = "Cross-Origin-Resource-Policy", image_of(client.get(COMPARED))
    for address in (
        picture,
        picture.upper(),
        *(COMPARED + name for name in ("preview-0.png", "chart.svg", "chart.png")),
    ):
        assert client.get(address)[policy] == "cross-origin", address
    for address in (COMPARED, f"{COMPARED}data.json", GUIDE):
        assert client.get(address)[policy] == "same-origin", address


# The words


@pytest.mark.parametrize("address", [GUIDE, COMPARED, compared("alpha", "yen"), compared("alpha", "small")])
def test_who_shares_a_page_is_told_its_sentence(client: Client, address: str) -> None:
    page = client.get(address)
    names = ("title", "description", "type", "site_name")
    said = {name: property_of(page, f"og:{name}").replace("\u00a0", " ") for name in names}
    assert said == {
        "title": title_of(page).removesuffix(" · Compsite"),
        "description": description_of(page),
        "type": "website",
        "site_name": "Compsite",
    }
    size = [property_of(page, f"og:image:{name}") for name in ("width", "height", "type")]
    assert size == ["1200", "630", "image/png"]
    assert property_of(page, "twitter:card") == "summary_large_image"


def test_the_picture_is_told_in_words(client: Client) -> None:
    said = property_of(client.get(COMPARED), "og:image:alt")
    assert said.startswith("Beta pays 45.9\u00a0% more than Alpha.")
    assert "Alpha: $50,000, baseline; Beta: $72,940, +45.9\u00a0%." in said
    assert "Source: Bureau, official statistics" in said


def test_the_address_of_the_picture_is_that_of_the_site(client: Client, settings: Any) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://guide.example", ["guide.example"]
    page = client.get(COMPARED, headers={"Host": "guide.example", "X-Forwarded-Host": "evil.test"})
    assert property_of(page, "og:image").startswith(f"https://guide.example{COMPARED}preview-")
    assert "evil.test" not in html_of(page)


@pytest.mark.parametrize("address", ["/", "/salaries/", "/compare/", "/sources/", "/salaries/nobody/"])
def test_other_pages_are_shared_by_their_words_alone(client: Client, address: str) -> None:
    page = client.get(address)
    assert property_of(page, "og:title") == title_of(page).removesuffix(" · Compsite")
    assert property_of(page, "twitter:card") == "summary"
    assert image_of(page) == ""


def test_the_starting_datas_version_is_not_in_the_name(client: Client) -> None:
    before = image_of(client.get(GUIDE))
    DataVersion.objects.create(reason="nothing that shows")
    assert image_of(client.get(GUIDE)) == before


def test_a_fragment_has_no_head(client: Client) -> None:
    assert "og:image" not in html_of(client.get(COMPARED, headers=HTMX))


def test_a_real_picture_is_1200_by_630(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    answer = client.get(image_of(client.get(COMPARED)))
    assert answer.content.startswith(b"\x89PNG\r\n")
    assert (int.from_bytes(answer.content[16:20]), int.from_bytes(answer.content[20:24])) == (1200, 630)
