"""One import: a publisher's file becomes a draft part of a release, in one transaction or not at all.

    read -> validate -> place -> stage -> compare with what is there -> write

Reading, checking and staging change nothing and lock nothing. What is written is written together; a process
that is killed at any moment leaves the database as it was. `docs/imports.md` tells editors the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from salaries.imports import validate
from salaries.imports.formats import FORMATS, load_format
from salaries.imports.indices import load_indices
from salaries.imports.job import Outcome, Request
from salaries.imports.listing import Listing
from salaries.imports.merging import Merge, merge
from salaries.imports.periods import Period
from salaries.imports.placing import Guide
from salaries.imports.provenance import file_digest, recipe_digest, source_of
from salaries.imports.reading import FileRefused, IndexReading, ReadCell, Reading, Refusal
from salaries.imports.staging import Staging, opened, staged_row
from salaries.models import Release, ReleasePart, Source, data_change
from salaries.models.changes import VALUE_FIELDS

_TOLD_EVERY = 1_000


class _Undone(Exception):
    """Leaves a transaction, taking back what it did."""


def import_file(request: Request) -> Outcome:
    """Import a file. Raises FileRefused, with nothing written, where it is not of the format or says too little."""
    if request.format not in FORMATS:
        raise FileRefused(f"“{request.format}” is no format. There are: {', '.join(FORMATS)}.")
    read = load_format(request.format)
    guide = Guide.now(make=request.make)
    digest = file_digest(request.path)
    recipe = recipe_digest(request, read.VERSION, guide.digest)
    if same := _same_file(request, digest, recipe):
        return same
    reading = read.read(request.path, request.options)
    if isinstance(reading, IndexReading):
        return load_indices(reading, request)
    job = _Job(request, reading, guide, digest, recipe, read.VERSION)
    with opened() as staged:
        return job.run(staged)


def _same_file(request: Request, digest: str, recipe: str) -> Outcome | None:
    """The outcome where the newest part of this file was made from the same bytes in the same way."""
    part = ReleasePart.objects.filter(sha256=digest, recipe=recipe).order_by("-pk").first()
    if part is None:
        return None
    newest = (
        ReleasePart.objects.filter(release=part.release, file_name=part.file_name).order_by("-pk").first()
    )
    if newest != part:
        return None
    outcome = Outcome(
        rows=part.rows, unchanged=part.figures.count(), release=str(part.release), part=part.name,
        same_file=True, written=not request.dry_run,
    )  # fmt: skip
    if request.publish and not request.dry_run and part.state != ReleasePart.State.PUBLISHED:
        part.publish(f"{part.release}: {part.name}")
    outcome.state = part.get_state_display()
    return outcome


@dataclass
class _Job:
    request: Request
    reading: Reading
    guide: Guide
    digest: str
    recipe: str
    version: str
    outcome: Outcome = field(default_factory=Outcome)

    def run(self, staged: Staging) -> Outcome:
        slug = self.request.source or self.reading.source
        if not slug:
            raise FileRefused("Say whose figures these are: --source SLUG.")
        period = self._period()
        source = source_of(slug)
        staged.fill(self._staged())
        self._drop_repeats(staged)
        self._tell()
        if self.request.strict and self.outcome.refusals:
            return self.outcome
        if staged.count() == 0:
            self.outcome.notes.append("No cell of the file is of a role and a place that the guide has.")
            return self.outcome
        try:
            with transaction.atomic(), data_change(f"Import of {self.request.path.name}"):
                self._write(staged, source, period)
                if self.request.dry_run or (self.request.strict and self.outcome.refusals):
                    raise _Undone
            self.outcome.written = True
        except _Undone:
            pass
        return self.outcome

    def _period(self) -> Period | None:
        """The reference period, of the file where it says it for certain; None where it is not stated."""
        found, given = self.reading.period, self.request.options.reference
        if found and given and not given.start <= found.end <= given.end:
            raise FileRefused(
                f"The file says that its pay is of {found.slug}, but --reference says {given.slug}."
            )
        if found is None and given is None and not self.request.undated:
            raise FileRefused(
                "The file does not say for certain which time its pay is of: add --reference, such as "
                "--reference 2025-05, or --reference none where nobody knows."
            )
        return found or given

    def _staged(self) -> Iterator[tuple[Any, ...]]:
        outcome, columns = self.outcome, self.reading.column_names
        plausible = self.request.format == "table" and not self.request.any_amount
        for cell in self.reading.cells:
            outcome.cells += 1
            if outcome.cells % _TOLD_EVERY == 0:
                self.request.progress(self.reading.rows, self.reading.expected)
            bad = [] if self.reading.only_errors else validate.refusals(cell, columns, plausible=plausible)
            bad += self._unknown_step(cell)
            if bad:
                outcome.refusals += bad
                continue
            placed = self.guide.place(cell)
            if placed is not None:
                outcome.warnings += validate.warnings(cell, columns)
                yield staged_row(cell, placed)
        self.request.progress(self.reading.rows, self.reading.expected)

    def _unknown_step(self, cell: ReadCell) -> list[Refusal]:
        name = self.guide.unknown_step(cell)
        if not name:
            return []
        column = self.reading.column_names.get(name, name)
        words = f"The guide has no {name} of that name."
        return [
            Refusal(
                cell.row, column, getattr(cell, name), "UNKNOWN_VALUE", words, "Add it in the admin first."
            )
        ]

    def _drop_repeats(self, staged: Staging) -> None:
        """One row a cell: the same again is counted once, another number for it is refused."""
        for first, *others in staged.repeats():
            for other in others:
                if other.values == first.values:
                    self.outcome.repeats += 1
                else:
                    self.outcome.refusals.append(
                        self._conflict(first.row, first.values, other.row, other.values)
                    )
            staged.drop(other.staged for other in others)

    def _conflict(self, row: int, values: Any, other: int, others: Any) -> Refusal:
        name, value = next(
            (name, new) for name, old, new in zip(VALUE_FIELDS, values, others, strict=True) if old != new
        )
        column = self.reading.column_names.get(name, name)
        words = f"Row {row} has the same role, level, place, option and kind of pay, and another {column}."
        return Refusal(other, column, str(value), "CONFLICTING_KEY", words, "Keep the right one of the two.")

    def _tell(self) -> None:
        outcome, reading = self.outcome, self.reading
        outcome.rows = reading.rows
        outcome.refusals += reading.refusals
        outcome.warnings += reading.warnings
        outcome.skipped += reading.skipped
        outcome.notes += reading.notes
        outcome.unknown_roles = self.guide.unknown_roles
        outcome.unknown_locations = self.guide.unknown_locations
        outcome.new_roles, outcome.new_locations = len(self.guide.new_roles), len(self.guide.new_locations)

    def _write(self, staged: Staging, source: Source, period: Period | None) -> None:
        roles, places = self.guide.make_rows()
        if roles or places:
            # The same file, read again, finds what it has just made.
            known = Guide.now(make=self.request.make).digest
            self.recipe = recipe_digest(self.request, self.version, known)
        staged.settle("role_id", roles)
        staged.settle("location_id", places)
        if source.pk is None:
            source.save()
        release = _release(source, period, self.request.retrieved_on)
        self.outcome.release = str(release)
        staged.find(release.pk)
        listing = Listing(self.request.listed)
        merged = merge(staged, release, self._part, only_errors=self.reading.only_errors, listing=listing)
        self.outcome.listed = listing.lines
        self._count(staged, merged)
        if merged.part is None:
            return
        self.outcome.part = merged.part.name
        if self.request.publish and merged.part.state != ReleasePart.State.PUBLISHED:
            merged.part.publish(f"{release}: {merged.part.name}")
        self.outcome.state = merged.part.get_state_display()

    @property
    def _part(self) -> dict[str, Any]:
        return {
            "file_name": self.request.path.name[:160],
            "sha256": self.digest,
            "rows": self.reading.rows,
            "parser_version": self.version[:20],
            "recipe": self.recipe,
        }

    def _count(self, staged: Staging, merged: Merge) -> None:
        outcome = self.outcome
        outcome.made, outcome.changed, outcome.gone = merged.made, merged.changed, merged.gone
        outcome.unchanged = merged.unchanged
        outcome.skipped += merged.skipped
        outcome.refusals += [
            Refusal(
                row, self.reading.column_names.get(name, name), value, "CONFLICTING_KEY",
                f"“{part}” of this release says {held} for the same cell.",
                "Withdraw that part first, or correct one of the two.",
            )
            for row, name, value, held, part in merged.conflicts
        ]  # fmt: skip


def _release(source: Source, period: Period | None, retrieved_on: date | None) -> Release:
    """The source's release of that period, made where there is none."""
    start, end = (period.start, period.end) if period else (None, None)
    release = Release.objects.filter(source=source, reference_start=start, reference_end=end).first()
    if release is None:
        slug = plain = period.slug if period else "undated"
        number = 1
        while Release.objects.filter(source=source, slug=slug).exists():
            number += 1
            slug = f"{plain}-{number}"
        release = Release(source=source, slug=slug, reference_start=start, reference_end=end)
        release.retrieved_on = retrieved_on or timezone.localdate()
        # Which source answers first was decided for its editions before; a new one takes their place.
        newest = F("reference_end").desc(nulls_last=True)
        before = Release.objects.filter(source=source).order_by(newest, "-pk").first()
        release.priority = before.priority if before else 0
        release.save()
    return release
