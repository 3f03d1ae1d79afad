"""What is taken along from a page: exactly what it shows, as data."""

import re

from django.conf import settings

from salaries.models import DataVersion
from salaries.pages.comparison import ComparisonPage
from salaries.pages.guide import GuidePage
from salaries.pay.records import Record, comparison_record, guide_record

LONGEST_NAME = 110


def file_name(path: str) -> str:
    """A file's name without its ending: the page's path in letters that every system takes."""
    return re.sub(r"[/.]", "-", path.strip("/"))[:LONGEST_NAME]


def comparison_data(page: ComparisonPage) -> Record:
    """A comparison as its page shows it: no query besides the page's."""
    assert page.result is not None  # noqa: S101 - only a page of subjects that exist has data
    return comparison_record(page.result, f"{settings.SITE_URL}{page.url}", page.version)


def guide_data(page: GuidePage) -> Record:
    """A guide's levels and sources as its page shows them: 1 query besides the page's."""
    url = f"{settings.SITE_URL}{page.url}"
    return guide_record(page.level_sides, page.source_sides, page.statistic, url, guide_version(page))


def guide_version(page: GuidePage) -> int:
    """The data version that a guide shows: 1 query, none where the address names it."""
    return page.pinned.version if page.pinned else newest_version()


def newest_version() -> int:
    """The data version of today: 1 query."""
    newest = DataVersion.objects.newest()
    return newest.number if newest else 0
