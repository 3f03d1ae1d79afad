"""What becomes of a database that was restored from a backup, before it is the site's (compsite/backups)."""

from django.core.management.color import no_style
from django.db import connections
from django.utils import timezone

from salaries.models.reports import Report
from salaries.models.versions import DataVersion, Stamp, newest_stamp

MISSED = 1_000
"""How many versions may have been public that neither the backup nor the former database knows of."""


def begin_anew(known: Stamp | None) -> None:
    """Give today's data a version of its own, above all that were ever public, and erase what is due.

    The number of a version that was made since the backup may stand in a permanent link: it is never given again, so
    that the link says there is no such version. `known` is the newest that was public until now, if anybody can say.
    """
    last = max(stamp.number if stamp else 0 for stamp in (newest_stamp(), known))
    DataVersion.objects.create(number=last + MISSED, reason="Restored from a backup")
    connection = connections[DataVersion.objects.db]
    with connection.cursor() as cursor:
        for words in connection.ops.sequence_reset_sql(no_style(), [DataVersion]):
            cursor.execute(words)
    Report.objects.forget(timezone.now())
