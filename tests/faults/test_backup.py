"""A backup is of one moment, and restoring it is all or nothing, also under who reads and edits meanwhile."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from compsite.backups import postgresql
from salaries.models import DataVersion, Figure, Report, Role, data_change
from tests.factories import make_figure, make_role
from tests.faults.browsing import Visitor
from tests.faults.conftest import Serve, manage
from tests.models.changing import newest
from tests.signing_in import signed_in

GUIDE = "/salaries/alpha/"


def told(job: "subprocess.Popen[str]") -> str:
    """All that a command said, once it is over."""
    return job.communicate()[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "site.backup"


@pytest.fixture(autouse=True)
def databases(address: str) -> Iterator[None]:
    """A restore finds nobody of ours connected; former databases go afterwards, as an operator deletes them."""
    yield
    connection.close()
    if connection.vendor != "postgresql":
        return
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(address.rpartition("/")[0] + "/postgres", autocommit=True) as beside:
        words = "SELECT datname FROM pg_database WHERE datname LIKE %s"
        for (former,) in beside.execute(words, [f"{name[:40]}_before_%"]).fetchall():
            beside.execute(f'DROP DATABASE "{former}" WITH (FORCE)')


def run(*words: str) -> str:
    """A command in this process, on the test's database, and what it said or why it refused."""
    said = StringIO()
    try:
        call_command(*words, stdout=said)
    except CommandError as refusal:
        return str(refusal)
    return said.getvalue()


def back_up(file: Path) -> None:
    assert "rows of" in run("backup", str(file))


def restored(file: Path, *words: str) -> str:
    return run("restore", str(file), *words)


def test_what_was_done_since_is_gone_and_seen_to_be_gone(address: str, file: Path, serve: Serve) -> None:
    figure = make_figure("alpha", median=50_000)
    back_up(file)
    visitor = Visitor(serve())
    Figure.objects.filter(pk=figure.pk).update(median=51_000)
    lost = newest()
    visitor.ask_until(GUIDE, lambda answer: "$51,000" in answer.text)
    assert visitor.ask(f"{GUIDE}?as_of={lost}").status == 200
    assert "The site has the backup of" in restored(file, "--replace")
    visitor.ask_until(GUIDE, lambda answer: "$50,000" in answer.text and "Warning" not in answer.headers)
    gone = visitor.ask_until(f"{GUIDE}?as_of={lost}", lambda answer: answer.status == 404)
    assert f"There is no data version {lost}." in gone.text
    assert newest() == lost + 1_000


def test_versions_go_on_after_a_restore(file: Path) -> None:
    figure = make_figure("alpha", median=50_000)
    back_up(file)
    restored(file, "--replace")
    before = newest()
    Figure.objects.filter(pk=figure.pk).update(median=52_000)
    assert DataVersion.objects.newest() == DataVersion.objects.get(number=before + 1)


def test_a_site_that_would_lose_something_is_left_alone(file: Path) -> None:
    make_figure("alpha", median=50_000)
    back_up(file)
    make_role("beta")
    words = restored(file)
    assert "The site's database is not empty. Everything since " in words
    assert "salaries_role: 2 rows here, 1 in the backup" in words
    assert Role.objects.filter(slug="beta").exists()


def test_looking_at_a_backup_changes_nothing(file: Path) -> None:
    back_up(file)
    make_role("beta")
    assert "is whole: " in restored(file, "--check")
    assert Role.objects.filter(slug="beta").exists()


def test_a_backup_is_of_one_moment(file: Path) -> None:
    """Somebody changes two figures together, again and again: no backup has one of them changed."""
    pair = [make_figure(role, median=50_000).pk for role in ("alpha", "beta")]
    over = threading.Event()

    def edit() -> None:
        while not over.is_set():
            with data_change("Raised"):
                for pk in pair:
                    figure = Figure.objects.get(pk=pk)
                    figure.median = (figure.median or 0) + 1
                    figure.save()
        connection.close()

    editor = threading.Thread(target=edit)
    editor.start()
    words = [run("backup", str(file), "--overwrite") for _ in range(2)]
    over.set()
    editor.join()
    assert "The site has the backup" in restored(file, "--replace"), words
    alpha, beta = Figure.objects.order_by("pk").values_list("median", flat=True)
    assert alpha == beta != 50_000


