"""Editors at their desks."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from tests.factories import make_figure
from tests.forms import fields_of
from tests.signing_in import signed_in

admin.autodiscover()  # as the first request for `/admin/` does


@pytest.fixture
def anna(django_user_model: Any) -> Any:
    """A client signed in as Anna, an editor."""
    return _editor(django_user_model, "anna")


@pytest.fixture
def ben(django_user_model: Any) -> Any:
    """A client signed in as Ben, another editor."""
    return _editor(django_user_model, "ben")


def _editor(users: Any, name: Any) -> Any:
    return signed_in(Client(), users.objects.create_superuser(name, password=f"{name}-long-password"))


@pytest.fixture
def alpha(db: Any) -> Any:
    """Alpha's pay of the acceptance cases."""
    return make_figure("alpha", median=50_000, p10=30_000, p25=40_000, p75=60_000, p90=70_000)


@pytest.fixture
def open_form() -> Any:
    """Open a change form and give what a browser would send back untouched."""
    return lambda client, url: fields_of(client.get(url).content.decode())
