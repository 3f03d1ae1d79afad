"""The files that fetch, pin and run things keep their promises."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
SOURCES = sorted((ROOT / "requirements").glob("*.in"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def requirements_of(lock: Path) -> list[str]:
    """One text a requirement: its pin and its hashes, without comments."""
    lines = [
        line for line in lock.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")
    ]
    return [text for text in "\n".join(lines).replace("\\\n", " ").splitlines() if text.strip()]


def pins_of(lock: Path) -> set[str]:
    return {text.split()[0] for text in requirements_of(lock)}


def phony_targets() -> set[str]:
    return set(re.findall(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)[0].split())


def test_there_are_locks_for_the_site_the_bench_the_tests_traces_and_the_tools() -> None:
    assert [lock.name for lock in LOCKS] == ["base.txt", "bench.txt", "dev.txt", "otel.txt", "tools.txt"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_of_a_lock_is_pinned_with_hashes(lock: Path) -> None:
    loose = [
        text
        for text in requirements_of(lock)
        if not re.match(r"[a-z0-9._-]+(\[[a-z,-]+\])?==[0-9]\S* .*--hash=sha256:[0-9a-f]{64}", text)
    ]
    assert loose == []


def test_tests_run_on_the_versions_that_the_site_runs_on() -> None:
    assert pins_of(ROOT / "requirements/base.txt") - pins_of(ROOT / "requirements/dev.txt") == set()


def asked_by(source: Path) -> list[str]:
    lines = source.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_dependency_has_a_reason(source: Path) -> None:
    assert [line for line in asked_by(source) if not re.search(r" # \w.{8,}", line)] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_dependency_is_pinned(source: Path) -> None:
    asked = {re.split(r"[^\w-]", line)[0] for line in asked_by(source)}
    pinned = {re.split(r"[^\w-]", pin)[0] for pin in pins_of(source.with_suffix(".txt"))}
    assert asked - pinned == set()


def test_the_python_version_is_one_plain_line() -> None:
    assert re.fullmatch(r"3\.\d+\n", read(".python-version"))


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_make_alone_describes_every_command() -> None:
    answer = subprocess.run(["make", "-s", "-C", str(ROOT)], capture_output=True, text=True, check=True)
    described = dict(re.findall(r"^  make (\S+) +(\w.{10,})$", answer.stdout, re.MULTILINE))
    assert set(described) == phony_targets()


def test_every_rule_of_the_makefile_is_a_command() -> None:
    rules = set(re.findall(r"^([a-z][\w-]*):", read("Makefile"), re.MULTILINE))
    assert rules == phony_targets()


def test_ci_runs_what_a_person_runs() -> None:
    before = re.findall(r"^ci: ([^#]*)", read("Makefile"), re.MULTILINE)[0].split()
    assert {"lint", "types", "check", "audit", "test"} <= set(before)


def test_the_ci_script_runs_make_ci() -> None:
    commands = [line for line in read(".ci/run").splitlines() if not line.lstrip().startswith("#")]
    assert [line for line in commands if re.search(r"\bmake ci\b", line)]


SCRIPTS = [
    path.relative_to(ROOT).as_posix()
    for path in [
        ROOT / "setup",
        *(ROOT / ".ci").iterdir(),
        *(ROOT / "deploy").glob("*.sh"),
        *(ROOT / "bench").glob("*.sh"),
    ]
    if path.is_file() and re.match(r"#!.*sh\n", path.read_text(encoding="utf-8"))
]


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed.")
def test_no_shell_script_has_a_trap_that_shellcheck_knows() -> None:
    assert {"setup", ".ci/run", ".ci/postgres", "deploy/release.sh", "bench/cluster.sh"} <= {*SCRIPTS}
    words = ["shellcheck", "--severity=warning", *SCRIPTS]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.stdout == ""


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_shell_script_parses(script: str) -> None:
    shell = "bash" if "bash" in read(script).splitlines()[0] else "sh"
    assert subprocess.run([shell, "-n", str(ROOT / script)], check=False).returncode == 0


def test_setup_says_what_it_understands() -> None:
    answer = subprocess.run(["sh", str(ROOT / "setup"), "all"], capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert answer.stderr == "setup: say one of: runtime, dev, browser, bench, static, port, lock\n"


STAND_IN = """
import sys
packages = {packages!r}
left_out = [one["name"] for one in packages if "skip_reason" in one]
if "--strict" in sys.argv and left_out:
    sys.exit(f"ERROR:pip_audit._cli:{{left_out[0]}}: Dependency not found on PyPI and could not be audited")
print({told!r})
sys.exit(any(one.get("vulns") for one in packages))
"""
FAULT = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
SOUND = {"name": "b", "version": "1", "vulns": []}
SKIPPED = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([SOUND], 0, "list.txt: no known fault in 1 packages.\n"),
        ([FAULT, SOUND], 1, "a 1: PYSEC-1, mended in 2\n"),
        ([SKIPPED, SOUND], 1, "c: not found\n"),
        ([SKIPPED], 0, "list.txt was not audited: the list of known faults cannot be reached from here.\n"),
    ],
    ids=["sound", "fault", "one left out", "out of reach"],
)
def test_the_audit_fails_for_findings_alone(
    tmp_path: Path, packages: list[object], status: int, said: str
) -> None:
    stand_in = tmp_path / "pip_audit"
    stand_in.mkdir()
    (stand_in / "__init__.py").touch()
    told = json.dumps({"dependencies": packages})
    (stand_in / "__main__.py").write_text(STAND_IN.format(packages=packages, told=told))
    answer = subprocess.run(
        [sys.executable, str(ROOT / ".ci/audit"), "list.txt"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert (answer.returncode, answer.stdout) == (status, said)
