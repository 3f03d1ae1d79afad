"""The columns of our own layout, and how a file's header is understood as them.

A header that is ours is taken as it is; case, blanks and hyphens do not matter. Any other is foreign: whoever
imports says which of ours it is, and guesses are offered, but none is used unasked.
"""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from salaries.imports.formats.table_values import currency_of, measure_of, pay_period_of
from salaries.imports.reading import FileRefused, Options
from salaries.imports.spreadsheets import letters
from salaries.pay.words import listed

PAY = ("mean", "p10", "p25", "median", "p75", "p90", "range_low", "range_high")
COUNTS = ("sample_size", "employment")
ERRORS = ("mean_error", "median_error")
NUMBERS = (*PAY, *COUNTS, *ERRORS)
WHO = ("role", "level", "location", "option")
KIND = ("measure", "currency", "pay_period")
REFERENCE = ("reference_start", "reference_end")
WRITTEN = (
    *WHO,
    *KIND,
    *(column for number in NUMBERS for column in (number, f"{number}_mark")),
    "source_note",
    *REFERENCE,
)
"""What an export writes, in this order."""
READ = (*WRITTEN, "range", "reference", "role_code")
"""What a file may have besides: both ends of a range in one cell, the period in one cell, and a code of the
role, which is read by people alone: roles are found by their names."""
REQUIRED = ("role", "location", *KIND)
FIXABLE = ("role", "location", "level", "option", *KIND)
"""What may be said once for a whole file, where it has no column for it."""

GUESSES: dict[str, str] = {
    "title": "role",
    "job_title": "role",
    "occupation": "role",
    "job": "role",
    "soc_code": "role_code",
    "occ_code": "role_code",
    "seniority": "level",
    "experience": "level",
    "experience_level": "level",
    "place": "location",
    "city": "location",
    "country": "location",
    "area": "location",
    "factor": "option",
    "basis": "measure",
    "kind_of_pay": "measure",
    "currency_code": "currency",
    "period": "pay_period",
    "average": "mean",
    "p50": "median",
    "low": "range_low",
    "min": "range_low",
    "high": "range_high",
    "max": "range_high",
    "pay_range": "range",
    "salary_range": "range",
    "n": "sample_size",
    "sample": "sample_size",
    "answers": "sample_size",
    "jobs": "employment",
    "source": "source_note",
    "note": "source_note",
    "notes": "source_note",
    "effective_date": "reference",
    "date": "reference",
    "year": "reference",
}
"""What foreign headers usually mean. A guess is used only where whoever imports has said so."""
LEFT_OUT = "-"
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Meant:
    """What one header of a file means: one of our columns, "-" for left out, "" where it is not known."""

    at: int
    name: str
    column: str
    guessed: bool = False

    @property
    def where(self) -> str:
        return f"“{self.name}” (column {letters(self.at)})"


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was understood: where each of our columns is, and what it is called in the file.

    `named` has the places of all columns that have a name, `guarded` says that texts may have the sign before
    them that an export writes: each name is our own, and the file is no workbook.
    """

    row: int
    width: int
    places: Mapping[str, int]
    names: Mapping[str, str]
    fixed: Mapping[str, str]
    named: frozenset[int]
    guessed: Sequence[Meant] = ()
    guarded: bool = False

    def name(self, column: str) -> str:
        """The file's name of one of our columns."""
        return self.names.get(column, column)


def plain(name: str) -> str:
    """A header without what does not matter: "Pay period" is pay_period."""
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def meanings(values: Sequence[str], options: Options) -> list[Meant]:
    """What each header that is not empty means."""
    said = {plain(theirs): plain(ours) or LEFT_OUT for theirs, ours in options.columns.items()}
    found = []
    for at, value in enumerate(values):
        name, key = value.strip(), plain(value)
        if not key:
            continue
        if options.columns and key in said:
            found.append(Meant(at, name, said[key]))
        elif key in READ:
            found.append(Meant(at, name, key))
        else:
            found.append(Meant(at, name, GUESSES.get(key, ""), guessed=key in GUESSES))
    return found


def fits(values: Sequence[str], options: Options) -> bool:
    """Whether a row could be a header of this layout, guesses included."""
    columns = {meant.column for meant in meanings(values, options)} | set(options.fixed)
    return set(REQUIRED) <= columns and not columns.isdisjoint({*PAY, "range"})


def likeness(values: Sequence[str], options: Options) -> int:
    """How many headers of a row are known or can be guessed."""
    return sum(bool(meant.column) for meant in meanings(values, options))


def understand(
    row: int, values: Sequence[str], options: Options, file: str, *, workbook: bool = False
) -> Header:
    """The header of a file called `file`. FileRefused, with one sentence, where it cannot be understood."""
    found = meanings(values, options)
    _refuse_repeated(found, file)
    _refuse_wrong_options(found, options, file)
    if not any(meant.column for meant in found):
        raise FileRefused(
            f"“{file}” is not of this layout: its row {row} has none of the columns "
            f"{listed(REQUIRED)}, but starts with {_quoted([meant.name for meant in found])}."
        )
    _refuse_twice(found, file)
    _refuse_unknown(found, options, file)
    used = [meant for meant in found if meant.column != LEFT_OUT]
    names = {meant.column: meant.name for meant in used if meant.column != meant.name}
    if both := names.get("range", "range" if any(meant.column == "range" for meant in used) else ""):
        names |= {"range_low": both, "range_high": both}
    header = Header(
        row=row,
        width=max(meant.at for meant in found) + 1,
        places={meant.column: meant.at for meant in used},
        names=names,
        fixed=dict(_fixed(options)),
        named=frozenset(meant.at for meant in found),
        guessed=[meant for meant in used if meant.guessed],
        guarded=not workbook and all(plain(meant.name) == meant.column for meant in found),
    )
    _refuse_lacking(header, file)
    return header


