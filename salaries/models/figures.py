"""Figures: one cell of a release, and the facts that the database itself holds it to."""

from decimal import Decimal
from functools import cache
from itertools import combinations
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length, Upper

from salaries.models.base import Edited
from salaries.models.factors import FactorOption
from salaries.models.levels import ExperienceLevel
from salaries.models.locations import Location
from salaries.models.roles import Role
from salaries.models.sources import Measure, Release, ReleasePart, Source
from salaries.models.trail import History
from salaries.pay.money import decimals

PERCENTILES = ("p10", "p25", "median", "p75", "p90")
PAY_FIELDS = ("mean", *PERCENTILES, "range_low", "range_high")
COUNT_FIELDS = ("sample_size", "employment")
ERROR_FIELDS = ("mean_error", "median_error")
NUMBER_FIELDS = (*PAY_FIELDS, *COUNT_FIELDS, *ERROR_FIELDS)
CELL = ("role", "location", "level", "option", "measure", "currency", "pay_period")

SAMPLED_KINDS = (Source.Kind.SURVEY, Source.Kind.JOB_ADVERTS)


class Mark(models.TextChoices):
    """Why a number is not there, or not exact."""

    WITHHELD = "withheld", "withheld by the publisher"
    NOT_COLLECTED = "not_collected", "not collected"
    TOO_FEW = "too_few", "too few answers"
    AT_LEAST = "at_least", "at least this much"


class PayPeriod(models.TextChoices):
    """The time that an amount is paid for."""

    YEAR = "year", "a year"
    MONTH = "month", "a month"
    HOUR = "hour", "an hour"


def _nearly_its_group(least: int) -> Q:
    """Whether too few answers lie between a cell and the group that it is a part of.

    The group is the same without the option, or else without the level. Two questions, each with an index of its own
    and asked of surveys' parts alone: as one value that is compared thrice they took PostgreSQL longer to plan than
    everything else of a page.
    """
    sample = OuterRef("sample_size")
    other = Q(sample_size__lt=sample) | Q(sample_size__gt=sample, sample_size__lt=sample + least)
    same = [name for name in CELL if name not in ("level", "option")]
    near = Figure.objects.order_by().filter(
        other, release=OuterRef("release"), option__isnull=True, **{name: OuterRef(name) for name in same}
    )
    of_level = Exists(near.filter(level=OuterRef("level")))
    of_all = Exists(near.filter(level__isnull=True))
    option, level = Q(option__isnull=False), Q(level__isnull=False)
    return (option & level & of_level) | (((option & ~level) | (level & ~option)) & of_all)


@cache
def _enough_answers(least: int) -> Q:
    """The rule of `publishable`: made once, since a page asks by it six times and no query changes it."""
    sampled = Q(release__source__kind__in=SAMPLED_KINDS)
    enough = Q(sample_size__gte=least) | (Q(sample_size__isnull=True) & ~sampled)
    return enough & ~(sampled & _nearly_its_group(least))


def enough_answers(kind: str, sample: int | None, group: int | None) -> bool:
    """The same rule for one cell, of a source of that kind, and the group that it is a part of."""
    least, sampled = settings.MINIMUM_SAMPLE, kind in SAMPLED_KINDS
    if sample is None:
        return not sampled
    return sample >= least and (not sampled or group in (None, sample) or group >= sample + least)


class FigureQuerySet(models.QuerySet["Figure"]):
    """Clauses about figures."""

    def published(self) -> "FigureQuerySet":
        """Figures of published parts, but for those of something that is retired."""
        return self.filter(part__state=ReleasePart.State.PUBLISHED, retired=False)

    def publishable(self) -> "FigureQuerySet":
        """Figures with answers enough to show.

        Surveys and job adverts need `MINIMUM_SAMPLE` answers, an unknown number counting as too few, and
        as many in the rest of the group that the cell is a part of, since the part could else be taken
        from the whole. No source shows a cell of fewer known answers than that.
        """
        return self.filter(_enough_answers(settings.MINIMUM_SAMPLE))

    def public(self) -> "FigureQuerySet":
        """What anybody may see, ready to be read as cells: `salaries/pages/cells.py`."""
        return self.published().publishable()

    def general_average(self) -> "FigureQuerySet":
        """Figures of whole roles: no level and no option."""
        return self.filter(level__isnull=True, option__isnull=True)

    def for_page(self) -> "FigureQuerySet":
        """With what a page says beside a figure; anything else that a page reads is a fault."""
        return self.select_related(
            "role", "level", "location", "option", "release__source", "part"
        ).fetch_mode(settings.PUBLIC_FETCH_MODE)

    def of_role_somewhere(self) -> Exists:
        """Whether a role (the outer query) has any public figure."""
        return Exists(self.public().filter(role=OuterRef("pk")))

    def get_by_natural_key(self, source: str, release: str, *cell: str | None) -> "Figure":
        role, location, level, option, measure, currency, pay_period = cell
        return self.get(
            release__source__slug=source,
            release__slug=release,
            role__slug=role,
            location__slug=location,
            level__slug=level,
            option__slug=option,
            measure=measure,
            currency=currency,
            pay_period=pay_period,
        )


