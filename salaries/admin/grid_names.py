"""Which role, level, place and option the texts of a table mean: a slug or a name, and for roles any other name."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from salaries.models import ExperienceLevel, FactorOption, Location, Role, RoleAlias
from salaries.pay.near import near_matches

NOUNS: dict[str, Any] = {
    "role": Role,
    "level": ExperienceLevel,
    "location": Location,
    "option": FactorOption,
}
WORDS = {"role": "role", "level": "level", "location": "place", "option": "option"}
_MOST_CANDIDATES = 500
_LIKE = (4, 2)
"""First letters of a word by which names that could be meant are looked up; fewer where so many find none."""


class Names:
    """The rows that the texts of some columns mean: one query a column, two for roles."""

    def __init__(self, texts: dict[str, Iterable[str]]) -> None:
        self._known = {noun: _look_up(noun, {text for text in texts[noun] if text}) for noun in NOUNS}

    def find(self, noun: str, text: str) -> Any:
        """The row that a text means, None where there is none."""
        return self._known[noun].get(text.casefold())

    def unknown(self, noun: str, text: str) -> str:
        """The sentence about a text that means nothing, with the names that are near it."""
        near = _near(noun, text)
        perhaps = f" Perhaps {' or '.join(f'“{name}”' for name in near)}?" if near else ""
        return f"The guide has no {WORDS[noun]} “{text}”.{perhaps}"


def _look_up(noun: str, texts: set[str]) -> dict[str, Any]:
    """Text, with its case folded -> row. A name counts before a slug, and a slug before another name."""
    if not texts:
        return {}
    asked = texts | {text.lower() for text in texts} | {text.casefold() for text in texts}
    found: dict[str, Any] = {}
    if noun == "role":
        aliases = RoleAlias.objects.alias(small=Lower("name")).filter(Q(name__in=asked) | Q(small__in=asked))
        found |= {alias.name.casefold(): alias.role for alias in aliases.select_related("role")}
    rows = NOUNS[noun].objects.alias(small=Lower("name"))
    rows = list(rows.filter(Q(slug__in=asked) | Q(name__in=asked) | Q(small__in=asked)))
    found |= {row.slug: row for row in rows}
    return found | {row.name.casefold(): row for row in rows}


def _near(noun: str, text: str) -> tuple[str, ...]:
    for letters in _LIKE:
        like = Q()
        for word in text.split():
            like |= Q(name__icontains=word[:letters])
        names = NOUNS[noun].objects.filter(like).order_by("name").values_list("name", flat=True)
        by_small = {name.casefold(): name for name in names[:_MOST_CANDIDATES]}
        if near := near_matches(text.casefold(), list(by_small)):
            return tuple(by_small[name] for name in near)
    return ()
