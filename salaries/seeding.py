"""Starting data: makes what no seed has made before and nobody has made since, and touches nothing else.

Each object that a seed makes leaves a `SeedRecord` with its natural key as the fixture writes it. What has a
record is never made again, so an edit, a new slug and a deletion stay as people left them. A fixture's slug
is therefore never changed: a new one would be a new object.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction

from salaries.fixture_files import NOUNS, FixtureRefused, Key, Noun, Row, key_text, read
from salaries.models import Redirect, SeedRecord, data_change
from salaries.pay.words import listed


@dataclass
class Outcome:
    """What a seed did: how many it made of each noun, and what it left alone and why."""

    created: dict[Noun, int] = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)
    left_out: Counter[tuple[Noun, str]] = field(default_factory=Counter)

    @property
    def changes(self) -> int:
        return sum(self.created.values())


def seed(folder: Path) -> Outcome:
    """Make what is new in the folder's fixtures, in one transaction and one data version.

    Raises `FixtureRefused`, with nothing written, where a fixture is not right.
    """
    rows = list(read(folder))
    if twice := [key for key, times in Counter((row.noun, row.key) for row in rows).items() if times > 1]:
        noun, key = twice[0]
        raise FixtureRefused(f"{noun.model._meta.verbose_name} {key_text(key)} is in the fixtures twice.")
    with data_change("Starting data"):
        return _Seeding(rows).run()


def count_rows() -> None:
    """Have PostgreSQL count rows, so that it plans by what is there.

    By itself it never looks at a table of a few rows, and plans as if there were others: a page took twice as long.
    SQLite is left alone: it keeps averages, by which figures with an option, a few of many, are not worth an index.
    """
    if connection.vendor == "postgresql":
        tables = [name for name in connection.introspection.table_names() if name.startswith("salaries_")]
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(tables)}")


class _Seeding:
    """One run over the rows. What exists is read once a noun, however many rows there are."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.seeded = set(SeedRecord.objects.values_list("model", "natural_key"))
        self.moved: dict[tuple[str, str], str] = {
            (kind, old): new
            for kind, old, new in Redirect.objects.values_list("kind", "old_slug", "new_slug")
            if new
        }
        self.held: dict[Noun, dict[tuple[Any, ...], models.Model]] = {}
        self.not_made: set[tuple[Noun, Key]] = set()
        self.outcome = Outcome()

    def run(self) -> Outcome:
        for noun in NOUNS:
            pending = [row for row in self.rows if row.noun is noun and not self._was_seeded(row)]
            while pending:
                # A row whose parent is of the same noun waits until that parent is made.
                keys = {row.key for row in pending}
                ready = [row for row in pending if keys.isdisjoint(self._same_noun(row))]
                if not ready:
                    raise FixtureRefused(f"{pending[0]} is its own parent, directly or through others.")
                self._make(noun, ready)
                made = {row.key for row in ready}
                pending = [row for row in pending if row.key not in made]
        return self.outcome

    def _was_seeded(self, row: Row) -> bool:
        return (row.noun.label, row.text) in self.seeded

    def _same_noun(self, row: Row) -> set[Key]:
        return {key for noun, key in row.parents.values() if noun is row.noun}

    def _make(self, noun: Noun, rows: list[Row]) -> None:
        """Make the rows, all of one noun and with parents made, but for clashes and orphans."""
        taken = self._taken(noun)
        made: list[tuple[Row, models.Model]] = []
        for row in rows:
            item = self._build(row)
            if item is None:
                self.not_made.add((noun, row.key))
                continue
            keys = [self._values(item, names) for names in noun.unique]
            clash = next(
                (names for names, key in zip(noun.unique, keys, strict=True) if key in taken[names]), None
            )
            if clash is not None:
                self.not_made.add((noun, row.key))
                self.outcome.clashes.append(_clash(noun, item, clash))
                continue
            for names, key in zip(noun.unique, keys, strict=True):
                taken[names].add(key)
            made.append((row, item))
        _write(noun, made)
        SeedRecord.objects.bulk_create(
            [SeedRecord(model=noun.label, natural_key=row.text) for row, _ in made]
        )
        self.held.get(noun, {}).update({self._values(item, noun.unique[0]): item for _, item in made})
        if made:
            self.outcome.created[noun] = self.outcome.created.get(noun, 0) + len(made)

    def _build(self, row: Row) -> models.Model | None:
        """The row's object, valid but for what the database alone tells. None where a parent is no more."""
        parents: dict[str, models.Model] = {}
        for name, (related, key) in row.parents.items():
            parent = self._find(related, key)
            if parent is None:
                self._orphan(row, related, key)
                return None
            parents[name] = parent
        item = row.noun.model(**{**row.fields, **parents})
        try:
            item.clean_fields(exclude=row.noun.relations)
            item.clean()
        except ValidationError as error:
            raise FixtureRefused(f"{row}: {_words(error)}") from None
        return item

    def _orphan(self, row: Row, related: Noun, key: Key) -> None:
        if (related, key) not in self.not_made and (related.label, key_text(key)) not in self.seeded:
            name = related.model._meta.verbose_name
            raise FixtureRefused(f"{row} needs the {name} {key_text(key)}, which is nowhere.")
        self.outcome.left_out[row.noun, f"{related.model._meta.verbose_name} {key_text(key)}"] += 1

    def _find(self, noun: Noun, key: Key) -> models.Model | None:
        """The live row that a natural key means: of that key, or else renamed since."""
        values: list[Any] = []
        rest = list(key)
        for name in noun.unique[0]:
            related = noun.related(name)
            length = related.key_length if related else 1
            part, rest = rest[:length], rest[length:]
            if related is None:
                values.append(part[0])
                continue
            parent = self._find(related, tuple(part))
            if parent is None:
                return None
            values.append(parent.pk)
        held = self._held(noun)
        if found := held.get(tuple(values)):
            return found
        slug = self.moved.get((noun.redirect, key_text(key)), "").rpartition("/")[2]
        return held.get((*values[:-1], slug))

    def _held(self, noun: Noun) -> dict[tuple[Any, ...], models.Model]:
        if noun not in self.held:
            rows = noun.model._default_manager.order_by()
            self.held[noun] = {self._values(row, noun.unique[0]): row for row in rows}
        return self.held[noun]

    def _taken(self, noun: Noun) -> dict[tuple[str, ...], set[tuple[Any, ...]]]:
        names = [*dict.fromkeys(name for names in noun.unique for name in names)]
        rows = [
            dict(zip(names, values, strict=True))
            for values in noun.model._default_manager.order_by().values_list(*names)
        ]
        return {unique: {tuple(row[name] for name in unique) for row in rows} for unique in noun.unique}

    @staticmethod
    def _values(item: models.Model, names: Iterable[str]) -> tuple[Any, ...]:
        return tuple(item.serializable_value(name) for name in names)


