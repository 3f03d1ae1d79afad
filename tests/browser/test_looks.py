"""Every kind of page looks as it did: at three widths, light and dark, against pictures in `looks/`.

`make looks` takes the pictures anew of pages that have changed on purpose: look at them before they are committed.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.browser.addresses import AVERAGE, EMBEDS, NOT_FOUND, PUBLIC
from tests.browser.conftest import Faults, OpenContext, Site, manage, served
from tests.browser.looks import (
    FONTS,
    FRAMED,
    difference,
    hold_still,
    keep,
    kept,
    marked,
    missing_fonts,
    pictures_of,
)
from tests.serving import ROOT

LOOKS = Path(__file__).parent / "looks"
FAILED = ROOT / "test-results" / "looks"
NEW = os.environ.get("LOOKS") == "new"
WIDTHS = (360, 768, 1440)
SCHEMES = ("light", "dark")
DEVELOPER = "software-developer.average"
METROS = [f"{DEVELOPER}.{place}" for place in ("san-jose-ca", "seattle-wa", "new-york-ny")]
CORRECTED = "/compare/qa-analyst.average/vs/qa-analyst.average.texas/"
SAME = (
    "home", "roles", "guide", "official", "place guide", "nothing", "place", "two currencies", "form", "comparison",
    "wider", "unlike", "no figure", "factors", "factor", "sources", "source", "release", "changes", "how it works",
    "glossary", "privacy", "search", "report of a figure", "downloads", "api",
)  # fmt: skip
"""Pages of `addresses.py`."""
PAGES = {
    **{name: PUBLIC[name] for name in SAME},
    "four": f"/compare/{'/vs/'.join([DEVELOPER, *METROS])}/",
    "adjusted": f"/compare/{DEVELOPER}/vs/{METROS[0]}/?prices=rpp",
    "pinned": f"{CORRECTED}?as_of=1",
    "refused": f"/compare/{AVERAGE}/vs/backend-enginer.average/",
    "standing": "/standing/",
    "answered": "/standing/",
    "not found": NOT_FOUND,
    "embed": EMBEDS["three"],
}
FILES = {
    (name, width, scheme): f"{name.replace(' ', '-')}-{width}-{scheme}"
    for name in PAGES
    for width in WIDTHS
    for scheme in SCHEMES
}
CORRECTION = """
from django.db.models import F
cells = Figure.objects.filter(role__slug="qa-analyst", location__slug="texas")
assert cells.update(median=F("median") + 1000) == 1
"""
CLOCK = "UPDATE salaries_dataversion SET committed_at = printf('2026-11-%02d 12:00:00', number)"

linux = pytest.mark.skipif(sys.platform != "linux", reason="letters are drawn in another way here")


@pytest.fixture(scope="session")
def still(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site where one figure was corrected, whose clock has stopped, and whose address is always the same."""
    folder = tmp_path_factory.mktemp("still")
    database = folder / "seeded.sqlite3"
    shutil.copy(seeded, database)
    manage(database, "shell", "--command", CORRECTION)
    Site("", database).execute(CLOCK)
    with served(database, folder, SITE_URL="http://127.0.0.1:8000") as running:
        yield running


@linux
@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(open_context: OpenContext, still: Site, faults: Faults, name: str) -> None:
    faults.expect("status of 404")
    found = []
    for scheme in SCHEMES:
        context = open_context(color_scheme=scheme, reduced_motion="reduce")
        hold_still(context)
        page = context.new_page()
        page.goto(still.url + PAGES[name])
        if name == "answered":
            answered(page)
        if lacking := missing_fonts(page, FRAMED if name == "embed" else FONTS):
            pytest.skip(f"pictures need fonts that are not installed: {', '.join(sorted(lacking))}")
        found += [told(FILES[name, width, scheme], pictures_of(page, width)) for width in WIDTHS]
    assert "\n".join(filter(None, found)) == ""


def answered(page: Page) -> None:
    """Have the form say where a pay stands."""
    page.select_option("#subject-1", DEVELOPER)
    page.fill("#amount", "155,000")
    page.locator("#standing-button").press("Enter")
    expect(page.locator("#standing")).to_contain_text("the 63rd percentile")


def told(name: str, pictures: Iterator[Image.Image]) -> str:
    """What is different from the picture that is kept, and where to see it; or else keep this one.

    What looks as it did at once is not waited for until it stays so.
    """
    reference = LOOKS / f"{name}.webp"
    picture = next(pictures)
    if not reference.exists():
        words, picture = "there is no picture of it: `make looks` takes one", next(pictures)
    else:
        old = kept(reference)
        if words := difference(old, picture):
            picture = next(pictures)
            words = difference(old, picture)
    if not words:
        return ""
    if NEW:
        keep(picture, reference)
        return ""
    FAILED.mkdir(parents=True, exist_ok=True)
    picture.save(FAILED / f"{name}.png")
    if reference.exists():
        marked(old, picture).save(FAILED / f"{name}-difference.png")
    return f"{name}: {words}; see {FAILED.relative_to(ROOT)}/{name}*.png"


def test_no_picture_is_of_a_page_that_is_gone() -> None:
    names = {path.stem for path in LOOKS.glob("*.webp")} - set(FILES.values())
    for name in names if NEW else ():
        (LOOKS / f"{name}.webp").unlink()
    assert NEW or names == set()


# What counts as different


def drawn(text_at: float = 40, bar: str = "#0a6a4b", height: int = 400) -> Image.Image:
    """A page at half its size: some lines as of text, and a bar."""
    page = Image.new("RGB", (2 * 360, 2 * height), "#fbfaf6")
    pen = ImageDraw.Draw(page)
    for line in range(8):
        for letter in range(40):
            left, top = 20 + 12 * letter, 2 * text_at + 44 * line
            pen.rectangle((left, top, left + 4, top + 14), fill="#16181d")
    pen.rectangle((20, 500, 400, 520), fill=bar)
    return page.resize((360, height), Image.Resampling.BOX)


def test_a_line_that_moves_a_colour_and_a_bar_that_is_gone_are_different() -> None:
    assert difference(drawn(), drawn()) == ""
    assert difference(drawn(), drawn(text_at=44)) != ""
    assert difference(drawn(), drawn(bar="#0a6a8b")) != ""
    assert difference(drawn(), drawn(bar="#fbfaf6")) != ""


def test_letters_that_are_smoothed_in_another_way_are_the_same() -> None:
    assert difference(drawn(), drawn(text_at=40.5)) == ""


def test_a_page_may_be_two_rows_taller_and_no_more() -> None:
    assert difference(drawn(), drawn(height=402)) == ""
    assert difference(drawn(), drawn(height=403)) == "360 by 403 is not 360 by 400"


def test_a_picture_that_was_kept_is_the_same(tmp_path: Path) -> None:
    keep(drawn(), tmp_path / "page.webp")
    assert difference(kept(tmp_path / "page.webp"), drawn()) == ""
