"""The history of what editors change: who, when, from what to what, why; two versions; and the way back."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from salaries.models import DataVersion, Figure, FigureVersion, ReleasePart, Role, RoleAlias
from salaries.models.trail import entries
from tests.factories import make_figure, make_part, make_release, make_role
from tests.forms import fields_of
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def address(page: str, row: Any, *more: Any) -> str:
    return reverse(f"admin:salaries_{row._meta.model_name}_{page}", args=[row.pk, *more])


def edit(client: Client, row: Any, **typed: str) -> Any:
    form = fields_of(client.get(address("change", row)).content.decode())
    return client.post(address("change", row), form | typed)


def text_of(client: Client, url: str) -> str:
    """The page's text, each run of blanks as one."""
    page = client.get(url).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def newest_entry(row: Any) -> Any:
    return entries(type(row)).filter(id=row.pk).first()


def oldest_entry(row: Any) -> Any:
    return entries(type(row)).filter(id=row.pk).last()


def _copy(figure: Figure, role: str, part: ReleasePart) -> Figure:
    """The same pay of another role in another part, not saved yet."""
    return Figure(
        part=part, release=part.release, role=make_role(role), location=figure.location, measure=figure.measure,
        median=50_000, p75=60_000,
    )  # fmt: skip


@pytest.fixture
def imported(db: Any) -> Any:
    """Alpha's pay as an import makes it: without an entry."""
    figure = make_figure("beta", median=50_000, p75=60_000)
    make_role("alpha")
    Figure.objects.bulk_create([_copy(figure, "alpha", figure.part)])
    return Figure.objects.get(role__slug="alpha")


def test_a_change_is_told_with_who_what_and_why(anna: Any, imported: Any) -> None:
    edit(anna, imported, median="51,000", why="The source corrected it.")
    page = text_of(anna, address("history", imported))
    assert "anna Changed Median: $50,000 → $51,000 The source corrected it." in page


def test_how_an_imported_row_stood_is_told_too(anna: Any, imported: Any) -> None:
    edit(anna, imported, median="51,000")
    assert "As it stood before Something else than a change by hand" in text_of(
        anna, address("history", imported)
    )


def test_a_row_that_nobody_changed_says_so(anna: Any, imported: Any) -> None:
    assert "Nobody has changed it by hand yet" in text_of(anna, address("history", imported))


def test_the_reason_of_a_correction_is_the_readers_too(anna: Any, imported: Any) -> None:
    edit(anna, imported, median="51,000", why="The source corrected it.")
    newest = DataVersion.objects.newest()
    assert newest is not None
    assert newest.reason == "figure “Alpha, all levels, United States” changed: The source corrected it."
    assert FigureVersion.objects.get(figure=imported).note == "The source corrected it."


def test_rows_edited_under_another_are_told_with_it(anna: Any) -> None:
    alias = RoleAlias.objects.create(role=make_role("alpha"), name="alef")
    edit(anna, alias.role, **{"aliases-0-name": "aleph"})
    assert "Role alias “aleph” changed Name: alef → aleph" in text_of(anna, address("history", alias.role))


def test_one_save_is_one_batch_and_another_is_another(anna: Any) -> None:
    alias = RoleAlias.objects.create(role=make_role("alpha"), name="alef")
    edit(anna, alias.role, **{"aliases-0-name": "aleph", "name": "Alfa"})
    first = newest_entry(alias.role)
    assert newest_entry(alias).batch == first.batch
    edit(anna, alias.role, name="Alef")
    assert newest_entry(alias.role).batch != first.batch


def test_the_page_of_a_batch_tells_all_that_was_changed_together(anna: Any) -> None:
    alias = RoleAlias.objects.create(role=make_role("alpha"), name="alef")
    edit(anna, alias.role, **{"aliases-0-name": "aleph", "name": "Alfa"})
    page = text_of(anna, reverse("admin:salaries_batch", args=[newest_entry(alias).batch]))
    assert "Name: alef → aleph" in page
    assert "Role “Alfa” changed Name: Alpha → Alfa" in page


