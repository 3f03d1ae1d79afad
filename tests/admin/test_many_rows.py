"""A10: with 5,000 roles, 500 places and 50,000 figures every list and form of the editors' area stays light.

What is counted is what the database is asked and gives: queries, rows, and counts over whole tables. Times
depend on the machine, and are for people to measure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.urls import reverse

from salaries.models import Figure, Location, Release, Role
from tests.signing_in import signed_in

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LIST_QUERIES, FORM_QUERIES = 15, 25
MOST_OPTIONS, MOST_LINKS, MOST_ROWS = 200, 250, 3_000


@pytest.fixture
def editor(much: None, admin_user: Any) -> Client:
    client = signed_in(Client(), admin_user)
    client.get(reverse("admin:index"))
    return client


@dataclass
class Asked:
    """What one page asked of the database."""

    statements: list[str] = field(default_factory=list)
    rows: int = 0


@pytest.fixture
def asked(monkeypatch: Any) -> Iterator[Asked]:
    """Watches what is asked, and counts the rows that are fetched."""
    seen = Asked()

    class Watched(CursorWrapper):
        def _counted(self, rows: Any) -> Any:
            seen.rows += len(rows)
            return rows

        def __getattr__(self, name: str) -> Any:
            found = super().__getattr__(name)
            if name in ("fetchmany", "fetchall"):
                return lambda *size: self._counted(found(*size))
            return found

    def make_cursor(cursor: Any) -> Any:
        return Watched(cursor, connection)

    def execute(run: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        seen.statements.append(sql)
        return run(sql, params, many, context)

    monkeypatch.setattr(connection, "make_cursor", make_cursor)
    monkeypatch.setattr(connection, "make_debug_cursor", make_cursor)
    with connection.execute_wrapper(execute):
        yield seen


class _Weighed(HTMLParser):
    """How many options the longest select and datalist have, and how many links the longest list of a filter."""

    def __init__(self) -> None:
        super().__init__()
        self.options = self.links = self._options = self._links = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in ("select", "datalist"):
            self._options = 0
        elif tag in ("details", "ul"):
            self._links = 0
        elif tag == "option":
            self._options += 1
            self.options = max(self.options, self._options)
        elif tag == "li":
            self._links += 1
            self.links = max(self.links, self._links)


WHOLE_COUNT = re.compile(r'SELECT COUNT\((?:\*|DISTINCT [^)]*)\)[^()]* FROM "salaries_figure"(?!.*\bWHERE\b)')


def faults(client: Client, seen: Asked, url: str, most: int) -> list[str]:
    """What is too heavy about a page."""
    seen.statements.clear()
    seen.rows = 0
    response = client.get(url)
    weighed = _Weighed()
    weighed.feed(response.content.decode())
    found = [] if response.status_code == 200 else [f"status {response.status_code}"]
    found += [f"{len(seen.statements)} queries"] if len(seen.statements) > most else []
    found += [f"{seen.rows} rows"] if seen.rows > MOST_ROWS else []
    found += [f"{weighed.options} options"] if weighed.options > MOST_OPTIONS else []
    found += [f"{weighed.links} links"] if weighed.links > MOST_LINKS else []
    found += [f"counts all: {sql}" for sql in seen.statements if WHOLE_COUNT.search(sql)]
    return [f"{url}: {one}" for one in found]


def name_of(model: Any) -> str:
    return str(model._meta.label)


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_list_is_light(editor: Any, asked: Asked, model: Any) -> None:
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    columns = editor.get(url).context["cl"].list_display
    urls = [url, *(f"{url}?o={n}" for n in range(1, len(columns) + 1))]
    urls += [f"{url}?q={words}" for words in ("role", "role+0100+place", "zzz")]
    if editor.get(url).context["cl"].multi_page:
        urls += [f"{url}?p=2"]
    assert [fault for one in urls for fault in faults(editor, asked, one, LIST_QUERIES)] == []


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_list_is_light_with_each_of_its_filters(editor: Any, asked: Asked, model: Any) -> None:
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    changelist = editor.get(url).context["cl"]
    choices = [list(spec.choices(changelist)) for spec in changelist.filter_specs]
    chosen = {url + one["query_string"] for each in choices for one in each[1:6] if "query_string" in one}
    assert [fault for one in chosen for fault in faults(editor, asked, one, LIST_QUERIES)] == []


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_form_is_light(editor: Any, asked: Asked, model: Any, rf: Any, admin_user: Any) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    request = rf.get("/")
    request.user = admin_user
    found = admin.site._registry[model]
    urls = [reverse(f"{name}_add")] if found.has_add_permission(request) else []
    row = model._default_manager.order_by("pk").first()
    if row is not None:
        urls += [reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history")]
        if found.has_delete_permission(request):
            urls += [reverse(f"{name}_delete", args=[row.pk])]
    assert [fault for one in urls for fault in faults(editor, asked, one, FORM_QUERIES)] == []


@pytest.mark.parametrize("field", ["role", "level", "location", "option", "part"])
def test_names_are_suggested_a_few_at_a_time(editor: Any, asked: Asked, field: str) -> None:
    url = f"{reverse('admin:autocomplete')}?app_label=salaries&model_name=figure&field_name={field}"
    assert [
        fault for term in ("", "1", "zzz") for fault in faults(editor, asked, f"{url}&term={term}", 15)
    ] == []


@pytest.mark.parametrize(
    "row", [Location.objects.filter(slug="us"), Release.objects.order_by("pk"), Role.objects.order_by("pk")]
)
def test_what_much_depends_on_is_refused_lightly(editor: Any, asked: Asked, row: Any) -> None:
    one = row.first()
    url = reverse(f"admin:salaries_{one._meta.model_name}_delete", args=[one.pk])
    assert faults(editor, asked, url, FORM_QUERIES) == []


def test_the_data_is_as_much_as_the_case_says(much: None) -> None:
    counts = (Role.objects.count(), Location.objects.count(), Figure.objects.count())
    assert counts == (5_000, 500, 50_000)
