"""Subjects: what a visitor compares, and the text `role.level[.location[.option]]` that names it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self
from urllib.parse import urlencode

from salaries.models import ExperienceLevel, FactorOption, Location, Redirect, Role
from salaries.models.base import ALL_LEVELS, DEFAULT_LOCATION, SLUG


class SubjectName(NamedTuple):
    """The slugs of a subject, in their one canonical order. `str()` is its part of an address."""

    role: str
    level: str = ALL_LEVELS
    location: str = DEFAULT_LOCATION
    option: str = ""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The name that `text` spells, or None where it spells none: 2 to 4 slugs joined by points."""
        parts = text.strip().lower().split(".")
        if not 2 <= len(parts) <= 4 or not all(SLUG.fullmatch(part) for part in parts):
            return None
        return cls(*parts)

    def __str__(self) -> str:
        parts = [self.role, self.level]
        if self.option:
            parts += [self.location, self.option]
        elif self.location != DEFAULT_LOCATION:
            parts.append(self.location)
        return ".".join(parts)


class Subject(NamedTuple):
    """A role at a level (None: all levels) in a place, with an option (None: everyone)."""

    role: Role
    level: ExperienceLevel | None
    location: Location
    option: FactorOption | None = None

    @property
    def name(self) -> SubjectName:
        return SubjectName(
            self.role.slug,
            self.level.slug if self.level else ALL_LEVELS,
            self.location.slug,
            self.option.slug if self.option else "",
        )

    @property
    def guide_url(self) -> str:
        return guide_url(self.role.slug, self.location.slug)


class Missing(NamedTuple):
    """A part of a subject that leads nowhere: never there, or `gone`. `near` are slugs, `names` what they stand for."""

    noun: str
    slug: str
    gone: bool
    near: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """(text, address) of the near matches that have an address of their own."""
        base = {"role": "/salaries/", "place": "/locations/", "factor": "/factors/"}.get(
            self.noun, "/sources/"
        )
        if self.noun not in ("role", "place", "factor", "source", "release"):
            return ()
        return tuple((name, f"{base}{slug}/") for slug, name in zip(self.near, self.names, strict=True))

    @property
    def sentence(self) -> str:
        if self.gone:
            return f"The {self.noun} “{self.slug}” has been removed from the guide."
        return f"There is no {self.noun} “{self.slug}” in the guide."


class Resolution(NamedTuple):
    """What texts became: the subjects in their order, or what is missing."""

    subjects: tuple[Subject, ...] = ()
    missing: tuple[Missing, ...] = ()
    malformed: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        return not self.missing and not self.malformed

    @property
    def gone(self) -> bool:
        return bool(self.missing) and all(part.gone for part in self.missing)


NOUNS = {"role": "role", "level": "experience level", "location": "place", "option": "option"}


def guide_url(role: str, location: str = DEFAULT_LOCATION) -> str:
    """The address of a role's guide, in a place or in the default one."""
    return f"/salaries/{role}/" if location == DEFAULT_LOCATION else f"/salaries/{role}/{location}/"


def compare_url(names: Iterable[SubjectName | str]) -> str:
    """The address of a comparison; the first subject is the baseline."""
    return "/compare/" + "/vs/".join(str(name) for name in names) + "/"


def report_url(subject: SubjectName | str = "", release: str = "", role: str = "") -> str:
    """Where a reader reports a figure, by subject and release (`source/release`), a release, or a role."""
    given = {"subject": str(subject), "release": release, "role": role}
    query = urlencode({name: value for name, value in given.items() if value}, safe="/")
    return f"/report/?{query}" if query else "/report/"


def without_repeats[T](items: Iterable[T]) -> tuple[T, ...]:
    """The items in their order, each once."""
    return tuple(dict.fromkeys(items))


class Directory:
    """The rows that subjects can name, fetched once for a page, and old slugs where they are asked for."""

    def __init__(
        self,
        roles: Iterable[Role],
        levels: Iterable[ExperienceLevel],
        locations: Iterable[Location],
        options: Iterable[FactorOption] = (),
    ) -> None:
        self.role = {row.slug: row for row in roles}
        self.level = {row.slug: row for row in levels}
        self.location = {row.slug: row for row in locations}
        self.option = {row.slug: row for row in options}

    def missing(self, names: Sequence[SubjectName]) -> dict[str, set[str]]:
        """Slugs that no row has, by noun."""
        lacks: dict[str, set[str]] = {}
        for name in names:
            for noun in NOUNS:
                slug = getattr(name, noun)
                if slug and not (noun == "level" and slug == ALL_LEVELS) and slug not in getattr(self, noun):
                    lacks.setdefault(noun, set()).add(slug)
        return lacks

    def subject(self, name: SubjectName) -> Subject:
        """The subject of a name none of whose parts is missing. An option that is a place becomes the place."""
        option = self.option.get(name.option)
        location = self.location[name.location]
        if option is not None and option.location is not None:
            return Subject(self.role[name.role], self.level.get(name.level), option.location)
        return Subject(self.role[name.role], self.level.get(name.level), location, option)


def renamed(
    names: Sequence[SubjectName], lacks: dict[str, set[str]]
) -> tuple[list[SubjectName], set[tuple[str, str]]]:
    """The names with old slugs put right, and the (noun, slug) pairs that are gone for good."""
    moved: dict[tuple[str, str], str] = {}
    gone: set[tuple[str, str]] = set()
    for noun, slugs in lacks.items():
        for old, new in Redirect.objects.history_of(noun, sorted(slugs)).items():
            if new:
                moved[noun, old] = new
            else:
                gone.add((noun, old))
    put_right = [
        name._replace(**{noun: moved.get((noun, getattr(name, noun)), getattr(name, noun)) for noun in NOUNS})
        for name in names
    ]
    return put_right, gone
