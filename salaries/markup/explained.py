"""Terms that are opened in place, each where a page first uses it."""

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from salaries.pay.terms import FirstUses, Opened


@pass_context
def explained(context: Context, text: str) -> Markup:
    """The text, with a button on each term that the page has not used before. As it is where nothing is explained."""
    uses: FirstUses | None = context.get("terms")
    if uses is None:
        return escape(text)
    return Markup("".join([_piece(*piece) for piece in uses.pieces(text)]))  # noqa: S704 - each piece is escaped


def _piece(text: str, opened: Opened | None) -> str:
    if opened is None:
        return escape(text)
    return f'<button type="button" class="term" popovertarget="{escape(opened.id)}">{escape(text)}</button>'


@pass_context
def explanations(context: Context) -> Markup:
    """What the terms before mean, out of sight until one is opened: the end of a part that is fetched by itself."""
    uses: FirstUses | None = context.get("terms")
    template = context.environment.get_template("components/terms.html")
    return Markup(template.render(opened=uses.gathered() if uses else ()))  # noqa: S704
