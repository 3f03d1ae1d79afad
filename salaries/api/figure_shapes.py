"""What the answers about figures, comparisons and changes look like."""

from typing import Literal

from pydantic import Field

from salaries.api.shapes import MEASURES, Evidence, Page, Period, Shape
from salaries.models.figures import PAY_FIELDS

State = Literal["published", "at_least", "none"]


class Number(Shape):
    """One number of a figure. `at_least`: the value is a lower limit. `none`: there is no number to show."""

    value: str | None = Field(description="A decimal as text.", examples=["106250.00"])
    state: State
    error: str | None = Field(description="Relative standard error in percent, as text.")


Numbers = dict[Literal[PAY_FIELDS], Number]  # type: ignore[valid-type]


class FigureShape(Shape):
    """One published cell: what some people are paid, in one kind of pay."""

    subject: str = Field(examples=["backend-engineer.10-plus-years"])
    role: str
    level: str = Field(description="`average`: all levels together.")
    location: str
    option: str | None = Field(description="null: everyone.")
    measure: Literal[MEASURES]  # type: ignore[valid-type]
    currency: str = Field(description="ISO 4217.")
    pay_period: Literal["year", "month", "hour"]
    numbers: Numbers = Field(description="The numbers that the source publishes, by statistic.")
    sample_size: int | None = Field(description="Answers behind the figure; null: not stated.")
    employment: int | None = Field(description="Jobs that it speaks for; not a sample size.")
    note: str | None
    release: str
    source: str
    reference_period: Period | None
    licence: str | None
    page: str = Field(description="The guide that shows it, for people.")


class Figures(Page):
    """Figures, and the releases that they are from."""

    figures: list[FigureShape]
    releases: list[Evidence]


class ComparedSubject(Shape):
    """A side of a comparison and the figure that answers for it; null where none is published."""

    subject: str
    role: str
    level: str
    location: str
    option: str | None
    value: str | None = Field(examples=["155000.00"])
    currency: str | None
    pay_period: str | None
    measure: str | None
    sample_size: int | None
    error: str | None
    source: str | None
    release: str | None
    reference_period: Period | None
    licence: str | None
    state: State


class ComparedDifference(Shape):
    """From the first side to this one: (this - first) / first, halves away from zero."""

    subject: str
    amount: str | None = Field(examples=["48750.00"])
    percent: str | None = Field(description="To one decimal.", examples=["45.9"])
    percent_exact: str | None = Field(description="To six decimals.", examples=["45.882353"])
    reason: Literal["no_figure", "at_least", "currency", "pay_period", "measure", "zero_base"] | None = Field(
        description="Why there is no difference."
    )


class ComparedNote(Shape):
    """What a reader must know of the comparison."""

    code: Literal[
        "source", "reference_period", "broader_role", "wide_error", "small_sample", "adjusted", "corrected"
    ]
    text: str


class Compared(Shape):
    """A comparison: the object that its page offers as data.json. `url` is that page."""

    data_version: int
    url: str
    statistic: str
    subjects: list[ComparedSubject]
    differences: list[ComparedDifference]
    notes: list[ComparedNote]


class ChangedRelease(Shape):
    """A release that was published or withdrawn."""

    name: str = Field(description="Source and period, in words.")
    release: str
    licence: str | None
    did: Literal["published", "withdrawn"]
    figures: int
    page: str | None = Field(description="null: nothing of it is public now.")


class ChangedFigure(Shape):
    """A figure before and after."""

    subject: str
    name: str = Field(description="The subject in words.")
    words: str = Field(description="What moved, in words.")
    evidence: str = Field(description="Source and period, in words.")
    sample: str | None
    release: str
    licence: str | None
    before: str | None = Field(description="A lasting address that shows the figure as it was.")
    after: str | None


class Change(Shape):
    """One data version: what it changed in figures."""

    data_version: int
    day: str = Field(examples=["27 November 2026"])
    heading: str
    note: str | None = Field(description="What the editors said of it.")
    releases: list[ChangedRelease]
    figures: list[ChangedFigure]
    more: str | None = Field(description="What is not listed, in words.")


class Changes(Page):
    """Changes, newest first."""

    changes: list[Change]
