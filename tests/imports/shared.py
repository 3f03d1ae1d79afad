"""The publishers' real files, where they stand beside the project. They are never part of it."""

from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[3] / "shared"
DATA = _BESIDE / "data"
CASES = _BESIDE / "cases" / "files"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the publishers' files are not beside the project")
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the case files are not beside the project")
