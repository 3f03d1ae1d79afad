"""The history of a row: every change by hand, two versions side by side, and the way back to one."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from salaries.admin.entries import Change, Names, differences, lines, of_batch, of_row, shown_fields, tracked
from salaries.admin.versions import name_version
from salaries.models import ReleasePart, data_change
from salaries.models.trail import columns_of, entries, has_history, say_why

ENTRIES_A_PAGE = 50
NOT_PUT_BACK = {ReleasePart: {"state"}}
"""Fields that have a way of their own: a part is published and withdrawn by its switch."""
MOVED_ON = (
    "It has been changed since you looked. Nothing is put back yet: look at the differences as they are now, "
    "then press the button again."
)
SAME = "It says that already: there is nothing to put back."


class RevertForm(forms.Form):
    """Why a row is put back, and how it stood when that was decided."""

    note = forms.CharField(
        label="Why",
        max_length=120,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 70}),
        help_text="Kept in the history; where public figures change, readers see it.",
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class HistoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Mixed into what people edit: the pages of its history."""

    def get_urls(self) -> list[Any]:
        if not has_history(self.model):
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_revert"
        view = self.admin_site.admin_view(self.revert_view)
        return [path("<path:object_id>/history/<int:entry_id>/", view, name=name), *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Every change by hand, newest first; two chosen ones side by side. A row that is gone has one too."""
        if not has_history(self.model):
            return super().history_view(request, object_id, extra_context)
        row, named = self._row_then(request, object_id)
        if named is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        page = Paginator(of_row(self.model, named.pk), ENTRIES_A_PAGE).get_page(request.GET.get("p"))
        compared, refused = self._compared(request, named.pk)
        told = lines([(name, pk) for name, pk, _ in page.object_list], self.model)
        newest = [str(line.pk) for line in told if line.own][1::-1]
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {named}",
            "subtitle": None,
            "opts": self.opts,
            "object": named,
            "is_there": row is not None,
            "page": page,
            "lines": told,
            # Offered: what the newest entry changed.
            "chosen": [request.GET.get(name) or at for name, at in zip(("one", "two"), newest, strict=False)],
            "compared": compared,
            "refused": refused,
            "may_put_back": self._may_put_back(request, row),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/history.html", context)

    def _row_then(self, request: HttpRequest, object_id: str) -> tuple[Any, Any]:
        """The row, None where it is gone; and the row as it is or last was, None where it never was."""
        row: Any = self.get_object(request, unquote(object_id))
        if row is not None:
            return row, row
        text = unquote(object_id)
        last = entries(self.model).filter(id=int(text)).first() if text.isdecimal() else None
        return None, Names([(self.model, last)]).row_of(self.model, last) if last else None

    def _may_put_back(self, request: HttpRequest, row: Any) -> bool:
        """Whether somebody may put the row back, or bring one back that is gone."""
        return self.has_add_permission(request) if row is None else self.has_change_permission(request, row)

    def _compared(self, request: HttpRequest, pk: Any) -> tuple[dict[str, Any] | None, str]:
        """The two versions that were chosen, the earlier first; or why they cannot be compared."""
        chosen = [request.GET.get(name, "") for name in ("one", "two")]
        if not any(chosen):
            return None, ""
        numbers = sorted({int(text) for text in chosen if text.isdecimal()})
        found = list(entries(self.model).filter(id=pk, pk__in=numbers).order_by("pk"))
        if len(found) != 2:
            return None, "Choose two different entries to compare."
        names = Names((self.model, one) for one in found)
        changes = differences(self.model, found[0], found[1], names)
        return {"before": found[0].history_date, "after": found[1].history_date, "changes": changes}, ""

    def revert_view(self, request: HttpRequest, object_id: str, entry_id: int) -> HttpResponse:
        """GET what putting the row back would change, POST to do it."""
        if request.method != "POST":
            return self._revert(request, object_id, entry_id)
        with data_change(f"{self.opts.verbose_name} put back"):
            return self._revert(request, object_id, entry_id)

    def _revert(self, request: HttpRequest, object_id: str, entry_id: int) -> HttpResponse:
        entry = entries(self.model).filter(id=_number(object_id), pk=entry_id).first()
        if entry is None:
            raise Http404
        rows: models.QuerySet[Any] = self.model._default_manager.filter(pk=entry.id).order_by()
        row = (rows.select_for_update(of=("self",)) if request.method == "POST" else rows).first()
        if not self._may_put_back(request, row):
            raise PermissionDenied
        names = Names((self.model, one) for one in (entry, row) if one is not None)
        changes = differences(self.model, row, self._target(row, entry, names), names)
        form = RevertForm(request.POST or None)
        status = 200
        if request.method == "POST":
            status = self._put_back(request, form, row, entry, names) if changes else 400
            if status == 302:
                return HttpResponseRedirect(
                    reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[entry.id])
                )
        return self._revert_page(request, form, entry, row, changes, names, status)

    def _revert_page(
        self, request: HttpRequest, form: RevertForm, entry: Any, row: Any, changes: tuple[Change, ...],
        names: Names, status: int,
    ) -> HttpResponse:  # fmt: skip
        named = row or names.row_of(self.model, entry)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Put back: {named}",
            "opts": self.opts,
            "object": named,
            "is_there": row is not None,
            "entry": entry,
            "changes": changes,
            "same": SAME,
            "form": form,
            "seen": _digest(row),
        }
        return TemplateResponse(request, "admin/revert.html", context, status=status)

    def _target(self, row: Any, entry: Any, names: Names) -> Any:
        """The row as it would be: as the entry says, but for what has a way of its own."""
        target = names.row_of(self.model, entry)
        for name in NOT_PUT_BACK.get(self.model, ()):
            setattr(
                target, name, getattr(row, name) if row else self.model._meta.get_field(name).get_default()
            )
        return target

    def _put_back(self, request: HttpRequest, form: RevertForm, row: Any, entry: Any, names: Names) -> int:
        """Do it, or leave in the form why not. Gives the status of the answer."""
        if not form.is_valid():
            return 400
        if form.cleaned_data["seen"] != _digest(row):
            form.add_error(None, MOVED_ON)
            return 409
        target = self._target(row, entry, names)
        fresh = row or self.model(pk=entry.id)
        for column in shown_fields(self.model):
            setattr(fresh, column.attname, getattr(target, column.attname))
        try:
            fresh.full_clean()
        except ValidationError as error:
            form.add_error(None, error.messages)
            return 400
        if not self._may_put_back(request, fresh):
            raise PermissionDenied
        note = form.cleaned_data["note"]
        say_why(f"Put back as on {entry.history_date:%-d %B %Y at %H:%M} UTC: {note}")
        fresh.save(force_insert=row is None)
        self.log_change(request, fresh, f"Put back as on {entry.history_date:%-d %B %Y at %H:%M} UTC. {note}")
        name_version(f"{self.opts.verbose_name} “{fresh}” put back", note)
        self.message_user(request, f"“{fresh}” is put back.", messages.SUCCESS)
        return 302


def _number(object_id: str) -> int:
    text = unquote(object_id)
    return int(text) if text.isdecimal() else 0


def _digest(row: Any) -> str:
    """How a row stands, in a few letters."""
    if row is None:
        return "gone"
    stood = repr([getattr(row, column) for column in columns_of(type(row))])
    return sha256(stood.encode()).hexdigest()[:16]


class BatchAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Mixed into the list of data versions: what was changed together, on a page of its own."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.batch_view)
        return [path("batch/<uuid:batch>/", view, name="salaries_batch"), *super().get_urls()]

    def batch_view(self, request: HttpRequest, batch: UUID) -> HttpResponse:
        """Every entry of a batch that this editor may see."""
        seen = [
            model
            for model in tracked().values()
            if request.user.has_perm(f"salaries.view_{model._meta.model_name}")
        ]
        if not seen:
            raise PermissionDenied
        page = Paginator(of_batch(batch, seen), ENTRIES_A_PAGE).get_page(request.GET.get("p"))
        if not page.paginator.count:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": "Changed together",
            "opts": self.opts,
            "page": page,
            "lines": lines([(name, pk) for name, pk, _ in page.object_list]),
        }
        return TemplateResponse(request, "admin/batch.html", context)
