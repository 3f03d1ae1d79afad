"""Every file of the publishers that stands beside the project, and how it is imported."""

from pathlib import Path
from typing import Any

import pytest

from salaries.imports.job import Request
from salaries.imports.periods import parse_period
from salaries.imports.reading import Options
from tests.imports.shared import DATA

_ASHE = "PROV_-_Occupation_SOC20_4_Table_14."
FILES: dict[str, tuple[str, dict[str, Any]]] = {
    "aijobs/salaries_2025-08-03_full.csv.gz": ("survey", {"mapping": "aijobs"}),
    "aijobs/salaries_sample500_crlf_as_upstream.csv": ("survey", {"mapping": "aijobs"}),
    "stackoverflow_2025_subset/survey_results_salary_prediction.csv": (
        "survey",
        {"mapping": "stackoverflow", "reference": parse_period("2025")},
    ),
    "oews_2025/oews_may2025_tech_us_state_metro.csv": ("oews", {}),
    **{f"oews_published/national_M{year}_dl.xlsx": ("oews", {}) for year in range(2020, 2026)},
    **{
        f"ons_ashe/{_ASHE}{rest}": ("ashe", {})
        for rest in (
            "7a_Annual_pay_-_Gross_2024.xlsx", "7a_Annual_pay_-_Gross_2022.xls",
            "7b_Annual_pay_-_Gross_2024_CV.xlsx", "5a_Hourly_pay_-_Gross_2024.xlsx",
        )
    },
    "cpi/cpi_u_us_city_average_annual.csv": ("indices", {}),
    "cpi/cpi_u_us_city_average_monthly.csv": ("indices", {}),
    "bea_rpp/SARPP_STATE_2008_2023.csv": ("indices", {}),
    "bea_rpp/MARPP_MSA_2008_2023.csv": ("indices", {}),
    "ppp/ppp-gdp.csv": ("indices", {}),
}  # fmt: skip

every_file = pytest.mark.parametrize("name", FILES)


def request_for(name: str, *, path: Path | None = None, format: str = "", **more: Any) -> Request:
    """How that file is imported; `path` where it lies elsewhere, `format` where it is said to be another."""
    its_format, options = FILES[name]
    if format and format != its_format:
        options = {"mapping": "aijobs"} if format == "survey" else {}
    return Request(format=format or its_format, path=path or DATA / name, options=Options(**options), **more)
