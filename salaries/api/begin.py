"""Where everything is."""

from django.http import HttpRequest

from salaries.api import shapes
from salaries.api.asked import Named, absolute, settled
from salaries.api.guide import BASE, api
from salaries.api.problems import DOCS
from salaries.pages.takealong import newest_version
from salaries.pay.records import Record

OPENAPI = f"{BASE}openapi.json"
RESOURCES = (
    "roles", "levels", "locations", "factors", "sources", "releases", "figures", "compare", "changes",
)  # fmt: skip


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
