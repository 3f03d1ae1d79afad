"""From rows to what the answers hold: the same digits and words as on pages and in files of data."""

from collections.abc import Iterable, Mapping
from typing import Any

from salaries.api.asked import absolute
from salaries.models import (
    ExperienceLevel,
    FactorOption,
    Figure,
    InfluencingFactor,
    Location,
    Release,
    ReleasePart,
    Role,
    Source,
)
from salaries.models.base import ALL_LEVELS
from salaries.models.figures import PAY_FIELDS
from salaries.pages.cells import cell_of, subject_of
from salaries.pages.changes import Entry, FigureLine, ReleaseLine
from salaries.pay.cells import NONE, Cell
from salaries.pay.records import Record, amount_text, error_text, period_record

NO_LICENCE = "The source states no licence: ask it before you pass its figures on."


def role_record(role: Role) -> Record:
    """A role, fetched with its wider one, aliases and codes."""
    return {
        "slug": role.slug,
        "name": role.name,
        "summary": role.summary,
        "description": role.description,
        "broader": role.broader.slug if role.broader else None,
        "aliases": sorted(alias.name for alias in role.aliases.all()),
        "codes": _codes(role.codes.all()),
        "page": absolute(role.get_absolute_url()),
    }


def _codes(rows: Iterable[Any]) -> list[Record]:
    return [{"scheme": row.scheme, "code": row.code} for row in rows]


def level_record(level: ExperienceLevel) -> Record:
    """An experience level."""
    names = ("slug", "name", "scheme", "min_years", "max_years", "rank", "description")
    return {name: getattr(level, name) for name in names}


def location_record(location: Location) -> Record:
    """A location, fetched with the one that it lies in and its codes."""
    return {
        "slug": location.slug,
        "name": location.name,
        "short_name": location.label,
        "kind": location.kind,
        "parent": location.parent.slug if location.parent else None,
        "currency": location.currency,
        "codes": _codes(location.codes.all()),
        "page": absolute(location.get_absolute_url()),
    }


def factor_record(factor: InfluencingFactor) -> Record:
    """A factor, fetched with its live options and their places."""
    return {
        "slug": factor.slug,
        "name": factor.name,
        "summary": factor.summary,
        "description": factor.description,
        "rank": factor.rank,
        "options": [_option(option) for option in factor.options.all()],
        "page": absolute(factor.get_absolute_url()),
    }


def _option(option: FactorOption) -> Record:
    place = option.location.slug if option.location else None
    return {"slug": option.slug, "name": option.name, "rank": option.rank, "location": place}


def _licence(source: Source) -> Record:
    return {
        "licence": source.licence or None,
        "licence_url": source.licence_url or None,
        "licence_note": None if source.licence else NO_LICENCE,
        "attribution": source.attribution or None,
    }


def source_record(source: Source) -> Record:
    """A source, fetched with its public releases."""
    releases: Iterable[Release] = source.public_releases  # type: ignore[attr-defined]
    return {
        "slug": source.slug,
        "publisher": source.publisher,
        "title": source.title,
        "site": source.url or None,
        "kind": source.kind,
        "primary_measure": source.primary_measure,
        "method": source.method or None,
        "note": source.note or None,
        **_licence(source),
        "releases": [f"{source.slug}/{release.slug}" for release in releases],
        "page": absolute(source.get_absolute_url()),
    }


def evidence_record(release: Release) -> Record:
    """A release, fetched with its source: who says so, of when, under which licence."""
    source = release.source
    return {
        "release": str(release),
        "source": source.slug,
        "publisher": source.publisher,
        "title": source.title,
        "reference_period": period_record(release.reference_start, release.reference_end),
        **_licence(source),
    }


def release_record(release: Release) -> Record:
    """A release, fetched with its source."""
    return {
        **evidence_record(release),
        "kind": release.source.kind,
        "retrieved_on": release.retrieved_on.isoformat() if release.retrieved_on else None,
        "page": absolute(release.get_absolute_url()),
    }


def part_record(part: ReleasePart) -> Record:
    """A part of a release."""
    return {
        "name": part.name,
        "file_name": part.file_name or None,
        "sha256": part.sha256 or None,
        "rows": part.rows,
        "parser_version": part.parser_version or None,
    }


def figure_record(figure: Figure) -> Record:
    """A public figure. One without a number to show has no sample size either."""
    cell, subject = cell_of(figure), subject_of(figure)
    numbers = {name: _number(cell, name) for name in PAY_FIELDS if _is_told(figure, name)}
    shown = any(number["state"] != NONE for number in numbers.values())
    evidence = cell.evidence
    return {
        "subject": cell.subject,
        "role": subject.role.slug,
        "level": subject.level.slug if subject.level else ALL_LEVELS,
        "location": subject.location.slug,
        "option": subject.option.slug if subject.option else None,
        "measure": cell.measure,
        "currency": cell.currency,
        "pay_period": cell.pay_period,
        "numbers": numbers,
        "sample_size": cell.sample_size if shown else None,
        "employment": cell.employment if shown else None,
        "note": figure.source_note or None,
        "release": evidence.release,
        "source": evidence.source,
        "reference_period": period_record(evidence.reference_start, evidence.reference_end),
        "licence": evidence.licence or None,
        "page": absolute(subject.guide_url),
    }


def _is_told(figure: Figure, name: str) -> bool:
    """Whether the source has this number, or says why it has none."""
    return getattr(figure, name) is not None or bool(getattr(figure, f"{name}_mark"))


def _number(cell: Cell, name: str) -> Record:
    state = cell.state(name)
    return {
        "value": amount_text(cell.shown(name), cell.currency),
        "state": state,
        "error": error_text(cell.error(name)) if state != NONE else None,
    }


def change_record(entry: Entry) -> Record:
    """A data version, as the page of changes tells it."""
    return {
        "data_version": entry.number,
        "day": entry.day,
        "heading": entry.heading,
        "note": entry.note or None,
        "releases": [_changed_release(line) for line in entry.releases],
        "figures": [_changed_figure(line) for line in entry.figures],
        "more": entry.more or None,
    }


def _changed_release(line: ReleaseLine) -> Record:
    return {
        "name": line.name,
        "release": line.release,
        "licence": line.licence or None,
        "did": line.did,
        "figures": line.figures,
        "page": absolute(line.url) if line.url else None,
    }


def _changed_figure(line: FigureLine) -> Record:
    links: Mapping[str, str] = {"before": line.before, "after": line.after}
    return {
        "subject": line.cell,
        "name": line.subject,
        "words": line.words,
        "evidence": line.source,
        "sample": line.sample or None,
        "release": line.release,
        "licence": line.licence or None,
        **{name: absolute(url) if url else None for name, url in links.items()},
    }
