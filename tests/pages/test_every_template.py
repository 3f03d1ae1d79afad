"""No template of a public page is forgotten by the tests that look at every page in a browser."""

from pathlib import Path

import pytest
from django.test import Client

from salaries.models import DataVersion
from tests.browser.addresses import ALL, EMBEDS

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ELSEWHERE = {
    "plain.html": "test_every_reader.py, by itself",
    "components/preview.html": "test_editors_pages.py, signed in",
}


def there(address: str) -> str:
    """An address in this database, whose first data version has any number: PostgreSQL counts on."""
    first = DataVersion.objects.order_by("number").values_list("number", flat=True)[0]
    return address.replace("as_of=1", f"as_of={first}")


@pytest.mark.django_db
@pytest.mark.usefixtures("guide")
def test_every_template_is_on_a_page_that_the_browser_tests_walk(client: Client, templates: set[str]) -> None:
    for address in (*ALL.values(), *EMBEDS.values()):
        client.get(there(address))
    public = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if path.relative_to(TEMPLATES).parts[0] not in ("admin", "development")
    }
    assert public - templates - set(ELSEWHERE) == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("guide")
def test_the_pages_that_refuse_do_so(client: Client) -> None:
    names = ("not found", "a side not found", "the same twice", "no release", "pinned", "nothing found")
    statuses = [client.get(there(ALL[name])).status_code for name in names]
    assert statuses == [404, 404, 400, 404, 200, 200]
