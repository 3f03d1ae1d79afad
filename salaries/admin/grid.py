"""The table of one part: its rows as they were sent, read and checked as a whole before anything is saved.

What other editors did meanwhile is met row by row as single forms do (`salaries/admin/concurrency.py`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst

from salaries.admin.authors import who
from salaries.admin.concurrency import ANEW, CONFIRM, Base, Clash, flat
from salaries.admin.grid_names import NOUNS, Names
from salaries.admin.grid_rows import COLUMNS, GridRow, Texts, apply, label, read, shown_of, texts_of
from salaries.imports.formats.table_columns import KIND, WHO
from salaries.models import Figure, FigureChange, ReleasePart
from salaries.models.changes import VALUE_FIELDS
from salaries.models.figures import CELL

MOST_SENT = 500
"""Rows that are taken at once."""
WITH_ROW = ("role", "level", "location", "option")


@dataclass
class Done:
    """What a save did, for its log entry, its data version and its message."""

    changed: list[tuple[str, list[str]]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.deleted)

    def __str__(self) -> str:
        counts = (("changed", self.changed), ("added", self.added), ("deleted", self.deleted))
        words = [f"{len(names)} {verb}" for verb, names in counts if names]
        return f"{', '.join(words)}." if words else "Nothing was changed."

    def message(self) -> list[dict[str, Any]]:
        """As the admin's log has rows that were edited under another."""
        noun = str(Figure._meta.verbose_name)
        return [
            *({"changed": {"name": noun, "object": name, "fields": told}} for name, told in self.changed),
            *({"added": {"name": noun, "object": name}} for name in self.added),
            *({"deleted": {"name": noun, "object": name}} for name in self.deleted),
        ]


@dataclass
class Grid:
    """The rows of a part's table that were sent."""

    part: ReleasePart
    rows: list[GridRow] = field(default_factory=list)
    any_amount: bool = False

    @property
    def errors(self) -> list[tuple[GridRow, str, str]]:
        """Everything that is wrong: row, column, sentence."""
        return [(row, column, text) for row in self.rows for column, text in row.errors]

    @property
    def conflicts(self) -> list[GridRow]:
        """The rows that somebody else changed meanwhile."""
        return [row for row in self.rows if row.conflict]

    def check(self) -> None:
        """Read every row that says something new, and hold all of them together."""
        open_rows = [row for row in self.rows if row.changed and not row.delete]
        for row in open_rows:
            read(row, any_amount=self.any_amount)
        self._place(open_rows)
        self._refuse_repeated(open_rows)
        self._refuse_held()
        self._refuse_needed()

    def _place(self, rows: list[GridRow]) -> None:
        names = Names({noun: [row.texts[noun] for row in rows] for noun in NOUNS})
        for row in rows:
            for noun in WHO:
                text = row.texts[noun]
                if noun == "level" and text.casefold() in ("average", "all levels"):
                    text = ""
                row.placed[noun] = found = names.find(noun, text) if text else None
                if text and found is None:
                    row.refuse(noun, names.unknown(noun, text))
                elif noun == "option" and found is not None and found.location_id:
                    row.refuse(noun, "This option is a place: enter the figure for that place instead.")

    def _refuse_repeated(self, rows: list[GridRow]) -> None:
        first: dict[tuple[Any, ...], GridRow] = {}
        for row in self._placed(rows):
            before = first.setdefault(row.key, row)
            if before is not row:
                row.refuse(
                    "role", f"Row {before.number} is the same cell: same role, level, place, option and pay."
                )

    def _refuse_held(self) -> None:
        """Cells that the release has already, in rows that were not sent or were left alone."""
        rows = self._placed(row for row in self.rows if row.changed and not row.delete)
        if not rows:
            return
        touched = {row.figure.pk for row in self.rows if row.figure and (row.changed or row.delete)}
        held = Figure.objects.filter(
            release=self.part.release_id,
            role__in={row.placed["role"].pk for row in rows},
            location__in={row.placed["location"].pk for row in rows},
        ).exclude(pk__in=touched)
        order = (*WHO, *KIND)
        cells = {
            tuple(one[name] for name in order): one["part__name"] for one in held.values(*order, "part__name")
        }
        for row in rows:
            if row.key in cells:
                row.refuse("role", f"The release has this cell already, in the part “{cells[row.key]}”.")

    def _placed(self, rows: Iterable[GridRow]) -> list[GridRow]:
        """The rows of which it is known which cell they are."""
        return [
            row for row in rows if row.cell and row.placed["role"] and row.placed["location"]
            and not any(column in (*WHO, *KIND) for column, _ in row.errors)
        ]  # fmt: skip

    def _refuse_needed(self) -> None:
        going = {row.figure.pk: row for row in self.rows if row.delete and row.figure}
        needed = FigureChange.objects.filter(figure__in=going).values_list("figure", flat=True)
        for pk in needed.distinct() if going else ():
            going[pk].refuse("role", "Another part changes this figure: it cannot be deleted.")

    def save(self) -> Done:
        """Write what is new, what goes before what comes."""
        done = Done()
        for row in self.rows:
            if row.delete and row.figure is not None:
                done.deleted.append(str(row.figure))
                row.figure.delete()
        for row in self.rows:
            if row.changed and not row.delete:
                self._write(row, done)
        return done

    def _write(self, row: GridRow, done: Done) -> None:
        figure = row.figure or Figure(part=self.part, release_id=self.part.release_id)
        before = _values(figure)
        apply(row, figure)
        told = [name for name, value in _values(figure).items() if value != before[name]]
        if not told:
            return
        adding = figure.pk is None
        figure.save()
        if adding:
            done.added.append(str(figure))
        else:
            done.changed.append((str(figure), [_label_of(name) for name in told]))


