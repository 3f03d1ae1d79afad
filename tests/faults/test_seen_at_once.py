"""A change is seen on every surface, from every web process, whatever path it took (case A23).

The process that made it shows it at once; the others within a second, and from then on everywhere.
"""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from salaries.models import Figure, ReleasePart
from tests.admin.test_changes import publish
from tests.factories import make_figure, make_part, make_release
from tests.faults.browsing import Visitor, at_a_desk
from tests.faults.conftest import Serve, manage
from tests.forms import fields_of
from tests.models.changing import sql
from tests.signing_in import signed_in

GUIDE = "/salaries/alpha/"
COMPARED = "/compare/alpha.average/vs/beta.average/"
SURFACES = [
    "/", "/salaries/", GUIDE, f"{GUIDE}data.json", f"{GUIDE}data.csv", "/locations/us/", COMPARED,
    f"{COMPARED}data.json", f"{COMPARED}data.csv", f"/embed{COMPARED}",
]  # fmt: skip
"""Where alpha's median stands."""
FILE = """role,location,measure,currency,pay_period,median,p90,sample_size,reference
Alpha,United States,base_salary,USD,year,56000,90000,120,2026-05
"""


class Watchers:
    """A visitor at each of two web processes, who remember what they saw."""

    def __init__(self, visitors: list[Visitor]) -> None:
        self.visitors = visitors
        self.tags: dict[tuple[str, str], str] = {}

    def see(self, median: int) -> None:
        """Every surface says this median and no other, to who holds the former answer too."""
        for visitor in self.visitors:
            visitor.ask_until(SURFACES[0], lambda answer: f"${median:,}" in answer.text)
            for path in SURFACES:
                held = self.tags.get((visitor.url, path), "")
                answer = visitor.ask(path, **({"If-None-Match": held} if held else {}))
                assert answer.status == 200, (path, median)
                digits = f"{median}.00" if "/data." in path else f"${median:,}"
                assert digits in answer.text, (path, median)
                self.tags[visitor.url, path] = answer.headers["ETag"]

    def read(self, path: str) -> str:
        """What both say alike."""
        texts = {visitor.ask(path).text for visitor in self.visitors}
        assert len(texts) == 1
        return texts.pop()


@pytest.fixture
def watchers(serve: Serve) -> Watchers:
    return Watchers([Visitor(serve()), Visitor(serve())])


@pytest.fixture
def anna(address: str, django_user_model: Any) -> Client:
    return signed_in(Client(), django_user_model.objects.create_superuser("anna"))


@pytest.fixture
def alpha(address: str) -> Figure:
    make_figure("beta", median=40_000)
    return make_figure("alpha", median=50_000)


def a_newer_part(median: int) -> ReleasePart:
    """A draft of a release that answers before the others."""
    release = make_release(f"of-{median}", priority=median, reference_start=None, reference_end=None)
    for role, pay in (("alpha", median), ("beta", 40_000)):
        make_figure(role, make_part(release, state="draft"), median=pay)
    return release.parts.get()


def test_a_form_of_another_process(watchers: Watchers, alpha: Figure, anna: Client) -> None:
    watchers.see(50_000)
    desk, url = at_a_desk(watchers.visitors[0].url, anna), f"/admin/salaries/figure/{alpha.pk}/change/"
    assert desk.ask(url, desk.form(url) | {"median": "51000"}).status == 302
    assert "$51,000" in watchers.visitors[0].ask(GUIDE).text
    watchers.see(51_000)
    assert "$50,000 → $51,000" in watchers.read("/changes/")


def test_publishing_and_withdrawing_in_the_list(watchers: Watchers, alpha: Figure, anna: Client) -> None:
    watchers.see(50_000)
    part = a_newer_part(52_000)
    for action, did, median in (("publish", "published", 52_000), ("withdraw", "withdrawn", 50_000)):
        data = {"action": action, "_selected_action": [part.pk]}
        assert anna.post("/admin/salaries/releasepart/", data).status_code == 302
        watchers.see(median)
        assert f"Bureau, period not stated {did}" in watchers.read("/changes/")


def test_publishing_on_its_page(watchers: Watchers, alpha: Figure, anna: Client) -> None:
    watchers.see(50_000)
    part = a_newer_part(53_000)
    assert "is published." in publish(
        anna, lambda client, url: fields_of(client.get(url).content.decode()), part
    )
    watchers.see(53_000)
    assert "$53,000" in watchers.read(part.release.get_absolute_url())


def test_commands(watchers: Watchers, alpha: Figure, address: str) -> None:
    watchers.see(50_000)
    release = a_newer_part(54_000).release
    for command, median in (("publish_release", 54_000), ("withdraw_release", 50_000)):
        manage(address, command, str(release)).communicate()
        watchers.see(median)


def test_an_import(watchers: Watchers, alpha: Figure, address: str, tmp_path: Path) -> None:
    watchers.see(50_000)
    file = tmp_path / "pay.csv"
    file.write_text(FILE)
    words = manage(
        address, "import_release", "table", str(file), "--source=bureau", "--publish"
    ).communicate()[0]
    for path in (GUIDE, "/", "/salaries/", "/locations/us/"):
        assert "$56,000" in watchers.read(path), words


def test_sql_by_an_operator(watchers: Watchers, alpha: Figure) -> None:
    watchers.see(50_000)
    sql("UPDATE salaries_figure SET median = 55000 WHERE id = %s", alpha.pk)
    watchers.see(55_000)


def test_a_new_name_and_address(watchers: Watchers, alpha: Figure, anna: Client) -> None:
    watchers.see(50_000)
    url = f"/admin/salaries/role/{alpha.role_id}/change/"
    desk = at_a_desk(watchers.visitors[1].url, anna)
    assert desk.ask(url, desk.form(url) | {"slug": "alfa", "name": "Alfa"}).status == 302
    for visitor in watchers.visitors:
        moved = visitor.ask_until(GUIDE, lambda answer: answer.status != 200)
        assert (moved.status, moved.headers["Location"]) == (301, "/salaries/alfa/")
    assert "/salaries/alfa/" in watchers.read("/search?q=alfa")
    assert "Alfa" in watchers.read("/salaries/")
