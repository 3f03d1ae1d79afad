"""No key and no password is committed: every tracked text is held against what such things look like."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.plugins.high_entropy_strings import (
    Base64HighEntropyString,
    HexHighEntropyString,
    HighEntropyStringsPlugin,
)

ROOT = Path(__file__).resolve().parents[2]
# An address is no secret; the others are slow, and of services that we do not know.
LEFT_OUT = {
    "IPPublicDetector",
    "CloudantDetector",
    "IbmCloudIamDetector",
    "IbmCosHmacDetector",
    "SoftlayerDetector",
}
PLACEHOLDERS = {"password", "word", "8000"}  # what documents and tests write where a password would stand
# Letters in their order, and rows of keys, which are refused as passwords.
IN_ORDER = {"abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"}
SUMS = r"(requirements/.*\.txt|fixtures/.*\.json)"  # digests and figures, without a text of ours
DIGESTS = (
    r"tests/.*|salaries/api/examples\.json"  # digests and ids in hexadecimal: what is expected, and examples
)
MADE_UP = [  # in two halves, so that they are none here
    ("AKIA", "QQQQZZZZ7EXAMPL3"),
    ("ghp_q7R2t9W4y1U6i3O8", "p5A0s2D4f6G8h1J3k5L7"),
    ("postgres://pay:", "gP7kq2w@db.example/pay"),
    ("-----BEGIN RSA PRIVATE", " KEY-----"),
    ('key = "8f3a', '9c1d7b2e4f60a5c8d3e1b7f2094a6c5e8d"'),
    ('key = "q7R2t9W4y1', 'U6i3O8p5A0s2D4f6G8h1J3k5L7zXcVbN"'),
]


@cache
def known() -> list[re.Pattern[str]]:
    """How the keys of known services look, a private key, and an address with a password in it."""
    named: dict[str, Any] = get_mapping_from_secret_type_to_class()
    kinds = [
        kind
        for kind in named.values()
        if issubclass(kind, RegexBasedDetector) and kind.__name__ not in LEFT_OUT
    ]
    return [pattern for kind in kinds for pattern in kind().denylist]


def by_chance(name: str) -> list[HighEntropyStringsPlugin]:
    """What finds texts between quotation marks that look like chance, in a file of that name."""
    if re.fullmatch(SUMS, name):
        return []
    digits = [] if re.fullmatch(DIGESTS, name) else [HexHighEntropyString(limit=3.0)]
    return [Base64HighEntropyString(limit=4.5), *digits]


def secrets_in(text: str, name: str = "compsite/settings.py") -> Iterator[str]:
    """What looks like one in a file of that name."""
    for pattern in known():
        for found in pattern.finditer(text):
            if not PLACEHOLDERS & set(filter(None, found.groups())):
                yield found[0]
    for kind in by_chance(name):
        for word in kind.analyze_string(text):
            if word not in IN_ORDER and kind.calculate_shannon_entropy(word) > kind.entropy_limit:
                yield word


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no clone: nothing is committed here")
    return [name for name in listed.stdout.split("\0") if name]


def test_nothing_that_is_committed_looks_like_a_secret() -> None:
    found = []
    for name in tracked():
        data = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in data:
            found += [f"{name}: {text[:40]}" for text in secrets_in(data.decode(), name)]
    assert found == []


@pytest.mark.parametrize("halves", MADE_UP, ids=lambda halves: halves[0])
def test_a_secret_would_be_found(halves: tuple[str, str]) -> None:
    assert list(secrets_in("".join(halves)))


def test_what_stands_for_a_password_is_none() -> None:
    assert list(secrets_in("postgres://user:password@host/name")) == []


@pytest.mark.parametrize("name", [".env", ".secret-key", "db.sqlite3", "db.sqlite3-wal"])
def test_what_holds_secrets_is_not_committed(name: str) -> None:
    ignored = subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT, check=False)
    assert ignored.returncode in (0, 128)  # 128: this is no clone
