"""Pictures: charts that are taken along, and what stands where an address is shared."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from salaries.drawing import KEPT, png, rendered, renderer, svg, unspellable
from salaries.pay.pictures import Picture, drawn
from salaries.pay.sharing import SharePicture
from salaries.pay.sharing import drawn as drawn_to_share
from salaries.responses.data import data_failure
from salaries.responses.declared import DECLARED, FOREVER, PUBLIC, etag


def picture_file(request: HttpRequest, asked: Picture, ending: str, name: str) -> HttpResponseBase:
    """A chart as a file that is taken along: `svg` or `png`. One that is held already is not drawn again."""
    if getattr(request, "preview", None):
        asked = asked._replace(address="A draft: not published.", version="")
        name = f"preview-{name}"
    drawing = drawn(asked)
    document = svg(drawing)
    missing = unspellable(drawing) if ending == "png" else ""
    if missing:
        words = f"This chart is there as SVG alone: our font lacks letters of its names ({missing})."
        return data_failure(words, ending, 404)
    tag = etag(f"{renderer() if ending == 'png' else ''}{document}".encode())
    response = None if request.META.get(DECLARED) else get_conditional_response(request, etag=tag)
    if response is None:
        body = png(document) if ending == "png" else document.encode()
        response = HttpResponse(body, content_type="image/png" if ending == "png" else "image/svg+xml")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["Cache-Control"] = PUBLIC
    response.headers["ETag"] = tag
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def shared_picture(request: HttpRequest, shown: SharePicture) -> HttpResponseBase:
    """The picture of a shared address, under the name of what it shows: so it is drawn once and kept for good."""
    tag = f'"{shown.digest}"'
    response = None if request.META.get(DECLARED) else get_conditional_response(request, etag=tag)
    if response is None:
        body = KEPT.get(shown.digest, lambda: rendered(svg(drawn_to_share(shown))))
        response = HttpResponse(body, content_type="image/png")
    response.headers["Cache-Control"] = FOREVER
    response.headers["ETag"] = tag
    response.headers["X-Robots-Tag"] = "noindex"
    return response
