"""What a page weighs as it is sent, with all that it asks for, to a browser that keeps nothing yet."""

from collections import Counter

import pytest
from playwright.sync_api import Page, Response

from tests.browser.addresses import ALL
from tests.browser.conftest import Faults, Site

MOST = {"document": 14_000, "stylesheet": 12_000, "script": 20_000, "other": 2_000}
"""Bytes, of all files of the kind together. The icon is the other one; there is no picture and no font."""


@pytest.mark.parametrize("name", ALL)
def test_a_page_is_light_and_asks_nobody_else(page: Page, site: Site, faults: Faults, name: str) -> None:
    faults.expect("status of 4")
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(site.url + ALL[name])
    assert [answer.url for answer in answers if not answer.url.startswith(f"{site.url}/")] == []
    assert [answer.url for answer in answers[1:] if answer.status != 200] == []
    sent: Counter[str] = Counter()
    for answer in answers:
        assert answer.headers.get("content-encoding") in ("br", "gzip"), answer.url
        sent[answer.request.resource_type] += answer.request.sizes()["responseBodySize"]
    assert {kind: size for kind, size in sent.items() if size > MOST.get(kind, 0)} == {}
    assert sent.keys() >= {"document", "stylesheet", "script"}
