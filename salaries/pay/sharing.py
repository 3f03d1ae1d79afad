"""The picture that stands where a page's address is shared: its sentence, its bars, and whose the figures are.

Numbers to geometry, in pixels of a picture of 600 by 315 that is drawn twice as large. Everything has a place of its
own and none leaves the picture: where there is much to say, letters become smaller and texts end in an ellipsis, at
a word and never inside a number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from salaries.pay.letters import ELLIPSIS, balanced, fitting, lines, width, without_glyph
from salaries.pay.marks import ACCENT, FAINT, GREY, LINE, SOFT, Box, Mark, Stroke, Words
from salaries.pay.pictures import Drawing, percent_mark
from salaries.pay.words import shortened

WIDTH, HEIGHT = 600, 315
SIZE = (2 * WIDTH, 2 * HEIGHT)
"""Of the file, in pixels."""
DRAWING = 1
"""Rises when the same content is drawn otherwise, so that its address changes with its looks."""
MARGIN = 32
INSIDE = WIDTH - 2 * MARGIN
HEAD = 54
"""Where the title begins, below the site's name."""
FOOT = 22
MOST_ROWS = 6
SMALL, NAME = 11, 14
NARROWEST = 8
"""More letters than stand in the width of a size, however narrow: no text is looked at further than it fits."""
BESIDE = 170
"""What a name has at most where it stands beside its bar; longer ones stand above."""
GAP = 14
LEAST_BAR = 70
LINE_BESIDE, LINE_ABOVE, MOST_HEIGHT = 22, 31, 44
"""What a row wants where texts are many, and has at most where they are few."""
LEAST_BESIDE, LEAST_ABOVE = 16, 19
"""What a row needs."""
NUMBER = 66
"""What a number alone wants."""


class ShareRow(NamedTuple):
    """A row: a name, an amount or why there is none, a percentage. `part` is its bar, None where there is none.

    `strong` is what the sentence is about; `sample` stands beside a long name.
    """

    name: str
    text: str
    percent: str = ""
    part: str | None = None
    strong: bool = False
    sample: str = ""


class SharePicture(NamedTuple):
    """What the picture says. `number` is shown large where there are no rows; `site` is the guide's host.

    `notes` say how far the figures are alike, `sources` whose they are; `remarks` of sources stand there as far as
    there is room.
    """

    title: str
    subtitle: str
    rows: tuple[ShareRow, ...]
    notes: str
    sources: tuple[str, ...]
    site: str
    remarks: str = ""
    number: str = ""

    @property
    def digest(self) -> str:
        """The name of a picture that shows just this."""
        return sha256(f"{DRAWING} {self!r}".encode()).hexdigest()[:20]

    @property
    def words(self) -> str:
        """The same in words, for who cannot see it."""
        rows = "; ".join(
            f"{row.name}: {', '.join(text for text in (row.text, row.percent) if text)}" for row in self.rows
        )
        return " ".join(
            f"{text.rstrip('.')}." for text in (self.title, self.subtitle, rows, *self.sources) if text
        )

    @property
    def spelled(self) -> bool:
        """Whether our font has every letter of it."""
        names = (row.name + row.text for row in self.rows)
        return not without_glyph(
            "".join([self.title, self.subtitle, self.notes, self.remarks, *self.sources, *names])
        )


_TITLES = ((30, 2), (27, 2), (24, 2), (22, 3), (20, 3), (18, 3), (16, 4))
"""Sizes of a title and the lines that it has at most, from roomy to tight."""
_ALONE = ((40, 5), (34, 5), (28, 5), (24, 6))
"""Where nothing is drawn below it."""


@dataclass
class _Texts:
    """The texts of a picture in lines, and the room that is left between `top` and `bottom`."""

    size: int
    title: tuple[str, ...]
    subtitle: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    sources: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def line(self) -> float:
        """How high a line of the title is."""
        return self.size * 1.22

    @property
    def top(self) -> float:
        return HEAD + self.line * len(self.title) + (4 + 17 * len(self.subtitle) if self.subtitle else 0) + 12

    @property
    def below(self) -> tuple[str, ...]:
        """Notes and remarks."""
        return (*self.notes, *self.remarks)

    @property
    def bottom(self) -> float:
        lines = len(self.below) + sum(map(len, self.sources))
        return HEIGHT - FOOT - 15 * lines - (7 if self.sources else 0) - (8 if lines else 0)

    @property
    def room(self) -> float:
        return self.bottom - self.top


