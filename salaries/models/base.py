"""What several nouns share: slugs that are addresses, names, and the count of edits."""

import re
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length, Lower

DEFAULT_LOCATION = "us"
ALL_LEVELS = "average"
MOST_SUBJECTS = 4
ADDRESS_WORDS = frozenset(
    {
        "salaries", "locations", "compare", "standing", "factors", "sources", "changes", "search", "embed",
        "oembed", "report", "data", "api", "how-it-works", "glossary", "privacy", "admin", "styleguide",
        "healthz", "readyz", "static",
    }
)  # fmt: skip
RESERVED = ADDRESS_WORDS | {ALL_LEVELS, "vs", DEFAULT_LOCATION}
"""Words that an address uses itself, so that no role, level, place, factor, option or source may be called so."""
ALL_SOURCES = "figures"
"""What the file of every source is called at /data/, so that no source may be called so."""

MOST_WORDS = 6
"""Words of a search that are looked for."""

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
validate_slug = RegexValidator(
    rf"^{SLUG.pattern}\Z", "Write small letters and digits, parted by single hyphens: backend-engineer."
)


def slug_field(help_text: str, *, unique: bool = True) -> "models.SlugField[str, str]":
    """A slug that stands in an address."""
    return models.SlugField(max_length=80, unique=unique, validators=[validate_slug], help_text=help_text)


def slug_constraints(table: str, *, reserved: frozenset[str] | set[str] = RESERVED) -> list[Any]:
    """What the database itself holds a slug to: its letters, and that it is not a word of an address."""
    plain = models.Q(slug=Lower("slug")) & ~models.Q(slug="")
    for sign in (".", "/", "_", " "):
        plain &= ~models.Q(slug__contains=sign)
    constraints = [
        models.CheckConstraint(
            condition=plain,
            name=f"{table}_slug_plain",
            violation_error_message="A slug has small letters, digits and hyphens only.",
        )
    ]
    if reserved:
        constraints.append(
            models.CheckConstraint(
                condition=~models.Q(slug__in=sorted(reserved)),
                name=f"{table}_slug_not_reserved",
                violation_error_message="This word is part of the site's addresses: choose another slug.",
            )
        )
    return constraints


def has_text(field: str, table: str, message: str) -> models.CheckConstraint:
    """A text that may not be empty, in the database too."""
    return models.CheckConstraint(
        condition=models.lookups.GreaterThan(Length(field), 0),
        name=f"{table}_{field}_given",
        violation_error_message=message,
    )


def holds(text: str, *fields: str) -> models.Q:
    """That each of the first words of `text` stands somewhere in one of the fields, in any case.

    A NUL parts words: PostgreSQL refuses a text that holds one.
    """
    every = models.Q()
    for word in text.replace("\0", " ").split()[:MOST_WORDS]:
        some = models.Q()
        for field in fields:
            some |= models.Q(**{f"{field}__icontains": word})
        every &= some
    return every


class Edited(models.Model):
    """A row that people edit.

    `revision` rises with every change, by a trigger, whatever made it. A form remembers the revision that it
    was opened with, so that a save over somebody else's change is seen and refused.
    """

    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class Addressed(Edited):
    """A row whose slug stands in public addresses. Renaming or deleting it leaves a `Redirect`, by a trigger."""

    slug: Any
    reserved = RESERVED

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.slug in self.reserved and not getattr(self, "is_default_location", False):
            raise ValidationError({"slug": "This word is part of the site's addresses: choose another slug."})


def refuse_retired(row: models.Model, name: str) -> None:
    """Raise `ValidationError` where the row points to a retired one, which no page may lead to."""
    related = getattr(row, name)
    if related is not None and related.is_retired:
        raise ValidationError({name: f"“{related}” is retired: bring it back first, or choose another."})


class RetirableQuerySet[M: models.Model](models.QuerySet[M]):
    """Clauses about rows that can be retired."""

    def live(self, at: int | None = None) -> Self:
        """Rows that are not retired; with those that were not yet at a data version."""
        there = models.Q(retired_in__isnull=True)
        return self.filter(there if at is None else there | models.Q(retired_in__gt=at))


class Retirable(Addressed):
    """An addressed row that can be taken from the public and loses nothing: `salaries/models/retiring.py`.

    Its address says that it was removed, or leads to the row that it was merged into; its figures are kept and
    not shown, but on pages of a data version before that.
    """

    retired_in = models.PositiveBigIntegerField(
        null=True, blank=True, editable=False, help_text="The data version that took it from the public."
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    class Meta:
        abstract = True

    @property
    def is_retired(self) -> bool:
        """Whether the public is told that it was removed."""
        return self.retired_in is not None
