"""The addresses of the API, flat, as the rest of the site has its own."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path

from salaries.api import comparing, figures, nouns, shapes
from salaries.api.asked import Named, absolute, settled
from salaries.api.document import document
from salaries.api.guide import BASE, api, reading
from salaries.api.problems import DOCS
from salaries.pages.takealong import newest_version
from salaries.pay.records import Record
from salaries.responses import json_text, kept

OPENAPI = f"{BASE}openapi.json"
RESOURCES = (
    "roles", "levels", "locations", "factors", "sources", "releases", "figures", "compare", "changes",
)  # fmt: skip
OPERATIONS = (nouns, figures, comparing)
"""The modules whose operations have addresses here."""


@api.get(
    "", response=shapes.Resources, operation_id="begin", url_name="api_root", tags=["Begin"], summary="Begin"
)
def begin(request: HttpRequest) -> Record:
    """Where everything is."""
    return {
        "url": settled(request, BASE, Named()),
        "data_version": newest_version(),
        "documentation": absolute(DOCS),
        "openapi": absolute(OPENAPI),
        "resources": {name: absolute(f"{BASE}{name}/") for name in RESOURCES},
    }


@reading
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The OpenAPI document."""
    response = HttpResponse(json_text(document()), content_type="application/json")
    response.headers["Vary"] = "Accept-Encoding"
    return kept(request, response)


def _flat() -> list[URLPattern]:
    patterns, _, _ = api.urls
    return [
        path(f"{BASE[1:]}{pattern.pattern}", reading(pattern.callback), name=pattern.name)
        for pattern in patterns
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]


api_urls = [*_flat(), path(OPENAPI[1:], openapi, name="api_openapi")]
