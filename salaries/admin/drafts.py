"""Who may touch what: drafts are for every contributor, what is public is for editors."""

from typing import Any

from django.http import HttpRequest

from salaries.models import Figure, ReleasePart


def is_public(row: Any) -> bool:
    """Whether a part, or the part of a figure, is published. Nothing and new rows are not."""
    part = row.part if isinstance(row, Figure) and row.part_id else row
    return isinstance(part, ReleasePart) and part.state == ReleasePart.State.PUBLISHED


class DraftsFirst:
    """Mixed into an admin or inline of parts and figures: public rows need the permission to correct figures.

    An inline is asked about the part that its rows stand under.
    """

    def may_touch(self, request: HttpRequest, obj: Any) -> bool:
        """Whether somebody may change a row at all, public or not."""
        return not is_public(obj) or bool(request.user.has_perm("salaries.correct_figure"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the row, or some row, may be changed."""
        return bool(super().has_change_permission(request, obj)) and self.may_touch(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the row, or some row, may be deleted."""
        return bool(super().has_delete_permission(request, obj)) and self.may_touch(request, obj)  # type: ignore[misc]
