"""The same digits on every surface: page, fragment, files, API, frame and picture (case A13)."""

import re
from html import unescape
from itertools import chain
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from salaries.drawing import Kept
from tests.pages.reading import html_of
from tests.pages.surfaces import csv_of, json_of, rows_of, words

pytestmark = pytest.mark.django_db
DEV, BACKEND, SCIENCE = "software-developer.average", "backend-engineer.average", "data-scientist.average"
COMPARISONS = [
    (BACKEND, "backend-engineer.10-plus-years"),
    ("backend-engineer.10-plus-years", BACKEND),
    (DEV, f"{DEV}.san-jose-ca"),
    (f"{DEV}.san-jose-ca", DEV),
    (DEV, f"{DEV}.san-jose-ca", f"{DEV}.seattle-wa", f"{DEV}.new-york-ny"),
    (f"{DEV}.california", f"{DEV}.texas", f"{DEV}.washington"),
    (DEV, SCIENCE),
    (SCIENCE, DEV, "web-developer.average"),
    (BACKEND, "frontend-engineer.average"),
    (BACKEND, DEV),
    (DEV, "it-manager.average"),
    ("software-developer.entry-level", "software-developer.senior-staff"),
    ("software-developer.average", "software-developer.executive"),
    ("data-scientist.entry-level", "data-scientist.mid-level", "data-scientist.senior-staff"),
    ("data-engineer.average", "devops-engineer.average"),
    ("network-architect.average", "systems-administrator.average"),
    (f"{DEV}.gb", "qa-analyst.average.gb"),
    ("qa-analyst.average", "qa-analyst.average.gb"),
    (BACKEND, "backend-engineer.entry-level"),
    ("information-security-analyst.average", "information-security-analyst.average.texas"),
]
"""Alike and unlike, two to four, missing and in pounds: the address's subjects, the baseline first."""


@pytest.mark.usefixtures("guide")
def test_twenty_comparisons_say_the_same_everywhere(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def rendered(document: str) -> bytes:
        drawn.append(document)
        return b"drawn"

    monkeypatch.setattr("salaries.responses.pictures.rendered", rendered)
    monkeypatch.setattr("salaries.responses.pictures.KEPT", Kept(1_000_000))
    assert len(COMPARISONS) == 20
    for subjects in COMPARISONS:
        path = f"/compare/{'/vs/'.join(subjects)}/"
        page = client.get(path)
        assert page.status_code == 200, path
        shown = rows_of(page)
        assert rows_of(client.get(path, headers={"HX-Target": "comparison"})) == shown
        assert in_frame(client.get(f"/embed{path}"), shown), path
        image = re.findall(
            r'<meta property="og:image" content="http://127.0.0.1:8000([^"]+)">', html_of(page)
        )[0]
        client.get(image)
        assert in_picture(drawn[-1], shown), path
        told = json_of(client.get(f"{path}data.json"))
        assert csv_of(client.get(f"{path}data.csv")) == told
        assert json_of(client.get("/api/v1/compare/", {"subjects": ",".join(subjects)})) == told
        assert [in_words(entry["percent"]) for entry in told[1:]] == [percent_of(row) for row in shown[1:]], (
            path
        )
        assert [grouped(entry["value"]) for entry in told] == [amount_of(row) for row in shown], path


def in_words(percent: str | None) -> str:
    """A percentage of the files as pages have it: "-31.5" is "−31.5 %"."""
    if percent is None:
        return ""
    sign = "\N{MINUS SIGN}" if percent.startswith("-") else "+" if float(percent) else ""
    return f"{sign}{percent.removeprefix('-')} %"


def percent_of(row: tuple[str, ...]) -> str:
    return row[2].replace("\N{NO-BREAK SPACE}", " ")


def grouped(value: str | None) -> str:
    """An amount of the files, in whole units, with commas: "158835.75" is "158,836"."""
    if value is None:
        return ""
    whole, _, cents = value.partition(".")
    return f"{int(whole) + (cents >= '50'):,}"


def amount_of(row: tuple[str, ...]) -> str:
    return "".join(re.findall(r"\d[\d,]*", row[0]))


def in_frame(page: Any, shown: list[tuple[str, ...]]) -> bool:
    """Whether each row of a frame has what the table's row has."""
    rows = [words(row) for row in re.findall(r"<li[ >].*?</li>", html_of(page), flags=re.DOTALL)]
    assert len(rows) == len(shown)
    return all(text in row for row, texts in zip(rows, shown, strict=True) for text in texts)


def in_picture(document: str, shown: list[tuple[str, ...]]) -> bool:
    """Whether a picture has the figure and the percentage of each row."""
    root = ElementTree.fromstring(document)  # noqa: S314 - a document of our own
    said = " ".join(unescape(element.text or "") for element in root.iter("{http://www.w3.org/2000/svg}text"))
    wanted = [(row[0], row[2]) for row in shown]
    return all(" ".join(text.split()) in " ".join(said.split()) for text in chain.from_iterable(wanted))
