"""What the database does by itself, whatever path a change takes (docs/decisions/0002-triggers.md)."""

from collections.abc import Callable
from copy import copy
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import ProtectedError

from salaries.models import (
    DataVersion,
    Figure,
    FigureVersion,
    InfluencingFactor,
    LocationCode,
    Redirect,
    Release,
    ReleasePart,
    Role,
    RoleAlias,
    RoleCode,
    Source,
    data_change,
    triggers,
)
from salaries.models.upkeep import PriceIndex, Report, SeedRecord
from tests.factories import (
    make_figure,
    make_level,
    make_location,
    make_option,
    make_part,
    make_release,
    make_role,
    make_source,
)

pytestmark = pytest.mark.django_db


def newest() -> int:
    """The number of the newest data version, 0 before any."""
    version = DataVersion.objects.newest()
    return version.number if version else 0


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def draft() -> ReleasePart:
    return make_part(name="a draft", state=ReleasePart.State.DRAFT)


# Data versions


def by_save(figure: Figure) -> None:
    figure.median = 60_000
    figure.save()


def by_update(figure: Figure) -> None:
    Figure.objects.filter(pk=figure.pk).update(median=60_000)


def by_bulk_update(figure: Figure) -> None:
    figure.median = 60_000
    Figure.objects.bulk_update([figure], ["median"])


def by_bulk_create(figure: Figure) -> None:
    figure.pk, figure.level = None, make_level()
    Figure.objects.bulk_create([figure])


def by_delete(figure: Figure) -> None:
    figure.delete()


def by_queryset_delete(figure: Figure) -> None:
    Figure.objects.filter(pk=figure.pk).delete()


def by_sql(figure: Figure) -> None:
    sql("UPDATE salaries_figure SET median = 60000 WHERE id = %s", figure.pk)


def by_sql_delete(figure: Figure) -> None:
    sql("DELETE FROM salaries_figure WHERE id = %s", figure.pk)


WAYS = [
    by_save,
    by_update,
    by_bulk_update,
    by_bulk_create,
    by_delete,
    by_queryset_delete,
    by_sql,
    by_sql_delete,
]
CORRECTIONS = [by_save, by_update, by_bulk_update, by_sql]
every_way = pytest.mark.parametrize("change", WAYS)
Change = Callable[[Figure], None]


@every_way
def test_a_change_to_a_published_figure_raises_the_version(change: Change) -> None:
    make_level()
    figure = make_figure(median=50_000)
    before = newest()
    change(figure)
    assert newest() > before


@every_way
def test_a_change_to_a_draft_raises_nothing(change: Change) -> None:
    make_level()
    figure = make_figure(part=draft(), median=50_000)
    before = newest()
    change(figure)
    assert newest() == before


def test_a_save_that_changes_nothing_raises_nothing() -> None:
    figure = make_figure(median=50_000)
    before = newest()
    figure.save()
    Figure.objects.filter(pk=figure.pk).update(median=50_000)
    assert newest() == before


ROWS: dict[str, tuple[Callable[[], Any], dict[str, Any]]] = {
    "role": (make_role, {"name": "Another"}),
    "alias": (lambda: RoleAlias.objects.create(role=make_role(), name="coder"), {"name": "programmer"}),
    "role code": (lambda: RoleCode.objects.create(role=make_role(), scheme="SOC", code="1"), {"code": "2"}),
    "level": (make_level, {"rank": 7}),
    "location": (make_location, {"short_name": "US"}),
    "location code": (
        lambda: LocationCode.objects.create(location=make_location(), scheme="ISO", code="1"),
        {"code": "2"},
    ),
    "factor": (lambda: make_option().factor, {"summary": "Another"}),
    "option": (make_option, {"rank": 7}),
    "source": (make_source, {"licence": "CC0"}),
    "release": (make_release, {"priority": 7}),
    "price index": (
        lambda: PriceIndex.objects.create(
            kind="rpp", location=make_location(), year=2025, value=100, source=make_source()
        ),
        {"value": 101},
    ),
}
every_row = pytest.mark.parametrize(("make", "change"), ROWS.values(), ids=ROWS)


@every_row
def test_a_new_row_that_pages_show_raises_the_version(make: Callable[[], Any], change: Any) -> None:
    before = newest()
    make()
    assert newest() > before


