"""Texts that software trips over, typed into every text field of the editors' area, and looked at on every surface."""

import csv
import gzip
import json
import os
import re
from functools import cache
from html.parser import HTMLParser
from io import StringIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import CharField, TextField
from django.test import Client

from tests.admin.walking import furnish
from tests.factories import make_figure, make_level
from tests.forms import fields_of
from tests.naughty import ALL, BIG_LIST, CANARY

pytestmark = pytest.mark.django_db
LONG = 30_000
"""Letters that are typed at once where there is no limit: all texts."""
KEPT = (
    "slug",
    "old_slug",
    "new_slug",
    "currency",
    "sha256",
    "parser_version",
    "password",
    "username",
    "file_name",
)
"""What is no text: it has a form of its own."""
SURFACES = (
    "/", "/salaries/", "/salaries/alpha/", "/salaries/alpha/data.json", "/salaries/alpha/data.csv",
    "/salaries/alpha/chart-ladder.svg", "/salaries/alpha/chart-ladder.png", "/salaries/alpha/preview-0.png",
    "/locations/us/", "/compare/", "/compare/alpha.average/vs/alpha.senior/",
    "/compare/alpha.average/vs/alpha.senior/data.json",
    "/compare/alpha.average/vs/alpha.senior/data.csv", "/compare/alpha.average/vs/alpha.senior/chart.svg",
    "/compare/alpha.average/vs/alpha.senior/preview-0.png", "/embed/compare/alpha.average/vs/alpha.senior/",
    "/oembed/?url=http://127.0.0.1:8000/compare/alpha.average/vs/alpha.senior/", "/factors/", "/factors/technologies/",
    "/sources/", "/sources/bureau/", "/sources/bureau/may-2025/", "/data/", "/data/datapackage.json", "/changes/",
    "/changes/feed/", "/search?q=alpha", "/sitemap.xml", "/sitemap-guides-1.xml", "/llms.txt", "/standing/",
    "/report/?subject=alpha.average", "/api/v1/roles/", "/api/v1/roles/alpha/", "/api/v1/levels/", "/api/v1/locations/",
    "/api/v1/factors/", "/api/v1/sources/", "/api/v1/releases/", "/api/v1/figures/?role=alpha", "/api/v1/changes/",
    "/api/v1/compare/?subjects=alpha.average,alpha.senior", "/nowhere",
)  # fmt: skip
FRAGMENTS = {
    "/salaries/alpha/": "figures",
    "/compare/alpha.average/vs/alpha.senior/": "comparison",
    "/search?q=a": "results",
}
RUNS = re.compile(rf"<(?:script|i|b|svg|img|a)\b[^>]*{CANARY}|<script>{CANARY}", re.IGNORECASE)
REFUSALS = {"invalid", "required", "null_characters_not_allowed"}
"""Why a text is refused that is short enough: no address, nothing but blanks, or a sign that no text may have."""


