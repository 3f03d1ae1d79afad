"""The files that SECRET_KEY is kept in, and what a rotation makes of them.

Two kinds: the local site's own (`.secret-key`: the key, and below it those that are still read), and a file of
variables as systemd reads it (`SECRET_KEY=…`). Knows no Django.
"""

import os
import re
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

KEY, FORMER = "SECRET_KEY", "SECRET_KEY_FALLBACKS"
MOST_FORMER = 2
"""How many keys are still read beside the newest one."""


class NoKey(Exception):
    """A file has no key that could be rotated; the sentence says why."""


def new_key() -> str:
    """86 random characters."""
    return secrets.token_urlsafe(64)


def rotated(keys: list[str], *, keep: bool) -> list[str]:
    """A new key, and behind it those that are still read: none, where the former one is known to others."""
    return [new_key(), *(keys[:MOST_FORMER] if keep else [])]


def finished(keys: list[str]) -> list[str]:
    """The newest key alone."""
    return keys[:1]


def in_own_file(text: str) -> list[str]:
    """The keys of a `.secret-key`, the newest first."""
    return text.split()


def change(file: Path, to: Callable[[list[str]], list[str]], *, own: bool) -> list[str]:
    """Write a file anew with other keys, whole or not at all, with the rights that it has. Answers which they are."""
    text = file.read_text()
    keys = to(in_own_file(text) if own else in_variables(text))
    _replace(file, "\n".join(keys) + "\n" if own else with_variables(text, keys))
    return keys


def in_variables(text: str) -> list[str]:
    """The keys of a file of variables, the newest first."""
    key, former = _value(text, KEY), _value(text, FORMER)
    if not key:
        raise NoKey(f"There is no line {KEY}=… in it.")
    if "," in key:
        raise NoKey("The key holds a comma, which parts the former ones from each other.")
    return [key, *(word for word in former.split(",") if word)]


def with_variables(text: str, keys: list[str]) -> str:
    """The same file with these keys: every other line is as it was."""
    lines = [line for line in text.splitlines() if not _line(FORMER).match(line)]
    place = next(number for number, line in enumerate(lines) if _line(KEY).match(line))
    former = [f"{FORMER}='{','.join(keys[1:])}'"] if keys[1:] else []
    lines[place : place + 1] = [f"{KEY}={keys[0]}", *former]
    return "\n".join(lines) + "\n"


def _line(name: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:export\s+)?{name}=(.*)")


def _value(text: str, name: str) -> str:
    found = [match[1].strip() for line in text.splitlines() if (match := _line(name).match(line))]
    if not found:
        return ""
    value = found[-1]
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value


def _replace(file: Path, text: str) -> None:
    known = file.stat()
    handle, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "w") as stream:
            os.fchmod(stream.fileno(), known.st_mode & 0o7777)
            if (known.st_uid, known.st_gid) != (os.geteuid(), os.getegid()):
                os.fchown(stream.fileno(), known.st_uid, known.st_gid)
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).replace(file)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
