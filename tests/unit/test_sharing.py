"""The picture of a shared address: everything has its place, and its name is that of what it shows."""

import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from threading import Barrier, Thread
from time import sleep
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salaries.drawing import Kept
from salaries.pay import sharing
from salaries.pay.marks import Box, Words
from salaries.pay.pictures import Drawing
from salaries.pay.sharing import SharePicture, ShareRow, cut_at_a_word, drawn
from tests.serving import ROOT

ROWS = (
    ShareRow("General average", "$106,250", "baseline", "68.55%"),
    ShareRow("10+ Years", "$155,000", "+45.9\u00a0%", "100%", strong=True),
)
PICTURE = SharePicture(
    title="10+ Years pays 45.9\u00a0% more than the general average.",
    subtitle="Backend Engineer, United States, mean salary a year",
    rows=ROWS,
    notes="",
    sources=("Source: ORA, editorial · 2024 · Mean salary a year · 120\u00a0answers",),
    site="guide.example",
)


def words_of(drawing: Drawing) -> list[Words]:
    return [mark for mark in drawing.marks if isinstance(mark, Words)]


def said(picture: SharePicture) -> list[str]:
    return [words.text for words in words_of(drawn(picture))]


def assert_in_order(drawing: Drawing) -> None:
    """No text leaves the picture or lies on another one, and no bar is under one."""
    found = words_of(drawing)
    for words in found:
        left, top, right, bottom = words.box
        assert left >= 0 and right <= 600 and top >= 0 and bottom <= 315, words
    bars = [
        (box.x, box.y, box.x + box.width, box.y + box.height) for box in drawing.marks if isinstance(box, Box)
    ]
    boxes = [words.box for words in found]
    for (a, b, c, d), (e, f, g, h) in (
        *combinations(boxes, 2),
        *((bar, box) for bar in bars for box in boxes),
    ):
        assert c <= e or g <= a or d <= f or h <= b, ((a, b, c, d), (e, f, g, h))


def test_it_has_the_sentence_the_figures_the_evidence_and_the_sites_name() -> None:
    found = said(PICTURE)
    for text in (
        "compsite", "guide.example", "Backend Engineer, United States, mean salary a year", "General average",
        "$106,250", "baseline", "10+ Years", "$155,000", "+45.9\u00a0%", *PICTURE.sources,
    ):  # fmt: skip
        assert text in found, text
    assert "10+ Years pays 45.9\u00a0% more than the general average." in " ".join(found)


def test_a_bar_is_as_long_as_its_part() -> None:
    grey, green = (mark for mark in drawn(PICTURE).marks if isinstance(mark, Box) and mark.y > 50)
    assert grey.width / green.width == pytest.approx(0.6855)


def test_long_names_stand_above_their_bars_with_their_samples() -> None:
    name = "Software Developer, Seattle, WA"
    picture = PICTURE._replace(rows=(ROWS[0]._replace(name=name, sample="87,350\u00a0employed"), ROWS[1]))
    found = {words.text: words for words in words_of(drawn(picture))}
    bar = next(mark for mark in drawn(picture).marks if isinstance(mark, Box) and mark.y > 50)
    assert found[name].box[3] <= bar.y + 1
    assert found["87,350\u00a0employed"].y == found[name].y


def test_a_row_without_a_figure_has_words_and_no_bar() -> None:
    none = "No figure published (none, or too few answers)"
    drawing = drawn(PICTURE._replace(rows=(ROWS[0], ShareRow("Entry-Level", none))))
    assert none in [words.text for words in words_of(drawing)]
    assert len([mark for mark in drawing.marks if isinstance(mark, Box)]) == 2  # the sign and one bar


def test_rows_that_have_no_room_are_counted() -> None:
    rows = tuple(ShareRow(f"Level {number}", f"${number}", "", "50%") for number in range(9))
    found = said(PICTURE._replace(rows=rows))
    assert "Level 4" in found and "Level 5" not in found
    assert "And 4 more" in found


def test_rows_go_before_the_end_of_a_long_title() -> None:
    long = [f"Senior Machine Learning Infrastructure Engineer, Place {number}" for number in range(4)]
    rows = tuple(ShareRow(name, "JPY\u00a0999,999,999", "baseline", "50%") for name in long)
    notes = "Not like for like. The figures are from different times: May 2025 and 2024. " * 2
    found = said(
        PICTURE._replace(title=f"Against {'; '.join(long)}.", rows=rows, notes=notes, sources=("A", "B"))
    )
    assert found.count("JPY\u00a0999,999,999") == 4
    assert [text[-9:] for text in found if text.endswith(("Place 0", "Place 3"))] == [
        ", Place 0",
        ", Place 3",
    ]
    assert "And" not in " ".join(found).split()


