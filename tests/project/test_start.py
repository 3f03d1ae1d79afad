"""What start and first guide must not load: libraries that only an import, a download or a picture needs."""

import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
HEAVY = {"duckdb", "resvg_py", "python_calamine", "xlsxwriter", "rich", "numpy", "pandas", "pyarrow"}
LOADS = """
import sys
import compsite.wsgi
from django.urls import resolve
resolve("/salaries/backend-engineer/")
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_start_and_the_first_guide_load_no_heavy_library(tmp_path: Path) -> None:
    words = [sys.executable, "-c", LOADS]
    environ = {"DEBUG": "1", "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3", "PATH": ""}
    told = subprocess.run(words, cwd=BASE, env=environ, check=True, capture_output=True, text=True).stdout
    assert "salaries" in told.split()
    assert HEAVY & set(told.split()) == set()
