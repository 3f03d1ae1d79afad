"""The formats of publishers' files, by the names that the import command knows them by."""

from importlib import import_module
from typing import cast

from salaries.imports.reading import Format

FORMATS: dict[str, str] = {
    "oews": "US Bureau of Labor Statistics, Occupational Employment and Wage Statistics",
    "survey": "answers or adverts row by row, through a mapping file: --mapping",
    "ashe": "UK Office for National Statistics, Annual Survey of Hours and Earnings, Table 14",
    "table": "the guide's own columns, as its export writes them",
    "indices": "price indices: US CPI-U, US regional price parities, World Bank PPP",
}


def load_format(name: str) -> Format:
    """The module of a format, imported when it is used: readers of workbooks and DuckDB are heavy."""
    return cast(Format, import_module(f"salaries.imports.formats.{name}"))