def test_without_rows_the_number_stands_large() -> None:
    drawing = drawn(PICTURE._replace(rows=(), number="JPY\u00a0999,999,999"))
    (number,) = (words for words in words_of(drawing) if words.text.startswith("JPY"))
    assert number.size > 40
    assert_in_order(drawing)


def test_what_is_cut_is_cut_between_words_and_never_inside_a_number() -> None:
    text = "Against the average: " + ", ".join(f"Level {n} +{n}45.9\u00a0%" for n in range(1, 30))
    (line,) = cut_at_a_word(text, 18, 1, True)
    assert line == "Against the average: Level 1 +145.9\u00a0%, Level 2 +245.9\u00a0%…"


def test_it_is_told_in_words_to_who_cannot_see_it() -> None:
    assert PICTURE.words == (
        "10+ Years pays 45.9\u00a0% more than the general average. Backend Engineer, United States, mean salary a "
        "year. General average: $106,250, baseline; 10+ Years: $155,000, +45.9\u00a0%. Source: ORA, editorial · "
        "2024 · Mean salary a year · 120\u00a0answers."
    )


def test_its_name_changes_with_what_it_shows_and_with_the_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    first = PICTURE.digest
    assert PICTURE._replace().digest == first
    assert PICTURE._replace(rows=(ROWS[0], ROWS[1]._replace(text="$155,001"))).digest != first
    monkeypatch.setattr(sharing, "DRAWING", 2)
    assert PICTURE.digest != first


def test_letters_that_our_font_lacks_are_noticed() -> None:
    assert PICTURE.spelled
    assert not PICTURE._replace(rows=(ROWS[0]._replace(name="部長"),)).spelled


names = st.text(st.sampled_from("abcdefghij WM-,.éß"), min_size=1, max_size=80)
money = st.integers(1, 999_999_999).map(lambda amount: f"JPY\u00a0{amount:,}")
percents = st.sampled_from(["", "baseline", "+45.9\u00a0%", "+99,999,999.9\u00a0%"])
parts = st.integers(0, 100).map(lambda part: f"{part}%")
rows = st.builds(ShareRow, names, money, percents, parts, st.booleans(), money)
none = names.map(lambda name: ShareRow(name, "No figure published (none, or too few answers)"))
texts = st.lists(names, max_size=12).map(" ".join)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(rows | none, max_size=6),
    texts,
    texts,
    st.lists(texts.filter(bool), max_size=5),
    st.sampled_from(["", "$1"]),
)
def test_texts_never_collide_or_leave_the_picture(
    drawn_rows: Any, title: str, notes: str, sources: list[str], number: str
) -> None:
    picture = SharePicture(title, title, tuple(drawn_rows), notes, tuple(sources), title, notes, number)
    assert_in_order(drawn(picture))


# What is kept


def ask_together(kept: Kept, make: Callable[[], bytes], many: int) -> None:
    """So many threads ask for the same picture at once."""
    together = Barrier(many)

    def ask() -> None:
        together.wait()
        kept.get("a", make)

    threads = [Thread(target=ask) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_twenty_who_ask_at_once_have_it_made_once() -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        sleep(0.05)  # as long as a drawing takes
        return b"picture"

    ask_together(Kept(100), make, 20)
    assert len(made) == 1


def test_no_more_is_kept_than_there_is_room_for_and_the_last_asked_for_stays() -> None:
    kept = Kept(10)
    for key, body in (("a", b"1234"), ("b", b"1234"), ("a", b""), ("c", b"1234"), ("large", b"1" * 11)):
        kept.get(key, lambda body=body: body)  # type: ignore[misc]
    assert kept.bytes == 8
    assert kept.get("a", lambda: b"anew") == b"1234"
    assert kept.get("b", lambda: b"anew") == b"anew"


def test_a_process_that_draws_nothing_does_not_load_what_draws() -> None:
    words = "import sys, salaries.drawing; sys.exit('resvg_py' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], cwd=ROOT).returncode == 0
