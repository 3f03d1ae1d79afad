"""Takes a picture of every page of a running site: 360, 768 and 1440 pixels wide, light and dark.

    .venv/bin/python -m bench.screenshots http://127.0.0.1:8000 pictures

Writes `<page>-<width>-<scheme>.png` into the folder, which is made where it is missing.
"""

import argparse
import os
import shutil
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

PAGES = {
    "home": "/",
    "roles": "/salaries/",
    "guide": "/salaries/backend-engineer/",
    "guide-official": "/salaries/software-developer/",
    "guide-levels": "/salaries/data-scientist/",
    "guide-wider": "/salaries/devops-engineer/",
    "guide-manager": "/salaries/it-manager/",
    "guide-wider-architect": "/salaries/data-engineer/",
    "guide-wider-web": "/salaries/frontend-engineer/",
    "guide-country": "/salaries/software-developer/gb/",
    "guide-surveys": "/salaries/software-developer/de/",
    "guide-wider-country": "/salaries/backend-engineer/gb/",
    "guide-without": "/salaries/it-manager/gb/",
    "guide-place": "/salaries/software-developer/san-jose-ca/",
    "guide-state": "/salaries/software-developer/california/",
    "place": "/locations/seattle-wa/",
    "place-default": "/locations/us/",
    "place-country": "/locations/gb/",
    "compare": "/compare/",
    "compare-refused": "/compare/?subject=backend-engineer.average&subject=backend-engineer.average",
    "comparison": "/compare/backend-engineer.average/vs/backend-engineer.10-plus-years/",
    "comparison-place": "/compare/software-developer.average/vs/software-developer.average.san-jose-ca/",
    "comparison-currencies": "/compare/software-developer.average/vs/software-developer.average.gb/",
    "comparison-three": "/compare/software-developer.average/vs/software-developer.average.san-jose-ca"
    "/vs/software-developer.average.seattle-wa/",
    "comparison-unlike": "/compare/backend-engineer.average/vs/software-developer.average/",
    "comparison-no-figure": "/compare/backend-engineer.average/vs/backend-engineer.entry-level/",
    "comparison-four": "/compare/software-developer.average.new-york-ny/vs/software-developer.average.san-jose-ca"
    "/vs/software-developer.average.seattle-wa/vs/data-scientist.average/",
    "comparison-measure": "/compare/backend-engineer.10-plus-years/vs/software-developer.average/",
    "comparison-top-coded": "/compare/it-manager.average/vs/software-developer.average/"
    "?release=bls-oews/may-2024&statistic=p90",
    "comparison-adjusted": "/compare/software-developer.average/vs/software-developer.average.san-jose-ca/"
    "?prices=rpp",
    "comparison-pinned": "/compare/software-developer.average/vs/software-developer.average.san-jose-ca/?as_of=1",
    "embed": "/embed/compare/backend-engineer.average/vs/backend-engineer.10-plus-years/",
    "comparison-unknown": "/compare/backend-enginer.average/vs/software-developer.average/",
    "compare-found": "/compare/?q=dev&find=1&subject=software-developer.average&subject=",
    "standing": "/standing/",
    "factors": "/factors/",
    "factor": "/factors/company-type-and-location/",
    "sources": "/sources/",
    "source": "/sources/ora/",
    "source-survey": "/sources/stack-overflow/",
    "release": "/sources/bls-oews/may-2025/",
    "release-survey": "/sources/stack-overflow/2025/",
    "release-files": "/sources/ons-ashe/year-to-april-2024/",
    "how-it-works": "/how-it-works/",
    "glossary": "/glossary/",
    "privacy": "/privacy/",
    "search": "/search?q=engineer",
    "search-empty": "/search?q=nobody",
    "not-found": "/salaries/backend-enginer/",
    "admin-login": "/admin/login/",
}
WIDTHS = (360, 768, 1440)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FLAGS = [
    "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip


def chromium() -> str | None:
    """The browser: named by CHROMIUM, found on the path, or else Playwright's own."""
    shell = "chromium-headless-shell"
    names = (shell, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def take(site: str, folder: Path, only: list[str], widths: list[int], schemes: list[str]) -> int:
    """Take the pictures; the number taken."""
    folder.mkdir(parents=True, exist_ok=True)
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    pages = {name: path for name, path in PAGES.items() if not only or name in only}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *root])
        for scheme in (one for one in SCHEMES if one in schemes):
            page = browser.new_page(color_scheme=scheme)
            for name, path in pages.items():
                page.goto(site + path)
                for width in widths:
                    page.set_viewport_size({"width": width, "height": 900})
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
        browser.close()
    return len(pages) * len(widths) * len(schemes)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("site", help="address of a running site, as in http://127.0.0.1:8000")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--only", action="append", default=[], choices=PAGES, help="this page (repeatable)")
    parser.add_argument("--width", action="append", type=int, help="this width in pixels (repeatable)")
    parser.add_argument("--scheme", action="append", choices=SCHEMES, help="this scheme (repeatable)")
    options = parser.parse_args()
    widths, schemes = options.width or list(WIDTHS), options.scheme or list(SCHEMES)
    taken = take(options.site.rstrip("/"), options.folder, options.only, widths, schemes)
    print(f"{taken} pictures in {options.folder}")  # noqa: T201 - a script that prints


if __name__ == "__main__":
    main()
