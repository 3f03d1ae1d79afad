"""Three thousand rows are published while four editors save and readers browse (case A25)."""

import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from salaries.models import DataVersion, Figure
from tests.factories import make_figure
from tests.faults.browsing import Visitor, at_a_desk
from tests.faults.conftest import ROWS, Serve, three_thousand_rows
from tests.faults.test_busy_database import SENTENCE
from tests.faults.test_killed_import import an_import
from tests.forms import fields_of
from tests.signing_in import signed_in

EDITORS = 4
READERS = ["/", "/salaries/", "/salaries/role-0/", "/compare/role-0.average/vs/role-1.average/", "/changes/"]


class Office:
    """People at work until the import is done, and what each of their requests came to."""

    def __init__(self, job: "subprocess.Popen[str]") -> None:
        self.job = job
        self.statuses: set[int] = set()
        self.faults: list[BaseException] = []
        self.saved = dict.fromkeys(range(EDITORS), 0)

    def work(self, *tasks: Callable[[], None]) -> None:
        """All at once, each again and again."""
        threads = [threading.Thread(target=self._repeat, args=(task,)) for task in tasks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        words, _ = self.job.communicate()
        assert self.job.returncode == 0, words
        assert self.faults == []

    def _repeat(self, task: Callable[[], None]) -> None:
        try:
            task()
            while self.job.poll() is None:
                task()
        except BaseException as fault:
            self.faults.append(fault)

    def reads(self, visitor: Visitor, path: str) -> Callable[[], None]:
        def task() -> None:
            self.statuses.add(visitor.ask(path).status)

        return task

    def saves(self, desk: Visitor, number: int, pk: int) -> Callable[[], None]:
        """One editor's figure, raised by a dollar; what was refused for now is sent once more as it came back."""
        url = f"/admin/salaries/figure/{pk}/change/"

        def task() -> None:
            wanted = self.saved[number] + 1
            answer = desk.ask(url, desk.form(url) | {"median": str(50_000 + wanted)})
            while answer.status == 503:
                assert SENTENCE in answer.text
                assert f'name="median" value="{50_000 + wanted}"' in answer.text
                answer = desk.ask(url, fields_of(answer.text))
            self.statuses.add(answer.status)
            self.saved[number] = wanted

        return task


@pytest.fixture
def desks(address: str, serve: Serve, django_user_model: Any) -> list[Visitor]:
    users = [django_user_model.objects.create_superuser(f"editor-{number}") for number in range(EDITORS)]
    url = serve()
    return [at_a_desk(url, signed_in(Client(), user)) for user in users]


def test_nobody_sees_a_fault_and_nothing_is_lost(desks: list[Visitor], address: str, tmp_path: Path) -> None:
    figures = [make_figure(f"role-{number}", median=50_000) for number in range(EDITORS)]
    office = Office(an_import(address, three_thousand_rows(tmp_path)))
    office.work(
        *(office.saves(desk, number, figures[number].pk) for number, desk in enumerate(desks)),
        *(office.reads(Visitor(desks[0].url), path) for path in READERS),
    )
    assert office.statuses == {200, 302}
    assert Figure.objects.public().count() == ROWS + EDITORS
    for number, figure in enumerate(figures):
        assert office.saved[number] > 0
        assert Figure.objects.get(pk=figure.pk).median == 50_000 + office.saved[number]
    assert not DataVersion.objects.filter(is_open=True).exists()
