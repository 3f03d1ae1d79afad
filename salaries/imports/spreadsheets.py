"""Texts in files that spreadsheets open, so that none of them runs as a formula; and the names of columns.

A spreadsheet takes a cell of a CSV file that starts with = + - @ for a formula, whether it is quoted or not,
and so it does after a tab, a return or blanks; some take the full-width signs too. An apostrophe in front
makes it text. It is taken off again where our own layout is read, and only where what follows is such a
start, so that every text comes back as it was: =1+1 is written '=1+1, and '=1+1 is written ''=1+1.
"""

import re

_STARTS = "=+-@\uff1d\uff0b\uff0d\uff20"
_BLANKS = "\t\r\n"
_NEGATIVE = re.compile(r"-\d+(?:\.\d+)?")


def as_text(text: str) -> str:
    """The text as a cell of a CSV file that no spreadsheet runs. A negative number stays a number."""
    return f"'{text}" if _runs(text) else text


def as_meant(cell: str) -> str:
    """The text that `as_text` made this cell of."""
    return cell[1:] if cell.startswith("'") and _runs(cell) else cell


def _runs(text: str) -> bool:
    inner = text.lstrip("'")
    if _NEGATIVE.fullmatch(inner):
        return False
    return inner[:1] in tuple(_BLANKS) or inner.lstrip()[:1] in tuple(_STARTS)


def letters(column: int) -> str:
    """The letters that a spreadsheet calls a column by, counted from 0: A, B, ... Z, AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
