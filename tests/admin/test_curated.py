"""Curated comparisons in the editors' area."""

from typing import Any

import pytest

from salaries.models import CuratedComparison
from tests.admin.test_publishing import member
from tests.factories import make_curated, make_location, make_role

pytestmark = pytest.mark.django_db

ADD = "/admin/salaries/curatedcomparison/add/"


def filled(fields: dict[str, str], *roles: str) -> dict[str, str]:
    """The form with a title and one side a role, in the United States."""
    fields = {**fields, "title": "Pair", "rank": "1", "subjects-TOTAL_FORMS": str(len(roles))}
    for number, role in enumerate(roles):
        fields[f"subjects-{number}-number"] = str(number + 1)
        fields[f"subjects-{number}-role"] = str(make_role(role).pk)
        fields[f"subjects-{number}-location"] = str(make_location().pk)
    return fields


def test_a_comparison_is_made_with_its_sides_and_seen_on_the_site(
    anna: Any, client: Any, open_form: Any
) -> None:
    answer = anna.post(ADD, filled(open_form(anna, ADD), "alpha", "beta"))
    assert answer.status_code == 302
    assert (
        '<a href="/compare/alpha.average/vs/beta.average/">Pair</a>'
        in client.get("/compare/").content.decode()
    )


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        (["alpha"], "A comparison has two sides at least."),
        ([], "A comparison has two sides at least."),
        (["alpha", "alpha"], "Two sides are the same: a thing is not compared with itself."),
    ],
)
def test_what_makes_no_comparison_is_refused_in_a_sentence(
    anna: Any, open_form: Any, roles: list[str], sentence: str
) -> None:
    answer = anna.post(ADD, filled(open_form(anna, ADD), *roles))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not CuratedComparison.objects.exists()


def test_it_leads_to_its_address(anna: Any) -> None:
    comparison = make_curated("Pair", "alpha", "beta.senior")
    page = anna.get(f"/admin/salaries/curatedcomparison/{comparison.pk}/change/")
    assert 'href="/compare/alpha.average/vs/beta.senior/"' in page.content.decode()


def test_a_publisher_deletes_a_comparison_with_its_sides_and_no_side_alone(django_user_model: Any) -> None:
    comparison = make_curated("Two roles", "alpha", "beta")
    side = comparison.subjects.in_order()[0]
    publisher = member(django_user_model, "Publisher")
    assert (
        publisher.post(f"/admin/salaries/curatedsubject/{side.pk}/delete/", {"post": "yes"}).status_code
        == 403
    )
    url = f"/admin/salaries/curatedcomparison/{comparison.pk}/delete/"
    assert "2 curated subjects" in publisher.get(url).content.decode()
    publisher.post(url, {"post": "yes"})
    assert not CuratedComparison.objects.exists()
