"""Retiring, bringing back and merging on pages of their own: what happens is seen first, and wants a reason."""

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from salaries.admin.base import EditedAdmin
from salaries.models import Figure
from salaries.models.merging import Merge, merge, merge_of
from salaries.models.retiring import bring_back, comparisons_of, figures_of, model_of, obstacles, retire
from salaries.models.trail import say_why
from salaries.pages.misspelt import near_held
from salaries.pay.money import format_money
from salaries.pay.words import counted, listed

MOST_OFFERED = 200
MOST_TWICE = 100
MOVED_ON = (
    "Something of this has changed since you looked. Nothing is done yet: look again, then press the button."
)
WAYS = {"role": "role", "experiencelevel": "level", "location": "location", "factoroption": "option"}
"""What addresses call a noun, by the name of its model."""


class WhyForm(forms.Form):
    """Why it is done, and what was on the page when the button was pressed."""

    note = forms.CharField(
        label="Why",
        max_length=100,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 70}),
        help_text="Kept in the history and shown to readers.",
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class MergeForm(WhyForm):
    """The same; and where both have a figure of the same cell, that the one which stays public is right."""

    into = forms.CharField(widget=forms.HiddenInput)
    keep = forms.BooleanField(required=False)

    def __init__(self, *args: Any, has_twice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].required = has_twice
        self.fields["keep"].error_messages["required"] = "Say that the figures which stay are the right ones."


class RetiredFilter(admin.SimpleListFilter):
    """Rows that the public sees, or those that are retired."""

    title = "whether it is retired"
    parameter_name = "retired"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "Shown to readers"), ("yes", "Retired")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("no", "yes"):
            return queryset
        return queryset.filter(retired_in__isnull=self.value() == "no")


def _twice(figure: Figure, stays: Figure) -> dict[str, Any]:
    """Two figures of one cell: what stays public, and what is kept unseen."""
    return {
        "release": figure.release,
        "figure": figure,
        "says": _said(figure),
        "stays": stays,
        "stays_says": _said(stays),
    }


def _said(figure: Figure) -> str:
    """What a figure says first: “median $50,000, mean $52,000”."""
    given = [(name, getattr(figure, name)) for name in ("median", "mean")]
    words = [
        f"{name} {format_money(value, figure.currency, figure.pay_period)}" for name, value in given if value
    ]
    return ", ".join(words) or "no number"


