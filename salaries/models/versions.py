"""Data versions: a number that rises with every change to public data, and what figures said before."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models, transaction


class DataVersionQuerySet(models.QuerySet["DataVersion"]):
    """Clauses about data versions."""

    def newest(self) -> "DataVersion | None":
        """The version that public pages show now; None before any public data."""
        return self.order_by("-number").first()


class DataVersion(models.Model):
    """One change to public data, or several made together. Triggers write it: `salaries/models/triggers.py`.

    `is_open` is true only inside the transaction of `data_change`, so that all it does shares one number;
    `touched` says that something public did change under it.
    """

    number = models.BigAutoField(primary_key=True)
    committed_at = models.DateTimeField(db_default=models.functions.Now())
    reason = models.CharField(max_length=200, blank=True, db_default="")
    is_open = models.BooleanField(db_default=False, editable=False)
    touched = models.BooleanField(db_default=False, editable=False)

    objects = DataVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Data version {self.number}"


@contextmanager
def data_change(reason: str) -> Iterator[None]:
    """One transaction whose changes to public data share one version, named `reason`.

    Changes nothing where nothing public changes: a version without a change is dropped again.
    """
    from salaries.models import triggers

    with transaction.atomic():
        if DataVersion.objects.filter(is_open=True).exists():
            yield
            return
        triggers.lock_versions()
        opened = DataVersion.objects.create(reason=reason[:200], is_open=True)
        yield
        if not DataVersion.objects.filter(pk=opened.pk, touched=True).update(is_open=False):
            opened.delete()


class FigureVersion(models.Model):
    """What a published figure said before it was corrected: from one data version until, not in, another.

    Only changes after publication are kept, by a trigger, whatever made them.
    """

    figure = models.ForeignKey("salaries.Figure", on_delete=models.PROTECT, related_name="versions")
    from_version = models.PositiveBigIntegerField(
        null=True, help_text="The first data version that showed it."
    )
    until_version = models.PositiveBigIntegerField(help_text="The first data version that showed another.")
    values = models.JSONField(help_text="Every number and mark as it was; decimals are strings.")
    note = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        ordering = ["figure", "until_version"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "until_version"], name="figureversion_once_a_version")
        ]

    def __str__(self) -> str:
        return f"Figure {self.figure_id} until {self.until_version}"
