"""Terms that are opened in place, each where a page first uses it."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from salaries.pay.terms import FirstUses, Opened

register = template.Library()


@register.simple_tag(takes_context=True)
def explained(context: Context, text: str) -> SafeString:
    """The text, with a button on each term that the page has not used before. As it is where nothing is explained."""
    uses: FirstUses | None = context.get("terms")
    if uses is None:
        return conditional_escape(text)
    return format_html_join("", "{}", ((_piece(*piece),) for piece in uses.pieces(text)))


def _piece(text: str, opened: Opened | None) -> str | SafeString:
    if opened is None:
        return text
    button = '<button type="button" class="term" popovertarget="{}">{}</button>'
    return format_html(button, opened.id, text)


@register.inclusion_tag("components/terms.html", takes_context=True)
def explanations(context: Context) -> dict[str, Any]:
    """What the terms before mean, out of sight until one is opened: the end of a part that is fetched by itself."""
    uses: FirstUses | None = context.get("terms")
    return {"opened": uses.gathered() if uses else ()}