class RetiringAdmin(EditedAdmin):
    """Mixed into the nouns that figures are of."""

    change_form_template = "admin/salaries/retiring/change_form.html"

    def has_retire_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may retire, bring back and merge."""
        return bool(request.user.has_perm(f"salaries.retire_{self.opts.model_name}"))

    def get_urls(self) -> list[Any]:
        name, view = f"salaries_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path("<path:object_id>/retire/", view(self.retire_view), name=f"{name}_retire"),
            path("<path:object_id>/merge/", view(self.merge_view), name=f"{name}_merge"),
            *super().get_urls(),
        ]

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [*super().get_list_filter(request), RetiredFilter]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """What is retired is not offered where a form asks for one."""
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.filter(retired_in__isnull=True)
        return super().get_search_results(request, queryset, search_term)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_retire"] = self.has_retire_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def render_delete_form(self, request: HttpRequest, context: Any) -> HttpResponse:
        context["may_retire"] = self.has_retire_permission(request)
        return super().render_delete_form(request, context)

    def _row(self, request: HttpRequest, object_id: str) -> Any:
        """The row, None where there is none. Raises `PermissionDenied`."""
        if not self.has_retire_permission(request):
            raise PermissionDenied
        return self.get_object(request, unquote(object_id))

    def retire_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET what retiring the row, or bringing it back, does; POST to do it."""
        row = self._row(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]
        found = [] if row.is_retired else obstacles(row)
        form = WhyForm(request.POST or None)
        status = 200
        if request.method == "POST":
            status = self._retired(request, row, form, found)
            if status == 302:
                return self._back_to(row)
        context = {
            "title": f"{'Bring back' if row.is_retired else 'Retire'} {row}",
            "form": form,
            "seen": self._seen(row),
            "obstacles": found,
            "figures": counted(figures_of(row).count(), "figure"),
            "comparisons": list(comparisons_of(row)),
        }
        return self._page(request, row, "admin/salaries/retiring/retire.html", context, status)

    def _retired(self, request: HttpRequest, row: Any, form: WhyForm, found: list[str]) -> int:
        """Do it, or leave in the form why not. Gives the status of the answer."""
        if found or not form.is_valid():
            return 400
        if form.cleaned_data["seen"] != self._seen(row):
            form.add_error(None, MOVED_ON)
            return 409
        why = form.cleaned_data["note"]
        say_why(why)
        was_retired = row.is_retired
        try:
            bring_back(row, why) if was_retired else retire(row, why)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return 409
        done = "brought back" if was_retired else "retired"
        self.log_change(request, row, f"{done.capitalize()}. {why}")
        self.message_user(request, f"“{row}” is {done}.", messages.SUCCESS)
        return 302

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET the choice of what stays, then what would move; POST to do it."""
        row = self._row(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]
        asked = str((request.POST or request.GET).get("into", "")).strip()
        into, refused = self._other(asked)
        told = merge_of(row, into) if into is not None else None
        form = MergeForm(request.POST or None, has_twice=bool(told and told.twice))
        status = 400 if refused or (told and told.obstacles) else 200
        if request.method == "POST" and told and not told.obstacles:
            status = self._merged(request, told, form)
            if status == 302:
                return self._back_to(told.into)
        return self._page(
            request,
            row,
            "admin/salaries/retiring/merge.html",
            self._merge_context(row, asked, refused, told, form),
            status,
        )

    def _merge_context(
        self, row: Any, asked: str, refused: str, told: Merge | None, form: MergeForm
    ) -> dict[str, Any]:
        rows = model_of(row).live().exclude(pk=row.pk).order_by("name")  # type: ignore[attr-defined]
        return {
            "title": f"Merge {row}",
            "form": form,
            "asked": asked,
            "refused": refused,
            "offered": list(rows[:MOST_OFFERED]),
            "told": told,
            "moving": listed(list(told.counted)) if told else "",
            "twice": [_twice(*pair) for pair in told.twice[:MOST_TWICE]] if told else [],
            "more": max(0, len(told.twice) - MOST_TWICE) if told else 0,
            "seen": self._seen_merge(told) if told else "",
        }

    def _other(self, asked: str) -> tuple[Any, str]:
        """The row that a slug or a name means; or why there is none."""
        if not asked:
            return None, ""
        rows: QuerySet[Any] = self.model._default_manager.all()
        found = rows.filter(slug=asked).first() or rows.filter(name__iexact=asked).order_by("pk").first()
        if found is not None:
            return found, ""
        near, _ = near_held(WAYS[str(self.opts.model_name)], asked.lower())
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        return None, f"There is no {self.opts.verbose_name} “{asked}”.{hint}"

    def _merged(self, request: HttpRequest, told: Merge, form: MergeForm) -> int:
        if not form.is_valid():
            return 400
        if form.cleaned_data["seen"] != self._seen_merge(told):
            form.add_error(None, MOVED_ON)
            return 409
        row, into, why = told.row, told.into, form.cleaned_data["note"]
        say_why(why)
        try:
            merge(row, into, why)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return 409
        self.log_change(request, row, f"Merged into “{into}”. {why}")
        self.log_change(request, into, f"“{row}” merged into it. {why}")
        self.message_user(request, f"“{row}” is merged into “{into}”.", messages.SUCCESS)
        return 302

    def _seen(self, row: Any) -> str:
        """How the row and its figures stand, in a few letters."""
        return f"{row.revision}.{figures_of(row).count()}"

    def _seen_merge(self, told: Merge) -> str:
        stood = [told.row.revision, told.into.revision, *told.counted, told.lost]
        stood += [(one.pk, one.revision, other.pk, other.revision) for one, other in told.twice]
        return sha256(repr(stood).encode()).hexdigest()[:16]

    def _back_to(self, row: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:salaries_{self.opts.model_name}_change", args=[row.pk]))

    def _page(
        self, request: HttpRequest, row: Any, template: str, context: dict[str, Any], status: int
    ) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "original": row}
        return TemplateResponse(request, template, {**shared, **context}, status=status)
