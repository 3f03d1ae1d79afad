"""What no template of ours may hold: the policy is `default-src 'self'`, and public pages are the same for all."""

import re
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((BASE / "templates").rglob("*.html"))
PUBLIC = [path for path in TEMPLATES if "admin" not in path.relative_to(BASE).parts]
COMPONENTS = [path for path in PUBLIC if path.parent.name == "components"]


def named(path: Path) -> str:
    return str(path.relative_to(BASE))


every_template = pytest.mark.parametrize("path", TEMPLATES, ids=named)
every_public = pytest.mark.parametrize("path", PUBLIC, ids=named)


def test_there_are_templates_to_read() -> None:
    assert len(PUBLIC) > 15
    assert len(COMPONENTS) > 3


@every_template
def test_no_style_stands_in_a_template(path: Path) -> None:
    assert not re.search(r"<style|\sstyle\s*=", path.read_text(), re.IGNORECASE)


@every_template
def test_no_script_stands_in_a_template(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\ssrc=)", text, re.IGNORECASE)
    assert not re.search(r"\son[a-z]+\s*=|javascript:|hx-on", text, re.IGNORECASE)


@every_public
def test_no_token_and_no_user_stand_in_a_public_template(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"csrf|request\.|\buser\.|perms\.|messages", text, re.IGNORECASE)


@every_template
def test_nothing_comes_from_another_site(path: Path) -> None:
    assert not re.search(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", path.read_text(), re.IGNORECASE)


@pytest.mark.parametrize("path", sorted((BASE / "static").rglob("*.css")), ids=named)
def test_no_style_sheet_asks_another_site(path: Path) -> None:
    assert not re.search(r"@import|url\((?!['\"]?[a-z.-]+\.(?:svg|css)['\"]?\))", path.read_text())


@pytest.mark.parametrize("path", sorted((BASE / "static").rglob("*.js")), ids=named)
def test_no_script_makes_code_of_text(path: Path) -> None:
    assert not re.search(r"\beval\(|new Function|innerHTML|document\.write", path.read_text())


@pytest.mark.parametrize("path", COMPONENTS, ids=named)
def test_a_component_names_what_it_wants_in_its_first_line(path: Path) -> None:
    assert re.match(r"\{# [a-z_]+: .+?#\}", path.read_text())


@every_public
def test_no_number_is_worked_out_or_written_in_a_template(path: Path) -> None:
    assert not re.search(r"\|add:|widthratio|floatformat|intcomma", path.read_text())


@every_public
def test_a_target_of_htmx_is_the_id_of_an_element(path: Path) -> None:
    text = "".join(page.read_text() for page in PUBLIC)
    for target in re.findall(r'hx-(?:target|select)="([^"]+)"', path.read_text()):
        assert target.startswith("#")
        assert f'id="{target[1:]}"' in text


@every_public
def test_a_form_of_htmx_works_without_it(path: Path) -> None:
    text = path.read_text()
    for tag in re.finditer(r"<[a-z]+[^>]*hx-get[^>]*>", text):
        # A field leads where its form leads.
        place = tag[0] if tag[0].startswith(("<form", "<a ")) else text[: tag.start()].rpartition("<form")[2]
        address = re.search(r'(?:action|href)="([^"]+)"', place)
        assert address and f'hx-get="{address[1]}"' in tag[0]
        assert re.search(r'hx-swap="outerHTML[ "]', tag[0])
