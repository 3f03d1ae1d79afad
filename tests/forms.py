"""Reads a form from HTML as a browser would: names and the values that it sends back untouched."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, Any] = {}
        self.select = self.area = None
        self.multiple = False
        self.buttons = ("_save", "_continue", "_addanother", "_popup")

    def handle_starttag(self, tag: Any, attrs: Any) -> None:
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "input" and name and name not in self.buttons:
            if attrs.get("type") in ("checkbox", "radio") and "checked" not in attrs:
                return
            value = attrs.get("value", "on" if attrs.get("type") == "checkbox" else "")
            ticked = attrs.get("type") == "checkbox" and name in self.values
            self.values[name] = [*self.several(name), value] if ticked else value
        elif tag == "select" and name:
            self.select, self.multiple = name, "multiple" in attrs
            if not self.multiple:
                self.values.setdefault(name, "")
        elif tag == "option" and self.select and "selected" in attrs:
            value = attrs.get("value", "")
            if self.multiple:
                self.values.setdefault(self.select, []).append(value)
            else:
                self.values[self.select] = value
        elif tag == "textarea" and name:
            self.area, self.values[name] = name, ""

    def several(self, name: str) -> list[str]:
        """The values that a name has already."""
        before = self.values[name]
        return before if isinstance(before, list) else [before]

    def handle_endtag(self, tag: Any) -> None:
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data: Any) -> None:
        if self.area:
            self.values[self.area] += data


def fields_of(html: Any) -> Any:
    """The fields of every form in `html`, but for the search box and the sign-out button.

    A list of several gives a list; where nothing in it is chosen, browsers send no such field.
    """
    parser = _Fields()
    parser.feed(html)
    return {
        name: value.removeprefix("\n") if isinstance(value, str) else value
        for name, value in parser.values.items()
        if name != "q"
    }
