"""What every test has: plain static files, strict fetching, no way to anything beyond this machine."""

from typing import Any

import pytest
from django.db.models import FETCH_RAISE


@pytest.fixture(autouse=True)
def plain_site(settings: Any) -> None:
    """Static names without a manifest, and a page that reads what it did not fetch fails."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PUBLIC_FETCH_MODE = FETCH_RAISE
    # Otherwise each client reads the folder of collected files, which a fresh clone lacks.
    settings.WHITENOISE_AUTOREFRESH = True
