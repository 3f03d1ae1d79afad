"""What `make bench` makes of its measurements: the arithmetic of the table, and what is read of wrk."""

import pytest

from bench.pages import picture_of, stylesheet_of
from bench.ratios import Bound, Line, Ratio, in_turn, table
from bench.wrk import NotUnderstood, Run, read

TOLD = """Running 5s test @ http://127.0.0.1:8000/
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   849.30us  304.24ms   1.20s    79.31%
    Req/Sec    36.1k     5.10    20.00     55.56%
  Latency Distribution
     50%  437.00us
     75%    1.02ms
     90%    1.13ms
     99%    1.20s
  180640 requests in 5.02s, 2.15GB read
Requests/sec:  35984.06
Transfer/sec:    438.91MB
"""


def test_what_wrk_prints_is_read() -> None:
    assert read(TOLD) == Run(rate=35_984.06, p50=0.000_437, p99=1.2, answers=180_640, failed=0)


def test_refused_answers_and_broken_connections_count_as_failures() -> None:
    broken = "  Socket errors: connect 1, read 2, write 0, timeout 4\n  Non-2xx or 3xx responses: 12\n"
    assert read(TOLD.replace("Requests/sec", broken + "Requests/sec")).failed == 19


def test_another_wrk_is_not_guessed_at() -> None:
    with pytest.raises(NotUnderstood):
        read("wrk: something went wrong")


def test_a_ratio_is_taken_round_by_round() -> None:
    # 8/2, 9/3 and 20/4: in the middle 4, though the middles alone would give 3.
    assert in_turn([8, 9, 20], [2, 3, 4]) == Ratio(middle=4, least=3, most=5)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(0.794, "NOT MET"), (0.8, "met, not the aim"), (0.919, "met, not the aim"), (0.92, "met")],
)
def test_a_line_says_whether_it_is_good_enough(value: float, verdict: str) -> None:
    line = Line("kept", "raw", Ratio(value, value, value), Bound(least=0.8), Bound(least=0.92))
    assert line.verdict == verdict


def test_what_may_be_at_most_so_much_is_missed_above_it() -> None:
    assert Line("start", "bare", Ratio(2.01, 2, 3), Bound(most=2)).is_missed
    assert not Line("start", "bare", Ratio(2.004, 2, 3), Bound(most=2)).is_missed


def test_the_table_stands_in_columns() -> None:
    lines = [
        Line("kept guide", "bare", Ratio(4.931, 4.8, 57.4), Bound(least=4), Bound(least=50)),
        Line("CSV", "bare", Ratio(0.1234, 0.1, 0.2)),
    ]
    assert table(lines) == [
        "            against  ratio  spread       must  aim",
        "kept guide  bare      4.93  4.80–57      ≥ 4   ≥ 50  met, not the aim",
        "CSV         bare     0.123  0.100–0.200",
    ]


def test_addresses_are_found_in_a_page() -> None:
    page = (
        '<link rel="stylesheet" href="/static/a.1f.css"><link rel="stylesheet" href="/static/b.css">'
        '<meta property="og:image" content="https://guide.example/salaries/x/preview-0a.png">'
    )
    assert stylesheet_of(page) == "/static/a.1f.css"
    assert picture_of(page) == "/salaries/x/preview-0a.png"
