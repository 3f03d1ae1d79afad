"""What `manage.py` says where a command cannot go on for a reason that passes."""

import sys
from errno import ENOSPC
from typing import Any

import pytest
from django.db import OperationalError
from psycopg import errors

from compsite.__main__ import main


def full() -> OperationalError:
    error = OperationalError('could not extend file "base/5/1249": No space left on device\nHINT: Check it.')
    error.__cause__ = errors.DiskFull()
    return error


def run(monkeypatch: pytest.MonkeyPatch, error: Exception, *words: str) -> None:
    def fail(argv: Any) -> None:
        raise error

    monkeypatch.setattr("django.core.management.execute_from_command_line", fail)
    monkeypatch.setattr(sys, "argv", ["manage.py", "seed", *words])
    main()


def test_what_passes_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, full())
    assert ended.value.code == (
        'There is no room on the disk, or the database takes no changes: could not extend file "base/5/1249": '
        "No space left on device. What was not finished was not written: run it again."
    )


def test_a_file_without_room_is_one_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="There is no room on the disk"):
        run(monkeypatch, OSError(ENOSPC, "No space left on device"))


def test_all_of_it_is_shown_to_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OperationalError):
        run(monkeypatch, full(), "--traceback")


def test_another_fault_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="odd"):
        run(monkeypatch, ValueError("odd"))
