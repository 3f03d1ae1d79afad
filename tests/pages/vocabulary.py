"""What of a page's JSON-LD is against schema.org's vocabulary, of which `schema_org.json` is an extract."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXTRACT = json.loads(Path(__file__).with_name("schema_org.json").read_text(encoding="utf-8"))
TYPES: dict[str, list[str]] = EXTRACT["types"]
PROPERTIES: dict[str, dict[str, list[str]]] = EXTRACT["properties"]
TEXTS = {
    "Text": re.compile(r".+", re.DOTALL),
    "URL": re.compile(r"https?://[^\s/]+/\S*"),
    "Number": re.compile(r"\d+(\.\d+)?"),
    "Duration": re.compile(r"P(\d+[YMD]|T\d+[HMS])"),
}
"""What a text looks like that is one of those. A number may be a text: of ASCII digits, with a point."""


def kinds(name: str) -> set[str]:
    """A type and everything that it is a kind of."""
    return {name}.union(*(kinds(wider) for wider in TYPES[name]))


def faults(node: dict[str, Any]) -> Iterator[str]:
    """Each property that its type has not, and each value that is outside its property's range."""
    kind = node["@type"]
    for name, held in node.items():
        if name.startswith("@"):
            continue
        if not kinds(kind).intersection(PROPERTIES[name]["domain"]):
            yield f"{kind} has no {name}"
        for value in held if isinstance(held, list) else [held]:
            if not any(_is(value, wanted) for wanted in PROPERTIES[name]["range"]):
                yield f"{kind}: {name} is not {value!r}"
            if isinstance(value, dict) and "@type" in value:
                yield from faults(value)


def _is(value: Any, wanted: str) -> bool:
    """Whether a value is of a type. What is named by its address alone may be any thing, but no text."""
    if isinstance(value, dict):
        if "@type" in value:
            return wanted in kinds(value["@type"])
        return wanted in TYPES and bool(TEXTS["URL"].fullmatch(value["@id"]))
    if isinstance(value, bool):
        return wanted == "Boolean"
    if isinstance(value, int):
        return wanted in ("Integer", "Number")
    return wanted in TEXTS and bool(TEXTS[wanted].fullmatch(value))
