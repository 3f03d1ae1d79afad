"""Static files: one that never changes is read once and sent from memory, the same as it was."""

import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import Client

from compsite.kept import SHARES
from compsite.pagestore import PageStore
from tests.pages.test_kept_pages import Visitor, by_django

STYLE = b"p { color: #1d2733; }\n" * 20
TINY = b"a { color: red; }\n" * 9
"""Smaller than 200 bytes, and smaller still when it is packed."""
FOREVER = "max-age=31536000, public, immutable"


@pytest.fixture
def lasting(settings: Any, tmp_path: Path) -> str:
    """The address of a collected file with its hash in its name."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours/alpha.css").write_bytes(STYLE)
    (tmp_path / "ours/tiny.css").write_bytes(TINY)
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "ours"]
    settings.WHITENOISE_AUTOREFRESH = False
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return str(staticfiles_storage.url("alpha.css"))


@pytest.fixture
def tiny(lasting: str) -> str:
    """The address of a small one."""
    return str(staticfiles_storage.url("tiny.css"))


@pytest.fixture
def visitor() -> Visitor:
    return Visitor(PageStore(WSGIHandler(), lambda: 1, room=50_000_000, shares=SHARES, every=3600))


def test_it_is_read_once_and_sent_as_it_was(client: Client, visitor: Visitor, lasting: str) -> None:
    status, headers, body = by_django(client, lasting)
    assert (status, headers["Cache-Control"], body) == ("200 OK", FOREVER, STYLE)
    for _ in range(3):
        assert visitor.get(lasting) == (status, headers, STYLE)
    assert (visitor.store.made, visitor.store.served) == (1, 2)


def test_its_query_makes_no_other_of_it(visitor: Visitor, lasting: str) -> None:
    for number in range(3):
        assert visitor.get(f"{lasting}?v={number}")[2] == STYLE
    assert visitor.store.made == 1


def test_who_asks_for_it_compressed_gets_the_same(visitor: Visitor, lasting: str) -> None:
    for encoding in ("br", "", "br"):
        _, headers, body = visitor.get(lasting, HTTP_ACCEPT_ENCODING=encoding)
        assert headers.get("Content-Encoding", "") == encoding
        assert (brotli.decompress(body) if encoding else body) == STYLE
        assert headers["Vary"] == "Accept-Encoding"
    assert visitor.store.made == 1


def test_a_look_at_its_headers_keeps_no_empty_file(visitor: Visitor, lasting: str) -> None:
    assert visitor.get(lasting, REQUEST_METHOD="HEAD")[2] == b""
    assert visitor.get(lasting)[2] == STYLE


def test_a_part_of_it_is_kept_for_nobody(visitor: Visitor, lasting: str) -> None:
    status, _, body = visitor.get(lasting, HTTP_RANGE="bytes=0-3")
    assert (status, body) == ("206 Partial Content", b"p { ")
    assert visitor.get(lasting)[2] == STYLE


def test_who_has_it_since_its_date_is_told_so(visitor: Visitor, lasting: str) -> None:
    _, headers, _ = visitor.get(lasting, HTTP_RANGE="bytes=0-3")
    status, _, body = visitor.get(lasting, HTTP_IF_MODIFIED_SINCE=headers["Last-Modified"])
    assert (status, body) == ("304 Not Modified", b"")


def test_a_name_that_may_hold_something_else_tomorrow_is_asked_for_anew(
    visitor: Visitor, lasting: str
) -> None:
    for _ in range(2):
        status, headers, body = visitor.get("/static/alpha.css", HTTP_ACCEPT_ENCODING="gzip")
        assert (status, headers["Content-Encoding"]) == ("200 OK", "gzip")
        assert len(body) < len(STYLE)
    assert (visitor.store.made, visitor.store.served) == (0, 0)


def test_one_too_small_to_be_packed_in_front_is_sent_as_it_was_packed(
    client: Client, visitor: Visitor, tiny: str
) -> None:
    for _ in range(2):
        _, headers, body = visitor.get(tiny, HTTP_ACCEPT_ENCODING="gzip")
        assert (headers["Content-Encoding"], gzip.decompress(body)) == ("gzip", TINY)
    assert visitor.get(tiny)[2] == TINY
    assert visitor.store.made == 0
