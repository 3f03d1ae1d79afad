"""Files that came by the browser: bounded before they are read, and gone whatever becomes of the worker."""

import gzip
import os
import struct
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from salaries.imports import uploads
from salaries.imports.files import lines
from salaries.imports.reading import FileRefused
from salaries.imports.uploads import on_disk, plain_name

BOMB = b"0" * 51_000_000
ENTITY = """<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "AAAAAAAAAA"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def zipped(content: bytes, *, claims: int | None = None) -> bytes:
    """A zip file with one member, which may claim to unpack to another size."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", content)
    data = file.getvalue()
    return (
        data if claims is None else data.replace(struct.pack("<I", len(content)), struct.pack("<I", claims))
    )


def opened(name: str, content: bytes) -> bytes:
    with on_disk(name, content) as path:
        return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", zipped(BOMB)), ("a.xlsx", zipped(BOMB, claims=100)), ("a.csv.gz", gzip.compress(BOMB))],
    ids=["workbook", "workbook that lies", "gzip"],
)
def test_a_file_that_unpacks_to_far_more_than_it_is_is_refused(
    name: str, content: bytes, tmp_path: Path
) -> None:
    with pytest.raises(FileRefused, match="unpacks to more than 50 MB: it is not read"):
        opened(name, content)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", [zipped(b"0" * 49_000_000), b"PK\x03\x04 cut off", b"\x1f\x8b cut off", b"a,b\n"]
)
def test_other_files_are_left_to_their_format(content: bytes) -> None:
    assert opened("a.csv", content) == content


def test_entities_of_a_workbook_are_not_unfolded(tmp_path: Path) -> None:
    from tests.imports.tables import a_workbook

    path, twisted = a_workbook(tmp_path, [["role"], ["nurse"]]), tmp_path / "twisted.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(twisted, "w") as new:
        for name in old.namelist():
            new.writestr(name, ENTITY if name.endswith("sharedStrings.xml") else old.read(name))
    try:
        texts = [value for line in lines(twisted) for value in line.values]
    except FileRefused:
        texts = []
    assert not any("AAAA" in text for text in texts)


def test_nothing_is_left_on_the_disk(tmp_path: Path) -> None:
    with on_disk("pay.csv", b"a,b\n") as path:
        assert (path.name, path.read_bytes()) == ("pay.csv", b"a,b\n")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_worker_left_is_removed_and_what_a_living_one_has_is_not(tmp_path: Path) -> None:
    for name in ("at-once", "later"):
        (tmp_path / f"compsite-import-{name}").mkdir()
    (tmp_path / "compsite-import-later" / "file").mkdir()
    with on_disk("pay.csv", b"a,b\n") as path:
        uploads.remove_left_behind()
        assert [folder / "file" / "pay.csv" for folder in tmp_path.iterdir()] == [path]
        assert path.exists()


@pytest.mark.parametrize("moment", ["before it is opened", "before it is locked"])
def test_a_folder_that_another_worker_took_for_left_behind_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    module, name = {"before it is opened": (tempfile, "mkdtemp"), "before it is locked": (os, "open")}[moment]
    act: Any = getattr(module, name)
    taken: list[Any] = []

    def act_slowly(*args: Any, **options: Any) -> Any:
        done = act(*args, **options)
        if not taken:
            taken.append(done)
            uploads.remove_left_behind()
        return done

    monkeypatch.setattr(module, name, act_slowly)
    with on_disk("pay.csv", b"a,b\n") as path:
        assert path.read_bytes() == b"a,b\n"
    assert (len(taken), list(tmp_path.iterdir())) == (1, [])


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("pay.csv", "pay.csv"), ("../../etc/passwd", "passwd"), ("C:\\Users\\pay.csv", "pay.csv"), ("..", "file"),
     ("a" * 300 + ".csv", "a" * 140 + ".csv"), ("", "file"), ("é" * 140 + ".csv", "é" * 100 + ".csv")],
)  # fmt: skip
def test_a_name_is_kept_without_folders(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept
