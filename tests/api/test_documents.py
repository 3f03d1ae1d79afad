"""What is written about the API is true: the OpenAPI document, its page, and docs/api.md."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from salaries.api.document import document
from salaries.api.examples import EXAMPLE_SITE, examples
from tests.api.asking import strictly

DOC = (Path(__file__).resolve().parents[2] / "docs/api.md").read_text(encoding="utf-8")
SITE = "http://127.0.0.1:8000"
ADDRESSES = re.findall(rf"curl -L '{SITE}(\S+)'", DOC)
SHOWN = re.findall(rf"curl -L '{SITE}(\S+)'\n\n```json\n(.*?)```", DOC, flags=re.DOTALL)
OPERATIONS = {one["operationId"]: one for path in document()["paths"].values() for one in path.values()}


def within(shown: Any, answered: Any) -> bool:
    """Whether an answer holds what is shown of it: fields may be left out, rows may not."""
    if isinstance(shown, dict):
        return isinstance(answered, dict) and all(within(shown[name], answered.get(name)) for name in shown)
    if isinstance(shown, list):
        return len(shown) == len(answered) and all(map(within, shown, answered))
    return bool(shown == answered)


def whenever(answer: Any) -> Any:
    """An answer with any data version, day and row number: these depend on when and where data was made."""
    if isinstance(answer, dict):
        return {name: 0 if name in ("data_version", "day") else whenever(answer[name]) for name in answer}
    if isinstance(answer, list):
        return [whenever(one) for one in answer]
    return re.sub(r"cursor=\d+", "cursor=0", answer) if isinstance(answer, str) else answer


@pytest.mark.django_db
@pytest.mark.usefixtures("guide")
def test_every_example_of_the_document_is_what_the_site_answers(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["guide.example"], EXAMPLE_SITE
    assert set(examples(EXAMPLE_SITE)) == set(OPERATIONS)
    for name, example in examples(EXAMPLE_SITE).items():
        answer = strictly(client.get(example.path, headers={"Host": "guide.example"}))
        assert whenever(answer) == whenever(example.answer), name


@pytest.mark.django_db
@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_of_the_guide_is_answered_without_a_detour(client: Client, address: str) -> None:
    shown = json.loads(dict(SHOWN).get(address, "{}"))
    assert client.get(address).status_code == shown.get("status", 200)


@pytest.mark.django_db
@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(("address", "shown"), SHOWN)
def test_every_answer_of_the_guide_is_what_the_site_answers(client: Client, address: str, shown: str) -> None:
    assert within(json.loads(shown), strictly(client.get(address)))


@pytest.mark.django_db
@pytest.mark.usefixtures("guide")
def test_the_program_of_the_guide_reads_every_place(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def urlopen(url: str) -> BytesIO:
        return BytesIO(client.get(url.removeprefix(SITE), headers={"Host": "127.0.0.1:8000"}).content)

    (program,) = re.findall(r"```python\n(.*?)```", DOC, flags=re.DOTALL)
    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    names: dict[str, Any] = {}
    exec(program, names)  # noqa: S102 - our own document
    assert len({place["slug"] for place in names["places"]}) == len(names["places"]) > 50


@pytest.mark.django_db
def test_the_document_is_of_openapi_3_1_and_of_this_site(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://guide.example"
    found = strictly(client.get("/api/v1/openapi.json"))
    assert (found["openapi"], found["servers"]) == ("3.1.0", [{"url": "https://guide.example"}])
    assert "127.0.0.1:8000" not in json.dumps(found)


def test_the_document_is_valid_by_the_schema_of_openapi_3_1() -> None:
    """The schema says nothing of the schemas inside, which are JSON Schema 2020-12."""
    found = document()
    assert [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(found)] == []
    schemas = [
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **one} for one in schemas_in(found)
    ]
    assert len(schemas) > 50
    for schema in schemas:
        jsonschema_rs.meta.validate(schema)


def test_everything_that_the_document_refers_to_is_there() -> None:
    found = document()
    referred = set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(found)))
    held = {f"#/components/schemas/{name}" for name in found["components"]["schemas"]}
    assert referred and referred <= held


def schemas_in(node: Any) -> Iterator[Any]:
    """Each schema of an OpenAPI document."""
    if isinstance(node, list):
        for one in node:
            yield from schemas_in(one)
    elif isinstance(node, dict):
        for name, held in node.items():
            if name == "schema":
                yield held
            elif name == "schemas":
                yield from held.values()
            elif name not in ("example", "examples"):
                yield from schemas_in(held)


def test_every_operation_is_described_and_every_name_is_there_once() -> None:
    paths = document()["paths"]
    assert len(OPERATIONS) == len(paths) == 16
    tags = {tag["name"] for tag in document()["tags"]}
    for operation in OPERATIONS.values():
        assert operation["description"].endswith(".")
        assert set(operation["tags"]) <= tags
        assert all(parameter["description"].endswith(".") for parameter in operation["parameters"])


def test_a_parameter_has_one_example_and_may_not_be_null() -> None:
    for operation in OPERATIONS.values():
        for parameter in operation["parameters"]:
            assert not {"examples", "anyOf"} & {*parameter, *parameter["schema"]}, parameter


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_declares_what_it_refuses_as_a_problem(name: str) -> None:
    responses = OPERATIONS[name]["responses"]
    failing = [status for status in responses if int(status) >= 400]
    assert {"405", "500", "503"} <= set(failing)
    asked = [parameter["in"] for parameter in OPERATIONS[name]["parameters"]]
    assert ("422" in failing) == ("query" in asked)
    assert {kind for status in failing for kind in responses[status]["content"]} == {
        "application/problem+json"
    }


def test_every_reference_of_the_document_leads_somewhere() -> None:
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document())))
    assert named <= set(document()["components"]["schemas"])


@pytest.mark.django_db
def test_the_page_has_every_address_and_every_parameter(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    for path in document()["paths"]:
        assert f"<code>GET {path}</code>" in page or path == "/api/v1/"
    for parameter in OPERATIONS["list_figures"]["parameters"]:
        assert f"<dt><code>{parameter['name']}</code></dt>" in page
    assert "<dt><code>subjects</code> (needed)</dt>" in page


@pytest.mark.django_db
def test_the_page_asks_no_script_and_no_database(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        page = client.get("/api/docs").content.decode()
    scripts = re.findall(r'<script src="([^"]+)"', page)
    assert all(script.startswith("/static/") and "swagger" not in script for script in scripts)
