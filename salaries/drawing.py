"""A picture as a file: SVG of plain marks, and PNG of the same at twice the size, the same bytes each time.

The SVG has neither style nor script, so that it looks the same wherever it is opened, and its words are words. The
PNG is drawn with our own font alone, whatever fonts the machine has.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from threading import Lock
from xml.etree import ElementTree as Tree

from salaries.pay.letters import WIDTHS, without_glyph
from salaries.pay.marks import INK, PAPER, Box, Mark, Ring, Stroke, Words
from salaries.pay.pictures import Drawing

FACES = {"regular": WIDTHS.with_name("Inter-Regular.ttf"), "bold": WIDTHS.with_name("Inter-SemiBold.ttf")}
FAMILY = "Inter, Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"
TWICE = 2
MOST_BYTES = 16 * 1024 * 1024
"""Of pictures that each process keeps, the last ones asked for."""


def svg(drawing: Drawing) -> str:
    """The picture as a document of its own."""
    wide, high = _number(drawing.width), _number(drawing.height)
    root = Tree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": wide,
            "height": high,
            "viewBox": f"0 0 {wide} {high}",
            "role": "img",
            "aria-labelledby": "title words",
            "lang": "en",
            "font-family": FAMILY,
        },
    )
    Tree.SubElement(root, "title", {"id": "title"}).text = _plain(drawing.title)
    Tree.SubElement(root, "desc", {"id": "words"}).text = _plain(drawing.words)
    Tree.SubElement(root, "rect", {"width": wide, "height": high, "fill": PAPER})
    for mark in drawing.marks:
        _add(root, mark)
    return Tree.tostring(root, encoding="unicode") + "\n"


def _add(root: Tree.Element, mark: Mark) -> None:
    tag, values = _element(mark)
    element = Tree.SubElement(root, tag, {name: value for name, value in values.items() if value})
    if isinstance(mark, Words):
        element.text = _plain(mark.text)
    elif isinstance(mark, Box | Ring) and mark.title:
        Tree.SubElement(element, "title").text = _plain(mark.title)


def _element(mark: Mark) -> tuple[str, dict[str, str]]:
    """The mark's element; what is empty in it goes without saying."""
    n = _number
    match mark:
        case Words():
            return "text", {
                "x": n(mark.x), "y": n(mark.y), "font-size": n(mark.size), "fill": mark.fill,
                "font-weight": "600" if mark.bold else "",
                "text-anchor": "" if mark.anchor == "start" else mark.anchor,
            }  # fmt: skip
        case Box():
            return "rect", {
                "x": n(mark.x), "y": n(mark.y), "width": n(mark.width), "height": n(mark.height),
                "fill": mark.fill, "rx": n(mark.round) if mark.round else "",
            }  # fmt: skip
        case Stroke():
            return "line", {
                "x1": n(mark.x1), "y1": n(mark.y1), "x2": n(mark.x2), "y2": n(mark.y2),
                "stroke": mark.stroke, "stroke-width": n(mark.width), "stroke-dasharray": mark.dash,
            }  # fmt: skip
        case Ring():
            return "circle", {
                "cx": n(mark.cx), "cy": n(mark.cy), "r": n(mark.r),
                "fill": PAPER, "stroke": INK, "stroke-width": "2.5",
            }  # fmt: skip


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _plain(text: str) -> str:
    """The text without letters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " and letter not in "\ufffe\uffff")


def unspellable(drawing: Drawing) -> str:
    """The letters of a picture that our font lacks: without them it cannot be drawn, and the SVG has them."""
    return without_glyph("".join(_plain(mark.text) for mark in drawing.marks if isinstance(mark, Words)))


class Kept:
    """Pictures made once: the last ones asked for, up to so many bytes, and one at a time however many ask."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.bytes = 0
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is kept under a key, made where it is not there."""
        # Who waits for a picture that another one is making finds it here.
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            made = make()
            if len(made) <= self.most:
                self._held[key] = made
                self.bytes += len(made)
            while self.bytes > self.most:
                self.bytes -= len(self._held.popitem(last=False)[1])
            return made


KEPT = Kept(MOST_BYTES)


def png(document: str) -> bytes:
    """An SVG of ours as PNG, twice its size."""
    return KEPT.get(sha256(document.encode()).hexdigest(), partial(rendered, document))


def rendered(document: str) -> bytes:
    """The same, drawn anew: nearly a tenth of a second of work."""
    # Where it is used: most processes never draw.
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=document,
        zoom=TWICE,
        font_files=[str(face) for face in FACES.values()],
        font_family="Inter",
        sans_serif_family="Inter",
        skip_system_fonts=True,
    )


@cache
def renderer() -> str:
    """What draws, and in which version: another one may draw a little differently."""
    return f"resvg {version('resvg_py')}"
