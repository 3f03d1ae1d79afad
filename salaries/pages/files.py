"""The files that can be taken along from a page: their addresses beside the page's own, with its parameters."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings

from salaries.pay.sharing import SharePicture


class File(NamedTuple):
    """A file: its kind in capitals, and where it is."""

    kind: str
    url: str


class ChartFiles(NamedTuple):
    """A chart that the page shows, as files; `title` is the heading it stands under."""

    title: str
    files: tuple[File, ...]


def data_files(path: str, query: str) -> tuple[File, ...]:
    """What the page at a path shows, as data."""
    return _files(f"{path}data", query, ("CSV", "JSON"))


def chart_files(title: str, path: str, name: str, query: str) -> ChartFiles:
    """A chart of the page at a path, as pictures."""
    return ChartFiles(title, _files(path + name, query, ("SVG", "PNG")))


def share_file(picture: SharePicture | None, path: str, query: str) -> str:
    """The address of the picture of the page at a path; empty where our font cannot spell what it says."""
    return f"{path}preview-{picture.digest}.png{query}" if picture and picture.spelled else ""


def oembed(url: str) -> str:
    """Where the page at an address tells other sites how to show it."""
    return f"/oembed/?{urlencode({'url': settings.SITE_URL + url, 'format': 'json'})}"


def _files(name: str, query: str, kinds: Iterable[str]) -> tuple[File, ...]:
    return tuple(File(kind, f"{name}.{kind.lower()}{query}") for kind in kinds)
