"""Public pages are the same bytes for everybody, and may be kept by anybody (cases A06 and A22)."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from salaries.models import Figure
from tests.pages.reading import COMPARED, ELSEWHERE, FILES, PUBLIC, html_of, public_routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guide")]

WHOEVER = {
    "cookies": {"Cookie": "sessionid=abc; csrftoken=x; messages=y; a=b"},
    "credentials": {"Authorization": "Basic YWRtaW46YWRtaW4="},
    "German": {"Accept-Language": "de, fr;q=0.5"},
    "Hebrew": {"Accept-Language": "he"},
    "a program": {"User-Agent": "curl/8", "Accept": "application/json"},
    "a proxy": {"X-Forwarded-For": "203.0.113.9", "X-Requested-With": "XMLHttpRequest"},
}


def whole(answer: Any) -> bytes:
    """The bytes of an answer, of one that is sent block by block too."""
    sent: bytes = answer.getvalue()
    return sent


def test_every_public_route_is_tried() -> None:
    pages = public_routes() - {"favicon", "styleguide"}
    assert {resolve(path.partition("?")[0]).url_name for path in (*PUBLIC, *FILES, *ELSEWHERE)} == pages


@pytest.mark.parametrize("who", WHOEVER)
def test_whoever_asks_gets_the_same_bytes(client: Client, who: str) -> None:
    for path in (*PUBLIC, *FILES, *ELSEWHERE):
        assert whole(client.get(path, headers=WHOEVER[who])) == whole(client.get(path)), path


def test_an_editor_gets_the_same_bytes(client: Client, admin_client: Client) -> None:
    assert "sessionid" in admin_client.cookies
    for path in PUBLIC:
        assert admin_client.get(path).content == client.get(path).content, path


def test_no_public_page_sets_a_cookie_or_varies_by_one(client: Client, admin_client: Client) -> None:
    client.cookies["csrftoken"] = client.cookies["sessionid"] = "rubbish"
    for path in PUBLIC:
        for answer in (Client().get(path), client.get(path), admin_client.get(path)):
            assert not answer.cookies, path
            assert answer["Vary"] == "HX-Target, Accept-Encoding", path


def test_public_pages_ask_nothing_of_sessions_or_users(
    client: Client, admin_client: Client, django_assert_num_queries: Any
) -> None:
    session = admin_client.cookies["sessionid"].value
    with django_assert_num_queries(3) as captured:
        client.get("/salaries/", headers={"Cookie": f"sessionid={session}"})
    assert not [query for query in captured if re.search("session|auth_user", query["sql"])]


def test_every_page_may_be_kept_and_must_be_asked_for_again(client: Client) -> None:
    for path in PUBLIC:
        assert client.get(path)["Cache-Control"] == "public, max-age=0, must-revalidate", path


def test_the_tag_of_a_page_is_that_of_its_bytes(client: Client) -> None:
    tags = {path: client.get(path)["ETag"] for path in PUBLIC}
    assert len(set(tags.values())) == len(PUBLIC)
    assert all(re.fullmatch(r'"[0-9a-f]{32}"', tag) for tag in tags.values())
    assert tags == {path: client.get(path)["ETag"] for path in PUBLIC}


def test_a_changed_figure_changes_the_tag(client: Client) -> None:
    before = client.get(COMPARED)["ETag"]
    Figure.objects.filter(mean=155_000).update(mean=160_000)
    assert client.get(COMPARED)["ETag"] != before


@pytest.mark.parametrize("spelling", ["{}", "W/{}", '"other", {}', "*"])
def test_a_kept_page_is_confirmed_without_its_bytes(client: Client, spelling: str) -> None:
    for path in PUBLIC:
        tag = client.get(path)["ETag"]
        answer = client.get(path, headers={"If-None-Match": spelling.format(tag)})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag), path


def test_a_confirmation_has_the_headers_of_the_page(client: Client) -> None:
    tag = client.get(COMPARED)["ETag"]
    answer = client.get(COMPARED, headers={"If-None-Match": tag})
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "HX-Target" in answer["Vary"]


def test_a_compressed_page_is_confirmed_by_the_tag_that_it_was_sent_with(client: Client) -> None:
    gzip = {"Accept-Encoding": "gzip"}
    page = client.get(COMPARED, headers=gzip)
    assert page["Content-Encoding"] == "gzip"
    assert client.get(COMPARED, headers=gzip | {"If-None-Match": page["ETag"]}).status_code == 304


def test_another_tag_gets_the_page(client: Client) -> None:
    assert client.get(COMPARED, headers={"If-None-Match": '"0"'}).status_code == 200


def test_a_fragment_is_never_confirmed(client: Client) -> None:
    tag = client.get(COMPARED)["ETag"]
    answer = client.get(COMPARED, headers={"If-None-Match": tag, "HX-Target": "comparison"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")


def test_head_has_the_headers_of_get(client: Client) -> None:
    for path in PUBLIC:
        head, page = client.head(path), client.get(path)
        assert head.content == b""
        assert {name: head[name] for name in ("ETag", "Vary", "Cache-Control")} == {
            name: page[name] for name in ("ETag", "Vary", "Cache-Control")
        }, path


@pytest.mark.parametrize(
    "path",
    [
        "/SALARIES/",
        "/salaries/backend-engineer/us/",
        "/compare/backend-engineer.average.us/vs/backend-engineer.10-plus-years/",
    ],
)
def test_a_redirect_is_public_and_without_cookies(admin_client: Client, path: str) -> None:
    answer = admin_client.get(path)
    assert answer.status_code == 301
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "HX-Target" in answer["Vary"]
    assert "Cookie" not in answer["Vary"]
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/salaries/nobody/", "/nowhere", "/salaries/backend-engineer/?statistic=x"])
def test_a_failure_is_not_kept_and_without_cookies(admin_client: Client, path: str) -> None:
    answer = admin_client.get(path)
    assert answer.status_code in (400, 404)
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert "Cookie" not in answer["Vary"]


def test_no_public_page_holds_a_token(client: Client, admin_client: Client) -> None:
    for path in PUBLIC:
        body = html_of(admin_client.get(path))
        assert not re.search(r"csrf|hx-headers|token", body, re.IGNORECASE), path


def test_nothing_public_is_a_post_but_ones_own_pay_and_a_report(client: Client) -> None:
    for path in PUBLIC:
        if path.startswith(("/standing/", "/report/")):
            continue
        assert not re.search(
            r'method="post"|hx-post|hx-put|hx-delete', html_of(client.get(path)), re.IGNORECASE
        )


def test_the_editors_area_is_never_kept(client: Client, admin_client: Client) -> None:
    for answer in (
        client.get("/admin/"),
        client.get("/admin/login/"),
        client.get("/admin/nowhere/"),
        admin_client.get("/admin/"),
        admin_client.get("/admin/nowhere/"),
    ):
        assert answer["Cache-Control"] == "no-store, private"
