"""Makes the fonts of the charts' pictures from Inter's own files, which are many times as large.

    .venv/bin/python -m bench.fonts Inter_400Regular.ttf salaries/fonts/Inter-Regular.ttf

Keeps the letters of Europe's languages and of Vietnamese, signs of currencies and of arithmetic, and the
pairs of letters that stand closer. Digits are all of one width, so that amounts stand below each other.
"""

import argparse

from fontTools import subset
from fontTools.ttLib import TTFont

LETTERS = (
    "U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02BC,U+02C6,U+02C7,U+02D8-02DD,U+0300-0304,U+0306-030C,"
    "U+0323,U+0327,U+0328,U+0370-03FF,U+0400-045F,U+0490,U+0491,U+1E00-1EFF,U+2009-200B,U+2010-2015,"
    "U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032,U+2033,U+2039,U+203A,U+2044,U+20A0-20BF,U+2116,"
    "U+2122,U+2190-2193,U+2212,U+2215,U+2248,U+2260,U+2264,U+2265"
)
KEPT = ["kern", "mark", "mkmk", "ccmp"]
"""What the font does by itself. Not what makes a × of an x between digits: a picture says what it was given."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes a small font of a large one.")
    parser.add_argument("font")
    parser.add_argument("out")
    asked = parser.parse_args()
    font = TTFont(asked.font)
    _digits_of_one_width(font)
    options = subset.Options(layout_features=KEPT, hinting=False, notdef_outline=True, name_IDs=["*"])
    made = subset.Subsetter(options)
    made.populate(unicodes=subset.parse_unicodes(LETTERS))
    made.subset(font)
    font.save(asked.out)


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
    main()
