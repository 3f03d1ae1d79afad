"""What programs ask for: the sitemap, the rules for robots, the feed of changes, the site in one page of text."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from salaries import sitemaps
from salaries.models import DataVersion, Figure, Role, data_change
from tests.factories import make_curated, make_figure, make_location, make_part, make_role
from tests.pages.reading import html_of

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
ATOM = "{http://www.w3.org/2005/Atom}"


def listed(client: Client, path: str = "/sitemap.xml") -> list[str]:
    """The addresses of a file of the sitemap."""
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    return [one.text or "" for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def every_path(client: Client) -> list[str]:
    """The paths of all files of the sitemap."""
    files = [one.removeprefix(SITE) for one in listed(client)]
    return [path.removeprefix(SITE) for file in files for path in listed(client, file)]


@pytest.mark.usefixtures("guide")
def test_the_sitemap_lists_pages_that_answer_and_may_be_listed(client: Client) -> None:
    """Case A20."""
    paths = every_path(client)
    assert len(paths) == len(set(paths))
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert 'content="noindex' not in html_of(answer), path
        assert f'<link rel="canonical" href="{SITE}{path}">' in html_of(answer), path


@pytest.mark.usefixtures("guide")
def test_the_sitemap_has_every_kind_of_page_and_curated_comparisons_alone(client: Client) -> None:
    paths = every_path(client)
    assert {
        "/", "/salaries/backend-engineer/", "/salaries/software-developer/san-jose-ca/", "/locations/seattle-wa/",
        "/factors/in-demand-technologies/", "/sources/bls-oews/", "/sources/bls-oews/may-2025/", "/glossary/",
        "/compare/backend-engineer.10-plus-years/vs/backend-engineer.average/",
    } <= set(paths)  # fmt: skip
    assert len([path for path in paths if path.startswith("/compare/") and path != "/compare/"]) == 8
    assert not [path for path in paths if "?" in path or "/admin" in path]


@pytest.mark.usefixtures("common")
def test_a_walk_along_links_ends_at_the_sitemap_and_pages_of_lists(client: Client) -> None:
    """Case A20: no link leads to combinations. What says `nofollow` is left aside, as robots leave it."""
    for number in range(100):
        make_figure(f"title-{number}", median=50_000 + number)
    found, waiting = {"/"}, ["/"]
    while waiting and len(found) < 2_000:
        html = html_of(client.get(waiting.pop()))
        tags = [tag for tag in re.findall(r"<a [^>]*>", html) if "nofollow" not in tag]
        links = {link.partition("#")[0] for link in re.findall(r' href="(/[^"]*)"', " ".join(tags))}
        waiting += links - found
        found |= links
    listed_too = {path for path in found - set(every_path(client)) if not re.search(r"[?]page=\d+$", path)}
    assert listed_too <= {"/search", "/api/v1/openapi.json", "/api/v1/", "/changes/feed/"}
    assert {"/salaries/title-99/", "/sources/bureau/may-2025/"} <= found


def test_what_is_hidden_or_retired_is_in_no_sitemap(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("alpha", location=make_location("texas"), median=50_000, sample_size=1)
    make_figure("beta", make_part(name="draft", state="draft"), location=make_location("ohio"), median=50_000)
    Role.objects.filter(pk=make_role("gamma").pk).update(retired_in=1)
    paths = every_path(client)
    assert {"/salaries/alpha/", "/salaries/beta/", "/locations/us/"} <= set(paths)
    assert not [path for path in paths if re.search("texas|ohio|gamma", path)]


def test_a_curated_comparison_is_in_the_sitemap_once_each_side_has_a_figure(client: Client) -> None:
    make_curated("Pair", "alpha.senior", "beta")
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000)
    path = "/compare/alpha.senior/vs/beta.average/"
    assert path not in every_path(client) and "noindex" in html_of(client.get(path))
    assert f'<a href="{path}">Pair</a>' in html_of(client.get("/compare/"))
    figure = make_figure("alpha", level="senior", median=70_000)
    assert path in every_path(client) and "noindex" not in html_of(client.get(path))
    Figure.objects.filter(pk=figure.pk).update(sample_size=1)
    assert path not in every_path(client)


@pytest.mark.parametrize("pairs", [1, 5])
def test_curated_comparisons_take_one_query_however_many(
    client: Client, pairs: int, django_assert_num_queries: Any
) -> None:
    for number in range(pairs):
        make_curated(f"Pair {number}", "alpha", f"beta-{number}")
    with django_assert_num_queries(1):
        client.get("/sitemap-pages.xml")


def test_guides_are_parted_so_that_no_file_grows(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(sitemaps, "ROLES_A_FILE", 2)
    for slug in ("alpha", "beta", "gamma"):
        make_role(slug)
    assert [one for one in listed(client) if "guides" in one] == [
        f"{SITE}/sitemap-guides-1.xml", f"{SITE}/sitemap-guides-2.xml",
    ]  # fmt: skip
    assert listed(client, "/sitemap-guides-2.xml") == [f"{SITE}/salaries/gamma/"]


@pytest.mark.parametrize("name", ["guides-0", "guides-2", "guides-x", "guides", "nothing", "guides-\uff11"])
def test_another_file_of_the_sitemap_is_not_found(client: Client, name: str) -> None:
    make_role("alpha")
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


@pytest.mark.parametrize(
    ("path", "most"), [("/sitemap.xml", 1), ("/sitemap-guides-1.xml", 3), ("/changes/feed/", 4)]
)
@pytest.mark.usefixtures("guide")
def test_a_file_takes_few_queries(
    client: Client, path: str, most: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(most):
        client.get(path)


def test_robots_may_read_all_but_the_editors_area(client: Client) -> None:
    """Case A20: what carries `noindex` is not blocked."""
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert [line for line in lines if line.startswith(("User", "Dis", "Allow"))] == [
        "User-agent: *",
        "Disallow: /admin/",
    ]
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"


@pytest.mark.usefixtures("guide")
def test_the_links_of_the_site_in_text_lead_to_pages(client: Client) -> None:
    answer = client.get("/llms.txt")
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    links = re.findall(r"\]\(([^)]+)\)", answer.content.decode())
    assert len(links) == 10 and all(link.startswith(f"{SITE}/") for link in links)
    assert [client.get(link.removeprefix(SITE)).status_code for link in links] == [200] * 10


def test_who_finds_a_weakness_is_told_whom_to_tell(client: Client, settings: Any) -> None:
    words = client.get("/.well-known/security.txt").content.decode()
    assert f"Contact: {SITE}/report/\n" in words
    assert f"Canonical: {SITE}/.well-known/security.txt\n" in words
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", words, re.MULTILINE)
    settings.SECURITY_CONTACT = "mailto:security@pay.example"
    assert (
        "Contact: mailto:security@pay.example\n" in client.get("/.well-known/security.txt").content.decode()
    )


# The feed


def entries(client: Client) -> list[dict[str, str]]:
    """The entries of the feed: each element's text."""
    answer = client.get("/changes/feed/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    return [
        {part.tag.removeprefix(ATOM): part.text or "" for part in one} for one in root.iter(f"{ATOM}entry")
    ]


