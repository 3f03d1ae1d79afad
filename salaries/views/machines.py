"""What programs ask a site for: its sitemap, its rules for robots, its feed, and how to reach its editors."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.html import escape

from salaries import sitemaps
from salaries.feeds import changes_feed
from salaries.responses.data import document
from salaries.responses.declared import public

XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
GOOD_FOR = timedelta(days=180)
"""How long what security.txt says may be relied on, counted from the first of the month."""

ROBOTS = """\
# Every page may be read. What is not to be listed says so itself.
User-agent: *
Disallow: /admin/

Sitemap: {site}/sitemap.xml
"""

LLMS = """\
# Compsite

> A public salary guide. Every figure carries its source, its measure, its period and its sample; figures of different
> currency, pay period or measure are never subtracted, and what is missing is said to be missing.

A number without those four is not one of ours: please quote them with it, and the address that it stands at.
Percentages are always (other - baseline) / baseline x 100, rounded to one decimal, halves away from zero.

## Figures

- [All roles]({site}/salaries/): what each role earns, with a guide of its own
- [Sources]({site}/sources/): who says so, by which method, under which licence
- [What changed]({site}/changes/): releases and corrections; [as Atom]({site}/changes/feed/)

## For programs

- [API]({site}/api/docs): JSON, no key; its [OpenAPI document]({site}/api/v1/openapi.json)
- [Downloads]({site}/data/): a source or all of them, as CSV and Parquet, each with its licence,
  and how pandas, DuckDB, R and spreadsheets read them; Parquet is sent in parts (`Range`)
- Every guide and comparison has `data.json` and `data.csv` under its address: exactly what it shows
- [Sitemap]({site}/sitemap.xml)

## How to read it

- [How far these numbers can be trusted]({site}/how-it-works/)
- [Glossary]({site}/glossary/): each term with its name in files and addresses
"""

SECURITY = """\
# How to tell the operators of a weakness in this site.
Contact: {contact}
Expires: {expires}
Preferred-Languages: en
Canonical: {site}/.well-known/security.txt
"""


@public()
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """The files of the sitemap."""
    site = settings.SITE_URL
    rows = "".join(f"<sitemap><loc>{site}/sitemap-{name}.xml</loc></sitemap>\n" for name in sitemaps.names())
    return document(request, _xml("sitemapindex", rows), XML)


@public()
def sitemap(request: HttpRequest, name: str) -> HttpResponseBase:
    """One file of the sitemap."""
    paths = sitemaps.addresses(name)
    if paths is None:
        raise Http404(f"There is no sitemap “{name}”.")
    rows = "".join(f"<url><loc>{escape(settings.SITE_URL + path)}</loc></url>\n" for path in paths)
    return document(request, _xml("urlset", rows), XML)


def _xml(root: str, rows: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {SCHEMA}>\n{rows}</{root}>\n'


@public()
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest changes, for who follows them."""
    return document(request, changes_feed(), "application/atom+xml; charset=utf-8")


@public()
def robots(request: HttpRequest) -> HttpResponseBase:
    """What robots may read. Pages that say `noindex` are not blocked: a robot has to read that."""
    return document(request, ROBOTS.format(site=settings.SITE_URL), TEXT)


@public()
def llms(request: HttpRequest) -> HttpResponseBase:
    """The site in a page of Markdown, for programs that read text."""
    return document(request, LLMS.format(site=settings.SITE_URL), "text/markdown; charset=utf-8")


def security(request: HttpRequest) -> HttpResponseBase:
    """Whom to tell of a weakness (RFC 9116): the operator's address, else the form that editors read."""
    site = settings.SITE_URL
    month = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    contact = settings.SECURITY_CONTACT or f"{site}/report/"
    words = SECURITY.format(site=site, contact=contact, expires=f"{month + GOOD_FOR:%Y-%m-%dT%H:%M:%SZ}")
    return document(request, words, TEXT)
