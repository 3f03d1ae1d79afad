"""The headers of every answer of the API, and what anybody may do with it (cases A21, A22, A24, A29)."""

import gzip
import re
import sqlite3
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from salaries.models import DataVersion, Figure
from salaries.pages.kept import nothing_kept
from tests.api.asking import BASE, compared, problem, strictly, told
from tests.factories import make_figure, make_source
from tests.pages.reading import FILES
from tests.pages.test_headers import SECURITY, security

pytestmark = pytest.mark.django_db

API = [path for path in FILES if path.startswith(BASE)]
FIGURES = f"{BASE}figures/?role=software-developer&limit=5"
KEPT = {
    "Cache-Control": "public, max-age=0, must-revalidate",
    "Vary": "Accept-Encoding",
    "Access-Control-Allow-Origin": "*",
    "X-Robots-Tag": "noindex",
}
FAILING = {
    f"{BASE}roles/nobody/": 404,
    f"{BASE}nothing/": 404,
    "/api/": 404,
    f"{BASE}figures/?limit=0": 422,
    f"{BASE}compare/?subjects=a.average,a.average": 400,
}


@pytest.mark.usefixtures("guide")
def test_every_answer_may_be_kept_and_read_by_any_page(client: Client) -> None:
    for path in API:
        answer = client.get(path)
        assert {name: answer[name] for name in KEPT} == KEPT, path
        assert re.fullmatch(r'"[0-9a-f]{32}"', answer["ETag"]), path
        assert "Access-Control-Allow-Credentials" not in answer.headers, path
        assert not answer.cookies, path


@pytest.mark.usefixtures("guide")
def test_every_answer_has_the_security_headers(client: Client) -> None:
    for path in API:
        assert security(client.get(path)) == SECURITY, path


@pytest.mark.usefixtures("guide")
def test_every_answer_names_its_data_version_and_address(client: Client) -> None:
    newest = DataVersion.objects.newest()
    assert newest is not None
    for path in set(API) - {f"{BASE}openapi.json"}:
        answer = client.get(path)
        found = strictly(answer)
        assert (answer["Data-Version"], found["data_version"]) == (str(newest.number), newest.number), path
        if "compare" not in path:
            assert found["url"] == f"http://127.0.0.1:8000{path}"


@pytest.mark.usefixtures("guide")
def test_lists_say_how_long_a_page_may_be(client: Client) -> None:
    limits = {path: client.get(path).get("Page-Limit") for path in API}
    assert limits[FIGURES] == limits[f"{BASE}roles/"] == "200"
    assert limits[f"{BASE}changes/"] == "20"
    assert limits[f"{BASE}roles/backend-engineer/"] is None


