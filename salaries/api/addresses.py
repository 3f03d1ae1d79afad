"""The addresses of the API, flat, as the rest of the site has its own."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path

from salaries.api.begin import OPENAPI
from salaries.api.document import document
from salaries.api.guide import BASE, api, reading
from salaries.responses import json_text, kept, public


@reading
@public()
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The OpenAPI document."""
    response = HttpResponse(json_text(document()), content_type="application/json")
    response.headers["Vary"] = "Accept-Encoding"
    return kept(request, response)


def _flat() -> list[URLPattern]:
    patterns, _, _ = api.urls
    return [
        path(
            f"{BASE[1:]}{pattern.pattern}",
            reading(public(whole=True, shelf="endless")(pattern.callback)),
            name=pattern.name,
        )
        for pattern in patterns
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]


api_urls = [*_flat(), path(OPENAPI[1:], openapi, name="api_openapi")]
