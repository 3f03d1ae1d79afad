"""What a monitor is told of the data: which version is public and how old it is, imports, failed sign-ins."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

from axes.models import AccessFailureLog
from django.db.models import Count
from django.utils import timezone

from salaries.models import DataVersion, ImportJob

HOUR = timedelta(hours=1)


class Measure(NamedTuple):
    """A number, or one for each value of a label; without a label its only value is under the empty text."""

    name: str
    words: str
    label: str
    values: Mapping[str, float]


def measures() -> Iterator[Measure]:
    """All of them: 3 queries."""
    now = timezone.now()
    newest = DataVersion.objects.newest()
    if newest:
        age = (now - newest.committed_at).total_seconds()
        yield Measure("data_version", "The data version that is public.", "", {"": newest.number})
        yield Measure("data_version_age_seconds", "How long ago public data last changed.", "", {"": age})
    counted = ImportJob.objects.order_by().values_list("state").annotate(number=Count("pk"))
    yield Measure(
        "imports",
        "Imports by how far they are.",
        "state",
        dict.fromkeys(ImportJob.State.values, 0) | dict(counted),
    )
    failures = AccessFailureLog.objects.filter(attempt_time__gt=now - HOUR).count()
    yield Measure("signin_failures", "Sign-ins of the last hour that failed.", "", {"": failures})