def test_who_was_signed_in_signs_in_again(file: Path, django_user_model: Any) -> None:
    signed_in(Client(), django_user_model.objects.create_superuser("anna"))
    back_up(file)
    restored(file, "--replace")
    assert (Session.objects.count(), django_user_model.objects.get().username) == (0, "anna")


def test_an_address_that_was_to_be_erased_meanwhile_is_erased(file: Path) -> None:
    long_ago = "2025-01-01T00:00Z"
    report = Report.objects.create(message="It says 52,000.", email="reader@pay.example", state="answered")
    Report.objects.filter(pk=report.pk).update(answered_at=long_ago)
    back_up(file)
    restored(file, "--replace")
    assert Report.objects.get().email == ""


def test_a_backup_of_an_older_release_is_brought_to_this_one(file: Path) -> None:
    call_command("migrate", "salaries", "0013", verbosity=0)
    back_up(file)
    restored(file, "--replace")
    last = MigrationRecorder(connection).applied_migrations()
    assert ("salaries", "0014_indexes_for_many_figures") in last


def test_a_backup_of_a_newer_release_is_refused(file: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('salaries', '9999_new', '2027-01-01')"
        )
    back_up(file)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_new'")
    words = restored(file, "--replace")
    assert "it has the migration salaries.9999_new, which is not known here." in words


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(address: str, file: Path) -> None:
    figure = make_figure("alpha", median=50_000)
    back_up(file)
    Figure.objects.update(median=51_000)
    started = time.monotonic()
    told(manage(address, "restore", str(file), "--check"))
    lasts = time.monotonic() - started
    for share in (0.9, 1.0, 1.1):
        job = manage(address, "restore", str(file), "--replace")
        time.sleep(lasts * share)
        job.send_signal(signal.SIGKILL)
        job.communicate()
        connection.close()
        assert Figure.objects.get(pk=figure.pk).median in (50_000, 51_000)
    assert "The site has the backup" in restored(file, "--replace")


on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="Who writes into a file of SQLite is alone by the file's own lock.",
)


@contextmanager
def another_restore(address: str, name: str) -> Iterator[None]:
    """Somebody restores into the database of that name on the same server."""
    with psycopg.connect(address.rpartition("/")[0] + "/postgres", autocommit=True) as beside:
        postgresql.alone(beside, f"{name}_restoring")
        yield


def somebody_waits(address: str, name: str) -> bool:
    """Whether a restore waits for the one of that site."""
    words = "SELECT 1 FROM pg_locks WHERE objid = hashtext(%s)::bit(32)::bigint AND NOT granted"
    with psycopg.connect(address, autocommit=True) as asking:
        return bool(asking.execute(words, [f"{name}_restoring"]).fetchone())


def until(found: Callable[[], bool], job: "subprocess.Popen[str]") -> None:
    for _ in range(600):
        if found():
            return
        time.sleep(0.05)
    job.kill()
    pytest.fail(f"Thirty seconds were not enough. {job.communicate()[0] if job.returncode is None else ''}")


@on_postgresql
def test_two_restores_of_one_site_are_not_at_once(
    address: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "WAIT", 0.5)
    back_up(file)
    with another_restore(address, str(connection.settings_dict["NAME"])):
        assert restored(file, "--replace") == "Another backup is being restored just now."
    assert "The site has the backup" in restored(file, "--replace")


