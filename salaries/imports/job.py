"""An import as it is asked for, and what came of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from salaries.imports.reading import Key, Options, Refusal

Progress = Callable[[int, int | None], None]


def untold(_rows: int, _expected: int | None) -> None:
    """The progress of an import that nobody watches."""


@dataclass(frozen=True)
class Request:
    """What is to be imported, and how.

    `source` is a slug, "" for the format's own. `undated`: the period is known to be not stated. `make`: roles
    and places that the guide does not have are made. `any_amount`: no amount is too strange. `strict`: one
    refusal refuses all. `dry_run`: say what would happen. `listed`: as many changes of a kind are told in words.
    """

    format: str
    path: Path
    options: Options = field(default_factory=Options)
    source: str = ""
    undated: bool = False
    retrieved_on: date | None = None
    make: bool = False
    any_amount: bool = False
    strict: bool = False
    publish: bool = False
    dry_run: bool = False
    listed: int = 0
    progress: Progress = untold


@dataclass
class Outcome:
    """What an import did. `cells` is how many the file gave; made, changed, gone and unchanged say what of them.

    `written` is false for a dry run, and where a strict import was refused. `same_file`: nothing was read,
    since this very file was imported before in the same way. `listed` are changes in words, each with its kind.
    """

    rows: int = 0
    cells: int = 0
    made: int = 0
    changed: int = 0
    gone: int = 0
    unchanged: int = 0
    repeats: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    unknown_roles: Counter[tuple[Key, str]] = field(default_factory=Counter)
    unknown_locations: Counter[tuple[Key, str]] = field(default_factory=Counter)
    new_roles: int = 0
    new_locations: int = 0
    notes: list[str] = field(default_factory=list)
    listed: list[tuple[str, str]] = field(default_factory=list)
    release: str = ""
    part: str = ""
    state: str = ""
    written: bool = False
    same_file: bool = False

    @property
    def changes(self) -> int:
        """How much is other than before."""
        return self.made + self.changed + self.gone
