"""Locations: countries, states, metropolitan and other areas."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length, Upper

from salaries.models.base import (
    DEFAULT_LOCATION,
    RESERVED,
    Edited,
    Retirable,
    RetirableQuerySet,
    has_text,
    holds,
    refuse_retired,
    slug_constraints,
    slug_field,
)
from salaries.models.trail import History


class LocationQuerySet(RetirableQuerySet["Location"]):
    """Clauses about places."""

    def get_by_natural_key(self, slug: str) -> "Location":
        return self.get(slug=slug)

    def matching(self, text: str) -> "LocationQuerySet":
        """Places whose names or codes hold every word of a text that is not blank."""
        return self.filter(holds(text, "name", "short_name", "codes__code")).distinct()


class Location(Retirable):
    """A place that a source publishes pay for. `currency` is what pay there is normally stated in.

    A metropolitan area's parent is its country: such areas cross the borders of states.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", "country"
        STATE = "state", "state or province"
        METRO = "metro", "metropolitan area"
        AREA = "area", "other area"

    slug = slug_field("Countries by ISO code (gb), US states by name, metros by first city and state.")
    name = models.CharField(
        max_length=160, unique=True, help_text="As published: San Jose-Sunnyvale-Santa Clara, CA."
    )
    short_name = models.CharField(
        max_length=80, blank=True, help_text="For charts and sentences: San Jose, CA. Empty: the name."
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COUNTRY)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The place whose pay this one's is set against. Countries have none.",
    )
    currency = models.CharField(max_length=3, default="USD", help_text="ISO 4217: USD, GBP, JPY.")

    objects = LocationQuerySet.as_manager()
    history = History()

    class Meta:
        permissions = [("retire_location", "Can retire and merge places")]
        ordering = ["name"]
        constraints = [
            *slug_constraints("location", reserved=RESERVED - {DEFAULT_LOCATION}),
            has_text("name", "location", "A place needs a name."),
            models.CheckConstraint(
                condition=models.lookups.Exact(Length("currency"), 3) & models.Q(currency=Upper("currency")),
                name="location_currency_iso",
                violation_error_message="A currency is three capital letters: USD.",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="location_not_its_own_parent",
                violation_error_message="A place cannot be part of itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return f"/locations/{self.slug}/"

    @property
    def label(self) -> str:
        """The name for charts and sentences: `San Jose, CA`, `the United States` being left to prose."""
        return self.short_name or self.name

    @property
    def is_default_location(self) -> bool:
        return self.slug == DEFAULT_LOCATION

    def clean(self) -> None:
        super().clean()
        refuse_retired(self, "parent")
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen:
                raise ValidationError({"parent": f"{above.name} is itself a part of {self.name}."})
            seen.add(above.pk)
            above = above.parent


class LocationCodeQuerySet(models.QuerySet["LocationCode"]):
    """Clauses about codes of places."""

    def get_by_natural_key(self, scheme: str, code: str) -> "LocationCode":
        return self.get(scheme=scheme, code=code)


class LocationCode(Edited):
    """What a classification calls this place: ISO 3166 US, CBSA 41940."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=40, help_text="ISO 3166, FIPS, CBSA.")
    code = models.CharField(max_length=40, help_text="As published: 41940.")

    objects = LocationCodeQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["scheme", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="locationcode_scheme_code",
                violation_error_message="Another place has this code already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"

    def natural_key(self) -> tuple[str, str]:
        return (self.scheme, self.code)
