"""What is taken along whole: the page of downloads, its files, and the Data Package that describes them."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase

from salaries.downloads import Blocks, Moving, rows_of
from salaries.pages.data_package import package_record
from salaries.pages.downloads import (
    URL,
    NoFile,
    Wanted,
    data_page,
    version_asked,
    wanted_release,
    wanted_source,
)
from salaries.pages.takealong import file_name, newest_version
from salaries.responses import LargeFile, answer, data, data_failure, held_already, large_file, moved


def downloads(request: HttpRequest) -> HttpResponseBase:
    """Every file, with its licence."""
    return answer(request, "downloads.html", data_page())


def data_package(request: HttpRequest) -> HttpResponseBase:
    """The files and their columns, for programs that know Frictionless Data."""
    return data(request, package_record(), "json", "datapackage")


def source_file(request: HttpRequest, source: str, ending: str) -> HttpResponseBase:
    """The figures of a source, or of all of them."""
    return _file(request, wanted_source(source), ending)


def release_file(request: HttpRequest, source: str, release: str, ending: str) -> HttpResponseBase:
    """The figures of a release."""
    return _file(request, wanted_release(source, release), ending)


def _file(request: HttpRequest, wanted: Wanted | NoFile, ending: str) -> HttpResponseBase:
    """The figures that are wanted, today's or those of a data version. Nothing is read for who has them already."""
    if getattr(request, "preview", None):
        return data_failure("A draft has no downloads: publish it first.", ending, 404)
    if isinstance(wanted, NoFile):
        return data_failure(wanted.sentence, ending, wanted.status)
    asked = request.GET.get("as_of", "")
    as_of = version_asked(asked)
    if isinstance(as_of, NoFile):
        return data_failure(as_of.sentence, ending, as_of.status)
    address = f"{URL}{wanted.name}.{ending}"
    if request.path_info != address:
        return moved(f"{address}?{urlencode({'as_of': asked})}" if asked else address)
    today = newest_version()
    found = held_already(request, _described(wanted, ending, as_of or today, today))
    if found is not None:
        return found
    try:
        rows = rows_of(replace(wanted, as_of=as_of))
    except Moving:
        return data_failure("The figures are being changed just now: ask again in a minute.", ending, 503)
    file = _described(wanted, ending, rows.version, today if as_of else rows.version)
    return large_file(file, Blocks(rows, ending))


def _described(wanted: Wanted, ending: str, version: int, today: int) -> LargeFile:
    """A file before it is read."""
    name = f"{file_name(wanted.name)}-version-{version}"
    return LargeFile(name, ending, version, wanted.state(version, today))
