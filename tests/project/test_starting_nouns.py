"""The nouns that a new guide starts with: which roles, under which codes and names, and which sources."""

import re
from collections import Counter

import pytest

from salaries.imports.files import lines
from salaries.imports.placing import folded
from salaries.models import ExperienceLevel, Location, LocationCode, Role, RoleAlias, RoleCode, Source
from salaries.pages.sources import public_sources
from tests.imports.shared import DATA, needs_data

ASHE = "PROV_-_Occupation_SOC20_4_Table_14.7a_Annual_pay_-_Gross_2024.xlsx"
TITLES = {
    "11-3021": "Computer and Information Systems Managers",
    "15-1212": "Information Security Analysts",
    "15-1241": "Computer Network Architects",
    "15-1242": "Database Administrators",
    "15-1243": "Database Architects",
    "15-1244": "Network and Computer Systems Administrators",
    "15-1251": "Computer Programmers",
    "15-1252": "Software Developers",
    "15-1253": "Software Quality Assurance Analysts and Testers",
    "15-1254": "Web Developers",
    "15-2051": "Data Scientists",
}
HYBRID = "SOC 2010/2018 hybrid"
CODES = {
    "SOC 2018": {
        "11-3021": "it-manager",
        "15-1212": "information-security-analyst",
        "15-1241": "network-architect",
        "15-1242": "database-administrator",
        "15-1243": "database-architect",
        "15-1244": "systems-administrator",
        "15-1251": "programmer",
        "15-1252": "software-developer",
        "15-1253": "qa-analyst",
        "15-1254": "web-developer",
        "15-2051": "data-scientist",
    },
    HYBRID: {
        "11-3021": "it-manager",
        "15-1212": "information-security-analyst",
        "15-1241": "network-architect",
        "15-1244": "systems-administrator",
        "15-1251": "programmer",
    },
    "SOC 2020 UK": {
        "2134": "software-developer",
        "2135": "information-security-analyst",
        "2136": "qa-analyst",
    },
}
LICENCES = {
    "aijobs": "CC0 1.0",
    "bea-rpp": "Public domain",
    "bls-cpi": "Public domain",
    "bls-oews": "Public domain",
    "ons-ashe": "Open Government Licence v3.0",
    "stack-overflow": "Open Database License (ODbL) 1.0",
    "world-bank-ppp": "CC BY 4.0",
}


def titles(file: str, code: str, title: str, sheet: str = "") -> dict[str, str]:
    """The occupations of a publisher's workbook by their codes; the columns are found by their headers."""
    found: dict[str, str] = {}
    places: tuple[int, int] | None = None
    for line in lines(DATA / file, sheet):
        if places is None and {code, title} <= set(line.values):
            places = (line.values.index(code), line.values.index(title))
        elif places is not None:
            found.setdefault(line.values[places[0]].strip(), line.values[places[1]].strip())
    return found


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("scheme", CODES)
def test_a_code_stands_for_the_role_that_its_publisher_names(scheme: str) -> None:
    rows = RoleCode.objects.filter(scheme=scheme).values_list("code", "role__slug")
    assert dict(rows) == CODES[scheme]


@pytest.mark.usefixtures("loaded")
@needs_data
def test_a_code_has_the_title_that_the_bureau_publishes() -> None:
    title = titles("oews_published/national_M2025_dl.xlsx", "OCC_CODE", "OCC_TITLE")
    rows = RoleCode.objects.filter(scheme="SOC 2018").values_list("code", flat=True)
    assert {code: title.get(code) for code in rows} == TITLES


@pytest.mark.usefixtures("loaded")
@needs_data
def test_a_code_of_the_hybrid_has_the_same_title_as_later() -> None:
    title = titles("oews_published/national_M2020_dl.xlsx", "OCC_CODE", "OCC_TITLE")
    rows = RoleCode.objects.filter(scheme=HYBRID).values_list("code", flat=True)
    assert {code: title.get(code) for code in rows} == {code: TITLES[code] for code in CODES[HYBRID]}


@pytest.mark.usefixtures("loaded")
@needs_data
def test_a_british_code_has_the_title_that_the_office_publishes() -> None:
    title = titles(f"ons_ashe/{ASHE}", "Code", "Description", sheet="All")
    rows = RoleCode.objects.filter(scheme="SOC 2020 UK").values_list("code", flat=True)
    assert {code: title[code] for code in rows} == {
        "2134": "Programmers and software development professionals",
        "2135": "Cyber security professionals",
        "2136": "IT quality and testing professionals",
    }


@pytest.mark.usefixtures("loaded")
def test_a_role_that_official_statistics_do_not_know_has_a_wider_one_that_they_do() -> None:
    without = Role.objects.filter(codes=None)
    assert dict(without.values_list("slug", "broader__slug")) == {
        "backend-engineer": "software-developer",
        "data-engineer": "database-architect",
        "devops-engineer": "software-developer",
        "frontend-engineer": "web-developer",
        "full-stack-engineer": "software-developer",
    }
    assert not Role.objects.exclude(broader=None).filter(broader__codes=None).exists()


