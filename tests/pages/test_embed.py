"""A comparison inside other people's pages: the only address that a frame may show (A39)."""

import re
from contextlib import closing
from html import unescape
from typing import Any

import pytest
from django.test import Client

from salaries.models import Figure, Redirect, Role
from tests.factories import make_figure
from tests.models.changing import newest
from tests.pages.both_pages import NO_FIGURE, PROGRAM_WORDS
from tests.pages.comparing import compared
from tests.pages.reading import FILES, PUBLIC, canonical_of, heading_of, html_of, text_of
from tests.pages.surfaces import rows_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("common", "one_connection")]
COMPARED = compared("alpha", "beta")
EMBED = f"/embed{COMPARED}"
POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *; object-src 'none'"


def rows(page: Any) -> list[str]:
    """The words of each side."""
    return [words(row) for row in re.findall(r"<li[ >].*?</li>", html_of(page), flags=re.DOTALL)]


def may_be_framed(answer: Any) -> bool:
    """Whether every header lets a page of another site show the answer."""
    ancestors = re.findall(r"frame-ancestors ([^;]*)", answer["Content-Security-Policy"])
    return "X-Frame-Options" not in answer and ancestors == ["*"]


def test_it_says_what_the_comparison_says(client: Client) -> None:
    page = client.get(EMBED)
    assert page.status_code == 200
    assert heading_of(page) == "Beta pays 45.9 % more than Alpha"
    assert rows(page) == ["Alpha $50,000 baseline", "Beta $72,940 +$22,940 a year +45.9 %"]
    said = text_of(page)
    for text in (
        "United States, median base salary a year",
        "That is $22,940 a year, or about $1,912 a month, before tax.",
        "Source: Bureau, official statistics · May 2025 · Median base salary a year",
        "120 answers",
    ):
        assert text in said, text


def test_its_bars_are_as_long_as_the_figures(client: Client) -> None:
    # 50,000 of 72,940 are 68.55 %.
    assert re.findall(r'<rect width="([^"]+)"', html_of(client.get(EMBED))) == ["68.55%", "100%"]


COMPARISONS = [
    ("beta", "alpha"), ("alpha", "gamma", "beta", "total"), ("alpha", "hourly"), ("alpha", "yen"), ("yen", "rich"),
    ("zero-only", "alpha"), ("small", "alpha"),
]  # fmt: skip


@pytest.mark.parametrize("roles", COMPARISONS)
def test_its_digits_are_those_of_the_comparisons_table(client: Client, roles: tuple[str, ...]) -> None:
    make_figure("rich", median=999_999_999, currency="JPY")
    address = compared(*roles)
    page = client.get(f"/embed{address}")
    for row, shown in zip(rows(page), rows_of(client.get(address)), strict=True):
        for text in filter(None, shown):
            assert text in row
    assert not re.search(PROGRAM_WORDS, html_of(page))


def test_too_few_answers_are_not_in_it(client: Client) -> None:
    page = client.get(f"/embed{compared('alpha', 'small')}")
    assert "61,000" not in html_of(page)
    assert NO_FIGURE in text_of(page)


def test_unlike_figures_have_no_bars_and_the_reason(client: Client) -> None:
    page = client.get(f"/embed{compared('alpha', 'hourly')}")
    assert "<rect" not in html_of(page)
    assert rows(page) == [
        "Alpha $50,000 a year baseline",
        "Hourly $25.50 an hour not comparable: different pay periods",
    ]
    assert "pay for different periods is not subtracted" in text_of(page)


def test_parameters_mean_what_they_mean_for_the_comparison(client: Client) -> None:
    Figure.objects.filter(role__slug__in=["alpha", "beta"]).update(mean=60_000)
    page = client.get(f"{EMBED}?statistic=mean")
    assert heading_of(page) == "Beta pays the same as Alpha"
    assert f'href="http://127.0.0.1:8000{COMPARED}?statistic=mean"' in html_of(page)


def test_a_pinned_one_shows_what_was_published_then_and_says_so(client: Client) -> None:
    version = newest()
    Figure.objects.filter(role__slug="beta").update(median=80_000)
    said = text_of(client.get(f"{EMBED}?as_of={version}"))
    assert f"As published in data version {version}, " in said and "Figures have changed since." in said
    assert "$72,940" in said and "$80,000" not in said


def test_it_is_light_and_has_nothing_that_opens_inside_the_frame(client: Client) -> None:
    page = html_of(client.get(EMBED))
    assert not re.search(r"<script|<form|<input|<iframe|<img|hx-|\sstyle=|\son[a-z]+=", page)
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == ["/static/embed.css"]
    (link,) = re.findall(r"<a [^>]*>", page)
    assert link == f'<a href="http://127.0.0.1:8000{COMPARED}" target="_blank" rel="noopener">'
    assert len(page) < 3_000


