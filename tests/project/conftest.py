"""The starting data, as `loaddata` puts it into an empty database."""

import pytest
from django.conf import settings
from django.core.management import call_command


@pytest.fixture
def loaded(db: None) -> None:
    call_command("loaddata", *sorted(settings.FIXTURE_DIRS[0].glob("*.json")), verbosity=0)
