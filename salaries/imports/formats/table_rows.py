"""One row of a table, read strictly: what it says as a cell, or why it cannot be taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal

from salaries.imports.files import Line
from salaries.imports.formats.table_columns import COUNTS, ERRORS, PAY, REFERENCE, Header
from salaries.imports.formats.table_values import (
    MEASURES,
    PAY_PERIODS,
    RangeReversed,
    currency_of,
    key_of,
    level_of,
    measure_of,
    parse_range,
    parse_reference,
    pay_period_of,
)
from salaries.imports.marks import AT_LEAST, MARKS, PROFILES, SIGNS, limit_of
from salaries.imports.numbers import (
    EN,
    AmountRefused,
    NumberStyle,
    parse_amount,
    parse_count,
    parse_percentage,
)
from salaries.imports.periods import Period
from salaries.imports.reading import Options, ReadCell, Refusal
from salaries.imports.spreadsheets import as_meant, letters

MOST_NOTE = 300
"""As many characters as the guide keeps of a source's note."""
RANGE = ("range_low", "range_high")
_SINGLE = ("median", *(name for name in PAY if name not in ("median", *RANGE)))
"""The median first: of a row that is wrong throughout, people look at that."""
_SAMPLES = 3
_WORKBOOK = Context(prec=15)
"""A workbook shows 15 digits of a number and holds more: 53560.530000000006 is 53560.53."""

Number = Decimal | int
Parse = Callable[[str, NumberStyle], Sequence[Number]]


@dataclass
class Sample:
    """The first numbers of a file, as they stand there and as they were read."""

    words: list[str] = field(default_factory=list)

    def add(self, column: str, raw: str, numbers: Sequence[Number]) -> None:
        if len(self.words) < _SAMPLES:
            ends = " to ".join(str(number) for number in dict.fromkeys(numbers))
            self.words.append(f"{column} “{raw}” is {ends}")


