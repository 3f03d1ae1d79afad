"""Encryption by age (https://age-encryption.org), a program of its own; Debian has it.

Who backs up holds public keys alone. Keys are in files, whose names alone stand on a command line.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from compsite.backups.refused import BackupRefused

BEGINS = b"age-encryption.org/v1"


def is_encrypted(file: Path) -> bool:
    """Whether a file is one of age's."""
    with file.open("rb") as opened:
        return opened.read(len(BEGINS)) == BEGINS


@contextmanager
def encrypting(target: Path, recipients: Path) -> Iterator[IO[bytes]]:
    """What is written to this comes into `target`, to be read with the keys of any of the recipients."""
    if not recipients.is_file():
        raise BackupRefused(f"There is no file {recipients} with the public keys.")
    words = [_program(), "--encrypt", "--recipients-file", str(recipients), "--output", str(target)]
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen(words, stdin=subprocess.PIPE, stderr=told) as age,  # noqa: S603 - age itself
    ):
        assert age.stdin  # noqa: S101 - as was asked for
        try:
            yield age.stdin
            age.stdin.flush()
        except BrokenPipeError:
            pass  # it says below why it ended
        except BaseException:
            age.kill()
            raise
        finally:
            with suppress(BrokenPipeError):
                age.stdin.close()
        if age.wait():
            told.seek(0)
            raise BackupRefused(f"age did not encrypt the backup: {_reason(told.read())}")


def decrypt(file: Path, target: Path, identity: Path | None) -> None:
    """Put what `file` holds into `target`."""
    if identity is None:
        raise BackupRefused(f"{file.name} is encrypted: give --identity with the file of its key.")
    if not identity.is_file():
        raise BackupRefused(f"There is no file {identity} with the key.")
    words = [_program(), "--decrypt", "--identity", str(identity), "--output", str(target), str(file)]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603
    if done.returncode == 0:
        return
    if b"no identity matched" in done.stderr:
        raise BackupRefused(f"{file.name} was not encrypted for the key in {identity}.")
    raise BackupRefused(f"{file.name} cannot be decrypted, and may be cut short: {_reason(done.stderr)}")


def _program() -> str:
    found = shutil.which("age")
    if found is None:
        raise BackupRefused("age is not installed, which encrypts backups: apt-get install age.")
    return found


def _reason(told: bytes) -> str:
    """The first line of what it said."""
    lines = told.decode(errors="replace").strip().splitlines()
    return lines[0].removeprefix("age: ").removeprefix("error: ") if lines else "it does not say why."
