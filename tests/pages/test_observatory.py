"""Case A39: what Mozilla's Observatory says of home, a guide and a comparison on a live site."""

from base64 import b64encode
from hashlib import sha384
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.pages.observatory import points, score
from tests.pages.reading import html_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("common", "live")]
PAGES = ["/", "/salaries/alpha/", "/compare/alpha.average/vs/beta.average/"]


@pytest.fixture
def live(settings: Any) -> None:
    """The settings of a site that is served as https://guide.example."""
    settings.SITE_URL = "https://guide.example"
    settings.ALLOWED_HOSTS = ["guide.example"]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000


def both(path: str) -> tuple[Any, Any]:
    client = Client(headers={"Host": "guide.example"})
    return client.get(path, secure=True), client.get(path)


@pytest.mark.parametrize("path", PAGES)
def test_it_scores_130(path: str) -> None:
    assert score(*both(path)) == 130, points(*both(path))


@pytest.mark.parametrize("name", ["compsite.js", "django_htmx/htmx-2.min.js"])
def test_a_script_is_run_only_as_it_was_built(name: str) -> None:
    script = Path(str(finders.find(name))).read_bytes()
    digest = b64encode(sha384(script).digest()).decode()
    tag = f'<script src="/static/{name}" integrity="sha384-{digest}" defer></script>'
    assert tag in html_of(both("/")[0])


def test_while_it_is_worked_on_it_is_not_held_to_that(settings: Any) -> None:
    settings.DEBUG = True
    assert "integrity=" not in html_of(both("/")[0])