@dataclass
class Row:
    """One row on its way to a cell. `cell` fills `refusals`, `warnings` and `period`.

    `year` is that of the file's reference period, None where it is not known.
    """

    line: Line
    header: Header
    options: Options
    year: int | None
    sample: Sample
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    period: Period | None = None
    numbers: dict[str, Number] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    currency: str = ""
    pay_period: str = ""

    def cell(self) -> ReadCell | None:
        """The row as a cell, None where it is refused."""
        self._refuse_what_has_no_name()
        role, location = self._required("role"), self._required("location")
        measure = self._word("measure", measure_of, f"Write one of {', '.join(MEASURES)}.")
        self.currency = self._word("currency", currency_of, "Write a code of ISO 4217: USD, GBP, JPY.")
        self.pay_period = self._word("pay_period", pay_period_of, f"Write one of {', '.join(PAY_PERIODS)}.")
        self._read_numbers()
        note = self._note()
        self._reference()
        if self.refusals:
            return None
        return ReadCell(
            row=self.line.number,
            role=key_of(role),
            location=key_of(location),
            measure=measure,
            currency=self.currency,
            pay_period=self.pay_period,
            numbers=self.numbers,
            marks=self.marks,
            level=level_of(self.text("level")),
            option=self.text("option"),
            source_note=note,
            role_name=role,
            location_name=location,
        )

    def raw(self, column: str) -> str:
        """What stands in the file, without outer blanks."""
        at = self.header.places.get(column)
        if at is None:
            return self.header.fixed.get(column, "")
        return self.line.values[at].strip() if at < len(self.line.values) else ""

    def text(self, column: str) -> str:
        """What was meant: the same, but for the sign that an export puts before what looks like a formula."""
        return as_meant(self.raw(column)) if self.header.guarded else self.raw(column)

    def refuse(self, column: str, code: str, reason: str, hint: str = "") -> None:
        """Note why the row is refused, one reason of a kind for each column of the file."""
        name = self.header.name(column)
        if (name, code) not in {(one.column, one.code) for one in self.refusals}:
            self.refusals.append(Refusal(self.line.number, name, self.raw(column), code, reason, hint))

    def _refuse_what_has_no_name(self) -> None:
        for at, value in enumerate(self.line.values):
            if value.strip() and at not in self.header.named:
                reason = (
                    f"A value stands in column {letters(at)}, which has no name in row {self.header.row}."
                )
                hint = "Put a text with a comma into quotation marks, or name the column."
                self.refusals.append(
                    Refusal(self.line.number, letters(at), value, "UNKNOWN_VALUE", reason, hint)
                )

    def _required(self, column: str, hint: str = "") -> str:
        text = self.text(column)
        if not text:
            self.refuse(column, "REQUIRED", f"Each row needs its {column.replace('_', ' ')}.", hint)
        return text

    def _word(self, column: str, meaning: Callable[[str], str], hint: str) -> str:
        text = self._required(column, hint)
        meant = meaning(text)
        if text and not meant:
            self.refuse(
                column, "UNKNOWN_VALUE", f"“{text}” is no {column.replace('_', ' ')} known here.", hint
            )
        return meant

    def _read_numbers(self) -> None:
        currency = self.currency or None

        def amount(text: str, style: NumberStyle) -> Sequence[Number]:
            return (parse_amount(text, currency=currency, style=style),)

        def ends(text: str, style: NumberStyle) -> Sequence[Number]:
            return parse_range(text, currency=currency, style=style)

        for name in _SINGLE:
            self._number((name,), name, amount)
        if "range" in self.header.places:
            self._number(RANGE, "range", ends)
        else:
            for name in RANGE:
                self._number((name,), name, amount)
        for name in COUNTS:
            self._number((name,), name, lambda text, style: (parse_count(text, style=style),))
        for name in ERRORS:
            self._number((name,), name, lambda text, style: (parse_percentage(text, style=style),))

    def _number(self, fields: Sequence[str], column: str, parse: Parse) -> None:
        """Read one column, which says one field, or both ends of the range."""
        raw = self.raw(column)
        sign = PROFILES[self.options.marks].get(raw.casefold(), "") if self.options.marks else ""
        if not raw or sign:
            for name in fields:
                self._without_number(name, column, sign)
        elif raw.casefold() in SIGNS:
            profile = (
                f"“{self.options.marks}” has no such sign." if self.options.marks else "No marks were named."
            )
            hint = "Name the marks that the file uses, as in --marks oews, or leave the cell empty."
            self.refuse(column, "MARK", f"“{raw}” is no number. {profile}", hint)
        else:
            numbers = self._parsed(column, parse)
            for name, number in zip(fields, numbers, strict=False):
                self.numbers[name] = number
                self._beside_number(name)

    def _parsed(self, column: str, parse: Parse) -> Sequence[Number]:
        """The numbers of a column's text, none where it is refused."""
        raw, style = self.raw(column), self.options.numbers
        text = raw
        if self.header.places[column] in self.line.numeric:
            text, style = f"{_WORKBOOK.create_decimal(raw):f}", EN
        try:
            numbers = parse(text, style)
        except AmountRefused as refused:
            self.refuse(column, refused.code, refused.message)
            return ()
        except RangeReversed:
            self.refuse(
                column, "RANGE_REVERSED", "The range starts above its end.", "Write the lower end first."
            )
            return ()
        self.sample.add(self.header.name(column), raw, numbers)
        return numbers

    def _said(self, name: str) -> str:
        """The mark that stands in the number's own column of marks."""
        word = self.raw(f"{name}_mark").casefold().replace(" ", "_")
        if not word:
            return ""
        if word not in MARKS:
            self.refuse(
                f"{name}_mark", "UNKNOWN_VALUE", "This is no mark.", f"Write one of {', '.join(MARKS)}."
            )
            return ""
        return word

    def _without_number(self, name: str, column: str, sign: str) -> None:
        said = self._said(name)
        mark = sign or said
        if sign and said and sign != said:
            self.refuse(
                f"{name}_mark", "MARK", f"“{self.raw(column)}” means {sign}, and the mark says {said}."
            )
        elif mark == AT_LEAST:
            limit = limit_of(self.currency, self.pay_period, self.year) if sign and name in PAY else None
            if limit is None:
                self.refuse(
                    column,
                    "MARK",
                    "The limit of “at least” is not known: that of OEWS is known for US dollars by the year "
                    "or the hour, where the reference period is stated.",
                    f"Write the limit as the number, and at_least into {name}_mark.",
                )
                return
            self.numbers[name], self.marks[name] = limit, mark
        elif mark:
            self.marks[name] = mark

    def _beside_number(self, name: str) -> None:
        said = self._said(name)
        if said == AT_LEAST:
            self.marks[name] = said
        elif said:
            self.refuse(f"{name}_mark", "MARK", f"The mark says {said}, and there is a number.")

    def _note(self) -> str:
        note = self.text("source_note")
        if len(note) > MOST_NOTE:
            reason = f"Of {len(note)} characters the first {MOST_NOTE} are kept."
            name = self.header.name("source_note")
            self.warnings.append(Refusal(self.line.number, name, note, "TOO_LONG", reason))
        return note[:MOST_NOTE]

    def _reference(self) -> None:
        """The row's own period, where the file has columns for it."""
        columns = [column for column in ("reference", *REFERENCE) if column in self.header.places]
        texts = [self.raw(column) for column in columns]
        if not any(texts):
            return
        for column, text in zip(columns, texts, strict=True):
            if not text:
                self.refuse(column, "REQUIRED", "A period has a first and a last day, or neither.")
                return
        try:
            self.period = parse_reference(*texts)
        except ValueError as error:
            self.refuse(columns[0], "UNKNOWN_VALUE", str(error))
