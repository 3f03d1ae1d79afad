"""The site with finished answers kept in front of it: the same answers, and never one of before a change."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory
from django.urls import resolve

from compsite import rules
from compsite.kept import EVERY, SHARES, kept_in_front, version_reader
from compsite.pagestore import PageStore
from salaries.models import DataVersion, Figure, Role
from salaries.responses import declared
from tests.pages.reading import COMPARED, ELSEWHERE, FILES, PUBLIC, public_routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guide")]

GUIDE = "/salaries/backend-engineer/"
NEVER = {
    "security",  # says until when it holds, which changes with the month
    "source_file", "release_file",  # sent block by block
    "missing_embed",  # always 404
    "styleguide",  # for who builds the site
}  # fmt: skip
"""Routes of which nothing is kept."""
OTHERWISE = {"role_preview", "role_in_location_preview", "comparison_preview"}
"""Routes of which these addresses lead on by 302: the picture itself is kept."""


@contextmanager
def connection_left_open() -> Iterator[None]:
    """At the end of a request Django would close the connection, and with it the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Visitor:
    """Asks a store as a server does."""

    def __init__(self, store: PageStore) -> None:
        self.store = store

    def get(self, address: str, **environ: Any) -> tuple[str, dict[str, str], bytes]:
        base: Any = RequestFactory().get(address, **environ)
        said: list[Any] = []
        with connection_left_open():
            answer = self.store(base.environ, lambda *words: said.append(words))
            body = b"".join(answer)
            getattr(answer, "close", lambda: None)()
        return said[0][0], own_id_aside(dict(said[0][1])), body


@pytest.fixture
def visitor() -> Visitor:
    store = PageStore(
        WSGIHandler(), version_reader(), room=50_000_000, shares=SHARES, every=0.0, never=("/admin/",)
    )
    return Visitor(store)


def by_django(client: Client, address: str) -> tuple[str, dict[str, str], bytes]:
    answer: Any = client.get(address)
    headers = own_id_aside(dict(answer.headers))
    return f"{answer.status_code} {answer.reason_phrase}", headers, answer.getvalue()


def own_id_aside(headers: dict[str, str]) -> dict[str, str]:
    """What nobody may keep says which request it answers."""
    return {name: value for name, value in headers.items() if name != "X-Request-ID"}


@pytest.mark.parametrize("address", [*PUBLIC, *FILES, *ELSEWHERE])
def test_an_answer_is_made_once_and_sent_as_it_was_made(
    client: Client, visitor: Visitor, address: str
) -> None:
    made = by_django(client, address)
    assert visitor.get(address) == made
    assert visitor.get(address) == made
    name = resolve(address.partition("?")[0]).url_name
    assert visitor.store.served == (0 if name in NEVER | OTHERWISE else 1)


@pytest.mark.parametrize("seconds", EVERY.values(), ids=EVERY)
def test_fewer_than_a_hundredth_of_readers_wait_for_a_look_at_the_version(seconds: float) -> None:
    sixteen_at_a_time, answers_a_second = 16, 20_000
    assert sixteen_at_a_time / seconds < answers_a_second / 100
    assert seconds < 1  # and who reads from another process sees a change within a second


def test_every_route_is_declared_or_named_here(visitor: Visitor) -> None:
    tried = {resolve(address.partition("?")[0]).url_name for address in (*PUBLIC, *FILES, *ELSEWHERE)}
    assert public_routes() - tried <= {"favicon", "styleguide"}


def test_a_picture_that_is_shared_is_made_once(visitor: Visitor) -> None:
    _, headers, _ = visitor.get(f"{GUIDE}preview-0.png")
    for _ in range(2):
        status, _, body = visitor.get(headers["Location"])
        assert (status, body[:4]) == ("200 OK", b"\x89PNG")
    assert visitor.store.served == 1


