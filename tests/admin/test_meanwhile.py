"""A08 from the other side: what an import or a rename does while somebody has a form open."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from salaries.models import Figure, ReleasePart, Role
from tests.admin.importing import drafted
from tests.factories import make_figure, make_role, make_source
from tests.forms import fields_of

pytestmark = pytest.mark.django_db
SAID = {"source": "sample", "make": "on"}
HEADER = "title,place,year,currency,pay_period,measure,median,p75,sample\n"
ROW = "Alpha,Northport,2025,USD,year,base salary,{median},60000,400\n"


def file(median: int) -> str:
    return HEADER + ROW.format(median=median)


def change_url(row: Any) -> str:
    return reverse(f"admin:salaries_{row._meta.model_name}_change", args=[row.pk])


def table_url(part: ReleasePart) -> str:
    return reverse("admin:salaries_releasepart_table", args=[part.pk])


@pytest.fixture
def imported(anna: Any) -> Figure:
    """Alpha's pay as an import drafted it, published since."""
    make_source("sample", kind="survey", title="Sample survey")
    drafted(anna, file(50_000), **SAID)
    ReleasePart.objects.get().publish()
    return Figure.objects.get()


def correct(anna: Any, median: int) -> None:
    """Import another file of the same release, and publish it."""
    job = drafted(anna, file(median), **SAID)
    assert job.part is not None
    job.part.publish()


def rename(client: Any, role: Role, **to: str) -> None:
    url = change_url(role)
    assert client.post(url, fields_of(client.get(url).content.decode()) | to).status_code == 302


def test_a_figure_that_an_import_corrected_is_refused_with_what_was_typed(
    anna: Any, ben: Any, imported: Figure, open_form: Any
) -> None:
    bens = open_form(ben, change_url(imported))
    correct(anna, 51_000)
    refused = ben.post(change_url(imported), bens | {"p75": "62,000"})
    page = refused.content.decode()
    assert (refused.status_code, fields_of(page)["p75"]) == (409, "62,000")
    assert "<td>50000</td><td>51000</td><td>not changed by you</td>" in page
    imported.refresh_from_db()
    assert (imported.median, imported.p75) == (Decimal(51_000), Decimal(60_000))
    assert ben.post(change_url(imported), fields_of(page)).status_code == 302
    imported.refresh_from_db()
    assert (imported.median, imported.p75) == (Decimal(51_000), Decimal(62_000))


def test_the_table_of_a_part_that_an_import_corrected_is_refused_too(
    anna: Any, ben: Any, imported: Figure, open_form: Any
) -> None:
    url = table_url(imported.part)
    bens = open_form(ben, url)
    correct(anna, 51_000)
    refused = ben.post(url, bens | {"r-0-p75": "62,000"})
    assert (refused.status_code, fields_of(refused.content.decode())["r-0-p75"]) == (409, "62,000")
    imported.refresh_from_db()
    assert (imported.median, imported.p75) == (Decimal(51_000), Decimal(60_000))


def test_an_import_that_changes_nothing_of_a_figure_refuses_no_save_of_it(
    anna: Any, ben: Any, imported: Figure, open_form: Any
) -> None:
    bens = open_form(ben, change_url(imported))
    job = drafted(anna, file(50_000) + "Beta,Northport,2025,USD,year,base salary,72940,80000,400\n", **SAID)
    assert job.part is not None
    job.part.publish()
    assert ben.post(change_url(imported), bens | {"p75": "62,000"}).status_code == 302
    imported.refresh_from_db()
    assert (imported.median, imported.p75) == (Decimal(50_000), Decimal(62_000))


def test_a_rename_is_not_undone_by_an_older_form_of_the_role(anna: Any, ben: Any, open_form: Any) -> None:
    role = make_role("alpha")
    bens = open_form(ben, change_url(role))
    rename(anna, role, slug="alef", name="Alef")
    refused = ben.post(change_url(role), bens | {"summary": "Typed by Ben."})
    fields = fields_of(refused.content.decode())
    assert refused.status_code == 409
    assert (fields["slug"], fields["name"], fields["summary"]) == ("alef", "Alef", "Typed by Ben.")
    assert "anna changed “Alef”" in refused.content.decode()
    ben.post(change_url(role), fields)
    role.refresh_from_db()
    assert (role.slug, role.name, role.summary) == ("alef", "Alef", "Typed by Ben.")


def test_a_figure_of_a_role_that_is_renamed_meanwhile_is_saved_under_its_new_name(
    anna: Any, ben: Any, open_form: Any, client: Any
) -> None:
    figure = make_figure("alpha", median=50_000)
    bens = open_form(ben, change_url(figure))
    rename(anna, figure.role, slug="alef", name="Alef")
    assert ben.post(change_url(figure), bens | {"median": "51,000"}).status_code == 302
    assert "$51,000" in client.get("/salaries/alef/").content.decode()


def test_a_table_in_which_a_role_has_its_former_name_is_saved(anna: Any, ben: Any, open_form: Any) -> None:
    figure = make_figure("alpha", median=50_000)
    bens = open_form(ben, table_url(figure.part))
    rename(anna, figure.role, slug="alef", name="Alef")
    assert ben.post(table_url(figure.part), bens | {"r-0-median": "51,000"}).status_code == 302
    figure.refresh_from_db()
    assert (figure.median, figure.role.slug) == (Decimal(51_000), "alef")
