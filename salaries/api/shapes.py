"""What the answers of the API look like. Each answer is held to its shape before it is sent."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from salaries.models import Location, Measure, Source

MEASURES = tuple(Measure.values)
KINDS = tuple(Source.Kind.values)
PLACES = tuple(Location.Kind.values)


class Shape(BaseModel):
    """An object with just these fields."""

    model_config = ConfigDict(extra="forbid")


class Period(Shape):
    """The first and the last day that the pay is of."""

    start: str = Field(examples=["2025-05-01"])
    end: str = Field(examples=["2025-05-31"])


class Code(Shape):
    """What a classification calls it."""

    scheme: str = Field(examples=["SOC 2018"])
    code: str = Field(examples=["15-1252"])


class Evidence(Shape):
    """Who says so, of when, and under which licence it may be passed on."""

    release: str = Field(description="`source/release`.", examples=["bls-oews/may-2025"])
    source: str = Field(examples=["bls-oews"])
    publisher: str
    title: str
    reference_period: Period | None = Field(description="null: the source does not state it.")
    licence: str | None = Field(description="null: the source states none, and `licence_note` says so.")
    licence_url: str | None
    licence_note: str | None
    attribution: str | None = Field(description="The line that the licence asks for.")


class Answer(Shape):
    """What every answer begins with."""

    data_version: int = Field(description="Rises with every change to public data.")
    url: str = Field(description="The address of this answer.")


class Page(Answer):
    """A page of a list."""

    next: str | None = Field(description="The address of the next page; null on the last one.")


class Role(Shape):
    """What a person does."""

    slug: str = Field(examples=["backend-engineer"])
    name: str
    summary: str
    description: str
    broader: str | None = Field(description="The wider occupation that official statistics know.")
    aliases: list[str]
    codes: list[Code]
    page: str = Field(description="Its guide, for people.")


class Roles(Page):
    """Roles, by slug."""

    roles: list[Role]


class RoleDetail(Role, Answer):
    """A role, and the releases that publish figures of it."""

    releases: list[Evidence]


class Level(Shape):
    """A step of seniority or of years."""

    slug: str = Field(examples=["10-plus-years"])
    name: str
    scheme: str
    min_years: int | None
    max_years: int | None
    rank: int = Field(description="Lower comes first on the ladder.")
    description: str


class Levels(Page):
    """Experience levels, by slug."""

    levels: list[Level]


class LevelDetail(Level, Answer):
    """A level, and the releases that publish figures of it."""

    releases: list[Evidence]


class Place(Shape):
    """A country, a state, a metropolitan or other area."""

    slug: str = Field(examples=["san-jose-ca"])
    name: str
    short_name: str
    kind: Literal[PLACES]  # type: ignore[valid-type]
    parent: str | None = Field(description="The place whose pay this one's is set against.")
    currency: str = Field(description="What pay there is normally stated in (ISO 4217).")
    codes: list[Code]
    page: str = Field(description="What it pays by role, for people.")


class Locations(Page):
    """Locations, by slug."""

    locations: list[Place]


class LocationDetail(Place, Answer):
    """A location, and the releases that publish figures of it."""

    releases: list[Evidence]


class Option(Shape):
    """One value of a factor. One that is a place has no figures of its own: `location` has them."""

    slug: str = Field(examples=["go"])
    name: str
    rank: int
    location: str | None


class Factor(Shape):
    """What moves pay besides experience, and its options."""

    slug: str = Field(examples=["in-demand-technologies"])
    name: str
    summary: str
    description: str
    rank: int = Field(description="Lower comes first.")
    options: list[Option]
    page: str = Field(description="Its evidence, for people.")


class Factors(Page):
    """Influencing factors, by slug."""

    factors: list[Factor]


class FactorDetail(Factor, Answer):
    """A factor, and the releases that publish figures of its options."""

    releases: list[Evidence]


class SourceShape(Shape):
    """Who publishes figures, how they are made, and under which licence."""

    slug: str = Field(examples=["bls-oews"])
    publisher: str
    title: str
    site: str | None = Field(description="The publisher's own address.")
    kind: Literal[KINDS]  # type: ignore[valid-type]
    primary_measure: Literal[MEASURES]  # type: ignore[valid-type]
    method: str | None = Field(description="null: not stated.")
    note: str | None = Field(description="What a reader must know besides.")
    licence: str | None = Field(description="null: the source states none, and `licence_note` says so.")
    licence_url: str | None
    licence_note: str | None
    attribution: str | None = Field(description="The line that the licence asks for.")
    releases: list[str] = Field(description="Its public releases, as `source/release`, newest period first.")
    page: str


class Sources(Page):
    """Sources of which something is public, by slug."""

    sources: list[SourceShape]


class SourceDetail(SourceShape, Answer):
    """A source."""


class ReleaseShape(Evidence):
    """One edition of a source."""

    kind: Literal[KINDS]  # type: ignore[valid-type]
    retrieved_on: str | None = Field(description="When it was read or downloaded.")
    page: str


class Releases(Page):
    """Releases of which a part is public, in the order in which they came."""

    releases: list[ReleaseShape]


class Part(Shape):
    """One file of a release, or one set of figures typed by hand."""

    name: str
    file_name: str | None
    sha256: str | None
    rows: int = Field(description="Rows read from the file.")
    parser_version: str | None


class ReleaseDetail(ReleaseShape, Answer):
    """A release, its public parts and the number of its public figures."""

    parts: list[Part]
    figures: int


class Resources(Answer):
    """Where everything is."""

    documentation: str
    openapi: str
    resources: dict[str, str]


class Missed(Shape):
    """What of a question leads nowhere, and what is spelled nearly so."""

    what: str
    name: str
    removed: bool
    near: list[str]


class WrongParameter(Shape):
    """A parameter that cannot be read."""

    parameter: str
    detail: str


class Problem(Shape):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    missing: list[Missed] | None = None
    errors: list[WrongParameter] | None = None
