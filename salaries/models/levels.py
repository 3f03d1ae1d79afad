"""Experience levels: steps of seniority or of years."""

from django.db import models

from salaries.models.base import Retirable, RetirableQuerySet, has_text, slug_constraints, slug_field
from salaries.models.trail import History


class ExperienceLevelQuerySet(RetirableQuerySet["ExperienceLevel"]):
    """Clauses about levels."""

    def get_by_natural_key(self, slug: str) -> "ExperienceLevel":
        return self.get(slug=slug)


class ExperienceLevel(Retirable):
    """A step of seniority (Senior/Staff) or of years (10+ Years). A percentile of a whole role is not one."""

    slug = slug_field("The level's part of addresses, unique over all schemes.")
    name = models.CharField(max_length=80, unique=True)
    people = models.CharField(
        max_length=120,
        blank=True,
        help_text="For sentences, after the people of the role: with 10 or more years.",
    )
    scheme = models.SlugField(max_length=40, help_text="Which ladder it is a step of: seniority, tenure.")
    min_years = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="From how many years of experience, where the step has a bound."
    )
    max_years = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Up to how many years, where the step has a bound."
    )
    rank = models.PositiveSmallIntegerField(default=0, help_text="Lower comes first on the ladder.")
    description = models.TextField(blank=True)

    objects = ExperienceLevelQuerySet.as_manager()
    history = History()

    class Meta:
        permissions = [("retire_experiencelevel", "Can retire and merge experience levels")]
        ordering = ["rank", "slug"]
        constraints = [
            *slug_constraints("level"),
            has_text("name", "level", "A level needs a name."),
            models.CheckConstraint(
                condition=models.Q(min_years__isnull=True)
                | models.Q(max_years__isnull=True)
                | models.Q(min_years__lte=models.F("max_years")),
                name="level_years_in_order",
                violation_error_message="A level's last year cannot be before its first.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
