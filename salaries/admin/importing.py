"""Imports in the editors' area: send a file, say how it is read, see what would happen, make the draft."""

from hashlib import sha256
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh
from django_tasks_db import admin as _queue  # noqa: F401 - what it shows is taken away here
from django_tasks_db.models import DBTaskResult

from salaries.admin import import_lists
from salaries.admin.base import ReadOnlyAdmin
from salaries.admin.import_forms import SettingsForm, UploadForm
from salaries.imports import tasks
from salaries.imports.reading import Refusal
from salaries.imports.refused import write_refusals
from salaries.models import ImportJob, ImportLine, ReleasePart

MOVED_ON = "Somebody else went on with this import meanwhile: this is how it stands now."
STEPS = ("Send the file", "Say how it is read", "See what would happen", "Make the draft")
State, Kind = ImportJob.State, ImportLine.Kind
SET_UP = [State.UPLOADED, State.TO_CHECK, State.REFUSED]


class SeeOther(HttpResponseRedirect):
    """The page to go on with, after something was sent."""

    status_code = 303


# The queue is the worker's own; editors know imports.
admin.site.unregister(DBTaskResult)


@admin.register(ImportJob)
class ImportJobAdmin(ReadOnlyAdmin):
    """Imports; each has one address, which shows what is to be done next."""

    list_display = ("file_name", "state_shown", "started_by", "started_at", "part")
    list_select_related = ("started_by", "part__release__source")
    list_per_page = 50
    search_fields = ("file_name",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may import."""
        return bool(request.user.has_perm("salaries.add_importjob"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("found", "corrections", "asked")

    @admin.display(description="state")
    def state_shown(self, job: ImportJob) -> str:
        return job.shown_state

    def get_urls(self) -> list[Any]:
        def page(name: str, view: Any) -> Any:
            wrapped = self.admin_site.admin_view(view)
            return path(
                f"<int:pk>/{name}", wrapped, name=f"salaries_importjob_{name.strip('/').partition('.')[0]}"
            )

        return [
            page("settings/", self.settings_view),
            page("correct/", require_POST(self.correct_view)),
            page("draft/", require_POST(self.draft_view)),
            page("again/", require_POST(self.again_view)),
            page("drop/", require_POST(self.drop_view)),
            page("refused.csv", self.refused_view),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Send a file. The answer comes as soon as the file is kept: a worker reads it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if request.method == "POST" and form.is_valid():
            known = {name: form.cleaned_data[name] for name in ("source", "reference")}
            job = tasks.start(
                form.name,
                sha256(form.content).hexdigest(),
                form.content,
                started_by=request.user,
                asked=known,
            )
            self.log_addition(request, job, [{"added": {}}])
            return SeeOther(_url("change", job))
        status = (413 if form.too_large else 400) if request.method == "POST" else 200
        return self._page(
            request, "upload", None, {"form": form, "step": 1, "most": settings.IMPORT_MAX_MB}, status
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How an import stands, and what can be done next."""
        pk = unquote(object_id)
        if not pk.isdecimal():
            raise Http404
        job = self._job(request, int(pk))
        if request.htmx and not job.is_at_work:  # type: ignore[attr-defined]
            # What comes next has a title, a step and an address of its own.
            return HttpResponseClientRefresh()
        if job.state == State.UPLOADED and self.has_add_permission(request):
            return HttpResponseRedirect(_url("settings", job))
        return self._page(request, "job", job, self._standing(request, job))

    def settings_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say how the file is read: the guesses stand in the form."""
        job = self._job(request, pk, acting=True)
        if job.state not in SET_UP or not job.found:
            return HttpResponseRedirect(_url("change", job))
        form = SettingsForm(job, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            look = "look" in request.POST or form.reads_otherwise
            step = State.READING if look else State.CHECKING
            return self._asked(request, job, step, SET_UP, asked=form.asked())
        context = {
            "form": form,
            "step": 2,
            "first": job.found.get("first", {}),
            "signs": job.found.get("signs", []),
        }
        return self._page(request, "settings", job, context, 400 if request.method == "POST" else 200)

    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what was typed in place of refused texts, and check again."""
        job = self._job(request, pk, acting=True)
        kept = {} if "undo" in request.POST else import_lists.corrected(job, request.POST)
        return self._asked(request, job, State.CHECKING, [State.TO_CHECK], corrections=kept)

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the draft of what was checked."""
        job = self._job(request, pk, acting=True)
        return self._asked(request, job, State.DRAFTING, [State.TO_CHECK])

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin a step anew that was cut off."""
        job = self._job(request, pk, acting=True)
        if not job.is_interrupted:
            messages.error(request, MOVED_ON)
            return SeeOther(_url("change", job))
        return self._asked(request, job, job.state, [job.state])

    def drop_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give an import up. One that is being written this moment is not dropped."""
        job = self._job(request, pk, acting=True)
        if (job.state == State.DRAFTING and not job.is_interrupted) or not job.drop():
            messages.error(request, MOVED_ON)
        else:
            self.log_change(request, job, "Dropped.")
            messages.success(request, f"“{job}” is dropped, and its file erased.")
        return SeeOther(_url("change", job))

    def refused_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was refused, as CSV."""
        job = self._job(request, pk)
        names = ("row", "column", "value", "code", "text", "hint")
        lines = job.lines.filter(kind=Kind.REFUSED).values_list(*names)
        text = StringIO(newline="")
        write_refusals(text, [Refusal(*line) for line in lines])
        response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
        name = content_disposition_header(True, f"{job.file_name}.refused.csv")
        response.headers["Content-Disposition"] = name or "attachment"
        return response

    def _job(self, request: HttpRequest, pk: int, *, acting: bool = False) -> ImportJob:
        """The import, for who may look at it or, `acting`, go on with it."""
        may = self.has_add_permission(request) if acting else self.has_view_permission(request)
        if not may:
            raise PermissionDenied
        job = ImportJob.objects.select_related("started_by", "part__release__source").filter(pk=pk).first()
        if job is None:
            raise Http404
        return job

    def _asked(
        self, request: HttpRequest, job: ImportJob, state: str, since: list[Any], **values: Any
    ) -> HttpResponse:
        """Ask for a step, unless the page that was sent is not how the import stands now."""
        seen = request.POST.get("attempt") == str(job.attempt)
        if not seen or not tasks.ask(job, state, since, **values):
            messages.error(request, MOVED_ON)
        elif state == State.DRAFTING:
            self.log_change(request, job, "Draft asked for.")
        return SeeOther(_url("change", job))

    def _standing(self, request: HttpRequest, job: ImportJob) -> dict[str, Any]:
        """What the page of an import shows."""
        shown = job.state in (State.TO_CHECK, State.DONE)
        chosen = request.GET.get("list", "")
        lists = import_lists.lists(job, chosen, request.GET.get("page")) if shown else []
        asking = job.state == State.TO_CHECK and self.has_add_permission(request)
        return {
            "step": {State.DONE: 4, State.DRAFTING: 4, State.READING: 1}.get(State(job.state), 3),
            "lists": lists, "whole": bool(chosen and lists), "asking": asking,
            "corrections": import_lists.corrections(job), "may_import": self.has_add_permission(request),
            "others": job.is_waiting and ImportJob.objects.at_work().exclude(pk=job.pk).exists(),
            "indices": job.asked.get("format") == "indices", "publishing": self._next(request, job),
        }  # fmt: skip

    def _next(self, request: HttpRequest, job: ImportJob) -> str:
        """Where the draft is gone on with."""
        if job.part is None:
            return ""
        may = request.user.has_perm("salaries.publish_releasepart")
        publish = may and job.part.state != ReleasePart.State.PUBLISHED
        return reverse(f"admin:salaries_releasepart_{'publish' if publish else 'change'}", args=[job.part.pk])

    def _page(
        self,
        request: HttpRequest,
        name: str,
        job: ImportJob | None,
        context: dict[str, Any],
        status: int = 200,
    ) -> HttpResponse:
        whole = {
            **self.admin_site.each_context(request), "opts": self.opts, "job": job, "steps": STEPS,
            "title": f"Import {job}" if job else "Import a file", **context,
        }  # fmt: skip
        return TemplateResponse(request, f"admin/salaries/importjob/{name}.html", whole, status=status)


def _url(name: str, job: ImportJob) -> str:
    return reverse(f"admin:salaries_importjob_{name}", args=[job.pk])
