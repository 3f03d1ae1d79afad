"""How wide texts are in the font of pictures, in pixels, and what fits into a width.

A width is the sum of the letters' own. Pairs that the font sets closer together are narrower by a little, and the
fonts that stand in for ours where a picture is opened without it (Helvetica, Arial) are narrower too.
"""

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

WIDTHS = Path(__file__).resolve().parent.parent / "fonts" / "widths.json"
"""Widths of letters, read from the fonts beside it by `python -m bench.fonts widths`."""
ELLIPSIS = "…"
_BREAKS = ("/vs/", "/", "?", "&", "-", ".")
"""Where a word that is wider than its line may be parted: addresses."""


@cache
def _font(bold: bool) -> tuple[dict[str, int], int, int]:
    """The width of each letter that the font has, that of the box for all others, and how many of these a size has."""
    font = json.loads(WIDTHS.read_bytes())["bold" if bold else "regular"]
    return font["letters"], font["other"], font["em"]


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is at a size."""
    return _units(text, bold) / _font(bold)[2] * size


@lru_cache(maxsize=8_192)
def _units(text: str, bold: bool) -> int:
    """How wide a text is in the font's own units: whole numbers, so that the parts of a text add up to it."""
    widths, other, _ = _font(bold)
    return sum([widths.get(letter, other) for letter in text])


def without_glyph(text: str) -> str:
    """The letters of a text that the font lacks, each once, in their order."""
    known = _known()
    return "".join(dict.fromkeys(letter for letter in text if letter not in known))


@cache
def _known() -> frozenset[str]:
    """The letters that both fonts have."""
    return frozenset(_font(False)[0].keys() & _font(True)[0].keys())


def fitting(text: str, size: float, most: float, bold: bool = False) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if _within(text, size, most, bold) == len(text):
        return text
    return text[: _within(text, size, most, bold, _units(ELLIPSIS, bold))].rstrip() + ELLIPSIS


def _within(text: str, size: float, most: float, bold: bool, beside: int = 0) -> int:
    """How many of its letters fit, beside something so wide: not looked at further than that."""
    widths, other, em = _font(bold)
    if beside / em * size > most:
        return 0
    for number, letter in enumerate(text):
        beside += widths.get(letter, other)
        if beside / em * size > most:
            return number
    return len(text)


def lines(
    text: str, size: float, most: float, bold: bool = False, rows: int | None = None
) -> tuple[str, ...]:
    """The text in lines that fit; where it needs more than `rows`, the last one ends in an ellipsis."""
    done: list[str] = []
    line, wide = "", 0
    blank, em = _units(" ", bold), _font(bold)[2]
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        wider = (wide + blank if line else 0) + _units(word, bold)
        if wider / em * size <= most:
            line, wide = longer, wider
            continue
        *whole, line = [*([line] if line else []), *_parts(word, size, most, bold)]
        wide = _units(line, bold)
        done += whole
    done.append(line)
    if rows is not None and len(done) > rows:
        done = [*done[: rows - 1], fitting(" ".join(done[rows - 1 :]), size, most, bold)]
    return tuple(done)


def balanced(text: str, size: float, most: float, bold: bool = False, rows: int = 4) -> tuple[str, ...]:
    """The text in as few lines as it needs, which are about as long as each other."""
    done = lines(text, size, most, bold, rows)
    while len(done) > 1 and len(narrower := lines(text, size, most * 0.95, bold)) <= len(done):
        most, done = most * 0.95, narrower
    return done


def _parts(word: str, size: float, most: float, bold: bool) -> Iterator[str]:
    """A word in parts that fit, parted where an address may be, else anywhere."""
    while (fit := _within(word, size, most, bold)) < len(word):
        end = max(fit, 1)
        breaks = [at + len(sign) for sign in _BREAKS if (at := word.rfind(sign, 1, end - len(sign))) > 0]
        end = next((at for at in breaks if at > end / 2), end)
        yield word[:end]
        word = word[end:]
    yield word
