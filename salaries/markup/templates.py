"""The templates of public pages: made by Jinja, which takes a third of the time of Django's (decision 0051).

A part that HTMX fetches by itself is a block, whose name, element id and target are one word.
"""

from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.defaultfilters import pluralize
from django.templatetags.static import static
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django_htmx.jinja import django_htmx_script
from jinja2 import ChainableUndefined, Environment

from salaries.markup.compiled import beside
from salaries.markup.development import example
from salaries.markup.explained import explained, explanations
from salaries.markup.site import absolute, row_at, structured, whole

ENGINE = "public"
"""Its name among Django's engines. The editors' area and Django's own forms keep to Django's templates."""


def environment(functions: Mapping[str, str], **options: Any) -> Environment:
    """What public templates can call: the site's addresses, terms, places in charts, and `functions` of the project.

    Django makes it once (`TEMPLATES`).
    """
    ours = {
        "bytecode_cache": beside(settings.BASE_DIR / "templates"),
        "keep_trailing_newline": True,
        "undefined": ChainableUndefined,
    }
    made = Environment(**{**options, **ours})  # noqa: S701 - Django's options escape
    made.globals |= {name: import_string(path) for name, path in functions.items()}
    made.globals |= {
        "absolute": absolute,
        "django_htmx_script": django_htmx_script,
        "example": example,
        "explained": explained,
        "explanations": explanations,
        "row_at": row_at,
        "static": static,
        "structured": structured,
    }
    made.filters |= {"pluralize": pluralize, "whole": whole}
    return made


def rendered(name: str, values: Mapping[str, Any], part: str = "") -> SafeString:
    """A page's HTML, or that of one of its parts alone."""
    template = cast(Jinja2, engines[ENGINE]).env.get_template(name)
    if not part:
        return mark_safe(template.render(values))  # noqa: S308
    context = template.new_context(dict(values))
    return mark_safe("".join(template.blocks[part](context)))  # noqa: S308


def compile_all() -> None:
    """Compile every public template, and keep it where that can be done (compiled.py). Raises for one that is wrong."""
    templates = cast(Jinja2, engines[ENGINE]).env
    for name in templates.list_templates(extensions=["html"]):
        if not name.startswith("admin/"):
            templates.get_template(name)
