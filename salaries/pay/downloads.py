"""The table of figures that is taken along whole: its columns, and what each of them says."""

from dataclasses import dataclass

PAY = ("mean", "p10", "p25", "median", "p75", "p90", "range_low", "range_high")
_SAID = {
    "mean": "The mean.",
    "median": "The median: half are paid less.",
    "p10": "One in ten is paid less.",
    "p25": "One in four is paid less.",
    "p75": "One in four is paid more.",
    "p90": "One in ten is paid more.",
    "range_low": "The lower end of a pay band.",
    "range_high": "The upper end of a pay band.",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what its values are (string, number, integer), and what they say."""

    name: str
    kind: str
    words: str


def _number(name: str) -> tuple[Column, Column]:
    return (
        Column(name, "number", _SAID[name]),
        Column(
            f"{name}_mark",
            "string",
            f"“at_least”: {name} is a lower limit. Empty: it is exact, or not there.",
        ),
    )


COLUMNS = (
    Column(
        "subject", "string", "What the figure is of, as in an address: role.level, then location and option."
    ),
    Column("role", "string", "The role’s slug."),
    Column("level", "string", "The experience level’s slug; “average” means all levels together."),
    Column("location", "string", "The location’s slug."),
    Column("option", "string", "The slug of a factor’s option; empty: everyone."),
    Column("measure", "string", "The kind of pay. Unlike kinds are not to be compared."),
    Column("currency", "string", "ISO 4217. Nothing is converted."),
    Column("pay_period", "string", "What the amounts are paid for: year, month or hour."),
    *(column for name in PAY for column in _number(name)),
    Column("mean_error", "number", "Relative standard error of the mean, in percent."),
    Column("median_error", "number", "Relative standard error of the median, in percent."),
    Column("sample_size", "integer", "Answers behind the figure; empty: not stated."),
    Column("employment", "integer", "Jobs that the figure speaks for; not a sample size."),
    Column("note", "string", "What the source says of this figure alone."),
    Column("source", "string", "The source’s slug."),
    Column("release", "string", "The release: source/release."),
    Column("reference_period", "string", "First and last day that the figure is of: 2025-05-01/2025-05-31."),
    Column("licence", "string", "The source’s licence."),
    Column("data_version", "integer", "The data version that this file is of."),
)
NAMES = tuple(column.name for column in COLUMNS)
