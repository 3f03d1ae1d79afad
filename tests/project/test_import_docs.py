"""`docs/imports.md` and the pages of formats say what the code does."""

import json
import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, get_commands

from salaries.imports import plausible
from salaries.imports.formats import FORMATS as NAMES
from salaries.imports.marks import PROFILES
from salaries.imports.numbers import STYLES
from salaries.imports.periods import NOT_STATED, parse_period
from salaries.imports.summary import REASONS
from salaries.management.commands.import_release import REFUSALS, UNREADABLE
from salaries.models import Figure
from tests.factories import make_source
from tests.imports.shared import DATA, needs_data
from tests.project.import_docs import (
    BASE,
    CODE,
    DOCUMENTS,
    FORMATS,
    IMPORTS,
    LINK,
    PAGE,
    Edit,
    Step,
    calls,
    code,
    codes_given,
    fits,
    headings,
    options,
    own_options,
    parser_of,
    steps,
    table,
)

OURS = sorted(name for name, app in get_commands().items() if app == "salaries")
EXAMPLE = PAGE.partition("## An example\n")[2].partition("\n## ")[0]
OF_A_BUREAU = "import_release oews"
FIRST, SECOND = re.findall(r"```csv\n(.*?)```", EXAMPLE, re.DOTALL)


def test_the_table_of_options_is_the_parsers() -> None:
    rows = table("Option")
    assert {code(row[0]).split()[0] for row in rows} == own_options("import_release")


def test_an_option_of_the_table_takes_a_value_where_the_parser_wants_one() -> None:
    shown = {code(row[0]).split()[0]: " " in code(row[0]) for row in table("Option")}
    actions = parser_of("import_release")._actions
    wanted = {action.option_strings[-1]: action.nargs != 0 for action in actions if action.option_strings}
    assert shown == {flag: wanted[flag] for flag in shown}


@pytest.mark.parametrize(("option", "known"), [("--numbers", STYLES), ("--marks", PROFILES)])
def test_the_table_of_options_names_what_can_be_chosen(option: str, known: dict[str, object]) -> None:
    (words,) = (row[2] for row in table("Option") if code(row[0]).startswith(option))
    assert set(re.findall(r"`(\w+)`", words)) == set(known)


def test_the_table_of_formats_is_the_commands() -> None:
    assert [code(row[0]) for row in table("Format")] == list(NAMES)


def test_the_exit_codes_are_the_commands() -> None:
    assert re.findall(r"^\| (\d) \| \w", PAGE, re.MULTILINE) == ["0", str(UNREADABLE), str(REFUSALS)]


@pytest.mark.parametrize("name", [name for name in OURS if name not in ("seed", "collectstatic")])
def test_every_command_is_there_with_its_own_options(name: str) -> None:
    (row,) = (row for row in table("Command") if code(row[0]).split()[0] == name)
    if name != "import_release":
        assert options(row[2]) == own_options(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_formats_page_says_where_the_file_is_from(name: str) -> None:
    text = (FORMATS / f"{name}.md").read_text(encoding="utf-8")
    # The guide's own layout is not downloaded: the guide writes it.
    wanted = r"export_release \S+ \S+" if name == "table" else r"https://[\w.-]+/\S+"
    assert re.search(wanted, text)


@pytest.mark.parametrize("name", NAMES)
def test_a_formats_page_has_a_command_that_imports_it(name: str) -> None:
    shown = [words for command, words in calls(FORMATS / f"{name}.md") if command == "import_release"]
    assert any(words[0] == name and len(words) > 1 for words in shown)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(BASE)))
def test_every_command_line_that_a_document_shows_is_one(path: Path) -> None:
    for name, words in calls(path):
        assert name in get_commands(), name
        parser_of(name).parse_args(words)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(BASE)))
def test_every_command_that_a_document_names_exists(path: Path) -> None:
    named = re.findall(r"`(\w+_(?:release|fixture)|check_data)\b", path.read_text(encoding="utf-8"))
    assert set(named) <= set(OURS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(BASE)))
