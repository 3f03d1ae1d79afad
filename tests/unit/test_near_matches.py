"""Slugs that are spelled nearly so, found among thousands."""

import random
from collections import UserList
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise
from string import ascii_lowercase
from typing import Any

import pytest

from salaries.pay import near
from salaries.pay.near import MOST_COMPARED, NEAR_MATCHES, Spelled, near_matches

KNOWN = [*(f"occupation-{number:04}" for number in range(5_000)), "backend-engineer", "data-engineer"]
WORDS = (
    "analyst", "baker", "back", "chief", "data", "designer", "end", "engineer", "front", "junior", "keeper", "lead",
    "librarian", "machine", "manager", "nurse", "operator", "painter", "roofer", "senior", "software", "surveyor",
    "tailor", "teacher", "technician", "therapist", "usher", "welder", "writer",
)  # fmt: skip
LETTERS = f"{ascii_lowercase}-0"


def looked_at_one_by_one(slug: str, known: Sequence[str]) -> tuple[str, ...]:
    """What `near_matches` finds, by a look at every slug."""
    pairs = {*pairwise(slug)}
    likely = sorted(known)
    if len(known) > MOST_COMPARED:
        likely = sorted(likely, key=lambda one: -len(pairs & {*pairwise(one)}))[:MOST_COMPARED]
    close = get_close_matches(slug, likely, n=NEAR_MATCHES, cutoff=0.5)
    inside = sorted(one for one in known if slug and (slug in one or one in slug))
    return tuple(dict.fromkeys([*close, *inside]))[:NEAR_MATCHES]


def mistyped(slug: str, chance: random.Random) -> str:
    """A slug with up to five slips, or cut off, or with something before it."""
    letters = list(slug)
    for _ in range(chance.randint(0, 5)):
        at = chance.randint(0, len(letters))
        letters[at : at + chance.randint(0, 1)] = chance.choice(["", chance.choice(LETTERS)])
    typed = "".join(letters)
    return chance.choice([typed, typed, typed[: chance.randint(0, len(typed))], f"the-{typed}"])


def test_the_nearest_is_found_among_thousands() -> None:
    assert near_matches("backend-enginer", KNOWN)[0] == "backend-engineer"


@pytest.mark.parametrize("how_many", [0, 1, 150, 2_000])
def test_the_same_is_found_as_by_a_look_at_every_slug(how_many: int) -> None:
    chance = random.Random(how_many)
    known = sorted({"-".join(chance.sample(WORDS, chance.randint(1, 3))) for _ in range(how_many)})
    spelled = Spelled(known)
    for slug in ["", "a", "-", *(mistyped(chance.choice(known or WORDS), chance) for _ in range(100))]:
        assert spelled.near(slug) == looked_at_one_by_one(slug, known), slug


def test_some_of_the_slugs_are_compared_as_if_they_were_all() -> None:
    chance = random.Random(7)
    known = sorted({"-".join(chance.sample(WORDS, 2)) for _ in range(900)})
    some = chance.sample(known, 400)
    spelled = Spelled(known)
    for slug in (mistyped(chance.choice(known), chance) for _ in range(100)):
        assert spelled.near(slug, spelled.only(some)) == looked_at_one_by_one(slug, some), slug


def test_few_of_thousands_are_compared_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def counting(slug: str, others: Iterable[str]) -> Iterator[tuple[str, int]]:
        compared.append(len(list(others)))
        return iter(())

    monkeypatch.setattr(near, "_in_common", counting)
    near_matches("backend-enginer", KNOWN)
    assert compared == [200]


def test_a_slug_is_looked_up_without_a_look_at_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []

    class Watched(UserList[str]):
        def __getitem__(self, number: Any) -> Any:
            looked_at.append(self.data[number])
            return self.data[number]

    spelled = Spelled(KNOWN)
    spelled.slugs = Watched(spelled.slugs)
    assert spelled.near("backend-enginer")[0] == "backend-engineer"
    # 200 that share most pairs of letters, and once more the one that has all of them.
    assert len(looked_at) == 201
