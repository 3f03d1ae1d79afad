"""Influencing factors: what moves pay besides experience."""

from django.db import models

from salaries.models.base import (
    Addressed,
    Retirable,
    RetirableQuerySet,
    has_text,
    refuse_retired,
    slug_constraints,
    slug_field,
)
from salaries.models.locations import Location
from salaries.models.trail import History


class InfluencingFactorQuerySet(models.QuerySet["InfluencingFactor"]):
    """Clauses about factors."""

    def get_by_natural_key(self, slug: str) -> "InfluencingFactor":
        return self.get(slug=slug)


class InfluencingFactor(Addressed):
    """What moves pay besides experience, such as in-demand technologies. Its evidence is its options' figures."""

    slug = slug_field("The factor's address: /factors/…/.")
    name = models.CharField(max_length=120, unique=True)
    summary = models.CharField(max_length=240, blank=True, help_text="One sentence, shown in lists.")
    description = models.TextField(blank=True)
    rank = models.PositiveSmallIntegerField(default=0, help_text="Lower comes first.")

    objects = InfluencingFactorQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["rank", "slug"]
        constraints = [*slug_constraints("factor"), has_text("name", "factor", "A factor needs a name.")]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return f"/factors/{self.slug}/"


class FactorOptionQuerySet(RetirableQuerySet["FactorOption"]):
    """Clauses about options."""

    def get_by_natural_key(self, slug: str) -> "FactorOption":
        return self.get(slug=slug)


class FactorOption(Retirable):
    """One value of a factor: Go, Kubernetes, Seattle, a well-funded startup.

    An option that is a place has no figures of its own: `location` says which place's it has, and its
    premium is that place's pay against its parent's.
    """

    factor = models.ForeignKey(InfluencingFactor, on_delete=models.PROTECT, related_name="options")
    slug = slug_field("Unique over all factors; the fourth part of a subject.")
    name = models.CharField(max_length=120)
    location = models.ForeignKey(
        Location,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="options",
        help_text="Where the option is a place: the place whose figures are its evidence.",
    )
    rank = models.PositiveSmallIntegerField(default=0, help_text="Lower comes first within the factor.")

    objects = FactorOptionQuerySet.as_manager()
    history = History()

    class Meta:
        permissions = [("retire_factoroption", "Can retire and merge options")]
        ordering = ["factor", "rank", "slug"]
        constraints = [
            *slug_constraints("option"),
            has_text("name", "option", "An option needs a name."),
            models.UniqueConstraint(
                fields=["factor", "name"],
                name="option_name_in_factor",
                violation_error_message="This factor has an option of that name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["salaries.influencingfactor", "salaries.location"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        refuse_retired(self, "location")

    def get_absolute_url(self) -> str:
        if self.location is not None:
            return self.location.get_absolute_url()
        return f"/factors/{self.factor.slug}/#{self.slug}"
