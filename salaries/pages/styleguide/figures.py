"""Figures with their evidence, and tables of them, in every state."""

from collections.abc import Mapping
from decimal import Decimal

from salaries.models import ExperienceLevel, Role
from salaries.pages.cells import evidence_line
from salaries.pages.headlines import Headline, Shown, headline_of
from salaries.pages.ladder import Ladder, ladder_of
from salaries.pages.lists import RoleLine
from salaries.pages.side_by_side import credits_of, source_rows
from salaries.pages.sources import NOT_STATED, Fact
from salaries.pages.styleguide.example import Part, component
from salaries.pages.styleguide.samples import (
    ADVERTS,
    BACKEND,
    BAND,
    COORDINATOR,
    DEVELOPER,
    EMPLOYED,
    ENTRY,
    JP,
    LEVELS,
    LONG,
    LONG_LEVELS,
    MANAGER,
    MID,
    OFFICIAL,
    SENIOR,
    SUMMARY,
    SURVEY,
    TEN_YEARS,
    US,
    cell,
    limit,
    withheld,
)
from salaries.pay.cells import Cell
from salaries.pay.words import NO_FIGURE, first_upper

UNSTATED = {"measure": "salary_unspecified", "primary_measure": "salary_unspecified"}
YEN = {"currency": "JPY", "place_currency": "JPY"}


def shown(average: Cell | None, levels: Mapping[ExperienceLevel, Cell], statistic: str = "median") -> Shown:
    """What a release says of levels."""
    told = average or next(iter(levels.values()), None)
    return Shown(
        statistic,
        average,
        {level.pk: of for level, of in levels.items()},
        told.evidence.release if told else "",
    )


def headline(
    average: Cell | None,
    levels: Mapping[ExperienceLevel, Cell],
    statistic: str = "median",
    role: Role = DEVELOPER,
) -> Headline:
    return headline_of(role, US, LEVELS, shown(average, levels, statistic))


def ladder(
    average: Cell | None,
    levels: Mapping[ExperienceLevel, Cell],
    statistic: str = "median",
    role: Role = DEVELOPER,
    steps: tuple[ExperienceLevel, ...] = LEVELS,
) -> Ladder:
    told = shown(average, levels, statistic)
    return ladder_of(role, US, steps, told, told)


def headlines() -> Part:
    states = {
        "A level against the general average": headline(
            cell(SUMMARY, mean=106_250, **UNSTATED),
            {TEN_YEARS: cell(SUMMARY, mean=155_000, **UNSTATED)},
            "mean",
        ),
        "One figure": headline(cell(**BAND, **EMPLOYED), {}),
        "A percentile": headline(cell(**BAND, **EMPLOYED), {}, "p90"),
        "A lower limit": headline(cell(median=limit(239_200), **EMPLOYED), {}),
        "In another currency than the place’s": headline(
            cell(SURVEY, median=6_500_000, currency="JPY", sample_size=120), {}
        ),
        "No figure": headline(None, {}),
    }
    return Part(
        "headline",
        "Headline",
        "The answer first: one sentence, the number beside it, and whose it is.",
        (
            *(component(name, "headline", headline=told) for name, told in states.items()),
            *(
                component(f"{name}: the number", "big", inside="hero", headline=told)
                for name, told in states.items()
                if told.number
            ),
        ),
    )


def evidence() -> Part:
    """Every way in which a figure's quality is told."""
    states = {
        "Jobs and error known": (cell(**BAND, **EMPLOYED), "median"),
        "Answers known": (cell(SURVEY, median=121_000, sample_size=1_204), "median"),
        "One answer": (cell(SURVEY, median=61_000, sample_size=1), "median"),
        "Adverts": (cell(ADVERTS, measure="advertised_pay", median=98_500, sample_size=312), "median"),
        "Sample not stated": (cell(SUMMARY, mean=106_250, **UNSTATED), "mean"),
        "Wide error": (cell(median=88_340, employment=420, median_error=Decimal("21.7")), "median"),
        "Error known, sample not": (cell(mean=137_900, mean_error=Decimal("0.4")), "mean"),
        "A percentile, which has no error": (cell(**BAND, **EMPLOYED), "p90"),
        "An hour’s pay": (cell(median=Decimal("65.38"), pay_period="hour", employment=1_687_890), "median"),
        "Another currency than the place’s": (
            cell(SURVEY, median=6_500_000, currency="JPY", sample_size=120), "median"
        ),
    }  # fmt: skip
    lines = [
        component(name, "evidence", line=evidence_line(of, statistic))
        for name, (of, statistic) in states.items()
    ]
    credits = credits_of([cell(SURVEY, median=121_000)])
    return Part(
        "evidence",
        "Evidence line",
        "Under every figure: measure, sample or error, source, period, licence. It looks the same everywhere.",
        (*lines, component("Attribution that a licence asks for", "credits", credits=credits)),
    )


