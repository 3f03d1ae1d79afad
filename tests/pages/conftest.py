"""The two sets of data that pages are read with: the starting data, and the common data of the acceptance cases."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories import make_common_data


@pytest.fixture
def guide(db: None) -> None:
    """The site as `make run` first serves it."""
    call_command("seed", stdout=StringIO())


@pytest.fixture
def common(db: None) -> None:
    """The data D1 of the acceptance cases: alpha, beta, gamma, zero-only, small, hourly, yen, total."""
    make_common_data()
