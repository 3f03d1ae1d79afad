from decimal import Decimal
from typing import Any

from salaries.pay.cells import Cell
from salaries.pay.comparison import Comparison, compare
from tests.unit.builders import cell, evidence, levels, side

ALPHA, BETA, GAMMA = cell("50000"), cell("72940"), cell("40000")


def two(base: Cell, other: Cell) -> Comparison:
    return compare(levels(base, other), "median")


def test_figures_of_different_sources_and_times_are_compared_with_notes() -> None:
    unknown = evidence("ora", source_label="ORA", reference_start=None, reference_end=None)
    found = two(ALPHA, cell("60000", evidence=unknown))
    assert found.differences[0].percent == Decimal("20.0")
    assert [(note.code, note.text) for note in found.notes] == [
        ("source", "The figures come from different sources: Bureau and ORA."),
        ("reference_period", "The figures may be from different times: May 2025 and period not stated."),
    ]


def test_two_sources_of_one_known_time_are_noted_for_the_source_alone() -> None:
    assert [note.code for note in two(ALPHA, cell(evidence=evidence("survey"))).notes] == ["source"]


def test_different_known_periods_of_one_source_are_noted() -> None:
    earlier = evidence(release="2024", reference_start=ALPHA.evidence.reference_end)
    assert [note.text for note in two(ALPHA, cell(evidence=earlier)).notes] == [
        "The figures are from different times: May 2025 and 31 May 2025."
    ]


def test_two_releases_of_unknown_time_may_be_of_different_times() -> None:
    unknown: dict[str, Any] = {"reference_start": None, "reference_end": None}
    first, second = (cell(evidence=evidence(release=name, **unknown)) for name in ("a", "b"))
    assert [note.code for note in two(first, second).notes] == ["reference_period"]
    assert two(first, first).notes == ()


def test_a_wider_role_is_noted_whichever_side_it_is_on() -> None:
    narrow = side(ALPHA, role="backend", role_name="Backend Engineer", broader=frozenset({"developer"}))
    wide = side(BETA, role="developer", role_name="Software Developer")
    for sides in ([narrow, wide], [wide, narrow]):
        assert [(note.code, note.text) for note in compare(sides, "median").notes] == [
            ("broader_role", "Software Developer is a wider group than Backend Engineer.")
        ]


def test_what_the_visitor_varied_is_no_reason_for_a_note() -> None:
    sides = [
        side(ALPHA),
        side(BETA, location="gb", location_name="United Kingdom", role="beta", role_name="Beta"),
        side(GAMMA, "senior", option="go", option_name="Go"),
    ]
    assert compare(sides, "median").notes == ()


def test_a_side_without_a_figure_gives_no_note() -> None:
    assert two(ALPHA, cell(None, evidence=evidence("ora"))).notes == ()
