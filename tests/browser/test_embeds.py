"""Comparisons and pictures in a page of another origin: they show there, and nothing else of ours does (A39)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import MORE
from tests.browser.addresses import COMPARED, EMBEDS, PUBLIC
from tests.browser.conftest import Faults, OpenContext, Site
from tests.browser.test_every_page import OVERFLOWS, SCHEMES, findings

WIDTHS = (200, 280, 360, 600, 1200)
SHOWN = ("comparison", "unlike", "four", "a side not found")
ISOLATED = {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"}
WIDTH_OF_IMAGE = "(image) => image.decode().then(() => image.naturalWidth)"


@contextmanager
def answering(html: str, headers: dict[str, str]) -> Iterator[str]:
    """The address of a page of another origin: another name of this machine, and another port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(f"<!doctype html><link rel=icon href='data:,'>{html}".encode())

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


def snippet(page: Page, site: Site, address: str = COMPARED) -> str:
    """What the comparison at an address offers to copy."""
    page.goto(site.url + address)
    page.get_by_text("Show this on your own page").click()
    return page.get_by_label("HTML of the frame").input_value()


def test_what_is_copied_shows_the_comparison_in_a_foreign_page(open_context: OpenContext, site: Site) -> None:
    context = open_context()
    page = context.new_page()
    with answering(snippet(page, site), {}) as foreign:
        page.goto(foreign)
        frame = page.frame_locator("iframe")
        expect(frame.locator("h1")).to_have_text(MORE)
        expect(frame.locator("li").nth(1)).to_contain_text("$155,000")
        with context.expect_page() as opened:
            frame.get_by_role("link").click()
        expect(opened.value).to_have_url(site.url + COMPARED)
        expect(opened.value.locator("h1")).to_have_text(MORE)
        assert page.url == foreign
    assert context.cookies() == []


def test_what_cannot_be_shown_says_so_in_the_frame(page: Page, site: Site, faults: Faults) -> None:
    faults.expect("status of 404")
    with answering(f'<iframe src="{site.url}{EMBEDS["a side not found"]}"></iframe>', {}) as foreign:
        page.goto(foreign)
        alert = page.frame_locator("iframe").get_by_role("alert")
        expect(alert).to_contain_text("There is no role “backend-enginer” in the guide.")


@pytest.mark.parametrize("address", ["/", COMPARED, "/admin/login/"])
def test_nothing_else_shows_in_a_foreign_page(page: Page, site: Site, faults: Faults, address: str) -> None:
    faults.expect("frame-ancestors", "ERR_BLOCKED_BY_RESPONSE", "X-Frame-Options")
    with answering(f'<iframe src="{site.url}{address}"></iframe>', {}) as foreign:
        page.goto(foreign)
        frame = page.locator("iframe").element_handle().content_frame()
        assert frame is not None
        frame.wait_for_url(re.compile("^chrome-error:"))


def test_a_page_that_isolates_itself_shows_pictures_and_frames(page: Page, site: Site) -> None:
    image = picture_of(page, site)
    shown = f'<img src="{image}"><img src="{site.url}{COMPARED}chart.svg">{snippet(page, site)}'
    with answering(shown, ISOLATED) as foreign:
        page.goto(foreign)
        assert page.evaluate("crossOriginIsolated")
        expect(page.frame_locator("iframe").locator("h1")).to_have_text(MORE)
        widths = [
            one.evaluate("(image) => image.decode().then(() => image.naturalWidth)")
            for one in page.locator("img").all()
        ]
    assert widths == [1200, 960]


def picture_of(page: Page, site: Site) -> str:
    """The picture that a comparison names for who shares its address."""
    page.goto(site.url + COMPARED)
    return str(page.locator("meta[property='og:image']").get_attribute("content"))


@pytest.mark.parametrize("name", EMBEDS)
def test_it_adapts_to_its_width(page: Page, site: Site, faults: Faults, name: str) -> None:
    faults.expect("status of 404")
    page.goto(site.url + EMBEDS[name])
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 300})
            assert not page.evaluate(OVERFLOWS), (width, scheme)


@pytest.mark.parametrize("name", SHOWN)
def test_axe_finds_nothing_in_it(page: Page, site: Site, faults: Faults, name: str) -> None:
    faults.expect("status of 404")
    page.set_viewport_size({"width": 600, "height": 500})
    page.goto(site.url + EMBEDS[name])
    assert findings(page) == [], "light"
    page.emulate_media(color_scheme="dark", forced_colors="none")
    page.set_viewport_size({"width": 200, "height": 300})
    assert findings(page) == [], "dark, narrow"


def test_a_frame_is_as_high_as_it_has_to_be(page: Page, site: Site) -> None:
    for name in ("comparison", "three", "wider", "unlike", "no figure"):
        html = snippet(page, site, PUBLIC[name])
        source, width, height = re.findall(r'src="([^"]+)".* width="(\d+)" height="(\d+)"', html)[0]
        page.set_viewport_size({"width": int(width), "height": int(height)})
        page.goto(unescape(source))
        high = page.locator("main").evaluate("(main) => main.offsetHeight")
        assert high <= int(height) <= high * 1.25, name
        page.set_viewport_size({"width": 1280, "height": 900})


def test_it_is_light(page: Page, site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(site.url + EMBEDS["four"])
    assert sorted(asked) == ["document", "stylesheet"]
    assert len(page.content()) < 8_000
