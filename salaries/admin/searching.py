"""Search in the list of figures: what the words name is found first, and then its figures by their indexes.

One question with every name beside every figure would look through all of them.
"""

from typing import Any

from django.db.models import F, Model, Q, QuerySet, Value
from django.utils.text import smart_split, unescape_string_literal

from salaries.models import ExperienceLevel, Figure, Location, Release, Role

NAMED: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "role": (Role, ("name", "slug", "aliases__name", "codes__code")),
    "location": (Location, ("name",)),
    "level": (ExperienceLevel, ("name",)),
    "release": (Release, ("slug", "source__publisher")),
}
"""What a word may name of a figure, and where it is looked for."""
TOGETHER = (("role",), ("location", "level", "release"))
"""What is asked for in one query: the larger table by itself."""
MOST_KEYS = 500
"""Rows that a word names which are found by their index. Figures of more are met soon enough in any order."""


def search_figures(figures: QuerySet[Figure], text: str) -> QuerySet[Figure]:
    """The figures each of whose words is named by something: its role, place, level or release."""
    beside = {f"{name}_number": F(f"{name}_id") + 0 for name in NAMED}
    return figures.alias(**beside).filter(*(_named(_plain(word)) for word in smart_split(text)))


def _plain(word: str) -> str:
    quoted = len(word) > 1 and word[0] in "\"'" and word[0] == word[-1]
    return unescape_string_literal(word) if quoted else word


def _named(word: str) -> Q:
    """That a word names something of a figure: 2 queries."""
    some = Q(pk__in=[])
    for nouns in TOGETHER:
        rows = {noun: _holding(noun, word) for noun in nouns}
        told = [
            of.annotate(noun=Value(noun)).values_list("noun", "pk").distinct() for noun, of in rows.items()
        ]
        asked = told[0].union(*told[1:], all=True).order_by() if told[1:] else told[0]
        found = list(asked[: MOST_KEYS + 1])
        for noun in nouns:
            keys = [key for name, key in found if name == noun]
            if len(found) > MOST_KEYS:
                # By a sum, which no index has.
                some |= Q(**{f"{noun}_number__in": rows[noun].values("pk")})
            elif keys:
                some |= Q(**{f"{noun}__in": keys})
    return some


def _holding(noun: str, word: str) -> QuerySet[Any]:
    """The rows of a noun that a word names."""
    model, fields = NAMED[noun]
    holding = Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR)
    return model._default_manager.order_by().filter(holding)