def test_a_batch_that_never_was_is_not_found(anna: Any) -> None:
    nothing = "00000000-0000-4000-8000-000000000000"
    assert anna.get(reverse("admin:salaries_batch", args=[nothing])).status_code == 404


def test_two_versions_stand_side_by_side_the_earlier_first(anna: Any, imported: Any) -> None:
    for median in ("51,000", "52,000"):
        edit(anna, imported, median=median)
    new, old = newest_entry(imported).pk, oldest_entry(imported).pk
    page = text_of(anna, f"{address('history', imported)}?one={new}&two={old}")
    assert "Median $50,000 $52,000" in page


def test_what_the_newest_entry_changed_is_offered_and_another_choice_stays(anna: Any, imported: Any) -> None:
    for median in ("51,000", "52,000"):
        edit(anna, imported, median=median)
    new, old = newest_entry(imported).pk, oldest_entry(imported).pk
    offered = fields_of(anna.get(address("history", imported)).content.decode())
    assert "Median $51,000 $52,000" in text_of(
        anna, f"{address('history', imported)}?one={offered['one']}&two={offered['two']}"
    )
    chosen = fields_of(anna.get(f"{address('history', imported)}?one={new}&two={old}").content.decode())
    assert (chosen["one"], chosen["two"]) == (str(new), str(old))


@pytest.mark.parametrize("query", ["one=1", "one=x&two=y", "one=999999&two=999998", "one=&two=3"])
def test_what_cannot_be_compared_is_said(anna: Any, imported: Any, query: str) -> None:
    page = text_of(anna, f"{address('history', imported)}?{query}")
    assert "Choose two different entries to compare." in page


def test_a_figure_is_put_back_as_a_correction_with_its_reason(
    anna: Any, client: Client, imported: Any
) -> None:
    edit(anna, imported, median="51,000")
    url = address("revert", imported, oldest_entry(imported).pk)
    form = fields_of(anna.get(url).content.decode())
    assert anna.post(url, form | {"note": "A slip."}).status_code == 302
    newest = DataVersion.objects.newest()
    assert newest is not None
    assert newest.reason == "figure “Alpha, all levels, United States” put back: A slip."
    assert "$50,000" in client.get("/salaries/alpha/").content.decode()
    assert newest_entry(imported).history_change_reason.endswith("UTC: A slip.")


def test_putting_back_what_changed_meanwhile_is_refused_with_the_note_kept(anna: Any, imported: Any) -> None:
    edit(anna, imported, median="51,000")
    url = address("revert", imported, oldest_entry(imported).pk)
    form = fields_of(anna.get(url).content.decode())
    edit(anna, imported, p75="61,000")
    response = anna.post(url, form | {"note": "A slip."})
    page = response.content.decode()
    assert (response.status_code, fields_of(page)["note"]) == (409, "A slip.")
    assert "It has been changed since you looked." in page
    assert anna.post(url, fields_of(page)).status_code == 302


def test_putting_back_needs_a_reason(anna: Any, imported: Any) -> None:
    edit(anna, imported, median="51,000")
    url = address("revert", imported, oldest_entry(imported).pk)
    assert anna.post(url, fields_of(anna.get(url).content.decode())).status_code == 400
    imported.refresh_from_db()
    assert imported.median == 51_000


def test_what_no_longer_fits_is_not_put_back(anna: Any) -> None:
    role = make_role("alpha")
    edit(anna, role, name="Alfa")
    make_role("other", name="Alpha")
    url = address("revert", role, oldest_entry(role).pk)
    response = anna.post(url, fields_of(anna.get(url).content.decode()) | {"note": "Better."})
    assert response.status_code == 400
    assert "Role with this Name already exists." in response.content.decode()


