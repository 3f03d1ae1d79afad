"""Questions made by a grammar of what the public address map takes: right, nearly right, and nothing of the kind."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver
from django.utils.regex_helper import normalize
from hypothesis import strategies as st

from tests.naughty import NAUGHTY

SIGNS = sorted(set("".join(NAUGHTY)))
# Not `text()`: its favourites are taken from the modules that happen to be loaded.
junk = st.one_of(
    st.sampled_from(NAUGHTY),
    st.lists(st.sampled_from(SIGNS), max_size=12).map("".join),
    st.sampled_from(NAUGHTY),
)
"""What no page has asked for."""


def mostly(*right: str) -> st.SearchStrategy[str]:
    """One of some right values, now and then another."""
    return st.one_of(st.sampled_from(right), st.sampled_from(right), junk)


role = mostly(
    "backend-engineer",
    "software-developer",
    "qa-analyst",
    "it-manager",
    "Backend-Engineer",
    "backend-enginer",
)
level = mostly("average", "10-plus-years", "entry-level", "senior-staff")
place = mostly("us", "gb", "california", "san-jose-ca", "seattle-wa", "ca")
option = mostly("go", "kubernetes", "seattle")
subject = st.one_of(
    st.tuples(role, level).map(".".join),
    st.tuples(role, level, place).map(".".join),
    st.tuples(role, level, place, option).map(".".join),
)
subjects = st.lists(subject, min_size=1, max_size=5).map("/vs/".join)
release = mostly(
    "bls-oews/may-2025", "ora/backend-engineer-pay", "ons-ashe/year-to-april-2024", "bls-oews/may-1901"
)
IN_PATHS: dict[str, st.SearchStrategy[str]] = {
    "role": role, "location": place, "subjects": subjects, "subject": subject, "level": level, "option": option,
    "source": mostly("bls-oews", "ora", "ons-ashe"), "factor": mostly("in-demand-technologies", "company-type-and-location"),
    "release": mostly("may-2025", "year-to-april-2024"), "ending": mostly("csv", "json", "png", "svg", "csv.gz", "parquet"),
    "chart": mostly("ladder", "places", "trend"), "digest": mostly("0", "a" * 32), "name": mostly("guides-1", "pages", "guides-9"),
    "rest": subjects.map("compare/{}/".format),
}  # fmt: skip
"""What stands in a path, by the name that the address map has for it."""
IN_QUERIES: dict[str, st.SearchStrategy[str]] = {
    "release": release, "statistic": mostly("mean", "median", "p10", "p90", "MEDIAN"), "prices": mostly("rpp", "ppp", "cpi"),
    "as_of": mostly("1", "2026-01-31", "2026-02-30", "9999-12-31", "0"), "page": mostly("1", "2", "0", "-1", "99999999999999999999"),
    "q": mostly("engineer", "go", "seattle", "15-1252"), "subject": subject, "subjects": st.lists(subject, max_size=5).map(",".join),
    "place": place, "option": option, "role": role, "level": level, "location": place, "source": mostly("ora", "bls-oews"),
    "factor": mostly("in-demand-technologies"), "remove": mostly("1", "2", "9"), "baseline": mostly("1", "2"), "add": mostly("1"),
    "find": mostly("1"), "url": mostly("http://127.0.0.1:8000/compare/backend-engineer.average/vs/backend-engineer.10-plus-years/", "/"),
    "format": mostly("json", "xml"), "maxwidth": mostly("1", "600", "99999"), "maxheight": mostly("300"),
    "limit": mostly("1", "500", "1000"), "after": mostly("1"), "since": mostly("2026-01-01"), "measure": mostly("base_salary"),
    "currency": mostly("USD", "JPY"), "pay_period": mostly("year", "hour"), "min_pay": mostly("1000", "1e9"), "amount": mostly("55000", "1e9"),
    "message": mostly("Too high."), "email": mostly("reader@pay.example"), "website": mostly(""), "kind": mostly("survey"),
}  # fmt: skip
"""What stands in a query or a form."""
HEADERS: dict[str, st.SearchStrategy[str]] = {
    "HX-Target": mostly("comparison", "figures", "results", "choices", "suggestions", "standing", "section#figures"),
    "HX-Request": mostly("true"), "HX-History-Restore-Request": mostly("true"), "Accept-Encoding": mostly("gzip", "br;q=0.5, *;q=0"),
    "If-None-Match": mostly("*", '"x"', 'W/"x"'), "If-Modified-Since": mostly("Thu, 01 Jan 1970 00:00:00 GMT"), "Range": mostly("bytes=0-9", "bytes=9-0"),
    "Cookie": mostly("sessionid=x"), "Origin": mostly("https://evil.test", "null"), "Sec-Fetch-Site": mostly("same-origin", "cross-site"),
    "Accept": mostly("application/json"), "Accept-Language": mostly("de"), "X-Forwarded-For": mostly("1.2.3.4"), "Authorization": mostly("Basic x"),
}  # fmt: skip
"""What a browser or a program sends beside it."""
READ_BY = {
    "/oembed/": ("url", "format", "maxwidth", "maxheight"), "/search": ("q", "page"), "/report/": ("subject", "release", "role", "message", "email"),
    "/standing/": ("subject", "place", "amount", "currency", "pay_period"), "/compare/": ("subject", "place", "option", "remove", "baseline", "q"),
    "/api/": ("limit", "after", "since", "role", "level", "location", "subjects", "measure", "currency", "pay_period", "min_pay", "source"),
    "/": ("release", "statistic", "prices", "as_of", "page"),
}  # fmt: skip
"""The parameters that addresses look at, by how they begin: the first that fits."""
METHODS = ("GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "PUT")


class Question(NamedTuple):
    """A request, as it is sent."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: str


