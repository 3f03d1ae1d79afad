"""How many public figures each release has, role by role: counted once for a data version.

Counting reads every figure. Kept is a number for each role of a release: it grows with roles and releases alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Model, QuerySet, Subquery

from salaries.models import DataVersion, Figure
from salaries.models.versions import Stamp
from salaries.pages.kept import KeptForVersion


@dataclass(frozen=True, slots=True)
class Held:
    """What a release holds: its roles by name with how many figures each, and the most answers and jobs of a figure."""

    roles: tuple[tuple[int, int], ...] = ()
    answers: int | None = None
    jobs: int | None = None

    @property
    def figures(self) -> int:
        return sum(number for _, number in self.roles)

    def roles_at(self, first: int, last: int) -> tuple[list[int], int]:
        """The roles whose figures are among those from `first` until, not in, `last`, and how many come before them.

        Figures are counted role by role, in the order of the roles' names.
        """
        found: list[int] = []
        at = before = 0
        for role, number in self.roles:
            if at + number > first and at < last:
                found.append(role)
            elif at < first:
                before += number
            at += number
        return found, before


NOTHING = Held()


def stamped[M: Model](rows: QuerySet[M]) -> QuerySet[M]:
    """The rows, each with the newest data version, as `stamp_of` reads it."""
    newest = DataVersion.objects.order_by("-number")
    found: Any = rows.annotate(
        version_number=Subquery(newest.values("number")[:1]),
        version_at=Subquery(newest.values("committed_at")[:1]),
        version_open=Subquery(newest.values("is_open")[:1]),
    )
    return found  # type: ignore[no-any-return]


def stamp_of(row: Any) -> Stamp | None:
    """The newest data version, which a row was `stamped` with."""
    if row.version_number is None:
        return None
    return Stamp(row.version_number, row.version_at, bool(row.version_open))


def held(stamp: Stamp | None) -> Mapping[int, Held]:
    """What each release holds, by its key; none that holds nothing: 1 query for the first who asks."""
    return _HELD.of(stamp)


def _read() -> dict[int, Held]:
    rows = (
        Figure.objects.public()
        .values_list("release", "role__name", "role")
        .annotate(number=Count("pk"), answers=Max("sample_size"), jobs=Max("employment"))
        .order_by("release", "role__name", "role")
    )
    found: dict[int, list[tuple[int, int, int | None, int | None]]] = {}
    for release, _, role, number, answers, jobs in rows:
        found.setdefault(release, []).append((role, number, answers, jobs))
    return {release: _held(roles) for release, roles in found.items()}


def _held(rows: Sequence[tuple[int, int, int | None, int | None]]) -> Held:
    return Held(
        tuple((role, number) for role, number, _, _ in rows),
        max((answers for _, _, answers, _ in rows if answers is not None), default=None),
        max((jobs for _, _, _, jobs in rows if jobs is not None), default=None),
    )


_HELD = KeptForVersion(_read)
