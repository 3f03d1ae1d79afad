"""Staged cells meet the figures that a release has: what is new, what changes, what is gone.

A release has one figure a cell, whatever part it came in. So a cell that is there must be equal, unless it
came in an earlier edition of the same file:

* in a draft of this file, it is written anew;
* in a published or withdrawn edition of this file, or any withdrawn part, a `FigureChange` says what
  publishing would change;
* in another file's part, it is a conflict, which is refused.

A file with errors only changes empty errors and nothing else.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Max

from salaries.imports.listing import Listing
from salaries.imports.staging import ERRORS, Against, Staging
from salaries.models import Figure, FigureChange, Release, ReleasePart
from salaries.models.changes import VALUE_FIELDS, from_json, values_of
from salaries.models.figures import COUNT_FIELDS, NUMBER_FIELDS
from salaries.models.trail import unrecorded

State = ReleasePart.State
_BATCH = 1_000


class Conflict(NamedTuple):
    """A row that says another number than a part of another file: row, field, value, the value held, the part."""

    row: int
    name: str
    value: str
    held: str
    part: str


@dataclass
class Merge:
    """What came of it. `held` counts what the part has besides; `part` is None where nothing was to be kept."""

    part: ReleasePart | None = None
    made: int = 0
    changed: int = 0
    gone: int = 0
    unchanged: int = 0
    held: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def merge(
    staged: Staging,
    release: Release,
    facts: Mapping[str, Any],
    *,
    only_errors: bool = False,
    listing: Listing | None = None,
) -> Merge:
    """Write what the staged rows bring to a release, as a draft. `facts` are the fields of its part.

    `listing` is told each change in words.
    """
    return _Merging(staged, release, facts, only_errors, listing or Listing(0)).run()


@dataclass
class _Merging:
    staged: Staging
    release: Release
    facts: Mapping[str, Any]
    only_errors: bool
    listing: Listing
    merged: Merge = field(default_factory=Merge)
    changes: list[FigureChange] = field(default_factory=list)
    rewritten: list[Against] = field(default_factory=list)

    def run(self) -> Merge:
        self.parts = {part.pk: part for part in ReleasePart.objects.filter(release=self.release)}
        self.own = [part for part in self.parts.values() if part.file_name == self.facts["file_name"]]
        drafts = [part for part in self.own if part.state in (State.DRAFT, State.IN_REVIEW)]
        self.draft = max(drafts, key=lambda part: part.pk, default=None)
        if self.only_errors:
            self.merged.skipped["errors of cells that the release does not have"] += (
                self.staged.drop_unfound()
            )
        found = self.staged.count("figure_id IS NOT NULL")
        self._compare()
        gone = self._gone()
        new = self.staged.count("figure_id IS NULL")
        self.merged.made = new
        self.merged.changed = len(self.rewritten) + sum(change.after is not None for change in self.changes)
        self._list(gone)
        self.merged.unchanged = found - self.merged.changed - len(self.merged.conflicts)
        if new or self.changes or self.rewritten or gone or self.draft:
            self._write(gone)
        else:
            self._remember()
        return self.merged

    def _compare(self) -> None:
        withdrawn = [pk for pk, part in self.parts.items() if part.state == State.WITHDRAWN]
        for against in self.staged.different(withdrawn, only_errors=self.only_errors):
            part = self.parts[against.part]
            if self.only_errors:
                self._compare_errors(against, part)
            elif part == self.draft:
                self.rewritten.append(against)
            elif part in self.own or part.state == State.WITHDRAWN:
                self.changes.append(_change(against, part))
            else:
                self._conflict(against, part, VALUE_FIELDS)

    def _compare_errors(self, against: Against, part: ReleasePart) -> None:
        given = {name: against.staged[name] for name in ERRORS if against.staged[name] is not None}
        for name in [name for name in given if against.held[name.removesuffix("_error")] is None]:
            self.merged.skipped["errors of numbers that are not published"] += 1
            del given[name]
        if not given:
            return
        if all(against.held[name] is None for name in given if against.held[name] != against.staged[name]):
            before = {name: _json(name, against.held[name]) for name in given}
            after = {name: _json(name, value) for name, value in given.items()}
            self.changes.append(FigureChange(figure_id=against.figure, before=before, after=after))
        else:
            self._conflict(against, part, ERRORS)

    def _conflict(self, against: Against, part: ReleasePart, names: Sequence[str]) -> None:
        name = next(
            name for name in names
            if against.staged[name] != against.held[name] and not (name in ERRORS and against.staged[name] is None)
        )  # fmt: skip
        held, value = (_json(name, values[name]) for values in (against.held, against.staged))
        words = "nothing" if held in (None, "") else str(held)
        self.merged.conflicts.append(
            Conflict(against.row, name, "" if value is None else str(value), words, part.name)
        )

    def _gone(self) -> list[int]:
        """Cells that an earlier edition of this file had: ids of a draft's figures, to be taken away."""
        if self.only_errors:
            return []
        public = [part.pk for part in self.own if part.state == State.PUBLISHED]
        former = Figure.objects.in_bulk(self.staged.figures_not_here(public))
        for figure in former.values():
            before = values_of(figure) | {"part": figure.part_id}
            self.changes.append(FigureChange(figure=figure, before=before, after=None))
        in_draft = self.staged.figures_not_here([self.draft.pk] if self.draft else [])
        self.merged.gone = len(former) + len(in_draft)
        return in_draft

    def _list(self, gone: list[int]) -> None:
        """Tell of what is changed and what goes, while it is there."""
        if not self.listing.most:
            return
        said = (
            (one.figure, _change(one, self.draft).before, _after(one)) for one in self.rewritten if self.draft
        )
        changes = ((one.figure_id, one.before, one.after) for one in self.changes if one.after is not None)
        self.listing.changed(chain(said, changes))
        former = Figure.objects.in_bulk(gone[: self.listing.most]).values()
        public = ((one.figure_id, one.before) for one in self.changes if one.after is None)
        self.listing.gone(chain(public, ((figure.pk, values_of(figure)) for figure in former)))

    def _write(self, gone: list[int]) -> None:
        part = self.draft or ReleasePart(release=self.release, name=self._free_name())
        for name, value in self.facts.items():
            setattr(part, name, value)
        part.state = State.DRAFT
        part.save()
        part.changes.all().delete()
        for start in range(0, len(gone), _BATCH):
            with unrecorded():
                Figure.objects.filter(pk__in=gone[start : start + _BATCH]).delete()
        self._rewrite(part)
        for change in self.changes:
            change.part = part
            if change.after is not None and "part" in change.before:
                change.after["part"] = part.pk
        FigureChange.objects.bulk_create(self.changes, batch_size=_BATCH)
        newest = Figure.objects.filter(part=part).aggregate(newest=Max("pk"))["newest"] or 0
        self.staged.write(part.pk, self.release.pk)
        if self.listing.most:
            self.listing.new(part, since=newest)
        self.merged.held = part.figures.count() + len(self.changes)
        if not self.merged.held:
            part.delete()
            return
        self.merged.part = part

    def _rewrite(self, part: ReleasePart) -> None:
        for start in range(0, len(self.rewritten), _BATCH):
            chosen = self.rewritten[start : start + _BATCH]
            figures = Figure.objects.in_bulk([against.figure for against in chosen])
            for against in chosen:
                figure = figures[against.figure]
                for name, value in _after(against).items():
                    setattr(figure, name, from_json(name, value))
            Figure.objects.bulk_update(figures.values(), VALUE_FIELDS)

    def _free_name(self) -> str:
        name = plain = str(self.facts["file_name"])
        taken, number = {part.name for part in self.parts.values()}, 1
        while name in taken:
            number += 1
            name = f"{plain[:150]} ({number})"
        return name

    def _remember(self) -> None:
        """Nothing is new: note how the newest edition was read, so that the same file is known at once."""
        newest = max(self.own, key=lambda part: part.pk, default=None)
        self.merged.part = newest
        if newest is not None and newest.sha256 == self.facts["sha256"]:
            ReleasePart.objects.filter(pk=newest.pk).update(recipe=self.facts["recipe"])


def _json(name: str, value: Any) -> Any:
    """A value as the database gave it, as `FigureChange` keeps it."""
    if value is None or name not in NUMBER_FIELDS or name in COUNT_FIELDS:
        return value
    return f"{Decimal(str(value)):.2f}"


def _after(against: Against) -> dict[str, Any]:
    """What the figure says afterwards: errors that the file does not give stay as they are."""
    after = {}
    for name in VALUE_FIELDS:
        value = against.staged[name]
        if name.removesuffix("_mark") in ERRORS and value in (None, ""):
            value = against.held[name]
        after[name] = _json(name, value)
    return after


def _change(against: Against, part: ReleasePart) -> FigureChange:
    before = {name: _json(name, against.held[name]) for name in VALUE_FIELDS}
    if part.state == State.WITHDRAWN:
        before["part"] = part.pk
    return FigureChange(figure_id=against.figure, before=before, after=_after(against))