def _refuse_repeated(found: Sequence[Meant], file: str) -> None:
    seen: dict[str, Meant] = {}
    for meant in found:
        first = seen.setdefault(plain(meant.name), meant)
        if first is not meant:
            raise FileRefused(
                f"“{file}” has the column “{first.name}” twice, in {letters(first.at)} and "
                f"{letters(meant.at)}: rename or remove one of them.",
                code="DUPLICATE_HEADER",
            )


def _refuse_wrong_options(found: Sequence[Meant], options: Options, file: str) -> None:
    names = {plain(meant.name) for meant in found}
    for theirs, ours in options.columns.items():
        if plain(theirs) not in names:
            raise FileRefused(f"“{file}” has no column “{theirs}”, which --map says is “{ours}”.")
        if plain(ours) not in ("", *READ):
            raise FileRefused(
                f"--map says that “{theirs}” is “{ours}”, which is none of our columns: {', '.join(READ)}."
            )


def _refuse_twice(found: Sequence[Meant], file: str) -> None:
    seen: dict[str, Meant] = {}
    for meant in found:
        if meant.column in ("", LEFT_OUT):
            continue
        first = seen.setdefault(meant.column, meant)
        if first is not meant:
            _refuse_both(first, meant, meant.column, file)
    for both, parts in (("range", ("range_low", "range_high")), ("reference", REFERENCE)):
        for part in parts:
            if both in seen and part in seen:
                _refuse_both(seen[both], seen[part], both, file)


def _refuse_both(first: Meant, second: Meant, column: str, file: str) -> None:
    raise FileRefused(
        f"“{file}” has both {first.where} and {second.where}, which say the same, {column}: leave one out, "
        f"as in {_flag(second.name, LEFT_OUT)}.",
        code="DUPLICATE_HEADER",
    )


def _refuse_unknown(found: Sequence[Meant], options: Options, file: str) -> None:
    unknown = [meant for meant in found if not meant.column]
    guessed = [] if options.accept_guesses else [meant for meant in found if meant.guessed]
    if not unknown and not guessed:
        return
    parts = []
    if guessed:
        flags = " ".join(_flag(meant.name, meant.column) for meant in guessed)
        parts.append(f"say what they are, perhaps {flags}")
    if unknown:
        names = _quoted([meant.name for meant in unknown])
        parts.append(
            f"say which of ours {names} {'is' if len(unknown) == 1 else 'are'}, or leave out what is none, "
            f"as in {_flag(unknown[0].name, LEFT_OUT)}"
        )
    raise FileRefused(
        f"“{file}” has columns that are not of this layout: {'; and '.join(parts)}.", code="UNKNOWN_HEADER"
    )


def _fixed(options: Options) -> Iterator[tuple[str, str]]:
    known = {"measure": measure_of, "currency": currency_of, "pay_period": pay_period_of}
    for name, value in options.fixed.items():
        column = plain(name)
        if column not in FIXABLE:
            raise FileRefused(f"--set says “{name}”, which is none of {', '.join(FIXABLE)}.")
        if not value.strip() or (column in known and not known[column](value)):
            raise FileRefused(
                f"--set says {name}={value}, which is no {column.replace('_', ' ')} known here."
            )
        yield column, value.strip()


def _refuse_lacking(header: Header, file: str) -> None:
    both = [column for column in header.fixed if column in header.places]
    if both:
        raise FileRefused(f"--set says {both[0]}, which “{file}” says too, in “{header.name(both[0])}”.")
    lacking = [column for column in REQUIRED if column not in header.places and column not in header.fixed]
    if lacking:
        raise FileRefused(
            f"“{file}” has no column for {listed(lacking)}: name one with --map, or say it once for all rows, "
            f"as in --set {lacking[0]}={_EXAMPLES[lacking[0]]}."
        )
    if sum(column in header.places for column in REFERENCE) == 1:
        raise FileRefused(f"“{file}” has one of {listed(REFERENCE)}, and a period has both.")
    if not any(column in header.places for column in (*PAY, "range")):
        raise FileRefused(f"“{file}” has no column of pay: {', '.join(PAY)} or range.")


_EXAMPLES = {
    "role": "nurse",
    "location": "us",
    "measure": "base_salary",
    "currency": "USD",
    "pay_period": "year",
}


def _flag(theirs: str, ours: str) -> str:
    return f"--map {shlex.quote(f'{theirs}={ours}')}"


def _quoted(names: Sequence[str]) -> str:
    words = [f"“{name}”" for name in names[:_MOST_NAMED]]
    more = len(names) - len(words)
    return listed([*words, f"{more} more"] if more > 0 else words)
