"""Two editors publish the same part at the same moment (case A33)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from salaries.models import DataVersion
from tests.admin.conftest import anna, ben
from tests.admin.test_changes import publishing_url
from tests.factories import make_figure, make_part
from tests.forms import fields_of

__all__ = ["anna", "ben"]


def test_one_wins_and_the_other_is_told(address: str, anna: Any, ben: Any) -> None:
    part = make_part(state="draft")
    make_figure("alpha", part, median=50_000)
    url, barrier = publishing_url(part), Barrier(2)
    forms = [(client, fields_of(client.get(url).content.decode())) for client in (anna, ben)]

    def press(client: Any, form: Any) -> str:
        barrier.wait()
        try:
            return str(client.post(url, form | {"note": "both"}, follow=True).content.decode())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        pages = list(both.map(press, *zip(*forms, strict=True)))
    assert sorted("is published." in page for page in pages) == [False, True]
    assert sum("is published already." in page or "Look again, then publish." in page for page in pages) == 1
    assert DataVersion.objects.filter(reason__endswith="published: both").count() == 1