@every_row
def test_a_changed_row_that_pages_show_raises_the_version(make: Callable[[], Any], change: Any) -> None:
    row = make()
    before = newest()
    type(row).objects.filter(pk=row.pk).update(**change)
    assert newest() > before


@every_row
def test_a_row_saved_as_it_was_raises_nothing(make: Callable[[], Any], change: Any) -> None:
    row = make()
    before = newest()
    row.save()
    assert newest() == before


@every_row
def test_a_deleted_row_that_pages_show_raises_the_version(make: Callable[[], Any], change: Any) -> None:
    row = make()
    if isinstance(row, InfluencingFactor):
        row.options.all().delete()
    before = newest()
    row.delete()
    assert newest() > before


def test_what_no_page_shows_raises_nothing() -> None:
    before = newest()
    SeedRecord.objects.create(model="role", natural_key="alpha")
    Report.objects.create(message="Is this right?")
    assert newest() == before


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_a_part_that_is_not_public_raises_nothing(state: str) -> None:
    release = make_release()
    before = newest()
    part = make_part(release, state=state)
    ReleasePart.objects.filter(pk=part.pk).update(rows=7)
    part.delete()
    assert newest() == before


@pytest.mark.parametrize("target", ["draft", "withdrawn"])
def test_publishing_and_taking_back_raise_the_version(target: str) -> None:
    part = draft()
    numbers = [newest()]
    for state in ("published", target):
        ReleasePart.objects.filter(pk=part.pk).update(state=state)
        numbers.append(newest())
    assert numbers == sorted(set(numbers))


def test_publishing_fills_in_the_version_in_which_it_became_public() -> None:
    part = draft()
    assert part.published_in is None
    ReleasePart.objects.filter(pk=part.pk).update(state="published")
    part.refresh_from_db()
    assert part.published_in_id == newest()


def test_publishing_again_keeps_the_first_version() -> None:
    part = make_part()
    part.refresh_from_db()
    first = part.published_in_id
    for state in ("withdrawn", "published"):
        ReleasePart.objects.filter(pk=part.pk).update(state=state)
    part.refresh_from_db()
    assert first is not None
    assert part.published_in_id == first


def test_a_part_made_public_at_once_is_filled_in_too() -> None:
    make_part()
    assert ReleasePart.objects.get().published_in is not None


def test_a_version_knows_its_moment() -> None:
    make_role()
    version = DataVersion.objects.newest()
    assert version is not None
    version.refresh_from_db()
    assert version.committed_at.tzinfo is not None
    assert (version.is_open, version.touched) == (False, True)


# Several changes at once


def test_changes_made_together_share_one_version_and_its_reason() -> None:
    before = DataVersion.objects.count()
    with data_change("May 2025 published"):
        figure = make_figure(median=50_000)
        by_update(figure)
        make_role("beta")
    (version,) = DataVersion.objects.all()[: DataVersion.objects.count() - before]
    assert (version.reason, version.is_open, version.touched) == ("May 2025 published", False, True)


def test_a_change_inside_another_shares_the_outer_version() -> None:
    with data_change("outer"):
        make_role("alpha")
        with data_change("inner"):
            make_role("beta")
    assert list(DataVersion.objects.values_list("reason", flat=True)) == ["outer"]


def test_a_change_after_another_has_its_own_version() -> None:
    for slug in ("alpha", "beta"):
        with data_change(slug):
            make_role(slug)
    assert list(DataVersion.objects.values_list("reason", flat=True)) == ["beta", "alpha"]


def test_a_change_that_changes_nothing_leaves_no_version() -> None:
    part, role, place = draft(), make_role(), make_location()
    before = DataVersion.objects.count()
    with data_change("nothing public"):
        make_figure(role, part, median=50_000, location=place)
        ReleasePart.objects.filter(pk=part.pk).update(rows=7)
    assert DataVersion.objects.count() == before
    assert not DataVersion.objects.filter(is_open=True).exists()


def broken_off(figure: Figure) -> None:
    with data_change("broken off"):
        by_update(figure)
        raise RuntimeError


