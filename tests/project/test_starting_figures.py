"""The figures that a new guide starts with are those that their publishers print."""

from decimal import Decimal
from typing import Any

import pytest

from salaries.models import Figure, PriceIndex, Release, ReleasePart

pytestmark = pytest.mark.usefixtures("loaded")

PAY = ("p10", "p25", "median", "p75", "p90", "mean", "employment")
OEWS = {
    "us": (82_460, 105_210, 135_980, 171_980, 214_670, 148_100, 1_687_890, "0.40"),
    "san-jose-ca": (138_420, 173_650, 213_110, 226_080, 289_150, 221_710, 87_350, "0.80"),
    "seattle-wa": (99_190, 132_800, 167_280, 211_860, 257_960, 174_920, 92_770, "1.30"),
    "new-york-ny": (101_690, 130_650, 166_830, 205_970, 224_590, 165_870, 121_000, "0.70"),
}
OEWS_ROLES = {
    "data-scientist", "database-administrator", "database-architect", "information-security-analyst",
    "it-manager", "network-architect", "programmer", "qa-analyst", "software-developer",
    "systems-administrator", "web-developer",
}  # fmt: skip
FIGURES = {
    "aijobs/2024-2025": 52,
    "bls-oews/may-2021": 11,
    "bls-oews/may-2022": 11,
    "bls-oews/may-2023": 11,
    "bls-oews/may-2024": 11,
    "bls-oews/may-2025": 892,
    "ons-ashe/year-to-april-2022": 3,
    "ons-ashe/year-to-april-2024": 3,
    "ora/backend-engineer-pay": 2,
    "stack-overflow/2025": 33,
}


def figure(release: str, role: str, place: str, level: str | None = None) -> Figure:
    """The one public figure of a release for a role, a place and a level."""
    source, _, slug = release.partition("/")
    figures = Figure.objects.public().filter(release__source__slug=source, release__slug=slug)
    return figures.get(role__slug=role, location__slug=place, level__slug=level)


def test_the_releases_have_so_many_figures() -> None:
    releases = Release.objects.select_related("source")
    assert {str(one): Figure.objects.filter(release=one).count() for one in releases} == FIGURES


@pytest.mark.parametrize("place", OEWS)
def test_the_official_figures_are_the_bureaus(place: str) -> None:
    found = figure("bls-oews/may-2025", "software-developer", place)
    assert (*(getattr(found, name) for name in PAY), str(found.mean_error)) == OEWS[place]
    assert (found.measure, found.currency, found.pay_period) == ("gross_pay", "USD", "year")


@pytest.mark.parametrize(
    ("year", "median"), [(2021, 120_730), (2022, 127_260), (2023, 132_270), (2024, 133_080), (2025, 135_980)]
)
def test_the_official_median_has_a_trend_of_five_years(year: int, median: int) -> None:
    assert figure(f"bls-oews/may-{year}", "software-developer", "us").median == median


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
def test_every_occupation_of_the_bureau_has_a_national_figure(year: int) -> None:
    national = Figure.objects.filter(release__slug=f"may-{year}", location__slug="us")
    assert set(national.values_list("role__slug", flat=True)) == OEWS_ROLES
    assert not national.filter(median=None).exists()


def test_a_top_code_is_a_limit_and_a_number_above_it_is_real() -> None:
    found = {year: figure(f"bls-oews/may-{year}", "it-manager", "us") for year in (2021, 2024, 2025)}
    assert {year: (one.p90, one.p90_mark) for year, one in found.items()} == {
        2021: (208_000, "at_least"),
        2024: (239_200, "at_least"),
        2025: (297_510, ""),
    }


def test_a_state_for_which_the_bureau_withholds_pay_says_so() -> None:
    found = figure("bls-oews/may-2025", "software-developer", "alaska")
    assert (found.median, found.median_mark, found.employment) == (None, "withheld", 530)


