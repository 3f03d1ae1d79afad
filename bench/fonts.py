"""Makes the fonts of the charts' pictures from Inter's own files, which are many times as large.

    .venv/bin/python -m bench.fonts Inter_400Regular.ttf salaries/fonts/Inter-Regular.ttf
    .venv/bin/python -m bench.fonts widths

Keeps the letters of Europe's languages and of Vietnamese, signs of currencies and of arithmetic, and the
pairs of letters that stand closer. Digits are all of one width, so that amounts stand below each other. How wide each
letter is stands in salaries/fonts/widths.json, so that no page has to read a font (docs/decisions/0045): a test holds
the two together.
"""

import json
import sys
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

from salaries.drawing import FACES
from salaries.pay.letters import WIDTHS

LETTERS = (
    "U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02BC,U+02C6,U+02C7,U+02D8-02DD,U+0300-0304,U+0306-030C,"
    "U+0323,U+0327,U+0328,U+0370-03FF,U+0400-045F,U+0490,U+0491,U+1E00-1EFF,U+2009-200B,U+2010-2015,"
    "U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032,U+2033,U+2039,U+203A,U+2044,U+20A0-20BF,U+2116,"
    "U+2122,U+2190-2193,U+2212,U+2215,U+2248,U+2260,U+2264,U+2265"
)
KEPT = ["kern", "mark", "mkmk", "ccmp"]
"""What the font does by itself. Not what makes a × of an x between digits: a picture says what it was given."""


def main(words: list[str]) -> None:
    """Make a font of a font, or write down how wide the letters of ours are."""
    if words == ["widths"]:
        WIDTHS.write_text(json.dumps(widths(), ensure_ascii=False, separators=(",", ":")) + "\n")
    elif len(words) == 2:
        _make(*words)
    else:
        raise SystemExit(__doc__)


def widths() -> dict[str, dict[str, Any]]:
    """Of each font the width of each letter, that of the box for all others, and how many of these a size has."""
    found = {}
    for name, face in FACES.items():
        font = TTFont(face)
        metrics = font["hmtx"].metrics
        found[name] = {
            "em": font["head"].unitsPerEm,
            "other": metrics[".notdef"][0],
            "letters": {chr(code): metrics[glyph][0] for code, glyph in font.getBestCmap().items()},
        }
    return found


def _make(large: str, small: str) -> None:
    font = TTFont(large)
    _digits_of_one_width(font)
    options = subset.Options(layout_features=KEPT, hinting=False, notdef_outline=True, name_IDs=["*"])
    made = subset.Subsetter(options)
    made.populate(unicodes=subset.parse_unicodes(LETTERS))
    made.subset(font)
    font.save(small)


def _digits_of_one_width(font: TTFont) -> None:
    """The font's own digits for tables take the place of the others."""
    substitutes: dict[str, str] = {}
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for number in record.Feature.LookupListIndex:
                for table in font["GSUB"].table.LookupList.Lookup[number].SubTable:
                    substitutes |= getattr(getattr(table, "ExtSubTable", table), "mapping", {})
    for table in font["cmap"].tables:
        for code in range(ord("0"), ord("9") + 1):
            if code in table.cmap:
                table.cmap[code] = substitutes.get(table.cmap[code], table.cmap[code])


if __name__ == "__main__":
    main(sys.argv[1:])
