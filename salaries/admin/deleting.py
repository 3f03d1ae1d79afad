"""What deleting rows would take along, and what forbids it: counted by the database, and a few of them named.

Django's own confirmation fetches and names every row that depends on another, which are all figures of a
country, one page of megabytes, after thousands of queries.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import CASCADE, PROTECT, RESTRICT, Model, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

MOST_NAMED = 20
"""Rows of a kind that are named; the others are counted."""
_DEEPEST = 3


@dataclass
class Held:
    """What depends on some rows: rows that go along, by model, and rows that forbid it, with how they depend."""

    along: dict[type[Model], int] = field(default_factory=dict)
    forbidding: list[tuple[Any, QuerySet[Any]]] = field(default_factory=list)

    def look(self, rows: QuerySet[Any], depth: int = 0) -> None:
        """Gather what depends on the rows, and on what goes along with them."""
        for relation in rows.model._meta.get_fields(include_hidden=True):
            if not (relation.one_to_many or relation.one_to_one) or not relation.auto_created:
                continue
            rule = relation.on_delete
            if rule not in (CASCADE, PROTECT, RESTRICT):
                continue
            others = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows})
            if not others.exists():
                continue
            if rule is not CASCADE:
                self.forbidding.append((relation, others))
            else:
                model = relation.related_model
                self.along[model] = self.along.get(model, 0) + others.count()
                if depth < _DEEPEST:
                    self.look(others, depth + 1)


def deleted_objects(objs: Any, request: HttpRequest, site: Any) -> Any:
    """As Django's: what would go, how many of each, which permissions lack, and what forbids it."""
    rows: QuerySet[Any] | None = objs if isinstance(objs, QuerySet) else _queryset(objs)
    if rows is None:
        return [], {}, set(), []
    held = Held()
    held.look(rows.order_by())
    total = rows.count()
    counts = Counter({str(rows.model._meta.verbose_name_plural): total})
    needed = {
        str(row._meta.verbose_name) for row in rows[:MOST_NAMED] if not _may(request, site, type(row), row)
    }
    for model, number in held.along.items():
        counts[str(model._meta.verbose_name_plural)] += number
        needed |= set() if _may(request, site, model) else {str(model._meta.verbose_name)}
    going: list[Any] = [_named(row, site) for row in rows[:MOST_NAMED]]
    going += [f"and {total - MOST_NAMED:,} more"] if total > MOST_NAMED else []
    going += [[_counted(model, number) for model, number in held.along.items()]] if held.along else []
    single = objs[0] if total == 1 else None
    return going, dict(counts), needed, [*_forbidding(held, request, site, single)]


def _queryset(objs: Sequence[Model]) -> QuerySet[Any] | None:
    if not objs:
        return None
    return type(objs[0])._base_manager.filter(pk__in=[one.pk for one in objs])


def _may(request: HttpRequest, site: Any, model: type[Model], row: Model | None = None) -> bool:
    if not site.is_registered(model):
        return True
    return bool(site.get_model_admin(model).has_delete_permission(request, row))


def _counted(model: type[Model], number: int) -> str:
    noun = model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
    return f"{number:,} {noun}"


def _named(row: Model, site: Any) -> str:
    meta = row._meta
    words = str(meta.verbose_name)
    try:
        url = reverse(f"{site.name}:{meta.app_label}_{meta.model_name}_change", args=(quote(row.pk),))
    except NoReverseMatch:
        return f"{capfirst(words)}: {row}"
    return format_html('{}: <a href="{}">{}</a>', capfirst(words), url, row)


def _forbidding(held: Held, request: HttpRequest, site: Any, single: Model | None) -> Iterator[str]:
    """A line for each row that forbids it, where they are few; else how many there are, with a link to them."""
    for relation, rows in held.forbidding:
        shown = [*_with_relations(rows, request, site)[: MOST_NAMED + 1]]
        if len(shown) <= MOST_NAMED:
            yield from (_named(row, site) for row in shown)
        else:
            yield _listed(relation, rows.count(), site, single)


def _with_relations(rows: QuerySet[Any], request: HttpRequest, site: Any) -> QuerySet[Any]:
    """The rows with what their names say, as their own list fetches it."""
    if not site.is_registered(rows.model):
        return rows
    admin = site.get_model_admin(rows.model)
    related = admin.get_list_select_related(request)
    return rows.select_related(*related) if related else rows


def _listed(relation: Any, number: int, site: Any, single: Model | None) -> str:
    meta = relation.related_model._meta
    words = _counted(relation.related_model, number)
    if single is None or not site.is_registered(relation.related_model):
        return words
    url = reverse(f"{site.name}:{meta.app_label}_{meta.model_name}_changelist")
    return format_html('<a href="{}?{}__id__exact={}">{}</a>', url, relation.field.name, single.pk, words)
