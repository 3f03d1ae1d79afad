"""The wheel: what it holds, and that the same sources are the same bytes. `.ci/try-release` runs what was built."""

import os
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from compsite.environment import files_beside, home

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ["compsite", "salaries", "templates", "static", "fixtures", "requirements", ".ci"]
MADE = shutil.ignore_patterns("__pycache__", "*.pyc")


def built(root: Path, into: Path) -> Path:
    """The wheel of the sources in a folder."""
    environ = {**os.environ, "PYTHON": sys.executable, "SOURCE_DATE_EPOCH": "1767225600"}
    subprocess.run(["sh", str(root / ".ci/build"), str(into)], env=environ, check=True, capture_output=True)
    [wheel] = into.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The same sources elsewhere, as another person has them: other times, other rights, bytecode beside them."""
    for name in SOURCES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=MADE, copy_function=shutil.copyfile)
    for name in ("pyproject.toml", "README.md", ".gitignore"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    (tmp_path / "compsite/settings.py").chmod(0o600)
    for made in ("compsite/__pycache__/settings.cpython-313.pyc", "templates/__pycache__/base.jinja.pyc"):
        (tmp_path / made).parent.mkdir()
        (tmp_path / made).write_bytes(b"made here")
    (tmp_path / "db.sqlite3").write_bytes(b"pay")
    return tmp_path


def test_the_same_sources_are_the_same_bytes(wheel: Path, copied: Path) -> None:
    other = built(copied, copied / "dist")
    assert sha256(other.read_bytes()).hexdigest() == sha256(wheel.read_bytes()).hexdigest()


def test_it_holds_all_that_the_site_reads_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    folders = {"/".join(name.split("/")[: 3 if name.startswith("compsite/files/") else 1]) for name in names}
    assert folders == {
        "compsite", "compsite/files/fixtures", "compsite/files/static", "compsite/files/templates",
        "compsite-0.1.0.dist-info", "salaries",
    }  # fmt: skip
    for folder in ("templates", "static", "fixtures"):
        there = {
            str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*.*") if path.suffix != ".pyc"
        }
        assert {name.removeprefix("compsite/files/") for name in names if f"files/{folder}/" in name} == there


def test_it_asks_for_what_the_site_runs_on(wheel: Path) -> None:
    words = zipfile.ZipFile(wheel).read("compsite-0.1.0.dist-info/METADATA").decode()
    asked = {line for line in words.splitlines() if line.startswith("Requires-Dist: ")}
    assert "Requires-Dist: psycopg[binary,pool]>=3.3" in asked
    always = {line for line in asked if "extra ==" not in line}
    assert [len(always), len(asked - always)] == [len(named("base")), len(named("otel"))]


def named(requirements: str) -> list[str]:
    """The lines of a file of requirements that name a package."""
    lines = (ROOT / f"requirements/{requirements}.in").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_the_lock_and_the_list_of_parts_lie_beside_it(wheel: Path) -> None:
    assert (wheel.parent / "requirements.txt").read_text() == (ROOT / "requirements/base.txt").read_text()
    assert '"bomFormat": "CycloneDX"' in (wheel.parent / "compsite.cdx.json").read_text()


def test_a_clone_has_its_files_beside_the_package_and_a_wheel_in_it(tmp_path: Path) -> None:
    package = tmp_path / "compsite"
    package.mkdir()
    assert files_beside(package) == tmp_path
    (package / "files").mkdir()
    assert files_beside(package) == package / "files"


def test_what_a_site_makes_lies_in_its_clone_or_where_it_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert home(ROOT) == ROOT
    assert home(tmp_path / "site-packages/compsite/files") == tmp_path
