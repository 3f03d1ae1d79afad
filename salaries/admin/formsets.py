"""Rows edited under another, while somebody else adds, changes or deletes some of them."""

from typing import Any

from django import forms

from salaries.admin.concurrency import BASE, DELETE, REVISION, Base, RevisionForm, flat


class RevisionFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows still there are met one by one; one that is gone is offered anew where the editor had changed it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self._meet_rows()

    def _meet_rows(self) -> None:
        """Order what was sent as the rows now are: those still there, those gone, those new."""
        total, initial = self.total_form_count(), self.initial_form_count()
        sent = {self.data.get(f"{self.add_prefix(i)}-{self._pk_name}", ""): i for i in range(initial)}
        rows = {str(row.pk): row for row in self.get_queryset()}
        kept = [sent[pk] for pk in rows if pk in sent]
        self._queryset = [row for pk, row in rows.items() if pk in sent]
        gone = [i for pk, i in sent.items() if pk not in rows and self._was_changed(i)]
        order = [*kept, *gone, *range(initial, total)]
        if order != list(range(total)):
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

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        if i >= self.initial_form_count():
            kwargs.setdefault("instance", self.model(**{self.fk.attname: self.instance.pk}))
        return super()._construct_form(i, **kwargs)

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

    def _should_delete_form(self, form: Any) -> Any:
        """A row that somebody else changed meanwhile is deleted only once the editor has seen the change."""
        if isinstance(form, RevisionForm) and form.conflict:
            return False
        return super()._should_delete_form(form)


def as_new(data: Any) -> Any:
    """What was sent for a row that is gone, as for a new one: the rows under it are new too."""
    data = data.copy()
    prefixes = [key.removesuffix("-INITIAL_FORMS") for key in data if key.endswith("-INITIAL_FORMS")]
    for prefix in prefixes:
        data[f"{prefix}-INITIAL_FORMS"] = "0"
    for key in list(data):
        prefix, _, name = key.rpartition("-")
        if name in ("id", REVISION, BASE) and any(prefix.startswith(f"{one}-") for one in prefixes):
            data[key] = ""
    return data
