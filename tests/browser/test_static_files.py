"""Static files come from the server itself: hashed names kept for a year, compressed beside each file."""

import re
from urllib.request import Request, urlopen

import pytest

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


def fetched(site: Site, path: str, encoding: str = "identity") -> tuple[dict[str, str], bytes]:
    request = Request(site.url + path, headers={"Accept-Encoding": encoding})  # noqa: S310 - loopback
    with urlopen(request, timeout=10) as answer:  # noqa: S310 - loopback
        return {name.lower(): value for name, value in answer.headers.items()}, answer.read()


def stylesheet(site: Site) -> str:
    page = fetched(site, "/")[1].decode()
    return str(re.findall(r'rel="stylesheet" href="([^"]+)"', page)[0])


def test_a_hashed_name_is_kept_for_a_year(site: Site) -> None:
    assert re.fullmatch(r"/static/compsite\.[0-9a-f]{12}\.css", stylesheet(site))
    headers, _body = fetched(site, stylesheet(site))
    assert headers["cache-control"] == "max-age=31536000, public, immutable"


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_static_file_is_sent_compressed(site: Site, encoding: str) -> None:
    headers, body = fetched(site, stylesheet(site), encoding)
    assert headers["content-encoding"] == encoding
    assert len(body) < len(fetched(site, stylesheet(site))[1]) / 2


def test_the_page_of_a_broken_server_has_its_stylesheet_under_a_plain_name(site: Site) -> None:
    headers, body = fetched(site, "/static/plain.css")
    assert headers["content-type"].startswith("text/css") and b"font" in body
