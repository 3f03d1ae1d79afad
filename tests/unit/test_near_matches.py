"""Slugs that are spelled nearly so, found among thousands."""

import pytest

from salaries import subjects
from salaries.subjects import near_matches

KNOWN = [*(f"occupation-{number:04}" for number in range(5_000)), "backend-engineer", "data-engineer"]


def test_the_nearest_is_found_among_thousands() -> None:
    assert near_matches("backend-enginer", KNOWN)[0] == "backend-engineer"


def test_few_of_thousands_are_compared_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def counting(word: str, known: list[str], **options: object) -> list[str]:
        compared.append(len(known))
        return []

    monkeypatch.setattr(subjects, "get_close_matches", counting)
    near_matches("backend-enginer", KNOWN)
    assert compared == [200]
