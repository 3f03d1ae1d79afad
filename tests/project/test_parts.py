"""What a release consists of is listed, and may be used."""

import json
import re
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements/base.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """`.ci/parts` as a module."""
    loader = SourceFileLoader("parts", str(ROOT / ".ci/parts"))
    spec = spec_from_loader("parts", loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def written(script: ModuleType) -> str:
    return str(script.sbom())


@pytest.fixture(scope="module")
def listed(written: str) -> Any:
    return json.loads(written)


def test_the_list_of_licences_is_what_the_packages_say(script: ModuleType) -> None:
    assert (ROOT / "docs/licences.md").read_text(encoding="utf-8") == script.document(), "run `make licences`"


def test_every_licence_is_one_of_those_that_are_allowed(script: ModuleType) -> None:
    assert [
        part.name for part in script.parts() if set(part.licence.split(" AND ")) - set(script.ALLOWED)
    ] == []


@pytest.mark.parametrize(
    ("stated", "licence"),
    [
        ({"License-Expression": "MIT"}, "MIT"),
        ({"License": "ZPL 2.1"}, "ZPL-2.1"),
        ({"License": "a text of many lines"}, "not stated"),
        ({"License-Expression": "AGPL-3.0-only"}, "AGPL-3.0-only"),
        ({}, "not stated"),
    ],
)
def test_a_licence_is_what_a_package_says(script: ModuleType, stated: dict[str, str], licence: str) -> None:
    metadata = SimpleNamespace(get=stated.get, get_all=lambda _name, default: default)
    assert script.licence("made-up", metadata) == licence


def test_the_list_of_parts_is_one_by_its_schema(written: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None


def test_another_text_would_be_none_by_its_schema(written: str) -> None:
    broken = written.replace('"type": "library"', '"type": "book"')
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(broken) is not None


def test_it_has_every_package_of_the_lock_with_its_digests(listed: Any) -> None:
    pinned = set(re.findall(r"^([a-z0-9-]+)(?:\[[\w,]+\])?==(\S+)", LOCK, re.MULTILINE))
    assert {(part["name"], part["version"]) for part in listed["components"]} == pinned
    digests = [one["content"] for part in listed["components"] for one in part["hashes"]]
    assert sorted(digests) == sorted(set(re.findall(r"sha256:(\w{64})", LOCK)))


def test_it_says_who_needs_whom(listed: Any) -> None:
    needs = {row["ref"]: row.get("dependsOn", []) for row in listed["dependencies"]}
    assert needs["django"] == ["asgiref", "sqlparse", "tzdata"]
    assert {"django", "granian", "whitenoise"} <= set(needs["compsite"])
    assert "asgiref" not in needs["compsite"]


def test_the_same_lock_is_the_same_list(script: ModuleType, written: str) -> None:
    assert script.sbom() == written
