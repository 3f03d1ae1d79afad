"""Files that are made once and kept in a folder of so many bytes."""

import os
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from salaries import kept_files
from salaries.kept_files import BeingMade, KeptFiles


@pytest.fixture
def kept(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path / "kept", 100)


def put(kept: KeptFiles, name: str, size: int = 40, generation: str = "v1") -> bytes:
    """What a file holds: that name over and over, if it is made now."""

    def make(folder: Path) -> Path:
        file = folder / "made"
        file.write_bytes((name.encode() * size)[:size])
        return file

    with kept.get(generation, name, make) as file:
        return file.read()


def names(kept: KeptFiles) -> set[str]:
    return {path.name for path in kept.folder.iterdir()} - {"lock"}


def used(kept: KeptFiles, name: str, at: int) -> None:
    os.utime(kept.folder / f"v1.{name}", (at, at))


def test_a_file_is_made_once(kept: KeptFiles) -> None:
    assert kept.find("v1", "a") is None
    assert put(kept, "a", 3) == b"aaa"
    assert put(kept, "a", 5) == b"aaa"


def test_what_was_longest_not_asked_for_makes_room(kept: KeptFiles) -> None:
    for at, name in enumerate("ab"):
        put(kept, name)
        used(kept, name, at)
    put(kept, "a")
    used(kept, "b", 5)
    put(kept, "c")
    assert names(kept) == {"v1.a", "v1.c"}


def test_the_newest_file_stays_however_large_it_is(kept: KeptFiles) -> None:
    put(kept, "a")
    assert len(put(kept, "b", 1_000)) == 1_000
    assert names(kept) == {"v1.b"}


def test_what_is_out_of_date_goes_before_the_next_file_is_made(kept: KeptFiles) -> None:
    put(kept, "a", 1)

    def make(folder: Path) -> Path:
        assert names(kept) == {"work"}
        (folder / "made").touch()
        return folder / "made"

    kept.get("v2", "b", make).close()
    assert names(kept) == {"v2.b"}


def test_who_reads_a_file_reads_on_although_it_is_removed(kept: KeptFiles) -> None:
    put(kept, "a", 3)
    file = kept.find("v1", "a")
    assert file is not None
    with file:
        put(kept, "b", 3, "v2")
        assert file.read() == b"aaa"


def test_a_file_that_fails_leaves_nothing(kept: KeptFiles) -> None:
    def fails(folder: Path) -> Path:
        (folder / "half").write_bytes(b"x")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        kept.get("v1", "a", fails)
    assert names(kept) == set()


def test_what_one_who_was_killed_left_is_removed(kept: KeptFiles) -> None:
    put(kept, "a", 1)
    (kept.folder / "work").mkdir()
    (kept.folder / "work/made.more").write_bytes(b"x")
    put(kept, "b", 1)
    assert names(kept) == {"v1.a", "v1.b"}


def test_one_file_is_made_at_a_time(kept: KeptFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "PATIENCE", 0)
    put(kept, "a")
    with (kept.folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        with pytest.raises(BeingMade):
            put(kept, "b")


def test_who_waited_finds_what_another_one_made(kept: KeptFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytes] = []

    def wait(_lock: object) -> None:
        monkeypatch.undo()
        made.append(put(KeptFiles(kept.folder, 100), "a", 3))

    monkeypatch.setattr(kept_files, "_wait_for", wait)
    assert (put(kept, "a", 9), made) == (b"aaa", [b"aaa"])


@pytest.mark.parametrize("mode", [0o755, 0o770])
def test_a_folder_that_others_can_enter_is_not_used(kept: KeptFiles, mode: int) -> None:
    put(kept, "a")
    kept.folder.chmod(mode)
    with pytest.raises(PermissionError, match="not this user's alone"):
        kept.find("v1", "a")


def test_a_link_to_another_folder_is_not_used(kept: KeptFiles, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir(mode=0o700)
    kept.folder.symlink_to(tmp_path / "theirs")
    with pytest.raises(PermissionError, match="not this user's alone"):
        put(kept, "a")
