"""Changes by hand leave entries, whatever makes the others leaves none, and nobody can alter them."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from salaries.models import Figure, ReleasePart, Role, triggers
from salaries.models.erasing import Erasure
from salaries.models.trail import by_hand, entries, has_history, unrecorded
from tests.factories import make_figure, make_part, make_role
from tests.models.changing import sql

pytestmark = pytest.mark.django_db


def told(model: Any) -> list[tuple[str, str]]:
    """Kind and name of each entry, the oldest first."""
    return [(one.history_type, one.name) for one in entries(model).order_by("pk")]


def test_a_row_that_is_saved_and_deleted_leaves_an_entry_each_time() -> None:
    role = make_role("alpha")
    role.name = "Alfa"
    role.save()
    role.delete()
    assert told(Role) == [("+", "Alpha"), ("~", "Alfa"), ("-", "Alfa")]


def test_a_queryset_that_is_deleted_leaves_an_entry_a_row() -> None:
    for slug in ("alpha", "beta"):
        make_role(slug)
    Role.objects.all().delete()
    assert sorted(told(Role)[2:]) == [("-", "Alpha"), ("-", "Beta")]


def test_what_made_no_entry_is_told_before_the_next_change_by_hand() -> None:
    role = make_role("alpha")
    Role.objects.update(name="Imported")
    role = Role.objects.get()
    role.name = "Typed"
    role.save()
    assert told(Role) == [("+", "Alpha"), ("=", "Imported"), ("~", "Typed")]


def test_starting_data_leaves_no_entry() -> None:
    call_command("seed", verbosity=0)
    assert [entries(model).count() for model in (Role, Figure, ReleasePart)] == [0, 0, 0]


def test_publishing_and_withdrawing_are_one_entry_of_the_part_each() -> None:
    part = make_figure(part=make_part(state="draft"), median=50_000).part
    part.publish("Checked")
    part.withdraw()
    assert [one.state for one in entries(ReleasePart).order_by("pk")] == ["draft", "published", "withdrawn"]


def test_changes_of_one_hand_share_a_batch_a_name_and_a_reason() -> None:
    with by_hand("anna", reason="Asked for.") as hand:
        make_role("alpha"), make_role("beta")
    found = list(entries(Role).values_list("batch", "by", "history_change_reason"))
    assert found == [(hand.batch, "anna", "Asked for.")] * 2


def test_changes_of_nobody_in_particular_have_batches_of_their_own() -> None:
    make_role("alpha"), make_role("beta")
    assert entries(Role).values("batch").distinct().count() == 2


def test_what_is_left_out_leaves_nothing() -> None:
    with unrecorded():
        role = make_role("alpha")
        role.save()
        role.delete()
    assert told(Role) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE salaries_historicalrole SET name = 'X'", "DELETE FROM salaries_historicalrole"]
)
def test_the_database_refuses_to_alter_history(statement: str) -> None:
    make_role("alpha")
    with pytest.raises(DatabaseError, match="History is never changed"), transaction.atomic():
        sql(statement)
    assert told(Role) == [("+", "Alpha")]


def test_every_table_of_entries_is_guarded(django_app_models: Any) -> None:
    guarded = {(one.table, one.event) for one in triggers.triggers() if one.name.endswith("_refused")}
    tables = {str(entries(model).model._meta.model_name) for model in django_app_models}
    assert guarded == {(table, event) for table in tables for event in ("UPDATE", "DELETE")}


@pytest.fixture
def django_app_models() -> list[Any]:
    """Every model with a history."""
    from django.apps import apps

    found = [one for one in apps.get_app_config("salaries").get_models() if has_history(one)]
    assert len(found) == 15
    return found


def test_nobody_can_be_permitted_to_alter_history(django_app_models: Any) -> None:
    assert {entries(model).model._meta.default_permissions for model in django_app_models} == {()}


def test_only_while_an_erasure_is_under_way_can_history_be_taken_away() -> None:
    make_role("alpha")
    erasure = Erasure.objects.create(cell="x", reason="x", erased_by="x", version=0, is_open=True)
    sql("DELETE FROM salaries_historicalrole")
    assert told(Role) == []
    erasure.is_open = False
    erasure.save()
    make_role("beta")
    with pytest.raises(DatabaseError), transaction.atomic():
        sql("DELETE FROM salaries_historicalrole")


@pytest.mark.django_db(transaction=True)
def test_flush_empties_history_too_and_guards_it_again() -> None:
    make_role("alpha")
    call_command("flush", "--no-input", verbosity=0)
    assert told(Role) == []
    make_role("beta")
    with pytest.raises(DatabaseError), transaction.atomic():
        sql("DELETE FROM salaries_historicalrole")
