"""The commands in `fixtures/README.md`, run on the publishers' files, write the fixtures byte by byte."""

import re
import shlex
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from salaries.models import Release
from tests.imports.shared import DATA, needs_data

FOLDER: Path = settings.FIXTURE_DIRS[0]
COMMAND = re.compile(r"^    manage\.py (\w+) (.+)$", re.MULTILINE)


def commands(name: str) -> list[list[str]]:
    """What the README gives to a command, word by word."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    return [shlex.split(words) for command, words in COMMAND.findall(text) if command == name]


def test_every_file_that_is_imported_or_written_is_there_once() -> None:
    assert len(commands("import_release")) == 14
    assert sorted(file for _, file, *_ in commands("write_fixture")) == [
        f"fixtures/{file.name}" for file in sorted(FOLDER.glob("*.json")) if file.name[:2] > "06"
    ]


@pytest.mark.django_db
@needs_data
def test_the_commands_write_the_fixtures_that_are_there(tmp_path: Path) -> None:
    call_command("loaddata", *sorted(FOLDER.glob("0[1-5]_*.json")), verbosity=0)
    for form, file, *options in commands("import_release"):
        (path,) = DATA.rglob(file)
        call_command("import_release", form, path, *options, verbosity=0)
    Release.objects.filter(source__slug__in=["bls-oews", "ons-ashe"]).update(priority=20)
    for release, file, *options in commands("write_fixture"):
        written = tmp_path / Path(file).name
        folder = [str(FOLDER) if word == "fixtures" else word for word in options]
        call_command("write_fixture", release, written, *folder, verbosity=0)
        assert written.read_bytes() == (FOLDER / written.name).read_bytes(), written.name
