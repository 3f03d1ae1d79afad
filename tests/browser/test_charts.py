"""Charts at every width: no words on other words or on marks, none beyond the screen, values for who points at them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from salaries.markup.templates import rendered
from salaries.pay.charts import BandChart, BandRow, BarChart, BarRow, LineRow, bands, bars, line
from salaries.pay.money import format_money
from salaries.pay.room import layout_of_bands, layout_of_bars, layout_of_line, on_a_line
from tests.browser.addresses import COMPARED, PUBLIC
from tests.browser.conftest import Site
from tests.browser.test_printing import FOUR, TWO

WIDTHS = (320, 360, 899, 900, 1440)
PAGES = [
    PUBLIC[name]
    for name in ("guide", "official", "levels of another source", "country", "surveys alone", "factor")
]
NOTHING: dict[int, list[str]] = {width: [] for width in WIDTHS}
LONG = ["Coordinator of Everything That Nobody Else Coordinates", "WWWWW " * 12, "Entry-Level", "Ä"]
YEN = (Decimal(123_456_789), Decimal(987_654_321), Decimal(1), Decimal(500_000_000))

FAULTS = """() => {
  const boxes = (root, what) => [...root.querySelectorAll(what)]
    .filter((one) => !one.querySelector("tspan"))
    .map((one) => [one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0);
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  const found = [];
  for (const chart of document.querySelectorAll(".chart")) {
    const texts = boxes(chart, "text:not(.beyond), tspan"), marks = boxes(chart, "rect, circle");
    texts.forEach(([text, box], number) => {
      if (box.left < -1 || box.right > innerWidth + 1) found.push(`${text} leaves the screen`);
      for (const [other, place] of texts.slice(number + 1)) if (meet(box, place)) found.push(`${text} on ${other}`);
      for (const [, place] of marks) if (meet(box, place)) found.push(`${text} on a mark`);
    });
  }
  return found;
}"""


def faults(page: Page) -> dict[int, list[str]]:
    """What stands wrong, by the width of the screen."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate(FAULTS)
    return found


@pytest.mark.parametrize("address", [*PAGES, COMPARED, TWO, FOUR, f"{TWO}?statistic=mean"])
def test_no_words_of_a_chart_collide(page: Page, site: Site, address: str) -> None:
    page.goto(site.url + address)
    assert page.locator(".chart").count() > 0
    assert faults(page) == NOTHING


def with_chart(page: Page, site: Site, template: str, **values: Any) -> None:
    """A guide whose own charts make place for one that is made up: bands in a section of their own, as places are."""
    page.goto(site.url + PUBLIC["guide"])
    drawn = rendered(
        f"components/{template}.html", {"title": "Made up.", "open": True, "mark_text": "", **values}
    )
    page.evaluate(
        """([html, where]) => { document.querySelectorAll(".chart").forEach((one) => one.remove());
        document.querySelector(where).insertAdjacentHTML("afterbegin", html); }""",
        [drawn, "#figures" if template == "bands" else ".two > div"],
    )


def made_bars(names: list[str], **values: Any) -> BarChart:
    rows = [
        BarRow(on_a_line(name), value, format_money(value, "JPY"))
        for name, value in zip(names, YEN, strict=False)
    ]
    return bars([*rows, BarRow("10+ Years", None, "no figure published by this source")], **values)


@pytest.mark.parametrize("names", [["Entry-Level"], ["Senior", "Staff"], LONG], ids=["one", "short", "long"])
@pytest.mark.parametrize("usual", ["ladder", "stacked"])
def test_bars_have_room_for_long_names_and_nine_digits(
    page: Page, site: Site, usual: str, names: list[str]
) -> None:
    chart = made_bars(names, mark=Decimal(400_000_000), currency="JPY")
    with_chart(page, site, "bars", chart=chart, layout=layout_of_bars(usual, chart))
    assert faults(page) == NOTHING


def made_bands(names: list[str], scale: int, currency: str) -> BandChart:
    rows = []
    for number, name in enumerate(names):
        p10, p25, median, p75, p90 = (Decimal(step * scale + number) for step in (10, 20, 30, 40, 90))
        text = format_money(median, currency)
        rows.append(BandRow(on_a_line(name), p10, p25, median, p75, p90, text, "+123.4\u00a0%", number == 1))
    return bands(rows, currency)


@pytest.mark.parametrize(
    "names", [["Ohio"], ["Seattle, WA", "Portland, OR"], LONG], ids=["one", "short", "long"]
)
@pytest.mark.parametrize(("scale", "currency"), [(1_000, "USD"), (10_000_000, "JPY")])
@pytest.mark.parametrize("usual", ["bands", "stacked"])
def test_bands_have_room_for_long_names_and_nine_digits(
    page: Page, site: Site, usual: str, scale: int, currency: str, names: list[str]
) -> None:
    chart = made_bands(names, scale, currency)
    with_chart(page, site, "bands", chart=chart, layout=layout_of_bands(usual, chart))
    assert faults(page) == NOTHING


@pytest.mark.parametrize(
    "values", [(7, 9), (9, 7), (5, 9, 5, 9), tuple(range(50))], ids=["up", "down", "both", "fifty"]
)
def test_a_line_has_room_for_nine_digits(page: Page, site: Site, values: tuple[int, ...]) -> None:
    rows = []
    for number, value in enumerate(values):
        amount = Decimal(value * 1_000_000 + 100_000_000)
        rows.append(LineRow(date(1970 + number, 4, 5), amount, "to April 2024", format_money(amount, "JPY")))
    chart = line(rows, "JPY")
    with_chart(page, site, "line", chart=chart, layout=layout_of_line(chart))
    assert faults(page) == NOTHING


TOUCHING = """() => [...document.querySelectorAll(".line circle")]
  .filter((one) => getComputedStyle(one).opacity !== "0").map((one) => one.getBoundingClientRect())
  .filter((box, number, rings) => rings.slice(number + 1).some((other) =>
    Math.min(box.right, other.right) > Math.max(box.left, other.left) &&
    Math.min(box.bottom, other.bottom) > Math.max(box.top, other.top))).length"""


@pytest.mark.parametrize("digits", [100_000, 100_000_000], ids=["six digits", "nine digits"])
def test_rings_of_fifty_points_touch_nowhere_and_each_point_tells_its_value(
    page: Page, site: Site, digits: int
) -> None:
    rows = []
    for number in range(50):
        amount = Decimal(digits + number * number * digits // 1000)
        rows.append(
            LineRow(date(1970 + number, 4, 5), amount, f"{1970 + number}", format_money(amount, "JPY"))
        )
    chart = line(rows, "JPY")
    with_chart(page, site, "line", chart=chart, layout=layout_of_line(chart))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(TOUCHING) == 0, width
    assert page.locator(".line circle title").count() == 50


PAINTED = """() => Object.fromEntries([".outer", ".inner", ".bar.baseline", ".bar:not(.baseline)", ".bands circle",
  ".line circle", ".line .part", ".base", ".words .at"].map((what) => {
    const one = document.querySelector(what), {fill, stroke} = one ? getComputedStyle(one) : {};
    return [what, one && [fill, stroke]]; }).filter(([, paint]) => paint))"""
INK, PAPER = "rgb(255, 255, 255)", "rgb(0, 0, 0)"


def test_marks_differ_in_forced_colours_by_being_solid_or_hollow(page: Page, site: Site) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(site.url + PUBLIC["official"])
    bands = page.evaluate(PAINTED)
    assert bands[".inner"][0] == INK
    assert bands[".outer"] == bands[".bands circle"] == bands[".line circle"] == [PAPER, INK]
    assert bands[".line .part"][1] == bands[".words .at"][0] == INK
    page.goto(site.url + COMPARED)
    bars = page.evaluate(PAINTED)
    assert bars[".bar.baseline"] == [PAPER, INK]
    assert bars[".bar:not(.baseline)"] == [INK, "none"]
    assert bars[".base"][1] not in (INK, PAPER)


def test_who_points_at_a_band_or_a_point_is_told_its_values(page: Page, site: Site) -> None:
    page.goto(site.url + PUBLIC["official"])
    ring = page.locator(".bands circle").first
    ring.hover()
    assert ring.evaluate("(one) => one.matches(':hover')")
    assert ring.locator("xpath=../*[name()='title']").text_content() == (
        "United States: 10th percentile $82,460, 25th percentile $105,210, median $135,980, "
        "75th percentile $171,980, 90th percentile $214,670"
    )
    expect(page.locator(".line circle").nth(1).locator("title")).to_have_text("May 2022: $127,260")
