"""What is taken along from a page: exactly what it shows, as data."""

from django.conf import settings

from salaries.models import DataVersion
from salaries.pages.comparison import ComparisonPage
from salaries.pay.records import Record, comparison_record


def data_version() -> int:
    """The version of the public data now; 0 before any: 1 query."""
    newest = DataVersion.objects.newest()
    return newest.number if newest else 0


def comparison_data(page: ComparisonPage) -> Record:
    """A comparison as its page shows it: 1 query besides the page's."""
    assert page.result is not None  # noqa: S101 - only a page of subjects that exist has data
    return comparison_record(page.result, f"{settings.SITE_URL}{page.url}", data_version())
