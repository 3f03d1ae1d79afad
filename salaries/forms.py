"""What a visitor asked, read from an address; each form ends in a frozen value object or a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from salaries.models.base import DEFAULT_LOCATION, SLUG
from salaries.pay.words import STATISTICS
from salaries.subjects import MOST_SUBJECTS, SubjectName, without_repeats

RELEASE_WANTED = "Name a release as source/release, as in bls-oews/may-2025."
STATISTIC_WANTED = "Choose one of mean, median, p10, p25, p75 and p90."


class QuestionRefused(Exception):
    """What was asked cannot be answered; the message is for the visitor."""


@dataclass(frozen=True)
class Choice:
    """The figures that a visitor asked for; empty texts where he left it to the guide."""

    release: str = ""
    statistic: str = ""

    @property
    def query(self) -> str:
        """The parameters in their canonical order, with the question mark, or nothing."""
        given = [(name, value) for name, value in (("release", self.release), ("statistic", self.statistic)) if value]
        return "?" + urlencode(given, safe="/") if given else ""


class ChoiceForm(forms.Form):
    """`release` and `statistic` of an address."""

    release = forms.RegexField(
        rf"^{SLUG.pattern}/{SLUG.pattern}\Z", required=False, error_messages={"invalid": RELEASE_WANTED}
    )
    statistic = forms.ChoiceField(
        choices=[(name, name) for name in STATISTICS],
        required=False,
        error_messages={"invalid_choice": STATISTIC_WANTED},
    )


def read_choice(query: QueryDict) -> Choice:
    """Read the parameters. Raises `QuestionRefused` with a sentence for values that mean nothing."""
    form = ChoiceForm({name: query.get(name, "").strip().lower() for name in ("release", "statistic")})
    if not form.is_valid():
        raise QuestionRefused(first_error(form))
    return Choice(**form.cleaned_data)


def first_error(form: forms.Form) -> str:
    """The first complaint of a form, as a sentence."""
    errors: Mapping[str, Any] = form.errors
    return str(next(iter(errors.values()))[0])


def canonical_query(query: QueryDict, choice: Choice) -> bool:
    """Whether the parameters that mean something stand in the address as `choice` spells them."""
    meant = [(name, value) for name, values in query.lists() for value in values if name in ("release", "statistic")]
    ours = [(name, value) for name, value in (("release", choice.release), ("statistic", choice.statistic)) if value]
    return meant == ours


@dataclass(frozen=True)
class Comparing:
    """The subjects named in a compare form, in their order, as typed."""

    typed: tuple[str, ...]
    places: tuple[str, ...]
    adding: bool

    @property
    def empty(self) -> bool:
        return not any(self.typed)

    def names(self) -> tuple[SubjectName, ...]:
        """The subjects asked for. Raises `QuestionRefused` with a sentence where they make no comparison."""
        names = []
        for text, place in zip(self.typed, self._places(), strict=True):
            if not text:
                continue
            if text.count(".") < 2 and place:
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


def read_comparing(query: QueryDict) -> Comparing:
    """Read the fields `subject` (2 to 4), `place` (none, one for all, or one a subject) and `add`."""
    return Comparing(
        typed=tuple(value.strip().lower() for value in query.getlist("subject")),
        places=tuple(value.strip().lower() for value in query.getlist("place")),
        adding="add" in query,
    )


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
