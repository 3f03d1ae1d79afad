"""Data that many tests read. It is made once, and taken back when a test comes that wants other data, or none.

A stage is a transaction that stays open below those of its tests. `tests/conftest.py` has the fixtures that name
them, and puts the tests of each after one another; in another order they pass too, and take longer.
"""

from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from io import StringIO
from itertools import batched
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from salaries.models import Figure, data_change
from salaries.seeding import count_rows
from salaries.synthetic import Amount, make_figures
from tests.admin.many import make_many
from tests.factories import make_common_data

NONE = ""


def _seed() -> None:
    call_command("seed", stdout=StringIO())


def _load() -> None:
    call_command("loaddata", *sorted(settings.FIXTURE_DIRS[0].glob("*.json")), verbosity=0)


def _make_synthetic() -> None:
    """Several thousand figures of one kind, of which many were corrected since."""
    make_figures(Amount(roles=400, locations=100, figures=16_000))
    keys = list(Figure.objects.order_by("pk").values_list("pk", flat=True)[:100])
    for some in batched(keys, 5):
        with data_change("Corrected"):
            Figure.objects.filter(pk__in=some).update(mean_error=4)


STAGES: dict[str, Callable[[], Any]] = {
    "much": make_many,
    "synthetic": _make_synthetic,
    "common": make_common_data,
    "loaded": _load,
    "guide": _seed,
}


def stage_of(item: Any) -> str:
    """The stage whose fixture a test asks for. A module may have a fixture of that name that is its own."""
    asked = [name for name in STAGES if {name, "staged"} <= set(item.fixturenames)]
    if len(asked) > 1:
        raise pytest.UsageError(
            f"{item.nodeid} asks for {' and '.join(asked)}: one test has one set of data."
        )
    return asked[0] if asked else NONE


class Stages:
    """Which stage is there, in a process."""

    def __init__(self) -> None:
        self._blocker: Any = None
        self._wanted = self._there = NONE
        self._open = ExitStack()

    def want(self, name: str) -> None:
        """Have this one, as soon as there is a database."""
        self._wanted = name
        if self._blocker and name != self._there:
            with self._blocker.unblock():
                self._leave()
                self._enter(name)

    @contextmanager
    def on_database(self, blocker: Any) -> Any:
        """The tests' database is there: from now on stages can be."""
        self._blocker = blocker
        self.want(self._wanted)
        yield
        self.want(NONE)

    def _enter(self, name: str) -> None:
        if name == NONE:
            return
        with ExitStack() as opened:
            opened.enter_context(transaction.atomic())
            opened.callback(transaction.set_rollback, True)
            STAGES[name]()
            # What is looked at when a transaction ends would be looked at again at the end of each test.
            connection.check_constraints()
            # Our own tables alone: a count locks its table until the stage ends, and all databases share some others.
            count_rows()
            self._open = opened.pop_all()
        self._there = name

    def _leave(self) -> None:
        self._there = NONE
        self._open.close()
