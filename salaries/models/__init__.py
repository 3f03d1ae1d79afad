"""The nouns of the guide, one a file."""

from salaries.models.changes import FigureChange
from salaries.models.curated import CuratedComparison, CuratedSubject
from salaries.models.erasing import Erasure
from salaries.models.factors import FactorOption, InfluencingFactor
from salaries.models.figures import Figure, Mark, PayPeriod
from salaries.models.jobs import ImportFile, ImportJob, ImportLine
from salaries.models.levels import ExperienceLevel
from salaries.models.locations import Location, LocationCode
from salaries.models.reports import Report
from salaries.models.roles import Role, RoleAlias, RoleCode
from salaries.models.sources import Measure, Release, ReleasePart, Source
from salaries.models.upkeep import PriceIndex, Redirect, SeedRecord
from salaries.models.versions import (
    DataVersion,
    FactVersion,
    FigureArrival,
    FigureVersion,
    PartVersion,
    data_change,
)

__all__ = [
    "CuratedComparison",
    "CuratedSubject",
    "DataVersion",
    "Erasure",
    "ExperienceLevel",
    "FactVersion",
    "FactorOption",
    "Figure",
    "FigureArrival",
    "FigureChange",
    "FigureVersion",
    "ImportFile",
    "ImportJob",
    "ImportLine",
    "InfluencingFactor",
    "Location",
    "LocationCode",
    "Mark",
    "Measure",
    "PartVersion",
    "PayPeriod",
    "PriceIndex",
    "Redirect",
    "Release",
    "ReleasePart",
    "Report",
    "Role",
    "RoleAlias",
    "RoleCode",
    "SeedRecord",
    "Source",
    "data_change",
]