class Markup(HTMLParser):
    """What in a page would run: none of ours has a handler, a script of its own words or such an address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name.lower(): (value or "") for name, value in attrs}
        handlers = [name for name in had if name.startswith("on")]
        scripts = [
            value for value in had.values() if re.match(r"[\s\x00-\x20]*javascript:", value, re.IGNORECASE)
        ]
        places = [had[name] for name in ("href", "src", "action", "formaction") if had.get(name) in scripts]
        own_words = tag == "script" and "src" not in had and "json" not in had.get("type", "")
        if handlers or places or own_words:
            self.runs.append(self.get_starttag_text() or tag)


@cache
def packs(room: int) -> list[str]:
    """All texts, as many at once as there is room for.

    A text that is refused is alone, since it would hide the others, and so is one that begins a formula, but for where
    all are at once.
    """
    found: list[str] = [""]
    alone = [text[:room] for text in ALL if "\0" in text or (text[0] in "=+-@\t\r" and room < LONG)]
    for text in (text for text in ALL if text[:room] not in alone):
        for part in (text[at : at + room] for at in range(0, len(text), room)):
            if len(found[-1]) + len(part) + 1 > room:
                found.append("")
            found[-1] = f"{found[-1]} {part}".removeprefix(" ")
    return found + alone


def text_fields(model: Any) -> list[str]:
    """The text fields of a model that are typed into."""
    return [
        field.name
        for field in model._meta.fields
        if isinstance(field, CharField | TextField) and not field.choices and field.name not in KEPT
    ]


def typed(client: Client, model: Any, number: int) -> set[str]:
    """Type a text into each text field of a model's first row, and save it: the fields in which it was taken.

    `number` is the first one's; the second has the text after it, as far as it has room. Where a text is refused, that
    is said at its field, and the others are saved without it.
    """
    row = model._default_manager.order_by("pk").first()
    url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
    before = fields_of(client.get(url).content.decode())
    names = [name for name in [*text_fields(model), "why"] if name in before]
    form = dict(before)
    for place, name in enumerate(names):
        room = 120 if name == "why" else model._meta.get_field(name).max_length or LONG
        form[name] = packs(room)[(number + place) % len(packs(room))]
    answer = client.post(url, form)
    if answer.status_code == 200:
        errors = answer.context["adminform"].form.errors.get_json_data()
        codes = {error["code"] for several in errors.values() for error in several}
        assert set(errors) <= set(names) and codes <= REFUSALS, (model, errors)
        names = [name for name in names if name not in errors]
        answer = client.post(url, form | {name: before[name] for name in errors})
    assert answer.status_code == 302, (model, form)
    return set(names)


def read(answer: Any) -> None:
    """What is sent is what it says that it is, and nothing in it runs."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    body = gzip.decompress(body) if answer.get("Content-Encoding") == "gzip" else body
    kind = answer.get("Content-Type", "")
    if "json" in kind:
        json.loads(body)
    elif "xml" in kind or "svg" in kind:
        assert not any(element.tag.endswith("script") for element in ElementTree.fromstring(body).iter())  # noqa: S314 - our own
    elif kind.startswith("text/html"):
        page = body.decode()
        assert not RUNS.search(page)
        markup = Markup()
        markup.feed(page)
        assert not markup.runs
    elif kind.startswith("text/csv"):
        cells = [cell for row in csv.reader(StringIO(body.decode("utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=+@\t\r]|-(?![\d.]+$)", cell)]


def look_everywhere(client: Client, anna: Client, models: list[Any]) -> None:
    """Ask for every surface."""
    for path in SURFACES:
        answer = client.get(path, follow=True)
        assert answer.status_code in (200, 404), path
        read(answer)
    for path, target in FRAGMENTS.items():
        read(client.get(path, headers={"HX-Request": "true", "HX-Target": target}))
    for model in models:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        row = model._default_manager.order_by("pk").first()
        for path in (base, f"{base}export.csv", f"{base}{row.pk}/change/", f"{base}{row.pk}/history/"):
            read(anna.get(path))


NUMBERS = range(0, len(packs(120)), 1 if os.environ.get("FUZZ") else 90)
"""The text that the first field has, a round. `make fuzz` takes all: each text in each field that has room for it."""


@pytest.mark.parametrize("number", NUMBERS)
def test_every_text_is_taken_or_refused_in_every_field_and_runs_nowhere(
    anna: Client, client: Client, number: int
) -> None:
    furnish()
    make_figure("alpha", level=make_level(), median=60_000)
    edited = [model for model in apps.get_models() if model in admin.site._registry and text_fields(model)]
    models = [model for model in edited if hasattr(admin.site._registry[model].form, "conflict")]
    taken = 0
    for model in models:
        taken += len(typed(anna, model, number + taken))
    assert taken > len(models)
    message = packs(LONG)[number % len(packs(LONG))]
    client.post("/report/", {"message": message}, headers={"Sec-Fetch-Site": "same-origin"})
    look_everywhere(client, anna, models)


def test_the_list_is_whole() -> None:
    assert len(BIG_LIST) == 503
    assert {"<script>alert(123)</script>", "undefined", "Scunthorpe General Hospital", "$HOME"} - {
        *BIG_LIST
    } == set()
