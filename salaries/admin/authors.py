"""Who changed a row, when, and what: as the admin's own log has it."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models

HELD_UNDER = {
    "figure": "part",
    "factoroption": "factor",
    "locationcode": "location",
    "releasepart": "release",
    "rolealias": "role",
    "rolecode": "role",
}
"""Rows that are edited under another too: their change stands in the log of that one."""

Event = Literal["changed", "deleted"]


def who(event: Event, row: models.Model, pk: object, name: str, since: datetime | None) -> str:
    """The sentence about what befell the row `pk`, called `name`, since a form of it was opened.

    `row` gives the model and, where it is held under another, that one. What nobody did in the admin since
    was done by an import, a command or another page.
    """
    for entry in _entries(row, pk, since):
        fields = _told(entry, event, row, pk, name)
        if fields is not None:
            day = f"{entry.action_time:%-d %B %Y at %H:%M} UTC"
            what = f" (changed: {', '.join(fields)})" if fields else ""
            return f"{entry.user.get_username()} {event} “{name}” on {day}{what}."
    return f"“{name}” has been {event} since you opened it, by an import, a command or another page."


def _entries(row: models.Model, pk: object, since: datetime | None) -> Iterator[LogEntry]:
    """What the log has of the row and of the one that holds it, newest first."""
    kinds = models.Q(content_type=ContentType.objects.get_for_model(type(row)), object_id=str(pk))
    holder = HELD_UNDER.get(str(row._meta.model_name))
    if holder is not None:
        parent: Any = row._meta.get_field(holder).related_model
        kind = ContentType.objects.get_for_model(parent)
        kinds |= models.Q(content_type=kind, object_id=str(getattr(row, f"{holder}_id")))
    found = LogEntry.objects.filter(kinds).select_related("user", "content_type")
    if since is not None:
        found = found.filter(action_time__gte=since)
    yield from found.order_by("-action_time", "-pk")[:20]


def _told(entry: LogEntry, event: Event, row: models.Model, pk: object, name: str) -> list[str] | None:
    """The fields that an entry says were changed in the row; None where it does not speak of this event."""
    own = entry.content_type == ContentType.objects.get_for_model(type(row)) and entry.object_id == str(pk)
    if own and event == "deleted":
        return [] if entry.is_deletion() else None
    if own and not entry.change_message.startswith("["):
        return []
    for part in _parts(entry):
        told = part.get(event)
        if told is None:
            continue
        of_this = "name" not in told if own else (told.get("name"), told.get("object")) == _named(row, name)
        if of_this:
            return [str(field) for field in told.get("fields", [])]
    return None


def _named(row: models.Model, name: str) -> tuple[str, str]:
    return str(row._meta.verbose_name), name


def _parts(entry: LogEntry) -> list[dict[str, Any]]:
    try:
        parts = json.loads(entry.change_message)
    except ValueError:
        return []
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
