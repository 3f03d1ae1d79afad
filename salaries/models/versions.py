"""Data versions: a number that rises with every change to public data, and what was public before."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connections, models, transaction
from django.db.models.functions import Coalesce


def _kept(to: str, **options: Any) -> "models.ForeignKey[Any, Any]":
    """A relation of a row that is kept; what becomes of it when the other row goes is up to the triggers."""
    return models.ForeignKey(to, on_delete=models.DO_NOTHING, **{"related_name": "+", **options})


class DataVersionQuerySet(models.QuerySet["DataVersion"]):
    """Clauses about data versions."""

    def newest(self) -> "DataVersion | None":
        """The version that public pages show now; None before any public data."""
        return self.order_by("-number").first()

    def that_changed_figures(self) -> "DataVersionQuerySet":
        """Versions that published, withdrew or changed figures, or what decides between them; newest first.

        Others changed names and texts. `ended` counts the former states of figures that end with the version,
        `came` the figures that came with it into what was public before; `previous` is the number before.
        """
        here = {"number": models.OuterRef("number")}
        ended = FigureVersion.objects.filter(until_version=here["number"], from_version__isnull=False)
        came = FigureArrival.objects.filter(version=here["number"])
        kinds = (
            PartVersion.objects.filter(from_version=here["number"]),
            PartVersion.objects.filter(until_version=here["number"]),
            FactVersion.objects.filter(until_version=here["number"]),
            ended,
            came,
        )
        any_of = models.Q()
        for kind in kinds:
            any_of |= models.Q(models.Exists(kind))
        earlier = DataVersion.objects.filter(number__lt=here["number"]).order_by("-number")
        return (
            self.filter(any_of)
            .annotate(
                ended=_count(ended, "until_version"),
                came=_count(came, "version"),
                previous=models.Subquery(earlier.values("number")[:1]),
            )
            .order_by("-number")
        )


def _count(rows: "models.QuerySet[Any]", by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(total=models.Count("*"))
    return Coalesce(models.Subquery(counted.values("total")), 0)


class DataVersion(models.Model):
    """One change to public data, or several made together. Triggers write it: `salaries/models/triggers.py`.

    `reason` says to editors what was done; `note` is what one of them says of it to readers.
    `is_open` is true only inside the transaction of `data_change`, so that all it does shares one number;
    `touched` says that something public did change under it.
    """

    number = models.BigAutoField(primary_key=True)
    committed_at = models.DateTimeField(db_default=models.functions.Now())
    reason = models.CharField(max_length=200, blank=True, db_default="")
    note = models.CharField(max_length=200, blank=True, db_default="", help_text="Shown to readers.")
    is_open = models.BooleanField(db_default=False, editable=False)
    touched = models.BooleanField(db_default=False, editable=False)

    objects = DataVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["committed_at"], name="dataversion_committed_at"),
            # Triggers ask for each row that changes which version is open.
            models.Index(fields=["is_open"], condition=models.Q(is_open=True), name="dataversion_open"),
        ]

    def __str__(self) -> str:
        return f"Data version {self.number}"


class Stamp(NamedTuple):
    """What tells a data version from every other, also from one of the same number that was taken back.

    `committed_at` is as the database has it: to be compared, not to be read.
    """

    number: int
    committed_at: object
    is_open: bool


def newest_stamp(using: str | None = None) -> Stamp | None:
    """The version that public pages show now; None before any public data. Asked by each of them: 1 plain query."""
    with connections[using or DataVersion.objects.db].cursor() as cursor:
        cursor.execute(
            "SELECT number, committed_at, is_open FROM salaries_dataversion ORDER BY number DESC LIMIT 1"
        )
        row = cursor.fetchone()
    return Stamp(*row) if row else None


@contextmanager
def data_change(reason: str, note: str = "") -> Iterator[None]:
    """One transaction whose changes to public data share one version, named `reason`, with a note to readers.

    Changes nothing where nothing public changes: a version without a change is dropped again.
    """
    from salaries.models import triggers

    with transaction.atomic():
        if DataVersion.objects.filter(is_open=True).exists():
            if note:
                DataVersion.objects.filter(is_open=True).update(note=note[:200])
            yield
            return
        triggers.lock_versions()
        opened = DataVersion.objects.create(reason=reason[:200], note=note[:200], is_open=True)
        yield
        if not DataVersion.objects.filter(pk=opened.pk, touched=True).update(is_open=False):
            opened.delete()


class FigureVersion(models.Model):
    """What a published figure said before it was corrected or deleted: from one data version until, not in, another.

    Only changes after publication are kept, by a trigger, whatever made them. What was shown is what was said
    while the part was public (`PartVersion`).

    The columns up to `pay_period` are the figure's as they were, so that it is found by them; `sample_size`
    decides whether it could be shown. The figure and the part may be gone since; the history of a role,
    level, place or option that is deleted goes with it.
    """

    figure = _kept("salaries.Figure", related_name="versions", db_constraint=False, null=True)
    part = _kept("salaries.ReleasePart", related_name="+", db_constraint=False, null=True)
    release = models.ForeignKey("salaries.Release", on_delete=models.PROTECT, related_name="+")
    role = _kept("salaries.Role", db_index=False)
    level = _kept("salaries.ExperienceLevel", null=True)
    location = _kept("salaries.Location")
    option = _kept("salaries.FactorOption", null=True)
    measure = models.CharField(max_length=24)
    currency = models.CharField(max_length=3)
    pay_period = models.CharField(max_length=5)
    sample_size = models.PositiveIntegerField(null=True)
    from_version = models.PositiveBigIntegerField(
        null=True, help_text="The first data version that showed it."
    )
    until_version = models.PositiveBigIntegerField(help_text="The first data version that showed another.")
    values = models.JSONField(help_text="Every number and mark as it was; decimals are strings.")
    erased = models.BooleanField(
        db_default=False, help_text="Whether the numbers were taken away for good: `manage.py erase_figure`."
    )
    note = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        ordering = ["figure_id", "until_version"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "until_version"], name="figureversion_once_a_version")
        ]
        indexes = [
            models.Index(fields=["role", "location"], name="figureversion_role_location"),
            models.Index(fields=["until_version"], name="figureversion_until"),
            models.Index(fields=["from_version"], name="figureversion_from"),
        ]

    def __str__(self) -> str:
        return f"Figure {self.figure_id} until {self.until_version}"


class FigureArrival(models.Model):
    """Since which data version a figure is there that came into a part which was public before.

    A trigger writes it. Other figures are there since their part was published.
    """

    figure = models.OneToOneField(
        "salaries.Figure",
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="+",
    )
    version = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["version"], name="figurearrival_version")]

    def __str__(self) -> str:
        return f"Figure {self.figure_id} from {self.version}"


class PartVersion(models.Model):
    """A time in which a part was public: from one data version until, not in, another; null while it lasts.

    A trigger writes it. A part that is withdrawn and published again has two. The part may be deleted since.
    """

    part = _kept("salaries.ReleasePart", related_name="versions", db_constraint=False, null=True)
    release = _kept("salaries.Release")
    from_version = models.PositiveBigIntegerField()
    until_version = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["part_id", "from_version"]
        constraints = [
            models.UniqueConstraint(fields=["part", "from_version"], name="partversion_once_a_version"),
            models.CheckConstraint(
                condition=models.Q(until_version__isnull=True)
                | models.Q(until_version__gt=models.F("from_version")),
                name="partversion_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["from_version"], name="partversion_from"),
            models.Index(fields=["until_version"], name="partversion_until"),
        ]

    def __str__(self) -> str:
        return f"Part {self.part_id} from {self.from_version} until {self.until_version or 'now'}"


class FactVersion(models.Model):
    """What decides between figures, as it was until, not in, a data version: a trigger writes it.

    `values` are those of `FACTS`: a release's priority and period, a source's primary measure, a place's
    currency. Names and texts are not kept.
    """

    noun = models.CharField(max_length=20)
    row_id = models.PositiveBigIntegerField()
    until_version = models.PositiveBigIntegerField()
    values = models.JSONField()

    class Meta:
        ordering = ["noun", "row_id", "until_version"]
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "row_id", "until_version"], name="factversion_once_a_version"
            )
        ]
        indexes = [models.Index(fields=["until_version"], name="factversion_until")]

    def __str__(self) -> str:
        return f"{self.noun} {self.row_id} until {self.until_version}"


FACTS = {
    "release": ("priority", "reference_start", "reference_end"),
    "source": ("primary_measure",),
    "location": ("currency",),
}
"""What `FactVersion` keeps, by noun."""
