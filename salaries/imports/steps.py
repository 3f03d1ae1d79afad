"""The steps of an import in the browser, as a worker goes through them: reading, checking, drafting.

    upload -> reading -> (form) -> checking -> (look at it) -> drafting -> draft part

Each is begun anew when it is asked for again, so that one which was cut off leaves nothing to mend: reading and
checking write nothing but their outcome, and drafting is one transaction, which the same file done twice changes
no more. They call what `import_release` calls.
"""

import logging
from collections.abc import Iterator
from itertools import batched
from pathlib import Path
from typing import Any

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from salaries.imports import files
from salaries.imports.asked import corrections_of, request_of
from salaries.imports.beat import Beat, Superseded, beating
from salaries.imports.formats.table import header_of
from salaries.imports.guesses import look
from salaries.imports.job import Outcome
from salaries.imports.load import import_file
from salaries.imports.reading import FileRefused, Options, Refusal
from salaries.imports.uploads import on_disk
from salaries.imports.wording import for_form
from salaries.models import ImportFile, ImportJob, ImportLine, ReleasePart
from salaries.pay.words import counted

MOST_LISTED = 5_000
"""Changes of a kind that are listed, and refused rows that can be corrected."""
FAULT = "Something went wrong at our side, and stands in the log. Nothing was changed. Try again."
_TRIES = 3
logger = logging.getLogger(__name__)
State, Kind = ImportJob.State, ImportLine.Kind


def work(pk: int, attempt: int) -> None:
    """Do the step that was asked for in that attempt; nothing where the attempt is over."""
    mine = ImportJob.objects.filter(pk=pk, attempt=attempt, state__in=ImportJob.WORKING)
    try:
        if mine.update(heartbeat=timezone.now()):
            _tried(mine.get())
    except BaseException as fault:
        stopped = not isinstance(fault, Exception)  # the worker was told to end
        _let_go()
        mine.update(heartbeat=None, fault="The worker was stopped." if stopped else FAULT)
        logger.exception("Import %s was cut off", pk)
        raise


def _let_go() -> None:
    """Leave the connection, on which a query may be under way still: PostgreSQL would refuse the next one."""
    if not connection.in_atomic_block:
        connection.close()


def _tried(job: ImportJob) -> None:
    """Do the step, or say why the file is refused."""
    try:
        _patiently(job)
    except Superseded:
        pass
    except (FileRefused, ValidationError) as refused:
        words = refused.messages[0] if isinstance(refused, ValidationError) else str(refused)
        job.finish(State.REFUSED, fault=for_form(words)[:1000])


def _patiently(job: ImportJob) -> None:
    """Do the step, and do it again where somebody else wrote for longer than a writer waits."""
    for _ in range(_TRIES - 1):
        try:
            return _do(job)
        except OperationalError:
            logger.warning("Import %s waits: the database was busy.", job.pk)
    return _do(job)


def _do(job: ImportJob) -> None:
    content = bytes(ImportFile.objects.get(job=job).content)
    step = {State.READING: _read, State.CHECKING: _check, State.DRAFTING: _draft}[State(job.state)]
    with beating(job) as beat, on_disk(job.file_name, content) as path:
        del content
        step(job, path, beat)


def _read(job: ImportJob, path: Path, _beat: Beat) -> None:
    job.finish(State.UPLOADED, found=look(path, job.asked))


def _check(job: ImportJob, path: Path, beat: Beat) -> None:
    outcome = _imported(job, path, beat, dry_run=True)
    cells = _refused_rows(path, job, outcome.refusals)
    with transaction.atomic():
        if job.finish(State.TO_CHECK, result=_result(outcome)):
            job.lines.all().delete()
            for lines in batched(_lines(job, outcome, cells), 1_000):
                ImportLine.objects.bulk_create(lines)


def _draft(job: ImportJob, path: Path, beat: Beat) -> None:
    outcome = _imported(job, path, beat, dry_run=False)
    source, _, slug = outcome.release.partition("/")
    part = ReleasePart.objects.filter(
        release__source__slug=source, release__slug=slug, name=outcome.part
    ).first()
    if job.finish(State.DONE, result=_result(outcome), part=part) and part is not None and job.started_by_id:
        LogEntry.objects.create(
            user_id=job.started_by_id, content_type=ContentType.objects.get_for_model(ReleasePart),
            object_id=str(part.pk), object_repr=str(part)[:200], action_flag=ADDITION,
            change_message=f"Imported from “{job.file_name}”: {outcome.changes:,} changes.",
        )  # fmt: skip


def _imported(job: ImportJob, path: Path, beat: Beat, *, dry_run: bool) -> Outcome:
    request = request_of(
        job.asked, path, corrections=corrections_of(job.corrections), scratch=path.parent.parent, progress=beat,
        dry_run=dry_run, listed=MOST_LISTED if dry_run else 0,
    )  # fmt: skip
    return import_file(request)


def _result(outcome: Outcome) -> dict[str, Any]:
    """The outcome in numbers and notes, as JSON."""
    names = (
        "rows", "cells", "made", "changed", "gone", "unchanged", "repeats", "new_roles", "new_locations", "release",
        "part", "state", "same_file", "changes",
    )  # fmt: skip
    return {name: getattr(outcome, name) for name in names} | {
        "refused_rows": len({one.row for one in outcome.refusals}),
        "notes": [for_form(note) for note in outcome.notes],
        "skipped": outcome.skipped.most_common(),
    }


def _lines(job: ImportJob, outcome: Outcome, cells: dict[int, list[str]]) -> Iterator[ImportLine]:
    def line(kind: str, **values: Any) -> ImportLine:
        return ImportLine(job=job, kind=kind, **values)

    for one in outcome.refusals:
        yield line(Kind.REFUSED, **_said(one), cells=cells.get(one.row))
    for kind, words in outcome.listed:
        yield line(kind, text=words)
    for noun, unknown in (("Role", outcome.unknown_roles), ("Place", outcome.unknown_locations)):
        for (key, name), count in unknown.most_common(MOST_LISTED):
            words = f"{noun} {key}{f' {name}' if name and name != key.code else ''}"
            yield line(Kind.UNKNOWN, text=f"{words}: {counted(count, 'cell')}")
    for one in outcome.warnings[:MOST_LISTED]:
        yield line(Kind.STRANGE, **_said(one))


def _said(one: Refusal) -> dict[str, Any]:
    return {
        "row": one.row, "column": one.column[:200], "value": one.value[:1000], "text": for_form(one.reason),
        "hint": for_form(one.hint), "code": one.code,
    }  # fmt: skip


def _refused_rows(path: Path, job: ImportJob, refusals: list[Refusal]) -> dict[int, list[str]]:
    """The texts of refused rows, corrections included, where the format is one whose rows can be corrected."""
    wanted = set(sorted({one.row for one in refusals})[:MOST_LISTED])
    if job.asked.get("format") != "table" or not wanted:
        return {}
    options = Options(header_row=job.asked.get("header_row"), sheet=job.asked.get("sheet", ""))
    _, _, rows = header_of(path, options)
    corrected = files.corrected(rows, corrections_of(job.corrections))
    return {line.number: line.values for line in corrected if line.number in wanted}