def _label_of(name: str) -> str:
    field: Any = Figure._meta.get_field(name)
    return str(capfirst(field.verbose_name))


def _values(figure: Figure) -> dict[str, Any]:
    """What a row can change of a figure."""
    names = (*CELL, *VALUE_FIELDS)
    return {name: getattr(figure, Figure._meta.get_field(name).attname) for name in names}  # type: ignore[union-attr]


def shown(part: ReleasePart, figures: Iterable[Figure]) -> Grid:
    """The table as it is stored."""
    return Grid(part, [_stored(number, figure) for number, figure in enumerate(figures, 1)])


def _stored(number: int, figure: Figure) -> GridRow:
    base = shown_of(figure)
    return GridRow(number, base.shown, figure, str(figure.revision), base.signed())


def blank_rows(grid: Grid, number: int, kind: Texts) -> list[GridRow]:
    """Empty rows below a table, with the kind of pay that its others have."""
    texts = {column: kind.get(column, "") for column in COLUMNS}
    last = grid.rows[-1].number if grid.rows else 0
    return [GridRow(last + at, dict(texts)) for at in range(1, number + 1)]


def sent(part: ReleasePart, data: Mapping[str, Any], figures: QuerySet[Figure]) -> Grid:
    """The table as a browser sent it, each row met with what is stored now. `figures` are the part's, locked."""
    total = min(_number(data.get("rows", "")), MOST_SENT)
    pks = {_number(data.get(f"r-{at}-pk", "")) for at in range(total)} - {0}
    stored = {figure.pk: figure for figure in figures.filter(pk__in=pks).select_related(*WITH_ROW)}
    grid = Grid(part, any_amount=bool(data.get("any_amount")))
    for at in range(total):
        row = _row(part, len(grid.rows) + 1, f"r-{at}-", data, stored)
        if row is not None:
            grid.rows.append(row)
    return grid


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _row(
    part: ReleasePart, number: int, prefix: str, data: Mapping[str, Any], stored: Mapping[int, Figure]
) -> GridRow | None:
    """One row that was sent; None for one that is gone, and that nobody will miss."""
    texts = {column: flat(data.get(f"{prefix}{column}", "")) for column in COLUMNS}
    row = GridRow(number, texts, delete=bool(data.get(f"{prefix}delete")))
    pk = data.get(f"{prefix}pk", "")
    if not pk:
        row.changed = not row.empty and not row.delete
        return row
    base = Base.read(data.get(f"{prefix}base", ""))
    row.figure = stored.get(_number(pk))
    if row.figure is None:
        return _gone(part, row, base, pk)
    _meet(row, base, data.get(f"{prefix}revision", ""))
    row.changed = row.texts != texts_of(row.figure)
    return row


def _gone(part: ReleasePart, row: GridRow, base: Base, pk: str) -> GridRow | None:
    if row.delete or row.texts == base.shown:
        return None
    happened = who("deleted", Figure(part=part), pk, base.name or "This row", base.opened)
    row.conflict, row.changed = f"{happened} {ANEW}", True
    return row


def _meet(row: GridRow, base: Base, revision: str) -> None:
    """Where the figure has moved on: take over what was left alone, and show what differs."""
    figure = row.figure
    assert figure is not None  # noqa: S101 - of rows that are there
    now = shown_of(figure)
    row.revision, row.base = str(figure.revision), now.signed()
    if revision == row.revision:
        # The figure is as it was; what it points to may have another name by now.
        row.texts |= {name: now.shown[name] for name in WHO if row.texts[name] == base.shown.get(name)}
        return
    touched = [name for name in COLUMNS if row.texts[name] not in (base.shown.get(name), now.shown[name])]
    if touched or row.delete:
        row.clashes = tuple(_clashes(base.shown, now.shown, row.texts, touched))
        row.conflict = f"{who('changed', figure, figure.pk, str(figure), base.opened)} {CONFIRM}"
    row.texts = {name: row.texts[name] if name in touched else now.shown[name] for name in COLUMNS}


def _clashes(seen: Texts, stored: Texts, typed: Texts, touched: list[str]) -> Iterable[Clash]:
    for name in COLUMNS:
        if name in touched or seen.get(name, "") != stored[name]:
            yours = (typed[name] or "(empty)") if name in touched else "not changed by you"
            yield Clash(
                capfirst(label(name)), seen.get(name, "") or "(empty)", stored[name] or "(empty)", yours
            )
