"""Indices for adjustments, old addresses, and what seeding made."""

from django.db import models

from salaries.models.base import Edited
from salaries.models.locations import Location
from salaries.models.sources import Source
from salaries.models.trail import History


class PriceIndexQuerySet(models.QuerySet["PriceIndex"]):
    """Clauses about price indices."""

    def get_by_natural_key(self, kind: str, location: str, year: str) -> "PriceIndex":
        return self.get(kind=kind, location__slug=location, year=int(year))


class PriceIndex(Edited):
    """A price level of a place in a year, by which pay can be adjusted; nothing adjusted is ever stored."""

    class Kind(models.TextChoices):
        CPI = "cpi", "consumer prices (CPI)"
        RPP = "rpp", "regional price parity (RPP)"
        PPP = "ppp", "purchasing power parity (PPP)"

    kind = models.CharField(max_length=3, choices=Kind)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="price_indices")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=14, decimal_places=6, help_text="As published.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="price_indices")

    objects = PriceIndexQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "location", "-year"]
        verbose_name_plural = "price indices"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "location", "year"],
                name="priceindex_one_a_year",
                violation_error_message="This place has an index of that kind and year already.",
            ),
            models.CheckConstraint(
                condition=models.Q(value__gt=0),
                name="priceindex_positive",
                violation_error_message="An index is above zero.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.location}, {self.year}"

    def natural_key(self) -> tuple[str, str, str]:
        return (self.kind, self.location.slug, str(self.year))

    natural_key.dependencies = ["salaries.location", "salaries.source"]  # type: ignore[attr-defined]


class RedirectQuerySet(models.QuerySet["Redirect"]):
    """Clauses about old addresses."""

    def history_of(self, kind: str, slugs: list[str]) -> dict[str, str]:
        """Old slug -> the slug it has now, or an empty text where it is gone. Live slugs are asked first.

        What leads to something retired is gone too, until that comes back.
        """
        gone = self.model.objects.filter(kind=kind, old_slug=models.OuterRef("new_slug"), new_slug="")
        now = models.Case(models.When(models.Exists(gone), then=models.Value("")), default="new_slug")
        return dict(self.filter(kind=kind, old_slug__in=slugs).values_list("old_slug", now))


class Redirect(models.Model):
    """An old slug and what became of it. Triggers write it; a chain is always one hop long.

    For a release the slug is `source/release`.
    """

    class Kind(models.TextChoices):
        ROLE = "role"
        LEVEL = "level"
        LOCATION = "location"
        FACTOR = "factor"
        OPTION = "option"
        SOURCE = "source"
        RELEASE = "release"

    kind = models.CharField(max_length=10, choices=Kind)
    old_slug = models.CharField(max_length=170)
    new_slug = models.CharField(max_length=170, blank=True, db_default="", help_text="Empty: gone for good.")

    objects = RedirectQuerySet.as_manager()
    history = History(left_out=())

    class Meta:
        ordering = ["kind", "old_slug"]
        verbose_name = "old address"
        verbose_name_plural = "old addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "old_slug"],
                name="redirect_one_an_address",
                violation_error_message="This old address leads somewhere already.",
            ),
            models.CheckConstraint(
                condition=~models.Q(old_slug=models.F("new_slug")),
                name="redirect_not_to_itself",
                violation_error_message="An address cannot lead to itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_slug} → {self.new_slug or 'gone'}"


class SeedRecord(models.Model):
    """That seeding once made an object: so it neither makes again what was deleted nor undoes an edit."""

    model = models.CharField(max_length=60)
    natural_key = models.CharField(max_length=300)
    seeded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["model", "natural_key"]
        constraints = [models.UniqueConstraint(fields=["model", "natural_key"], name="seedrecord_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.natural_key}"
