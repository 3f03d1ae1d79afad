"""The addresses of the API below `/api/v1/`, flat, as the rest of the site has its own."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path

from salaries.api.begin import OPENAPI
from salaries.api.document import document
from salaries.api.guide import BASE, api, reading
from salaries.responses.data import json_text, kept
from salaries.responses.declared import public


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
            str(pattern.pattern),
            reading(public(whole=True, shelf="endless")(pattern.callback)),
            name=pattern.name,
        )
        for pattern in patterns
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]


urlpatterns = [*_flat(), path(OPENAPI.removeprefix(BASE), openapi, name="api_openapi")]
