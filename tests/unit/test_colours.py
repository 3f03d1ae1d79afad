"""Contrast of colours by WCAG 2.2, and that of the colours which the stylesheet has."""

from pathlib import Path

import pytest

from salaries.pages.styleguide.colours import Pair, contrast, is_colour, pairs, tokens
from salaries.pay import marks

STATIC = Path(__file__).resolve().parents[2] / "static"
SHEET = (STATIC / "compsite.css").read_text()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # (1 + 0.05) / (0 + 0.05)
        ("#000000", "#ffffff", 21.0),
        ("#fff", "#ffffff", 1.0),
        # Red has the luminance 0.2126: (1 + 0.05) / (0.2126 + 0.05)
        ("#ff0000", "#ffffff", 3.998),
        # Green has 0.7152, blue 0.0722: (0.7152 + 0.05) / (0.0722 + 0.05)
        ("#00f", "#00ff00", 6.262),
        # 119 / 255 is 0.46667, linear 0.18447: (1 + 0.05) / (0.18447 + 0.05)
        ("#777777", "#ffffff", 4.478),
        # 10 / 255 is 0.03922, below the knee, linear 0.03922 / 12.92 = 0.003035: (0.003035 + 0.05) / 0.05
        ("#0a0a0a", "#000000", 1.0607),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.001)
    assert contrast(other, one) == contrast(one, other)


def test_tokens_of_the_dark_scheme_stand_in_for_those_of_the_light_one() -> None:
    sheet = ":root{--ink:#111;--sans:Arial}a{color:red}@media(prefers-color-scheme:dark){:root{--ink:#eee}}"
    assert tokens(sheet) == ({"ink": "#111", "sans": "Arial"}, {"ink": "#eee", "sans": "Arial"})


@pytest.mark.parametrize(
    ("value", "colour"), [("#fff", True), ("#fbfaf6", True), ("#ffff", False), ("Arial", False)]
)
def test_a_colour_is_told_from_other_tokens(value: str, colour: bool) -> None:
    assert is_colour(value) is colour


def test_a_pair_needs_contrast_enough_in_both_schemes() -> None:
    assert Pair("ink", "paper", 4.5, 4.5, 4.5).passes
    assert not Pair("ink", "paper", 4.49, 9.0, 4.5).passes
    assert not Pair("ink", "paper", 9.0, 4.49, 4.5).passes


def test_every_pair_of_the_stylesheet_has_contrast_enough() -> None:
    found = pairs(*tokens(SHEET))
    assert len(found) > 20
    assert [(pair.front, pair.back, pair.light, pair.dark) for pair in found if not pair.passes] == []


def test_pictures_have_the_colours_of_the_light_page() -> None:
    light, _ = tokens(SHEET)
    assert (light["ink"], light["soft"], light["faint"]) == (marks.INK, marks.SOFT, marks.FAINT)
    assert (light["accent"], light["bar"], light["mark"]) == (marks.ACCENT, marks.GREY, marks.VERMILION)


def test_frames_have_the_colours_of_the_pages() -> None:
    for pages, frames in zip(tokens(SHEET), tokens((STATIC / "embed.css").read_text()), strict=True):
        assert len(frames) > 6
        assert frames.items() <= pages.items()
