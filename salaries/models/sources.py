"""Sources, their releases, and the parts that releases arrive in."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from salaries.models.base import (
    ALL_SOURCES,
    RESERVED,
    Addressed,
    Edited,
    has_text,
    slug_constraints,
    slug_field,
)
from salaries.models.trail import History, keep_as_it_stands, record
from salaries.models.versions import DataVersion, data_change
from salaries.pay.words import Measure as MeasureWords


class Measure(models.TextChoices):
    """Which kind of pay a figure states."""

    BASE_SALARY = "base_salary", MeasureWords["base_salary"]
    TOTAL_COMPENSATION = "total_compensation", MeasureWords["total_compensation"]
    GROSS_PAY = "gross_pay", MeasureWords["gross_pay"]
    ADVERTISED_PAY = "advertised_pay", MeasureWords["advertised_pay"]
    SALARY_UNSPECIFIED = "salary_unspecified", MeasureWords["salary_unspecified"]


USUAL_CYCLE = 12
"""Months between two editions of a source that states none."""

OLD_AFTER = 2
"""Cycles after its end from which the newest edition of a source counts as old."""


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, 28))


class SourceQuerySet(models.QuerySet["Source"]):
    """Clauses about sources."""

    def get_by_natural_key(self, slug: str) -> "Source":
        return self.get(slug=slug)

    def overdue(self, today: date) -> list[tuple["Source", date]]:
        """Sources of which an edition seems to be missing, with the last day of their newest: 1 query.

        An edition comes out some time after the period that it is of, so the newest is old once two cycles have
        passed since its end. A source that states no cycle is taken to come out once a year; one whose newest
        public edition states no period is never overdue.
        """
        ends = Release.objects.public().filter(source=models.OuterRef("pk"), reference_end__isnull=False)
        newest = ends.order_by("-reference_end").values("reference_end")[:1]
        rows: Any = self.annotate(newest_end=models.Subquery(newest)).filter(newest_end__isnull=False)
        return [
            (source, source.newest_end)
            for source in rows.order_by("newest_end", "slug")
            if source.newest_end < _months_before(today, OLD_AFTER * (source.cycle_months or USUAL_CYCLE))
        ]


class Source(Addressed):
    """Who publishes figures, how they are made and under which licence they may be passed on."""

    class Kind(models.TextChoices):
        OFFICIAL_STATISTICS = "official_statistics", "official statistics"
        SURVEY = "survey", "survey"
        JOB_ADVERTS = "job_adverts", "job adverts"
        EMPLOYER_POLICY = "employer_policy", "employer policy"
        EDITORIAL = "editorial", "editorial"

    slug = slug_field("The source's address: /sources/…/.")
    publisher = models.CharField(max_length=160, help_text="Who answers for the figures.")
    title = models.CharField(max_length=200, help_text="What it is called.")
    short_name = models.CharField(max_length=60, blank=True, help_text="For evidence lines: BLS OEWS.")
    url = models.URLField(max_length=400, blank=True)
    licence = models.CharField(max_length=120, blank=True, help_text="Empty: shown as “not stated”.")
    licence_url = models.URLField(max_length=400, blank=True)
    attribution = models.CharField(
        max_length=300, blank=True, help_text="The line that the licence asks for."
    )
    kind = models.CharField(max_length=24, choices=Kind, default=Kind.EDITORIAL)
    method = models.TextField(blank=True, help_text="How the figures are made. Empty: shown as “not stated”.")
    note = models.TextField(
        blank=True, help_text="What a reader must know besides, such as a place not stated."
    )
    primary_measure = models.CharField(
        max_length=24,
        choices=Measure,
        default=Measure.SALARY_UNSPECIFIED,
        help_text="The kind of pay that is meant when a visitor does not ask for another.",
    )
    cycle_months = models.PositiveSmallIntegerField(
        "comes out every (months)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1, "An edition comes out once a month at most.")],
        help_text="12 for once a year. Empty: not stated. Editors are told where an edition seems to be missing.",
    )

    reserved = RESERVED | {ALL_SOURCES}

    objects = SourceQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["publisher", "title"]
        constraints = [
            *slug_constraints("source", reserved=RESERVED | {ALL_SOURCES}),
            has_text("publisher", "source", "A source needs a publisher."),
            models.CheckConstraint(
                condition=models.Q(primary_measure__in=Measure.values),
                name="source_measure_known",
                violation_error_message="This kind of pay is not one that the guide knows.",
            ),
            models.CheckConstraint(
                condition=models.Q(cycle_months__isnull=True) | models.Q(cycle_months__gte=1),
                name="source_cycle_a_month_at_least",
                violation_error_message="An edition comes out once a month at most.",
            ),
        ]

    def __str__(self) -> str:
        return self.label if not self.title else f"{self.publisher}: {self.title}"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return f"/sources/{self.slug}/"

    @property
    def label(self) -> str:
        """The name for evidence lines."""
        return self.short_name or self.publisher


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Clauses about releases."""

    def get_by_natural_key(self, source: str, slug: str) -> "Release":
        return self.get(source__slug=source, slug=slug)

    def public(self) -> "ReleaseQuerySet":
        """Releases of which a part is published."""
        return self.filter(
            models.Exists(
                ReleasePart.objects.filter(release=models.OuterRef("pk"), state=ReleasePart.State.PUBLISHED)
            )
        )


