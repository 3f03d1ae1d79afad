"""Which of many slugs are spelled nearly as one that is not there: pure, and without a look at each of them.

For every pair of letters, and for every letter, the slugs that have it are kept as the bits of one number. Adding
up such numbers says of all slugs at once how many pairs they share with what was typed: some microseconds for
thousands, where a look at each takes as long as everything else of a page.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import count, islice, pairwise

NEAR_MATCHES = 5
MOST_COMPARED = 200
"""Slugs that one is compared with letter by letter."""
LEAST_ALIKE = 0.5
"""What `SequenceMatcher.ratio` says at least of two that are spelled nearly alike."""


class Spelled:
    """Slugs in their order, ready to be compared with others. Made once; comparing changes nothing."""

    def __init__(self, slugs: Iterable[str]) -> None:
        self.slugs: Sequence[str] = sorted(set(slugs))
        self.all = (1 << len(self.slugs)) - 1
        self._number = {slug: number for number, slug in enumerate(self.slugs)}
        self._longest = max(map(len, self.slugs), default=0)
        having: dict[str, list[int]] = {}
        for number, slug in enumerate(self.slugs):
            for part in {*slug, *map("".join, pairwise(slug))}:
                having.setdefault(part, []).append(number)
        self._having = {part: self._bits(numbers) for part, numbers in having.items()}

    def _bits(self, numbers: Iterable[int]) -> int:
        held = bytearray(len(self.slugs) // 8 + 1)
        for number in numbers:
            held[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(held, "little")

    def only(self, slugs: Iterable[str]) -> int:
        """Some of the slugs, as what `near` asks for."""
        return self._bits(self._number[slug] for slug in slugs)

    def near(self, slug: str, among: int | None = None) -> tuple[str, ...]:
        """Those that are spelled nearly so, best first, then those that have it in them or are in it.

        `among`: some of them (`only`); all, where nothing is said.
        """
        among = self.all if among is None else among
        found = dict.fromkeys([*_closest(slug, self._likely(slug, among)), *self._inside(slug, among)])
        return tuple(found)[:NEAR_MATCHES]

    def _likely(self, slug: str, among: int) -> list[str]:
        """The slugs that share most pairs of letters; of equals the first."""
        if among.bit_count() <= MOST_COMPARED:
            return list(self._listed(among))
        planes: list[int] = []
        for pair in {*map("".join, pairwise(slug))}:
            carry = self._having.get(pair, 0) & among
            for at in count():
                if not carry:
                    break
                if at == len(planes):
                    planes.append(0)
                planes[at], carry = planes[at] ^ carry, planes[at] & carry
        found: list[str] = []
        for shared in range(2 ** len(planes) - 1, -1, -1):
            same = among
            for at, plane in enumerate(planes):
                same &= plane if shared >> at & 1 else ~plane
            found += islice(self._listed(same), MOST_COMPARED - len(found))
            if len(found) == MOST_COMPARED:
                break
        return found

    def _inside(self, slug: str, among: int) -> list[str]:
        """The first that have a slug in them or are in it: more than are needed beside the closest."""
        if not slug:
            return []
        wider = among
        for part in {*slug, *map("".join, pairwise(slug))}:
            wider &= self._having.get(part, 0)
        most = 2 * NEAR_MATCHES
        found = {*islice((one for one in self._listed(wider) if slug in one), most)}
        for begin in range(len(slug)):
            for end in range(begin + 1, min(len(slug), begin + self._longest) + 1):
                number = self._number.get(slug[begin:end])
                if number is not None and among >> number & 1:
                    found.add(self.slugs[number])
        return sorted(found)

    def _listed(self, bits: int) -> Iterator[str]:
        while bits:
            first = bits & -bits
            yield self.slugs[first.bit_length() - 1]
            bits ^= first


def near_matches(slug: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known slugs that are spelled nearly so, best first."""
    return Spelled(known).near(slug)


def _closest(slug: str, likely: Iterable[str]) -> list[str]:
    """What `difflib.get_close_matches` finds, comparing only what may yet be among the best."""
    bounds = [(_alike_at_most(common, slug, one), one) for one, common in _in_common(slug, likely)]
    matcher = SequenceMatcher(b=slug)
    best: list[tuple[float, str]] = []
    for most, one in sorted(bounds, reverse=True):
        if most < LEAST_ALIKE or (len(best) == NEAR_MATCHES and (most, one) < best[-1]):
            break
        matcher.set_seq1(one)
        alike = matcher.ratio()
        if alike >= LEAST_ALIKE:
            best = sorted([*best, (alike, one)], reverse=True)[:NEAR_MATCHES]
    return [one for _, one in best]


def _alike_at_most(common: int, slug: str, one: str) -> float:
    """The same formula as `SequenceMatcher.ratio`, which never finds more letters than two have in common."""
    return 2.0 * common / (len(slug) + len(one))


def _in_common(slug: str, others: Iterable[str]) -> Iterator[tuple[str, int]]:
    """How many letters of each other text stand in the same order in a slug: the longest common subsequence.

    By the bits of one number: Hyyrö, "Bit-parallel LCS-length computation revisited" (2004).
    """
    standing: dict[str, int] = {}
    for at, letter in enumerate(slug):
        standing[letter] = standing.get(letter, 0) | 1 << at
    full = (1 << len(slug)) - 1
    for one in others:
        rest = full
        for letter in one:
            met = rest & standing.get(letter, 0)
            rest = (rest + met) | (rest - met)
        yield one, len(slug) - (rest & full).bit_count()
