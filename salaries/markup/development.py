"""What the style guide needs: components as pages render them, many on one page."""

import re

from django.conf import settings
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from salaries.pages.styleguide.example import Example
from salaries.pay.terms import FirstUses

NAMING = (
    "id",
    "for",
    "aria-describedby",
    "aria-labelledby",
    "aria-controls",
    "popovertarget",
    "data-copy",
    "data-share",
)
"""Attributes that hold ids."""


@pass_context
def example(context: Context, shown: Example, part: str, number: int) -> Markup:
    """The example as a page renders it, with the terms that it uses first, and ids of its own."""
    terms = FirstUses(settings.MINIMUM_SAMPLE)
    get = context.environment.get_template
    name, _, block = shown.template.partition("#")
    template = get(name)
    values = template.new_context({**context.get_all(), **shown.values, "terms": terms})
    html = "".join((template.blocks[block] if block else template.root_render_func)(values))
    html += get("components/terms.html").render(opened=terms.gathered())
    return Markup(html if shown.plain else with_own_ids(html, f"-{part}-{number}"))  # noqa: S704


def with_own_ids(html: str, ending: str) -> str:
    """The HTML with an ending put to each of its ids, wherever they stand; other ids that it names stay as they are."""
    ids = set(re.findall(r'\sid="([^"]+)"', html))

    def renamed(found: re.Match[str]) -> str:
        names = (f"{name}{ending}" if name in ids else name for name in found[2].split(" "))
        return f'{found[1]}"{" ".join(names)}"'

    def led(found: re.Match[str]) -> str:
        return f'href="#{found[1]}{ending}"' if found[1] in ids else found[0]

    html = re.sub(rf'(\s(?:{"|".join(NAMING)})=)"([^"]*)"', renamed, html)
    return re.sub(r'href="#([^"]*)"', led, html)
