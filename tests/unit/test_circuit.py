"""What failed is left alone for a while, asked again by one, and told of once a minute."""

import logging
from typing import Any

import pytest

from compsite.circuit import Circuit

LOG = logging.getLogger("compsite.circuit")


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("compsite.circuit.monotonic", clock)
    return clock


@pytest.fixture
def circuit(clock: Clock) -> Circuit:
    return Circuit(LOG, "It is gone (%s).", "It is back.")


def test_what_works_is_asked_by_everybody(circuit: Circuit) -> None:
    assert [circuit.lets_ask() for _ in range(3)] == [True, True, True]


def test_what_failed_is_left_alone_for_five_seconds_and_then_asked_by_one(
    circuit: Circuit, clock: Clock
) -> None:
    circuit.failed("refused")
    clock.now += 4.9
    assert not circuit.lets_ask()
    clock.now += 0.1
    assert [circuit.lets_ask() for _ in range(3)] == [True, False, False]
    clock.now += 5
    assert [circuit.lets_ask() for _ in range(2)] == [True, False]


def test_what_works_again_is_asked_by_everybody_again(circuit: Circuit, clock: Clock) -> None:
    circuit.failed("refused")
    clock.now += 5
    assert circuit.lets_ask()
    circuit.worked()
    assert [circuit.lets_ask() for _ in range(3)] == [True, True, True]


def test_it_is_told_of_once_a_minute(circuit: Circuit, clock: Clock, caplog: Any) -> None:
    for second in range(121):
        clock.now = 1_000 + second
        circuit.failed(OSError(f"refused at {second}\nand more"))
    assert caplog.messages == [f"It is gone (refused at {second})." for second in (0, 60, 120)]


def test_so_is_what_comes_and_goes(circuit: Circuit, clock: Clock, caplog: Any) -> None:
    for second in range(60):
        clock.now = 1_000 + second
        circuit.failed(OSError())
        circuit.worked()
    assert caplog.messages == ["It is gone (OSError).", "It is back."]
