"""What changed, by the API: what the page of changes tells."""

import pytest
from django.test import Client

from salaries.models import DataVersion, Figure, data_change
from tests.api.asking import told, walked
from tests.factories import make_figure, make_part, make_release, make_source

pytestmark = pytest.mark.django_db


def newest() -> int:
    found = DataVersion.objects.newest()
    assert found is not None
    return found.number


def test_a_correction_has_both_amounts_and_lasting_addresses_of_both(client: Client) -> None:
    make_figure(part=make_part(make_release(source=make_source(licence="CC0 1.0"))), median=50_000)
    before = newest()
    with data_change("by hand", "A digit was wrong."):
        Figure.objects.update(median=51_000)
    (change, *_) = told(client, "changes/")["changes"]
    (figure,) = change["figures"]
    assert (change["data_version"], change["note"]) == (newest(), "A digit was wrong.")
    assert (figure["subject"], figure["release"], figure["licence"]) == (
        "alpha.average",
        "bureau/may-2025",
        "CC0 1.0",
    )
    assert figure["words"] == "Median base salary a year: $50,000 → $51,000"
    assert figure["before"] == f"http://127.0.0.1:8000/salaries/alpha/?as_of={before}"
    assert figure["after"] == f"http://127.0.0.1:8000/salaries/alpha/?as_of={newest()}"


def test_a_release_that_is_published_and_withdrawn_is_told_with_its_licence(client: Client) -> None:
    part = make_part(make_release(source=make_source(licence="CC0 1.0")), state="draft")
    make_figure(part=part, median=50_000)
    part.publish()
    part.withdraw("Wrong file.")
    withdrawn, published = told(client, "changes/")["changes"]
    assert [line["did"] for line in withdrawn["releases"]] == ["withdrawn"]
    (line,) = published["releases"]
    assert (line["did"], line["release"], line["licence"], line["figures"]) == (
        "published", "bureau/may-2025", "CC0 1.0", 1,
    )  # fmt: skip


def test_changes_are_walked_from_the_newest_to_the_first(client: Client) -> None:
    make_figure(median=50_000)
    for amount in range(51_000, 56_000, 1_000):
        Figure.objects.update(median=amount)
    numbers = [change["data_version"] for change in walked(client, "changes/?limit=2", "changes")]
    assert numbers[:5] == list(range(newest(), newest() - 5, -1))
    assert numbers == sorted(set(numbers), reverse=True)


def test_a35_a_figure_of_too_few_answers_is_in_no_change(client: Client) -> None:
    figure = make_figure(median=61_000, sample_size=1)
    Figure.objects.filter(pk=figure.pk).update(median=62_000)
    body = str(told(client, "changes/"))
    assert not [amount for amount in ("61,000", "61000", "62,000", "62000") if amount in body]
