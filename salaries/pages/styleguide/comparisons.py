"""What a comparison says, in every state."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from salaries.pages.asked import Wanted
from salaries.pages.compared import Candidates, Pinned
from salaries.pages.comparison import ComparisonPage
from salaries.pages.comparison_result import told
from salaries.pages.forms import CompareForm
from salaries.pages.nearest import NearWay
from salaries.pages.styleguide.example import Example, Part, component
from salaries.pages.styleguide.samples import (
    BACKEND,
    BAND,
    COORDINATOR,
    DEVELOPER,
    EMPLOYED,
    ENTRY,
    GB,
    JP,
    LEVELS,
    NEW_YORK,
    OFFICIAL,
    SAN_JOSE,
    SEATTLE,
    SENIOR,
    SUMMARY,
    SURVEY,
    US,
    cell,
    limit,
)
from salaries.pay.adjustments import Index
from salaries.pay.cells import Cell, Evidence
from salaries.subjects import Subject, compare_url

NO_FORM = CompareForm((), htmx=True, can_add=True)
GENERAL = Subject(DEVELOPER, None, US)
HIGH = {"p10": 133_790, "p25": 169_510, "median": 213_110, "p75": 249_420, "p90": 301_140}
OF_SAN_JOSE: dict[str, Any] = {
    "employment": 63_300,
    "mean_error": Decimal("1.2"),
    "median_error": Decimal("1.4"),
}

Said = tuple[Subject, Cell | None]
"""A subject and its figure, if there is one."""


def compared(*sides: Said, indices: Sequence[Index] = (), **wanted: str) -> ComparisonPage:
    """The page of subjects whose only figures these are."""
    subjects = [subject for subject, _ in sides]
    cells = [[of._replace(subject=str(subject.name))] if of else [] for subject, of in sides]
    page, _ = told(subjects, Candidates(cells, 7), Wanted(**wanted), NO_FORM, indices, LEVELS)
    return page


def general(**given: Any) -> Said:
    return GENERAL, cell(**{**BAND, **EMPLOYED, **given})


def in_place(place: Any, **given: Any) -> Said:
    return Subject(DEVELOPER, None, place), cell(**given)


def of_level(level: Any, evidence: Evidence = OFFICIAL, /, **given: Any) -> Said:
    return Subject(DEVELOPER, level, US), cell(evidence, **given)


def fair() -> dict[str, ComparisonPage]:
    """Figures of one release and kind."""
    parities = [Index("rpp", "san-jose-ca", 2024, Decimal("112.1"), "Bureau, parities", "San Jose, CA")]
    nowhere = Subject(DEVELOPER, ENTRY, US), None
    return {
        "Fair, clearly above": compared(general(), in_place(SAN_JOSE, **HIGH, **OF_SAN_JOSE)),
        "Fair, within the error": compared(
            general(),
            in_place(SEATTLE, **{**BAND, "median": 137_100}, employment=900, median_error=Decimal("4.1")),
        ),
        "Below, means alone": compared(
            (GENERAL, cell(SURVEY, mean=144_570, sample_size=1_204)),
            of_level(ENTRY, SURVEY, mean=84_000, sample_size=140),
        ),
        "The same": compared(general(), of_level(SENIOR, **BAND, **EMPLOYED)),
        "Four, one without a figure": compared(
            general(), in_place(SAN_JOSE, **HIGH, **OF_SAN_JOSE), in_place(NEW_YORK, median=166_830), nowhere
        ),
        "At US prices": compared(
            general(), in_place(SAN_JOSE, **HIGH, **OF_SAN_JOSE), indices=parities, prices="rpp"
        ),
    }


def unlike() -> dict[str, ComparisonPage]:
    """Figures with a note, or without a difference."""
    british = Subject(DEVELOPER, None, GB), cell(median=54_300, currency="GBP", place_currency="GBP")
    total = {"measure": "total_compensation", "sample_size": 1_204}
    near = NearWay(
        "In international dollars: Software Developer, United Kingdom pays 41.3\u00a0% less", "/compare/"
    )
    yen = {"currency": "JPY", "place_currency": "JPY"}
    refused = compared(general(), british)
    return {
        "Not like for like: source, period, wider role": compared(
            (Subject(BACKEND, None, US), cell(SUMMARY, median=106_250)), general()
        ),
        "Rough: few answers, wide error": compared(
            (GENERAL, cell(SURVEY, median=121_000, sample_size=1_204, source_note="Answers are not weighted.")),
            of_level(SENIOR, SURVEY, median=190_000, sample_size=12, median_error=Decimal(31)),
        ),
        "Refused: currencies, with the nearest way": replace(refused, nearest=near),
        "Refused: kinds of pay": compared(general(), of_level(SENIOR, SURVEY, median=190_000, **total)),
        "Missing": compared(general(), (Subject(DEVELOPER, ENTRY, US), None)),
        "Missing on both sides": compared((GENERAL, None), (Subject(DEVELOPER, ENTRY, US), None)),
        "Top-coded": compared(general(), in_place(SAN_JOSE, median=limit(239_200), employment=63_300)),
        "Not adjusted": compared(general(), british, prices="rpp"),
        "Long names and nine-digit yen": compared(
            (Subject(COORDINATOR, None, JP), cell(OFFICIAL, median=500_000_000, **yen)),
            (Subject(COORDINATOR, SENIOR, JP), cell(OFFICIAL, median=987_654_321, **yen)),
        ),
    }  # fmt: skip


def _shown(states: dict[str, ComparisonPage]) -> tuple[Example, ...]:
    return tuple(component(name, "compared", inside="comparison", page=page) for name, page in states.items())


def parts() -> tuple[Part, ...]:
    return (
        Part(
            "comparison",
            "Comparison",
            "Figures of one release and kind: a difference, and how sure it is.",
            _shown(fair()),
        ),
        Part(
            "unlike",
            "Comparison with a note, or refused",
            "What is unlike is told beside the difference; what cannot be subtracted has none, and says why.",
            _shown(unlike()),
        ),
        banners(),
    )


def banners() -> Part:
    """What stands above a page that is not today’s public one."""
    path = compare_url([GENERAL.name])
    unchanged = {"pinned": Pinned(7, "14 October 2026", ()), "today": path}
    told_since = (
        "Software Developer, all levels, United States: median $135,980 is $136,200 now.",
        "Software Developer, Senior/Staff, United States: the figure is no longer published.",
    )
    changed = {"pinned": Pinned(7, "14 October 2026", told_since), "today": path}
    near = NearWay("10+ Years pays 45.9\u00a0% more than the general average", "/compare/")
    draft = {"name": "Bureau, wages, May 2025, national file", "state": "in review", "part_url": "/admin/"}
    return Part(
        "banners",
        "Banners",
        "Above what is not today’s public page: an earlier data version, or an editor’s draft.",
        (
            component("Pinned, nothing changed since", "pinned", page=unchanged),
            component("Pinned, figures changed since", "pinned", page=changed),
            component("Preview", "preview", preview={**draft, "publish_url": ""}),
            component(
                "Preview that may be published", "preview", preview={**draft, "publish_url": "/admin/"}
            ),
            component(
                "Nearest comparison",
                "nearest",
                page={"nearest": near},
            ),
        ),
    )
