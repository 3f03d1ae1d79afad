"""What a reader sees of an answer, and the addresses that every rule about public pages is tried on."""

import re
from html import unescape
from typing import Any
from urllib.parse import unquote_to_bytes

from django.test import Client
from django.urls import URLPattern, URLResolver

from salaries.urls import urlpatterns

COMPARED = "/compare/backend-engineer.average/vs/backend-engineer.10-plus-years/"

PUBLIC = [
    "/",
    "/salaries/",
    "/salaries/backend-engineer/",
    "/salaries/software-developer/san-jose-ca/",
    "/locations/seattle-wa/",
    "/compare/",
    COMPARED,
    "/standing/",
    "/report/",
    "/report/?subject=backend-engineer.average&release=ora/backend-engineer-pay",
    "/factors/",
    "/factors/in-demand-technologies/",
    "/sources/",
    "/sources/bls-oews/",
    "/sources/bls-oews/may-2025/",
    "/data/",
    "/changes/",
    "/how-it-works/",
    "/glossary/",
    "/privacy/",
    "/api/docs",
    "/search",
]
"""An address of every public page's route, on the starting data."""
FILES = [
    "/salaries/backend-engineer/data.json",
    "/salaries/software-developer/san-jose-ca/data.csv",
    f"{COMPARED}data.json",
    f"{COMPARED}data.csv",
    "/salaries/backend-engineer/chart-ladder.svg",
    "/salaries/software-developer/san-jose-ca/chart-places.png",
    f"{COMPARED}chart.svg",
    "/factors/company-type-and-location/chart.png",
    "/data/datapackage.json",
    "/data/ons-ashe.csv.gz",
    "/data/stack-overflow/2025.parquet",
    "/salaries/backend-engineer/preview-0.png",
    "/salaries/software-developer/san-jose-ca/preview-0.png",
    f"{COMPARED}preview-0.png",
    "/api/v1/",
    "/api/v1/openapi.json",
    "/api/v1/roles/",
    "/api/v1/roles/backend-engineer/",
    "/api/v1/levels/",
    "/api/v1/levels/10-plus-years/",
    "/api/v1/locations/?kind=metro",
    "/api/v1/locations/san-jose-ca/",
    "/api/v1/factors/",
    "/api/v1/factors/in-demand-technologies/",
    "/api/v1/sources/",
    "/api/v1/sources/bls-oews/",
    "/api/v1/releases/?source=ons-ashe",
    "/api/v1/releases/bls-oews/may-2025/",
    "/api/v1/figures/?role=software-developer&limit=5",
    "/api/v1/compare/?subjects=backend-engineer.average,backend-engineer.10-plus-years",
    "/api/v1/changes/",
    "/changes/feed/",
    "/sitemap.xml",
    "/sitemap-guides-1.xml",
    "/robots.txt",
    "/llms.txt",
    "/.well-known/security.txt",
]
"""The same for files of data, pictures and the API. Pictures to share lead to the name that they have by then."""
ELSEWHERE = [
    f"/embed{COMPARED}",
    "/embed/nothing/",
    f"/oembed/?url=http://127.0.0.1:8000{COMPARED}",
]
"""The same for what other people's pages show and read."""


def ask(client: Client, address: str, **environ: Any) -> Any:
    """GET an address as it is written: the client alone takes what follows two slashes for a host."""
    path, _, query = address.partition("?")
    sent = unquote_to_bytes(path).decode("latin-1")
    return client.get("/", PATH_INFO=sent, QUERY_STRING=query, **environ)


def html_of(response: Any) -> str:
    """The answer as sent."""
    return str(response.content.decode())


def text_of(response: Any) -> str:
    """The words of a page or fragment without its head: tags away, every run of blanks one blank.

    A term that can be opened is a word of its sentence: nothing stands around it.
    """
    body = re.sub(r"<head>.*?</head>", " ", html_of(response), flags=re.DOTALL)
    body = re.sub(r'<button type="button" class="term"[^>]*>([^<]*)</button>', r"\1", body)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body))).strip()


def row_of(response: Any, name: str) -> str:
    """The words of the table row whose heading starts with `name`."""
    rows = re.findall(r"<tr[ >].*?</tr>", html_of(response), flags=re.DOTALL)
    words = [re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", row))).strip() for row in rows]
    return next(row for row in words if row.startswith(name))


def _one(response: Any, pattern: str) -> str:
    found = re.findall(pattern, html_of(response), flags=re.DOTALL)
    assert len(found) == 1, f"{len(found)} times {pattern}"
    return re.sub(r"\s+", " ", unescape(found[0]))


def title_of(response: Any) -> str:
    """The words of `<title>`, that of a drawing not being one."""
    return _one(response, r"(?:\A|<head>.*?)<title>(.*?)</title>")


def heading_of(response: Any) -> str:
    """The words of the one `<h1>`."""
    return re.sub(r"<[^>]+>", "", _one(response, r"<h1[^>]*>(.*?)</h1>"))


def description_of(response: Any) -> str:
    """What search engines show of a page."""
    return _one(response, r'<meta name="description" content="([^"]*)">')


def canonical_of(response: Any) -> str:
    """The address that a page says is its own."""
    return _one(response, r'<link rel="canonical" href="([^"]*)">')


def public_routes() -> set[str]:
    """The name of every public route."""
    later = [entry.url_patterns if isinstance(entry, URLResolver) else [entry] for entry in urlpatterns]
    return {str(route.name) for routes in later for route in routes if isinstance(route, URLPattern)}
