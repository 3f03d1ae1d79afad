"""Small seeds, for tests of what seeding does rather than of what the starting data says."""

import shutil
from pathlib import Path

import pytest

from tests.models.seeds import SMALL, STARTING, run, write


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A small seed: our nouns, the two figures of ORA, and `SMALL`."""
    folder = tmp_path / "first"
    folder.mkdir()
    for file in STARTING.glob("0[1-6]_*.json"):
        shutil.copy(file, folder)
    return write(folder, *SMALL, name="07.json")


@pytest.fixture
def later(first: Path, tmp_path: Path) -> Path:
    """A later seed: the first, to which a test adds."""
    return Path(shutil.copytree(first, tmp_path / "later"))


@pytest.fixture
def seeded(db: None, first: Path) -> None:
    run(first)
