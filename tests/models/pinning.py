"""Asking what the public data said at a data version."""

from typing import Any

from django.db.models import Q

from salaries.models import Figure, ReleasePart
from salaries.models.history import figures_as_of


def said(version: int, wanted: Q | None = None, name: str = "median") -> list[Any]:
    """One number of every figure of a version; "erased" where it was taken away."""
    figures = figures_as_of(version, wanted or Q())
    return [
        "erased" if figure.erased else int(getattr(figure, name)) if getattr(figure, name) else None
        for figure in figures
    ]


def set_state(part: ReleasePart, state: str) -> None:
    ReleasePart.objects.filter(pk=part.pk).update(state=state)


def facts(figure: Figure) -> tuple[Any, ...]:
    """Everything about a figure that a page could tell, but for names."""
    fields = [field.attname for field in Figure._meta.concrete_fields if field.name != "revision"]
    release = figure.release
    return (
        *(getattr(figure, name) for name in fields),
        release.priority,
        release.reference_start,
        release.reference_end,
        release.source.primary_measure,
        figure.location.currency,
        figure.part.published_in_id,
        figure.part.state,
    )
