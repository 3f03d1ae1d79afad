"""What a visitor asked, as values: which figures are wanted, and what is to be compared."""

from typing import NamedTuple
from urllib.parse import urlencode

from salaries.models.base import DEFAULT_LOCATION, MOST_SUBJECTS
from salaries.subjects import SubjectName, without_repeats

PARAMETERS = ("release", "statistic", "prices", "as_of")
"""What an address may ask for, in canonical order."""
PRICES = ("rpp", "ppp", "cpi")


class QuestionRefused(Exception):
    """What was asked cannot be answered; the message is for the visitor."""


class Wanted(NamedTuple):
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


class ChosenSide(NamedTuple):
    """One side of the compare form as it was sent: `role.level` or a whole subject, its place and its option."""

    subject: str = ""
    place: str = DEFAULT_LOCATION
    option: str = ""

    @property
    def name(self) -> SubjectName | None:
        """The subject that is meant, None where the texts mean none."""
        text = self.subject
        if text.count(".") == 1:
            text = ".".join(part for part in (text, self.place or DEFAULT_LOCATION, self.option) if part)
        return SubjectName.parse(text)

    @classmethod
    def of(cls, name: SubjectName) -> "ChosenSide":
        """The side that names a subject."""
        return cls(f"{name.role}.{name.level}", name.location, name.option)


class Comparing(NamedTuple):
    """What a compare form says: its sides in their order, and the text that its lists are narrowed by.

    `adding`: one side more is asked for. `finding`: so are the lists, before anything is compared.
    """

    sides: tuple[ChosenSide, ...] = ()
    text: str = ""
    adding: bool = False
    finding: bool = False

    @property
    def empty(self) -> bool:
        return not self.text and not any(side.subject for side in self.sides)

    @property
    def choosing(self) -> bool:
        """Whether the form itself is asked for, and no comparison yet."""
        return not self.sides or self.adding or self.finding

    def without(self, number: int) -> "Comparing":
        """The same without one side, counted from 1; as it is where there is no such side."""
        return self._replace(sides=self.sides[: number - 1] + self.sides[number:])

    def from_side(self, number: int) -> "Comparing":
        """The same with another side in front, as the baseline."""
        front = self.sides[number - 1 : number]
        return self._replace(sides=front + self.sides[: number - 1] + self.sides[number:])

    def shown(self) -> tuple[ChosenSide, ...]:
        """The sides that the form shows: two to four, empty ones among them."""
        kept = tuple(side for side in self.sides if side.subject or not self.adding)
        kept += (ChosenSide(),) * (max(2, len(kept) + self.adding) - len(kept))
        return kept[:MOST_SUBJECTS]

    def names(self) -> tuple[SubjectName, ...]:
        """The subjects asked for. Raises `QuestionRefused` with a sentence where they make no comparison."""
        names = []
        for side in self.sides:
            if not side.subject:
                continue
            if (name := side.name) is None:
                raise QuestionRefused(
                    f"“{side.subject[:80]}” is not something to compare: choose from the lists."
                )
            names.append(name)
        return tuple(names)


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
