"""What somebody meant who typed a name: words, beginnings, slips, and which of several comes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.pages import spelling
from salaries.pages.spelling import Likeness, Names, Noun, slips, slips_allowed, words_of

ROLE, PLACE, FACTOR = 0, 1, 2


def noun(shown: str, *others: str, kind: int = ROLE, bare: bool = False, code: str = "") -> Noun:
    return Noun(shown, f"/{shown}/", kind, bare, (shown, *others), (code,) if code else ())


def order(typed: str, *nouns: Noun) -> list[str]:
    """The names that are found, in their order."""
    return [found.noun.shown for found in Names(nouns).search(typed)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Back-end Engineer", ["back", "end", "engineer"]),
        ("15-1252", ["15", "1252"]),
        ("C++ & C#", ["c++", "c#"]),
        ("São Paulo", ["sao", "paulo"]),
        ("Zürich_Köln", ["zurich", "koln"]),
        ("% _ ' \" \\ 🙂", []),
    ],
)
def test_a_text_has_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [
        ("seattle", "seattle", 0),
        ("seatle", "seattle", 1),
        ("seatttle", "seattle", 1),
        ("seaddle", "seattle", 2),
        ("saettle", "seattle", 1),
        ("cat", "dog", 3),
        ("ab", "abcdefgh", 3),
    ],
)
def test_slips_are_counted(typed: str, word: str, expected: int) -> None:
    assert slips(typed, word, 2) == expected


@given(st.text("abc", min_size=1, max_size=9), st.text("abc", min_size=1, max_size=9))
def test_slips_are_the_same_from_either_side(one: str, other: str) -> None:
    assert slips(one, other, 9) == slips(other, one, 9)
    assert min(slips(one, other, 9), 3) == slips(one, other, 2)


@pytest.mark.parametrize(
    ("word", "allowed"),
    [("sre", 0), ("java", 1), ("seattle", 1), ("engineer", 2), ("15125222", 0)],
)
def test_a_longer_word_may_have_more_slips(word: str, allowed: int) -> None:
    assert slips_allowed(word) == allowed


def test_an_exact_name_comes_before_words_and_words_before_beginnings() -> None:
    nouns = [noun("Data Scientist"), noun("Data"), noun("Database Maker"), noun("Big Data")]
    assert order("data", *nouns) == ["Data", "Data Scientist", "Big Data", "Database Maker"]


def test_another_name_that_is_exact_comes_before_a_role_that_has_the_word() -> None:
    assert order("sf", noun("SF Guide"), noun("San Francisco", "SF", kind=PLACE))[0] == "San Francisco"


def test_a_name_of_its_own_comes_before_another_and_one_that_begins_so_before_one_that_does_not() -> None:
    nouns = [noun("Beta", "Data Cook"), noun("Big Data"), noun("Data Zoologist")]
    assert order("data", *nouns) == ["Data Zoologist", "Big Data", "Beta"]


def test_fewer_words_that_nobody_asked_for_come_first() -> None:
    nouns = [noun("Civil Software Engineer"), noun("Software Developer", "Software Engineer")]
    assert order("software eng", *nouns) == ["Software Developer", "Civil Software Engineer"]


def test_near_spellings_are_for_what_nothing_is_spelled_like() -> None:
    nouns = [noun("Seattle", kind=PLACE), noun("Settler")]
    assert order("seatle", *nouns) == ["Seattle"]
    assert order("settler", *nouns) == ["Settler"]


def test_fewer_slips_come_first() -> None:
    assert order("programmar", noun("Programmers"), noun("Programmer")) == ["Programmer", "Programmers"]


def test_roles_come_before_places_and_places_before_factors() -> None:
    nouns = [noun("Alpha One", kind=FACTOR), noun("Alpha Two", kind=PLACE), noun("Alpha Three", kind=ROLE)]
    assert order("alpha", *nouns) == ["Alpha Three", "Alpha Two", "Alpha One"]


def test_what_has_published_figures_comes_first_among_equals() -> None:
    assert order("engineer", noun("A Engineer", bare=True), noun("Web Engineer")) == [
        "Web Engineer",
        "A Engineer",
    ]


def test_two_words_may_be_typed_as_one_and_one_as_two() -> None:
    nouns = [noun("DevOps Engineer"), noun("Back-end Developer")]
    assert order("dev ops", *nouns) == ["DevOps Engineer"]
    assert order("backend dev", *nouns) == ["Back-end Developer"]
    assert order("backenddeveloper", *nouns) == ["Back-end Developer"]


def test_every_word_is_looked_for_in_one_name() -> None:
    both = noun("Software Tester", "Quality Engineer")
    assert order("software quality", both, noun("Software Quality Lead")) == ["Software Quality Lead"]


def test_where_nothing_has_every_word_half_of_the_letters_are_enough() -> None:
    nouns = [noun("Software Engineer"), noun("Seattle", kind=PLACE)]
    assert order("software engineers guild", *nouns) == ["Software Engineer"]
    assert order("zookeepers of software", *nouns) == []


def test_a_whole_name_is_found_among_other_words_and_comes_before_a_part_of_one() -> None:
    nouns = [noun("Backend Engineer"), noun("DevOps Engineer", "SRE"), noun("Oregon", "OR", kind=PLACE)]
    assert order("sre engineer", *nouns) == ["DevOps Engineer", "Backend Engineer"]
    assert order("one or two", *nouns) == []


def test_two_words_that_are_read_as_one_have_one_slip_at_most() -> None:
    nouns = [noun("Engineer"), noun("Backend", kind=PLACE)]
    assert Names(nouns).search("go engineer")[0].rank.likeness is Likeness.NAMED
    assert order("bak end", *nouns) == ["Backend"]


@pytest.mark.parametrize("typed", ["senior engineer", "engineer salary", "the pay of an engineer"])
def test_words_that_tell_nothing_are_passed_over(typed: str) -> None:
    assert order(typed, noun("Engineer")) == ["Engineer"]


def test_a_word_that_tells_nothing_is_looked_for_where_it_is_all() -> None:
    assert order("average", noun("Average")) == ["Average"]


def test_a_code_is_found_whole_and_with_its_scheme() -> None:
    role = noun("Software Developer", "15-1252", code="SOC 2018 15-1252")
    assert [order(typed, role) for typed in ("15-1252", "151252", "soc 2018 15-1252")] == [[role.shown]] * 3
    assert [order(typed, role) for typed in ("soc", "15-1253")] == [[], []]


def test_a_name_that_is_found_twice_is_listed_once_at_its_better_name() -> None:
    found = Names([noun("Computer Programmer", "Programmer")]).search("programmer")
    assert [one.rank.likeness for one in found] == [Likeness.EXACT]


@given(st.text(max_size=100))
def test_anything_may_be_typed(typed: str) -> None:
    nouns = [noun("Software Engineer", "SDE"), noun("Zürich", kind=PLACE)]
    assert set(order(typed, *nouns)) <= {"Software Engineer", "Zürich"}


MANY = [
    noun(f"{of} {trade}", *([f"{trade} {number}"] if number % 3 == 0 else []), bare=number % 4 == 0)
    for number, (of, trade) in enumerate(
        (of, trade)
        for of in ("", "Synthetic", "Back-end", "Backend", "Senior", "The")
        for trade in ("Baker", "Bakers", "Back", "Baker of Bread", "End Baker", "Synthetic")
    )
]


@pytest.mark.parametrize(
    "typed", ["baker", "bakers", "Back", "backend", "synthetic", "the baker", "senior", "end", "bread", "bak"]
)
def test_a_common_word_finds_the_same_as_one_that_is_looked_up_anew(
    typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = Names(MANY).search(typed)
    monkeypatch.setattr(spelling, "COMMON", 0)
    assert [(one.noun, one.rank) for one in Names(MANY).search(typed)] == [
        (one.noun, one.rank) for one in expected
    ]


def test_a_common_word_is_ranked_once_for_a_data_version(monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names([noun(f"Synthetic Role {number:03}", code=f"x{number}") for number in range(100)])
    monkeypatch.setattr(Names, "_rank", None)
    found = names.search("synthetic")
    assert [one.noun.shown for one in found[:2]] == ["Synthetic Role 000", "Synthetic Role 001"]
    assert len(found) == 100
