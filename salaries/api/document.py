"""The OpenAPI document: what the library reads from the operations, with problems, headers and examples added."""

from copy import deepcopy
from functools import cache

from django.conf import settings
from pydantic.json_schema import models_json_schema

from salaries.api import begin, comparing, figures, nouns
from salaries.api.asked import MOST_CHANGES, MOST_ROWS, absolute
from salaries.api.examples import examples
from salaries.api.guide import BASE, api
from salaries.api.problems import DOCS, KINDS
from salaries.api.shapes import Problem
from salaries.pay.records import Record

OPERATIONS = (begin, nouns, figures, comparing)
"""The modules whose operations are the API: importing them is what makes it know them."""
REF = "#/components/schemas/{model}"
TAGS = {
    "Roles": "What people do.",
    "Experience levels": "Steps of seniority and of years.",
    "Locations": "Countries, states, metropolitan and other areas.",
    "Influencing factors": "What moves pay besides experience, and its options.",
    "Sources and releases": "Who publishes, of when, under which licence.",
    "Figures": "Every published cell.",
    "Comparisons": "What one is paid more or less than another.",
    "Changes": "What was published, corrected and withdrawn.",
    "Begin": "Where everything is.",
}


@cache
def _document(site: str) -> Record:
    found: Record = deepcopy(dict(api.get_openapi_schema(path_prefix=BASE)))
    found["servers"] = [{"url": site}]
    found["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    found["externalDocs"] = {"description": "How to begin", "url": absolute(DOCS)}
    _, problems = models_json_schema([(Problem, "serialization")], ref_template=REF)
    found["components"]["schemas"] |= problems["$defs"]
    for path, operations in found["paths"].items():
        for operation in operations.values():
            operation["parameters"] = [_parameter(parameter) for parameter in operation["parameters"]]
            operation["responses"] = _responses(path, operation)
    return found


def document() -> Record:
    """The document of this site."""
    return _document(settings.SITE_URL)


def _parameter(parameter: Record) -> Record:
    """A parameter as OpenAPI wants it: one example, and no null, which an address cannot hold."""
    schema = dict(parameter["schema"])
    words = schema.pop("description", f"The slug of the {parameter['name']}.")
    examples = schema.pop("examples", [])
    schema.pop("title", None)
    schema.pop("default", None)
    kinds = [kind for kind in schema.pop("anyOf", []) if kind != {"type": "null"}]
    found = {name: parameter[name] for name in ("name", "in", "required")} | {"description": words}
    found["schema"] = schema | (kinds[0] if kinds else {})
    return found | ({"example": examples[0]} if examples else {})


def _responses(path: str, operation: Record) -> Record:
    good = operation["responses"][200]
    good["description"] = "What was asked for."
    lists = any(parameter["name"] == "limit" for parameter in operation["parameters"])
    good["headers"] = _headers(path, lists=lists)
    if example := examples(settings.SITE_URL).get(operation["operationId"]):
        good["content"]["application/json"]["example"] = example.answer
    parameters = any(parameter["in"] == "query" for parameter in operation["parameters"])
    statuses = [404, 410] if "{" in path or operation["operationId"] in ("list_figures", "compare") else []
    statuses += [404, 410] if operation["operationId"] in ("list_locations", "list_releases") else []
    statuses += [400] if operation["operationId"] == "compare" else []
    statuses += [422] if parameters else []
    return {
        "200": good,
        "301": {
            "description": "The same has another address: a new name, another order of parameters.",
            "headers": {"Location": _text("The one address.")},
        },
        "304": {"description": "What you hold under the tag that you sent is still right."},
        **{str(status): _problem(status) for status in sorted({*statuses, 405, 413, 414, 429, 500, 503})},
    }


def _text(description: str) -> Record:
    return {"description": description, "schema": {"type": "string"}, "required": True}


def _headers(path: str, *, lists: bool) -> Record:
    headers = {
        "ETag": _text("The hash of the answer: send it as If-None-Match."),
        "Cache-Control": _text("Keep the answer, and ask by its tag whether it is still right."),
        "Data-Version": _text("The data version of the answer."),
    }
    headers["RateLimit-Policy"] = _text(
        'How many different addresses one network may ask for in how many seconds: `"api";q=6000;w=60`.'
    ) | {"required": False}
    if lists:
        most = MOST_CHANGES if path.endswith("/changes/") else MOST_ROWS
        headers["Page-Limit"] = _text(f"The highest limit: {most}.")
    return headers


def _problem(status: int) -> Record:
    kind = KINDS[status]
    content = {"schema": {"$ref": REF.format(model="Problem")}}
    found = {
        "description": f"{kind.title}. {kind.meaning}",
        "content": {"application/problem+json": content},
    }
    if status in (429, 503):
        found["headers"] = {"Retry-After": _text("In how many seconds to ask again.")}
    return found
