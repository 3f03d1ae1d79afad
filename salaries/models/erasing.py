"""Taking a figure's numbers away for good, the former ones too."""

from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import Q, QuerySet

from salaries.models.base import ALL_LEVELS
from salaries.models.changes import FigureChange
from salaries.models.factors import FactorOption
from salaries.models.figures import Figure
from salaries.models.history import KIND_OF_PAY, said_then
from salaries.models.levels import ExperienceLevel
from salaries.models.locations import Location
from salaries.models.roles import Role
from salaries.models.sources import Release
from salaries.models.trail import entries, unrecorded
from salaries.models.versions import DataVersion, FigureVersion, PartVersion, data_change


class Erasure(models.Model):
    """That a figure's numbers were taken away for good: which cell, by whom, why. No number is kept."""

    cell = models.CharField(max_length=600, help_text="The figure's release, role, place and kind of pay.")
    reason = models.CharField(max_length=300)
    erased_by = models.CharField(max_length=150)
    erased_at = models.DateTimeField(db_default=models.functions.Now())
    version = models.PositiveBigIntegerField(help_text="The first data version without it.")
    is_open = models.BooleanField(
        db_default=False, editable=False, help_text="While it is under way: only then can history be changed."
    )

    class Meta:
        ordering = ["-version", "-pk"]

    def __str__(self) -> str:
        return f"{self.cell}, erased in data version {self.version}"


class CellName(NamedTuple):
    """Which cell of a release: the rows that a figure points to, and its kind of pay."""

    release: Release
    role: Role
    level: ExperienceLevel | None
    location: Location
    option: FactorOption | None
    measure: str = ""
    currency: str = ""
    pay_period: str = ""

    def __str__(self) -> str:
        level = self.level.slug if self.level else ALL_LEVELS
        subject = [self.role.slug, level, self.location.slug, *([self.option.slug] if self.option else [])]
        return f"{self.release} {'.'.join(subject)} {self.measure} {self.currency} {self.pay_period}"

    @property
    def people(self) -> Q:
        """Rows of the release about these people, in any kind of pay."""
        rows: dict[str, Any] = {"release": self.release, "role": self.role, "location": self.location}
        rows |= {"level": self.level} if self.level else {"level__isnull": True}
        rows |= {"option": self.option} if self.option else {"option__isnull": True}
        return Q(**rows)

    @property
    def pay(self) -> dict[str, str]:
        """The kind of pay, as far as it is said."""
        return {name: getattr(self, name) for name in KIND_OF_PAY if getattr(self, name)}


def cells_held(cell: CellName) -> list[CellName]:
    """The cell in each kind of pay in which there is a figure of it, or was one."""
    live = Figure.objects.filter(cell.people, **cell.pay).values_list(*KIND_OF_PAY)
    kinds = {*live, *_former(cell).values_list(*KIND_OF_PAY)}
    return [cell._replace(measure=one, currency=two, pay_period=three) for one, two, three in sorted(kinds)]


def erase(cell: CellName, reason: str, by: str) -> tuple[Erasure, int]:
    """Delete the cell's figure and blank all that it and its like ever said; and how many states that were.

    The cell's kind of pay is complete. A pinned link says "erased" where it showed a number. Changes that a
    part would bring to the figure go too, and so does what its history says of them. What was never public
    leaves nothing.
    """
    with transaction.atomic():
        erasure = Erasure.objects.create(
            cell=str(cell)[:600], reason=reason[:300], erased_by=by[:150], version=0, is_open=True
        )
        with data_change(f"A figure of {cell.release} erased"):
            live = list(Figure.objects.filter(cell.people, **cell.pay).values_list("pk", flat=True))
            FigureChange.objects.filter(figure__in=live).delete()
            with unrecorded():
                Figure.objects.filter(pk__in=live).delete()
            entries(Figure).filter(Q(id__in=live) | (cell.people & Q(**cell.pay))).delete()
            rows = {*_former(cell).values_list("pk", flat=True)}
            rows |= {*FigureVersion.objects.filter(figure_id__in=live).values_list("pk", flat=True)}
            said = FigureVersion.objects.filter(pk__in=rows, from_version__isnull=False, erased=False)
            states = [(kept, _was_shown(kept)) for kept in said]
            for kept, shown in states:
                _blank(kept, shown)
            _forget_notes([kept.until_version for kept, _ in states])
        newest = DataVersion.objects.newest()
        erasure.version, erasure.is_open = (newest.number if newest else 0), False
        erasure.save()
    return erasure, len(states)


def _former(cell: CellName) -> QuerySet[FigureVersion]:
    """What the cell said before, but for what was erased already."""
    return FigureVersion.objects.filter(cell.people, from_version__isnull=False, erased=False, **cell.pay)


def _was_shown(kept: FigureVersion) -> bool:
    """Whether a page could show it: tried where it begins, where it ends, and where its part became public."""
    begin, end = kept.from_version or 0, kept.until_version
    spans = PartVersion.objects.filter(part=kept.part_id, from_version__range=(begin, end - 1))
    moments = {begin, end - 1, *spans.values_list("from_version", flat=True)}
    return any(said_then(moment, Q(pk=kept.pk)) for moment in sorted(moments))


def _blank(kept: FigureVersion, shown: bool) -> None:
    """Keep whose number it was and in which kind of pay; not even that it was there where nobody could see it."""
    nothing: dict[str, Any] = {"values": {}, "sample_size": None, "note": ""}
    nothing |= {"erased": True} if shown else {"from_version": None}
    FigureVersion.objects.filter(pk=kept.pk).update(**nothing)


def _forget_notes(versions: list[int]) -> None:
    """What was said of corrections may name the number. Notes on whole parts stay."""
    spans = PartVersion.objects.filter(Q(from_version__in=versions) | Q(until_version__in=versions))
    of_parts = {number for span in spans for number in (span.from_version, span.until_version)}
    DataVersion.objects.filter(number__in={*versions} - of_parts, is_open=False).update(
        note="", reason="A figure corrected"
    )
