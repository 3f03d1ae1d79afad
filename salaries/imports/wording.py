"""Sentences of imports for people who see a form: what a command line calls by an option, it calls by a field.

The sentences are written once, with the command's options in them.
"""

import re
import shlex

FIELDS = {
    "accept-guesses": "Columns",
    "any-amount": "Take unusual amounts",
    "header-row": "Row with the columns' names",
    "map": "Columns",
    "mapping": "Survey",
    "marks": "Signs for missing numbers",
    "reference": "Time that the pay is of",
    "set": "For every row",
    "sheet": "Sheet",
    "source": "Source",
}
"""Option -> the label of the field that says the same."""
_PAIR = re.compile(r"--(map|set) ('[^']*'|[^\s'.,;]+=[^\s.,;]+)")
_OPTION = re.compile(r"--([a-z-]+)(?: (SLUG|\d[\d-]*\d|\d|none|[a-z]+(?=[.,]| or\b)))?")


def for_form(text: str) -> str:
    """The sentence with fields in place of options."""
    return _OPTION.sub(_field, _PAIR.sub(_pair, text))


def _pair(found: re.Match[str]) -> str:
    theirs, _, ours = shlex.split(found[2])[0].rpartition("=")
    if found[1] == "set":
        return f"“{theirs}: {ours}” for every row"
    return f"“{theirs}” left out" if ours == "-" else f"“{theirs}” as {ours}"


def _field(found: re.Match[str]) -> str:
    name = f"“{FIELDS.get(found[1], found[1])}”"
    return f"{name}: {found[2]}" if found[2] and found[2] != "SLUG" else name
