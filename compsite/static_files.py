"""A missing static name is found when the site is built or started, never by a visitor."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import CheckMessage, Error, Tags, register

STATIC_TAG = re.compile(r"""{[%{]\s*(?:static|script)(?:\s+|\()["']([^"']+)["']""")
"""As a tag of Django's templates, or as a call in those of public pages."""


def refuse_without_manifest() -> None:
    """End with one clear line when static files were not collected: every page would fail without them."""
    if isinstance(staticfiles_storage, ManifestFilesMixin) and not staticfiles_storage.hashed_files:
        raise SystemExit(
            "Static files are not collected: run `manage.py collectstatic` (or `make run`) before serving."
        )


def named_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every (template, static name) below `folder`."""
    for template in sorted(folder.rglob("*.html")):
        for name in STATIC_TAG.findall(template.read_text()):
            yield template, name


@register(Tags.staticfiles)
def check_static_names(**_kwargs: Any) -> list[CheckMessage]:
    """An error for each name given to `static` or `script` in our templates that no static folder holds.

    `collectstatic` runs the checks tagged staticfiles, so a missing name fails the build.
    """
    return [
        Error(
            f"{template.name} names the static file “{name}”, which does not exist.",
            hint="Add the file under static/, or correct the name.",
            id="compsite.E001",
        )
        for folder in [settings.BASE_DIR / "templates"]
        for template, name in named_files(Path(folder))
        if not finders.find(name)
    ]
