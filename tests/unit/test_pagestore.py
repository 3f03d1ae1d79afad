"""Finished answers in front of an application: what is kept, for whom, and until when (no Django, no database)."""

import threading
from collections.abc import Iterable
from typing import Any

import pytest

from compsite import pagestore
from compsite.pagestore import PageStore
from compsite.rules import DECLARED, MOST_PARAMETERS

TARGETS = frozenset({"comparison", "figures"})
PAGE = (frozenset({"statistic", "as_of"}), TARGETS, "pages")
WHOLE = (None, TARGETS, "pages")
SHARES = {"pages": 0.5, "moved": 0.25, "gone": 0.25}
ROOM = 400_000
FLEETING = [
    "302 Found", "304 Not Modified", "400 Bad Request", "404 Not Found", "429 Too Many Requests",
    "500 Internal Server Error", "503 Service Unavailable",
]  # fmt: skip
SPELLINGS = [
    "statistic=mean", "statistic=", "statistic", "statistic=mean&statistic=mean", "as_of=1&statistic=mean",
]  # fmt: skip


class Site:
    """An application that says how often it was asked, and a data version beside it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.rule: Any = PAGE
        self.status = "200 OK"
        self.headers: list[tuple[str, str]] = []
        self.body = b"page %d"
        self.version: Any = 1
        self.read = self.closed = 0
        self.meanwhile: Any = lambda: None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        body = self.body.replace(b"%d", b"%d" % len(self.asked))
        self.meanwhile()
        if DECLARED in environ:
            environ[DECLARED] = self.rule
        start_response(self.status, [("Content-Type", "text/html"), *self.headers])
        return Body(self, body)

    def version_now(self) -> Any:
        self.read += 1
        return self.version


class Body(list[bytes]):
    """An answer's body that is to be closed."""

    def __init__(self, site: Site, body: bytes) -> None:
        super().__init__([body])
        self.site = site

    def close(self) -> None:
        self.site.closed += 1