def _pay(help_text: str) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=help_text,
        validators=[MinValueValidator(Decimal("0.01"), "Pay is more than nothing.")],
    )


def _mark(number: str) -> "models.CharField[str, str]":
    return models.CharField(
        max_length=14,
        choices=Mark,
        blank=True,
        default="",
        db_default="",
        verbose_name=f"{number} mark".replace("_", " "),
    )


def _mark_fits(number: str) -> models.CheckConstraint:
    given, mark = Q(**{f"{number}__isnull": False}), f"{number}_mark"
    return models.CheckConstraint(
        condition=Q(**{mark: ""})
        | (Q(**{mark: Mark.AT_LEAST}) & given)
        | (Q(**{f"{mark}__in": [Mark.WITHHELD, Mark.NOT_COLLECTED, Mark.TOO_FEW]}) & ~given),
        name=f"figure_{number}_mark_fits",
        violation_error_message=f"The {number.replace('_', ' ')} has a mark that says there is no number, and a "
        "number; or “at least” and none.",
    )


def _in_order(low: str, high: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{low}__isnull": True})
        | Q(**{f"{high}__isnull": True})
        | Q(**{f"{high}_mark": Mark.AT_LEAST})
        | Q(**{f"{low}__lte": F(high)}),
        name=f"figure_{low}_up_to_{high}",
        violation_error_message=f"The {low.replace('_', ' ')} cannot be above the {high.replace('_', ' ')}.",
    )


def _one_cell(level_given: bool, option_given: bool) -> models.UniqueConstraint:
    fields = ["release", "role", "location", "measure", "currency", "pay_period"]
    fields += ["level"] if level_given else []
    fields += ["option"] if option_given else []
    return models.UniqueConstraint(
        fields=fields,
        condition=Q(level__isnull=not level_given, option__isnull=not option_given),
        name=f"figure_one_cell_{'level' if level_given else 'all'}_{'option' if option_given else 'everyone'}",
        violation_error_message="This release has a figure for the same role, level, place, option, kind of "
        "pay, currency and pay period already.",
    )


