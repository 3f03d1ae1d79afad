"""Reporting a problem: the form, and what becomes of what was sent."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import InternalError, OperationalError
from django.db.models import Q
from django.utils.crypto import salted_hmac

from salaries.models import Report, Role
from salaries.models.reports import LONGEST_MESSAGE
from salaries.pages.reported import NOTHING, Named, Reported, find_reported
from salaries.pages.trail import Trail, from_home
from salaries.pay.words import counted
from salaries.subjects import Missing

URL = "/report/"
HEADING = "Report a problem"
THANKS = "Thank you. Editors look at every report."
BUSY = "The site is busy and could not keep your report. Nothing that you typed is lost: send it again in a minute."


@dataclass(frozen=True, repr=False)
class Written:
    """The fields of the form as they were typed; texts that are never shown when printed.

    `role` is what the reader calls the role or page, where the form names none. `website` is a field that
    people do not see: what fills it in is no person. `problems` are sentences, by field.
    """

    named: Named = NOTHING
    role: str = ""
    message: str = ""
    email: str = ""
    website: str = ""
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, repr=False)
class ReportPage:
    """The form, and after a POST its answer or what was wrong. `wait` are seconds until a report is taken again."""

    reported: Reported
    written: Written
    alerts: tuple[str, ...] = ()
    wrong: frozenset[str] = frozenset()
    sent: bool = False
    status: int = 200
    wait: int = 0
    longest: int = LONGEST_MESSAGE
    url: str = URL
    canonical: str = URL
    indexed: bool = False
    section: str = ""
    trail: Trail = from_home("Report a problem", URL)
    description: str = "Tell the editors of this guide what is wrong with a figure, or missing."

    @property
    def title(self) -> str:
        return THANKS.partition(".")[0] if self.sent else HEADING

    @property
    def heading(self) -> str:
        return self.title


def asking_page(named: Named) -> ReportPage | Missing:
    """The empty form for what an address names, or what is missing of that: 9 queries at most."""
    reported = find_reported(named)
    if isinstance(reported, Missing):
        return reported
    role = reported.words if reported.named.role else ""
    return ReportPage(reported, Written(role=role), url=reported.named.url, indexed=named == NOTHING)


def refused_page(written: Written, status: int, *alerts: str, wait: int = 0) -> ReportPage:
    """The form as it was filled in, and why it was not taken."""
    reported = find_reported(written.named)
    if isinstance(reported, Missing):
        # What the form named is gone since it was opened, or never was: it becomes a text that can be corrected.
        written = replace(written, role=written.role or written.named.subject or written.named.release)
        reported = Reported()
    wrong = frozenset(name for name, _ in written.problems)
    return ReportPage(reported, written, alerts, wrong, status=status, wait=wait)


def received_page(written: Written, sender: str, now: datetime) -> ReportPage:
    """Keep a report, and thank for it; or the form with what was wrong. `sender` is a digest, never an address."""
    reported = find_reported(written.named)
    if written.website:
        return ReportPage(Reported() if isinstance(reported, Missing) else reported, Written(), sent=True)
    if written.problems:
        return refused_page(written, 400, *(sentence for _, sentence in written.problems))
    if isinstance(reported, Missing):
        return refused_page(written, 400, f"{reported.sentence} Say below what your report is about.")
    try:
        wait = Report.objects.receive(_report(reported, written, sender), now)
    except (OperationalError, InternalError):
        return refused_page(written, 503, BUSY, wait=60)
    if wait:
        return refused_page(written, 429, _too_many(wait), wait=wait)
    return ReportPage(reported, Written(), sent=True)


def _report(reported: Reported, written: Written, sender: str) -> Report:
    about = f"{reported.words} ({reported.named.release})" if reported.named.release else reported.words
    report = Report(
        figure_id=reported.figure,
        role=reported.role or _role_called(written.role),
        about=about or written.role,
        message=written.message,
        email=written.email,
        sender=sender,
    )
    same = "\n".join([report.about, report.email, report.message])
    report.digest = salted_hmac("salaries.report", same, algorithm="sha256").hexdigest()
    return report


def _role_called(text: str) -> Role | None:
    """The one role of a name, other name or slug; None where there is none, or several."""
    if not text:
        return None
    called = Q(name__iexact=text) | Q(slug=text.lower()) | Q(aliases__name__iexact=text)
    found = list(Role.objects.live().filter(called).distinct()[:2])
    return found[0] if len(found) == 1 else None


def _too_many(wait: int) -> str:
    return (
        "Many reports came from where you are, and no more are taken for a while. Nothing that you typed is "
        f"lost: send it again in {counted((wait + 59) // 60, 'minute')}."
    )
