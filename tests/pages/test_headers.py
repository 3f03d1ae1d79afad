"""The headers of every answer, whatever its route and status."""

import gzip
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from tests.factories import make_figure, make_role
from tests.pages.reading import COMPARED, PUBLIC, html_of

pytestmark = pytest.mark.django_db

STATIC = Path(__file__).resolve().parents[2] / "static"
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
}
STATUSES = {
    "/salaries/nobody/": 404,
    "/nowhere": 404,
    "/salaries/backend-engineer/?statistic=x": 400,
    "/SALARIES/": 301,
    "/salaries": 301,
    "/compare/?subject=backend-engineer.average&subject=backend-engineer.10-plus-years": 302,
    "/admin/": 302,
    "/admin/login/": 200,
    "/admin/nowhere/": 302,
}


def sqlite_busy() -> sqlite3.OperationalError:
    """What SQLite says where somebody else writes."""
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return busy


def security(answer: Any) -> dict[str, str]:
    return {name: answer.get(name, "") for name in SECURITY}


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", PUBLIC)
def test_every_page_has_the_security_headers(client: Client, path: str) -> None:
    assert security(client.get(path)) == SECURITY


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(("path", "status"), STATUSES.items())
def test_every_status_has_the_security_headers(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert security(answer) == SECURITY


@pytest.mark.usefixtures("guide")
def test_fragments_confirmations_and_refusals_have_the_security_headers(client: Client) -> None:
    tag = client.get(COMPARED)["ETag"]
    for headers, status in (
        ({"HX-Target": "comparison"}, 200),
        ({"If-None-Match": tag}, 304),
        ({"Host": "evil.test"}, 400),
    ):
        answer = client.get(COMPARED, headers=headers)
        assert (answer.status_code, security(answer)) == (status, SECURITY)


@pytest.mark.usefixtures("guide")
def test_what_is_removed_is_410_with_the_security_headers(client: Client) -> None:
    make_role("gone").delete()
    answer = client.get("/salaries/gone/")
    assert (answer.status_code, security(answer)) == (410, SECURITY)


@pytest.mark.usefixtures("guide")
def test_who_asks_for_too_much_gets_the_security_headers(client: Client, settings: Any) -> None:
    settings.RATE_LIMIT = 1
    cache.clear()
    answers = [client.get(f"/search?q={letter}") for letter in "ab"]
    cache.clear()
    assert (answers[1].status_code, security(answers[1])) == (429, SECURITY)


def test_a_busy_site_sends_the_security_headers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_args: Any) -> Any:
        raise OperationalError from sqlite_busy()

    monkeypatch.setattr("salaries.views.lists.home_page", held)
    answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"], security(answer)) == (503, "5", SECURITY)


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("put", "/standing/", {}, 405),
        ("post", "/healthz", {}, 405),
        ("get", "/healthz", {}, 200),
        ("get", "/readyz", {}, 200),
        ("get", "/static/nothing.css", {}, 404),
        ("post", "/report/", {"CONTENT_LENGTH": "100001"}, 413),
        ("get", "/search", {"QUERY_STRING": "q=" + "a" * 8_000}, 414),
        ("get", "/admin/login/", {"QUERY_STRING": "a&" * 12_501}, 413),
    ],
)  # fmt: skip
def test_other_statuses_have_the_security_headers(
    client: Client, method: str, path: str, more: dict[str, Any], status: int
) -> None:
    answer = getattr(client, method)(path, **more)
    assert (answer.status_code, security(answer)) == (status, SECURITY)


@pytest.mark.parametrize(
    ("reach", "said"),
    [
        ("host", "max-age=31536000"),
        ("subdomains", "max-age=31536000; includeSubDomains"),
        ("preload", "max-age=31536000; includeSubDomains; preload"),
    ],
)
def test_browsers_stay_with_https_as_far_as_the_operator_says(
    client: Client, settings: Any, reach: str, said: str
) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = reach != "host"
    settings.SECURE_HSTS_PRELOAD = reach == "preload"
    for path in ("/healthz", "/admin/login/", "/nowhere"):
        assert client.get(path, secure=True)["Strict-Transport-Security"] == said


def test_a_fault_of_ours_has_the_security_headers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("salaries.views.lists.home_page", None)
    client.raise_request_exception = False
    answer = client.get("/")
    assert (answer.status_code, security(answer)) == (500, SECURITY)


@pytest.mark.usefixtures("guide")
def test_nothing_of_ours_is_forbidden_by_the_policy(client: Client) -> None:
    for path in (*PUBLIC, "/salaries/nobody/"):
        body = html_of(client.get(path))
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script>|javascript:|href=\"data:", body), path
        assert not re.search(
            r'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1:8000)', re.sub(r"<a [^>]*>", "", body)
        ), path


# Weight (issue 2): a page under 14 kB as sent, styles under 12 kB, script under 100 lines


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("roles", [0, 60])
def test_no_page_weighs_more_than_14_kb_compressed(client: Client, roles: int) -> None:
    for number in range(roles):
        make_figure(f"some-role-{number}", mean=50_000 + 137 * number, median=49_000 + 211 * number)
    for path in PUBLIC:
        sent = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert sent["Content-Encoding"] == "gzip"
        assert len(sent.content) < 14_000, f"{path}: {len(sent.content)}"
        assert b"</html>" in gzip.decompress(sent.content)


def sheets_of(page: str) -> dict[str, str]:
    """The styles of a page: of each sheet the media it is for, in the page's order."""
    links = re.findall(r'<link rel="stylesheet" href="/static/([a-z]+\.css)"(?: media="([^"]+)")?>', page)
    return dict(links)


def size(names: Iterable[str]) -> int:
    return sum(len((STATIC / name).read_bytes()) for name in names)


@pytest.mark.usefixtures("guide")
def test_the_styles_of_a_page_weigh_less_than_12_kb(client: Client) -> None:
    for path in PUBLIC:
        sheets = sheets_of(html_of(client.get(path)))
        assert next(iter(sheets)) == "compsite.css"
        on_screen = [name for name, media in sheets.items() if not media]
        assert size(on_screen) < 12_000, f"{path}: {on_screen}"
        for other in set(sheets) - set(on_screen):
            assert size([other]) < 1_000, f"{path}: {other}"


@pytest.mark.usefixtures("guide")
def test_a_page_has_every_sheet_that_its_words_and_charts_are_styled_by(client: Client) -> None:
    styled = {
        name: set(
            re.findall(r"\.([a-z][a-z-]*)(?=[^{}]*\{)", re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text()))
        )
        for name in ("compsite.css", "compare.css", "charts.css", "lists.css", "about.css", "ranked.css")
    }
    for path in PUBLIC:
        page = html_of(client.get(path))
        classes = set(" ".join(re.findall(r'\sclass="([^"]*)"', page)).split())
        for name in styled.keys() - sheets_of(page).keys():
            alone = styled[name] - set().union(*(styled[other] for other in styled if other != name))
            assert not alone & classes, f"{path} lacks {name}"


def test_the_script_has_less_than_100_lines() -> None:
    assert len((STATIC / "compsite.js").read_text().splitlines()) < 100
