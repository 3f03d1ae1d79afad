"""One table of a mapping file: its keys are asked for by kind, and whatever does not hold is one sentence."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

from salaries.imports.formats.survey_mapping import Column
from salaries.imports.reading import FileRefused

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Section:
    """A table of the file, whose keys are asked for one by one; `done` refuses those that nobody asked for."""

    def __init__(self, mapping: str, name: str, table: dict[str, Any]) -> None:
        self.mapping, self.name, self._table = mapping, name, table
        self._asked: list[str] = []

    def refused(self, sentence: str) -> FileRefused:
        where = f", [{self.name}]" if self.name else ""
        return FileRefused(f"The mapping “{self.mapping}”{where}: {sentence}")

    def get(self, key: str, kind: type | tuple[type, ...], wanted: str) -> Any:
        """The value, None where the key is not there."""
        self._asked.append(key)
        value = self._table.get(key)
        if value is not None and (
            not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)
        ):
            raise self.refused(f"“{key}” must be {wanted}.")
        return value

    def has(self, key: str) -> bool:
        return key in self._table

    def text(self, key: str) -> str:
        return (self.get(key, str, "a text in quotation marks") or "").strip()

    def needed(self, key: str) -> str:
        value = self.text(key)
        if not value:
            raise self.refused(f"“{key}” is missing.")
        return value

    def one_of(self, key: str, among: tuple[str, ...], default: str = "") -> str:
        value = self.text(key) or default
        if value not in among:
            raise self.refused(f"“{key}” must be one of {', '.join(among)}.")
        return value

    def slug(self, key: str) -> str:
        return self.checked_slug(self.needed(key), key)

    def checked_slug(self, value: str, key: str) -> str:
        if value and not _SLUG.fullmatch(value):
            raise self.refused(f"“{value}” in “{key}” is no slug: write it like backend-engineer.")
        return value

    def flag(self, key: str) -> bool:
        return bool(self.get(key, bool, "true or false"))

    def whole(self, key: str) -> int:
        value = cast(int, self.get(key, int, "a whole number") or 0)
        if value < 0:
            raise self.refused(f"“{key}” must not be below zero.")
        return value

    def number(self, key: str) -> Decimal | None:
        value = self.get(key, (int, Decimal), "a number")
        return None if value is None else Decimal(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.get(key, (str, list), "a text, or a list of texts")
        listed = [value] if isinstance(value, str) else value or []
        if not all(isinstance(text, str) for text in listed):
            raise self.refused(f"“{key}” must be a text, or a list of texts.")
        return tuple(text.strip() for text in listed)

    def pairs(self, key: str, fold: Callable[[str], str] = str.strip) -> dict[str, str]:
        value = self.get(key, dict, "a table of texts")
        if not all(isinstance(text, str) for text in (value or {}).values()):
            raise self.refused(f"“{key}” must be a table of texts.")
        found: dict[str, str] = {}
        for name, text in (value or {}).items():
            if found.setdefault(fold(name), text.strip()) != text.strip():
                raise self.refused(f"“{name}” stands in “{key}” twice, with different values.")
        return found

    def section(self, key: str) -> "Section | None":
        table = self.get(key, dict, f"a table, [{key}]")
        return None if table is None else Section(self.mapping, f"{self.name}.{key}".strip("."), table)

    def sections(self, key: str) -> list["Section"]:
        name = f"{self.name}.{key}".strip(".")
        tables = self.get(key, list, f"a list of tables, [[{name}]]") or []
        if not all(isinstance(table, dict) for table in tables):
            raise self.refused(f"“{key}” must be a list of tables, [[{name}]].")
        return [Section(self.mapping, name, table) for table in tables]

    def column(self, purpose: str, key: str = "column") -> Column | None:
        names = self.texts(key)
        optional = self.flag("optional") if key == "column" else False
        if self.has(key) and not all(names or ("",)):
            raise self.refused(f"“{key}” names no column.")
        return Column(purpose, names, optional) if names else None

    def needed_column(self, purpose: str) -> Column:
        column = self.column(purpose)
        if column is None:
            raise self.refused("“column” is missing.")
        return column

    def done(self) -> None:
        unknown = [key for key in self._table if key not in self._asked]
        if unknown:
            raise self.refused(f"“{unknown[0]}” is no key here; there are {', '.join(self._asked)}.")
