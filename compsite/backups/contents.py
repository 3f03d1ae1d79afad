"""What a database holds, counted: a backup says it of itself, and is held to it before it replaces anything."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Ask = Callable[[str], Sequence[Any]]
"""Gives the rows of a query."""
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}


@dataclass(frozen=True)
class Contents:
    """The migrations that a database has, and how many rows are in each of its tables."""

    migrations: frozenset[tuple[str, str]]
    rows: Mapping[str, int]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that anybody could miss: no table, or none but Django's own, which have no rows."""
        return not any(rows for table, rows in self.rows.items() if not table.startswith("django_"))


def counted(vendor: str, ask: Ask) -> Contents:
    """Count what is there."""
    tables = sorted(str(row[0]) for row in ask(TABLES[vendor]))
    rows = {table: int(ask(f'SELECT COUNT(*) FROM "{table}"')[0][0]) for table in tables}  # noqa: S608 - its own tables
    found = ask("SELECT app, name FROM django_migrations") if "django_migrations" in rows else ()
    return Contents(frozenset((str(app), str(name)) for app, name in found), rows)


def differences(now: Contents, then: Contents) -> list[str]:
    """A line for each table that has another number of rows in the backup."""
    return [
        f"{table}: {now.rows.get(table, 0):,} rows here, {then.rows.get(table, 0):,} in the backup"
        for table in sorted({*now.rows, *then.rows})
        if now.rows.get(table, 0) != then.rows.get(table, 0)
    ]