class Release(Addressed):
    """One edition of a source, for one period. The period may be unknown: both ends null, shown as “not stated”."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="releases")
    slug = slug_field("The edition's part of the address: may-2025.", unique=False)
    reference_start = models.DateField(null=True, blank=True, help_text="First day that the pay is of.")
    reference_end = models.DateField(null=True, blank=True, help_text="Last day that the pay is of.")
    retrieved_on = models.DateField(null=True, blank=True, help_text="When it was read or downloaded.")
    priority = models.IntegerField(
        default=0, help_text="Where several releases could answer: the higher number answers first."
    )

    objects = ReleaseQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["source", "-reference_end", "slug"]
        constraints = [
            *slug_constraints("release", reserved=frozenset()),
            models.UniqueConstraint(
                fields=["source", "slug"],
                name="release_slug_in_source",
                violation_error_message="This source has a release of that slug already.",
            ),
            models.UniqueConstraint(
                fields=["source", "reference_start", "reference_end"],
                name="release_one_per_period",
                violation_error_message="This source has a release for that period already.",
            ),
            models.UniqueConstraint(
                fields=["source"],
                condition=models.Q(reference_start__isnull=True),
                name="release_one_without_period",
                violation_error_message="This source has a release of unknown period already.",
            ),
            models.CheckConstraint(
                condition=models.Q(reference_start__isnull=True, reference_end__isnull=True)
                | models.Q(
                    reference_start__isnull=False,
                    reference_end__isnull=False,
                    reference_start__lte=models.F("reference_end"),
                ),
                name="release_period_possible",
                violation_error_message="A period has a first and a last day, in that order, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.slug}/{self.slug}"

    def natural_key(self) -> tuple[str, str]:
        return (self.source.slug, self.slug)

    natural_key.dependencies = ["salaries.source"]  # type: ignore[attr-defined]

    def get_absolute_url(self) -> str:
        return f"/sources/{self.source.slug}/{self.slug}/"

    def clean(self) -> None:
        # A release's slug stands after its source's, so no word is reserved here.
        models.Model.clean(self)


class ReleasePartQuerySet(models.QuerySet["ReleasePart"]):
    """Clauses about parts."""

    def get_by_natural_key(self, source: str, release: str, name: str) -> "ReleasePart":
        return self.get(release__source__slug=source, release__slug=release, name=name)


class ReleasePart(Edited):
    """One file of a release, or one set of figures typed by hand. Publishing is one switch: its `state`.

    Figures of a part that is not published are seen by editors alone. `published_in` is the data version
    in which the part became public first; the database fills it in.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        IN_REVIEW = "in_review", "in review"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(max_length=160, help_text="The file's name, or a name for figures typed by hand.")
    file_name = models.CharField(
        max_length=160,
        blank=True,
        help_text="As the publisher calls the file; a corrected file has the same.",
    )
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the file, where there is one.")
    rows = models.PositiveIntegerField(default=0, help_text="Rows read from the file.")
    parser_version = models.CharField(max_length=20, blank=True)
    recipe = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Digest of all that decides, besides the file, what is read from it.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    published_in = models.ForeignKey(
        DataVersion, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="parts"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="Who sent it to review.",
    )

    objects = ReleasePartQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["release", "name"]
        permissions = [("publish_releasepart", "Can publish and withdraw release parts")]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "name"],
                name="part_name_in_release",
                violation_error_message="This release has a part of that name already.",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "in_review", "published", "withdrawn"]),
                name="part_state_known",
                violation_error_message="A part is draft, in review, published or withdrawn.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.name}"

    def natural_key(self) -> tuple[str, str, str]:
        return (*self.release.natural_key(), self.name)

    natural_key.dependencies = ["salaries.release"]  # type: ignore[attr-defined]

    def publish(self, reason: str = "", note: str = "") -> None:
        """Make the part's figures public, and the changes that it brings to others; `note` is for readers.

        Raises `ValidationError` where it holds neither, where somebody published it meanwhile, and where a
        figure that it would change was edited since. Nothing is changed then.
        """
        from salaries.models.changes import apply_changes

        if not self.figures.exists() and not self.changes.exists():
            raise ValidationError("A part without figures cannot be published.")
        with data_change(reason or f"{self.release} published", note):
            self._become(self.State.PUBLISHED, note or reason)
            apply_changes(self)

    def withdraw(self, reason: str = "", note: str = "") -> None:
        """Take the part's figures back from the public; what it changed says again what it said before."""
        from salaries.models.changes import undo_changes

        with data_change(reason or f"{self.release} withdrawn", note):
            was_public = self.state == self.State.PUBLISHED
            self._become(self.State.WITHDRAWN, note or reason)
            if was_public:
                undo_changes(self)

    def _become(self, state: str, reason: str) -> None:
        """Set the state, unless somebody set it meanwhile; with an entry in the part's history."""
        keep_as_it_stands(ReleasePart, self.pk)
        moved = ReleasePart.objects.filter(pk=self.pk, state=self.state).exclude(state=state)
        if not moved.update(state=state):
            self.refresh_from_db()
            raise ValidationError(f"{self} is {self.get_state_display()} already.")
        self.refresh_from_db()
        record(self, reason)
