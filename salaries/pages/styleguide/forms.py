"""Forms, messages, lists, and what is taken along, in every state."""

from dataclasses import replace

from salaries.models import FactorOption, InfluencingFactor
from salaries.pages.asked import Wanted
from salaries.pages.cells import evidence_line
from salaries.pages.comparison_parts import Switch
from salaries.pages.files import chart_files, data_files
from salaries.pages.forms import (
    CompareForm,
    Group,
    Option,
    SideChoice,
    in_reading_order,
    options_of,
    place_options,
    places_of_side,
    select,
    side_label,
    subject_groups,
)
from salaries.pages.lists import Pages
from salaries.pages.reported import Named, Reported
from salaries.pages.reports import ReportPage, Written
from salaries.pages.search import Result, SearchPage
from salaries.pages.standing import StandingPage, Typed
from salaries.pages.styleguide.comparisons import compared, general, in_place
from salaries.pages.styleguide.example import Example, Part, component
from salaries.pages.styleguide.samples import (
    BACKEND,
    BAND,
    COORDINATOR,
    DEVELOPER,
    EMPLOYED,
    GB,
    LEVELS,
    LONG,
    NEW_YORK,
    SAN_JOSE,
    SEATTLE,
    US,
    cell,
)
from salaries.pages.trail import from_home, trail
from salaries.pay.terms import Opened, glossary
from salaries.pay.words import PAY_PERIODS
from salaries.subjects import Missing, Subject

PLACES = in_reading_order([US, GB, SAN_JOSE, SEATTLE, NEW_YORK])
GROUPS = subject_groups(
    [(role.slug, role.name, level) for role in (BACKEND, DEVELOPER, COORDINATOR) for level in (None, 0, 3)],
    LEVELS,
)


def side(number: int, chosen: str = "", place: str = "us") -> SideChoice:
    places = (Group("", place_options(PLACES, place)),)
    return SideChoice(number, side_label(number), select(GROUPS, chosen), places)


def compare_example(name: str, form: CompareForm, inside: str = "two") -> Example:
    page = {"form": form, "choice": Wanted(statistic="median")}
    return component(name, "compare_form", inside=inside, page=page)


def compare_forms() -> tuple[Example, ...]:
    """The form of a guide, which leads away, and the comparison's own."""
    average, ten = "backend-engineer.average", "backend-engineer.10-plus-years"
    factor = InfluencingFactor(pk=1, slug="technologies", name="Technologies")
    rust = FactorOption(pk=1, slug="rust", name="Rust", factor=factor)
    told = side(2, ten, "seattle-wa")._replace(
        places=places_of_side(PLACES, "seattle-wa", {"us", "seattle-wa"}, complete=True),
        options=options_of([rust], rust),
        note="No figure for San Jose, CA: Seattle, WA instead.",
    )
    two = (side(1, average), side(2, ten))
    empty = CompareForm((side(1), side(2)), htmx=True, can_add=True)
    return (
        compare_example("Compare, on a guide", CompareForm(two, htmx=False, can_add=True)),
        compare_example("Compare, with nothing to offer", CompareForm((), htmx=False, can_add=True)),
        compare_example("Compare, empty", empty),
        compare_example(
            "Compare, lists narrowed, a remark on a side",
            CompareForm((two[0], told), htmx=True, can_add=True, text="dev", found="“dev” finds 2 roles."),
        ),
        compare_example(
            "Compare, four sides, shortened lists",
            CompareForm(
                (*two, side(3), side(4, "coordinator.average")), htmx=True, can_add=False,
                note="The lists have the places with the most jobs. A name or code finds any other.",
            ),
        ),
        compare_example("Compare, busy", empty, "two htmx-request"),
    )  # fmt: skip


def switches() -> tuple[Example, ...]:
    both = compared(general(mean=144_570), in_place(SAN_JOSE, **{**BAND, "mean": 217_000}))
    releases = tuple(
        Switch(value, text, value == "bureau/may-2025")
        for value, text in {
            "bureau/may-2025": "Bureau, wages, May 2025",
            "survey/2025": f"{LONG}, 2025",
        }.items()
    )
    guide = {"path": "/salaries/software-developer/", "statistics": both.statistics, "releases": releases}
    return (
        Example("Switches of a guide", "guide.html#switches", {"page": guide}),
        Example(
            "Switches of a comparison", "comparison.html#switches", {"page": replace(both, releases=releases)}
        ),
    )


def reports() -> tuple[Example, ...]:
    of = cell(**BAND, **EMPLOYED)
    subject = str(Subject(DEVELOPER, None, US).name)
    line = evidence_line(of, "median")._replace(report_url="")
    figure = Reported(
        named=Named(subject, "bureau/may-2025"),
        words="Software Developer, all experience levels, United States",
        value=of.format("median"),
        evidence=line,
        offered=(
            Option(subject, "All experience levels: $135,980", True),
            Option("software-developer.senior-staff", "Senior/Staff: $168,000"),
        ),
    )
    wrong = ReportPage(
        Reported(),
        Written(role="Software Developer", email="nobody@"),
        alerts=("Say what is wrong.", "This is no e-mail address."),
        wrong=frozenset({"message", "email"}),
    )
    return (
        Example("Report, empty", "report.html#form", {"page": ReportPage(Reported(), Written())}),
        Example("Report of a figure", "report.html#form", {"page": ReportPage(figure, Written())}),
        Example("Report with errors", "report.html#form", {"page": wrong}),
    )