@pytest.mark.parametrize(("encoding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_compressed_it_holds_the_same(
    client: Client, visitor: Visitor, encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    for address in (GUIDE, COMPARED, f"{GUIDE}data.json", f"{GUIDE}data.csv", "/sitemap.xml"):
        _, headers, body = visitor.get(address, HTTP_ACCEPT_ENCODING=encoding)
        assert headers["Content-Encoding"] == encoding, address
        assert unpack(body) == visitor.get(address)[2] == client.get(address).content, address


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_who_has_it_is_told_so_until_it_changes(visitor: Visitor, encoding: str) -> None:
    _, headers, _ = visitor.get(GUIDE, HTTP_ACCEPT_ENCODING=encoding)
    again = {"HTTP_ACCEPT_ENCODING": encoding, "HTTP_IF_NONE_MATCH": headers["ETag"]}
    status, unchanged, body = visitor.get(GUIDE, **again)
    assert (status, body, unchanged["ETag"]) == ("304 Not Modified", b"", headers["ETag"])
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control", "Vary"):
        assert unchanged[header] == headers[header]
    Figure.objects.filter(role__slug="backend-engineer", level=None).update(mean=111_111)
    status, _, body = visitor.get(GUIDE, **again)
    assert status == "200 OK"


@pytest.mark.parametrize(
    "address", [GUIDE, f"{GUIDE}data.json", f"{GUIDE}chart-ladder.svg", "/robots.txt", "/api/v1/levels/"]
)
def test_who_has_it_before_anybody_asked_is_told_so_too(
    client: Client, visitor: Visitor, address: str
) -> None:
    tag = client.get(address)["ETag"]
    assert visitor.get(address, HTTP_IF_NONE_MATCH=tag)[0] == "304 Not Modified"
    assert visitor.get(address)[0] == "200 OK"
    assert visitor.store.served == 1


def test_what_is_not_kept_is_compressed_all_the_same(visitor: Visitor) -> None:
    status, headers, body = visitor.get("/salaries/backend-enginer/", HTTP_ACCEPT_ENCODING="gzip")
    assert (status, headers["Content-Encoding"]) == ("404 Not Found", "gzip")
    assert b"Backend Engineer" in gzip.decompress(body)


@pytest.mark.parametrize(
    ("address", "shelf"),
    [
        (GUIDE, "pages"), (COMPARED, "endless"), ("/search?q=go", "endless"), ("/api/v1/levels/", "endless"),
        (f"{COMPARED}chart.svg", "pictures"), (f"{GUIDE}?as_of=2099", "pinned"), ("/Salaries/", "moved"),
    ],
)  # fmt: skip
def test_guides_have_a_shelf_that_nobody_else_fills(visitor: Visitor, address: str, shelf: str) -> None:
    number = DataVersion.objects.order_by("-number").values_list("number", flat=True)[0]
    visitor.get(address.replace("2099", str(number)))
    assert [name for name, held in visitor.store._shelves.items() if held.held] == [shelf]


def test_a_correction_is_on_every_surface_at_once(visitor: Visitor) -> None:
    surfaces = [GUIDE, COMPARED, f"{COMPARED}data.json", f"/embed{COMPARED}", "/"]
    before = [visitor.get(address)[2] for address in surfaces]
    assert all(b"106,250" in body or b"106250.00" in body for body in before)
    Figure.objects.filter(role__slug="backend-engineer", level=None).update(mean=111_111)
    for address in surfaces:
        body = visitor.get(address)[2]
        assert b"111,111" in body or b"111111.00" in body, address
        assert b"106,250" not in body and b"106250.00" not in body, address


def test_a_name_is_changed_at_once(visitor: Visitor) -> None:
    visitor.get("/salaries/")
    Role.objects.filter(slug="backend-engineer").update(name="Server Engineer")
    assert b"Server Engineer" in visitor.get("/salaries/")[2]


def test_a_fragment_and_its_page_are_two_answers(visitor: Visitor) -> None:
    for _ in range(2):
        assert visitor.get(COMPARED)[2].startswith(b"<!doctype html>")
        _, headers, body = visitor.get(COMPARED, HTTP_HX_TARGET="comparison")
        assert body.startswith(b"<title>")
        assert (headers["Cache-Control"], headers["HX-Push-Url"]) == ("no-store", COMPARED)
    assert visitor.store.served == 2


def test_another_spelling_leads_everybody_on_with_what_he_asked(visitor: Visitor) -> None:
    for campaign in ("one", "two"):
        status, headers, _ = visitor.get(f"/Salaries/backend-engineer?utm_source={campaign}")
        assert (status, headers["Location"]) == (
            "301 Moved Permanently", f"{GUIDE}?utm_source={campaign}",
        )  # fmt: skip


def test_what_was_removed_is_gone_for_pages_and_fragments(visitor: Visitor) -> None:
    role = Role.objects.create(slug="lamplighter", name="Lamplighter", summary="Lights lamps.")
    role.delete()
    address = "/compare/lamplighter.average/vs/backend-engineer.average/"
    for _ in range(2):
        status, _, body = visitor.get(address)
        assert (status, body[:9]) == ("410 Gone", b"<!doctype")
        status, _, body = visitor.get(address, HTTP_HX_TARGET="comparison")
        assert (status, body[:7]) == ("410 Gone", b"<title>")
    assert visitor.store.served == 2


def test_an_amount_in_an_address_is_not_remembered(visitor: Visitor) -> None:
    visitor.get("/standing/?subject=backend-engineer.average&amount=123456")
    assert visitor.store._held
    assert "123456" not in repr(list(visitor.store._held))


@pytest.mark.parametrize(
    "who",
    [
        {"HTTP_COOKIE": "sessionid=abc; csrftoken=x"}, {"HTTP_AUTHORIZATION": "Basic YTpi"},
        {"HTTP_ACCEPT_LANGUAGE": "he"},
    ],
)  # fmt: skip
def test_whoever_asked_first_it_is_the_same_for_all(
    client: Client, visitor: Visitor, who: dict[str, str]
) -> None:
    assert visitor.get(GUIDE, **who) == by_django(client, GUIDE) == visitor.get(GUIDE)
    assert visitor.store.served == 1


def test_an_unknown_host_is_refused_beside_what_is_kept(visitor: Visitor) -> None:
    visitor.get(GUIDE)
    assert visitor.get(GUIDE, HTTP_HOST="evil.test")[0] == "400 Bad Request"


def test_what_is_kept_counts_for_no_limit(visitor: Visitor, settings: Any) -> None:
    settings.RATE_LIMIT = 1
    assert [visitor.get(COMPARED)[0] for _ in range(3)] == ["200 OK"] * 3
    assert visitor.get("/compare/?q=x")[0] == "429 Too Many Requests"


def test_both_sides_mean_the_same_place(visitor: Visitor) -> None:
    assert declared.DECLARED == rules.DECLARED
    assert sum(SHARES.values()) == pytest.approx(1)


def test_without_room_there_is_no_store(settings: Any) -> None:
    application = WSGIHandler()
    settings.PAGES_MB = 0
    assert kept_in_front(application) is application
    settings.PAGES_MB = 1
    assert isinstance(kept_in_front(application), PageStore)