def test_search_engines_are_led_to_the_comparison(client: Client) -> None:
    page = client.get(f"/embed{compared('beta', 'alpha')}")
    assert '<meta name="robots" content="noindex">' in html_of(page)
    assert canonical_of(page) == f"http://127.0.0.1:8000{COMPARED}"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (EMBED, 200),
        (f"/embed{compared('alpha', 'yen')}?statistic=median", 200),
        (f"/embed{compared('nobody', 'alpha')}", 404),
        (f"/embed{compared('alpha', 'alpha')}", 400),
        (f"{EMBED}?statistic=mode", 400),
        (f"{EMBED}?as_of=999999", 404),
        ("/embed/compare/alpha.average/", 404),
        ("/embed/salaries/alpha/", 404),
        (f"/embed{compared('gone', 'alpha')}", 410),
        ("/embed/compare/alpha.average.us/vs/beta.average/", 301),
    ],
)
def test_whatever_it_answers_may_be_framed_and_is_without_cookies(
    client: Client, admin_client: Client, address: str, status: int
) -> None:
    Redirect.objects.create(kind="role", old_slug="gone", new_slug="")
    for asking in (client, admin_client):
        answer = asking.get(address)
        assert (answer.status_code, may_be_framed(answer)) == (status, True)
        assert answer["Content-Security-Policy"] == POLICY
        assert not answer.cookies and "Cookie" not in answer.get("Vary", "")
        policies = [answer[f"Cross-Origin-{name}-Policy"] for name in ("Resource", "Embedder", "Opener")]
        assert policies == ["cross-origin", "require-corp", "same-origin"]


def test_a_confirmation_may_be_framed_too(client: Client) -> None:
    page = client.get(EMBED)
    assert page["Cache-Control"] == "public, max-age=0, must-revalidate"
    answer = client.get(EMBED, headers={"If-None-Match": page["ETag"]})
    assert (answer.status_code, answer.content, may_be_framed(answer)) == (304, b"", True)


def test_nothing_else_may_be_framed(client: Client, admin_client: Client) -> None:
    others = (COMPARED, f"{COMPARED}preview-0.png", "/oembed/", "/embed/", "/nowhere", "/COMPARE/")
    framed = []
    for path in (*PUBLIC, *FILES, *others):
        with closing(client.get(path)) as answer:
            framed += [path] if may_be_framed(answer) else []
    assert framed == []
    for path in ("/admin/", "/admin/login/", "/admin/nowhere/", f"/admin{EMBED}"):
        assert not may_be_framed(client.get(path)) and not may_be_framed(admin_client.get(path))


def test_what_went_wrong_is_said_in_the_frame(client: Client) -> None:
    page = client.get(f"/embed{compared('nobody', 'alpha')}")
    assert heading_of(page) == "This comparison cannot be shown"
    assert '<p role="alert">There is no role “nobody” in the guide.</p>' in html_of(page)
    assert '<a href="http://127.0.0.1:8000/compare/" target="_blank" rel="noopener">' in html_of(page)


def test_after_renames_the_old_address_leads_to_the_new_one_in_one_hop(client: Client) -> None:
    for slug in ("alfa", "alpha-2"):
        Role.objects.filter(name="Alpha").update(slug=slug)
    answer = client.get(f"{EMBED}?statistic=median")
    new = f"/embed{compared('alpha-2', 'beta')}?statistic=median"
    assert (answer.status_code, answer["Location"]) == (301, new)
    assert client.get(new).status_code == 200


def test_another_spelling_leads_to_the_one_address(client: Client) -> None:
    for asked in (EMBED.upper(), EMBED.removesuffix("/"), f"/embed/{COMPARED}"):
        answer = client.get("/", PATH_INFO=asked)
        assert (answer.status_code, answer["Location"]) == (301, EMBED), asked


# What is copied


def snippet_of(page: Any) -> str:
    (found,) = re.findall(r"<textarea [^>]*>(.*?)</textarea>", html_of(page), flags=re.DOTALL)
    return unescape(found)


def test_a_comparison_offers_the_html_of_its_frame(client: Client) -> None:
    found = snippet_of(client.get(f"{COMPARED}?statistic=median"))
    start = f'<iframe src="http://127.0.0.1:8000{EMBED}?statistic=median" title="Pay compared: '
    end = r'" width="600" height="[0-9]+0" frameborder="0" loading="lazy"></iframe>'
    assert re.fullmatch(f"{re.escape(start)}Beta pays 45.9\u00a0% more than Alpha{end}", found)


def test_names_stay_text_in_what_is_copied(client: Client) -> None:
    Role.objects.filter(slug="beta").update(name='"><script>')
    page = client.get(COMPARED)
    assert "<script>" not in html_of(page).replace("<script src", "")
    assert 'title="Pay compared: &quot;&gt;&lt;script&gt; pays' in snippet_of(page)


def test_where_nothing_is_compared_nothing_is_copied(client: Client) -> None:
    for address in ("/compare/", compared("nobody", "alpha")):
        assert "<textarea" not in html_of(client.get(address))


def test_the_address_that_is_copied_is_that_of_the_site(client: Client, settings: Any) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://guide.example", ["guide.example"]
    headers = {"Host": "guide.example", "X-Forwarded-Host": "evil.test"}
    assert f'src="https://guide.example{EMBED}"' in snippet_of(client.get(COMPARED, headers=headers))
    page = html_of(client.get(EMBED, headers=headers))
    assert f'href="https://guide.example{COMPARED}"' in page and "evil.test" not in page