def public_patterns(resolver: Any = None, prefix: str = "/") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Shape and names of each public address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        (shape, names), *_ = normalize(str(pattern.pattern.regex.pattern))
        if isinstance(pattern, URLResolver):
            yield from public_patterns(pattern, prefix + shape)
        elif isinstance(pattern, URLPattern) and not (prefix + shape).startswith("/admin/"):
            yield prefix + shape, tuple(names)


RIGHT = {
    "role": "backend-engineer", "location": "us", "subject": "backend-engineer.average", "level": "average", "option": "go",
    "subjects": "backend-engineer.average/vs/backend-engineer.10-plus-years", "source": "bls-oews", "release": "may-2025",
    "factor": "in-demand-technologies", "ending": "json", "chart": "ladder", "digest": "0", "name": "guides-1", "rest": "compare/",
}  # fmt: skip
"""A value of each name in paths that there is."""
CAREFUL = 2
"""Texts that each parameter of each address is asked with."""


WRONG: dict[str, tuple[str, ...]] = {
    "as_of": ("yesterday", "2026-02-30", "\0", "٢٠٢٦-٠١-٠١", "99999999999999999999"),
    "page": ("9999999999", "99999999999999999999", "9" * 400, "²", "٣", "\0"),
    "q": ("a\0b", "\ud83d", "İıŞş" * 50), "release": ("bls-oews/\0", "/"), "statistic": ("p²", "\0"), "prices": ("\0",),
    "subject": ("\0.average", "."), "place": ("\0", "İ"), "amount": ("1e309", "٣٤", "NaN", "\0", "9" * 400),
    "limit": ("99999999999999999999", "²", "\0"), "after": ("99999999999999999999", "\0"), "since": ("2026-02-30", "\0"),
    "maxwidth": ("99999999999999999999", "²"), "url": ("http://[::1", "\0"), "remove": ("²", "99999999999999999999"),
}  # fmt: skip
"""What no parameter of these names may be: one of each kind that a program can trip over where it reads it."""
ODD = ("İstanbul-\u202eß", "a\0b", "田中", "x" * 300)
"""Names that nothing has."""


def own_parameters(shape: str) -> tuple[str, ...]:
    """The parameters that an address looks at."""
    return next(names for start, names in READ_BY.items() if shape.startswith(start))


def each_parameter(shape: str, names: tuple[str, ...], first: int) -> Iterator[Question]:
    """Each parameter of an address that is right otherwise, with some texts, from the one of that number on."""
    path = shape % {name: RIGHT.get(name, "1") for name in names}
    right = {"url": f"http://127.0.0.1:8000/compare/{RIGHT['subjects']}/"} if shape == "/oembed/" else {}
    for name in own_parameters(shape):
        for _ in range(CAREFUL):
            text = NAUGHTY[first % len(NAUGHTY)]
            query = urlencode(right | {name: text.encode("utf-8", "replace")})
            yield Question("GET", _encoded(path), query, {}, "")
            first += 1


def always_asked(shape: str, names: tuple[str, ...]) -> Iterator[Question]:
    """What is asked of every address, whatever chance brings: a wrong value of each parameter and name in its path."""
    right = {name: RIGHT.get(name, "1") for name in names}
    for name in own_parameters(shape):
        for text in WRONG.get(name, ()):
            yield Question(
                "GET", _encoded(shape % right), urlencode({name: text.encode("utf-8", "replace")}), {}, ""
            )
    for name in names:
        for text in ODD:
            yield Question("GET", _encoded(shape % (right | {name: text})), "", {}, "")


def _pairs(shape: str) -> st.SearchStrategy[list[tuple[str, str]]]:
    own = st.sampled_from(own_parameters(shape))
    names = st.one_of(own, own, own, st.sampled_from(sorted(IN_QUERIES)), junk)
    return st.lists(
        names.flatmap(lambda name: st.tuples(st.just(name), IN_QUERIES.get(name, junk))), max_size=5
    )


def _sendable(text: str) -> str:
    """A header's value as a server would hand it on."""
    return "".join(sign for sign in text.encode("utf-8", "replace").decode("latin-1") if sign not in "\r\n\0")


def _encoded(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


@st.composite
def questions(draw: Any, shape: str, names: tuple[str, ...]) -> Question:
    """A question at an address of that shape."""
    path = shape % {name: draw(IN_PATHS.get(name, junk)) for name in names}
    spelling = draw(st.sampled_from(["{}", "{}", "{}", "{}/", "/{}", "{}%00", "{}.."]))
    pairs = draw(_pairs(shape))
    query = draw(st.sampled_from([urlencode, lambda some: "&".join("=".join(pair) for pair in some)]))(
        [
            (name.encode("utf-8", "replace").decode(), value.encode("utf-8", "replace").decode())
            for name, value in pairs
        ]
    )
    named = draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=4, unique=True))
    headers = {name: _sendable(draw(HEADERS[name])) for name in named}
    body = urlencode([(name, value.encode("utf-8", "replace")) for name, value in draw(_pairs(shape))])
    return Question(
        draw(st.sampled_from(METHODS)),
        _encoded(spelling.format(path)),
        quote(_encoded(query), safe="=&%+?/:@"),
        headers,
        body,
    )