def lists_of_roles() -> Part:
    lines = (
        role_line(DEVELOPER, cell(**BAND, **EMPLOYED), summary="Builds and mends what runs on computers."),
        role_line(MANAGER, cell(median=limit(239_200), **EMPLOYED)),
        role_line(COORDINATOR, cell(SURVEY, median=987_654_321, sample_size=14, **YEN)),
        RoleLine(
            BACKEND.name, BACKEND.get_absolute_url(), "", NO_FIGURE, False, None,
            wider=DEVELOPER.name, wider_url=DEVELOPER.get_absolute_url(),
        ),
    )  # fmt: skip
    return Part(
        "roles",
        "List of roles",
        "A figure with its evidence in a line; or in words that there is none, and who is counted instead.",
        (
            component("Exact, a lower limit, a long name, none", "role_list", roles=lines),
            component("Empty", "role_list", roles=()),
        ),
    )


def role_line(role: Role, of: Cell, summary: str = "") -> RoleLine:
    return RoleLine(
        role.name, role.get_absolute_url(), summary, of.format("median"), True, evidence_line(of, "median")
    )


def ladders() -> Part:
    """Ladder charts with their tables."""
    average = cell(mean=137_900, **BAND, **EMPLOYED)
    whole = {
        ENTRY: cell(median=84_000, mean=86_100),
        MID: cell(median=121_000, mean=123_800),
        SENIOR: cell(median=168_000, mean=171_250),
        TEN_YEARS: cell(median=190_000, mean=194_700),
    }
    summary = {TEN_YEARS: cell(SUMMARY, mean=155_000, **UNSTATED)}
    yen = {ENTRY: cell(SURVEY, median=123_456_789, **YEN), SENIOR: cell(SURVEY, median=987_654_321, **YEN)}
    states = {
        "All levels": ladder(average, whole),
        "One figure": ladder(cell(SUMMARY, mean=106_250, **UNSTATED), summary, "mean"),
        "The general average alone": ladder(average, {}),
        "Levels without a general average": ladder(None, {MID: whole[MID], SENIOR: whole[SENIOR]}),
        "Below the general average": ladder(average, {ENTRY: whole[ENTRY]}),
        "A lower limit, and one that is withheld": ladder(
            average, {**whole, SENIOR: cell(median=withheld()), TEN_YEARS: cell(median=limit(239_200))}
        ),
        "Nine-digit yen": ladder(cell(SURVEY, median=500_000_000, **YEN), yen),
        "Long names": ladder(
            average,
            {step: cell(median=60_000 * number) for number, step in enumerate(LONG_LEVELS, 1)},
            role=COORDINATOR,
            steps=LONG_LEVELS,
        ),
        "No figure": ladder(None, {}),
    }
    return Part(
        "ladder",
        "Ladder chart and table",
        "Levels against the general average, on a scale from zero, and the same numbers as a table.",
        tuple(component(name, "ladder", inside="two", ladder=told) for name, told in states.items()),
    )


def tables() -> Part:
    sources = source_rows(
        [
            cell(mean=144_570, **BAND, **EMPLOYED),
            cell(SURVEY, median=147_500, sample_size=1_204),
            cell(SUMMARY, mean=106_250, **UNSTATED),
            cell(ADVERTS, measure="advertised_pay", median=limit(239_200), sample_size=312),
            cell(OFFICIAL, mean=987_654_321, median=withheld(), **YEN),
        ]
    )
    facts = (
        Fact("Publisher", "Bureau of Samples"),
        Fact("Measure", first_upper(cell().pay_line), explained=True),
        Fact("Address", "bureau.example/wages", url="/sources/"),
        Fact("Method", f"{LONG} asks everybody, {'again and ' * 20}again."),
        Fact("Licence", NOT_STATED, missing=True),
    )
    whose = f"{DEVELOPER.name}, {JP.label}, all experience levels"
    return Part(
        "tables",
        "Tables",
        "Real tables: a caption, headings with a scope, figures aligned on the right. A wide one scrolls by itself.",
        (
            component("Wide, with missing figures", "side_by_side", sources=sources, of=whose),
            component("Facts", "facts", facts=facts),
        ),
    )


def parts() -> tuple[Part, ...]:
    return (headlines(), evidence(), lists_of_roles(), ladders(), tables())