@on_postgresql
def test_one_that_is_over_in_time_is_waited_for(address: str, file: Path) -> None:
    name = str(connection.settings_dict["NAME"])
    back_up(file)
    with another_restore(address, name):
        job = manage(address, "restore", str(file), "--check")
        until(lambda: somebody_waits(address, name), job)
    assert "is whole: " in told(job)


@on_postgresql
def test_another_site_of_the_server_is_no_reason_to_wait(
    address: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "WAIT", 0.5)
    back_up(file)
    with another_restore(address, "of_another_site"):
        assert "is whole: " in restored(file, "--check")


@on_postgresql
def test_the_server_gives_up_what_a_restore_that_was_killed_asked_for(address: str, file: Path) -> None:
    name = str(connection.settings_dict["NAME"])
    back_up(file)
    restore = "from django.core.management import call_command; from compsite.backups import postgresql"
    patient = f"{restore}; postgresql.WAIT = 600; call_command('restore', '{file}', check=True)"
    with another_restore(address, name):
        job = manage(address, "shell", "--command", patient)
        until(lambda: somebody_waits(address, name), job)
        job.kill()
        told(job)
        until(lambda: not somebody_waits(address, name), job)


def test_a_name_that_cannot_be_taken_leaves_the_site_its_own(
    address: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The former database is renamed first: where the second name fails, it has its own again."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite replaces one file.")
    figure = make_figure("alpha", median=50_000)
    back_up(file)
    Figure.objects.update(median=51_000)
    connection.close()
    site, quoted = str(connection.settings_dict["NAME"]), postgresql._quoted
    names = iter([quoted(site), quoted("postgres")])
    monkeypatch.setattr(postgresql, "_quoted", lambda name: next(names) if name == site else quoted(name))
    assert restored(file, "--replace").startswith('Nothing was replaced: database "postgres" already exists')
    assert Figure.objects.get(pk=figure.pk).median == 51_000


def test_a_site_without_a_database_gets_one(address: str, file: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("The tests' own database has to be there.")
    make_figure("alpha", median=50_000)
    back_up(file)
    last = newest()
    connection.close()
    for part in file.parent.glob("shared.sqlite3*"):
        part.unlink()
    assert "The site has the backup" in restored(file)
    assert Figure.objects.get().median == 50_000
    assert newest() == last + 1_000


def test_one_that_is_put_in_place_has_a_write_ahead_log_already(address: str, file: Path) -> None:
    """Bytes 18 and 19 of SQLite's header; nothing of the log lies beside the file."""
    if connection.vendor != "sqlite":
        pytest.skip("A database of PostgreSQL is no file.")
    back_up(file)
    place = Path(address.removeprefix("sqlite:///"))
    connection.close()
    for left in place.parent.glob(f"{place.name}*"):
        left.unlink()
    restored(file)
    assert place.read_bytes()[18:20] == b"\2\2"
    assert [path.name for path in place.parent.glob(f"{place.name}*")] == [place.name]


def test_a_database_that_cannot_be_read_is_replaced_and_kept(address: str, file: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's files are its own.")
    make_figure("alpha", median=50_000)
    back_up(file)
    connection.close()
    path = Path(address.removeprefix("sqlite:///"))
    path.write_bytes(b"\x00\xff" * 5_000)
    assert "which cannot be read. Restart the web processes" in restored(file)
    assert Figure.objects.get().median == 50_000
    assert [one.read_bytes()[:2] for one in path.parent.glob("shared.sqlite3.before-*")] == [b"\x00\xff"]


@pytest.mark.parametrize("words", [("backup", "--overwrite"), ("restore",)])
def test_no_message_has_the_password_of_the_database(words: tuple[str, ...], file: Path) -> None:
    file.write_bytes(b"PK")
    address = f"postgres://{':'.join(('pay', 'topsecret'))}@127.0.0.1:9/pay"
    said = told(manage(address, *words, str(file)))
    assert "CommandError: " in said
    assert "topsecret" not in said
