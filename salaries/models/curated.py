"""Comparisons that many people come for: the only ones that pages lead to by links."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from salaries.models.base import MOST_SUBJECTS, Edited, has_text
from salaries.models.factors import FactorOption
from salaries.models.figures import Figure
from salaries.models.levels import ExperienceLevel
from salaries.models.locations import Location
from salaries.models.roles import Role
from salaries.models.trail import History

CELL = ("role", "level", "location", "option")
"""What a side of a comparison is of."""
SAME = "Two sides are the same: a thing is not compared with itself."


def _same() -> dict[str, Coalesce]:
    """What a side is of, with 0 for all levels and everyone: nulls are equal to nothing."""
    return {f"its_{name}": Coalesce(f"{name}_id", Value(0)) for name in CELL}


class CuratedComparisonQuerySet(models.QuerySet["CuratedComparison"]):
    """Clauses about curated comparisons."""

    def get_by_natural_key(self, title: str) -> "CuratedComparison":
        return self.get(title=title)


class CuratedComparison(Edited):
    """A comparison that editors offer by name. Its subjects in their order are its address, so a rename keeps it."""

    title = models.CharField(
        max_length=120,
        unique=True,
        help_text="What the link says: Software developers: San Jose and Seattle.",
    )
    rank = models.PositiveSmallIntegerField(default=0, help_text="Lower comes first.")

    objects = CuratedComparisonQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["rank", "title"]
        constraints = [has_text("title", "curatedcomparison", "A comparison needs a title.")]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.title,)


class CuratedSubjectQuerySet(models.QuerySet["CuratedSubject"]):
    """Clauses about their subjects."""

    def live(self) -> "CuratedSubjectQuerySet":
        """Sides of comparisons none of whose sides names something that is retired."""
        retired = Q()
        for name in CELL:
            retired |= Q(**{f"{name}__retired_in__isnull": False})
        return self.exclude(Exists(CuratedSubject.objects.filter(retired, comparison=OuterRef("comparison"))))

    def with_figures(self) -> "CuratedSubjectQuerySet":
        """Sides of comparisons each of whose sides has a public figure."""
        same = _same()
        figures = Figure.objects.public().alias(**same)
        # The bare role and place are what an index finds.
        figures = figures.filter(
            role=OuterRef("role"), location=OuterRef("location"), **{name: OuterRef(name) for name in same}
        )
        silent = CuratedSubject.objects.alias(**same).exclude(Exists(figures))
        return self.exclude(Exists(silent.filter(comparison=OuterRef("comparison"))))

    def repeated(self) -> "CuratedSubjectQuerySet":
        """Sides that are the same as one before them in their comparison: nothing is compared with itself."""
        same = _same()
        others = CuratedSubject.objects.alias(**same).filter(
            comparison=OuterRef("comparison"),
            number__lt=OuterRef("number"),
            **{name: OuterRef(name) for name in same},
        )
        return self.alias(**same).filter(Exists(others))

    def in_order(self) -> "CuratedSubjectQuerySet":
        """Comparison by comparison, the baseline first, with all that an address needs."""
        return self.select_related("comparison", "role", "level", "location", "option").order_by(
            "comparison__rank", "comparison__title", "number"
        )

    def get_by_natural_key(self, title: str, number: str) -> "CuratedSubject":
        return self.get(comparison__title=title, number=int(number))


class CuratedSubject(Edited):
    """One side of a curated comparison, number 1 being the baseline. It goes with the role or place that it names."""

    comparison = models.ForeignKey(CuratedComparison, on_delete=models.CASCADE, related_name="subjects")
    number = models.PositiveSmallIntegerField(help_text="1 is the baseline, 4 the last.")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+")
    level = models.ForeignKey(
        ExperienceLevel,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: all levels.",
    )
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    option = models.ForeignKey(
        FactorOption,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: everyone.",
    )

    objects = CuratedSubjectQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["comparison", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "number"],
                name="curatedsubject_one_a_number",
                violation_error_message="Another side has this number already.",
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=MOST_SUBJECTS),
                name="curatedsubject_number",
                violation_error_message="The sides of a comparison are numbered 1 to 4.",
            ),
        ]

    def __str__(self) -> str:
        level = self.level.name if self.level else "all levels"
        return f"{self.number}: {self.role}, {level}, {self.location}"

    def natural_key(self) -> tuple[str, str]:
        return (self.comparison.title, str(self.number))

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "salaries.curatedcomparison",
        "salaries.role",
        "salaries.experiencelevel",
        "salaries.location",
        "salaries.factoroption",
    ]
