"""Publishing a part on a page of its own: what changes for readers is seen before it does."""

from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from salaries.admin.base import EditedAdmin
from salaries.admin.drafts import DraftsFirst
from salaries.admin.previews import preview_url
from salaries.admin.versions import name_version
from salaries.imports.differences import LARGE, Difference, difference, in_words
from salaries.models import ReleasePart
from salaries.pay.words import counted

MOST_MOVES = 100
"""Moves that the page lists, the largest first."""
CHANGED_MEANWHILE = "What this part changes is not what it was when you looked. Look again, then publish."
BY_TWO = (
    "A part is published by somebody else than who sent it to review. Set its state to “in review”, and ask a "
    "colleague to publish it."
)


class PublishForm(forms.Form):
    """The note of who publishes, and what was on the page when the button was pressed."""

    note = forms.CharField(
        label="Note",
        required=False,
        max_length=120,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 70}),
        help_text="Kept with the data version and shown to readers. "
        "Needed where a figure moves by more than 20\N{NO-BREAK SPACE}%.",
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class SwitchForm(ActionForm):
    """What to do with the chosen parts, and why."""

    why = forms.CharField(label="Why:", required=False, max_length=120, help_text="Shown to readers.")


def refusal(part: ReleasePart, user: Any) -> str:
    """Why this person cannot publish the part as it is; empty where they can."""
    if part.state == ReleasePart.State.PUBLISHED:
        return f"{part} is published already."
    if not part.figures.exists() and not part.changes.exists():
        return f"{part}: A part without figures cannot be published."
    reviewed = part.state == ReleasePart.State.IN_REVIEW and part.submitted_by_id not in (None, user.pk)
    return "" if reviewed or not settings.PUBLISH_BY_TWO else BY_TWO


def needs_note(found: Difference) -> str:
    """Why a note is needed; empty where it is not."""
    if not found.large:
        return ""
    one = found.large == 1
    moves = f"{counted(found.large, 'figure')} {'moves' if one else 'move'} by more than {LARGE} %"
    return f"{moves}: say why, for those who read of it later."


def digest(found: Difference) -> str:
    """What was seen, in a few letters."""
    return sha256(repr((found.moves, found.same)).encode()).hexdigest()[:16]


class PublishingAdmin(DraftsFirst, EditedAdmin):
    """Publishing and withdrawing parts, for who may."""

    change_form_template = "admin/salaries/releasepart/change_form.html"
    actions: Any = ("publish", "withdraw")
    action_form = SwitchForm

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may publish and withdraw."""
        return bool(request.user.has_perm("salaries.publish_releasepart"))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.publish_view)
        return [
            path("<path:object_id>/publish/", view, name="salaries_releasepart_publish"),
            *super().get_urls(),
        ]

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET what publishing would change, POST to do it."""
        part = self.get_object(request, unquote(object_id))
        if part is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]
        if not self.has_publish_permission(request):
            raise PermissionDenied
        found, why = difference(part), refusal(part, request.user)
        form = PublishForm(request.POST or None, initial={"seen": digest(found)})
        if request.method == "POST" and not why and self._published(request, part, found, form):
            return HttpResponseRedirect(reverse("admin:salaries_releasepart_changelist"))
        lines = [*in_words(found.moves[:MOST_MOVES])]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Publish {part}",
            "opts": self.opts,
            "original": part,
            "found": found,
            "corrects": found.before == part.release,
            "lines": lines,
            "more": len(found.moves) - len(lines),
            "why": why,
            "preview_url": preview_url(part),
            "needs_note": needs_note(found),
            "form": form,
            "seen": digest(found),
        }
        return TemplateResponse(
            request,
            "admin/salaries/releasepart/publish.html",
            context,
            status=400 if request.method == "POST" else 200,
        )

    def _published(
        self, request: HttpRequest, part: ReleasePart, found: Difference, form: PublishForm
    ) -> bool:
        """Publish, or leave in the form why not."""
        if not form.is_valid():
            return False
        note = form.cleaned_data["note"]
        if form.cleaned_data["seen"] != digest(found):
            form.add_error(None, CHANGED_MEANWHILE)
        elif not note and (needed := needs_note(found)):
            form.add_error("note", needed)
        else:
            return self._try(request, part, note, form)
        return False

    def _try(self, request: HttpRequest, part: ReleasePart, note: str, form: PublishForm) -> bool:
        try:
            part.publish(f"{part.release} published: {note}" if note else "", note)
        except ValidationError as refused:
            form.add_error(None, refused)
            return False
        self.log_change(request, part, f"Published. {note}".strip())
        self.message_user(request, f"{part} is published.", messages.SUCCESS)
        return True

    @admin.action(description="Publish", permissions=["publish"])
    def publish(self, request: HttpRequest, parts: QuerySet[ReleasePart]) -> None:
        """Publish what needs no note; the others have their page."""
        done = []
        for part in parts:
            why = refusal(part, request.user)
            if not why and needs_note(difference(part)):
                why = f"{part} moves figures by more than {LARGE} %: open it and publish it with a note."
            if not why:
                why = self._switched(request, part, "published")
            if why:
                self.message_user(request, why, messages.ERROR)
            else:
                done.append(str(part.release))
        if done:
            name_version(f"{', '.join(done)} published", _why(request))

    @admin.action(description="Withdraw", permissions=["publish"])
    def withdraw(self, request: HttpRequest, parts: QuerySet[ReleasePart]) -> None:
        """Take parts back from the public."""
        done = []
        for part in parts:
            if why := self._switched(request, part, "withdrawn"):
                self.message_user(request, why, messages.ERROR)
            else:
                done.append(str(part.release))
        if done:
            name_version(f"{', '.join(done)} withdrawn", _why(request))

    def _switched(self, request: HttpRequest, part: ReleasePart, state: str) -> str:
        """Publish or withdraw the part. Says why not, or nothing."""
        try:
            switch = part.publish if state == "published" else part.withdraw
            switch(note=_why(request))
        except ValidationError as refused:
            words = refused.messages[0]
            return words if words.startswith(str(part)) else f"{part}: {words}"
        self.log_change(request, part, f"{state.capitalize()}. {_why(request)}".strip())
        self.message_user(request, f"{part} is {state}.", messages.SUCCESS)
        return ""


def _why(request: HttpRequest) -> str:
    """Why parts are published or withdrawn in the list."""
    return request.POST.get("why", "").strip()[:120]
