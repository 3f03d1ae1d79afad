"""The second save does not undo the first.

A form remembers the revision of the row that it was opened with, and what it showed. When the row has
moved on since, what the editor did not touch takes the stored value; where that leaves something of the
editor's own, the save is refused with both versions shown, and a second save confirms.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

SALT = "salaries.admin.base"
REVISION, BASE = "revision_seen", "base_seen"


@dataclass(frozen=True)
class Clash:
    """One field that both changed: as the editor saw it, as it is stored now, as the editor typed it."""

    label: str
    seen: str
    stored: str
    typed: str


class RevisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of an `Edited` row that notices changes made since it was opened."""

    revision_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    base_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    clashes: tuple[Clash, ...] = ()
    conflict = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        self.fields[REVISION].initial = self.instance.revision
        self.fields[BASE].initial = signing.dumps(self._shown(), salt=SALT)
        if self.is_bound:
            self._meet_stored()

    def _own_fields(self) -> list[str]:
        return [name for name in self.fields if name not in (REVISION, BASE, "DELETE")]

    def _shown(self) -> dict[str, str]:
        """What each field shows of the stored row, as a browser would send it back untouched."""
        return {
            name: _text(self, name, self.get_initial_for_field(self.fields[name], name))
            for name in self._own_fields()
        }

    def _meet_stored(self) -> None:
        """Where the row has moved on: take over what the editor left alone, and note what both changed."""
        seen = self.data.get(self.add_prefix(REVISION), "")
        if str(seen) == str(self.instance.revision):
            return
        try:
            base = cast(dict[str, str], signing.loads(self.data.get(self.add_prefix(BASE), ""), salt=SALT))
        except signing.BadSignature:
            base = {}
        data = cast(QueryDict, self.data).copy()
        stored, clashes = self._shown(), []
        for name in self._own_fields():
            typed = _typed(self, name)
            if typed == base.get(name, ""):
                _put(self, data, name, stored[name])
            elif typed != stored[name] and self._differs(name):
                clashes.append(
                    Clash(
                        str(self.fields[name].label or name),
                        *(_words(self, name, text) for text in (base.get(name, ""), stored[name], typed)),
                    )
                )
        data[self.add_prefix(REVISION)] = str(self.instance.revision)
        data[self.add_prefix(BASE)] = signing.dumps(stored, salt=SALT)
        self.data = data
        if clashes:
            self.clashes = tuple(clashes)
            self.conflict = f"{last_change(self.instance)} Nothing of yours is saved yet."

    def _differs(self, name: str) -> bool:
        """Whether what was typed means something else than what is stored: `51,000` is `51000`."""
        field = self.fields[name]
        typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return bool(field.has_changed(self.get_initial_for_field(field, name), typed))

    @property
    def changed_data(self) -> list[str]:
        """What the editor changed; the two remembered values are no part of the row."""
        return [name for name in super().changed_data if name not in (REVISION, BASE)]

    def full_clean(self) -> None:
        super().full_clean()
        if self.conflict:
            self.add_error(
                None,
                ValidationError(
                    f"{self.conflict} Your own values stand in the form, the others are as stored now: "
                    "look at both and save again.",
                    code="conflict",
                ),
            )


def _text(form: forms.ModelForm, name: str, value: Any) -> str:  # type: ignore[type-arg]
    field = form.fields[name]
    shown = (
        field.widget.format_value(field.prepare_value(value))
        if hasattr(field.widget, "format_value")
        else value
    )
    if isinstance(field, forms.BooleanField):
        return "on" if value else ""
    if isinstance(shown, list | tuple):
        return json.dumps([str(one) for one in shown]) if len(shown) > 1 else str(shown[0]) if shown else ""
    return "" if shown is None else str(shown)


def _typed(form: forms.ModelForm, name: str) -> str:  # type: ignore[type-arg]
    field, key = form.fields[name], form.add_prefix(name)
    value = field.widget.value_from_datadict(form.data, form.files, key)
    if isinstance(field, forms.BooleanField):
        return "on" if value else ""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _put(form: forms.ModelForm, data: Any, name: str, text: str) -> None:  # type: ignore[type-arg]
    key = form.add_prefix(name)
    if isinstance(form.fields[name], forms.BooleanField) and not text:
        data.pop(key, None)
    else:
        data[key] = text


def _words(form: forms.ModelForm, name: str, text: str) -> str:  # type: ignore[type-arg]
    """The value as an editor reads it: a related row by its name."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField) and text:
        row = (
            field.queryset.filter(pk=text).first() if text.isdigit() and field.queryset is not None else None
        )
        return str(row) if row else text
    return text or "(empty)"


def last_change(row: models.Model) -> str:
    """Who changed the row last, when, and what, as the admin's own log has it."""
    entry = (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(type(row)), object_id=str(row.pk)
        )
        .select_related("user")
        .order_by("-action_time", "-pk")
        .first()
    )
    if entry is None:
        return f"“{row}” has been changed since you opened it, by an import, a command or another page."
    what = entry.get_change_message().rstrip(".")
    return (
        f"{entry.user.get_username()} changed “{row}” on {entry.action_time:%-d %B %Y at %H:%M} UTC"
        f"{f' ({what})' if what else ''}."
    )


def conflicts(forms_: Iterable[Any]) -> list[RevisionForm]:
    """The forms that were refused because their row had moved on."""
    return [form for form in forms_ if isinstance(form, RevisionForm) and form.conflict]
