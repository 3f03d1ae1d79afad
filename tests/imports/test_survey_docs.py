"""What docs/formats/survey.md shows is what happens."""

import re
from decimal import Decimal
from pathlib import Path

from tests.imports.surveys import finished, sizes

DOCS = Path(__file__).resolve().parents[2] / "docs" / "formats" / "survey.md"


def block(kind: str) -> str:
    found = re.search(rf"^```{kind}\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def test_the_example_of_ones_own_survey_is_read_with_its_mapping(tmp_path: Path) -> None:
    path = tmp_path / "our_survey_2025.csv"
    path.write_text(block("csv"), encoding="utf-8")
    reading, cells = finished(path, block("toml").replace("minimum = 10", "minimum = 1"))
    backend = ("backend-engineer", "DE")
    assert sizes(cells) == {
        (*backend, "", ""): 2, (*backend, "mid-level", ""): 1, (*backend, "senior-staff", ""): 1,
        (*backend, "", "go"): 2, (*backend, "mid-level", "go"): 1, (*backend, "senior-staff", "go"): 1,
        (*backend, "", "kubernetes"): 1, (*backend, "mid-level", "kubernetes"): 1,
        ("qa-analyst", "DE", "", ""): 1, ("qa-analyst", "DE", "mid-level", ""): 1,
    }  # fmt: skip
    assert cells[0].numbers["mean"] == Decimal("78000.00")
    assert reading.period is not None and reading.period.slug == "2025"
