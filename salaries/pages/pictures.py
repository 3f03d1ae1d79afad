"""The charts of a page as pictures: what each says around the very chart that the page shows."""

from django.conf import settings

from salaries.pages.comparison import ComparisonPage
from salaries.pages.factors import FactorPage
from salaries.pages.guide import GuidePage
from salaries.pages.takealong import guide_version, newest_version
from salaries.pages.told import Told, attributions_of, line_of, notes_of, sources_of
from salaries.pay.cells import Cell
from salaries.pay.charts import BandChart, BarChart, named
from salaries.pay.money import currency_words
from salaries.pay.pictures import Key, Picture
from salaries.pay.words import first_upper

BAND_KEYS = (
    Key("outer", "10th to 90th percentile"),
    Key("inner", "25th to 75th percentile, the middle half"),
    Key("median", "median"),
)
OPEN_KEY = Key("beyond", "the publisher gives a lower limit only")
NOT_FROM_ZERO = "The scale does not start at zero."


def guide_picture(page: GuidePage, chart: str) -> Picture | None:
    """One chart of a guide (`ladder`, `places` or `trend`), None where the page does not show it: 1 query."""
    draw = {"ladder": _ladder, "places": _places, "trend": _trend}[chart]
    return draw(page)


def _ladder(page: GuidePage) -> Picture | None:
    ladder = page.ladder
    told = [
        Told(_level_name(side.level_name), side.cell, name) for side, name in page.level_sides if side.cell
    ]
    if ladder.chart is None or not told:
        return None
    kinds = {bar.kind for bar in ladder.chart.rows if bar.width is not None}
    keys = [Key("accent", "the highest level"), *([Key("grey", "other levels")] if "figure" in kinds else [])]
    keys += [Key("mark", ladder.mark)] if ladder.mark else []
    return Picture(
        title=ladder.chart_title,
        subtitle=ladder.caption,
        axis=_axis(told[0].cell, told[0].cell.measure_line(told[0].statistic)),
        chart=named(ladder.chart, [row.name for row in ladder.rows if not row.baseline]),
        keys=tuple(keys),
        notes=notes_of(told),
        sources=(*sources_of(told), *attributions_of(told)),
        address=settings.SITE_URL + page.url,
        version=_version(guide_version(page), pinned=page.pinned is not None),
    )


def _level_name(level: str) -> str:
    return level or "General average"


def _places(page: GuidePage) -> Picture | None:
    places = page.places
    if places is None or places.chart is None or places.base is None or places.evidence is None:
        return None
    told = [Told(page.location.label, places.base, "median")]
    keys = (*BAND_KEYS, OPEN_KEY) if places.open else BAND_KEYS
    return Picture(
        title=places.chart_title,
        subtitle=places.intro,
        axis=f"{_axis(places.base, first_upper(places.base.pay_line))} {NOT_FROM_ZERO}",
        chart=named(places.chart, [row.name for row in places.rows[: len(places.chart.rows)]]),
        keys=keys,
        notes=(places.more,) if places.more else (),
        sources=(f"{page.location.label}: {line_of(places.evidence)}", *attributions_of(told)),
        address=settings.SITE_URL + page.url,
        version=_version(guide_version(page), pinned=page.pinned is not None),
    )


def _trend(page: GuidePage) -> Picture | None:
    history = page.history
    if history is None:
        return None
    told = [Told("", history.last, "median")]
    return Picture(
        title=history.sentence,
        subtitle=history.intro,
        axis=f"{_axis(history.last, history.evidence.tags[0].text)} {NOT_FROM_ZERO}",
        chart=history.chart,
        keys=(),
        notes=(),
        sources=(f"Newest release: {line_of(history.evidence)}", *attributions_of(told)),
        address=settings.SITE_URL + page.url,
        version=_version(guide_version(page), pinned=page.pinned is not None),
    )


def comparison_picture(page: ComparisonPage) -> Picture | None:
    """A comparison's chart, None where its page shows none: no query."""
    result = page.result
    if result is None:
        return None
    # A page shortens names for a narrow screen; here is room for them.
    chart: BandChart | BarChart
    if page.bands:
        chart = named(page.bands, result.labels)
    elif page.chart:
        chart = named(page.chart, result.labels)
    else:
        return None
    sides = zip(result.labels, result.sides, strict=True)
    told = [Told(label, side.cell, result.statistic) for label, side in sides if side.cell]
    base = told[0].cell
    if page.bands:
        axis, keys = f"{_axis(base, first_upper(base.pay_line))} {NOT_FROM_ZERO}", BAND_KEYS
    else:
        axis = _axis(base, base.measure_line(result.statistic))
        keys = (
            Key("grey", "baseline"),
            Key("accent", "compared"),
            Key("mark", f"{told[0].name}, {base.format(result.statistic)}"),
        )
    return Picture(
        title=f"{result.sentence}.",
        subtitle=page.table_caption,
        axis=axis,
        chart=chart,
        keys=keys,
        notes=(*(f"{note.lead} {note.text}" for note in page.notes), *notes_of(told)),
        sources=(*sources_of(told), *attributions_of(told)),
        address=settings.SITE_URL + page.url,
        version=_version(page.version, pinned=page.pinned is not None),
    )


def factor_picture(page: FactorPage) -> Picture | None:
    """The first ranking of a factor, None where there is none: 1 query."""
    table = page.drawn
    if table is None:
        return None
    ranking = table.ranking
    names = [row.name for row in table.rows]
    told = [
        *(Told(row.option, row.premium.having, ranking.statistic) for row in ranking.rows),
        Told(table.base, ranking.without, ranking.statistic),
    ]
    return Picture(
        title=table.fact,
        subtitle=f"{page.heading}. {table.caption}: {table.people}",
        axis=_axis(ranking.without, ranking.without.measure_line(ranking.statistic)),
        chart=named(table.chart, [*names, table.base]),
        keys=(
            Key("accent", "the highest premium"),
            Key("grey", "other options, and the baseline"),
            Key("mark", f"{table.base}, {table.without}"),
        ),
        notes=notes_of(told),
        sources=(*sources_of(told), *attributions_of(told)),
        address=settings.SITE_URL + page.url,
        version=_version(newest_version(), pinned=False),
    )


def _axis(cell: Cell, states: str) -> str:
    """What the scale states, with its currency in words."""
    words = currency_words(cell.currency)
    return f"{states}." if words in states else f"{states}, in {words}."


def _version(number: int, *, pinned: bool) -> str:
    return f"Data version {number}, as it was then." if pinned else f"Data version {number}."
