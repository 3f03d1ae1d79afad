"""Imports that editors start in the browser: the file, what is asked of it, and how far its import has come."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from salaries.models.sources import ReleasePart

SILENCE = timedelta(seconds=60)
"""After that long without a sign of life, work counts as interrupted."""
KEPT = timedelta(days=30)
"""An import that nobody has gone on with for that long is dropped, with its file."""


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    """Clauses about imports."""

    def at_work(self) -> "ImportJobQuerySet":
        """Imports that a worker has shown a sign of life for."""
        return self.filter(state__in=ImportJob.WORKING, heartbeat__gte=timezone.now() - SILENCE)

    def forgotten(self) -> "ImportJobQuerySet":
        """Imports with a file that nobody has gone on with."""
        return self.filter(file__isnull=False, asked_at__lt=timezone.now() - KEPT)


class ImportJob(models.Model):
    """One import in the browser, from the upload to the draft.

    A step (reading, checking, drafting) is work for the worker. `attempt` rises with each step that is asked for:
    a worker that comes late, for an attempt that is over, changes nothing. `heartbeat` is the worker's last sign
    of life in this attempt, null until there is one.
    """

    class State(models.TextChoices):
        READING = "reading", "being read"
        UPLOADED = "uploaded", "to be set up"
        CHECKING = "checking", "being checked"
        TO_CHECK = "to_check", "to be looked at"
        DRAFTING = "drafting", "being written"
        DONE = "done", "done"
        REFUSED = "refused", "refused"
        DROPPED = "dropped", "dropped"

    WORKING = (State.READING, State.CHECKING, State.DRAFTING)
    OVER = (State.DONE, State.DROPPED)

    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=160)
    size = models.PositiveIntegerField(help_text="Bytes of the file.")
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    attempt = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(default=timezone.now, help_text="When the newest step was asked for.")
    heartbeat = models.DateTimeField(null=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_expected = models.PositiveIntegerField(null=True)
    fault = models.CharField(max_length=1000, blank=True, help_text="Why the file or the step is refused.")
    asked = models.JSONField(default=dict, help_text="How the file is to be read.")
    found = models.JSONField(
        default=dict, help_text="What the file itself says: its columns and first values."
    )
    corrections = models.JSONField(default=dict, help_text="Texts in place of the file's: row, column, text.")
    result = models.JSONField(default=dict, help_text="What came of checking or writing, in numbers.")
    part = models.ForeignKey(ReleasePart, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = "import"
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "reading", "uploaded", "checking", "to_check", "drafting", "done", "refused", "dropped",
                    ]
                ),
                name="importjob_state_known",
                violation_error_message="An import has one of the states that are named.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        """Whether a step is asked for and not finished."""
        return self.state in self.WORKING

    @property
    def is_at_work(self) -> bool:
        """Whether the step may end any moment: its page looks again by itself."""
        return self.is_working and not self.is_interrupted

    @property
    def is_waiting(self) -> bool:
        """Whether no worker has taken the step up yet."""
        return self.is_working and self.heartbeat is None and not self.fault

    @property
    def is_interrupted(self) -> bool:
        """Whether the step was begun, or asked for, and nothing has been heard of it for a while."""
        if not self.is_working:
            return False
        return bool(self.fault) or (self.heartbeat or self.asked_at) < timezone.now() - SILENCE

    @property
    def shown_state(self) -> str:
        """The state in a word or three."""
        if self.is_interrupted:
            return "interrupted" if self.heartbeat or self.fault else "waiting for a worker"
        return str(self.get_state_display())

    def ask(self, state: str, since: list[str], **values: Any) -> bool:
        """Move on to a step, unless somebody else has moved it meanwhile: whether that was so.

        `since` are the states that it may be asked for in.
        """
        values |= {"attempt": self.attempt + 1, "asked_at": timezone.now(), "heartbeat": None}
        values |= {"rows_read": 0, "rows_expected": None, "fault": ""}
        found = ImportJob.objects.filter(pk=self.pk, attempt=self.attempt, state__in=since)
        moved = found.update(state=state, **values)
        self.refresh_from_db()
        return bool(moved)

    def finish(self, state: str, **values: Any) -> bool:
        """End the attempt that this object knows, unless it is over: whether that was so."""
        now = timezone.now()
        found = ImportJob.objects.filter(pk=self.pk, attempt=self.attempt, state__in=self.WORKING)
        ended = found.update(state=state, heartbeat=now, **values)
        if ended and state in self.OVER:
            ImportFile.objects.filter(job=self.pk).delete()
        self.refresh_from_db()
        return bool(ended)

    def drop(self) -> bool:
        """Give the import up: file, corrections and lists are erased. False where it is over already."""
        open_states = [state for state in self.State.values if state not in self.OVER]
        if not self.ask(self.State.DROPPED, open_states, corrections={}, found={}, result={}):
            return False
        ImportFile.objects.filter(job=self.pk).delete()
        self.lines.all().delete()
        return True


class ImportFile(models.Model):
    """The bytes of an import's file: in the database, where every worker finds them, and gone with the last step."""

    job = models.OneToOneField(ImportJob, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"File of import {self.pk}"


class ImportLine(models.Model):
    """One line of what an import says: a refused value, a change, something that the guide does not know.

    `row` and `column` are the file's, `text` is the sentence. Of a refused row `cells` holds the texts of the
    whole row, so that it can be corrected where it is shown.
    """

    class Kind(models.TextChoices):
        REFUSED = "refused", "Refused"
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        GONE = "gone", "Gone"
        UNKNOWN = "unknown", "Not in the guide"
        STRANGE = "strange", "Strange but taken"

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=7, choices=Kind)
    row = models.PositiveIntegerField(default=0)
    column = models.CharField(max_length=200, blank=True)
    value = models.TextField(blank=True)
    text = models.TextField()
    hint = models.TextField(blank=True)
    code = models.CharField(max_length=30, blank=True)
    cells = models.JSONField(null=True)

    class Meta:
        ordering = ["job", "kind", "row", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text