def test_british_programmers_have_their_pay_and_the_error_of_their_median() -> None:
    found = figure("ons-ashe/year-to-april-2024", "software-developer", "gb")
    assert tuple(getattr(found, name) for name in PAY) == (
        29_787, 38_705, 53_501, 69_994, 93_458, 61_929, 335_000,
    )  # fmt: skip
    assert (str(found.median_error), str(found.mean_error)) == ("3.30", "5.40")
    assert (found.measure, found.currency, found.pay_period) == ("gross_pay", "GBP", "year")


def test_american_senior_backend_engineers_have_ninety_two_advertised_ranges() -> None:
    found = figure("aijobs/2024-2025", "backend-engineer", "us", "senior-staff")
    assert (found.sample_size, found.median, found.measure) == (92, 200_000, "advertised_pay")


def test_american_back_end_developers_gave_648_answers() -> None:
    found = figure("stack-overflow/2025", "backend-engineer", "us")
    assert (found.sample_size, found.median) == (648, Decimal("173924.50"))
    assert (found.measure, found.currency) == ("total_compensation", "USD")


def test_adverts_have_four_levels_and_the_survey_without_them_has_none() -> None:
    levels: Any = Figure.objects.values_list("level__slug", flat=True).distinct()
    assert set(levels.filter(release__source__slug="aijobs")) == {
        None, "entry-level", "mid-level", "senior-staff", "executive",
    }  # fmt: skip
    assert set(levels.filter(release__source__slug="stack-overflow")) == {None}


@pytest.mark.parametrize("place", ["us", "gb", "ca", "de"])
def test_every_country_has_figures_of_backend_engineers(place: str) -> None:
    figures = Figure.objects.public().filter(role__slug="backend-engineer", location__slug=place)
    assert figures.filter(release__source__slug="stack-overflow", level=None).count() == 1


def test_a_role_without_official_figures_has_them_of_surveys() -> None:
    surveys = Figure.objects.public().filter(release__source__kind__in=["survey", "job_adverts"])
    assert set(surveys.filter(location__slug="us").values_list("role__slug", flat=True)) >= {
        "backend-engineer", "data-engineer", "devops-engineer", "frontend-engineer", "full-stack-engineer",
    }  # fmt: skip


def test_the_source_that_this_guide_began_with_answers_first_and_official_ones_before_others() -> None:
    found = Release.objects.values_list("source__slug", "priority").distinct()
    assert dict(found) == {"ora": 30, "bls-oews": 20, "ons-ashe": 20, "aijobs": 0, "stack-overflow": 0}


def test_every_file_is_named_with_its_digest_and_parser() -> None:
    files = ReleasePart.objects.exclude(release__source__slug="ora")
    assert files.count() == 10
    assert all(len(part.sha256) == 64 and part.rows and part.parser_version for part in files)
    assert all(part.file_name == part.name for part in files)


@pytest.mark.parametrize(
    ("kind", "place", "year", "value"),
    [
        ("cpi", "us", 2025, "321.943"),
        ("rpp", "san-jose-ca", 2023, "112.87"),
        ("rpp", "california", 2023, "112.581"),
        ("rpp", "us", 2023, "100"),
        ("ppp", "gb", 2024, "0.664153"),
        ("ppp", "us", 2024, "1"),
    ],
)
def test_an_index_is_the_one_that_is_published(kind: str, place: str, year: int, value: str) -> None:
    index = PriceIndex.objects.get(kind=kind, location__slug=place, year=year)
    assert index.value == Decimal(value)


def test_every_place_has_the_indices_of_its_kind() -> None:
    def places(kind: str, year: int) -> set[str]:
        return set(PriceIndex.objects.filter(kind=kind, year=year).values_list("location__slug", flat=True))

    shown = set(Figure.objects.public().values_list("location__slug", flat=True))
    assert places("cpi", 2025) == {"us"}
    assert places("ppp", 2024) == {"us", "gb", "ca", "de"}
    assert places("rpp", 2023) == shown - {"gb", "ca", "de"}
    assert len(shown) == 85
