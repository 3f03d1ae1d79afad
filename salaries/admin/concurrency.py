"""The second save does not undo the first.

A form remembers the row that it was opened with: its revision, and what each field showed. When the row has
moved on since, what the editor did not touch takes the stored value; where that leaves something of the
editor's own, the save is refused with both versions shown, and a second save confirms. A row that is gone
is offered as a new one (`salaries/admin/formsets.py` for rows under another).
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone

from salaries.admin.authors import who

SALT = "salaries.admin.base"
REVISION, BASE = "revision_seen", "base_seen"
WHY = "why"
DELETE = "DELETE"
CONFIRM = (
    "Nothing of yours is saved yet. Your own values stand in the form, the others are as stored now: "
    "look at both and save again."
)
ANEW = "Nothing of yours is saved yet. Your own values stand in the form: save again to make it anew."


@dataclass(frozen=True)
class Clash:
    """One field that somebody else or the editor changed: as the editor saw it, as stored now, as typed."""

    label: str
    seen: str
    stored: str
    typed: str


@dataclass(frozen=True)
class Base:
    """The row as a form showed it, signed and sent along with the form."""

    pk: str = ""
    name: str = ""
    opened: datetime | None = None
    shown: dict[str, str] = field(default_factory=dict)

    def signed(self) -> str:
        opened = self.opened.isoformat() if self.opened else ""
        return signing.dumps([self.pk, self.name, opened, self.shown], salt=SALT, compress=True)

    @classmethod
    def read(cls, text: str) -> Self:
        """What `signed` gave; an empty one for anything else, so that every field counts as typed."""
        try:
            pk, name, opened, shown = signing.loads(text, salt=SALT)
        except signing.BadSignature:
            return cls()
        return cls(pk, name, datetime.fromisoformat(opened) if opened else None, shown)


class KnownSelect(AutocompleteSelect):
    """A select that asks the database for the one row that it shows only where the form has none at hand."""

    known: dict[str, Any] = {}

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        chosen = [one for one in value if str(one).isdigit() or one in ("", None)]
        rows = [self.known.get(str(one)) for one in chosen if one]
        if any(row is None for row in rows):
            return super().optgroups(name, chosen, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [
            (None, [*empty, *(self.create_option(name, row.pk, str(row), True, 1) for row in rows if row)], 0)
        ]


class RevisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of a row that notices changes made since it was opened."""

    data: Any

    revision_seen = forms.CharField(required=False, widget=forms.HiddenInput)
    base_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    clashes: tuple[Clash, ...] = ()
    conflict = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            if self.is_bound and self.data.get(self.add_prefix(REVISION)):
                self._meet_nothing()
            return
        self._know_relations()
        shown = self._shown()
        self.fields[REVISION].initial = self._revision(shown)
        self.fields[BASE].initial = self._base(shown).signed()
        if self.is_bound:
            self._meet_stored(shown)

    def _know_relations(self) -> None:
        for name, one in self.fields.items():
            select = getattr(one.widget, "widget", one.widget)
            if isinstance(select, KnownSelect) and self.instance._meta.get_field(name).is_cached(
                self.instance
            ):
                row = getattr(self.instance, name)
                select.known = {str(row.pk): row} if row else {}

    def _own_fields(self) -> list[str]:
        apart = (REVISION, BASE, DELETE, WHY)
        return [name for name, one in self.fields.items() if name not in apart and not one.disabled]

    def _shown(self) -> dict[str, str]:
        """What each field shows of the stored row, as a browser would send it back untouched."""
        return {
            name: _text(self.fields[name], self.get_initial_for_field(self.fields[name], name))
            for name in self._own_fields()
        }

    def _revision(self, shown: dict[str, str]) -> str:
        """The row's own count of edits; for rows that have none, a digest of what they show."""
        if hasattr(self.instance, "revision"):
            return str(self.instance.revision)
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]

    def _base(self, shown: dict[str, str]) -> Base:
        return Base(str(self.instance.pk), str(self.instance), timezone.now(), shown)

    def _meet_nothing(self) -> None:
        """The row is gone: say so, and offer what was typed as a new one."""
        base = Base.read(self.data.get(self.add_prefix(BASE), ""))
        self.data = self.data.copy()
        for name in (REVISION, BASE):
            self.data[self.add_prefix(name)] = ""
        happened = who("deleted", self.instance, base.pk, base.name or "This row", base.opened)
        self.conflict = f"{happened} {ANEW}"

    def _meet_stored(self, stored: dict[str, str]) -> None:
        """Where the row has moved on: take over what the editor left alone, and note what differs."""
        revision = self._revision(stored)
        if self.data.get(self.add_prefix(REVISION), "") == revision:
            return
        base = Base.read(self.data.get(self.add_prefix(BASE), ""))
        typed = {name: self._typed(name) for name in stored}
        touched = [name for name in stored if typed[name] != base.shown.get(name, "") and self._differs(name)]
        deleting = bool(self.data.get(self.add_prefix(DELETE)))
        if touched or deleting:
            self.clashes = tuple(self._clashes(base.shown, stored, typed, touched))
            row = self.instance
            self.conflict = f"{who('changed', row, row.pk, str(row), base.opened)} {CONFIRM}"
        self.data = self.data.copy()
        for name in stored:
            if name not in touched:
                self._put(name, stored[name])
        self.data[self.add_prefix(REVISION)] = revision
        self.data[self.add_prefix(BASE)] = self._base(stored).signed()

    def _clashes(
        self, seen: dict[str, str], stored: dict[str, str], typed: dict[str, str], touched: list[str]
    ) -> Iterable[Clash]:
        for name in stored:
            was, now = seen.get(name, ""), stored[name]
            if name in touched or was != now:
                yours = self._words(name, typed[name]) if name in touched else "not changed by you"
                label = str(self.fields[name].label or name)
                yield Clash(label, self._words(name, was), self._words(name, now), yours)

    def _raw(self, name: str) -> Any:
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def _typed(self, name: str) -> str:
        if _is_several(self.fields[name]):
            return _together(self._raw(name))
        return flat("on" if self._raw(name) else "") if self._is_box(name) else flat(self._raw(name))

    def _is_box(self, name: str) -> bool:
        return isinstance(self.fields[name], forms.BooleanField)

    def _differs(self, name: str) -> bool:
        """Whether what was typed means something else than what is stored: `51,000` is `51000`."""
        one = self.fields[name]
        return bool(one.has_changed(self.get_initial_for_field(one, name), self._raw(name)))

    def _put(self, name: str, text: str) -> None:
        if _is_several(self.fields[name]):
            self.data.setlist(self.add_prefix(name), text.split(",") if text else [])
        elif self._is_box(name) and not text:
            self.data.pop(self.add_prefix(name), None)
        else:
            self.data[self.add_prefix(name)] = text

    def _words(self, name: str, text: str) -> str:
        """The value as an editor reads it: a related row by its name, a choice by its words."""
        one: Any = self.fields[name]
        if _is_several(one) and text:
            return ", ".join(str(row) for row in one.queryset.filter(pk__in=_numbers(text))) or text
        if isinstance(one, forms.ModelChoiceField) and text.isdigit() and one.queryset is not None:
            return str(one.queryset.filter(pk=text).first() or text)
        if isinstance(one, forms.ChoiceField) and not isinstance(one, forms.ModelChoiceField):
            choices: Any = one.choices
            text = str({str(value): words for value, words in choices}.get(text, text)) if text else text
        return text or "(empty)"

    @property
    def changed_data(self) -> list[str]:
        """What the editor changed; the remembered values and the reason are no part of the row."""
        return [name for name in super().changed_data if name not in (REVISION, BASE, WHY)]

    def full_clean(self) -> None:
        super().full_clean()
        if self.conflict:
            self.add_error(None, ValidationError(self.conflict, code="conflict"))


def _is_several(one: forms.Field) -> bool:
    """Whether any number of rows may be chosen in a field, such as the groups of an account."""
    return isinstance(one, forms.ModelMultipleChoiceField)


def _together(values: Any) -> str:
    """Chosen rows by their numbers, the order of which means nothing: 3,17,4 is 17,3,4."""
    return ",".join(sorted({flat(value) for value in values or ()} - {""}))


def _numbers(text: str) -> list[str]:
    return [one for one in text.split(",") if one.isdecimal()]


def _text(one: forms.Field, value: Any) -> str:
    if _is_several(one):
        return _together(one.prepare_value(value))
    if isinstance(one, forms.BooleanField):
        return "on" if value else ""
    shown = one.prepare_value(value)
    shown = one.widget.format_value(shown) if hasattr(one.widget, "format_value") else shown
    if isinstance(shown, list | tuple):
        return flat(shown[0]) if shown else ""
    return flat(shown)


def flat(value: Any) -> str:
    """A value as text. Browsers send line breaks as two signs, and blanks at the ends mean nothing."""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def conflicts(forms_: Iterable[Any]) -> list[RevisionForm]:
    """The forms that were refused because their row had moved on."""
    return [one for one in forms_ if isinstance(one, RevisionForm) and one.conflict]
