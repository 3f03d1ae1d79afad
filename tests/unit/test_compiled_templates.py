"""Compiled templates are kept beside their sources, and never in the way."""

import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.template import engines
from jinja2 import Environment, FileSystemLoader

from salaries.markup import templates as public
from salaries.markup.compiled import beside


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a template; Python may write down what it compiles."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "page.html").write_text("pay")
    return tmp_path


def page(templates: Path) -> str:
    """The template as a new process renders it."""
    made = Environment(loader=FileSystemLoader(templates), bytecode_cache=beside(templates))  # noqa: S701
    return made.get_template("page.html").render()


def test_a_template_is_compiled_once(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page(templates) == "pay"
    monkeypatch.setattr(Environment, "compile", None)
    assert page(templates) == "pay"


def test_a_template_that_was_changed_is_compiled_again(templates: Path) -> None:
    page(templates)
    (templates / "page.html").write_text("more pay")
    assert page(templates) == "more pay"


def test_a_file_that_is_no_compiled_template_is_left_aside(templates: Path) -> None:
    page(templates)
    [kept] = (templates / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:40])
    assert page(templates) == "pay"


def test_where_nothing_can_be_written_the_page_is_made_all_the_same(templates: Path) -> None:
    (templates / "__pycache__").write_text("a file where the folder would be")
    assert page(templates) == "pay"


def test_python_may_be_asked_to_write_nothing(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert page(templates) == "pay"
    assert not (templates / "__pycache__").exists()


def test_collecting_static_files_compiles_every_public_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    compiled: list[str] = []
    engine: Any = engines[public.ENGINE]
    monkeypatch.setattr(engine.env, "get_template", compiled.append)
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    assert {"guide.html", "components/compare_form.html"} < set(compiled)
    assert not [name for name in compiled if name.startswith("admin/")]
