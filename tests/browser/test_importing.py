"""An import, step by step, as an editor's browser shows it, with and without script."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, sign_in
from tests.serving import ROOT

TABLE = """title,location,currency,period,basis,p10,median,sample_size,effective_date
Backend Engineer,us,USD,year,base,90000,158000,140,2026-05
QA Engineer,us,USD,year,base,60000,96,85,2026-05
Data Engineer,us,USD,year,base,80000,*,85,2026-05
"""


@pytest.fixture
def working_site(own_site: Site) -> Iterator[Site]:
    """A site with a worker."""
    environ = {**os.environ, "DATABASE_URL": f"sqlite:///{own_site.database}"}
    worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=environ)
    yield own_site
    worker.terminate()
    worker.wait(20)


def serious(page: Page) -> list[str]:
    """What axe finds that keeps somebody out."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")
    ]


def test_an_editor_imports_a_table_and_corrects_it(either: Page, working_site: Site) -> None:
    either.set_default_timeout(30_000)
    sign_in(either, working_site.url)
    either.goto(f"{working_site.url}/admin/salaries/importjob/add/")
    either.set_input_files("#id_file", {"name": "pay.csv", "mimeType": "text/csv", "buffer": TABLE.encode()})
    either.click("button:has-text('Send')")
    either.select_option("#id_source", "ora", timeout=30_000)
    either.click("button:has-text('See what would happen')")
    expect(either.locator("legend")).to_have_text(["Row 3", "Row 4"], timeout=30_000)
    either.fill("[name=c-3-6]", "96,000")
    either.fill("[name=c-4-6]", "120000")
    either.click("button:has-text('Check again')")
    expect(either.locator("body")).to_contain_text("Corrected here: row 3, median: 96,000", timeout=30_000)
    either.click("button:has-text('Make the draft')")
    either.click("text=Look at it, and publish", timeout=30_000)
    expect(either.locator("body")).to_contain_text("median $96,000")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_step_keeps_anybody_out(page: Page, working_site: Site, scheme: str) -> None:
    page.set_default_timeout(30_000)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    sign_in(page, working_site.url)
    page.goto(f"{working_site.url}/admin/salaries/importjob/add/")
    assert serious(page) == []
    page.set_input_files("#id_file", {"name": "pay.csv", "mimeType": "text/csv", "buffer": TABLE.encode()})
    page.click("button:has-text('Send')")
    page.wait_for_selector("#id_source")
    assert serious(page) == []
    page.select_option("#id_source", "ora")
    page.click("button:has-text('See what would happen')")
    page.wait_for_selector("legend")
    assert serious(page) == []
    page.click("button:has-text('Drop this import')")
    expect(page.locator(".messagelist")).to_contain_text("is dropped, and its file erased.")
