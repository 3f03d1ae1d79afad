"""Rows edited under another, while somebody else adds, changes or deletes some of them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from salaries.admin.concurrency import BASE, DELETE, REVISION, Base, flat


class RevisionFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows still there are met one by one; one that is gone is offered anew where the editor had changed it."""

    data: Any
    model: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            return
        if self.instance.pk is None:
            self._make_all_new()
        else:
            self._meet_rows()

    def _make_all_new(self) -> None:
        """The row that these stood under is gone, or was never there: so they are new, whatever they were."""
        self.data = self.data.copy()
        self.data[f"{self.prefix}-INITIAL_FORMS"] = "0"
        for index in range(self.total_form_count()):
            for name in (self._pk_name, self.fk.name, REVISION, BASE):
                self.data[f"{self.add_prefix(index)}-{name}"] = ""
        self.__dict__.pop("management_form", None)

    def _meet_rows(self) -> None:
        """Order what was sent as the rows now are: those still there, those gone, those new."""
        total, initial = self.total_form_count(), self.initial_form_count()
        sent = {self.data.get(f"{self.add_prefix(i)}-{self._pk_name}", ""): i for i in range(initial)}
        rows = {str(row.pk): row for row in self.get_queryset()}
        kept = [sent[pk] for pk in rows if pk in sent]
        self._queryset = [row for pk, row in rows.items() if pk in sent]
        gone = [i for pk, i in sent.items() if pk not in rows and self._was_changed(i)]
        order = [*kept, *gone, *range(initial, total)]
        if order != list(range(total)) or len(kept) != initial:
            self._reorder(order, len(kept), total)

    @property
    def _pk_name(self) -> str:
        return str(self.model._meta.pk.name)

    def _was_changed(self, index: int) -> bool:
        """Whether the editor had changed a row that is gone now, other than by deleting it too."""
        prefix = self.add_prefix(index)
        if self.data.get(f"{prefix}-{DELETE}"):
            return False
        base = Base.read(self.data.get(f"{prefix}-{BASE}", ""))
        return any(flat(self.data.get(f"{prefix}-{name}")) != text for name, text in base.shown.items())

    def add_fields(self, form: Any, index: int | None) -> None:
        """The heading of a column is not the label of the fields below it: each carries its own."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            if not field.widget.is_hidden:
                field.widget.attrs["aria-label"] = str(field.label or name)

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        if i >= self.initial_form_count():
            kwargs.setdefault("instance", self.model(**{self.fk.attname: self.instance.pk}))
        return super()._construct_form(i, **kwargs)  # type: ignore[misc]

    def _reorder(self, order: list[int], kept: int, total: int) -> None:
        data = self.data.copy()
        for index in range(total):
            for key in [key for key in data if key.startswith(f"{self.add_prefix(index)}-")]:
                del data[key]
        for new, old in enumerate(order):
            start = f"{self.add_prefix(old)}-"
            for key in [key for key in self.data if key.startswith(start)]:
                data[f"{self.add_prefix(new)}-{key.removeprefix(start)}"] = self.data[key]
            if new >= kept:
                data[f"{self.add_prefix(new)}-{self._pk_name}"] = ""
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(order))
        data[f"{self.prefix}-INITIAL_FORMS"] = str(kept)
        self.data = data
        self.__dict__.pop("management_form", None)

    def clean(self) -> None:
        rows: list[Any] = self.forms
        if any(row.conflict and row.cleaned_data.get(DELETE) for row in rows):
            raise ValidationError(
                "A row that you delete has been changed meanwhile: save again to delete it."
            )
        super().clean()
