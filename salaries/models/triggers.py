"""What the database does by itself, whatever path a change takes.

* Every change to public data makes a `DataVersion`; changes inside one `data_change` share theirs.
* A corrected, moved or deleted figure that was public leaves its former values in `FigureVersion`; one that
  comes into a part that was public before leaves a `FigureArrival`.
* A part that is published gets `published_in`, and a `PartVersion` for each time that it is public.
* What decides between figures (a release's priority and period, and the like) leaves a `FactVersion`.
* A renamed, retired or deleted slug leaves a `Redirect`, never a chain of them.
* A figure says whether its role, level, place or option is retired.
* Every edit raises the row's `revision`.
* Entries of what was changed by hand are never changed nor deleted, but while an erasure is under way.

Installed after each migration (`install`), since a migration on SQLite makes a table anew and loses its
triggers. SQLite and PostgreSQL differ in how a trigger is written, not in what it says: `_sqlite` and
`_postgresql` wrap the same statements.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from salaries.models.keeping import (
    NUMBER,
    arrived_figure,
    forget,
    former_facts,
    former_figure,
    is_retired,
    part_hidden,
    part_shown,
    retired,
    settle_retired,
)
from salaries.models.trail import entries, has_history
from salaries.models.versions import FACTS

PREFIX = "salaries_trigger_"
VERSION_LOCK = 727_001
"""Key of PostgreSQL's advisory lock: versions are committed in the order of their numbers."""

PUBLIC_TABLES = (
    "role", "rolealias", "rolecode", "experiencelevel", "location", "locationcode", "influencingfactor",
    "factoroption", "source", "release", "priceindex", "redirect", "curatedcomparison", "curatedsubject",
)  # fmt: skip
EDITED_TABLES = (*(table for table in PUBLIC_TABLES if table != "redirect"), "releasepart", "figure")
ADDRESSED = {
    "role": "role", "experiencelevel": "level", "location": "location", "influencingfactor": "factor",
    "factoroption": "option", "source": "source",
}  # fmt: skip
FORGOTTEN = {"role": "role", "experiencelevel": "level", "location": "location", "factoroption": "option"}
"""Tables whose deleted rows take what was kept of their figures with them, and whose rows can be retired."""

OPEN_VERSION = """
UPDATE salaries_dataversion SET touched = TRUE WHERE is_open AND NOT touched;
INSERT INTO salaries_dataversion (touched) SELECT TRUE
 WHERE NOT EXISTS (SELECT 1 FROM salaries_dataversion WHERE is_open);
"""
HAS_PUBLIC_PART = (
    "EXISTS (SELECT 1 FROM salaries_releasepart WHERE release_id = {row}.id AND state = 'published')"
)


@dataclass(frozen=True)
class Trigger:
    """One trigger: after `event` on `table`, where `when` holds for the row, doing `body`.

    `revision` instead of a body is what the row's revision becomes.
    """

    name: str
    table: str
    event: str
    body: str = ""
    when: str = ""
    revision: str = ""


def triggers() -> Iterator[Trigger]:
    """Every trigger, in the order in which they are made."""
    yield from _figure_triggers()
    yield from _part_triggers()
    for table in PUBLIC_TABLES:
        for event in ("INSERT", "UPDATE", "DELETE"):
            when = _changed(table, "OLD", "NEW") if event == "UPDATE" else ""
            body = OPEN_VERSION
            if table == "release":
                # A release is seen once a part of it is published, which raises the version by itself.
                body = _where(body, HAS_PUBLIC_PART.format(row="NEW" if event == "INSERT" else "OLD"))
            if event == "UPDATE" and table in FACTS:
                body += former_facts(table, FACTS[table])
            if event == "DELETE" and table in FORGOTTEN:
                body += forget(FORGOTTEN[table])
            if event == "DELETE" and table == "release":
                body += forget("release", "partversion")
            yield Trigger(f"{table}_{event.lower()}_version", table, event, body, when)
    for table, kind in ADDRESSED.items():
        yield from _slug_triggers(table, kind, "{row}.slug")
    for table, column in FORGOTTEN.items():
        yield Trigger(
            f"{table}_retired", table, "UPDATE", retired(table, ADDRESSED[table], column),
            "OLD.retired_in IS DISTINCT FROM NEW.retired_in OR OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id",
        )  # fmt: skip
    source = "(SELECT slug FROM salaries_source WHERE id = {row}.source_id)"
    yield from _slug_triggers("release", "release", f"{source} || '/' || {{row}}.slug")
    yield Trigger(
        "source_renamed_releases", "source", "UPDATE",
        "DELETE FROM salaries_redirect WHERE kind = 'release' AND old_slug IN "
        "(SELECT NEW.slug || '/' || slug FROM salaries_release WHERE source_id = NEW.id);"
        "INSERT INTO salaries_redirect (kind, old_slug, new_slug) "
        "SELECT 'release', OLD.slug || '/' || slug, NEW.slug || '/' || slug FROM salaries_release "
        "WHERE source_id = NEW.id ON CONFLICT (kind, old_slug) DO UPDATE SET new_slug = excluded.new_slug;"
        "UPDATE salaries_redirect SET new_slug = NEW.slug || substr(new_slug, length(OLD.slug) + 1) "
        "WHERE kind = 'release' AND new_slug LIKE OLD.slug || '/%';",
        "OLD.slug <> NEW.slug",
    )  # fmt: skip
    for table in EDITED_TABLES:
        # A stale instance writes an old revision back: what counts is what the row held before.
        edits = f"CASE WHEN {_changed(table, 'OLD', 'NEW')} THEN 1 ELSE 0 END"
        yield Trigger(f"{table}_revision", table, "UPDATE", revision=f"OLD.revision + {edits}")
    for table in history_tables():
        for event in ("UPDATE", "DELETE"):
            yield Trigger(f"{table}_{event.lower()}_refused", table, event, "{refuse}")


