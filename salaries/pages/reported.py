"""What a reader reports: a figure, a subject without one, a release, a role, or nothing that an address names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from salaries.models import ExperienceLevel, FactorOption, Figure, Location, Release, Role
from salaries.models.base import ALL_LEVELS
from salaries.pages.cells import EvidenceLine, cell_of, evidence_line, subject_of
from salaries.pages.forms import Option
from salaries.pages.lookups import find_level, find_location, find_option, find_release, find_role
from salaries.pages.sources import release_period
from salaries.pay.cells import Cell
from salaries.pay.choice import leading
from salaries.pay.words import NO_FIGURE
from salaries.subjects import Missing, Subject, SubjectName, report_url

MOST_OFFERED = 60
"""Figures that stand in the list beside the one that the address names."""


@dataclass(frozen=True)
class Named:
    """What an address or a form names: a subject and a release as they are written, or a role's slug."""

    subject: str = ""
    release: str = ""
    role: str = ""

    @property
    def given(self) -> list[tuple[str, str]]:
        """What is named, in the order of the address."""
        every = (("subject", self.subject), ("release", self.release), ("role", self.role))
        return [(name, value) for name, value in every if value]

    @property
    def url(self) -> str:
        return report_url(self.subject, self.release, self.role)


NOTHING = Named()


@dataclass(frozen=True)
class Reported:
    """What is reported, found: `named` spells it as its address does, `words` as pages do.

    `value` is the published number in words, `figure` its row's id; `offered` are the figures that stand
    beside it in the same release. All are empty where the address names no subject.
    """

    named: Named = NOTHING
    words: str = ""
    role: Role | None = None
    figure: int | None = None
    value: str = ""
    evidence: EvidenceLine | None = None
    offered: tuple[Option, ...] = ()
    back: str = ""


def find_reported(named: Named) -> Reported | Missing:
    """What `named` means, old slugs followed, or what is missing of it: 9 queries at most."""
    release = None
    if named.release:
        source, _, slug = named.release.partition("/")
        found = find_release(source, slug)
        if found.row is None:
            return found.missing
        release = found.row
    if named.subject:
        subject = _subject(named.subject)
        return subject if isinstance(subject, Missing) else _figure(subject, release)
    if release is not None:
        words = f"{release.source.title}, {release_period(release)}"
        return Reported(Named(release=str(release)), words, back=release.get_absolute_url())
    if named.role:
        role = find_role(named.role)
        if role.row is None:
            return role.missing
        return Reported(Named(role=role.row.slug), role.row.name, role.row, back=role.row.get_absolute_url())
    return Reported()


def _subject(text: str) -> Subject | Missing:
    name = SubjectName.parse(text)
    if name is None:
        return Missing("figure", text[:80], gone=False)
    role, location = find_role(name.role), find_location(name.location)
    level = None if name.level == ALL_LEVELS else find_level(name.level)
    option = find_option(name.option) if name.option else None
    for found in (role, level, location, option):
        if found is not None and found.row is None:
            return found.missing
    assert role.row is not None and location.row is not None  # noqa: S101
    return _as_subject(role.row, level.row if level else None, location.row, option.row if option else None)


def _as_subject(
    role: Role, level: ExperienceLevel | None, location: Location, option: FactorOption | None
) -> Subject:
    """The subject. An option that is a place becomes the place."""
    if option is not None and option.location is not None:
        return Subject(role, level, option.location)
    return Subject(role, level, location, option)


def _figure(subject: Subject, release: Release | None) -> Reported:
    rows = Figure.objects.public().filter(role=subject.role, location=subject.location)
    rows = (
        rows.filter(release=release) if release else rows.filter(level=subject.level, option=subject.option)
    )
    by_subject: dict[Subject, list[Figure]] = {}
    for figure in rows.for_page().order_by("level__rank", "option__name", "pk"):
        by_subject.setdefault(subject_of(figure), []).append(figure)
    reported = Reported(
        named=Named(str(subject.name), str(release) if release else ""),
        words=words_of(subject),
        role=subject.role,
        value=NO_FIGURE,
        back=subject.guide_url,
    )
    if subject not in by_subject:
        return reported
    figure, cell, statistic = _leading(by_subject[subject])
    return replace(
        reported,
        figure=figure.pk,
        value=cell.format(statistic),
        evidence=evidence_line(cell, statistic)._replace(report_url=""),
        offered=tuple(_offered(by_subject, subject)) if len(by_subject) > 1 else (),
    )


def _leading(figures: Sequence[Figure]) -> tuple[Figure, Cell, str]:
    """The figure that pages show of one subject, as a cell, and the statistic that they show."""
    cells = [cell_of(figure) for figure in figures]
    choice = leading(cells)
    number = next(number for number, cell in enumerate(cells) if cell is choice.cells[0])
    return figures[number], cells[number], choice.statistic


def _offered(by_subject: Mapping[Subject, Sequence[Figure]], chosen: Subject) -> Iterator[Option]:
    near = [chosen, *(subject for subject in by_subject if subject != chosen)][:MOST_OFFERED]
    for subject, figures in by_subject.items():
        if subject in near:
            _, cell, statistic = _leading(figures)
            words = f"{_among_others(subject)}: {cell.format(statistic)}"
            yield Option(str(subject.name), words, subject == chosen)


def _among_others(subject: Subject) -> str:
    """What tells a figure from others of its role and place: "All experience levels", "Senior/Staff, Go"."""
    level = subject.level.name if subject.level else "All experience levels"
    return f"{level}, {subject.option.name}" if subject.option else level


def words_of(subject: Subject) -> str:
    """Who a figure is of: "Alpha, all experience levels, United States"."""
    who = [subject.role.name, subject.level.name if subject.level else "all experience levels"]
    return ", ".join([*who, subject.location.label, *([subject.option.name] if subject.option else [])])
