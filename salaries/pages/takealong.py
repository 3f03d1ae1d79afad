"""What is taken along from a page: exactly what it shows, as data."""

from django.conf import settings

from salaries.models import DataVersion
from salaries.pages.comparison import ComparisonPage
from salaries.pages.guide import GuidePage
from salaries.pay.records import Record, comparison_record, guide_record


def comparison_data(page: ComparisonPage) -> Record:
    """A comparison as its page shows it: no query besides the page's."""
    assert page.result is not None  # noqa: S101 - only a page of subjects that exist has data
    return comparison_record(page.result, f"{settings.SITE_URL}{page.url}", page.version)


def guide_data(page: GuidePage) -> Record:
    """A guide's levels and sources as its page shows them: 1 query besides the page's."""
    newest = DataVersion.objects.newest()
    version = page.pinned.version if page.pinned else newest.number if newest else 0
    url = f"{settings.SITE_URL}{page.url}"
    return guide_record(page.level_sides, page.source_sides, page.statistic, url, version)
