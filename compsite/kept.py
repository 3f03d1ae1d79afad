"""The page store (compsite/pagestore.py) as the site uses it."""

from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.utils.module_loading import import_string

from compsite.pagestore import Application, PageStore

SHARES = {
    "pages": 0.45,
    "files": 0.05,
    "endless": 0.25,
    "pictures": 0.12,
    "pinned": 0.06,
    "moved": 0.04,
    "gone": 0.03,
}
"""What part of the room is whose: no crawler pushes guides out by what it makes up (salaries/responses/declared.py)."""
EVERY = {"sqlite": 0.1, "postgresql": 0.2}
"""Seconds for which a data version is believed. Reading it takes 0.1 ms here, and a way over the network there, and all
wait for that who ask just then: so rarely that they are fewer than a hundredth."""


def kept_in_front(application: Application) -> Application:
    """The application with a store of its public answers in front, where the settings give it room."""
    from compsite.health import LIVE, READY  # which need Django to be set up
    from compsite.middleware import EDITORS

    if not settings.PAGES_MB:
        return application
    return PageStore(
        application,
        version_reader(),
        room=settings.PAGES_MB * 1024 * 1024,
        shares=SHARES,
        every=EVERY[connections[DEFAULT_DB_ALIAS].vendor],
        never=(EDITORS, LIVE, READY),
    )


def version_reader() -> Callable[[], Hashable]:
    """What reads the data version where public pages are read just now; None where nobody can be asked.

    Which database that is belongs to it: a page of a replica that lags is none of the primary's version.
    """
    from compsite.databases import public_alias  # which needs Django to be set up

    newest_stamp: Callable[[str], Any] = import_string(settings.DATA_VERSION)

    def read() -> Hashable:
        before, alias = _open(), DEFAULT_DB_ALIAS
        try:
            alias = public_alias()
            stamp = newest_stamp(alias)
        except Error:
            connections[alias].close()
            return None
        for opened in _open() - before:
            # No end of a request gives it back to its pool.
            if connections[opened].settings_dict["OPTIONS"].get("pool"):
                connections[opened].close()
        return alias, stamp

    return read


def _open() -> set[str]:
    return {alias for alias in connections if connections[alias].connection is not None}
