"""What the style guide needs: components as pages render them, many on one page."""

import re

from django import template
from django.conf import settings
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from salaries.pages.styleguide.example import Example
from salaries.pay.terms import FirstUses

register = template.Library()

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


@register.simple_tag(takes_context=True)
def example(context: Context, shown: Example, part: str, number: int) -> SafeString:
    """The example as a page renders it, with the terms that it uses first, and ids of its own."""
    assert context.template is not None  # noqa: S101
    engine = context.template.engine
    terms = FirstUses(settings.MINIMUM_SAMPLE)
    html = engine.get_template(shown.template).render(context.new({**shown.values, "terms": terms}))
    html += engine.get_template("components/terms.html").render(context.new({"opened": terms.gathered()}))
    return mark_safe(html if shown.plain else with_own_ids(html, f"-{part}-{number}"))  # noqa: S308


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
