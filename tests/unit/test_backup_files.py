"""The file of a backup: whole or not there, and refused in words where it is not what it says."""

import json
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from compsite.backups import sqlite
from compsite.backups.container import Backup, beside, pack, unpacked
from compsite.backups.contents import Contents
from compsite.backups.refused import BackupRefused

BACKUP = Backup(
    datetime(2026, 3, 1, 12, tzinfo=UTC), "sqlite", Contents(frozenset({("a", "0001")}), {"t": 2})
)
DUMP = bytes(range(256)) * 800
needs_age = pytest.mark.skipif(shutil.which("age") is None, reason="age is not installed here.")


def packed(target: Path, recipients: Path | None = None) -> Path:
    with beside(target, overwrite=False) as folder:
        dump = folder / "database.sqlite3"
        dump.write_bytes(DUMP)
        pack(target, dump, BACKUP, recipients)
    return target


def refused(file: Path, identity: Path | None = None) -> str:
    with pytest.raises(BackupRefused) as refusal, unpacked(file, identity, file.parent):
        pass
    assert list(file.parent.glob(".compsite-backup-*")) == []
    return str(refusal.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return packed(tmp_path / "site.backup")


def test_what_was_put_in_comes_out_and_nothing_stays_beside_it(file: Path) -> None:
    with unpacked(file, None, file.parent) as (backup, dump):
        assert (backup, dump.read_bytes()) == (BACKUP, DUMP)
    assert [one.name for one in file.parent.iterdir()] == ["site.backup"]


def test_only_the_user_who_made_it_reads_it(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600


def test_anybody_can_take_the_dump_out_with_unzip(file: Path) -> None:
    with zipfile.ZipFile(file) as opened:
        assert opened.namelist() == ["manifest.json", "database.sqlite3"]
        assert opened.read("database.sqlite3") == DUMP


def test_a_file_that_is_there_is_left_alone(file: Path) -> None:
    with pytest.raises(BackupRefused, match="is there already: name another file, or give --overwrite"):
        packed(file)
    with beside(file, overwrite=True):
        pass


def test_one_that_fails_in_the_midst_leaves_the_former_one(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(FileNotFoundError), beside(file, overwrite=True) as folder:
        pack(file, folder / "not-there", BACKUP, None)
    assert (file.read_bytes(), len([*file.parent.iterdir()])) == (before, 1)


def test_what_a_killed_one_left_goes_and_what_a_running_one_has_stays(tmp_path: Path) -> None:
    left = tmp_path / ".compsite-backup-left"
    left.mkdir()
    (left / "backup").write_bytes(DUMP)
    with beside(tmp_path / "one", overwrite=False) as held:
        packed(tmp_path / "two")
        assert (left.exists(), held.exists()) == (False, True)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match=r"There is no folder .*/nowhere\."):
        packed(tmp_path / "nowhere" / "site.backup")
    assert refused(tmp_path / "not.backup").startswith("There is no file ")


@pytest.mark.parametrize("length", [0, 100, 150_000])
def test_one_that_is_cut_short(file: Path, length: int) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:length] if length < 1_000 else whole[:-30])
    assert refused(file) == (
        "site.backup is no backup of Compsite." if not length else "site.backup is cut short or damaged."
    )


def test_a_text_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("role,median\n")
    assert refused(tmp_path / "notes.txt") == "notes.txt is no backup of Compsite."


def test_another_zip_is_no_backup(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
    assert refused(tmp_path / "book.xlsx") == "book.xlsx is no backup of Compsite."


def rewritten(file: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The same backup with another manifest."""
    with zipfile.ZipFile(file) as opened:
        manifest, dump = json.loads(opened.read("manifest.json")), opened.read("database.sqlite3")
    change(manifest)
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr("manifest.json", json.dumps(manifest))
        opened.writestr("database.sqlite3", dump)
    return file


def test_a_dump_that_is_not_the_one_of_the_manifest(file: Path) -> None:
    rewritten(file, lambda manifest: manifest.update(sha256="0" * 64))
    assert refused(file).endswith("is not the one that was put there: its SHA-256 is another.")


def test_another_format(file: Path) -> None:
    rewritten(file, lambda manifest: manifest.update(format=2))
    assert refused(file) == "site.backup was made by another release: its format is 2, ours 1."


def test_a_database_that_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "dump"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE one (name TEXT)")
        made.executemany("INSERT INTO one VALUES (?)", [("a" * 900,)] * 50)
        made.commit()
    damaged = bytearray(path.read_bytes())
    damaged[8192:12288] = b"\xff" * 4096
    path.write_bytes(damaged)
    with pytest.raises(BackupRefused, match="The database in the backup is not whole"), sqlite.scratch(path):
        pass


def keys(folder: Path, name: str) -> tuple[Path, Path]:
    """The file of a private key, and that of its public key."""
    private, public = folder / f"{name}.key", folder / f"{name}.pub"
    subprocess.run(["age-keygen", "--output", private], check=True, capture_output=True)
    told = subprocess.run(["age-keygen", "-y", private], check=True, capture_output=True)
    public.write_bytes(told.stdout)
    return private, public


@needs_age
def test_an_encrypted_one_is_read_with_its_key_alone(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "ours")
    other, _ = keys(tmp_path, "theirs")
    file = packed(tmp_path / "site.backup", public)
    assert b"manifest" not in file.read_bytes()
    with unpacked(file, private, tmp_path) as (backup, dump):
        assert (backup, dump.read_bytes()) == (BACKUP, DUMP)
    assert refused(file, other) == f"site.backup was not encrypted for the key in {other}."
    assert refused(file) == "site.backup is encrypted: give --identity with the file of its key."


@needs_age
def test_an_encrypted_one_that_is_cut_short(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "ours")
    file = packed(tmp_path / "site.backup", public)
    file.write_bytes(file.read_bytes()[:-20])
    assert refused(file, private).startswith("site.backup cannot be decrypted, and may be cut short: ")


@needs_age
def test_a_file_that_holds_no_public_key(tmp_path: Path) -> None:
    (tmp_path / "keys.txt").write_text("not a key\n")
    with pytest.raises(BackupRefused, match="age did not encrypt the backup"):
        packed(tmp_path / "site.backup", tmp_path / "keys.txt")
    assert [one.name for one in tmp_path.iterdir()] == ["keys.txt"]
