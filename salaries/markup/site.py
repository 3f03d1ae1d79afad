"""What every public page needs of the site itself."""

import json
import re
from typing import Any

from django.conf import settings
from markupsafe import Markup, escape

from salaries.pages.structured import graph


def absolute(path: str) -> str:
    """The absolute address of a path, from SITE_URL and never from the Host header."""
    return f"{settings.SITE_URL}{path}"


_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def structured(page: Any) -> Markup:
    """The page's block of JSON-LD. It is data, which no browser runs, and no text in it can end the block."""
    node = graph(page.trail, getattr(page, "structured", ()))
    text = json.dumps(node, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704


_AMOUNT = re.compile(r"−\S*\d")


def whole(text: str) -> Markup:
    """The text with each minus kept on the line of its amount: browsers break lines between a minus and a sign."""
    return Markup(_AMOUNT.sub(r'<span class="keep">\g<0></span>', escape(text)))  # noqa: S704


EM = 15
ROW = 2.75
"""Height of a chart's row in em: a line of text, and the bar below it or, where there is room, beside it.

An em is counted here, in pixels: a browser that enlarges text alone leaves that of pictures, but not their ems.
"""


def row_at(number: int, down: float = 0) -> str:
    """Where something stands in a chart, in pixels: `down` em below the top of a row, the first being number 0."""
    return f"{(number * ROW + down) * EM:g}"