def drawn(picture: SharePicture) -> Drawing:
    """The picture in marks, the later ones above the earlier."""
    rows = _with_room(picture.rows, MOST_ROWS)
    above = _long(rows)
    line, least = (LINE_ABOVE, LEAST_ABOVE) if above else (LINE_BESIDE, LEAST_BESIDE)
    texts = _texts(picture, line * len(rows), least * len(rows))
    marks = [*_head(picture.site), *_told(texts)]
    if rows:
        rows = _with_room(rows, int(texts.room // least))
        height = min(MOST_HEIGHT, texts.room / len(rows))
        start = texts.top + (texts.room - height * len(rows)) / 2
        marks += (_above if above else _beside)(rows, start, height)
    elif picture.number:
        marks += _number(picture.number, texts.top, texts.bottom)
    return Drawing(HEIGHT, picture.title, picture.words, tuple(marks), WIDTH)


def _with_room(rows: tuple[ShareRow, ...], most: int) -> tuple[ShareRow, ...]:
    """As many rows as there is room for; what is over is counted."""
    if len(rows) <= most:
        return rows
    kept = rows[: max(most, 1) - 1]
    return (*kept, ShareRow(f"And {len(rows) - len(kept)} more", ""))


def _long(rows: Sequence[ShareRow]) -> bool:
    """Whether names are too long, or amounts too wide, to stand beside bars."""
    name = max((width(row.name, NAME, True) for row in rows), default=0)
    return name > BESIDE or INSIDE - name - sum(_columns(rows)) < LEAST_BAR


def _texts(picture: SharePicture, room: float, least: float) -> _Texts:
    """The texts around what is drawn: the largest title that leaves it room, then all else as far as it fits.

    Where no title does, rows go before the end of the title: they say the same.
    """
    room = room or (NUMBER if picture.number else 0)
    for size, most in (_ALONE if not room else ()) + _TITLES:
        title = balanced(picture.title, size, INSIDE, True, 9)
        texts = _Texts(size, title if len(title) <= most else cut_at_a_word(picture.title, size, most, True))
        texts.subtitle = cut_at_a_word(picture.subtitle, 13, 1)
        texts.notes = cut_at_a_word(picture.notes, SMALL, 2)
        texts.sources = [cut_at_a_word(source, SMALL, 1) for source in picture.sources]
        if len(title) <= most and texts.room >= room:
            break
    for most in (3, 2):
        if texts.room < least:
            texts.notes = cut_at_a_word(picture.notes, SMALL, 1)
            texts.title = cut_at_a_word(picture.title, texts.size, most, True)
    _fill(texts, picture, room)
    return texts


def _fill(texts: _Texts, picture: SharePicture, room: float) -> None:
    """Give the room that is left to what has been cut: subtitle, sources, notes, and remarks of sources."""
    for lines_each in (2, 3, 4):
        if texts.room - 17 >= room and lines_each == 2:
            texts.subtitle = cut_at_a_word(picture.subtitle, 13, lines_each)
        for number, source in enumerate(picture.sources):
            if texts.room - 15 >= room:
                texts.sources[number] = cut_at_a_word(source, SMALL, lines_each)
        if texts.room - 15 >= room and lines_each > len(texts.notes):
            texts.notes = cut_at_a_word(picture.notes, SMALL, lines_each)
        if texts.room - 15 >= room:
            texts.remarks = cut_at_a_word(picture.remarks, SMALL, lines_each - 1)


def cut_at_a_word(text: str, size: float, rows: int, bold: bool = False) -> tuple[str, ...]:
    """The text in so many lines at most; what is over is left out from its end, word by word."""
    if not text:
        return ()
    text = text[: int(rows * INSIDE / size * NARROWEST)]
    done = lines(text, size, INSIDE, bold)
    words = text.split(" ")
    while len(done) > rows and len(words) > 1:
        words.pop()
        done = lines(" ".join(words).rstrip(".,;:· ") + ELLIPSIS, size, INSIDE, bold)
    return done[:rows]


def _head(site: str) -> Iterator[Mark]:
    yield Box(MARGIN, 25, 11, 11, ACCENT, 2)
    yield Words(MARGIN + 18, 35, "compsite", 15, bold=True)
    yield Words(WIDTH - MARGIN, 35, fitting(site, 12, 340), 12, fill=SOFT, anchor="end")


def _told(texts: _Texts) -> Iterator[Mark]:
    """The title from above; sources and, over them, notes from below."""
    y = HEAD - texts.size * 0.22
    for line in texts.title:
        y += texts.line
        yield Words(MARGIN, y, line, texts.size, bold=True)
    y = HEAD + texts.line * len(texts.title) + 4
    for line in texts.subtitle:
        y += 17
        yield Words(MARGIN, y - 4, line, 13, fill=SOFT)
    sources = [line for source in texts.sources for line in source]
    y = HEIGHT - FOOT - 15 * (len(sources) + len(texts.below)) - (7 if sources else 0)
    for line in texts.below:
        y += 15
        yield Words(MARGIN, y - 3, line, SMALL)
    if sources:
        y += 7
        yield Stroke(MARGIN, y - 3, WIDTH - MARGIN, y - 3, LINE)
    for line in sources:
        y += 15
        yield Words(MARGIN, y, line, SMALL, fill=SOFT)


def _columns(rows: Sequence[ShareRow]) -> tuple[float, float]:
    """How wide the widest percentage is with its gap, and the widest amount that has a bar."""
    percent = max((width(row.percent, NAME, True) for row in rows), default=0)
    amount = max((width(row.text, NAME, True) for row in rows if row.part is not None), default=0)
    return percent + GAP if percent else 0, amount


def _beside(rows: Sequence[ShareRow], top: float, height: float) -> Iterator[Mark]:
    """Names, bars, amounts and percentages in columns."""
    percent, amount = _columns(rows)
    left = MARGIN + GAP + max(width(row.name, NAME, True) for row in rows)
    right = WIDTH - MARGIN - percent - amount - GAP
    thick = min(18, height * 0.5)
    for number, row in enumerate(rows):
        middle = top + height * (number + 0.5)
        yield Words(MARGIN, middle + 5, row.name, NAME, bold=row.strong)
        if row.part is None:
            yield _without_bar(row, WIDTH - MARGIN - left, left, middle + 5)
        else:
            yield _bar(row, left, middle - thick / 2, right - left, thick)
            yield from _amounts(row, percent, middle + 5)


def _above(rows: Sequence[ShareRow], top: float, height: float) -> Iterator[Mark]:
    """Names, amounts and percentages in lines, each above its bar."""
    percent, amount = _columns(rows)
    # Between the lowest letters of its name and the next one's.
    thick = max(2, min(12, height - 22))
    for number, row in enumerate(rows):
        y = top + height * number + 12
        taken = amount + percent + GAP if row.part is not None else width(row.text, NAME) + GAP
        name = _cut_name(row.name, max(INSIDE - taken, 120), row.strong)
        yield Words(MARGIN, y, name, NAME, bold=row.strong)
        if row.part is None:
            yield _without_bar(row, INSIDE - width(name, NAME, row.strong) - GAP, None, y)
        else:
            yield _bar(row, MARGIN, y + 4, INSIDE, thick)
            yield from _amounts(row, percent, y)
        beside = MARGIN + width(name, NAME, row.strong) + 8
        if row.part is not None and beside + width(row.sample, SMALL) <= WIDTH - MARGIN - taken:
            yield Words(beside, y, row.sample, SMALL, fill=SOFT)


def _cut_name(name: str, room: float, bold: bool) -> str:
    """The name, or as much of it as fits: of its first part, since what tells names apart often comes last."""
    cut, most = name, len(name)
    while width(cut, NAME, bold) > room and most > 1:
        most -= 1
        cut = shortened(name, most)
    return cut


def _bar(row: ShareRow, x: float, y: float, most: float, thick: float) -> Box:
    part = float((row.part or "0%").rstrip("%")) / 100
    return Box(x, y, most * part, thick, ACCENT if row.strong else GREY, 2)


def _amounts(row: ShareRow, percent: float, y: float) -> Iterator[Mark]:
    yield Words(WIDTH - MARGIN - percent, y, row.text, NAME, bold=True, anchor="end")
    if row.percent:
        yield percent_mark(row.percent, WIDTH - MARGIN, y, NAME)


def _without_bar(row: ShareRow, room: float, left: float | None, y: float) -> Words:
    """What is said where nothing is drawn: from `left` on, else at the end of the line."""
    text = fitting(row.text, NAME, room)
    return Words(
        WIDTH - MARGIN if left is None else left,
        y,
        text,
        NAME,
        fill=FAINT,
        anchor="end" if left is None else "start",
    )


def _number(text: str, top: float, bottom: float) -> Iterator[Mark]:
    """One number, as large as there is room."""
    size = min(72.0, bottom - top, 72 * INSIDE / max(width(text, 72, True), 1))
    yield Words(MARGIN, (top + bottom) / 2 + size * 0.35, text, size, bold=True, fill=ACCENT)