class Figure(Edited):
    """One cell of a release: what some people (role, level, place, option) are paid, in one kind of pay.

    Level null means all levels, option null everyone. Amounts are as published, in `currency` for one
    `pay_period`. `employment` counts jobs and is not a sample size. Percentages and differences are never
    stored: they are derived from figures.
    """

    part = models.ForeignKey(ReleasePart, on_delete=models.PROTECT, related_name="figures")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="figures")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="figures")
    level = models.ForeignKey(
        ExperienceLevel,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        help_text="Empty: all levels together, the general average.",
    )
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="figures")
    option = models.ForeignKey(
        FactorOption,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        help_text="Empty: everyone, with or without any option.",
    )
    measure = models.CharField(max_length=24, choices=Measure)
    currency = models.CharField(max_length=3, default="USD", help_text="ISO 4217: USD, GBP, JPY.")
    pay_period = models.CharField(max_length=5, choices=PayPeriod, default=PayPeriod.YEAR)

    mean = _pay("Arithmetic mean, as published.")
    mean_mark = _mark("mean")
    p10 = _pay("A tenth is paid less.")
    p10_mark = _mark("p10")
    p25 = _pay("A quarter is paid less.")
    p25_mark = _mark("p25")
    median = _pay("Half is paid less.")
    median_mark = _mark("median")
    p75 = _pay("A quarter is paid more.")
    p75_mark = _mark("p75")
    p90 = _pay("A tenth is paid more.")
    p90_mark = _mark("p90")
    range_low = _pay("Bottom of a pay band.")
    range_low_mark = _mark("range_low")
    range_high = _pay("Top of a pay band.")
    range_high_mark = _mark("range_high")
    sample_size = models.PositiveIntegerField(null=True, blank=True, help_text="Answers behind the figure.")
    sample_size_mark = _mark("sample_size")
    employment = models.PositiveIntegerField(
        null=True, blank=True, help_text="Jobs that the figure speaks for; not a sample size."
    )
    employment_mark = _mark("employment")
    mean_error = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Relative standard error of the mean, in percent.",
    )
    mean_error_mark = _mark("mean_error")
    median_error = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Relative standard error of the median, in percent.",
    )
    median_error_mark = _mark("median_error")
    source_note = models.CharField(
        max_length=300, blank=True, help_text="What the source says of this cell alone."
    )

    retired = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="Whether its role, level, place or option is retired. Triggers keep it so.",
    )

    objects = FigureQuerySet.as_manager()
    history = History(left_out=("revision", "retired"))

    erased = False
    """Whether it once said something that was taken away for good: `salaries/models/history.py`."""

    class Meta:
        permissions = [("correct_figure", "Can correct figures that are public")]
        ordering = ["release", "role", "location", "level", "option"]
        constraints = [
            *(_one_cell(level, option) for level in (False, True) for option in (False, True)),
            *(_mark_fits(number) for number in NUMBER_FIELDS),
            *(_in_order(low, high) for low, high in combinations(PERCENTILES, 2)),
            _in_order("range_low", "range_high"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gt": 0}),
                    name=f"figure_{name}_positive",
                    violation_error_message=f"The {name.replace('_', ' ')} is not above zero.",
                )
                for name in PAY_FIELDS
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
                    name=f"figure_{name}_not_negative",
                    violation_error_message=f"The {name.replace('_', ' ')} is below zero.",
                )
                for name in ERROR_FIELDS
            ),
            models.CheckConstraint(
                condition=models.lookups.Exact(Length("currency"), 3) & Q(currency=Upper("currency")),
                name="figure_currency_iso",
                violation_error_message="A figure needs a currency of three capital letters: USD.",
            ),
            models.CheckConstraint(
                condition=Q(measure__in=Measure.values),
                name="figure_measure_known",
                violation_error_message="This kind of pay is not one that the guide knows.",
            ),
            models.CheckConstraint(
                condition=Q(pay_period__in=PayPeriod.values),
                name="figure_pay_period_known",
                violation_error_message="Pay is for a year, a month or an hour.",
            ),
        ]
        indexes = [
            models.Index(fields=["role", "location"], name="figure_role_location"),
            # A country has figures of every role, so that an index of places alone finds too many.
            models.Index(
                fields=["location", "role"],
                condition=Q(level__isnull=True, option__isnull=True),
                name="figure_general_average",
            ),
            # A list of one currency or pay period alone, in the order in which figures came.
            models.Index(fields=["currency", "id"], name="figure_currency"),
            models.Index(fields=["pay_period", "id"], name="figure_pay_period"),
        ]

    def __str__(self) -> str:
        who = [self.role.name, self.level.name if self.level else "all levels", self.location.name]
        return ", ".join([*who, self.option.name] if self.option else who)

    def natural_key(self) -> tuple[str | None, ...]:
        return (
            *self.release.natural_key(),
            self.role.slug,
            self.location.slug,
            self.level.slug if self.level else None,
            self.option.slug if self.option else None,
            self.measure,
            self.currency,
            self.pay_period,
        )

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "salaries.releasepart",
        "salaries.role",
        "salaries.location",
        "salaries.experiencelevel",
        "salaries.factoroption",
    ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.release_id is None and self.part_id is not None:
            self.release_id = self.part.release_id
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.part_id and self.release_id and self.part.release_id != self.release_id:
            errors["part"] = "The part belongs to another release."
        if self.option is not None and self.option.location_id:
            errors["option"] = "This option is a place: enter the figure for that place instead."
        if all(getattr(self, name) is None and not getattr(self, f"{name}_mark") for name in PAY_FIELDS):
            errors["__all__"] = "A figure needs at least one number, or a mark that says why there is none."
        try:
            places = decimals(self.currency)
        except KeyError:
            errors["currency"] = f"“{self.currency}” is not a currency code of ISO 4217."
        else:
            for name in PAY_FIELDS:
                value = getattr(self, name)
                if isinstance(value, Decimal) and value != round(value, places):
                    errors[name] = f"{self.currency} has {places or 'no'} decimals."
        if errors:
            raise ValidationError(errors)
