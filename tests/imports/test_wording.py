"""Sentences of imports for people who see a form and no command line."""

import ast

import pytest

from salaries.imports.wording import for_form
from tests.project.import_docs import IMPORTS

SENTENCES = sorted(
    {
        node.value
        for path in IMPORTS.rglob("*.py")
        if path.stem != "wording"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " --" in f" {node.value}"
    }
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Say whose figures these are: --source SLUG.", "Say whose figures these are: “Source”."),
        ("If it is right: --any-amount.", "If it is right: “Take unusual amounts”."),
        ("perhaps --map title=role --map 'Job name=role'", "perhaps “title” as role “Job name” as role"),
        ("as in --map badge=-.", "as in “badge” left out."),
        ("as in --set currency=USD.", "as in “currency: USD” for every row."),
        ("as in --header-row 2.", "as in “Row with the columns' names”: 2."),
        ("as in --marks oews, or leave", "as in “Signs for missing numbers”: oews, or leave"),
        ("add --reference, such as --reference 2025-05, or --reference none where nobody knows.",
         "add “Time that the pay is of”, such as “Time that the pay is of”: 2025-05, or “Time that the pay is of”: "
         "none where nobody knows."),
    ],
)  # fmt: skip
def test_options_of_the_command_become_fields_of_the_form(said: str, shown: str) -> None:
    assert for_form(said) == shown


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_sentence_of_an_import_shows_an_option_in_the_form(sentence: str) -> None:
    assert "--" not in for_form(sentence)


def test_there_are_such_sentences() -> None:
    assert len(SENTENCES) > 10
