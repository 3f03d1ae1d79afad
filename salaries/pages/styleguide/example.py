"""What the style guide is made of: components, each in its states."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple


class Example(NamedTuple):
    """A component in one state: a template of the pages, and what a page gives to it.

    `inside`: classes of what it stands in on pages. `plain`: it keeps its ids, which one example of the page
    alone may do with the same ids.
    """

    name: str
    template: str
    values: Mapping[str, Any] = MappingProxyType({})
    inside: str = ""
    plain: bool = False


class Part(NamedTuple):
    """The examples of one kind of component."""

    slug: str
    name: str
    text: str
    examples: tuple[Example, ...]


def component(name: str, template: str, *, inside: str = "", **values: Any) -> Example:
    """An example of a template of `templates/components/`."""
    return Example(name, f"components/{template}.html", values, inside)
