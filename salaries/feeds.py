"""The feed of changes: what `/changes/` tells, as Atom."""

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from salaries.models import DataVersion
from salaries.pages.changes import VERSIONS_A_PAGE, Entry, entries_of
from salaries.pages.held import stamped
from salaries.pay.words import counted

FEED = "/changes/feed/"
TITLE = "Compsite: what changed"
SUBTITLE = "Releases published and withdrawn, and figures corrected, newest first."


def changes_feed() -> str:
    """The newest changes to figures as an Atom document: 4 queries.

    An entry is a data version: its number names it for good, and its time is when it was committed.
    """
    versions = list(stamped(DataVersion.objects.that_changed_figures())[:VERSIONS_A_PAGE])
    feed = Atom1Feed(
        title=TITLE, link=f"{settings.SITE_URL}/changes/", description="", subtitle=SUBTITLE, language="en",
        feed_url=f"{settings.SITE_URL}{FEED}", author_name="The editors of Compsite",
    )  # fmt: skip
    for version, entry in zip(versions, entries_of(versions), strict=True):
        address = f"{settings.SITE_URL}/changes/#version-{entry.number}"
        feed.add_item(
            title=entry.heading, link=address, unique_id=address, description=_told(entry),
            pubdate=version.committed_at, updateddate=version.committed_at,
        )  # fmt: skip
    return feed.writeString("utf-8")


def _told(entry: Entry) -> SafeString:
    """What changed, as HTML."""
    site = settings.SITE_URL
    releases = format_html_join(
        "",
        "<li>{} {}, {}</li>",
        ((line.name, line.did, counted(line.figures, "figure")) for line in entry.releases),
    )
    figures = format_html_join(
        "",
        '<li><a href="{}{}">{}</a>: {}. {}</li>',
        ((site, line.url, line.subject, line.words, line.source) for line in entry.figures),
    )
    note = format_html("<p>{}</p>", entry.note) if entry.note else mark_safe("")
    listed = (
        format_html("<ul>{}{}</ul>", releases, figures) if entry.releases or entry.figures else mark_safe("")
    )
    more = format_html("<p>{}</p>", entry.more) if entry.more else mark_safe("")
    return note + listed + more