def history_tables() -> list[str]:
    """The tables of entries, without the app's name."""
    tracked = [model for model in apps.get_app_config("salaries").get_models() if has_history(model)]
    return [str(entries(model).model._meta.model_name) for model in tracked]


def _columns(table: str) -> list[models.Field]:  # type: ignore[type-arg]
    return [
        field
        for field in apps.get_model("salaries", table)._meta.local_concrete_fields
        if field.name not in ("id", "revision")
    ]


def _changed(table: str, old: str, new: str) -> str:
    return " OR ".join(
        f"{old}.{field.column} IS DISTINCT FROM {new}.{field.column}" for field in _columns(table)
    )


def _slug_triggers(table: str, kind: str, slug: str) -> Iterator[Trigger]:
    old, new = slug.format(row="OLD"), slug.format(row="NEW")
    leave = (
        "INSERT INTO salaries_redirect (kind, old_slug, new_slug) VALUES ('{kind}', {old}, {new}) "
        "ON CONFLICT (kind, old_slug) DO UPDATE SET new_slug = excluded.new_slug;"
    )
    follow = "UPDATE salaries_redirect SET new_slug = {new} WHERE kind = '{kind}' AND new_slug = {old};"
    still_retired = ""
    if table in FORGOTTEN:
        target = f"COALESCE((SELECT slug FROM salaries_{table} WHERE id = NEW.merged_into_id), '')"
        still_retired = (
            "INSERT INTO salaries_redirect (kind, old_slug, new_slug) "
            f"SELECT '{kind}', NEW.slug, {target} WHERE NEW.retired_in IS NOT NULL;"
            f"UPDATE salaries_redirect SET new_slug = {target} "
            f"WHERE kind = '{kind}' AND new_slug = NEW.slug AND NEW.merged_into_id IS NOT NULL;"
        )
    yield Trigger(
        f"{table}_renamed", table, "UPDATE",
        f"DELETE FROM salaries_redirect WHERE kind = '{kind}' AND old_slug = {new};"
        + follow.format(kind=kind, old=old, new=new) + leave.format(kind=kind, old=old, new=new) + still_retired,
        f"{old} <> {new}" if kind != "release" else "OLD.slug <> NEW.slug OR OLD.source_id <> NEW.source_id",
    )  # fmt: skip
    yield Trigger(
        f"{table}_gone", table, "DELETE",
        follow.format(kind=kind, old=old, new="''") + leave.format(kind=kind, old=old, new="''"),
        f"{old} IS NOT NULL" if kind != "release" else "",
    )  # fmt: skip


def _part_triggers() -> Iterator[Trigger]:
    public = "{row}.state = 'published'"
    fill = OPEN_VERSION + (
        f"UPDATE salaries_releasepart SET published_in_id = {NUMBER} "
        "WHERE id = NEW.id AND published_in_id IS NULL AND state = 'published';"
    )
    new, old = public.format(row="NEW"), public.format(row="OLD")
    changed = " OR ".join(
        f"OLD.{name} IS DISTINCT FROM NEW.{name}"
        for name in ("state", "name", "release_id", "sha256", "rows")
    )
    yield Trigger("releasepart_insert_version", "releasepart", "INSERT", fill + part_shown(), new)
    yield Trigger(
        "releasepart_update_version", "releasepart", "UPDATE",
        fill + part_shown() + part_hidden("NEW.state <> 'published'"), f"({new} OR {old}) AND ({changed})",
    )  # fmt: skip
    yield Trigger("releasepart_delete_version", "releasepart", "DELETE", OPEN_VERSION + part_hidden(), old)