@pytest.mark.usefixtures("loaded")
def test_no_two_roles_are_called_the_same_whatever_the_case() -> None:
    names = [*Role.objects.values_list("name", flat=True), *RoleAlias.objects.values_list("name", flat=True)]
    assert len({folded(name) for name in names}) == len(names) == 84


@pytest.mark.usefixtures("loaded")
def test_every_role_says_what_people_do_and_how_else_it_is_called() -> None:
    for role in Role.objects.all():
        assert role.plural and role.summary.endswith(".") and role.summary.count(".") == 1, role.slug
        assert 2 <= len(re.findall(r"\.(?: |$)", role.description)) <= 4, role.slug
        assert role.aliases.count() >= 3, role.slug


@pytest.mark.usefixtures("loaded")
def test_the_roles_are_these() -> None:
    assert set(Role.objects.values_list("slug", flat=True)) == {
        *("backend-engineer", "data-engineer", "devops-engineer", "frontend-engineer", "full-stack-engineer"),
        *("data-scientist", "database-administrator", "database-architect", "information-security-analyst"),
        *("it-manager", "network-architect", "programmer", "qa-analyst", "software-developer"),
        *("systems-administrator", "web-developer"),
    }


@pytest.mark.usefixtures("loaded")
def test_the_places_are_four_countries_every_state_and_thirty_metros() -> None:
    kinds = Location.objects.values_list("kind", flat=True)
    assert Counter(kinds) == {"country": 4, "state": 51, "metro": 30}
    assert set(Location.objects.filter(kind="country").values_list("slug", flat=True)) == {
        "us", "gb", "ca", "de",
    }  # fmt: skip
    assert set(Location.objects.exclude(kind="country").values_list("parent__slug", flat=True)) == {"us"}
    assert not Location.objects.filter(codes=None).exists()


@pytest.mark.usefixtures("loaded")
def test_every_state_has_its_number() -> None:
    numbers = {
        int(code) for code in LocationCode.objects.filter(scheme="FIPS").values_list("code", flat=True)
    }
    # The five that are missing between 1 and 56 were kept for territories.
    assert numbers == set(range(1, 57)) - {3, 7, 14, 43, 52}


@pytest.mark.usefixtures("loaded")
def test_steps_of_tenure_stand_after_those_of_seniority() -> None:
    assert list(ExperienceLevel.objects.values_list("slug", "scheme")) == [
        ("entry-level", "seniority"),
        ("mid-level", "seniority"),
        ("senior-staff", "seniority"),
        ("executive", "seniority"),
        ("10-plus-years", "tenure"),
    ]


@pytest.mark.usefixtures("loaded")
def test_every_source_but_the_editorial_one_states_method_and_licence() -> None:
    stated = Source.objects.exclude(slug="ora")
    assert dict(stated.values_list("slug", "licence")) == LICENCES
    assert all(source.method and source.url and source.attribution for source in stated)


@pytest.mark.usefixtures("loaded")
def test_a_source_of_pay_says_which_kind_and_one_of_prices_none() -> None:
    assert dict(Source.objects.values_list("slug", "primary_measure")) == {
        "aijobs": "advertised_pay",
        "bea-rpp": "salary_unspecified",
        "bls-cpi": "salary_unspecified",
        "bls-oews": "gross_pay",
        "ons-ashe": "gross_pay",
        "ora": "salary_unspecified",
        "stack-overflow": "total_compensation",
        "world-bank-ppp": "salary_unspecified",
    }


@pytest.mark.usefixtures("loaded")
def test_a_source_of_prices_is_not_among_the_sources_of_pay() -> None:
    prices = Source.objects.filter(slug__in=["bea-rpp", "bls-cpi", "world-bank-ppp"])
    assert prices.count() == 3
    assert not public_sources().filter(pk__in=prices).exists()


@pytest.mark.usefixtures("loaded")
def test_what_a_licence_asks_for_is_said_word_for_word() -> None:
    lines = dict(Source.objects.values_list("slug", "attribution"))
    office = "Source: Office for National Statistics licensed under the Open Government Licence v.3.0"
    assert lines["ons-ashe"] == office
    assert lines["stack-overflow"].startswith("Contains information from the Stack Overflow Developer Survey")
    assert "Open Database License (ODbL)" in lines["stack-overflow"]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("slug", "trap"),
    [
        ("aijobs", "Since 2022 the published rows are pairs"),
        ("ons-ashe", "who have been in the same job for more than a year"),
        ("ons-ashe", "The editions used are the provisional ones."),
        ("stack-overflow", "answers below about 5,000 and above about 500,000 US dollars were left out"),
    ],
)
def test_a_source_names_the_traps_of_its_figures(slug: str, trap: str) -> None:
    source = Source.objects.get(slug=slug)
    assert trap in f"{source.method} {source.note}"
