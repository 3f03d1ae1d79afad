"""What counts or ranks all figures is read once for a data version, and anew after a change."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salaries.models import Figure, Source
from tests.factories import make_figure, make_location, make_part, make_release, make_source
from tests.pages.reading import text_of

pytestmark = pytest.mark.django_db
PAGES = ["/", "/sources/", "/sources/bureau/", "/sources/bureau/may-2025/", "/data/", "/changes/"]


def asked(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in found.captured_queries]


@pytest.mark.parametrize("path", PAGES)
def test_a_second_view_asks_less(client: Client, path: str) -> None:
    make_figure("alpha", median=50_000)
    first, second = asked(client, path), asked(client, path)
    assert len(second) < len(first)


@pytest.mark.parametrize("path", ["/sources/", "/sources/bureau/", "/data/"])
def test_a_figure_more_is_counted_at_once(client: Client, path: str) -> None:
    make_figure("alpha", median=50_000)
    Source.objects.update(licence="CC0 1.0")
    assert "1 figure" in text_of(client.get(path))
    make_figure("beta", median=60_000)
    assert "2 figures" in text_of(client.get(path))


def test_a_release_of_many_roles_is_turned_over_without_a_gap(client: Client) -> None:
    part = make_part(make_release())
    for number in range(30):
        make_figure(f"role-{number:02}", part, median=50_000 + number)
        make_figure(f"role-{number:02}", part, median=60_000 + number, location=make_location("hub"))
    pages = [text_of(client.get(f"/sources/bureau/may-2025/?page={page}")) for page in (1, 2)]
    told = [re.findall(r"\$\d\d,0\d\d", page) for page in pages]
    assert [len(set(one)) for one in told] == [50, 10]
    assert len(set(told[0] + told[1])) == Figure.objects.count() == 60


def test_home_ranks_anew_after_a_change(client: Client) -> None:
    make_figure("alpha", median=50_000)
    assert "Beta" not in text_of(client.get("/"))
    make_figure("beta", median=60_000)
    assert "Beta" in text_of(client.get("/"))


def test_a_source_that_has_another_name_is_changed_by_that_name(client: Client) -> None:
    make_figure("alpha", make_part(make_release(source=make_source("bureau"))), median=50_000)
    client.get("/changes/")
    Source.objects.update(publisher="Office", short_name="Office")
    assert "Office, May 2025" in text_of(client.get("/changes/"))
