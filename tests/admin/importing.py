"""Imports in the browser, as an editor does them: a file, the form as it is filled in, what would happen."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from salaries.models import ImportJob
from tests.forms import fields_of

ADD = "/admin/salaries/importjob/add/"


def url(name: str, job: ImportJob) -> str:
    return reverse(f"admin:salaries_importjob_{name}", args=[job.pk])


def send(client: Any, content: bytes | str | Path, name: str = "figures.csv", **known: str) -> Any:
    """The answer to a file that is sent."""
    if isinstance(content, Path):
        name, content = content.name, content.read_bytes()
    content = content.encode() if isinstance(content, str) else content
    return client.post(ADD, {"file": SimpleUploadedFile(name, content), **known})


def sent(client: Any, content: bytes | str | Path, name: str = "figures.csv", **known: str) -> ImportJob:
    """The import of a file that is sent."""
    assert send(client, content, name, **known).status_code == 303
    return ImportJob.objects.latest("pk")


def set_up(client: Any, job: ImportJob, **said: str) -> str:
    """Say how the file is read: what the form is filled in with, and what is said besides. The page that follows."""
    form = url("settings", job)
    filled = fields_of(client.get(form).content.decode()) | said
    for box in ("make", "any_amount"):
        if not said.get(box, "1"):
            del filled[box]
    page = client.post(form, filled, follow=True).content.decode()
    job.refresh_from_db()
    return str(page)


def act(client: Any, job: ImportJob, name: str, **said: str) -> str:
    """Press a button of the import's page. The page that follows."""
    job.refresh_from_db()
    page = client.post(url(name, job), {"attempt": str(job.attempt), **said}, follow=True).content.decode()
    job.refresh_from_db()
    return str(page)


def drafted(client: Any, content: bytes | str | Path, name: str = "figures.csv", **said: str) -> ImportJob:
    """An import all the way to its draft."""
    job = sent(client, content, name)
    set_up(client, job, **said)
    act(client, job, "draft")
    return job