def test_a_deleted_row_keeps_its_history_and_comes_back(anna: Any) -> None:
    role = make_role("alpha", summary="Does things.")
    anna.post(address("delete", role), {"post": "yes"})
    assert "It has been deleted." in text_of(anna, address("history", role))
    url = address("revert", role, newest_entry(role).pk)
    anna.post(url, fields_of(anna.get(url).content.decode()) | {"note": "Wrong one."})
    assert Role.objects.get(slug="alpha").summary == "Does things."


def test_the_state_of_a_part_is_not_put_back(anna: Any) -> None:
    part = make_figure(part=make_part(state="draft"), median=50_000).part
    edit(anna, part, name="Typed")
    part.publish()
    url = address("revert", part, oldest_entry(part).pk)
    anna.post(url, fields_of(anna.get(url).content.decode()) | {"note": "The old name."})
    part.refresh_from_db()
    assert (part.name, part.state) == ("by hand", "published")


@pytest.mark.parametrize(("group", "status"), [("Viewer", 403), ("Contributor", 403), ("Editor", 200)])
def test_a_public_figure_is_put_back_by_who_may_correct_it(
    django_user_model: Any, anna: Any, imported: Any, group: str, status: int
) -> None:
    edit(anna, imported, median="51,000")
    user = django_user_model.objects.create_user("carl", password="carl-long-password", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    carl = signed_in(Client(), user)
    assert carl.get(address("revert", imported, oldest_entry(imported).pk)).status_code == status
    assert carl.get(address("history", imported)).status_code == 200


def test_an_entry_of_another_row_is_not_found(anna: Any, imported: Any) -> None:
    edit(anna, imported, median="51,000")
    other = make_figure("gamma", median=40_000)
    assert anna.get(address("revert", other, oldest_entry(imported).pk)).status_code == 404


def test_two_hundred_parts_published_at_once_have_an_entry_each_in_one_batch(anna: Any) -> None:
    parts = [make_part(make_release(), f"part {number}", state="draft") for number in range(200)]
    figure = make_figure(part=parts[0], median=50_000)
    Figure.objects.bulk_create([_copy(figure, f"role-{part.pk}", part) for part in parts[1:]])
    data = {"action": "publish", "_selected_action": [part.pk for part in parts]}
    anna.post(reverse("admin:salaries_releasepart_changelist"), data)
    made = entries(ReleasePart).filter(state="published", by="anna")
    assert (made.values("id").distinct().count(), made.values("batch").distinct().count()) == (200, 1)
    assert set(entries(ReleasePart).exclude(state="published").values_list("state", flat=True)) == {"draft"}


def test_rows_deleted_together_have_an_entry_each_in_one_batch(anna: Any) -> None:
    roles = [make_role(slug) for slug in ("alpha", "beta", "gamma")]
    data = {"action": "delete_selected", "post": "yes", "_selected_action": [role.pk for role in roles]}
    anna.post(reverse("admin:salaries_role_changelist"), data)
    gone = entries(Role).filter(history_type="-")
    assert sorted(gone.values_list("name", "by")) == [("Alpha", "anna"), ("Beta", "anna"), ("Gamma", "anna")]
    assert gone.values("batch").distinct().count() == 1


def test_the_name_of_who_changed_it_stays_when_the_account_goes(
    anna: Any, ben: Any, django_user_model: Any
) -> None:
    role = make_role("alpha")
    edit(ben, role, name="Alfa")
    django_user_model.objects.get(username="ben").delete()
    assert "ben Changed Name: Alpha → Alfa" in text_of(anna, address("history", role))


def test_history_pages_stay_light(anna: Any, imported: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(60):
        imported.median = 50_001 + number
        imported.save()
    for url in (address("history", imported), address("revert", imported, oldest_entry(imported).pk)):
        with django_assert_max_num_queries(25):
            assert anna.get(url).status_code == 200
    assert "Page 1 of 2" in text_of(anna, address("history", imported))
