"""Pictures of whole pages at half their size, small enough to keep, and what differs between two of them.

Tiles are compared, not pixels: the mean colour of a square of 16 by 16 pixels of the page hardly changes when letters
are smoothed in another way or stand a third of a pixel aside, and changes much when a line moves, a colour is another
or a bar is gone.
"""

import base64
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import BrowserContext, Page, Route

FONTS = {"h1": "Liberation Serif", "footer p": "Liberation Sans"}
"""What pages are set in here, wherever they are looked at: both come with Debian's package fonts-liberation."""
FRAMED = {"h1": "Liberation Sans"}
"""What frames on other people's pages are set in."""
STILL = """
:root{--serif:"Liberation Serif";--sans:"Liberation Sans"}
code,pre{font-family:"Liberation Mono"!important}
.comparison{min-height:0!important}
*,::before,::after{animation:none!important;transition:none!important;caret-color:transparent!important}
"""
TILE = 8
CHANGED, OTHER = 20, 40
"""How far a tile's colour is off, of 255, when it may be chance in a few places, and when it is another tile."""
FEW = 500
"""One tile in so many may have changed by chance."""
TALLEST = 10_000
"""How much of a page is drawn, in pixels: of the longest, what stands further down looks like what stands above."""
HEIGHT = 2
"""How many rows a picture may be taller or shorter."""


def hold_still(context: BrowserContext) -> None:
    """The fonts that every machine of ours has, and nothing that moves or blinks."""

    def with_more(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text() + STILL)

    context.route(re.compile(r"/static/compsite\.\w+\.css$"), with_more)


def missing_fonts(page: Page, fonts: Mapping[str, str]) -> set[str]:
    """The fonts that the page asks for and this machine lacks; `fonts` are those that its elements are set in."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    used = set()
    for selector in fonts:
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})
        used |= {font["familyName"] for font in session.send("CSS.getPlatformFontsForNode", node)["fonts"]}
    session.detach()
    return set(fonts.values()) - used


def pictures_of(page: Page, width: int) -> Iterator[Image.Image]:
    """The page in a window of that width, at half its size: at once, and then as it stays. Whole, unless very long.

    The window is made as tall as the page: what lies outside it is not drawn in time on a busy machine. Two pictures
    in a row are the same once all is drawn.
    """
    page.set_viewport_size({"width": width, "height": 900})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
    before, now, tries = b"", _drawn(page), 0
    yield _halved(now)
    while before != now:
        before, now, tries = now, _drawn(page), tries + 1
        assert tries < 20, f"{page.url} never stands still"
    yield _halved(now)


def _halved(drawn: bytes) -> Image.Image:
    return Image.open(io.BytesIO(drawn)).convert("RGB").reduce(2)


def _drawn(page: Page) -> bytes:
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    session = page.context.new_cdp_session(page)
    data = session.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})["data"]
    session.detach()
    return base64.b64decode(data)


def keep(picture: Image.Image, path: Path) -> None:
    """Write a picture with 32 steps of each colour, which makes it a sixth as large."""
    path.parent.mkdir(exist_ok=True)
    picture.point(_in_steps).save(path, lossless=True, quality=100, method=4)


def _in_steps(value: float) -> int:
    return min(255, (int(value) + 4) // 8 * 8)


def kept(path: Path) -> Image.Image:
    return Image.open(path).convert("RGB")


def difference(old: Image.Image, new: Image.Image) -> str:
    """What is different, in words; nothing where it is the same page."""
    if old.width != new.width or abs(old.height - new.height) > HEIGHT:
        return f"{new.width} by {new.height} is not {old.width} by {old.height}"
    off = _off(old, new)
    amounts = off.histogram()
    other, changed = sum(amounts[OTHER + 1 :]), sum(amounts[CHANGED + 1 :])
    tiles = off.width * off.height
    if other or changed > tiles / FEW:
        return f"{changed} of {tiles} tiles have changed, {other} of them much"
    return ""


def _off(old: Image.Image, new: Image.Image) -> Image.Image:
    """How far each tile is off in the colour that is furthest off, where there are both pictures."""
    across, down = old.width // TILE, min(old.height, new.height) // TILE
    means = [
        picture.crop((0, 0, across * TILE, down * TILE)).resize((across, down), Image.Resampling.BOX)
        for picture in (old, new)
    ]
    red, green, blue = ImageChops.difference(*means).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def marked(old: Image.Image, new: Image.Image) -> Image.Image:
    """Both pictures beside each other, with a frame around each tile of the new one that has changed."""
    both = Image.new("RGB", (old.width + new.width + TILE, max(old.height, new.height)), "grey")
    both.paste(old, (0, 0))
    both.paste(new, (old.width + TILE, 0))
    pen = ImageDraw.Draw(both)
    for x, y in _changed(_off(old, new)):
        left, top = old.width + TILE + x * TILE, y * TILE
        pen.rectangle((left, top, left + TILE, top + TILE), outline="red")
    return both


def _changed(off: Image.Image) -> Iterator[tuple[int, int]]:
    for number, amount in enumerate(off.tobytes()):
        if amount > CHANGED:
            yield number % off.width, number // off.width
