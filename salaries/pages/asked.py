"""What a visitor asked, as values: which figures are wanted, and what is to be compared."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from salaries.models.base import DEFAULT_LOCATION
from salaries.subjects import MOST_SUBJECTS, SubjectName, without_repeats

PARAMETERS = ("release", "statistic", "prices", "as_of")
"""What an address may ask for, in canonical order."""
PRICES = ("rpp", "ppp", "cpi")


class QuestionRefused(Exception):
    """What was asked cannot be answered; the message is for the visitor."""


@dataclass(frozen=True)
class Wanted:
    """The figures that a visitor asked for; empty texts where he left it to the guide."""

    release: str = ""
    statistic: str = ""
    prices: str = ""
    as_of: str = ""

    @property
    def given(self) -> list[tuple[str, str]]:
        """The parameters that were given, in their canonical order."""
        return [(name, value) for name in PARAMETERS if (value := str(getattr(self, name)))]

    @property
    def query(self) -> str:
        """The parameters as an address has them, with the question mark, or nothing."""
        return "?" + urlencode(self.given, safe="/") if self.given else ""

    def besides(self, *names: str) -> list[tuple[str, str]]:
        """The parameters but for some: what a form of its own carries along."""
        return [(name, value) for name, value in self.given if name not in names]


@dataclass(frozen=True)
class Comparing:
    """The subjects named in a compare form, in their order, as typed."""

    typed: tuple[str, ...]
    places: tuple[str, ...]
    adding: bool

    @property
    def empty(self) -> bool:
        return not any(self.typed)

    def without(self, number: int) -> "Comparing":
        """The same without one side, counted from 1; as it is where there is no such side."""
        return self._sides([at for at in range(len(self.typed)) if at != number - 1])

    def from_side(self, number: int) -> "Comparing":
        """The same with another side in front, as the baseline."""
        here = range(len(self.typed))
        return self._sides(sorted(here, key=lambda at: at != number - 1))

    def _sides(self, order: list[int]) -> "Comparing":
        places = self.places
        if len(places) == len(self.typed):
            places = tuple(places[at] for at in order)
        return replace(self, typed=tuple(self.typed[at] for at in order), places=places)

    def names(self) -> tuple[SubjectName, ...]:
        """The subjects asked for. Raises `QuestionRefused` with a sentence where they make no comparison."""
        names = []
        for text, place in zip(self.typed, self._places(), strict=True):
            if not text:
                continue
            if text.count(".") == 1 and place:
                text = f"{text}.{place}"
            name = SubjectName.parse(text)
            if name is None:
                raise QuestionRefused(f"“{text[:80]}” is not something to compare: choose from the lists.")
            names.append(name)
        return tuple(names)

    def _places(self) -> tuple[str, ...]:
        if len(self.places) == len(self.typed):
            return self.places
        return (self.places[0] if len(self.places) == 1 else DEFAULT_LOCATION,) * len(self.typed)


def refuse_bad_count(names: tuple[SubjectName, ...]) -> tuple[SubjectName, ...]:
    """The subjects without repeats. Raises `QuestionRefused` for fewer than two different or too many."""
    different = without_repeats(names)
    if len(different) > MOST_SUBJECTS:
        raise QuestionRefused(
            f"That is {len(different)} to compare: up to {MOST_SUBJECTS} can stand side by side. Take some away."
        )
    if len(names) > 1 and len(different) == 1:
        raise QuestionRefused("Both sides are the same: choose something else for one of them.")
    if len(different) < 2:
        raise QuestionRefused("Choose two different things to compare.")
    return different
