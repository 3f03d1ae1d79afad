"""What readers report: kept for editors, and not longer than was promised."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from salaries.models.base import has_text

EMAIL_KEPT = timedelta(days=90)
"""How long an e-mail address is kept after its report was answered or dismissed."""
SENDER_KEPT = timedelta(days=1)
MOST_REPORTS = 10
"""Reports that one sender may send in `SENDING_TIME`."""
SENDING_TIME = timedelta(hours=1)
LONGEST_MESSAGE = 4_000


class ReportQuerySet(models.QuerySet["Report"]):
    """Clauses about reports."""

    def waiting(self) -> "ReportQuerySet":
        """Those that nobody has answered or dismissed."""
        return self.filter(state=Report.State.OPEN)

    def receive(self, report: "Report", now: datetime) -> int:
        """Keep a report, the same one only once; what has been kept long enough is forgotten on the way.

        Gives 0, or the seconds to wait where its sender has sent too many: then nothing is kept.
        """
        with transaction.atomic():
            self.forget(now)
            if self.filter(digest=report.digest).exists():
                return 0
            sent = self.filter(sender=report.sender, received_at__gt=now - SENDING_TIME)
            times = list(sent.order_by("-received_at").values_list("received_at", flat=True)[:MOST_REPORTS])
            if len(times) == MOST_REPORTS:
                return max(1, ceil((times[-1] + SENDING_TIME - now).total_seconds()))
            report.received_at = now
            try:
                with transaction.atomic():
                    report.save(force_insert=True)
            except IntegrityError:
                # The second of two clicks came between our look and our write.
                if not self.filter(digest=report.digest).exists():
                    raise
        return 0

    def forget(self, now: datetime) -> int:
        """Erase what is kept for a time only; gives the number of e-mail addresses. 2 queries."""
        self.filter(received_at__lte=now - SENDER_KEPT).exclude(sender="").update(sender="")
        return self.erase_emails(now)

    def erase_emails(self, now: datetime) -> int:
        """Erase the e-mail addresses of reports that were answered 90 days ago; gives their number."""
        return self.filter(answered_at__lte=now - EMAIL_KEPT).exclude(email="").update(email="", digest=None)


class Report(models.Model):
    """A reader's remark on a figure, a role or anything else, kept for editors.

    `about` says in words what it is about, for when the figure or role is gone. No history is kept of reports:
    an e-mail address that was erased would live on in it.
    """

    class State(models.TextChoices):
        OPEN = "open", "open"
        ANSWERED = "answered", "answered"
        DISMISSED = "dismissed", "dismissed"

    figure = models.ForeignKey(
        "salaries.Figure", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    role = models.ForeignKey(
        "salaries.Role", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    about = models.CharField(max_length=600, blank=True, help_text="What it is about, in words.")
    message = models.TextField(max_length=LONGEST_MESSAGE)
    email = models.EmailField(
        "e-mail", blank=True, help_text="Erased 90 days after the report is answered or dismissed."
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_index=True)
    answer = models.TextField(
        blank=True, help_text="What was found and done. Kept with the report; the reader is not sent it."
    )
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    sender = models.CharField(
        max_length=64, blank=True, editable=False, help_text="A digest that changes daily, kept for a day."
    )
    digest = models.CharField(
        max_length=64,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="Of an open report, so that it is kept once.",
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        permissions = [("read_email", "Can read readers' e-mail addresses")]
        constraints = [
            has_text("message", "report", "A report needs a message."),
            models.CheckConstraint(
                condition=models.Q(state="open", answered_at__isnull=True)
                | models.Q(state__in=["answered", "dismissed"], answered_at__isnull=False),
                name="report_answered_with_a_time",
                violation_error_message="A report is open, or was answered or dismissed at some time.",
            ),
        ]

    def __str__(self) -> str:
        return f"Report of {self.received_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the time of the first answer, which is what e-mail addresses are erased after."""
        if self.state == self.State.OPEN:
            self.answered_at = self.answered_by = None
        else:
            self.answered_at = self.answered_at or timezone.now()
            self.digest = None
        super().save(*args, **kwargs)
