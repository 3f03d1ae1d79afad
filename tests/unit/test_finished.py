"""A finished answer in each encoding, with the headers that go with it."""

import gzip

import brotli
import pytest

from compsite.finished import Finished, encoding_of, has

BODY = b"<p>What backend engineers earn</p>" * 20
TEXTS = [
    "text/csv; charset=utf-8", "application/json", "application/problem+json", "application/atom+xml; charset=utf-8",
    "application/xml", "image/svg+xml",
]  # fmt: skip
HTML = ("Content-Type", "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""), ("identity", ""), ("gzip", "gzip"), ("br", "br"), ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip", "gzip"), ("gzip;q=0", ""), ("br;q=0, gzip;q=0.1", "gzip"), ("*", "br"),
        ("br;q=0, *", "gzip"), ("*;q=0, gzip", "gzip"), ("BR", "br"), ("gzip; q=0.8", "gzip"),
        ("gzip;q=rubbish", ""), ("x-gzip", ""),
    ],
)  # fmt: skip
def test_which_encoding_is_asked_for(accepted: str, encoding: str) -> None:
    assert encoding_of(accepted) == encoding


def test_each_encoding_holds_the_same_bytes() -> None:
    answer = Finished("200 OK", [HTML], BODY)
    assert answer.pack("").body == BODY
    assert gzip.decompress(answer.pack("gzip").body) == BODY
    assert brotli.decompress(answer.pack("br").body) == BODY


def test_the_headers_say_what_was_done() -> None:
    given = [HTML, ("ETag", '"a"'), ("Vary", "HX-Target"), ("Content-Length", "680")]
    packed = Finished("200 OK", given, BODY).pack("gzip")
    assert dict(packed.headers) == {
        "Content-Type": HTML[1], "Vary": "HX-Target, Accept-Encoding", "ETag": 'W/"a"',
        "Content-Encoding": "gzip", "Content-Length": str(len(packed.body)),
    }  # fmt: skip


@pytest.mark.parametrize("vary", ["Accept-Encoding", "HX-Target, accept-encoding"])
def test_what_an_answer_varies_by_is_said_once(vary: str) -> None:
    assert dict(Finished("200 OK", [HTML, ("Vary", vary)], BODY).pack("").headers)["Vary"] == vary


def test_the_plain_answer_has_the_strong_tag() -> None:
    packed = Finished("200 OK", [HTML, ("ETag", '"a"')], BODY).pack("")
    assert dict(packed.headers)["ETag"] == '"a"'
    assert "Content-Encoding" not in dict(packed.headers)


def test_an_unchanged_answer_tells_nothing_of_a_body() -> None:
    given = [HTML, ("ETag", '"a"'), ("Content-Disposition", "attachment"), ("X-Frame-Options", "DENY")]
    unchanged = dict(Finished("200 OK", given, BODY).pack("gzip").unchanged)
    assert unchanged == {"X-Frame-Options": "DENY", "Vary": "Accept-Encoding", "ETag": 'W/"a"'}


@pytest.mark.parametrize(
    ("kind", "body"), [("text/html", b"short"), ("image/png", BODY), ("application/gzip", BODY)]
)
def test_what_is_short_or_packed_already_is_sent_as_it_is(kind: str, body: bytes) -> None:
    assert not Finished("200 OK", [("Content-Type", kind)], body).packs


@pytest.mark.parametrize("kind", TEXTS)
def test_texts_are_worth_compressing(kind: str) -> None:
    assert Finished("200 OK", [("Content-Type", kind)], BODY).packs


@pytest.mark.parametrize("asked", ['"a"', 'W/"a"', '"b", "a"', 'W/"b",W/"a"', "*", ' "a" '])
def test_who_names_the_tag_has_it(asked: str) -> None:
    assert has(asked, '"a"')


@pytest.mark.parametrize("asked", ['"b"', "a", '"A"', 'w/"a"', ""])
def test_who_names_another_has_it_not(asked: str) -> None:
    assert not has(asked, '"a"')


@pytest.mark.parametrize("status", ["301 Moved Permanently", "410 Gone"])
def test_only_what_was_found_can_be_unchanged(status: str) -> None:
    assert not Finished(status, [("ETag", '"a"')], BODY).may_be_held


def test_the_size_counts_every_body_once() -> None:
    answer = Finished("200 OK", [HTML], BODY)
    before = answer.size
    packed = answer.pack("gzip").body
    answer.pack("")
    assert answer.size - before == len(packed)
