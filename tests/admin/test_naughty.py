"""Texts that software trips over, typed into every text field of the editors' area, and looked at on every surface."""

import csv
import gzip
import json
import os
import re
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
from tests.naughty import CANARY, NAUGHTY

pytestmark = pytest.mark.django_db
ROOM = 190
"""Letters that the shortest name has room for."""
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


def packs() -> list[str]:
    """All texts, as many at once as a name has room for; what begins a text in one begins a pack in another."""
    found = [""]
    for text in NAUGHTY:
        if len(found[-1]) + len(text) + 1 > ROOM:
            found.append("")
        found[-1] = f"{found[-1]} {text}".removeprefix(" ")
    return [pack[:ROOM] for pack in found] + ["=1+1", "@SUM(1)", "\t=1", "+1", "-1+1"]


def text_fields(model: Any) -> list[str]:
    """The text fields of a model that are typed into."""
    return [
        field.name
        for field in model._meta.fields
        if isinstance(field, CharField | TextField) and not field.choices and field.name not in KEPT
    ]


def typed(client: Client, model: Any, number: int, texts: list[str]) -> int:
    """Type a text into each text field of a model's first row, each another one: the status of the answer."""
    row = model._default_manager.order_by("pk").first()
    url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
    form = fields_of(client.get(url).content.decode())
    for place, name in enumerate(name for name in [*text_fields(model), "why"] if name in form):
        form[name] = texts[(number + place) % len(texts)]
    return int(client.post(url, form).status_code)


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
        assert not RUNS.search(body.decode())
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


NUMBERS = range(len(packs())) if os.environ.get("FUZZ") else (0, 8, 14)
"""In each round every text is in some field; in all of them, which `make fuzz` takes, every text is in every field."""


@pytest.mark.parametrize("number", NUMBERS)
def test_every_text_is_taken_or_refused_in_every_field_and_runs_nowhere(
    anna: Client, client: Client, number: int
) -> None:
    furnish()
    make_figure("alpha", level=make_level(), median=60_000)
    edited = [model for model in apps.get_models() if model in admin.site._registry and text_fields(model)]
    models = [model for model in edited if hasattr(admin.site._registry[model].form, "conflict")]
    for model in models:
        assert typed(anna, model, number, packs()) in (200, 302, 409), model
    client.post("/report/", {"message": packs()[number]}, headers={"Sec-Fetch-Site": "same-origin"})
    look_everywhere(client, anna, models)
