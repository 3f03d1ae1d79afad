"""What an address of the API asks for: its parameters, in their one order."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from pydantic import BaseModel, BeforeValidator, Field, ValidationInfo, field_validator

from salaries.api.problems import MovedError
from salaries.api.shapes import MEASURES, PLACES
from salaries.models.base import SLUG
from salaries.pages.asked import PRICES
from salaries.pay.words import STATISTICS

MOST_ROWS = 200
"""Rows of a page at most."""
USUAL_ROWS = 50
MOST_CHANGES = 20
"""Changes of a page at most: each of them may list many figures."""
USUAL_CHANGES = 10

_SUBJECT = rf"{SLUG.pattern}(?:\.{SLUG.pattern}){{1,3}}"


def _whole(value: Any) -> Any:
    """A number is written in digits alone: neither 5.0 nor +5."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ValueError("Write a whole number in digits.")
    return value


Slug = Annotated[str, Field(pattern=rf"^{SLUG.pattern}$", max_length=80)]
ReleaseName = Annotated[str, Field(pattern=rf"^{SLUG.pattern}/{SLUG.pattern}$", max_length=161)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Amount = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,11}(?:\.[0-9]{1,2})?$")]
PayPeriod = Literal["year", "month", "hour"]
MeasureName = Literal[MEASURES]  # type: ignore[valid-type]
Statistic = Literal[STATISTICS]  # type: ignore[valid-type]

WHOLE = BeforeValidator(_whole)
Rows = Annotated[int, Field(ge=1, le=MOST_ROWS), WHOLE]
Limit = Annotated[Rows | None, Field(description=f"Rows of a page; {USUAL_ROWS} when not given.")]
AfterSlug = Annotated[Slug | None, Field(description="Where the page begins: take it from `next`.")]
Number = Annotated[int, Field(ge=1, le=999_999_999), WHOLE]
AfterNumber = Annotated[Number | None, Field(description="Where the page begins: take it from `next`.")]


class Asked(BaseModel):
    """Parameters; other ones change nothing."""

    @field_validator("*", mode="before")
    @classmethod
    def once(cls, value: Any, info: ValidationInfo) -> Any:
        """It would not be clear which is meant of a parameter that is given twice."""
        request = info.context["request"] if info.context else None
        if request and len(request.GET.getlist(info.field_name)) > 1:
            raise ValueError("Given more than once: give it once.")
        return value

    @property
    def given(self) -> list[tuple[str, str]]:
        """Those that were given, in their canonical order."""
        return [(name, str(value)) for name, value in self if value is not None]

    def but(self, **values: Any) -> str:
        """The query with other values, with the question mark, or nothing."""
        return query_of(self.model_copy(update=values).given)


class Listing(Asked):
    """A page of a list by slug."""

    limit: Limit = None
    cursor: AfterSlug = None


class PlaceListing(Asked):
    """A page of the list of locations."""

    kind: Annotated[Literal[PLACES] | None, Field(description="Locations of this kind.")] = None  # type: ignore[valid-type]
    parent: Annotated[Slug | None, Field(description="Locations in this one, at the next step.")] = None
    limit: Limit = None
    cursor: AfterSlug = None


class ReleaseListing(Asked):
    """A page of the list of releases."""

    source: Annotated[Slug | None, Field(description="Releases of this source.")] = None
    limit: Limit = None
    cursor: AfterNumber = None


class FigureListing(Asked):
    """Which figures are wanted."""

    role: Annotated[Slug | None, Field(description="The role's slug.", examples=["backend-engineer"])] = None
    level: Annotated[
        Slug | None, Field(description="The level's slug; `average` means all levels together.")
    ] = None
    location: Annotated[Slug | None, Field(description="The location's slug: `us`, `san-jose-ca`.")] = None
    option: Annotated[Slug | None, Field(description="The slug of a factor's option: `go`.")] = None
    source: Annotated[Slug | None, Field(description="The source's slug.")] = None
    release: Annotated[ReleaseName | None, Field(description="`source/release`.")] = None
    measure: Annotated[MeasureName | None, Field(description="The kind of pay.")] = None
    currency: Annotated[Currency | None, Field(description="ISO 4217: `USD`.")] = None
    pay_period: Annotated[PayPeriod | None, Field(description="What the amount is paid for.")] = None
    statistic: Annotated[Statistic | None, Field(description="Figures that publish this number.")] = None
    min_pay: Annotated[
        Amount | None,
        Field(
            description="Figures whose `statistic` (the median when none is named) is this much or more. Only "
            "together with `measure`, `currency` and `pay_period`, so that unlike figures are never mixed."
        ),
    ] = None
    limit: Limit = None
    cursor: AfterNumber = None


class ChangeListing(Asked):
    """A page of the changes."""

    limit: Annotated[
        Annotated[int, Field(ge=1, le=MOST_CHANGES), WHOLE] | None,
        Field(description=f"Changes of a page; {USUAL_CHANGES} when not given."),
    ] = None
    cursor: AfterNumber = None


class ComparisonAsked(Asked):
    """Which comparison is wanted: the parameters of its page."""

    subjects: Annotated[
        str,
        Field(
            description="Two to four, parted by commas, each `role.level[.location[.option]]`; the first is the "
            "baseline.",
            examples=["backend-engineer.average,backend-engineer.10-plus-years"],
            json_schema_extra={"pattern": f"^{_SUBJECT}(?:,{_SUBJECT}){{1,3}}$"},
        ),
    ]
    release: Annotated[
        ReleaseName | None, Field(description="The release that answers: `source/release`.")
    ] = None
    statistic: Annotated[Statistic | None, Field(description="The number that is compared.")] = None
    prices: Annotated[
        Literal[PRICES] | None,  # type: ignore[valid-type]
        Field(description="Regional prices (`rpp`), purchasing power (`ppp`), today's prices (`cpi`)."),
    ] = None
    as_of: Annotated[
        str | None,
        Field(
            pattern=r"^(?:[1-9][0-9]{0,17}|[0-9]{4}-[0-9]{2}-[0-9]{2})$",
            description="A data version number, or a day (the end of it, UTC): figures as they were then.",
        ),
    ] = None


class Named(Asked):
    """What has no parameters."""


def query_of(given: Iterable[tuple[str, str]]) -> str:
    """Parameters as an address has them, with the question mark, or nothing."""
    pairs = list(given)
    return "?" + urlencode(pairs, safe="/,") if pairs else ""


def absolute(path: str) -> str:
    """The whole address of a path of ours."""
    return f"{settings.SITE_URL}{path}"


def settled(request: HttpRequest, path: str, asked: Asked) -> str:
    """The one address of what is asked. Raises `MovedError` where it was asked at another one."""
    names = type(asked).model_fields
    meant = [(name, value) for name, value in request.GET.items() if name in names]
    if request.path_info != path or meant != asked.given:
        raise MovedError(path + query_of(asked.given))
    return absolute(path + query_of(asked.given))
