"""What people call places and options besides: a table whose rows are of the starting data, each name once a thing."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from salaries.fixture_files import read
from salaries.pages.search import ALSO_CALLED, also_called
from salaries.pages.spelling import words_of

MODELS = {"place": "location", "option": "factoroption"}
SHARED = {"la": {"los-angeles-ca", "louisiana"}}
"""Names that are rightly two things': both are found."""


@pytest.fixture(scope="module")
def slugs() -> set[tuple[str, str]]:
    """The (model, slug) of each row of the starting data that has a slug."""
    rows = read(Path(settings.FIXTURE_DIRS[0]))
    return {(row.noun.model._meta.model_name or "", str(row.fields.get("slug"))) for row in rows}


def test_every_row_is_of_the_starting_data(slugs: set[tuple[str, str]]) -> None:
    assert {(MODELS[kind], slug) for kind, slug in also_called()} - slugs == set()


def test_every_row_is_read() -> None:
    with ALSO_CALLED.open(encoding="utf-8", newline="") as text:
        assert len(list(csv.reader(text))) - 1 == len(also_called()) > 50


def test_a_name_stands_once_but_where_it_is_rightly_two_things() -> None:
    owners: dict[str, set[str]] = {}
    for (_, slug), names in also_called().items():
        assert len({"".join(words_of(name)) for name in names}) == len(names), slug
        for name in names:
            owners.setdefault("".join(words_of(name)), set()).add(slug)
    assert {name: slugs for name, slugs in owners.items() if len(slugs) > 1} == SHARED
