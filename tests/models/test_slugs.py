"""Slugs are addresses: what may be one, for every row that has one."""

from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction

from salaries.models import Location, Role
from salaries.models.base import RESERVED
from salaries.urls import urlpatterns
from tests.factories import make_level, make_location, make_option, make_release, make_role, make_source

pytestmark = pytest.mark.django_db

NOUNS: dict[str, Callable[..., Any]] = {
    "role": make_role,
    "level": make_level,
    "location": make_location,
    "factor": lambda slug, **values: make_option(f"in-{slug}", factor=slug).factor,
    "option": make_option,
    "source": make_source,
    "release": make_release,
}
every_noun = pytest.mark.parametrize("noun", NOUNS)
reserving_nouns = pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun != "release"])


def by_update(row: Any, slug: str) -> None:
    type(row).objects.filter(pk=row.pk).update(slug=slug)


def by_sql(row: Any, slug: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET slug = %s WHERE id = %s", [slug, row.pk])


def by_bulk_create(row: Any, slug: str) -> None:
    row.pk, row.slug = None, slug
    if hasattr(row, "name"):
        row.name = "Another"
    if hasattr(row, "reference_start"):
        row.reference_start = row.reference_end = None
    type(row).objects.bulk_create([row])


every_way = pytest.mark.parametrize("write", [by_bulk_create, by_update, by_sql])
Write = Callable[[Any, str], None]


@every_way
@every_noun
@pytest.mark.parametrize("slug", ["", "Alpha", "a.b", "a/b", "a_b", "a b"])
def test_a_slug_that_an_address_cannot_hold_is_refused(noun: str, write: Write, slug: str) -> None:
    row = NOUNS[noun]("plain")
    with pytest.raises(IntegrityError, match="_slug_plain"), transaction.atomic():
        write(row, slug)


@every_way
@every_noun
def test_a_plain_slug_is_taken(noun: str, write: Write) -> None:
    row = NOUNS[noun]("plain")
    write(row, "10-plus-years")
    assert type(row).objects.filter(slug="10-plus-years").exists()


@every_way
@reserving_nouns
@pytest.mark.parametrize("slug", ["average", "vs", "compare", "salaries", "admin", "static"])
def test_a_word_of_the_sites_addresses_is_refused(noun: str, write: Write, slug: str) -> None:
    row = NOUNS[noun]("plain")
    with pytest.raises(IntegrityError, match="_slug_not_reserved"), transaction.atomic():
        write(row, slug)


@every_way
@pytest.mark.parametrize("noun", ["role", "level", "factor", "option", "source"])
def test_nothing_but_the_default_place_is_called_as_it(noun: str, write: Write) -> None:
    row = NOUNS[noun]("plain")
    with pytest.raises(IntegrityError, match="_slug_not_reserved"), transaction.atomic():
        write(row, "us")


def test_the_default_place_is_called_us() -> None:
    place = Location(slug="us", name="United States")
    place.full_clean()
    place.save()
    assert Location.objects.get(slug="us").is_default_location


def test_a_release_may_be_called_as_it_likes() -> None:
    release = make_release("compare")
    release.full_clean()
    assert release.get_absolute_url() == "/sources/bureau/compare/"


@reserving_nouns
def test_every_reserved_word_is_told_in_a_sentence(noun: str) -> None:
    row = NOUNS[noun]("plain")
    for slug in sorted(RESERVED - {"us"}):
        row.slug = slug
        with pytest.raises(ValidationError) as found:
            row.full_clean()
        assert "This word is part of the site's addresses: choose another slug." in found.value.messages


@every_way
def test_no_source_is_called_as_the_file_of_all_sources(write: Write) -> None:
    with pytest.raises(IntegrityError, match="_slug_not_reserved"), transaction.atomic():
        write(make_source(), "figures")


def test_the_file_of_all_sources_is_reserved_in_a_sentence_for_sources_alone() -> None:
    make_role("figures").full_clean()
    source = make_source()
    source.slug = "figures"
    with pytest.raises(ValidationError) as found:
        source.full_clean()
    sentence = "This word is part of the site's addresses: choose another slug."
    assert found.value.message_dict["slug"] == [sentence]


def test_a_source_that_is_called_so_already_stops_the_migration_in_words() -> None:
    migration = import_module("salaries.migrations.0013_reserve_the_file_of_all_sources")
    schema = SimpleNamespace(connection=connection)
    # The database refuses such a source by now: a role stands in for it.
    apps = SimpleNamespace(get_model=lambda app, model: Role)
    migration.refuse_a_source_called_so(apps, schema)
    make_role("figures")
    with pytest.raises(CommandError, match="Give it another slug in the editors’ area, then migrate again"):
        migration.refuse_a_source_called_so(apps, schema)


@every_noun
@pytest.mark.parametrize("slug", ["Alpha", "a.b", "a_b", "a b", "-a", "a-", "a--b", "é", "a+b", "a\n"])
def test_a_form_refuses_a_bad_slug_in_a_sentence(noun: str, slug: str) -> None:
    row = NOUNS[noun]("plain")
    row.slug = slug
    with pytest.raises(ValidationError) as found:
        row.full_clean()
    sentence = "Write small letters and digits, parted by single hyphens: backend-engineer."
    assert sentence in found.value.message_dict["slug"]


def test_the_first_words_of_addresses_are_reserved() -> None:
    first_words = {str(pattern.pattern).partition("/")[0] for pattern in urlpatterns} - {""}
    assert {word for word in first_words if "." not in word} <= RESERVED  # no slug has a point
    assert {"standing", "changes", "embed", "report", "data", "api", "admin", "average", "vs"} <= RESERVED


@pytest.mark.parametrize("noun", ["role", "level", "location", "factor", "option", "source"])
def test_a_slug_names_one_thing(noun: str) -> None:
    first, second = NOUNS[noun]("first"), NOUNS[noun]("second")
    with pytest.raises(IntegrityError), transaction.atomic():
        by_update(second, first.slug)


def test_option_slugs_are_unique_over_all_factors() -> None:
    make_option("go", factor="technologies")
    other = make_option("chess", factor="games")
    with pytest.raises(IntegrityError), transaction.atomic():
        by_update(other, "go")
