"""What deploy/release.sh does in which order, and where it stops. Releases and systemd are stood in for by scripts."""

import os
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = """#!/bin/sh
echo "$(basename "$PWD") $1 $DATABASE_URL $SECRET_KEY" >>"$COMPSITE_ROOT/done"
[ "$1" != migrate ] || [ ! -s "$COMPSITE_ROOT/locked" ] || { sed -i 1d "$COMPSITE_ROOT/locked"; exit 1; }
"""
SETTINGS = """# A comment
DATABASE_URL=postgres://pay:a$b`c@db/pay
SECRET_KEY="with a blank"
"""


class Server(NamedTuple):
    """A server whose commands are written down."""

    folder: Path

    def build(self, text: str) -> tuple[Path, str]:
        """A folder as `make build` makes it, and the name of its release, which is prepared already."""
        folder = self.folder / f"build-{text}"
        folder.mkdir()
        (folder / "compsite-0.1.0-py3-none-any.whl").write_text(text)
        (folder / "requirements.txt").write_text("")
        name = sha256(text.encode()).hexdigest()[:12]
        programs = self.folder / "releases" / name / ".venv/bin"
        programs.mkdir(parents=True)
        for program, words in (("compsite", COMMAND), ("python", '[ ! -e "$COMPSITE_ROOT/unready" ]\n')):
            (programs / program).write_text(words)
            (programs / program).chmod(0o755)
        (programs.parent.parent / "staticfiles").mkdir()
        (programs.parent.parent / ".prepared").touch()
        return folder, name

    def run(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        note = f"sh {self.folder}/note"
        environ = {
            "PATH": os.environ["PATH"], "COMPSITE_ROOT": str(self.folder), "COMPSITE_RUN_AS": "root",
            "COMPSITE_ENVIRONMENT": f"{self.folder}/env", "COMPSITE_PORTS": "1 2", "COMPSITE_DRAIN": "0",
            "COMPSITE_READY": "0", "COMPSITE_START": f"{note} start", "COMPSITE_STOP": f"{note} stop",
            "COMPSITE_SWITCH": f"{note} lead", "COMPSITE_WORKER": f"{note} worker", "COMPSITE_BACKUP": f"{note} backup",
            "PAUSE": "0", **more,
        }  # fmt: skip
        command = ["sh", str(ROOT / "deploy/release.sh"), *words]
        return subprocess.run(command, env=environ, text=True, capture_output=True, check=False)

    def done(self) -> list[str]:
        """What was done since this was asked last, without settings."""
        file = self.folder / "done"
        lines = file.read_text().splitlines() if file.exists() else []
        file.write_text("")
        return [" ".join(line.split()[:2]) for line in lines]

    def named(self, link: str) -> str:
        return (self.folder / link).resolve().name


@pytest.fixture
def server(tmp_path: Path) -> Server:
    (tmp_path / "note").write_text('echo "$*" >>"$COMPSITE_ROOT/done"\n')
    (tmp_path / "env").write_text(SETTINGS)
    (tmp_path / "releases").mkdir()
    return Server(tmp_path)


@pytest.fixture
def updated(server: Server) -> tuple[Server, str, str]:
    """A server with two releases, of which the second answers."""
    names = []
    for text in ("one", "two"):
        build, name = server.build(text)
        assert server.run("install", str(build)).returncode == 0
        names.append(name)
    server.done()
    return server, names[0], names[1]


def test_a_first_release_is_put_into_its_place(server: Server) -> None:
    build, name = server.build("one")
    assert server.run("install", str(build)).returncode == 0
    assert server.done() == ["backup", f"{name} migrate", "stop 1", "start 1", "lead 1", "worker"]
    assert (server.named("current"), server.named("slots/1")) == (name, name)


def test_the_old_one_goes_last_and_the_ports_take_turns(server: Server) -> None:
    assert server.run("install", str(server.build("one")[0])).returncode == 0
    server.done()
    build, name = server.build("two")
    server.run("install", str(build))
    assert server.done() == ["backup", f"{name} migrate", "stop 2", "start 2", "lead 2", "worker", "stop 1"]


def test_back_leads_to_the_release_before_without_changing_tables(updated: tuple[Server, str, str]) -> None:
    server, one, two = updated
    assert server.run("back").returncode == 0
    assert server.done() == ["stop 1", "start 1", "lead 1", "worker", "stop 2"]
    assert (server.named("current"), server.named("previous")) == (one, two)


def test_what_is_not_ready_is_stopped_and_nobody_led_there(updated: tuple[Server, str, str]) -> None:
    server, _, two = updated
    build, name = server.build("three")
    (server.folder / "unready").touch()
    told = server.run("install", str(build))
    assert (told.returncode, server.named("current")) == (1, two)
    assert told.stderr == f"release: {name} is not ready after 0 seconds. Visitors are where they were.\n"
    assert server.done() == ["backup", f"{name} migrate", "stop 1", "start 1", "stop 1"]


def test_a_proxy_that_does_not_follow_is_led_back(updated: tuple[Server, str, str]) -> None:
    server, _, two = updated
    (server.folder / "stubborn").write_text('echo "lead $1" >>"$COMPSITE_ROOT/done"; [ "$1" = 2 ]\n')
    switch = f"sh {server.folder}/stubborn"
    told = server.run("install", str(server.build("three")[0]), COMPSITE_SWITCH=switch)
    assert (told.returncode, server.named("current")) == (1, two)
    assert server.done()[-4:] == ["start 1", "lead 1", "lead 2", "stop 1"]


def test_a_worker_that_does_not_start_keeps_no_old_release_running(updated: tuple[Server, str, str]) -> None:
    server, _, _ = updated
    told = server.run("install", str(server.build("three")[0]), COMPSITE_WORKER="false")
    assert (told.returncode, server.done()[-1]) == (0, "stop 2")
    assert "The worker could not be started anew: look after it." in told.stdout


def test_without_a_backup_no_table_is_changed(updated: tuple[Server, str, str]) -> None:
    server, _, _ = updated
    told = server.run("install", str(server.build("three")[0]), COMPSITE_BACKUP="false")
    assert (told.returncode, server.done()) == (1, [])
    assert told.stderr == "release: The backup failed. Nothing was changed.\n"


def test_the_release_that_answers_makes_the_backup(updated: tuple[Server, str, str]) -> None:
    server, _, _ = updated
    build, name = server.build("three")
    done = server.run("install", str(build), COMPSITE_BACKUP="", COMPSITE_BACKUPS="/backups")
    assert (done.returncode, server.done()[:2]) == (0, ["current backup", f"{name} migrate"])


def test_a_migration_that_met_a_lock_is_tried_again(updated: tuple[Server, str, str]) -> None:
    server, _, _ = updated
    (server.folder / "locked").write_text("once\ntwice\n")
    build, name = server.build("three")
    assert server.run("install", str(build)).returncode == 0
    assert server.done()[:4] == ["backup", *[f"{name} migrate"] * 3]


def test_a_migration_that_is_always_refused_changes_nothing(updated: tuple[Server, str, str]) -> None:
    server, _, two = updated
    (server.folder / "locked").write_text("again\n" * 9)
    build, name = server.build("three")
    assert server.run("install", str(build)).returncode == 1
    assert (server.done(), server.named("current")) == (["backup", *[f"{name} migrate"] * 6], two)


def test_a_migration_waits_five_seconds_for_a_lock_and_settings_are_never_run(server: Server) -> None:
    server.run("install", str(server.build("one")[0]))
    [line] = [line for line in (server.folder / "done").read_text().splitlines() if " migrate " in line]
    assert line.partition(" migrate ")[2] == (
        "postgres://pay:a$b`c@db/pay?options=-c%20lock_timeout%3D5s with a blank"
    )


def test_one_release_at_a_time(server: Server) -> None:
    build, _ = server.build("one")
    holder = ["flock", str(server.folder / ".lock"), "sh", "-c", "echo held; read line"]
    with subprocess.Popen(holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as held:
        assert held.stdout
        assert held.stdout.readline() == "held\n"
        told = server.run("install", str(build))
        held.communicate("\n")
    assert (told.returncode, told.stderr) == (1, "release: Another release is being put into its place.\n")


def test_the_release_that_answers_is_not_put_there_again(updated: tuple[Server, str, str]) -> None:
    server, _, two = updated
    told = server.run("install", str(server.folder / "build-two"))
    assert (told.returncode, told.stderr) == (1, f"release: {two} is the release that answers.\n")


def test_styles_of_the_release_before_are_found_at_the_next(server: Server) -> None:
    build, one = server.build("one")
    server.run("install", str(build))
    (server.folder / "releases" / one / "staticfiles/compsite.1.css").write_text("old")
    build, two = server.build("two")
    server.run("install", str(build))
    assert (server.folder / "releases" / two / "staticfiles/compsite.1.css").read_text() == "old"


def test_old_releases_go_and_the_two_last_stay(updated: tuple[Server, str, str]) -> None:
    server, _, two = updated
    build, three = server.build("three")
    assert server.run("install", str(build), COMPSITE_KEEP="1").returncode == 0
    assert {path.name for path in (server.folder / "releases").iterdir()} == {two, three}


def test_the_list_says_which_one_answers(updated: tuple[Server, str, str]) -> None:
    server, one, two = updated
    lines = server.run("list").stdout.splitlines()
    assert sorted(lines) == sorted([f"{one} is the one before", f"{two} answers, at port 2"])


def test_where_there_is_none_before_back_says_so(server: Server) -> None:
    server.run("install", str(server.build("one")[0]))
    told = server.run("back")
    assert (told.returncode, told.stderr) == (1, "release: There is no release before this one.\n")


def test_a_folder_without_a_wheel_is_refused(server: Server) -> None:
    told = server.run("install", str(server.folder))
    assert (told.returncode, "has to hold one wheel" in told.stderr) == (1, True)