def _clash(noun: Noun, item: models.Model, names: tuple[str, ...]) -> str:
    words = listed([str(noun.field(name).verbose_name) for name in names])
    return f"{noun.model._meta.verbose_name} “{item}”: the guide has one of the same {words}"


def _write(noun: Noun, made: list[tuple[Row, models.Model]]) -> None:
    """Write all at once; where the database refuses, find out which row it was."""
    try:
        with transaction.atomic():
            noun.model._default_manager.bulk_create([item for _, item in made])
    except DatabaseError as error:
        for row, item in made:
            _write_one(row, item)
        raise FixtureRefused(f"{made[0][0].file}: the database refuses it: {_first_line(error)}.") from None


def _write_one(row: Row, item: models.Model) -> None:
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except DatabaseError as error:
        try:
            item.validate_constraints(exclude=row.noun.relations)
        except ValidationError as refusal:
            raise FixtureRefused(f"{row}: {_words(refusal)}") from None
        raise FixtureRefused(f"{row}: the database refuses it: {_first_line(error)}.") from None


def _words(error: ValidationError) -> str:
    """The error in one line, with the name of each field that it is about."""
    by_field = error.message_dict.items()
    return " ".join(("" if name == "__all__" else f"{name}: ") + " ".join(texts) for name, texts in by_field)


def _first_line(error: DatabaseError) -> str:
    return str(error).partition("\n")[0]
