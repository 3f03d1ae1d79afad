"""A37: what a screen reader is given: the main fact of a chart, the figures once, a table with its headers."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import MORE, NBSP, compare
from tests.browser.addresses import COMPARED, PUBLIC
from tests.browser.conftest import Site

MINUS = "\N{MINUS SIGN}"
CHARTS = {
    ".ladder": f"Executive: $210,000, +16.7{NBSP}% against the general average of $180,000.",
    ".bands": "Software Developer: median $135,980 in the United States; highest in San Jose, CA, $213,110, "
    f"+56.7{NBSP}%.",
    ".line": f"Software Developer: median $120,730 in May 2021, $135,980 in May 2025, +12.6{NBSP}%.",
}


def spoken(page: Page) -> list[dict[str, Any]]:
    """The browser's own tree of what is told, as screen readers get it."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    return nodes


def below(nodes: list[dict[str, Any]], top: dict[str, Any]) -> Iterator[str]:
    """The names of what is told inside something."""
    by_id = {node["nodeId"]: node for node in nodes}
    for child in top.get("childIds", []):
        if child in by_id:
            if not by_id[child]["ignored"] and by_id[child].get("name", {}).get("value"):
                yield by_id[child]["name"]["value"]
            yield from below(nodes, by_id[child])


def test_a_chart_says_its_main_fact_and_nothing_that_the_table_says_too(page: Page, site: Site) -> None:
    page.goto(site.url + PUBLIC["official"])
    nodes = spoken(page)
    images = [node for node in nodes if node["role"].get("value") in ("image", "img") and not node["ignored"]]
    assert sorted(one["name"]["value"] for one in images) == sorted(CHARTS.values())
    assert [list(below(nodes, one)) for one in images] == [[], [], []]


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_a_figure_with_a_picture_and_its_caption(page: Page, site: Site, chart: str) -> None:
    page.goto(site.url + PUBLIC["official"])
    figure = page.locator(chart).first
    expect(figure.get_by_role("img")).to_have_accessible_name(CHARTS[chart])
    assert figure.get_by_role("img").count() == 1
    assert figure.get_by_role("link").count() == 0


def test_a_table_has_a_caption_and_headers_of_its_columns_and_rows(page: Page, site: Site) -> None:
    page.goto(site.url + PUBLIC["official"])
    expect(page.get_by_role("region", name="Pay by experience level")).to_match_aria_snapshot(f"""
      - region "Pay by experience level":
        - 'table "Software Developer, United States: median advertised pay a year"':
          - caption
          - rowgroup:
            - row:
              - columnheader "Experience level"
              - columnheader "Mean"
              - columnheader "Median"
              - columnheader "Above general average"
          - rowgroup:
            - row:
              - rowheader "Entry-Level"
              - cell "$123,852"
              - cell "$128,250"
              - cell "{MINUS}28.8 %"
    """)


def test_a_comparison_says_its_result_first_then_how_much_then_each_figure(page: Page, site: Site) -> None:
    page.goto(site.url + COMPARED)
    expect(page.locator("#comparison")).to_match_aria_snapshot("""
      - heading "10+ Years pays 45.9 % more than the general average" [level=1]
      - paragraph: That is $48,750 a year, or about $4,063 a month. Both figures come from the same source.
      - figure:
        - img "10+ Years pays 45.9 % more than the general average"
      - region "Figures compared":
        - table "Backend Engineer, United States, mean salary a year, kind not stated":
          - caption
          - rowgroup:
            - row:
              - columnheader "Compared"
              - columnheader "Mean"
              - columnheader "Difference"
              - columnheader "Percent"
          - rowgroup:
            - row:
              - rowheader "General average"
              - cell "$106,250"
              - cell "baseline"
            - row:
              - rowheader "10+ Years"
              - cell "$155,000"
              - cell "+$48,750 a year about $4,063 a month about $23.44 an hour"
              - cell "+45.9 %"
    """)
    form = page.locator("form.compare")
    for role, name in (
        ("heading", "Choose what to compare"),
        ("searchbox", "Find in the lists"),
        ("combobox", "Starting from"),
        ("combobox", "Compared with"),
        ("button", "Compare"),
    ):
        assert form.get_by_role(role, name=name, exact=True).count() == 1  # type: ignore[arg-type]


def test_the_result_is_in_the_region_that_speaks_and_in_no_other(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/compare/")
    compare(page)
    expect(page.get_by_role("status")).to_have_text(f"{MORE}.")
    told = page.locator("[aria-live], [role=status], [role=alert]").all_inner_texts()
    assert told == [f"{MORE}."]


def test_the_search_is_a_combobox_with_its_list(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/search")
    page.locator("#find").press_sequentially("database")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("2 suggestions.")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("search")).to_match_aria_snapshot("""
      - search:
        - combobox "Find a role, code, place or factor" [expanded]: database
        - button "Find"
        - listbox "Suggestions":
          - option "Database Administrator role" [selected]
          - option "Database Architect role"
    """)