def test_a_change_that_fails_leaves_nothing() -> None:
    figure = make_figure(median=50_000)
    before = DataVersion.objects.count()
    with pytest.raises(RuntimeError):
        broken_off(figure)
    figure.refresh_from_db()
    assert (figure.median, DataVersion.objects.count(), FigureVersion.objects.count()) == (50_000, before, 0)


def test_a_change_that_is_taken_back_leaves_nothing() -> None:
    before = DataVersion.objects.count()
    with transaction.atomic():
        make_role()
        transaction.set_rollback(True)
    assert DataVersion.objects.count() == before


def test_a_long_reason_is_cut() -> None:
    with data_change("x" * 500):
        make_role()
    version = DataVersion.objects.newest()
    assert version is not None
    assert version.reason == "x" * 200


def test_publishing_says_so_in_its_version() -> None:
    part = draft()
    make_figure(part=part, median=50_000)
    part.publish()
    assert part.published_in is not None
    assert part.published_in.reason == "bureau/may-2025 published"


# What figures said before


@pytest.mark.parametrize("change", CORRECTIONS)
def test_a_correction_keeps_what_the_figure_said(change: Change) -> None:
    figure = make_figure(median=50_000, p90=90_000, p90_mark="at_least", sample_size=120)
    published = ReleasePart.objects.get().published_in_id
    change(figure)
    kept = FigureVersion.objects.get()
    assert (kept.figure_id, kept.from_version, kept.until_version) == (figure.pk, published, newest())
    assert (kept.values["median"], kept.values["mean"]) == ("50000.00", None)
    assert (kept.values["p90"], kept.values["p90_mark"]) == ("90000.00", "at_least")
    assert (kept.values["sample_size"], kept.values["currency"]) == (120, "USD")


def test_cents_and_errors_are_kept_as_they_were() -> None:
    figure = make_figure(median=0.1, mean=1234567.89, mean_error=0.4)
    by_update(figure)
    values = FigureVersion.objects.get().values
    assert (values["median"], values["mean"], values["mean_error"]) == ("0.10", "1234567.89", "0.40")


def test_a_figure_corrected_twice_has_a_chain() -> None:
    figure = make_figure(median=50_000)
    for median in (60_000, 70_000):
        Figure.objects.filter(pk=figure.pk).update(median=median)
    first, second = FigureVersion.objects.order_by("until_version")
    assert [first.values["median"], second.values["median"]] == ["50000.00", "60000.00"]
    assert first.until_version == second.from_version
    assert second.until_version == newest()


def test_corrections_made_together_keep_one_former_state() -> None:
    figure = make_figure(median=50_000)
    with data_change("corrected"):
        for median in (60_000, 70_000, 80_000):
            Figure.objects.filter(pk=figure.pk).update(median=median)
    kept = FigureVersion.objects.get()
    assert kept.values["median"] == "50000.00"
    assert DataVersion.objects.get(pk=kept.until_version).reason == "corrected"


def test_a_draft_keeps_no_former_state() -> None:
    figure = make_figure(part=draft(), median=50_000)
    by_update(figure)
    assert not FigureVersion.objects.exists()


def test_a_withdrawn_figure_keeps_no_former_state() -> None:
    figure = make_figure(median=50_000)
    ReleasePart.objects.update(state="withdrawn")
    by_update(figure)
    assert not FigureVersion.objects.exists()


def test_a_new_figure_has_no_former_state() -> None:
    make_figure(median=50_000)
    assert not FigureVersion.objects.exists()


def test_a_corrected_figure_cannot_be_deleted_with_its_history() -> None:
    figure = make_figure(median=50_000)
    by_update(figure)
    with pytest.raises(ProtectedError):
        figure.delete()


