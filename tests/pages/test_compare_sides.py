"""The buttons of the compare form: another baseline, a side less. Each leads to a real address."""

import pytest
from django.test import Client

from tests.factories import make_location
from tests.pages.reading import html_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("common")]
THREE = "subject=alpha.average&place=us&subject=beta.average&place=us&subject=gamma.average&place=us"


@pytest.mark.parametrize(
    ("button", "address"),
    [
        ("baseline=2", "/compare/beta.average/vs/alpha.average/vs/gamma.average/"),
        ("baseline=3", "/compare/gamma.average/vs/alpha.average/vs/beta.average/"),
        ("baseline=1", "/compare/alpha.average/vs/beta.average/vs/gamma.average/"),
        ("remove=1", "/compare/beta.average/vs/gamma.average/"),
        ("remove=3", "/compare/alpha.average/vs/beta.average/"),
        ("remove=4", "/compare/alpha.average/vs/beta.average/vs/gamma.average/"),
        ("remove=many", "/compare/alpha.average/vs/beta.average/vs/gamma.average/"),
    ],
)
def test_a_button_leads_to_the_address_of_what_is_left(client: Client, button: str, address: str) -> None:
    answer = client.get(f"/compare/?{THREE}&{button}")
    assert (answer.status_code, answer["Location"]) == (302, address)


def test_a_place_goes_with_its_side(client: Client) -> None:
    make_location("gb")
    answer = client.get("/compare/?subject=alpha.average&place=us&subject=alpha.average&place=gb&baseline=2")
    assert answer["Location"] == "/compare/alpha.average.gb/vs/alpha.average/"


def test_taking_one_of_two_away_asks_for_another(client: Client) -> None:
    answer = client.get("/compare/?subject=alpha.average&place=us&subject=beta.average&place=us&remove=1")
    assert answer.status_code == 400
    assert "Choose two different things to compare." in html_of(answer)
    assert '<option value="beta.average" selected>' in html_of(answer)


def test_a_side_can_be_taken_away_where_more_than_two_are_left(client: Client) -> None:
    two = html_of(client.get("/compare/alpha.average/vs/beta.average/"))
    three = html_of(client.get("/compare/alpha.average/vs/beta.average/vs/gamma.average/"))
    assert (two.count('name="remove"'), two.count('name="baseline"')) == (0, 1)
    assert (three.count('name="remove"'), three.count('name="baseline"')) == (3, 2)
