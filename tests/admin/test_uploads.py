"""Files that are sent: kept in memory, within the limit, from signed-in editors alone."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory

FILE = b"a" * 3_000_000
"""More than Django itself would keep in memory."""


def received(path: str, *, staff: bool) -> Any:
    """What arrives of a file that somebody sends to an address."""
    request = RequestFactory().post(path, {"file": SimpleUploadedFile("pay.csv", FILE)})
    request.user = SimpleNamespace(is_staff=staff)  # type: ignore[assignment]
    return request.FILES.get("file")


def test_an_editors_file_is_kept_in_memory() -> None:
    file = received("/admin/salaries/importjob/add/", staff=True)
    assert isinstance(file, InMemoryUploadedFile)
    assert (file.size, file.read()) == (3_000_000, FILE)


@pytest.mark.parametrize(
    ("path", "staff"), [("/admin/login/", False), ("/standing/", True), ("/report/", False)]
)
def test_nobody_elses_file_is_kept(path: str, staff: bool) -> None:
    assert received(path, staff=staff) is None


def test_of_a_file_that_is_too_large_the_size_alone_arrives(settings: Any) -> None:
    settings.IMPORT_MAX_MB = 2
    file = received("/admin/salaries/importjob/add/", staff=True)
    assert (file.size, file.read()) == (3_000_000, b"")
