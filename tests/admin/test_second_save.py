"""A08: the second save does not undo the first."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from salaries.models import DataVersion, FigureVersion, Report, RoleAlias
from tests.factories import make_role
from tests.forms import fields_of

pytestmark = pytest.mark.django_db


def newest() -> DataVersion:
    return DataVersion.objects.get(pk=DataVersion.objects.order_by("-number").values("number")[:1])


def change_url(row: Any) -> Any:
    return reverse(f"admin:salaries_{row._meta.model_name}_change", args=[row.pk])


def test_a_save_over_somebody_elses_change_is_refused_with_both_versions(
    anna: Any, ben: Any, alpha: Any, open_form: Any
) -> None:
    url = change_url(alpha)
    annas, bens = open_form(anna, url), open_form(ben, url)
    anna.post(url, annas | {"median": "51,000"})
    response = ben.post(url, bens | {"median": "52,000"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "anna changed" in page and "(changed: Median)" in page
    assert all(f"<td>{text}</td>" in page for text in ("50000", "51000", "52,000"))
    alpha.refresh_from_db()
    assert alpha.median == Decimal(51_000)


def test_after_the_refusal_both_changes_stand_once_confirmed(
    anna: Any, ben: Any, alpha: Any, open_form: Any
) -> None:
    url = change_url(alpha)
    annas, bens = open_form(anna, url), open_form(ben, url)
    anna.post(url, annas | {"median": "51,000"})
    refused = ben.post(url, bens | {"p75": "62,000"})
    alpha.refresh_from_db()
    assert (refused.status_code, alpha.p75) == (409, Decimal(60_000))
    assert ben.post(url, fields_of(refused.content.decode())).status_code == 302
    alpha.refresh_from_db()
    assert (alpha.median, alpha.p75) == (Decimal(51_000), Decimal(62_000))


def test_one_editors_own_saves_follow_each_other(ben: Any, alpha: Any, open_form: Any) -> None:
    url = change_url(alpha)
    for text in ("51,000", "52,000"):
        assert ben.post(url, open_form(ben, url) | {"median": text, "_continue": "1"}).status_code == 302
    alpha.refresh_from_db()
    assert alpha.median == Decimal(52_000)


def test_the_same_form_sent_twice_changes_nothing_the_second_time(
    ben: Any, alpha: Any, open_form: Any
) -> None:
    url = change_url(alpha)
    typed = open_form(ben, url) | {"median": "51,000"}
    assert [ben.post(url, typed).status_code for _ in range(2)] == [302, 302]
    assert FigureVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "first", "second"), [("name", "Alfa", "Alef"), ("description", "One.", "Two.")]
)
def test_a_roles_texts_are_guarded_too(
    anna: Any, ben: Any, open_form: Any, field: Any, first: Any, second: Any
) -> None:
    role = make_role("alpha", description="Nothing yet.")
    annas, bens = open_form(anna, change_url(role)), open_form(ben, change_url(role))
    anna.post(change_url(role), annas | {field: first})
    assert ben.post(change_url(role), bens | {field: second}).status_code == 409
    role.refresh_from_db()
    assert getattr(role, field) == first


def test_an_inline_row_is_guarded_too(anna: Any, ben: Any, alpha: Any, open_form: Any) -> None:
    url = change_url(alpha.part)
    annas, bens = open_form(anna, url), open_form(ben, url)
    anna.post(url, annas | {"figures-0-median": "51,000"})
    response = ben.post(url, bens | {"figures-0-median": "52,000"})
    alpha.refresh_from_db()
    assert (response.status_code, alpha.median) == (409, Decimal(51_000))


@pytest.mark.parametrize("stored", ["One.\n\nTwo.", "One.\r\n\r\nTwo."])
def test_a_text_of_several_lines_that_the_editor_left_alone_is_not_his_change(
    anna: Any, ben: Any, open_form: Any, stored: Any
) -> None:
    role = make_role("alpha", description=stored)
    annas, bens = open_form(anna, change_url(role)), open_form(ben, change_url(role))
    anna.post(change_url(role), annas | {"description": "New.\r\n\r\nText."})
    bens["description"] = bens["description"].replace("\r\n", "\n").replace("\n", "\r\n")  # as browsers do
    refused = ben.post(change_url(role), bens | {"summary": "A sentence."})
    confirmed = fields_of(refused.content.decode())
    assert ben.post(change_url(role), confirmed).status_code == 302
    role.refresh_from_db()
    assert (role.description.split(), role.summary) == (["New.", "Text."], "A sentence.")


def test_what_somebody_else_changed_is_in_the_table_too(
    anna: Any, ben: Any, alpha: Any, open_form: Any
) -> None:
    annas, bens = open_form(anna, change_url(alpha)), open_form(ben, change_url(alpha))
    anna.post(change_url(alpha), annas | {"median": "51,000"})
    page = ben.post(change_url(alpha), bens | {"p75": "62,000"}).content.decode()
    assert "<td>50000</td><td>51000</td><td>not changed by you</td>" in page


def test_an_alias_under_a_role_is_guarded_too(anna: Any, ben: Any, open_form: Any) -> None:
    alias = RoleAlias.objects.create(role=make_role("alpha"), name="alef")
    url = change_url(alias.role)
    annas, bens = open_form(anna, url), open_form(ben, url)
    anna.post(url, annas | {"aliases-0-name": "aleph"})
    response = ben.post(url, bens | {"aliases-0-name": "alif"})
    alias.refresh_from_db()
    assert (response.status_code, alias.name) == (409, "aleph")


def test_a_row_without_a_count_of_edits_is_guarded_too(anna: Any, ben: Any, open_form: Any) -> None:
    report = Report.objects.create(message="Too high.")
    annas, bens = open_form(anna, change_url(report)), open_form(ben, change_url(report))
    anna.post(change_url(report), annas | {"answer": "Yes."})
    assert ben.post(change_url(report), bens | {"answer": "No."}).status_code == 409


def test_a_change_by_a_command_is_noticed(ben: Any, alpha: Any, open_form: Any) -> None:
    url = change_url(alpha)
    bens = open_form(ben, url)
    type(alpha).objects.filter(pk=alpha.pk).update(median=51_000)
    response = ben.post(url, bens | {"median": "52,000"})
    assert response.status_code == 409
    assert "by an import, a command or another page" in response.content.decode()


def test_a_corrected_figure_keeps_its_former_values(anna: Any, alpha: Any, open_form: Any) -> None:
    before = newest().number
    anna.post(change_url(alpha), open_form(anna, change_url(alpha)) | {"median": "51,000"})
    former = FigureVersion.objects.get(figure=alpha)
    assert (former.values["median"], former.until_version) == ("50000.00", before + 1)
    assert newest().reason == "figure “Alpha, all levels, United States” changed"


def test_saving_without_a_change_makes_no_data_version(anna: Any, alpha: Any, open_form: Any) -> None:
    before = newest().number
    assert anna.post(change_url(alpha), open_form(anna, change_url(alpha))).status_code == 302
    assert newest().number == before