class Reader:
    """Who asks the store; keeps the newest status and headers."""

    def __init__(self, store: PageStore) -> None:
        self.store = store
        self.status = ""
        self.headers: dict[str, str] = {}

    def get(self, address: str, method: str = "GET", **environ: Any) -> bytes:
        path, _, query = address.partition("?")
        names = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": method,
            "HTTP_HOST": "pay.example",
        }
        answer = self.store({**names, "wsgi.url_scheme": "http", **environ}, self._begin)
        return b"".join(answer)

    def _begin(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        self.status, self.headers = status, dict(headers)


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def reader(site: Site) -> Reader:
    return Reader(PageStore(site, site.version_now, room=ROOM, shares=SHARES, every=0.0, never=("/admin/",)))


def test_an_answer_is_made_once(site: Site, reader: Reader) -> None:
    assert [reader.get("/a/"), reader.get("/a/"), reader.get("/b/"), reader.get("/a/")] == [
        b"page 1", b"page 1", b"page 2", b"page 1",
    ]  # fmt: skip
    assert (site.asked, site.closed) == (["/a/", "/b/"], 2)


def test_what_is_not_declared_is_asked_for_each_time(site: Site, reader: Reader) -> None:
    site.rule = None
    assert [reader.get("/a/"), reader.get("/a/")] == [b"page 1", b"page 2"]


@pytest.mark.parametrize("status", FLEETING)
def test_no_other_status_is_kept(site: Site, reader: Reader, status: str) -> None:
    site.status = status
    assert [reader.get("/a/"), reader.get("/a/")] == [b"page 1", b"page 2"]
    assert reader.status == status


@pytest.mark.parametrize("status", ["301 Moved Permanently", "410 Gone"])
def test_lasting_answers_are_kept(site: Site, reader: Reader, status: str) -> None:
    site.status = status
    assert [reader.get("/a/"), reader.get("/a/")] == [b"page 1", b"page 1"]
    assert reader.status == status


def test_what_sets_a_cookie_is_not_kept(site: Site, reader: Reader) -> None:
    site.headers = [("Set-Cookie", "a=b")]
    assert [reader.get("/a/"), reader.get("/a/")] == [b"page 1", b"page 2"]
    assert reader.headers["Set-Cookie"] == "a=b"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_pass_by(site: Site, reader: Reader, method: str) -> None:
    reader.get("/a/")
    assert reader.get("/a/", method) == b"page 2"
    assert reader.get("/a/") == b"page 1"


def test_the_editors_area_passes_by(site: Site, reader: Reader) -> None:
    assert [reader.get("/admin/a/"), reader.get("/admin/a/")] == [b"page 1", b"page 2"]


@pytest.mark.parametrize("name", ["REQUEST_URI", "RAW_URI", "HTTP_X_ORIGINAL_URI"])
def test_a_path_that_was_sent_with_escapes_passes_by(site: Site, reader: Reader, name: str) -> None:
    reader.get("/a/", **{name: "/a/?statistic=%6d"})
    assert reader.get("/a/", **{name: "/%61/"}) == b"page 2"
    assert reader.get("/a/", **{name: "/a/"}) == b"page 1"


def test_parameters_that_mean_nothing_are_no_difference(site: Site, reader: Reader) -> None:
    for query in ("", "?utm_source=x", "?utm_source=y&utm_source=y", "?&&", "?Statistic=mean"):
        assert reader.get(f"/a/{query}") == b"page 1", query


@pytest.mark.parametrize("query", SPELLINGS)
def test_each_spelling_of_a_parameter_is_an_answer_of_its_own(site: Site, reader: Reader, query: str) -> None:
    reader.get("/a/")
    reader.get("/a/?statistic=mean&as_of=1")
    assert reader.get(f"/a/?{query}&x=1") == b"page 3"
    assert reader.get(f"/a/?y=2&{query}") == b"page 3"


@pytest.mark.parametrize(
    "query", ["%73tatistic=mean", "stat+istic=mean", "&".join(["x=1"] * (MOST_PARAMETERS + 1))]
)
def test_a_query_that_is_spelled_oddly_is_not_kept(site: Site, reader: Reader, query: str) -> None:
    reader.get("/a/")
    assert [reader.get(f"/a/?{query}"), reader.get(f"/a/?{query}")] == [b"page 2", b"page 3"]


def test_where_the_whole_query_counts_every_query_is_apart(site: Site, reader: Reader) -> None:
    site.rule = WHOLE
    assert [reader.get("/a/?x=1"), reader.get("/a/?x=2"), reader.get("/a/?x=1")] == [
        b"page 1", b"page 2", b"page 1",
    ]  # fmt: skip


def test_a_target_has_its_fragment_and_others_the_page(site: Site, reader: Reader) -> None:
    assert reader.get("/a/") == b"page 1"
    assert reader.get("/a/", HTTP_HX_TARGET="comparison") == b"page 2"
    assert reader.get("/a/", HTTP_HX_TARGET="section#comparison") == b"page 2"
    assert reader.get("/a/", HTTP_HX_TARGET="figures") == b"page 3"
    assert reader.get("/a/", HTTP_HX_TARGET="made-up") == b"page 1"
    assert reader.get("/a/", HTTP_HX_TARGET="comparison", HTTP_HX_HISTORY_RESTORE_REQUEST="true") == b"page 1"


def test_hosts_and_schemes_are_apart(site: Site, reader: Reader) -> None:
    kinds: list[dict[str, Any]] = [
        {}, {"HTTP_HOST": "other.example"}, {"wsgi.url_scheme": "https"}, {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_FORWARDED_PROTO": "http"},
    ]  # fmt: skip
    first = [reader.get("/a/", **kind) for kind in kinds]
    assert first == [b"page 1", b"page 2", b"page 3", b"page 4", b"page 5"]
    assert [reader.get("/a/", **kind) for kind in kinds] == first
    assert reader.get("/a/", HTTP_X_FORWARDED_PROTO="rubbish") == b"page 5"


def test_head_has_the_headers_of_get(site: Site, reader: Reader) -> None:
    site.body, site.headers = b"x" * 500 + b"%d", [("ETag", '"a"')]
    assert reader.get("/a/", "HEAD", HTTP_ACCEPT_ENCODING="gzip") == b""
    headers = reader.headers
    assert len(reader.get("/a/", HTTP_ACCEPT_ENCODING="gzip")) == int(headers["Content-Length"]) > 0
    assert (reader.headers, len(site.asked)) == (headers, 1)


def test_a_change_is_seen_at_once(site: Site, reader: Reader) -> None:
    reader.get("/a/")
    site.version = 2
    assert [reader.get("/a/"), reader.get("/a/")] == [b"page 2", b"page 2"]


def test_what_changed_while_it_was_made_is_not_kept(site: Site, reader: Reader) -> None:
    def change() -> None:
        site.version += 1

    reader.get("/b/")
    site.meanwhile = change
    assert [reader.get("/a/"), reader.get("/a/")] == [b"page 2", b"page 3"]


def test_what_is_kept_is_marked_while_nobody_knows_the_version(site: Site, reader: Reader) -> None:
    reader.get("/a/")
    assert "Warning" not in reader.headers
    site.version = None
    assert reader.get("/a/") == b"page 1"
    assert reader.headers["Warning"] == '111 - "Revalidation Failed"'
    site.version = 1
    assert reader.get("/a/") == b"page 1"
    assert "Warning" not in reader.headers


def test_nothing_is_kept_while_nobody_knows_the_version(site: Site, reader: Reader) -> None:
    site.version = None
    assert [reader.get("/a/"), reader.get("/a/")] == [b"page 1", b"page 2"]


def test_who_cannot_be_asked_is_left_alone_for_longer_than_it_took(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(pagestore, "monotonic", lambda: now[0])
    reader = Reader(PageStore(site, lambda: slowly(), room=ROOM, shares=SHARES, every=0.5))

    def slowly() -> None:
        site.read += 1
        now[0] += 2

    reader.get("/a/")
    now[0] = 109.9
    reader.get("/b/")
    assert (site.read, len(site.asked)) == (1, 2)
    now[0] = 110.0
    reader.get("/c/")
    assert site.read == 2


def test_the_version_is_believed_for_a_while(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(pagestore, "monotonic", lambda: now[0])
    reader = Reader(PageStore(site, site.version_now, room=ROOM, shares=SHARES, every=0.5))
    reader.get("/a/")
    site.version, site.read = 2, 0
    now[0] = 100.4
    assert (reader.get("/a/"), site.read) == (b"page 1", 0)
    now[0] = 100.5
    assert (reader.get("/a/"), site.read) == (b"page 2", 2)


def test_who_changes_something_here_sees_it_at_once(site: Site) -> None:
    reader = Reader(PageStore(site, site.version_now, room=ROOM, shares=SHARES, every=3600))
    reader.get("/a/")
    site.version = 2
    reader.get("/a/", "POST")
    assert reader.get("/a/") == b"page 3"


def test_a_change_while_the_version_is_read_has_it_read_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(pagestore, "monotonic", lambda: now[0])
    reader = Reader(PageStore(site, lambda: read(), room=ROOM, shares=SHARES, every=5))
    reads = []

    def read() -> int:
        reads.append(version := int(site.version))
        if len(reads) == 3:
            reader.get("/a/", "POST")
            site.version = 2
        return version

    reader.get("/a/")
    now[0] = 110.0
    assert [reader.get("/a/"), reader.get("/a/")] == [b"page 1", b"page 3"]


def test_who_asks_meanwhile_waits_for_the_first(
    site: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagestore, "PATIENCE", 60)
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        assert go_on.wait(10)

    site.meanwhile = slow
    got: list[bytes] = []
    threads = [threading.Thread(target=lambda: got.append(Reader(reader.store).get("/a/"))) for _ in range(6)]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert (got, len(site.asked)) == ([b"page 1"] * 6, 1)


def test_who_waited_for_what_is_not_kept_asks_for_himself(site: Site, reader: Reader) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        if len(site.asked) == 1:
            begun.set()
            assert go_on.wait(10)

    site.meanwhile, site.rule = slow, None
    got: list[bytes] = []
    threads = [threading.Thread(target=lambda: got.append(Reader(reader.store).get("/a/"))) for _ in range(2)]
    threads[0].start()
    assert begun.wait(10)
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert sorted(got) == [b"page 1", b"page 2"]


def test_a_fault_is_told_and_keeps_nobody_waiting(site: Site, reader: Reader) -> None:
    def fail() -> None:
        raise OSError("no")

    site.meanwhile = fail
    with pytest.raises(OSError, match="no"):
        reader.get("/a/")
    site.meanwhile = lambda: None
    assert [reader.get("/a/"), reader.get("/a/")] == [b"page 2", b"page 2"]


def test_the_one_asked_for_longest_ago_makes_room(site: Site, reader: Reader) -> None:
    site.body = b"x" * 39_000 + b"%d"
    for path in (
        "/a/",
        "/b/",
        "/c/",
        "/d/",
        "/a/",
        "/e/",
    ):  # five times 40 kB are more than there is room for
        reader.get(path)
    site.asked.clear()
    for path in ("/a/", "/c/", "/d/", "/e/", "/b/"):
        reader.get(path)
    assert site.asked == ["/b/"]


def test_a_flood_of_redirects_pushes_no_page_out(site: Site, reader: Reader) -> None:
    reader.get("/a/")
    site.status = "301 Moved Permanently"
    for number in range(500):
        reader.get(f"/{number}")
    site.status = "200 OK"
    assert reader.get("/a/") == b"page 1"
    assert reader.store._shelves["moved"].size <= ROOM // 4


def test_what_would_take_most_of_a_shelf_is_not_kept(site: Site, reader: Reader) -> None:
    site.body = b"x" * 60_000 + b"%d"
    assert reader.get("/a/")[-1:] + reader.get("/a/")[-1:] == b"12"


def test_all_that_is_held_is_counted(site: Site, reader: Reader) -> None:
    site.body = bytes(range(256)) * 100 + b"%d"
    for encoding in ("", "gzip", "br"):
        for number in range(20):
            reader.get(f"/{number}/", HTTP_ACCEPT_ENCODING=encoding)
    store = reader.store
    assert store._shelves["pages"].size == sum(held.answer.size for held in store._held.values()) <= ROOM // 2
    assert set(store._rules) == {key.path for key in store._held}
