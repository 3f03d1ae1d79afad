"""Pinned links: what was shared stays what it was, and says what has changed since."""

import re
from typing import Any

import pytest
from django.test import Client

from salaries.models import DataVersion, Figure, ReleasePart
from tests.factories import (
    make_figure,
    make_location,
    make_part,
    make_release,
    make_source,
)
from tests.pages.reading import html_of, row_of, text_of

pytestmark = pytest.mark.django_db
AB = "/compare/alpha.average/vs/beta.average/"


@pytest.fixture
def version(common: None) -> int:
    """The data version after publication."""
    newest = DataVersion.objects.newest()
    assert newest is not None
    return newest.number


def pinned(client: Client, version: int, ending: str = "") -> Any:
    return client.get(f"{AB}{ending}?as_of={version}")


def test_the_permanent_link_names_the_version_of_the_data(client: Client, version: int) -> None:
    page = html_of(client.get(AB))
    assert f'<input type="hidden" name="as_of" value="{version}">' in page
    assert pinned(client, version).status_code == 200


def test_a_pinned_page_still_shows_the_old_figure_and_says_what_changed(client: Client, version: int) -> None:
    Figure.objects.filter(role__slug="beta").update(median=75_000)
    page = pinned(client, version)
    assert "$72,940" in row_of(page, "Beta")
    assert "+45.9 %" in row_of(page, "Beta")
    words = text_of(page)
    assert f"As published in data version {version}" in words
    assert "Beta, all levels, United States: median $72,940 is $75,000 now." in words
    assert "$75,000" in row_of(client.get(AB), "Beta")


def test_a_pinned_page_of_unchanged_figures_says_so(client: Client, version: int) -> None:
    assert "These figures say the same today." in text_of(pinned(client, version))


def test_two_corrections_of_one_day_are_told_apart(client: Client, version: int) -> None:
    numbers = [version]
    for median in (75_000, 80_000):
        Figure.objects.filter(role__slug="beta").update(median=median)
        newest = DataVersion.objects.newest()
        assert newest is not None
        numbers.append(newest.number)
    shown = [re.search(r"\$\d\d,\d{3}", row_of(pinned(client, number), "Beta")) for number in numbers]
    assert [found[0] for found in shown if found] == ["$72,940", "$75,000", "$80,000"]


def test_a_withdrawn_figure_is_still_on_the_pinned_page(client: Client, version: int) -> None:
    ReleasePart.objects.get().withdraw()
    page = pinned(client, version)
    assert "$72,940" in row_of(page, "Beta")
    assert "the figure is no longer published" in text_of(page)
    assert "cannot be compared" in text_of(client.get(AB))


def test_the_data_of_a_pinned_page_is_pinned_too(client: Client, version: int) -> None:
    Figure.objects.filter(role__slug="beta").update(median=75_000)
    found = pinned(client, version, "data.json").json()
    assert (found["data_version"], found["subjects"][1]["value"]) == (version, "72940.00")
    assert [note["code"] for note in found["notes"]] == ["corrected"]


def test_a_pinned_page_leads_to_todays(client: Client, version: int) -> None:
    page = html_of(client.get(f"{AB}?statistic=median&as_of={version}"))
    banner = page[page.index('class="note pinned"') :].partition("</div>")[0]
    assert f'<a href="{AB}?statistic=median" rel="nofollow"' in banner
    assert "as_of" not in banner


def test_groups_of_too_few_answers_stay_unsaid_on_pinned_pages(client: Client, version: int) -> None:
    page = client.get(f"/compare/alpha.average/vs/small.average/?as_of={version}")
    assert "61,000" not in html_of(page)


def newest() -> int:
    found = DataVersion.objects.newest()
    assert found is not None
    return found.number


def test_a_pinned_guide_tells_of_the_places_that_it_lists_too(client: Client) -> None:
    for place in ("berlin", "paris"):
        make_figure("alpha", median=40_000, location=make_location(place, parent=make_location()))
    make_figure("alpha", median=50_000)
    then = newest()
    Figure.objects.filter(location__slug="paris").update(median=41_000)
    words = text_of(client.get(f"/salaries/alpha/?as_of={then}"))
    assert "Alpha, all levels, Paris: median $40,000 is $41,000 now." in words
    assert "Berlin: median" not in words


def test_of_many_changes_twelve_are_told_and_the_others_counted(client: Client) -> None:
    make_figure("alpha", median=50_000)
    for number in range(20):
        place = make_location(f"town-{number:02}", parent=make_location())
        make_figure("alpha", median=40_000, location=place)
    then = newest()
    Figure.objects.exclude(location__slug="us").update(median=41_000)
    words = text_of(client.get(f"/salaries/alpha/?as_of={then}"))
    assert words.count("median $40,000 is $41,000 now.") == 12
    assert "8 figures more." in words


def test_what_a_pinned_guide_does_not_show_of_a_place_is_not_told(client: Client) -> None:
    make_figure("alpha", median=50_000)
    paris = make_location("paris", parent=make_location())
    make_figure("alpha", median=40_000, location=paris)
    other = make_part(make_release(source=make_source("survey"), priority=-1))
    make_figure("alpha", other, median=30_000, location=paris)
    then = newest()
    Figure.objects.filter(part=other).update(median=31_000)
    assert "These figures say the same today." in text_of(client.get(f"/salaries/alpha/?as_of={then}"))
