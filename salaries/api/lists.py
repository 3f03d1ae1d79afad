"""Pages of lists, each beginning after a key that an index has, and the data version that they are of."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Subquery

from salaries.api.asked import USUAL_ROWS, Asked, absolute
from salaries.models import DataVersion
from salaries.pages.takealong import newest_version
from salaries.pay.records import Record


def with_version(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """The rows, each with the data version that it is read in: one statement, so that the two belong together."""
    newest = DataVersion.objects.order_by("-number").values("number")[:1]
    found: QuerySet[Any] = rows.annotate(data_version=Subquery(newest))
    return found.fetch_mode(settings.PUBLIC_FETCH_MODE)


def version_of(rows: list[Any]) -> int:
    """The data version that the rows were read in: 1 query where there are none."""
    return int(rows[0].data_version) if rows and rows[0].data_version is not None else newest_version()


def page_of(
    rows: "QuerySet[Any]", asked: Any, path: str, url: str, *, key: str = "slug", usual: int = USUAL_ROWS
) -> tuple[list[Any], Record]:
    """One page of the rows by `key`, and what its answer begins with: 1 query, 2 where it has no rows.

    `key` names a unique column; with a minus in front the list goes downwards.
    """
    column, towards = key.removeprefix("-"), "lt" if key.startswith("-") else "gt"
    if asked.cursor is not None:
        rows = rows.filter(**{f"{column}__{towards}": asked.cursor})
    limit = asked.limit or usual
    found = list(with_version(rows.order_by(key))[: limit + 1])
    shown = found[:limit]
    following = _following(asked, getattr(shown[-1], column), path) if len(found) > limit else None
    return shown, {"data_version": version_of(found), "url": url, "next": following}


def _following(asked: Asked, last: Any, path: str) -> str:
    return absolute(path + asked.but(cursor=last))
