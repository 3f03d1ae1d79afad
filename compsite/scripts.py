"""Scripts of ours in pages, with their digests: what a browser is to run is what was built, whoever sends it."""

from base64 import b64encode
from functools import cache
from hashlib import sha384
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def script(name: str) -> SafeString:
    """A script, which a browser runs only as it was built. While it is worked on (DEBUG) it is not held to that."""
    if settings.DEBUG:
        return format_html('<script src="{}" defer></script>', static(name))
    return format_html('<script src="{}" integrity="{}" defer></script>', static(name), integrity(name))


@cache
def integrity(name: str) -> str:
    """The digest that browsers hold a script against (SRI): of the file as it is served."""
    if isinstance(staticfiles_storage, ManifestFilesMixin):
        with staticfiles_storage.open(staticfiles_storage.stored_name(name)) as served:
            content = served.read()
    else:
        content = Path(str(finders.find(name))).read_bytes()
    return f"sha384-{b64encode(sha384(content).digest()).decode()}"