def test_a_correction_is_an_entry_with_both_amounts_and_the_editors_note(client: Client) -> None:
    figure = make_figure("alpha", median=50_000)
    with data_change("figure changed", "The source <corrected> it."):
        Figure.objects.filter(pk=figure.pk).update(median=51_000)
    version = DataVersion.objects.order_by("-number")[0]
    (newest, *_) = entries(client)
    assert newest["title"] == "1 figure corrected"
    assert newest["id"] == f"{SITE}/changes/#version-{version.number}"
    assert newest["updated"].startswith(f"{version.committed_at:%Y-%m-%dT%H:%M:%S}")
    assert "<p>The source &lt;corrected&gt; it.</p>" in newest["summary"]
    assert "Median base salary a year: $50,000 → $51,000. Bureau, May 2025" in newest["summary"]
    assert f'<a href="{SITE}/salaries/alpha/">' in newest["summary"]
    assert f'id="version-{version.number}"' in html_of(client.get("/changes/"))


def test_a_published_release_is_an_entry_and_a_draft_is_none(client: Client) -> None:
    part = make_part(state="draft")
    make_figure("alpha", part, median=50_000)
    assert entries(client) == []
    part.publish("an internal reason", "First edition.")
    (entry,) = entries(client)
    assert (entry["title"], "internal" in str(entry)) == ("Bureau, May 2025 published", False)
    assert "<li>Bureau, May 2025 published, 1 figure</li>" in entry["summary"]


@pytest.mark.usefixtures("guide")
def test_the_page_of_changes_says_where_its_feed_is(client: Client) -> None:
    feed = '<link rel="alternate" type="application/atom+xml" title="What changed" href="/changes/feed/">'
    assert feed in html_of(client.get("/changes/"))


def test_nothing_of_these_files_follows_a_forged_host(client: Client) -> None:
    """Case A21."""
    make_figure("alpha", median=50_000)
    for path in ("/sitemap.xml", "/sitemap-guides-1.xml", "/robots.txt", "/llms.txt", "/changes/feed/"):
        words = client.get(
            path, headers={"X-Forwarded-Host": "evil.test", "Host": "localhost"}
        ).content.decode()
        assert f"{SITE}/" in words and "evil" not in words and "localhost" not in words