def standing() -> Example:
    page = StandingPage(
        Typed(subject="backend-engineer.average", amount="155k"),
        side(1, "backend-engineer.average"),
        tuple(Option(code, code, code == "USD") for code in ("USD", "GBP", "EUR")),
        tuple(Option(name, words, name == "year") for name, words in PAY_PERIODS.items()),
    )
    return Example("My pay, filled in", "standing.html#form", {"page": page}, "two")


def forms() -> Part:
    return Part(
        "forms",
        "Forms",
        "Every form is complete without script. While an answer is awaited, the form says so after 150 ms.",
        (*compare_forms(), *switches(), *reports(), standing()),
    )


FOUND = (
    Result("Software Developer", "/salaries/software-developer/", "role"),
    Result("Backend Engineer", "/salaries/backend-engineer/", "role"),
    Result(LONG, "/salaries/coordinator/", "role"),
    Result("San Jose, CA", "/locations/san-jose-ca/", "place"),
    Result("Rust (Technologies)", "/factors/technologies/#rust", "option"),
)


def search_of(query: str, *found: Result) -> SearchPage:
    heading = f"Search: {query}"
    said = f"{len(found)} suggestions."
    pages = Pages(found, 1, 1, "/search", "", "")
    return SearchPage(heading, "", "/search", "/search", heading, query, found, found, said, pages)


def search() -> Part:
    field = {"label": "Find a role or place", "query": "", "results": False}
    some = search_of("eng", *FOUND)
    return Part(
        "search",
        "Search",
        "A field that suggests while somebody types, and a plain form without script.",
        (
            Example("In the page’s head", "components/find.html", {**field, "large": False}, "site"),
            Example("In the page", "components/find.html", {**field, "query": "eng", "large": True}),
            Example("Suggestions, open", "search.html#suggestions", {"page": some}, "suggested", plain=True),
            Example("Results", "search.html#results", {"page": some}),
            Example("No results", "search.html#results", {"page": search_of("astronaut")}),
        ),
    )  # fmt: skip


def messages() -> Part:
    """What went wrong."""
    near = (
        Missing(
            "role", "backend-enginer", gone=False, near=("backend-engineer",), names=("Backend Engineer",)
        ),
        Missing("experience level", "seniro", gone=False),
    )
    return Part(
        "messages",
        "Messages",
        "What went wrong, in a sentence, and a way on. Screen readers are told at once.",
        (
            component("Error", "alert", alert="Two of the sides are the same. Choose another one.", missing=()),
            component(
                "Error with near matches", "alert", missing=near,
                alert=" ".join(part.sentence for part in near),
            ),
        ),
    )  # fmt: skip


def pages_at(number: int) -> Pages:
    base = "/salaries/?page="
    return Pages((), number, 3, f"{base}{number}", f"{base}{number - 1}" if number > 1 else "",
                 f"{base}{number + 1}" if number < 3 else "")  # fmt: skip


def trails() -> Part:
    place = trail(("Roles", "/salaries/"), (LONG, "/salaries/coordinator/"), here="San Jose, CA", path="/")
    return Part(
        "trails",
        "Trails",
        "What stands above a page; its JSON-LD says the same.",
        (
            component("Below home", "crumb", trail=from_home("Glossary", "/glossary/")),
            component("A guide of a place", "crumb", trail=place),
        ),
    )


def lists() -> Part:
    states = {"First page": 1, "Page between": 2, "Last page": 3}
    return Part(
        "pages",
        "Pagination",
        "A list of one page has none.",
        tuple(component(name, "pages", pages=pages_at(number)) for name, number in states.items()),
    )


def along() -> Part:
    """What is taken along from a page."""
    path = "/compare/software-developer.average/vs/software-developer.average.san-jose-ca/"
    page = compared(general(), in_place(SAN_JOSE, **BAND))
    charts = [chart_files(title, path, "chart", "") for title in ("Pay by experience", LONG)]
    return Part(
        "along",
        "Take along",
        "Data and pictures of just what the page shows, and the address to share.",
        (
            component("Data", "files", inside="along", files=data_files(path, "")),
            component("Charts", "charts", charts=charts),
            Example("Address to share", "comparison.html#share", {"page": page}),
        ),
    )


def words() -> Part:
    term = next(term for term in glossary(10) if term.slug == "median")
    line = evidence_line(cell(**BAND, **EMPLOYED), "median")
    return Part(
        "words",
        "Words of the glossary",
        "A dotted line marks a term where a page first uses it. A press opens what it means.",
        (
            component("Marked in an evidence line", "evidence", line=line),
            component("What a term opens", "terms", inside="opened", opened=[Opened("term-shown", term)]),
        ),
    )


def parts() -> tuple[Part, ...]:
    return (forms(), search(), messages(), trails(), lists(), along(), words())
