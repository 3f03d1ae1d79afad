"""The table of areas: each has one code, one slug and one name, and says where it lies."""

import csv
from collections import Counter

import pytest
from django.conf import settings

from salaries.imports.areas import TABLE, areas, by_slug, starting_data
from salaries.imports.reading import Key
from salaries.models.base import RESERVED, SLUG
from salaries.models.locations import Location
from tests.imports.shared import DATA, needs_data

OEWS = DATA / "oews_2025" / "oews_may2025_tech_us_state_metro.csv"
SCHEMES = {"2": "FIPS", "3": "FIPS", "4": "CBSA", "6": "OEWS area"}


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_the_table_has_every_area_of_oews_and_four_countries() -> None:
    counts = Counter(area.key.scheme for area in areas().values())
    assert counts == {"ISO 3166": 4, "FIPS": 54, "CBSA": 393, "OEWS area": 135}


@pytest.mark.parametrize("column", ["slug", "name"])
def test_no_slug_and_no_name_comes_twice(column: str) -> None:
    assert [value for value, count in Counter(row[column] for row in rows()).items() if count > 1] == []


def test_no_code_comes_twice() -> None:
    codes = Counter((row["scheme"], row["code"]) for row in rows())
    assert [code for code, count in codes.items() if count > 1] == []


def test_every_slug_can_stand_in_an_address() -> None:
    assert [slug for slug in by_slug() if not SLUG.fullmatch(slug) or len(slug) > 80] == []
    assert set(by_slug()) & RESERVED == {"us"}


def test_every_parent_is_in_the_table_and_lies_above() -> None:
    above = {"country": {""}, "state": {"country"}, "metro": {"country"}, "area": {"state"}}
    kinds = {"": ""} | {slug: area.kind for slug, area in by_slug().items()}
    assert [area.slug for area in areas().values() if kinds[area.parent] not in above[area.kind]] == []


def test_a_nonmetropolitan_area_lies_in_the_state_that_its_code_starts_with() -> None:
    for area in areas().values():
        if area.kind == "area":
            assert by_slug()[area.parent].key == ("FIPS", area.key.code[:2])


def test_the_kinds_are_those_of_locations() -> None:
    assert {area.kind for area in areas().values()} == set(Location.Kind.values)


@pytest.mark.parametrize(
    ("key", "slug", "short_name"),
    [
        (Key("CBSA", "41940"), "san-jose-ca", "San Jose, CA"),
        (Key("CBSA", "47900"), "washington-dc", "Washington, DC"),
        (Key("CBSA", "31140"), "louisville-ky", "Louisville, KY"),
        (Key("CBSA", "34980"), "nashville-tn", "Nashville, TN"),
        (Key("CBSA", "49180"), "winston-salem-nc", "Winston-Salem, NC"),
        (Key("CBSA", "17660"), "coeur-dalene-id", "Coeur d'Alene, ID"),
        (Key("FIPS", "11"), "district-of-columbia", ""),
        (Key("FIPS", "72"), "puerto-rico", ""),
        (Key("OEWS area", "0100001"), "northwest-alabama-nonmetropolitan-area", ""),
        (Key("ISO 3166", "GB"), "gb", ""),
    ],
)
def test_slugs_are_made_of_names(key: Key, slug: str, short_name: str) -> None:
    assert (areas()[key].slug, areas()[key].short_name) == (slug, short_name)


def test_areas_of_one_country_are_paid_in_its_currency() -> None:
    currencies = {area.slug: area.currency for area in areas().values() if area.kind == "country"}
    assert currencies == {"us": "USD", "gb": "GBP", "ca": "CAD", "de": "EUR"}
    assert {area.currency for area in areas().values() if area.parent} == {"USD"}


@needs_data
def test_every_area_of_the_published_file_is_there_by_its_title() -> None:
    with OEWS.open(encoding="utf-8", newline="") as text:
        published = {(row["AREA_TYPE"], row["AREA"]): row["AREA_TITLE"] for row in csv.DictReader(text)}
    assert published.pop(("1", "99")) == "U.S."
    ours = {area.key: area.name for area in areas().values() if area.key.scheme != "ISO 3166"}
    assert ours == {Key(SCHEMES[kind], code): title for (kind, code), title in published.items()}


@needs_data
def test_the_starting_data_has_the_thirty_metros_with_the_most_software_developers() -> None:
    with OEWS.open(encoding="utf-8", newline="") as text:
        developers = {
            row["AREA"]: int(row["TOT_EMP"])
            for row in csv.DictReader(text)
            if (row["OCC_CODE"], row["AREA_TYPE"]) == ("15-1252", "4") and row["TOT_EMP"] != "**"
        }
    largest = sorted(developers, key=lambda code: developers[code], reverse=True)[:30]
    starting = {area.key.code for area in areas().values() if area.kind == "metro" and area.starting}
    assert starting == set(largest)


def test_the_starting_data_has_four_countries_every_state_and_thirty_metros() -> None:
    kinds = Counter(area.kind for area in areas().values() if area.starting)
    assert kinds == {"country": 4, "state": 51, "metro": 30}
    assert {area.slug for area in areas().values() if area.kind == "state" and not area.starting} == {
        "guam",
        "puerto-rico",
        "virgin-islands",
    }


def test_the_fixture_of_locations_is_what_the_table_says() -> None:
    fixture = settings.FIXTURE_DIRS[0] / "01_locations.json"
    assert fixture.read_text(encoding="utf-8") == starting_data()
