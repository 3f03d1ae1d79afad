"""A finished answer that is sent many times: made once in each encoding, with the headers that go with it."""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import brotli

SMALLEST_PACKED = 200
"""Bytes below which an answer is not compressed, as with Django's own middleware."""
OVERHEAD = 1_000
"""Bytes that an answer takes besides its bodies: its headers, keys and places in tables."""
UNCHANGED_WITHOUT = ("content-type", "content-disposition", "content-language")
"""Headers that a 304 does without."""
PACKED = re.compile(r"text/|application/(?:json|xml|[a-z.-]+\+(?:json|xml))|image/svg")
"""Kinds of content that are worth compressing."""

Headers = list[tuple[str, str]]


class Packed(NamedTuple):
    """An answer in one encoding, with its headers and those of a 304."""

    headers: Headers
    unchanged: Headers
    body: bytes


class Finished:
    """A finished answer: made once in each encoding that somebody asks for."""

    def __init__(self, status: str, headers: Headers, body: bytes) -> None:
        named = {name.lower(): value for name, value in headers}
        self.status = status
        self.body = body
        self.tag = named.get("etag", "")
        self.may_be_held = bool(self.tag) and status.startswith("200")
        self.packs = len(body) >= SMALLEST_PACKED and bool(PACKED.match(named.get("content-type", "")))
        self.headers = [(n, v) for n, v in headers if n.lower() not in ("etag", "content-length", "vary")]
        vary = [named["vary"]] if "vary" in named else []
        if len(body) >= SMALLEST_PACKED and "accept-encoding" not in named.get("vary", "").lower():
            vary.append("Accept-Encoding")
        self.headers += [("Vary", ", ".join(vary))] if vary else []
        self.packed: dict[str, Packed] = {}

    @property
    def size(self) -> int:
        """Bytes of memory, nearly."""
        packed = sum(len(packed.body) for encoding, packed in self.packed.items() if encoding)
        return OVERHEAD + len(self.body) + packed

    def pack(self, encoding: str) -> Packed:
        """The answer in an encoding: `br`, `gzip` or none. What is compressed has the tag of the plain one, weakly."""
        body = _PACKERS[encoding](self.body)
        headers = [*self.headers, ("Content-Length", str(len(body)))]
        tag = [("ETag", f"W/{self.tag}" if encoding else self.tag)] if self.tag else []
        unchanged = [*((n, v) for n, v in self.headers if n.lower() not in UNCHANGED_WITHOUT), *tag]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        return self.packed.setdefault(encoding, Packed(headers + tag, unchanged, body))


_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda body: body,
    "br": lambda body: bytes(brotli.compress(body, quality=5)),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}


@lru_cache(maxsize=128)
def encoding_of(accepted: str) -> str:
    """Which encoding an Accept-Encoding asks for: the best of `br` and `gzip` that it allows, else none."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        found = re.fullmatch(r"q=([01](?:\.\d{0,3})?)", weight.replace(" ", ""))
        weights[name.strip()] = float(found[1]) if found else float(not weight)
    others = weights.get("*", 0.0)
    best = max(("br", "gzip"), key=lambda one: weights.get(one, others))
    return best if weights.get(best, others) else ""


def has(asked: str, tag: str) -> bool:
    """Whether an If-None-Match names a tag, compared weakly as RFC 9110 has it."""
    if asked.removeprefix("W/") == tag:
        return True
    return asked.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in asked.split(","))
