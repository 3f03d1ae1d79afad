"""The starting data, as `loaddata` puts it into an empty database."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def loaded_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loaded once a module, since that takes seconds. Its other tests find it too: they use no database."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *sorted(settings.FIXTURE_DIRS[0].glob("*.json")), verbosity=0)
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once: None, db: None) -> None:
    """The starting data, and nothing else."""
