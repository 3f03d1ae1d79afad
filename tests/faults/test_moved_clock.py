"""A clock that is set back or forward: nobody is shown what is old, nobody is let in who should not be."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from salaries.models import DataVersion, Figure
from tests.factories import make_figure
from tests.faults.browsing import Visitor
from tests.faults.conftest import Serve
from tests.signin.conftest import anna, desk
from tests.signin.trying import is_in

__all__ = ["anna", "desk"]
GUIDE = "/salaries/alpha/"
DAY = 24 * 60 * 60


def test_a_correction_after_the_clock_was_set_back_is_shown(address: str, serve: Serve) -> None:
    figure = make_figure("alpha", median=50_000)
    DataVersion.objects.update(committed_at=timezone.now() + timedelta(days=1))
    visitor = Visitor(serve())
    assert "$50,000" in visitor.ask(GUIDE).text
    Figure.objects.filter(pk=figure.pk).update(median=51_000)
    visitor.ask_until(GUIDE, lambda answer: "$51,000" in answer.text)
    assert "$50,000 → $51,000" in visitor.ask("/changes/").text


@pytest.mark.parametrize(("moved", "stays"), [(-DAY, True), (-60, True), (DAY, False)])
def test_who_is_signed_in_stays_so_no_longer_than_twelve_hours(
    desk: Client, monkeypatch: pytest.MonkeyPatch, moved: int, stays: bool
) -> None:
    assert is_in(desk)
    real: Any = time.time
    monkeypatch.setattr("compsite.signin.sessions.time.time", lambda: real() + moved)
    assert is_in(desk) is stays
