"""What a part would change in figures that are there already: a corrected file, or one with errors only.

A release has one figure a cell, whatever file it came in. So a corrected edition of a file does not bring its
cells a second time: it brings the changes, which publishing applies and withdrawing takes back. Former values
are kept by the triggers, as with any correction.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from salaries.models.figures import COUNT_FIELDS, NUMBER_FIELDS, Figure
from salaries.models.sources import ReleasePart

VALUE_FIELDS = (*NUMBER_FIELDS, *(f"{name}_mark" for name in NUMBER_FIELDS), "source_note")
_BATCH = 500


class FigureChange(models.Model):
    """One figure that a part changes when it is published.

    `before` and `after` have the same names of `VALUE_FIELDS`; decimals are strings. `after` null means that
    the corrected file no longer has the cell. "part" among the names is the part that the figure belongs to.
    """

    part = models.ForeignKey(ReleasePart, on_delete=models.CASCADE, related_name="changes")
    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="changes")
    before = models.JSONField()
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["part", "figure"]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "figure"],
                name="figurechange_once_a_part",
                violation_error_message="The part changes this figure already.",
            )
        ]

    def __str__(self) -> str:
        return f"Figure {self.figure_id} by part {self.part_id}"


def as_json(name: str, value: Any) -> Any:
    """A figure's value as `before` and `after` hold it: "155000.00", "0.40", 120, None."""
    if value is None or name in COUNT_FIELDS or not isinstance(value, Decimal):
        return value
    return f"{value:.2f}"


def from_json(name: str, value: Any) -> Any:
    """The value again."""
    is_decimal = name in NUMBER_FIELDS and name not in COUNT_FIELDS
    return Decimal(value) if is_decimal and value is not None else value


def values_of(figure: Figure, names: tuple[str, ...] = VALUE_FIELDS) -> dict[str, Any]:
    """The figure's values, as JSON."""
    return {name: as_json(name, getattr(figure, name)) for name in names}


def apply_changes(part: ReleasePart) -> None:
    """Make the changes of a part. ValidationError where a figure no longer says what it did."""
    former: dict[int, ReleasePart] = {}
    for changes in _batches(part):
        for change in changes:
            figure = change.figure
            if _now(figure, change.before) != change.before:
                raise ValidationError(
                    f"{figure} was edited since this part was imported. Import the file again to see what it "
                    "would change now."
                )
            if change.after is None:
                figure.part = former.setdefault(figure.part_id, _former(figure.part, part))
            else:
                _set(figure, change.after)
        _save(changes)


def undo_changes(part: ReleasePart) -> None:
    """Take the changes of a part back, but for figures that were edited since: their editors know best."""
    for changes in _batches(part):
        undone = [
            change
            for change in changes
            if change.after is None or _now(change.figure, change.after) == change.after
        ]
        for change in undone:
            _set(change.figure, change.before)
        _save(undone)


def _batches(part: ReleasePart) -> Iterator[list[FigureChange]]:
    rows = list(part.changes.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(rows), _BATCH):
        chosen = part.changes.filter(pk__in=rows[start : start + _BATCH]).order_by("pk")
        yield list(
            chosen.select_related(
                "figure__part__release__source", "figure__role", "figure__level", "figure__location",
                "figure__option",
            )
        )  # fmt: skip


def _now(figure: Figure, values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: figure.part_id if name == "part" else as_json(name, getattr(figure, name)) for name in values
    }


def _set(figure: Figure, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name == "part":
            figure.part_id = value
        else:
            setattr(figure, name, from_json(name, value))


def _save(changes: list[FigureChange]) -> None:
    names = {"part" if change.after is None else "" for change in changes} | {
        name for change in changes for name in (change.after or {})
    }
    if changes:
        Figure.objects.bulk_update([change.figure for change in changes], sorted(names - {""}))


def _former(old: ReleasePart, by: ReleasePart) -> ReleasePart:
    """Where the cells go that a corrected file no longer has: a part that is not public."""
    name = f"Left out of {by.name}"[:160]
    return ReleasePart.objects.get_or_create(
        release=old.release,
        name=name,
        defaults={"state": ReleasePart.State.WITHDRAWN, "file_name": "", "rows": 0},
    )[0]
