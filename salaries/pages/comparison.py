"""The comparison: subjects side by side, or in words why they cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from salaries.pages.asked import ChosenSide, Comparing, Wanted
from salaries.pages.compared import Pinned
from salaries.pages.comparison_parts import ComparedRow, ShownNote, Switch
from salaries.pages.curated import Curated, curated
from salaries.pages.files import ChartFiles, File, chart_files, data_files, oembed, share_file
from salaries.pages.forms import CompareForm
from salaries.pages.misspelt import not_found
from salaries.pages.nearest import NearWay, nearest_spelled
from salaries.pages.offers import Offers, compare_form, offers_for
from salaries.pages.side_by_side import Credit
from salaries.pages.trail import Step, Trail, from_home, trail
from salaries.pay.charts import BandChart, BarChart
from salaries.pay.comparison import Comparison
from salaries.pay.room import layout_of_bands
from salaries.pay.sharing import SharePicture
from salaries.subjects import (
    Directory,
    Missing,
    Subject,
    SubjectName,
    guide_url,
    renamed,
)


@dataclass(frozen=True)
class ComparisonPage:
    """What a comparison's address shows; `result` is None where nothing could be compared."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    form: CompareForm
    result: Comparison | None = None
    rows: tuple[ComparedRow, ...] = ()
    chart: BarChart | None = None
    table_caption: str = ""
    statistic_title: str = ""
    baseline: str = ""
    source_notes: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    statistics: tuple[Switch, ...] = ()
    releases: tuple[Switch, ...] = ()
    prices: tuple[Switch, ...] = ()
    prices_refused: str = ""
    verdicts: tuple[str, ...] = ()
    notes: tuple[ShownNote, ...] = ()
    why: tuple[str, ...] = ()
    bands: BandChart | None = None
    pinned: Pinned | None = None
    erased: tuple[str, ...] = ()
    share: SharePicture | None = None
    snippet: str = ""
    version: int = 0
    choice: Wanted = field(default_factory=Wanted)
    path: str = ""
    alert: str = ""
    missing: tuple[Missing, ...] = ()
    ways: tuple[NearWay, ...] = ()
    nearest: NearWay | None = None
    compared: tuple[Curated, ...] = ()
    indexed: bool = False
    section: str = "compare"

    @property
    def trail(self) -> Trail:
        if self.result:
            return trail(("Compare", "/compare/"), here=self.table_caption, path=self.canonical)
        return (Step("Compare", "/compare/"),) if self.alert else from_home("Compare", "/compare/")

    @property
    def today(self) -> str:
        """The address of today's page."""
        return self.path + self.choice._replace(as_of="").query

    @property
    def cite_query(self) -> str:
        """The parameters of the address that lasts."""
        return self.choice._replace(as_of=self.choice.as_of or str(self.version)).query

    @property
    def layout(self) -> str:
        """How the bands are laid out."""
        return layout_of_bands("stacked", self.bands) if self.bands else "stacked"

    @property
    def files(self) -> tuple[File, ...]:
        """What the page shows, as data."""
        return data_files(self.path, self.choice.query)

    @property
    def charts(self) -> tuple[ChartFiles, ...]:
        """The chart that the page shows, as pictures."""
        shown = self.bands or self.chart
        return (chart_files("The chart", self.path, "chart", self.choice.query),) if shown else ()

    @property
    def share_url(self) -> str:
        """The picture that stands where the page's address is shared."""
        return share_file(self.share, self.path, self.choice.query)

    @property
    def oembed(self) -> str:
        """What tells other sites how to show it; empty where there is nothing to show."""
        return oembed(self.url) if self.result else ""


@dataclass(frozen=True)
class Asked:
    """The rows that a comparison's address names and its form offers, or what is missing of them."""

    offers: Offers
    names: tuple[SubjectName, ...]
    missing: tuple[Missing, ...]

    @property
    def directory(self) -> Directory:
        return self.offers.directory

    @property
    def subjects(self) -> tuple[Subject, ...]:
        return tuple(self.directory.subject(name) for name in self.names)


def ask(names: Sequence[SubjectName], at: int | None = None) -> Asked:
    """Fetch what the names need and what the form offers: 3 queries, 1 more for options, 1 for old slugs.

    `at`: the data version that is asked for; what was retired since can be named.
    """
    offers = offers_for(names, at=at)
    lacks = offers.directory.missing(names)
    if not lacks:
        return Asked(offers, tuple(names), ())
    put_right, gone = renamed(names, lacks)
    if put_right != list(names):
        offers = offers_for(put_right, at=at)
        lacks = offers.directory.missing(put_right)
    return Asked(offers, tuple(put_right), not_found(lacks, gone) if lacks else ())


def form_page(
    comparing: Comparing,
    alert: str = "",
    missing: tuple[Missing, ...] = (),
    *,
    choice: Wanted | None = None,
    dependent: bool = False,
) -> ComparisonPage:
    """The empty form, or the form as it was filled with a message: 5 queries, 1 more for options.

    `choice` is carried along to the comparison that the form leads to.
    """
    sides = comparing.shown()
    offers = offers_for([side.name for side in sides if side.name], comparing.text, choosing=True)
    return ComparisonPage(
        title="Compare pay",
        description="Set the pay of any role, experience level and place against another, with its sources.",
        url="/compare/",
        canonical="/compare/",
        heading="Compare pay",
        form=compare_form(offers, sides, dependent=dependent),
        alert=alert,
        missing=missing,
        compared=() if dependent else curated(),
        choice=choice or Wanted(),
        indexed=not alert and comparing.empty,
    )


def failed_page(
    names: Sequence[SubjectName], path: str, alert: str, asked: Asked | None, choice: Wanted
) -> ComparisonPage:
    """A comparison's address that cannot be shown: the message, what is near, and the form to go on with.

    `choice` is carried along to the comparison that the form leads to.
    """
    missing = asked.missing if asked else ()
    shown = Comparing(tuple(map(ChosenSide.of, names))).shown()
    offers = asked.offers if asked else offers_for([side.name for side in shown if side.name])
    return ComparisonPage(
        title=alert,
        description=alert,
        url=path,
        canonical="/compare/",
        heading="This comparison cannot be shown",
        form=compare_form(offers, shown),
        alert=alert,
        missing=missing,
        ways=_ways(names, missing, offers.directory),
        nearest=nearest_spelled(names, missing, offers.directory),
        path=path,
        choice=choice,
    )


def _ways(
    names: Sequence[SubjectName], missing: tuple[Missing, ...], known: Directory
) -> tuple[NearWay, ...]:
    near = [
        pair for part in missing if part.noun == "role" for pair in zip(part.near, part.names, strict=True)
    ]
    lost = {part.slug for part in missing}
    kept = [name for name in names if name.role not in lost]
    near += [(name.role, known.role[name.role].name) for name in kept if name.role in known.role]
    ways = [NearWay(f"Pay guide: {name}", guide_url(slug)) for slug, name in near]
    return tuple(dict.fromkeys(ways))
