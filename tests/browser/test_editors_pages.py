"""The pages of the editors' area beside lists and forms: axe finds nothing in them, and nothing is cut off.

`LOOKS=folder` in the environment keeps a picture of each there.
"""

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Faults, OpenContext, Site, manage, sign_in
from tests.browser.test_every_page import OVERFLOWS, findings

MAKE = """
import json
from datetime import timedelta
from pathlib import Path
from django.contrib.auth.models import User
from django.utils import timezone
from salaries.models import Figure, ImportJob, ReleasePart, Role
figure = Figure.objects.get(role__slug="backend-engineer", level__slug="10-plus-years")
draft = ReleasePart.objects.create(release=figure.release, name="draft", state="draft")
role = Role.objects.get(slug="qa-analyst")
Figure.objects.create(
    part=draft, release=figure.release, role=role, location=figure.location, measure=figure.measure,
    currency=figure.currency, pay_period=figure.pay_period, mean=90_000,
)
soon, ago = timezone.now() + timedelta(minutes=30), timezone.now() - timedelta(hours=1)
result = {"rows": 3, "made": 1, "changed": 1, "gone": 0, "unchanged": 1, "refused_rows": 0, "changes": 2}
jobs = {
    "import at work": {"state": "checking", "heartbeat": soon, "rows_read": 1200, "rows_expected": 3000},
    "import that waits": {"state": "reading", "asked_at": soon},
    "import cut off": {"state": "drafting", "heartbeat": ago, "asked_at": ago},
    "import without a worker": {"state": "reading", "asked_at": ago},
    "import refused": {"state": "refused", "fault": "The columns I and J have the same name: rename one of them."},
    "import done": {"state": "done", "part": draft, "result": result},
    "import dropped": {"state": "dropped"},
}
pages = {
    "retire": f"salaries/role/{role.pk}/retire/",
    "merge": f"salaries/role/{role.pk}/merge/",
    "merge into another": f"salaries/role/{role.pk}/merge/?into=software-developer",
    "delete": f"salaries/role/{role.pk}/delete/",
    "publish": f"salaries/releasepart/{draft.pk}/publish/",
    "preview": f"preview/{draft.pk}/salaries/qa-analyst/",
    "checks": "salaries/figure/checks/",
    "figure": f"salaries/figure/{figure.pk}/change/",
    "account": f"auth/user/{User.objects.get().pk}/change/",
    "new account": "auth/user/add/",
    "group": "auth/group/1/change/",
    "previews refused": f"preview/{draft.pk}/compare/nobody/vs/no-one/",
}
for name, values in jobs.items():
    job = ImportJob.objects.create(file_name=f"{name}.csv", size=18_000_000, sha256="0" * 64, **values)
    pages[name] = f"salaries/importjob/{job.pk}/change/"
Path(PLACE).write_text(json.dumps(pages))
"""


@pytest.fixture
def pages(own_site: Site) -> dict[str, str]:
    """Addresses below `/admin/`, by name: a draft, imports in every state, and what is done to a role."""
    place = own_site.database.with_name("pages.json")
    manage(own_site.database, "shell", "--command", f"PLACE = {str(place)!r}\n{MAKE}")
    found: dict[str, str] = json.loads(place.read_text())
    return found


def correct(page: Page, url: str, *means: str) -> str:
    """Correct the mean of a figure, each time with a reason. Its history's address."""
    for mean in means:
        page.goto(url)
        page.fill("#id_mean", mean)
        page.fill("#id_why", "The source corrected it.")
        page.click("input[name=_save]")
        expect(page.locator(".messagelist .success")).to_be_visible()
    return url.replace("/change/", "/history/")


def of_history(page: Page, url: str) -> dict[str, str]:
    """The addresses that a row's history leads to: itself, two of its versions, and the way back to one."""
    page.goto(url)
    back = page.get_by_role("link", name="Put back to this").last.get_attribute("href")
    page.get_by_role("button", name="Compare the two chosen").click()
    page.wait_for_url("**one=*")
    return {"history": url, "two versions": page.url, "put back": f"{url.partition('/admin/')[0]}{back}"}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_no_page_keeps_anybody_out_or_is_cut_off(
    open_context: OpenContext, own_site: Site, pages: dict[str, str], faults: Faults, scheme: str, width: int
) -> None:
    page = open_context(color_scheme=scheme, viewport={"width": width, "height": 900}).new_page()
    faults.expect("status of 404")
    sign_in(page, own_site.url)
    urls = {name: f"{own_site.url}/admin/{path}" for name, path in pages.items()}
    urls |= of_history(page, correct(page, urls["figure"], "160,000", "155,000"))
    wrong: dict[str, object] = {}
    for name, url in urls.items():
        page.goto(url)
        if found := findings(page, ("serious", "critical")):
            wrong[name] = found
        if page.evaluate(OVERFLOWS):
            wrong[f"{name}, width"] = page.evaluate("document.documentElement.scrollWidth")
        if folder := os.environ.get("LOOKS"):
            page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
    assert wrong == {}
