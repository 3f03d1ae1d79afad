"""What somebody meant who typed a name: pure, over all names of a guide, without a database.

A name is looked for by its words, so that their order, hyphens and spaces do not matter: `back end` is `backend`,
`node js` is `Node.js`. A typed word stands for a word of a name that is the same, or that begins so, or that is
spelled nearly so: one slip of the fingers in a word of 4 to 7 letters, two in a longer one, none in a shorter one or
in a number. A slip is a letter too many, too few, another one, or two that changed places.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

MOST_WORDS = 6
"""Words of a search that are looked for."""
COMMON = 40
"""Names from which on what has a word is put in its order beforehand: as many as a page shows."""
LEAST_NAMED = 3
"""Letters that a name has at least to be found among other words: `or` and `in` are states."""
_WORD = re.compile(r"[^\W_]+[+#]*")
_PASSED_OVER = frozenset(
    {
        "a", "an", "and", "average", "for", "in", "job", "jobs", "junior", "jr", "of", "pay", "salaries", "salary",
        "senior", "sr", "the", "wage", "wages",
    }
)  # fmt: skip
"""Words that say nothing of which name is meant, where there are others."""


type Reading = list[tuple[str, int]]
"""What was typed, word by word, each with the slips that it may have."""


class Likeness(IntEnum):
    """How a name answers to what was typed; the least is the best."""

    EXACT = 0
    WORDS = 1
    BEGINNINGS = 2
    NEARLY = 3
    NAMED = 4
    IN_PART = 5


class Rank(NamedTuple):
    """Where something found stands; the least comes first."""

    likeness: Likeness
    left: int  # letters of what was typed that its name does not answer to
    slips: int
    kind: int
    more: int  # words of the name that nobody asked for
    other: bool  # found by another name than its own
    inside: bool  # its name does not begin as typed
    bare: bool  # nothing has been published of it
    shown: str


@dataclass(frozen=True, slots=True)
class Noun:
    """Something that can be found: what is shown of it, where it leads, the rank of its kind, its names.

    The first of its names is its own. `codes` are found whole, never by a part of them.
    """

    shown: str
    url: str
    kind: int
    bare: bool
    names: Sequence[str]
    codes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A noun that answers to what was typed."""

    noun: Noun
    rank: Rank


@dataclass(frozen=True, slots=True)
class _Name:
    noun: int
    joined: str
    words: int
    other: bool


class _Fit(NamedTuple):
    """How one typed word answers to one of a name; the least is the best."""

    likeness: Likeness
    slips: int
    width: int  # words of the name: 2 for `backend` in `Back-end Engineer`


def words_of(text: str) -> list[str]:
    """The words of a text in small letters without accents; `C++` and `C#` keep their signs."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def slips_allowed(word: str) -> int:
    """How many slips a typed word may have."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < 8 else 2


