"""Addresses whose views are loaded when somebody first asks for one: most processes never need all of the site.

Loading is Python's, so two threads that come first at the same time wait for one another, and what could not be loaded
is tried again by the next request. `reverse` loads everything, whatever name it looks for: public pages write their
addresses without it. `manage.py check` loads everything too, and finds a name that is wrong.
"""

from typing import Any

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.functional import cached_property
from django.utils.module_loading import import_string


class _LaterView(URLPattern):
    """An address whose view is named, and loaded when the address is first asked for."""

    def __init__(self, route: str, view: str, name: str) -> None:
        super().__init__(RoutePattern(route, name=name, is_endpoint=True), import_string, None, name)
        del self.callback
        self._view = view

    @cached_property
    def callback(self) -> Any:  # type: ignore[override]
        return import_string(self._view)


def later_view(route: str, view: str, name: str) -> URLPattern:
    """What `path` makes of a view, but of its dotted name."""
    return _LaterView(route, view, name)


def later_addresses(route: str, module: str) -> URLResolver:
    """What `include` makes of a module of addresses, but loaded when an address below `route` is first asked for."""
    return URLResolver(RoutePattern(route), module)
