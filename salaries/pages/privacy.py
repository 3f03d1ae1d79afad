"""What the site keeps of its readers, which is little. `/privacy/` promises what the code does, and no more."""

from dataclasses import dataclass

from salaries.models.reports import EMAIL_KEPT, MOST_REPORTS, SENDER_KEPT
from salaries.pages.trail import Trail, from_home
from salaries.pay.words import counted

URL = "/privacy/"


@dataclass(frozen=True)
class PrivacyPage:
    """What `/privacy/` shows. The times and numbers are those that the reports are kept and limited by."""

    email_kept: str = counted(EMAIL_KEPT.days, "day")
    sender_kept: str = counted(SENDER_KEPT.days, "day")
    most_reports: str = counted(MOST_REPORTS, "report")
    title: str = "Privacy"
    heading: str = "What this guide knows of you"
    description: str = (
        "No cookies for readers, nothing from other sites, and what you type about your own pay is not kept."
    )
    url: str = URL
    canonical: str = URL
    indexed: bool = True
    section: str = ""
    trail: Trail = from_home("Privacy", URL)
