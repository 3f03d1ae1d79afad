"""An editor who has an account, and how quickly its password is looked at."""

from typing import Any

import pytest
from django.test import Client

from tests.signing_in import PASSWORD, signed_in


@pytest.fixture
def anna(django_user_model: Any, db: None) -> Any:
    """Anna's account."""
    return django_user_model.objects.create_superuser("anna", password=PASSWORD)


@pytest.fixture
def desk(anna: Any) -> Client:
    """Anna's client, signed in all the way."""
    return signed_in(Client(), anna)


@pytest.fixture
def half_in(anna: Any) -> Client:
    """A client that has given Anna's password alone."""
    client = Client()
    client.force_login(anna)
    return client
