"""People, places and figures made up for the style guide: no database holds them, and no page but it shows them."""

from datetime import date
from decimal import Decimal
from typing import Any

from salaries.models import ExperienceLevel, Location, Role
from salaries.pay.cells import Cell, Evidence, Number
from salaries.subjects import Subject

LONG = "Coordinator of Everything That Nobody Else Coordinates"

DEVELOPER = Role(pk=1, slug="software-developer", name="Software Developer")
BACKEND = Role(pk=2, slug="backend-engineer", name="Backend Engineer", broader=DEVELOPER)
COORDINATOR = Role(pk=3, slug="coordinator", name=LONG)
MANAGER = Role(pk=4, slug="it-manager", name="IT Manager", plural="IT managers")

ENTRY, MID, SENIOR, TEN_YEARS = LEVELS = tuple(
    ExperienceLevel(pk=rank, slug=slug, name=name, people=people, scheme="seniority", rank=rank)
    for rank, (slug, name, people) in enumerate(
        [
            ("entry-level", "Entry-Level", "at entry level"),
            ("mid-level", "Mid-Level", "at mid level"),
            ("senior-staff", "Senior/Staff", "at senior or staff level"),
            ("10-plus-years", "10+ Years", "with 10 or more years"),
        ]
    )
)
LONG_LEVELS = tuple(
    ExperienceLevel(pk=number, slug=f"step-{number}", name=name, scheme="steps", rank=number)
    for number, name in enumerate(["Trainee", "Distinguished Principal Member of Technical Staff", LONG])
)

METRO = Location.Kind.METRO
US = Location(pk=1, slug="us", name="United States")
GB = Location(pk=2, slug="gb", name="United Kingdom", currency="GBP")
JP = Location(pk=3, slug="jp", name="Japan", currency="JPY")
SAN_JOSE = Location(pk=4, slug="san-jose-ca", name="San Jose, CA", kind=METRO, parent=US)
SEATTLE = Location(pk=5, slug="seattle-wa", name="Seattle, WA", kind=METRO, parent=US)
NEW_YORK = Location(pk=6, slug="new-york-ny", name="New York, NY", kind=METRO, parent=US)

OFFICIAL = Evidence(
    source="bureau",
    source_label="Bureau, wages",
    source_title="Bureau of Samples, wage statistics",
    source_kind="official_statistics",
    release="bureau/may-2025",
    reference_start=date(2025, 5, 1),
    reference_end=date(2025, 5, 31),
    licence="public domain",
)
SURVEY = Evidence(
    source="survey",
    source_label="Sample Survey",
    source_title="Sample Survey of Developers",
    source_kind="survey",
    release="survey/2025",
    reference_start=date(2025, 1, 1),
    reference_end=date(2025, 12, 31),
    licence="ODbL 1.0",
    licence_url="/sources/",
    attribution="Sample Survey 2025, made up for the style guide",
)
SUMMARY = Evidence(
    source="summary",
    source_label="Pay summary",
    source_title="A summary of pay",
    source_kind="editorial",
    release="summary/undated",
    reference_start=None,
    reference_end=None,
)
ADVERTS = Evidence(
    source="adverts",
    source_label="Sample adverts",
    source_title="Adverts of samples",
    source_kind="job_adverts",
    release="adverts/2024",
    reference_start=date(2024, 1, 1),
    reference_end=date(2024, 12, 31),
    licence="CC BY 4.0",
)


def limit(value: int) -> Number:
    """A number of which only the lower limit is published."""
    return Number(Decimal(value), "at_least")


def withheld() -> Number:
    """A number that the publisher withholds."""
    return Number(None, "withheld")


def cell(evidence: Evidence = OFFICIAL, /, **given: Any) -> Cell:
    """A year's gross pay in dollars; numbers by statistic (`median=135_980`), any other field by its name."""
    numbers = {
        name: value if isinstance(value, Number) else Number(Decimal(value))
        for name in ("mean", "median", "p10", "p25", "p75", "p90")
        if (value := given.pop(name, None)) is not None
    }
    fields: dict[str, Any] = {
        "subject": str(Subject(DEVELOPER, None, US).name),
        "measure": "gross_pay",
        "currency": "USD",
        "pay_period": "year",
        "sample_size": None,
        "employment": None,
        "mean_error": None,
        "median_error": None,
        "primary_measure": "gross_pay",
        "place_currency": "USD",
        **given,
    }
    return Cell(numbers=numbers, evidence=evidence, **fields)


BAND = {"p10": 82_460, "p25": 104_340, "median": 135_980, "p75": 170_230, "p90": 214_670}
"""A whole band of percentiles."""
EMPLOYED: dict[str, Any] = {
    "employment": 1_687_890,
    "mean_error": Decimal("0.4"),
    "median_error": Decimal("0.4"),
}
"""What official statistics tell of their quality."""
