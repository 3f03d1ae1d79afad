"""The documents about imports, as tests read them."""

import ast
import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandParser

BASE = Path(__file__).resolve().parents[2]
PAGE = (BASE / "docs" / "imports.md").read_text(encoding="utf-8")
FORMATS = BASE / "docs" / "formats"
IMPORTS = BASE / "salaries" / "imports"
DOCUMENTS = [
    *(BASE / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "fixtures/README.md")),
    *sorted((BASE / "docs").rglob("*.md")),
]
LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")
CALL = re.compile(r"manage\.py (\w+)([^`\n|]*)")
CODE = re.compile(r"(?=.{4})[A-Z]+(?:_[A-Z]+)*")
REFUSING = {
    "Refusal", "FileRefused", "AmountRefused", "_Wrong", "refuse", "refused", "_refuse",
}  # fmt: skip
"""Functions and classes of the imports that are given a code."""
NBSP = "\u00a0"


class Step(NamedTuple):
    """A command of an example and its output."""

    line: str
    output: str


class Edit(NamedTuple):
    """What stands in the example's file, and what it becomes."""

    old: str
    new: str


def table(first: str, text: str = PAGE) -> list[list[str]]:
    """The rows of the one table whose first column is called that."""
    (found,) = re.findall(rf"^\| {re.escape(first)} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in str(found).splitlines()]


def code(cell: str) -> str:
    """What stands between the first backticks of a cell."""
    found = re.search(r"`([^`]+)`", cell)
    assert found is not None, cell
    return found[1]


def options(text: str) -> set[str]:
    """The options that a text names."""
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))


def parser_of(name: str) -> CommandParser:
    """The parser of a management command, ours or Django's."""
    return load_command_class(get_commands()[name], name).create_parser("manage.py", name)


def own_options(name: str) -> set[str]:
    """A command's long options besides those that every command has."""
    every = BaseCommand().create_parser("manage.py", name)
    known = {flag for action in every._actions for flag in action.option_strings}
    actions = parser_of(name)._actions
    return {flag for action in actions for flag in action.option_strings if flag.startswith("--")} - known


def calls(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The management commands that a document shows, with their words."""
    for name, rest in CALL.findall(path.read_text(encoding="utf-8")):
        yield name, shlex.split(rest, comments=True)


def headings(path: Path) -> set[str]:
    """What links call the headings of a document."""
    found = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in found}


def fits(shown: str, said: str) -> bool:
    """Whether an output is what the document shows. “…” stands for anything, lines too."""
    pattern = ".*".join(re.escape(part) for part in shown.split("…"))
    return re.fullmatch(pattern, said.replace(NBSP, " ").strip(), re.DOTALL) is not None


def steps(example: str) -> Iterator[Step | Edit]:
    """An example, step by step."""
    for block, old, new in re.findall(
        r"```console\n(.*?)```|`([^`\n]+)` becomes `([^`\n]+)`", example, re.DOTALL
    ):
        if old:
            yield Edit(old, new)
        for shown in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, output = shown.partition("\n")
            yield Step(line.removeprefix("./manage.py "), output.strip())


def codes_given() -> set[str]:
    """Every code that the imports give."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in IMPORTS.rglob("*.py")}
    found = {code for tree in trees.values() for node in ast.walk(tree) for code in _codes(node)}
    # The parser of numbers has its codes as constants, and one as what is meant where none is given.
    return found | set(_capitals(ast.walk(trees[IMPORTS / "numbers.py"])))


def _codes(node: ast.AST) -> list[str]:
    """The last word in capitals of a call that refuses; those of `code = …` and of a tuple that is returned."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = [*node.args, *(word.value for word in node.keywords if word.arg == "code")]
        return _capitals(given)[-1:] if name in REFUSING else []
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
        return _capitals(ast.walk(node.value))
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        return _capitals(node.value.elts)
    return []


def _capitals(nodes: Iterable[ast.AST]) -> list[str]:
    values = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return [value for value in values if isinstance(value, str) and CODE.fullmatch(value)]
