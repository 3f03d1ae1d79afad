"""A slug that is changed or deleted leaves a redirect, one hop long, or the word that it is gone."""

from collections.abc import Callable
from typing import Any

import pytest

from salaries.models import Redirect, Release
from tests.factories import make_level, make_location, make_option, make_release, make_role, make_source
from tests.models.changing import rename, sql, without_options

pytestmark = pytest.mark.django_db

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
    without_options(NOUNS[noun]("one")).delete()
    assert leads(noun) == {"one": ""}


@every_noun
def test_every_name_of_a_deleted_row_is_gone(noun: str) -> None:
    row = NOUNS[noun]("one")
    rename(row, "two", "three")
    without_options(row)
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
