"""What a visitor reads when something is missing, refused or broken, and what those pages do without (case A07)."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory
from django.urls import get_resolver

from compsite import static_files
from salaries.views import failures, lists
from tests.pages.reading import html_of, text_of

FACTORY = RequestFactory()
BASE = Path(__file__).resolve().parents[2]


@pytest.fixture
def without_manifest(settings: Any, tmp_path: Path) -> None:
    """Static files as in production, where none were collected."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }


def raising(error: Exception) -> Any:
    def view(*_args: Any, **_kwargs: Any) -> Any:
        raise error

    return view


def broken(client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, **headers: str) -> Any:
    """The answer where the first page raises `error`."""
    monkeypatch.setattr(lists, "home_page", raising(error))
    client.raise_request_exception = False
    return client.get("/", headers=headers)


@pytest.mark.usefixtures("without_manifest")
@pytest.mark.parametrize(
    ("handler", "status", "heading"),
    [
        (failures.request_refused, 400, "Bad request"),
        (failures.permission_denied, 403, "Not allowed"),
        (failures.server_error, 500, "Something went wrong"),
    ],
)
def test_a_plain_page_needs_no_database_and_no_manifest(handler: Any, status: int, heading: str) -> None:
    answer = handler(FACTORY.get("/"))
    assert answer.status_code == status
    assert text_of(answer).startswith(f"compsite {heading} ")
    assert '<link rel="stylesheet" href="/static/plain.css">' in html_of(answer)


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_the_site_answers_failures_with_its_own_pages(status: int) -> None:
    assert get_resolver().resolve_error_handler(status).__module__ == "salaries.views.failures"


def test_a_missing_page_needs_no_database(settings: Any) -> None:
    page = failures.page_not_found(FACTORY.get("/nowhere"), None)
    assert page.status_code == 404
    assert "No page has this address. Search, or start from the list of roles." in text_of(page)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/nowhere", "/nowhere/", "/salaries/a/b/c/", "/salaries/%00/", "/sources/x/", "/nowhere.ico"]
)
def test_an_unknown_address_is_404_in_words(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert "<h1>Not found</h1>" in html_of(page)


@pytest.mark.django_db
def test_a_fault_of_ours_is_500_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = broken(client, monkeypatch, RuntimeError("secret inside"))
    assert answer.status_code == 500
    assert "Something went wrong on our side. The figures are safe" in text_of(answer)
    assert "secret inside" not in html_of(answer)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_fault_of_ours_is_a_fragment_to_htmx(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = broken(client, monkeypatch, RuntimeError(), **{"HX-Target": "comparison"})
    assert answer.status_code == 500
    assert html_of(answer).startswith("<title>")
    assert '<section id="comparison"><div class="alert" role="alert">' in html_of(answer)
    assert "<html" not in html_of(answer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status", "heading"),
    [(PermissionDenied("x"), 403, "Not allowed"), (SuspiciousOperation("x"), 400, "Bad request")],
)
def test_what_django_refuses_is_refused_in_words(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, heading: str
) -> None:
    answer = broken(client, monkeypatch, error)
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in html_of(answer)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["figures", "results", "comparison"])
def test_a_missing_page_to_htmx_has_the_target_as_its_root(client: Client, target: str) -> None:
    answer = client.get("/salaries/nobody/", headers={"HX-Target": target})
    assert answer.status_code == 404
    assert f'<section id="{target}"><div class="alert" role="alert"><p>There is no role' in html_of(answer)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_what_a_visitor_typed_is_escaped(client: Client) -> None:
    for headers in ({}, {"HX-Target": "results"}):
        body = html_of(client.get("/salaries/<b>x/", headers=headers))
        assert "<b>x" not in body
        assert "&lt;b&gt;x" in body


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("path", ["/", "/salaries/", "/compare/", "/admin/login/"])
def test_what_writes_is_refused_in_words(method: str, path: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert answer.status_code == 403
    assert "This form was not accepted. Go back, load its page again" in text_of(answer)
    assert "<style" not in html_of(answer)


# Static names


def site_with(folder: Path, text: str) -> Path:
    """A folder with one template."""
    (folder / "templates").mkdir()
    (folder / "templates" / "page.html").write_text(text)
    return folder


@pytest.mark.parametrize(
    "tag", ["{% static 'gone.css' %}", '{%  static "gone.css" as url %}', "{{ static('gone.css') }}"]
)
def test_a_static_name_without_a_file_fails_the_check(settings: Any, tmp_path: Path, tag: str) -> None:
    settings.BASE_DIR = site_with(tmp_path, f"{{% load static %}}{tag}")
    (found,) = static_files.check_static_names()
    assert found.msg == "page.html names the static file “gone.css”, which does not exist."
    assert found.is_serious()


def test_a_static_name_with_a_file_passes_the_check(settings: Any, tmp_path: Path) -> None:
    settings.BASE_DIR = site_with(tmp_path, "{% static 'compsite.css' %}")
    assert static_files.check_static_names() == []


def test_every_static_name_of_ours_has_a_file() -> None:
    assert static_files.check_static_names() == []
    names = {name for _, name in static_files.named_files(BASE / "templates")}
    assert {"compsite.css", "compsite.js", "icon.svg"} <= names


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A bare environment without collected files: `staticfiles` stands nowhere."""
    return {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "DATABASE_URL")}


def start(environ: dict[str, str], prepare: str) -> "subprocess.CompletedProcess[str]":
    code = f"import compsite.settings as s\n{prepare}\nimport compsite.wsgi"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=BASE, env=environ, capture_output=True, text=True, check=False
    )


def test_the_site_does_not_start_without_collected_files(collected: dict[str, str], tmp_path: Path) -> None:
    found = start(collected, f"s.STATIC_ROOT = {str(tmp_path)!r}")
    assert found.returncode == 1
    assert found.stderr.strip() == (
        "Static files are not collected: run `manage.py collectstatic` (or `make run`) before serving."
    )


def test_the_site_starts_with_collected_files(collected: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "staticfiles.json").write_text(
        '{"paths": {"a.css": "a.1.css"}, "version": "1.1", "hash": "1"}'
    )
    found = start(collected, f"s.STATIC_ROOT = {str(tmp_path)!r}")
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.django_db
def test_a_working_site_survives_a_manifest_lost_later(client: Client, without_manifest: None) -> None:
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong on our side." in text_of(answer)