def slips(typed: str, word: str, most: int) -> int:
    """How many slips part two words; `most` + 1 where there are more than `most`."""
    if abs(len(typed) - len(word)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(typed, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(word, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other:
                least = min(least, older[j - 2] + 1)
            row.append(least)
        if min(row) > most and min(before) > most:
            return most + 1
    return min(row[-1], most + 1)


def _letters(word: str) -> int:
    """Which letters a word has, as bits: a slip changes two of them at most."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


class Names:
    """All names, ready to be searched. Made once for a data version; searching changes nothing."""

    def __init__(self, nouns: Iterable[Noun]) -> None:
        self._nouns = list(nouns)
        self._names: list[_Name] = []
        self._whole: dict[str, list[int]] = {}
        self._places: dict[str, dict[int, int]] = {}
        for number, noun in enumerate(self._nouns):
            for at, words in enumerate(dict.fromkeys(tuple(words_of(name)) for name in noun.names)):
                self._add(number, words, other=at > 0)
            for code in noun.codes:
                self._whole.setdefault("".join(words_of(code)), []).append(number)
        self._sorted = sorted(self._places)
        self._by_length: dict[int, list[tuple[str, int]]] = {}
        for word in self._sorted:
            self._by_length.setdefault(len(word), []).append((word, _letters(word)))
        self._common = {
            word: self._of_word(word) for word, names in self._places.items() if len(names) > COMMON
        }

    def _add(self, noun: int, words: tuple[str, ...], *, other: bool) -> None:
        joined = "".join(words)
        name = len(self._names)
        self._names.append(_Name(noun, joined, len(words), other))
        self._whole.setdefault(joined, []).append(noun)
        for word in words:
            self._places.setdefault(word, {})[name] = 1
        for pair in pairwise(words):
            self._places.setdefault("".join(pair), {}).setdefault(name, 2)

    def search(self, text: str) -> list[Found]:
        """What answers to a text, the likeliest first.

        Names that are nearly spelled so are looked for only where none is spelled so. Names that stand in the text
        among other words, and those that answer to half of its letters, only where none answers to all of it.
        """
        typed = words_of(text)[:MOST_WORDS]
        telling = [word for word in typed if word not in _PASSED_OVER] or typed
        if not typed:
            return []
        best: dict[int, Rank] = {}
        for words in (typed, telling):
            for noun in self._whole.get("".join(words), ()):
                self._keep(best, noun, Likeness.EXACT)
        if len(telling) == 1 and telling[0] in self._common:
            return self._after(best, self._common[telling[0]])
        for nearly in (False, True):
            for reading in _readings(telling):
                self._whole_text(best, reading, nearly)
            if best:
                return self._in_order(best)
        self._in_part(best, telling)
        return self._in_order(best)

    def _after(self, best: dict[int, Rank], others: list[Found]) -> list[Found]:
        """What is called just so, and then the others in their order. The list is not to be changed."""
        if not best:
            return others
        exactly = {id(self._nouns[noun]) for noun in best}
        return [*self._in_order(best), *(found for found in others if id(found.noun) not in exactly)]

    def _of_word(self, word: str) -> list[Found]:
        """What answers to a word that is typed alone, but for what is called just so."""
        best: dict[int, Rank] = {}
        self._whole_text(best, [(word, 0)], nearly=False)
        return self._in_order(best)

    def _in_order(self, best: dict[int, Rank]) -> list[Found]:
        return sorted(
            (Found(self._nouns[noun], rank) for noun, rank in best.items()), key=lambda found: found.rank
        )

    def _fits(self, typed: str, most: int) -> dict[int, _Fit]:
        """The names that have a word which the typed one stands for, with that many slips at most."""
        found: dict[int, _Fit] = {}
        for word, likeness, slipped in self._alike(typed, most):
            for name, width in self._places[word].items():
                fit = _Fit(likeness, slipped, width)
                if name not in found or fit < found[name]:
                    found[name] = fit
        return found

    def _alike(self, typed: str, most: int) -> Iterator[tuple[str, Likeness, int]]:
        for at in range(bisect_left(self._sorted, typed), len(self._sorted)):
            word = self._sorted[at]
            if not word.startswith(typed):
                break
            yield word, Likeness.WORDS if word == typed else Likeness.BEGINNINGS, 0
        if not most:
            return
        bits = _letters(typed)
        for length in range(len(typed) - most, len(typed) + most + 1):
            for word, others in self._by_length.get(length, ()):
                if (bits ^ others).bit_count() <= 2 * most and not word.startswith(typed):
                    slipped = slips(typed, word, most)
                    if slipped <= most:
                        yield word, Likeness.NEARLY, slipped

    def _whole_text(self, best: dict[int, Rank], reading: Reading, nearly: bool) -> None:
        """Keep what has a word for each typed one."""
        fits = [self._fits(word, most if nearly else 0) for word, most in reading]
        fewest = min(fits, key=len)
        for name in fewest:
            if all(name in one for one in fits):
                self._rank(best, name, [one[name] for one in fits], "".join(word for word, _ in reading))

    def _in_part(self, best: dict[int, Rank], typed: list[str]) -> None:
        """Keep what the text names among other words, and what answers to half of its letters at least."""
        answers: dict[int, list[tuple[str, _Fit]]] = {}
        for word in typed:
            for name, fit in self._fits(word, slips_allowed(word)).items():
                answers.setdefault(name, []).append((word, fit))
        letters = sum(map(len, typed))
        for name, given in answers.items():
            answered, fits = "".join(word for word, _ in given), [fit for _, fit in given]
            named = len(answered) >= LEAST_NAMED and answered == self._names[name].joined
            if named or 2 * len(answered) >= letters:
                likeness = Likeness.NAMED if named else Likeness.IN_PART
                self._rank(best, name, fits, answered, likeness, letters - len(answered))

    def _rank(
        self,
        best: dict[int, Rank],
        number: int,
        fits: list[_Fit],
        typed: str,
        likeness: Likeness = Likeness.EXACT,
        left: int = 0,
    ) -> None:
        name = self._names[number]
        self._keep(
            best,
            name.noun,
            max(likeness, *(fit.likeness for fit in fits)),
            left=left,
            slipped=sum(fit.slips for fit in fits),
            more=max(0, name.words - sum(fit.width for fit in fits)),
            other=name.other,
            inside=not name.joined.startswith(typed),
        )

    def _keep(
        self,
        best: dict[int, Rank],
        number: int,
        likeness: Likeness,
        *,
        left: int = 0,
        slipped: int = 0,
        more: int = 0,
        other: bool = False,
        inside: bool = False,
    ) -> None:
        """Keep a noun at the best of its names."""
        noun = self._nouns[number]
        rank = Rank(likeness, left, slipped, noun.kind, more, other, inside, noun.bare, noun.shown)
        if number not in best or rank < best[number]:
            best[number] = rank


def _readings(typed: list[str]) -> Iterator[Reading]:
    """The words as they stand, and with two neighbours as one: `dev ops` as `devops`, each with its slips.

    Two that are read as one have one slip at most, or `go engineer` would be any `engineer`.
    """
    words = [(word, slips_allowed(word)) for word in typed]
    yield words
    for at in range(len(typed) - 1):
        pair = typed[at] + typed[at + 1]
        yield [*words[:at], (pair, min(1, slips_allowed(pair))), *words[at + 2 :]]
