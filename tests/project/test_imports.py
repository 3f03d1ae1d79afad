"""Imports point the right way: down the list of layers in CONTRIBUTING, never up."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
LAYERS = (
    ("pay",),
    ("models",),
    ("subjects", "fixture_files"),
    ("imports", "drawing", "kept_files", "ranges"),
    ("suspicious",),
    ("pages", "seeding", "exports", "checks", "measures"),
    ("markup",),
    ("responses",),
    ("nouns", "downloads", "synthetic"),
    ("noun_files",),
    ("forms", "typed", "previews", "api", "feeds", "sitemaps", "admin", "management"),
    ("views",),
    ("urls",),
)
"""The parts of `salaries`, from the ground up. A part imports itself and what lies below it."""
RANK = {unit: rank for rank, units in enumerate(LAYERS) for unit in units}
OUTSIDE = {"apps", "migrations"}
"""Django's own: the app's start, which registers what is above it, and migrations."""


def modules(folder: str) -> Iterator[Path]:
    return (
        path
        for path in sorted((BASE / folder).rglob("*.py"))
        if path.name != "__init__.py" or path.read_text()
    )


def unit_of(path: Path) -> str:
    """The part of the app that a module belongs to: `pages` for `salaries/pages/guide.py`."""
    return path.relative_to(BASE).with_suffix("").parts[1]


def imported(path: Path) -> set[str]:
    """The dotted names that a module imports anywhere, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def ours(path: Path) -> set[str]:
    """The parts of the app that a module imports."""
    return {name.split(".")[1] for name in imported(path) if name.startswith("salaries.")}


APP = [path for path in modules("salaries") if unit_of(path) not in OUTSIDE]


def named(path: Path) -> str:
    return str(path.relative_to(BASE))


def test_every_part_of_the_app_has_its_place() -> None:
    assert {unit_of(path) for path in APP} <= set(RANK)
    assert len(APP) > 40


@pytest.mark.parametrize("path", APP, ids=named)
def test_a_module_imports_its_own_part_and_those_below_alone(path: Path) -> None:
    unit = unit_of(path)
    wrong = {other for other in ours(path) if other != unit and RANK[other] >= RANK[unit]}
    assert wrong == set()


@pytest.mark.parametrize("path", [path for path in APP if unit_of(path) == "pay"], ids=named)
def test_the_arithmetic_knows_neither_django_nor_the_rest_of_us(path: Path) -> None:
    assert ours(path) <= {"pay"}
    assert not [name for name in imported(path) if name.split(".")[0] in ("django", "compsite")]


@pytest.mark.parametrize("path", [path for path in APP if unit_of(path) == "views"], ids=named)
def test_views_ask_pages_and_never_models(path: Path) -> None:
    assert "models" not in ours(path)
    assert not [name for name in imported(path) if name.startswith("django.db")]


KNOWS_HTMX = {BASE / "salaries" / "responses" / name for name in ("pages.py", "previews.py")}


@pytest.mark.parametrize("path", [path for path in APP if path not in KNOWS_HTMX], ids=named)
def test_only_answers_that_are_pages_know_htmx(path: Path) -> None:
    words = [word.value for word in ast.walk(ast.parse(path.read_text())) if isinstance(word, ast.Constant)]
    assert not [word for word in words if isinstance(word, str) and word.upper().startswith("HX-")]


@pytest.mark.parametrize("path", list(modules("compsite")), ids=named)
def test_the_site_has_no_idea_of_salaries(path: Path) -> None:
    assert not [name for name in imported(path) if name.startswith("salaries")]
    if path.name not in ("settings.py", "urls.py"):
        assert "salaries." not in path.read_text()


def test_only_the_apps_start_knows_the_site_its_addresses_what_is_loaded_later_and_a_view_who_asks() -> None:
    asking = {
        (named(path), name)
        for path in modules("salaries")
        if path != BASE / "salaries/apps.py"
        for name in imported(path)
        if name.startswith("compsite")
    }
    assert asking == {
        ("salaries/views/reports.py", "compsite.clients.client_key"),
        ("salaries/urls.py", "compsite.later.later_view"),
        ("salaries/urls.py", "compsite.later.later_addresses"),
    }


@pytest.mark.parametrize("path", [*modules("compsite"), *modules("salaries")], ids=named)
def test_nothing_is_imported_by_a_star(path: Path) -> None:
    assert not [name for name in imported(path) if name.endswith(".*")]
