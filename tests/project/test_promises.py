"""docs/security.md names tests that there are."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
AREAS = ["Edge", "Accounts", "Input", "Data", "Faults", "Observability", "Supply chain"]


def promises() -> dict[str, list[tuple[str, str]]]:
    """The rows of each area: a promise, and the cell that names its tests."""
    words = (ROOT / "docs/security.md").read_text(encoding="utf-8").partition("\n## Promises\n")[2]
    areas: dict[str, list[tuple[str, str]]] = {}
    for part in re.split(r"^### ", words, flags=re.MULTILINE)[1:]:
        name, _, table = part.partition("\n")
        lines = [line for line in table.splitlines() if line.startswith("|")]
        rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]
        areas[name] = [(row[0], row[-1]) for row in rows]
    return areas


@cache
def names_in(path: str) -> set[str]:
    try:
        text = (ROOT / path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return set()
    body = ast.parse(text).body
    return {node.name for node in body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("area", AREAS)
def test_every_area_has_promises(area: str) -> None:
    assert promises()[area]


def test_there_is_no_other_area() -> None:
    assert list(promises()) == AREAS


@pytest.mark.parametrize("area", AREAS)
def test_every_promise_is_a_sentence_with_a_test(area: str) -> None:
    test = r"`tests/\w+/test_\w+\.py::test_\w+`"
    whole = re.compile(rf"{test}(, {test})*")
    assert [
        row
        for row in promises()[area]
        if not (re.fullmatch(r"(?:[A-Z`]|nginx).{15,}\.", row[0]) and whole.fullmatch(row[1]))
    ] == []


@pytest.mark.parametrize("area", AREAS)
def test_every_test_that_is_named_exists(area: str) -> None:
    named = re.findall(r"`(tests/[^`:]+)::(\w+)`", " ".join(cell for _, cell in promises()[area]))
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


def test_a_promise_is_made_once() -> None:
    made = [promise for rows in promises().values() for promise, _ in rows]
    assert sorted(set(made)) == sorted(made)