def test_a_thousand_new_figures_share_a_version_and_keep_no_former_state() -> None:
    one = make_figure(median=50_000)
    rows = []
    for number in range(1000):
        one.pk, one.currency = None, "".join(chr(65 + number // ten % 10) for ten in (100, 10, 1))
        rows.append(copy(one))
    before = DataVersion.objects.count()
    with data_change("import"):
        Figure.objects.bulk_create(rows)
    assert (Figure.objects.count(), DataVersion.objects.count() - before) == (1001, 1)
    assert not FigureVersion.objects.exists()


# Old addresses


NOUNS: dict[str, Callable[..., Any]] = {
    "role": make_role,
    "level": make_level,
    "location": make_location,
    "factor": lambda slug: make_option(f"in-{slug}", factor=slug).factor,
    "option": make_option,
    "source": make_source,
    "release": make_release,
}
every_noun = pytest.mark.parametrize("noun", NOUNS)


def leads(noun: str) -> dict[str, str]:
    """Old slug -> new slug of a noun; a release without its source's slug."""
    rows = Redirect.objects.filter(kind=noun).values_list("old_slug", "new_slug")
    return {old.removeprefix("bureau/"): new.removeprefix("bureau/") for old, new in rows}


def rename(row: Any, *slugs: str) -> None:
    for slug in slugs:
        type(row).objects.filter(pk=row.pk).update(slug=slug)


@every_noun
def test_a_renamed_slug_leads_to_the_new_one(noun: str) -> None:
    rename(NOUNS[noun]("one"), "two")
    assert leads(noun) == {"one": "two"}


@every_noun
def test_renaming_by_save_and_by_sql_leaves_the_same(noun: str) -> None:
    row = NOUNS[noun]("one")
    row.slug = "two"
    row.save()
    sql(f"UPDATE {row._meta.db_table} SET slug = 'three' WHERE id = %s", row.pk)
    assert leads(noun) == {"one": "three", "two": "three"}


@every_noun
def test_a_chain_of_names_is_one_hop_long(noun: str) -> None:
    rename(NOUNS[noun]("one"), "two", "three", "four")
    assert leads(noun) == {"one": "four", "two": "four", "three": "four"}


@every_noun
def test_a_slug_renamed_back_leads_nowhere_but_to_itself(noun: str) -> None:
    rename(NOUNS[noun]("one"), "two", "one")
    assert leads(noun) == {"two": "one"}


@every_noun
def test_a_deleted_slug_is_gone(noun: str) -> None:
    row = NOUNS[noun]("one")
    if noun == "factor":
        row.options.all().delete()
    row.delete()
    assert leads(noun) == {"one": ""}


@every_noun
def test_every_name_of_a_deleted_row_is_gone(noun: str) -> None:
    row = NOUNS[noun]("one")
    rename(row, "two", "three")
    if noun == "factor":
        row.options.all().delete()
    type(row).objects.filter(pk=row.pk).delete()
    assert leads(noun) == {"one": "", "two": "", "three": ""}


@every_noun
def test_a_change_of_anything_else_leaves_no_redirect(noun: str) -> None:
    row = NOUNS[noun]("one")
    values = (
        {"priority": 7} if noun == "release" else {"publisher": "X"} if noun == "source" else {"name": "X"}
    )
    type(row).objects.filter(pk=row.pk).update(**values)
    assert not Redirect.objects.exists()


@every_noun
def test_a_slug_taken_over_by_another_row_leads_no_longer_away(noun: str) -> None:
    rename(NOUNS[noun]("one"), "two")
    other = (
        NOUNS[noun]("other", reference_start=None, reference_end=None)
        if noun == "release"
        else NOUNS[noun]("other")
    )
    rename(other, "one")
    assert leads(noun) == {"other": "one"}


def test_redirects_of_different_nouns_do_not_meet() -> None:
    rename(make_role("one"), "two")
    rename(make_level("two"), "three")
    assert (leads("role"), leads("level")) == ({"one": "two"}, {"two": "three"})


def release_leads() -> dict[str, str]:
    return dict(Redirect.objects.filter(kind="release").values_list("old_slug", "new_slug"))


def test_a_renamed_source_moves_the_addresses_of_its_releases() -> None:
    rename(make_release("may").source, "office")
    assert release_leads() == {"bureau/may": "office/may"}


def test_a_source_renamed_along_a_chain_moves_them_in_one_hop() -> None:
    rename(make_release("may").source, "office", "agency")
    assert release_leads() == {"bureau/may": "agency/may", "office/may": "agency/may"}


def test_a_source_renamed_back_brings_its_releases_back() -> None:
    rename(make_release("may").source, "office", "bureau")
    assert release_leads() == {"office/may": "bureau/may"}


def test_old_names_of_a_release_follow_its_source() -> None:
    release = make_release("may")
    rename(release, "spring")
    rename(release.source, "office")
    assert release_leads() == {"bureau/may": "office/spring", "bureau/spring": "office/spring"}


def test_a_source_takes_no_releases_of_another_along() -> None:
    make_release("may", source=make_source("bureau-two"))
    rename(make_release("may").source, "office")
    assert release_leads() == {"bureau/may": "office/may"}


def test_a_release_moved_to_another_source_leads_there() -> None:
    release = make_release("may")
    Release.objects.filter(pk=release.pk).update(source=make_source("office"))
    assert release_leads() == {"bureau/may": "office/may"}


# Revisions


def revision(row: Any) -> int:
    return int(type(row).objects.values_list("revision", flat=True).get(pk=row.pk))


EDITED = {**ROWS, "figure": (lambda: make_figure(median=1), {"median": 2}), "part": (make_part, {"rows": 7})}
every_edited = pytest.mark.parametrize(("make", "change"), EDITED.values(), ids=EDITED)


@every_edited
def test_a_revision_starts_at_zero_and_rises_with_a_change(make: Callable[[], Any], change: Any) -> None:
    row = make()
    before = revision(row)
    type(row).objects.filter(pk=row.pk).update(**change)
    assert (before, revision(row)) == (0 if row._meta.model_name != "releasepart" else before, before + 1)


@every_edited
def test_a_revision_stays_where_nothing_changes(make: Callable[[], Any], change: Any) -> None:
    row = make()
    row.refresh_from_db()
    before = revision(row)
    row.save()
    assert revision(row) == before


def test_a_stale_instance_cannot_bring_an_old_revision_back() -> None:
    role = make_role()
    stale = Role.objects.get()
    for name in ("One", "Two", "Three"):
        role.name = name
        role.save()
    stale.name = "Stale"
    stale.save()
    assert revision(role) == 4


def test_a_revision_cannot_be_set() -> None:
    role = make_role()
    Role.objects.update(revision=99)
    assert revision(role) == 0


def test_a_revision_rises_by_sql_too() -> None:
    role = make_role()
    sql("UPDATE salaries_role SET name = 'X'")
    sql("UPDATE salaries_role SET name = 'Y', revision = 77")
    assert revision(role) == 2


@pytest.mark.parametrize("change", CORRECTIONS)
def test_a_corrected_figure_rises_by_one(change: Change) -> None:
    figure = make_figure(median=50_000)
    change(figure)
    assert revision(figure) == 1


# Being there


def installed() -> set[str]:
    """The names of our triggers in the database."""
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return {name for (name,) in cursor.fetchall() if name.startswith(triggers.PREFIX)}


@pytest.fixture
def wanted() -> set[str]:
    return {triggers.PREFIX + trigger.name for trigger in triggers.triggers()}


def test_every_trigger_is_there_after_migrating(wanted: set[str]) -> None:
    assert installed() == wanted
    assert len(wanted) > 60


def test_installing_again_changes_nothing(wanted: set[str]) -> None:
    triggers.install()
    triggers.install()
    assert installed() == wanted
    make_role()
    assert DataVersion.objects.count() == 1


def test_migrating_again_brings_lost_triggers_back(wanted: set[str]) -> None:
    triggers.drop()
    assert installed() == set()
    call_command("migrate", verbosity=0)
    assert installed() == wanted


def test_without_triggers_none_of_this_happens() -> None:
    triggers.drop()
    figure = make_figure(median=50_000)
    by_update(figure)
    rename(figure.role, "two")
    found = [model.objects.count() for model in (DataVersion, FigureVersion, Redirect)]
    assert (found, revision(figure)) == ([0, 0, 0], 0)


def test_names_of_triggers_fit_the_database(wanted: set[str]) -> None:
    assert max(len(name) for name in wanted) <= 63


def test_every_public_table_is_watched(wanted: set[str]) -> None:
    events = ("insert", "update", "delete")
    for table in (*triggers.PUBLIC_TABLES, "figure", "releasepart"):
        assert {f"{triggers.PREFIX}{table}_{event}_version" for event in events} <= wanted, table


def test_a_source_with_another_kind_is_a_public_change() -> None:
    source = make_source()
    before = newest()
    Source.objects.filter(pk=source.pk).update(kind=Source.Kind.SURVEY)
    assert newest() > before