# A24: asked for again


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a24_what_is_still_right_is_confirmed_without_its_bytes(client: Client, encoding: str) -> None:
    for path in API:
        first = client.get(path, headers={"Accept-Encoding": encoding})
        again = client.get(path, headers={"Accept-Encoding": encoding, "If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert {name: again[name] for name in KEPT} == KEPT, path
        assert again.get("Data-Version") == first.get("Data-Version"), path


def test_a24_a_changed_figure_is_sent_anew(client: Client) -> None:
    figure = make_figure(median=50_000)
    first = client.get(f"{BASE}figures/")
    Figure.objects.filter(pk=figure.pk).update(median=51_000)
    again = client.get(f"{BASE}figures/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, "51000.00" in again.content.decode()) == (200, True)
    assert int(again["Data-Version"]) == int(first["Data-Version"]) + 1


@pytest.mark.usefixtures("guide")
def test_a24_compressed_it_is_the_same(client: Client) -> None:
    sent = client.get(FIGURES, headers={"Accept-Encoding": "gzip"})
    assert sent["Content-Encoding"] == "gzip"
    assert gzip.decompress(sent.content) == client.get(FIGURES).content


@pytest.mark.usefixtures("guide")
def test_a24_head_has_the_headers_of_get(client: Client) -> None:
    for path in API:
        head, answer = client.head(path), client.get(path)
        assert head.content == b""
        assert dict(head.headers) == dict(answer.headers), path


# Other methods, and pages of other sites that ask first


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_is_for_reading(client: Client, method: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    for path in (f"{BASE}roles/", f"{BASE}roles/alpha/", f"{BASE}openapi.json"):
        answer = getattr(strict, method)(path)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert strictly(answer)["type"] == "http://127.0.0.1:8000/api/docs#reading-only"


@pytest.mark.parametrize("path", ["roles/", "roles", "ROLES/", "nothing"])
def test_a_page_of_another_site_that_asks_first_is_told_that_it_may(client: Client, path: str) -> None:
    asking = {"Origin": "https://elsewhere.example", "Access-Control-Request-Headers": "if-none-match"}
    answer = client.options(BASE + path, headers=asking)
    assert (answer.status_code, answer.content, answer["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Headers"] == "*"
    assert security(answer) == SECURITY


def test_other_pages_may_not_be_read_by_other_sites(client: Client) -> None:
    make_figure(median=50_000)
    for path in ("/", "/salaries/alpha/data.json"):
        assert "Access-Control-Allow-Origin" not in client.get(path).headers


# Problems


@pytest.mark.parametrize(("path", "status"), FAILING.items())
def test_a_problem_is_json_that_nobody_keeps(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (answer["Cache-Control"], answer["Access-Control-Allow-Origin"]) == ("no-store", "*")
    found = strictly(answer)
    assert found["instance"] == path.partition("?")[0]
    assert {"type", "title", "status", "detail"} <= set(found)


def test_a_fault_of_ours_is_a_problem_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("salaries.api.nouns.page_of", None)
    client.raise_request_exception = False
    found = problem(client, "roles/", 500)
    assert found["detail"].startswith("Something went wrong on our side.")


def test_a_database_that_is_busy_is_a_problem_that_says_when_to_ask_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: Any, **__: Any) -> Any:
        cause = sqlite3.OperationalError("database is locked")
        cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise OperationalError from cause

    monkeypatch.setattr("salaries.api.nouns.page_of", held)
    answer = client.get(f"{BASE}roles/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"] == "application/problem+json"
    assert strictly(answer)["type"].endswith("#busy")


@pytest.mark.usefixtures("guide")
def test_every_kind_of_problem_is_explained_where_its_type_leads(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    for path in FAILING:
        kind = strictly(client.get(path))["type"]
        assert kind.startswith("http://127.0.0.1:8000/api/docs#")
        assert f'id="{kind.partition("#")[2]}"' in page


# A21, A22, A29


@pytest.mark.usefixtures("guide")
def test_a21_a_forged_host_is_refused_without_being_named(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["guide.example"]
    for path in (*API, *FAILING):
        answer = client.get(path, headers={"Host": "evil.test"})
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert "evil.test" not in answer.content.decode() + str(answer.headers)


@pytest.mark.usefixtures("guide")
def test_a21_addresses_are_those_of_the_site_whatever_is_sent(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["guide.example"], "https://guide.example"
    forged = {"X-Forwarded-Host": "evil.test", "Forwarded": "host=evil.test", "Origin": "https://evil.test"}
    for path in (*API, *FAILING, f"{BASE}roles"):
        answer, plain = (client.get(path, headers={"Host": "guide.example"} | more) for more in (forged, {}))
        assert answer.content == plain.content, path
        assert "evil.test" not in answer.content.decode() + str(answer.headers), path
        assert "127.0.0.1:8000" not in answer.content.decode(), path


@pytest.mark.usefixtures("guide")
def test_a22_an_editor_gets_the_same_bytes_and_no_cookie(client: Client, admin_client: Client) -> None:
    for path in API:
        answer = admin_client.get(path)
        assert answer.content == client.get(path).content, path
        assert not answer.cookies, path


def test_a29_texts_of_editors_stay_texts(client: Client) -> None:
    words = '=1+1 "</script>" \u2028'
    make_figure(median=50_000, source_note=words)
    make_source("bureau")
    answer = client.get(f"{BASE}figures/")
    assert strictly(answer)["figures"][0]["note"] == words
    assert answer["X-Content-Type-Options"] == "nosniff"


# How often the database is asked


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("", 1),
        ("roles/", 3),
        ("roles/backend-engineer/", 4),
        ("levels/", 1),
        ("levels/10-plus-years/", 2),
        ("locations/", 2),
        ("locations/?kind=metro&parent=us", 3),
        ("locations/san-jose-ca/", 3),
        ("factors/", 2),
        ("factors/in-demand-technologies/", 3),
        ("sources/", 2),
        ("sources/bls-oews/", 2),
        ("releases/", 1),
        ("releases/?source=ora", 2),
        ("releases/bls-oews/may-2025/", 4),
        ("figures/?limit=200", 1),
        ("figures/?role=backend-engineer&source=ora", 4),
        ("openapi.json", 0),
        (compared("backend-engineer", "software-developer"), 5),
        ("changes/", 2),
    ],
)
def test_each_address_asks_the_database_a_fixed_number_of_times(
    client: Client, django_assert_num_queries: Any, address: str, queries: int
) -> None:
    client.get(f"{BASE}openapi.json")
    # As after a change, whatever other tests had read already.
    with nothing_kept(), django_assert_num_queries(queries):
        answer = client.get(BASE + address)
    assert answer.status_code == 200


def test_an_empty_guide_has_empty_lists(client: Client) -> None:
    for name in ("roles", "levels", "locations", "factors", "sources", "releases", "figures", "changes"):
        found = told(client, f"{name}/")
        assert (found[name], found["next"], found["data_version"]) == ([], None, 0)