def _figure_triggers() -> Iterator[Trigger]:
    def public(row: str) -> str:
        return f"EXISTS (SELECT 1 FROM salaries_releasepart WHERE id = {row}.part_id AND state = 'published')"

    yield Trigger(
        "figure_insert_version", "figure", "INSERT",
        _where(OPEN_VERSION, public("NEW")) + arrived_figure() + settle_retired(),
    )  # fmt: skip
    yield Trigger(
        "figure_delete_version", "figure", "DELETE",
        _where(OPEN_VERSION, public("OLD")) + former_figure() + forget("figure", "figurearrival"),
    )  # fmt: skip
    back = f"(OLD.retired AND NOT ({is_retired('NEW')}))"
    yield Trigger(
        "figure_update_version", "figure", "UPDATE",
        _where(OPEN_VERSION, f"({public('NEW')} OR {public('OLD')})")
        + former_figure() + arrived_figure(f"(OLD.part_id <> NEW.part_id OR {back})") + settle_retired(),
        _changed("figure", "OLD", "NEW"),
    )  # fmt: skip
    # Nothing but an erasure changes what was kept. Pinned pages say something else then.
    yield Trigger("figureversion_update_version", "figureversion", "UPDATE", OPEN_VERSION)


def _where(statements: str, condition: str) -> str:
    """The same statements, each done only where `condition` holds."""
    return ";".join(
        f"{statement} AND {condition}" if statement.strip() else statement
        for statement in statements.split(";")
    )


def _values(vendor: str, table: str) -> str:
    names = FACTS.get(table)
    pairs = []
    for field in _columns(table):
        if field.name == "retired" or (names is not None and field.name not in names):
            continue
        column = f"OLD.{field.column}"
        if isinstance(field, models.DecimalField):
            column = (
                f"CASE WHEN {column} IS NULL THEN NULL ELSE printf('%.2f', {column}) END"
                if vendor == "sqlite"
                else f"CAST({column} AS text)"
            )
        pairs.append(f"'{field.name}', {column}")
    if vendor == "sqlite":
        return f"json_object({', '.join(pairs)})"
    # PostgreSQL takes at most 100 arguments: 2 a column, so halves are joined there.
    half = len(pairs) // 2
    return f"jsonb_build_object({', '.join(pairs[:half])}) || jsonb_build_object({', '.join(pairs[half:])})"


REFUSED = "History is never changed."
ERASING = "EXISTS (SELECT 1 FROM salaries_erasure WHERE is_open)"
REFUSE = {
    "sqlite": f"SELECT RAISE(ABORT, '{REFUSED}') WHERE NOT {ERASING};",
    "postgresql": f"IF NOT {ERASING} THEN RAISE EXCEPTION '{REFUSED}'; END IF;",
}


def _body(trigger: Trigger, connection: BaseDatabaseWrapper) -> str:
    if trigger.body == "{refuse}":
        return REFUSE[connection.vendor]
    if "{values}" not in trigger.body:
        return trigger.body
    return trigger.body.replace("{values_column}", connection.ops.quote_name("values")).replace(
        "{values}", _values(connection.vendor, trigger.table)
    )


def _sqlite(trigger: Trigger, body: str) -> str:
    when = f"WHEN {trigger.when}" if trigger.when else ""
    if trigger.revision:
        body = f"UPDATE salaries_{trigger.table} SET revision = {trigger.revision} WHERE id = NEW.id;"
    return (
        f"CREATE TRIGGER {PREFIX}{trigger.name} AFTER {trigger.event} ON salaries_{trigger.table} "
        f"FOR EACH ROW {when} BEGIN {body} END"
    )


def _postgresql(trigger: Trigger, body: str) -> str:
    when = f"WHEN ({trigger.when})" if trigger.when else ""
    lock = f"PERFORM pg_advisory_xact_lock({VERSION_LOCK});" if "dataversion" in body else ""
    time = "BEFORE" if trigger.revision else "AFTER"
    work = (
        f"NEW.revision := {trigger.revision}; RETURN NEW;"
        if trigger.revision
        else f"{lock} {body} RETURN NULL;"
    )
    return (
        f"CREATE FUNCTION {PREFIX}{trigger.name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$body$ BEGIN {work} END $body$;"
        f"CREATE TRIGGER {PREFIX}{trigger.name} {time} {trigger.event} ON salaries_{trigger.table} "
        f"FOR EACH ROW {when} EXECUTE FUNCTION {PREFIX}{trigger.name}()"
    )


def drop(using: str = "default") -> None:
    """Take all triggers away."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                if name.startswith(PREFIX):
                    cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SELECT proname FROM pg_proc WHERE starts_with(proname, %s)", [PREFIX])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP FUNCTION {name}() CASCADE")


def install(using: str = "default") -> None:
    """Make all triggers anew. Does nothing where the tables are not the present ones (an older migration)."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    watched = (*EDITED_TABLES, *history_tables(), "partversion", "redirect")
    if not {f"salaries_{table}" for table in watched} <= tables:
        return
    drop(using)
    write = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        for trigger in triggers():
            cursor.execute(write(trigger, _body(trigger, connection)))


def lock_versions(using: str = "default") -> None:
    """Wait for other changes to public data. SQLite has one writer at a time anyway."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [VERSION_LOCK])
