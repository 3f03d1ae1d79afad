"""What is taken along whole: the page of downloads, its files, and the Data Package that describes them."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase

from salaries.downloads import Blocks, Moving, NoRoom, held_parquet, made_parquet, maker, rows_of
from salaries.kept_files import BeingMade
from salaries.pages.data_package import package_record
from salaries.pages.downloads import (
    CSV,
    PARQUET,
    URL,
    NoFile,
    Wanted,
    data_page,
    version_asked,
    wanted_release,
    wanted_source,
)
from salaries.pages.takealong import file_name, newest_version
from salaries.responses.data import data, data_failure
from salaries.responses.declared import public
from salaries.responses.large import LargeFile, file_in_parts, headers_alone, held_already, large_file
from salaries.responses.pages import answer, moved


@public()
def downloads(request: HttpRequest) -> HttpResponseBase:
    """Every file, with its licence."""
    return answer(request, "downloads.html", data_page())


@public()
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
    wanted = replace(wanted, as_of=as_of)
    try:
        return _parquet(request, wanted) if ending == PARQUET else _csv(request, wanted)
    except Moving:
        return data_failure("The figures are being changed just now: ask again in a minute.", ending, 503)
    except BeingMade:
        return data_failure("Another file is being made just now: ask again in a minute.", ending, 503)
    except NoRoom:
        return data_failure("There is no room for the file just now: ask later, or for the CSV.", ending, 503)


def _csv(request: HttpRequest, wanted: Wanted) -> HttpResponseBase:
    """Compressed as it is read, and never whole."""
    today = newest_version()
    file = _described(wanted, today)
    found = held_already(request, file) or headers_alone(request, file)
    if found is not None:
        return found
    rows = rows_of(wanted)
    return large_file(_described(wanted, today if wanted.as_of else rows.version), Blocks(rows))


def _parquet(request: HttpRequest, wanted: Wanted) -> HttpResponseBase:
    """Made once, for all who ask for it or for parts of it."""
    today = newest_version()
    file = _described(wanted, today, maker(today))
    found = held_already(request, file)
    if found is not None:
        return found
    whole = held_parquet(file.state, file.maker)
    if whole is None:
        rows = rows_of(wanted)
        if not wanted.as_of and rows.version != today:
            file = _described(wanted, rows.version, maker(rows.version))
        whole = made_parquet(file.state, file.maker, rows)
    return file_in_parts(request, file, whole)


def _described(wanted: Wanted, today: int, maker: str = "") -> LargeFile:
    """A file before it is read, as data version `today` has it; whole ones have a maker."""
    version = wanted.as_of or today
    name = f"{file_name(wanted.name)}-version-{version}"
    return LargeFile(name, PARQUET if maker else CSV, version, wanted.state(version, today), maker)
