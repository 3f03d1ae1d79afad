"""Comparisons inside other people's pages: the only addresses that frames may show, and oEmbed, which tells of them."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import Resolver404, resolve

from salaries.forms import canonical_query, read_limits
from salaries.pages.asked import PARAMETERS, QuestionRefused
from salaries.pages.comparison_result import comparison_page
from salaries.pages.embed import embed_page, embed_url, failed_embed
from salaries.pages.found import NotFound
from salaries.pages.guide import GuidePage
from salaries.pages.oembed import Limits, link, rich
from salaries.responses.data import for_anybody
from salaries.responses.declared import for_frames, public
from salaries.responses.pages import answer, moved
from salaries.views.comparisons import find
from salaries.views.guides import find_guide

TEMPLATE = "embed.html"
NOTHING = "No comparison has this address."
NOT_OURS = "No comparison and no guide of this site has this url."


@public(*PARAMETERS, shelf="endless")
@for_frames
def comparison_embed(request: HttpRequest, subjects: str) -> HttpResponseBase:
    """A comparison at its address for frames."""
    found = find(request.GET, subjects)
    if isinstance(found, NotFound):
        failed = failed_embed(found.alert, request.path_info, "/compare/")
        return answer(request, TEMPLATE, failed, status=found.status)
    address = embed_url(found.path)
    if request.path_info != address or not canonical_query(request.GET, found.choice):
        return moved(address + found.choice.query)
    page = comparison_page(found.asked, found.choice, found.as_of)
    return answer(request, TEMPLATE, embed_page(page))


@for_frames
def missing_embed(request: HttpRequest, rest: str) -> HttpResponseBase:
    """404 inside a frame."""
    return answer(request, TEMPLATE, failed_embed(NOTHING, request.path_info, "/compare/"), status=404)


@public(whole=True, shelf="endless")
def oembed(request: HttpRequest) -> HttpResponseBase:
    """How to show an address of ours, as JSON."""
    if (request.GET.get("format") or "json") != "json":
        return for_anybody(request, {"error": "Only format=json is answered."}, 501)
    try:
        limits = read_limits(request.GET)
    except QuestionRefused as refusal:
        return for_anybody(request, {"error": str(refusal)}, 400)
    try:
        parts = urlsplit(request.GET.get("url", ""))
        told = (
            _told(parts.path, QueryDict(parts.query), limits)
            if _is_ours(parts.netloc, parts.scheme)
            else None
        )
    except (ValueError, Resolver404):
        told = None
    if told is None:
        return for_anybody(request, {"error": NOT_OURS}, 404)
    return for_anybody(request, told)


def _is_ours(host: str, scheme: str) -> bool:
    """Whether an address is of this site, by http or https."""
    return scheme in ("http", "https") and host.lower() == urlsplit(settings.SITE_URL).netloc


def _told(path: str, query: QueryDict, limits: Limits) -> dict[str, Any] | None:
    """What is told of a comparison or a guide; None where the path is neither."""
    match = resolve(f"{unquote(path).lower().rstrip('/')}/")
    if match.url_name in ("comparison", "comparison_embed"):
        found = find(query, match.kwargs["subjects"])
        if isinstance(found, NotFound):
            return None
        return rich(comparison_page(found.asked, found.choice, found.as_of), limits)
    if match.url_name in ("role_detail", "role_in_location"):
        page = find_guide(query, **match.kwargs)
        return link(page, limits) if isinstance(page, GuidePage) else None
    return None
