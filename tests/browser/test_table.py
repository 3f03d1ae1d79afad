"""A part's table in the editors' area, as in a spreadsheet: keys, paste, save, errors, and without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Faults, OpenContext, Site, sign_in

PASTE = """([id, text]) => {
  const field = document.getElementById(id), data = new DataTransfer();
  data.setData("text/plain", text);
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def open_table(page: Page, site: Site) -> None:
    """Sign in and open the table of the part that has ten years and more."""
    sign_in(page, site.url)
    page.goto(f"{site.url}/admin/salaries/releasepart/?q=ora")
    page.locator("#result_list a", has_text="Table").first.click()
    expect(page.locator("table.grid tbody tr").first).to_be_visible()
    page.wait_for_load_state()  # the keys are the script's, which comes after the table


@pytest.fixture
def table(page: Page, site: Site) -> Page:
    open_table(page, site)
    return page


@pytest.fixture
def own_table(page: Page, own_site: Site) -> Page:
    open_table(page, own_site)
    return page


def at(page: Page) -> str:
    """The cell that the keyboard is in."""
    return str(page.evaluate("document.activeElement.id"))


def test_keys_go_from_cell_to_cell(table: Page) -> None:
    table.focus("#r-0-median")
    seen = []
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "Enter", "Shift+Enter", "ArrowUp", "Tab"):
        table.keyboard.press(key)
        seen.append(at(table))
    assert seen == [
        "r-0-p75", "r-1-p75", "r-1-median", "r-2-median", "r-1-median", "r-0-median", "r-0-p75",
    ]  # fmt: skip


def test_keys_work_in_a_cell_that_was_entered_before_the_script_came(table: Page) -> None:
    held: list[Route] = []
    table.route("**/admin-table*.js", lambda route: held.append(route))
    with table.expect_request("**/admin-table*.js"):
        table.reload(wait_until="commit")
    table.focus("#r-0-mean")
    held[0].continue_()
    table.wait_for_load_state()
    table.keyboard.press("ArrowRight")
    assert at(table) == "r-0-p10"


def test_an_arrow_stays_in_a_text_that_is_being_typed(table: Page) -> None:
    table.fill("#r-0-median", "155000")
    table.keyboard.press("End")
    table.keyboard.press("ArrowLeft")
    assert at(table) == "r-0-median"


def test_escape_takes_back_what_was_typed_and_what_was_pasted(table: Page) -> None:
    was = table.input_value("#r-0-mean")
    table.focus("#r-0-mean")
    table.keyboard.type("1")
    table.keyboard.press("Escape")
    assert table.input_value("#r-0-mean") == was
    table.evaluate(PASTE, ["r-0-mean", "1\t2\n3\t4"])
    assert table.input_value("#r-1-p10") == "4"
    table.keyboard.press("Escape")
    assert (table.input_value("#r-0-mean"), table.input_value("#r-1-p10")) == (was, "")


def test_enter_below_the_last_row_makes_another(table: Page) -> None:
    rows = table.locator("table.grid > tbody > tr").count()
    table.focus(f"#r-{rows - 1}-role")
    table.keyboard.press("Enter")
    assert at(table) == f"r-{rows}-role"
    assert table.input_value("[name=rows]") == str(rows + 1)


def first_empty(page: Page) -> int:
    return int(page.evaluate("[...document.querySelectorAll('.g-role')].findIndex((one) => !one.value)"))


def test_a_pasted_block_fills_rows_and_columns_and_is_saved_at_once(own_table: Page) -> None:
    start = first_empty(own_table)
    lines = "".join(f"qa-analyst\t\t{place}\t\n" for place in ("us", "gb", "ca", "de", "california", "texas"))
    own_table.evaluate(PASTE, [f"r-{start}-role", lines])
    own_table.evaluate(PASTE, [f"r-{start}-median", "\n".join(["50,000", "51,000", "52,000"] * 2)])
    own_table.fill("#id_why", "Typed from the printed edition")
    own_table.click("[name=_save]")
    expect(own_table.locator(".messagelist .success")).to_have_text("6 added.")


def test_a_block_with_a_line_of_names_goes_into_those_columns_marks_too(table: Page) -> None:
    start = first_empty(table)
    text = 'role,location,p90,p90_mark,mean_mark,source_note\nqa-analyst,us,"239,200",at_least,withheld,"Full, time"\n'
    table.evaluate(PASTE, [f"r-{start}-median", text])
    values = [
        table.input_value(f"#r-{start}-{name}") for name in ("role", "p90", "mean", "source_note", "median")
    ]
    assert values == ["qa-analyst", "at least 239,200", "", "Full, time", ""]


def test_errors_are_listed_with_links_to_their_cells(own_table: Page, faults: Faults) -> None:
    faults.expect("400")
    start = first_empty(own_table)
    own_table.evaluate(PASTE, [f"r-{start}-role", "nobody\t\tus\nqa-analyst\t\tus"])
    own_table.evaluate(PASTE, [f"r-{start}-median", "50,000\n3,2"])
    own_table.click("[name=_save]")
    expect(own_table.locator(".errornote li")).to_have_count(2)
    own_table.locator(".errornote a", has_text="median").click()
    expect(own_table.locator(f"#r-{start + 1}-median")).to_have_value("3,2")
    assert own_table.locator(f"#r-{start + 1}-median").get_attribute("aria-invalid") == "true"


def test_names_are_suggested_while_typing(table: Page) -> None:
    table.locator(f"#r-{first_empty(table)}-role").press_sequentially("software q")
    expect(table.locator("#names-role option")).to_have_count(1)
    assert table.locator("#names-role option").get_attribute("value") == "Software QA Analyst"


def test_the_table_is_filled_in_and_saved_without_script(open_context: OpenContext, own_site: Site) -> None:
    page = open_context(java_script_enabled=False).new_page()
    open_table(page, own_site)
    start = page.locator(".g-role[value]:not([value=''])").count()
    page.fill(f"#r-{start}-role", "qa-analyst")
    page.fill(f"#r-{start}-location", "us")
    page.fill(f"#r-{start}-median", "50,000")
    page.click("[name=more]")
    expect(page.locator(f"#r-{start}-median")).to_have_value("50,000")
    page.click("[name=_save]")
    expect(page.locator(".messagelist .success")).to_have_text("1 added.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["figure/", "figure/add/", "release/", "releasepart/", "table"])
def test_lists_forms_and_the_table_have_no_serious_fault(
    open_context: OpenContext, site: Site, path: str, scheme: str
) -> None:
    page = open_context(color_scheme=scheme).new_page()
    if path == "table":
        open_table(page, site)
    else:
        sign_in(page, site.url)
        page.goto(f"{site.url}/admin/salaries/{path}")
    found = Axe().run(page).response["violations"]
    assert [
        (one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")
    ] == []
