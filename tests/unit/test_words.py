"""Words that charts and sentences share."""

import pytest

from salaries.pay.words import counted, shortened


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("San Jose, CA", "San Jose, CA"),
        ("Software Developer, San Jose", "Software Developer, San Jose"),  # 28 letters
        ("Software Developers, San Jose", "Software Develope…, San Jose"),
        ("Computer and Information Systems Manager", "Computer and Information Sy…"),
        ("Manager, San Jose-Sunnyvale-Santa Clara", "Manager, San Jose-Sunnyvale…"),
        ("Information and Systems, Seattle", "Information and Sy…, Seattle"),
        ("Systems Manager of a, Long Island", "Systems Manage…, Long Island"),
    ],
)
def test_a_long_name_loses_the_end_of_its_first_part(label: str, short: str) -> None:
    assert shortened(label, 28) == short
    assert len(short) <= 28


def test_a_cut_leaves_no_blank_before_it() -> None:
    assert shortened("Systems Manager of, Long Island", 28) == "Systems Manage…, Long Island"
    assert shortened("Database Administrator, Seattle", 19) == "Database…, Seattle"


@pytest.mark.parametrize(("number", "words"), [(0, "0 roles"), (1, "1 role"), (1_200, "1,200 roles")])
def test_a_count_says_what_it_counts(number: int, words: str) -> None:
    assert counted(number, "role") == words