def test_every_link_leads_to_a_file_and_a_heading_of_it(path: Path) -> None:
    for name, _, place in (link.partition("#") for link in LINK.findall(path.read_text(encoding="utf-8"))):
        target = path.parent / name if name else path
        assert target.exists(), name
        assert not place or place in headings(target), place


def explained() -> set[str]:
    refusals = PAGE.partition("| Code | Means | What to do |")[2].partition("\n## ")[0]
    return {word for word in re.findall(r"`(\w+)`", refusals) if CODE.fullmatch(word)}


def test_every_code_that_an_import_gives_is_explained() -> None:
    assert len(codes_given()) > 15
    assert codes_given() - explained() == set()


def test_every_code_that_is_explained_is_given() -> None:
    texts = [path.read_text(encoding="utf-8") for path in IMPORTS.rglob("*.py") if path.stem != "summary"]
    assert {word for word in explained() if not any(f'"{word}"' in text for text in texts)} == set()


def test_every_reason_of_the_summary_says_what_to_do() -> None:
    rows = PAGE.partition("| Code | Means | What to do |\n")[2].partition("\n\n")[0].splitlines()[1:]
    assert {code(row) for row in rows} == set(REASONS)


@pytest.mark.parametrize("row", table("`--reference`"), ids=lambda row: row[2])
def test_a_release_is_called_after_its_period_as_the_table_says(row: list[str]) -> None:
    asked, called = code(row[0]), code(row[2])
    assert called == ("undated" if asked == NOT_STATED else parse_period(asked).slug)


def test_plausible_pay_is_as_it_says() -> None:
    least, most = plausible.A_YEAR["USD"]
    assert f"US dollars that is {least:,} to {most:,} a\nyear" in PAGE
    assert f"{len(plausible.A_YEAR)} currencies" in PAGE


def run(line: str) -> tuple[str, int]:
    """What a command line prints, and its exit code."""
    out, words = StringIO(), shlex.split(line)
    try:
        call_command(*words, stdout=out, stderr=out)
    except (SystemExit, CommandError) as stop:
        said = str(stop) if isinstance(stop, CommandError) else ""
        return out.getvalue() + said, int(getattr(stop, "returncode", getattr(stop, "code", 0)))
    return out.getvalue(), 0


@pytest.fixture
def here(loaded: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The starting data, the source of the example, and a folder with its file to stand in."""
    make_source("acme-survey")
    (tmp_path / "figures.csv").write_text(FIRST, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_example_prints_what_it_says(here: Path) -> None:
    file = here / "figures.csv"
    for step in steps(EXAMPLE):
        if isinstance(step, Edit):
            assert file.read_text().count(step.old) == 1
            file.write_text(file.read_text().replace(step.old, step.new))
        elif OF_A_BUREAU not in step.line:
            said, _ = run(step.line)
            assert fits(step.output, said), said
    figure = Figure.objects.get(release__source__slug="acme-survey", role__slug="backend-engineer")
    assert f"the figure says {figure.median:,.0f} again" in EXAMPLE


def test_the_examples_first_import_lists_its_refusal_and_says_so(here: Path) -> None:
    first = next(step for step in steps(EXAMPLE) if isinstance(step, Step))
    _, exit_code = run(first.line)
    assert f"The exit code is {exit_code}." in EXAMPLE
    assert (here / "figures.csv.refused.csv").read_text() == SECOND


@needs_data
def test_the_bureaus_file_is_imported_as_the_example_says(here: Path) -> None:
    (step,) = (step for step in steps(EXAMPLE) if isinstance(step, Step) and OF_A_BUREAU in step.line)
    name = step.line.split()[-1]
    (here / name).symlink_to(DATA / "oews_published" / name)
    said, exit_code = run(step.line)
    assert fits(step.output, said), said
    assert exit_code == 0


def test_the_role_of_the_recipe_is_a_new_one() -> None:
    recipe = (BASE / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("### Add a role")[2]
    (example,) = re.findall(r'`(\{"model": "salaries\.role", .*\})`', recipe)
    slug = json.loads(example)["fields"]["slug"]
    held = (BASE / "fixtures" / "04_roles.json").read_text(encoding="utf-8")
    assert f'"{slug}"' not in held
