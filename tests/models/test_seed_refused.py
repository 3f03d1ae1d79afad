"""A seed that is not right: one clear line, and nothing written."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from salaries.models import Role, SeedRecord
from tests.models.seeds import FIGURE, ROLE, run

pytestmark = pytest.mark.django_db

CELL = "99.json: figure bls-oews/may-2025/backend-engineer/us///gross_pay/USD/year"
REFUSED: dict[str, tuple[tuple[str, dict[str, Any]], str]] = {
    "a user": (("auth.user", {"username": "eve"}), "99.json, object 1: a seed cannot bring auth.user."),
    "a field that is not there": (
        ("salaries.role", {**ROLE, "titel": "x"}),
        "99.json, object 1: Role has no field named 'titel'.",
    ),
    "a row's id": (("salaries.role", {**ROLE, "id": 7}), "99.json, object 1: a fixture cannot fill “id”."),
    "an empty name": (
        ("salaries.role", {"slug": "lighthouse-keeper"}),
        "99.json: role lighthouse-keeper: name: This field cannot be blank.",
    ),
    "a parent that is nowhere": (
        ("salaries.role", {**ROLE, "broader": ["engineer"]}),
        "99.json: role lighthouse-keeper needs the role engineer, which is nowhere.",
    ),
    "a parent by number": (
        ("salaries.role", {**ROLE, "broader": 7}),
        "99.json, object 1: “broader” is a natural key, a list of 1.",
    ),
    "a parent by too long a key": (
        ("salaries.role", {**ROLE, "broader": ["backend-engineer", "us"]}),
        "99.json, object 1: “broader” is a natural key, a list of 1.",
    ),
    "its own parent": (
        ("salaries.role", {**ROLE, "broader": ["lighthouse-keeper"]}),
        "99.json: role lighthouse-keeper is its own parent, directly or through others.",
    ),
    "a figure without a number": (
        ("salaries.figure", {**FIGURE, "mean": None}),
        f"{CELL}: A figure needs at least one number, or a mark that says why there is none.",
    ),
    "crossed percentiles": (
        ("salaries.figure", {**FIGURE, "p25": "9", "p75": "8"}),
        f"{CELL}: The p25 cannot be above the p75.",
    ),
    "a row that is there twice": (
        ("salaries.role", {"slug": "backend-engineer", "name": "Another"}),
        "role backend-engineer is in the fixtures twice.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_broken_fixture_ends_in_one_clear_line_and_nothing_is_written(later: Path, case: str) -> None:
    (model, fields), message = REFUSED[case]
    (later / "99.json").write_text(json.dumps([{"model": model, "fields": fields}]))
    with pytest.raises(CommandError) as refusal:
        run(later)
    assert str(refusal.value) == f"{message} Nothing was written."
    assert not Role.objects.exists() and not SeedRecord.objects.exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"model": ]', "99.json is not a fixture: Expecting value: line 1 column 12 (char 11)."),
        ('{"model": "salaries.role"}', "99.json is not a fixture: it should hold a list of objects."),
        ("[1.50]", "99.json is not a fixture: write 1.50 as a text, so that it stays exact."),
        (
            '[{"model": "salaries.role", "pk": 1, "fields": {}}]',
            "99.json, object 1: an object has “model” and",
        ),
    ],
)
def test_a_file_that_is_no_fixture_is_named(later: Path, text: str, message: str) -> None:
    (later / "99.json").write_text(text)
    with pytest.raises(CommandError) as refusal:
        run(later)
    assert str(refusal.value).startswith(message)
    assert "\n" not in str(refusal.value)


def test_a_folder_without_fixtures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no fixture \(\*\.json\)"):
        run(tmp_path)
