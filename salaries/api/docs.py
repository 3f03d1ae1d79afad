"""The documentation of the API as a page: the OpenAPI document in words, with examples."""

import re
from dataclasses import dataclass

from django.conf import settings

from salaries.api.asked import MOST_CHANGES, MOST_ROWS, USUAL_ROWS, absolute
from salaries.api.document import document
from salaries.api.examples import examples
from salaries.api.guide import BASE
from salaries.api.problems import DOCS, KINDS
from salaries.pages.trail import Trail, from_home
from salaries.pay.records import Record
from salaries.pay.words import NO_FIGURE
from salaries.responses.data import json_text

SHOWN = frozenset({"get_role", "get_release", "list_figures", "compare"})
"""Operations whose answer the page shows: one of each kind. The others are a link away."""


@dataclass(frozen=True)
class Parameter:
    """A parameter; `values` are all that it may have, where they are few."""

    name: str
    text: str
    values: tuple[str, ...]
    needed: bool


@dataclass(frozen=True)
class Operation:
    """One address: what it answers, what it is asked with, and an example; `answer` is empty where none is shown."""

    slug: str
    path: str
    title: str
    text: str
    parameters: tuple[Parameter, ...]
    example: str
    answer: str


@dataclass(frozen=True)
class Group:
    """The addresses of a noun."""

    slug: str
    title: str
    text: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Told:
    """A kind of problem and its status."""

    status: int
    slug: str
    title: str
    text: str


@dataclass(frozen=True)
class ApiPage:
    """What `/api/docs` shows."""

    groups: tuple[Group, ...]
    problems: tuple[Told, ...]
    site: str
    minimum: int
    most_a_minute: str
    most_comparisons: str
    most_rows: int = MOST_ROWS
    usual_rows: int = USUAL_ROWS
    most_changes: int = MOST_CHANGES
    no_figure: str = NO_FIGURE
    openapi: str = f"{BASE}openapi.json"
    title: str = "API"
    heading: str = "The figures, for programs"
    description: str = (
        "Read roles, places, sources, figures, comparisons and changes as JSON, without a key, from anywhere."
    )
    url: str = DOCS
    canonical: str = DOCS
    indexed: bool = True
    section: str = ""
    trail: Trail = from_home("API", DOCS)


def api_page() -> ApiPage:
    """The documentation: no query."""
    found = document()
    operations = [(path, one["get"]) for path, one in found["paths"].items() if path != BASE]
    groups = [_group(tag, operations) for tag in found["tags"]]
    return ApiPage(
        groups=tuple(group for group in groups if group.operations),
        problems=tuple(
            Told(status, kind.slug, kind.title, in_words(kind.meaning)) for status, kind in KINDS.items()
        ),
        site=settings.SITE_URL,
        minimum=settings.MINIMUM_SAMPLE,
        most_a_minute=f"{settings.RATE_LIMIT * 10:,}" if settings.RATE_LIMIT else "",
        most_comparisons=f"{settings.RATE_LIMIT:,}",
    )


def in_words(text: str) -> str:
    """A description of the document as prose: what it marks as code stands in quotes."""
    return re.sub(r"`([^`]+)`", r"“\1”", " ".join(text.split()))


def _group(tag: Record, operations: list[tuple[str, Record]]) -> Group:
    name = str(tag["name"])
    own = (_operation(path, one) for path, one in operations if one["tags"] == [name])
    return Group(name.lower().replace(" ", "-"), name, str(tag["description"]), tuple(own))


def _operation(path: str, one: Record) -> Operation:
    example = examples(settings.SITE_URL).get(one["operationId"])
    return Operation(
        slug=str(one["operationId"]).replace("_", "-"),
        path=path,
        title=str(one["summary"]),
        text=in_words(one["description"]),
        parameters=tuple(
            _parameter(parameter) for parameter in one["parameters"] if parameter["in"] == "query"
        ),
        example=absolute(example.path) if example else "",
        answer=json_text(example.answer) if example and one["operationId"] in SHOWN else "",
    )


def _parameter(parameter: Record) -> Parameter:
    values: list[str] = parameter["schema"].get("enum", [])
    return Parameter(
        parameter["name"],
        in_words(parameter["description"]),
        tuple(values),
        bool(parameter["required"]),
    )
