"""What keeps every list light, however much is in it: counts with an end, and filters that are typed into."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from salaries.admin.deleting import deleted_objects
from salaries.admin.export import ExportedList
from salaries.models.base import ALL_LEVELS, holds

MOST_COUNTED = 10_000
"""Rows that a list counts. Who looks for one of more than that searches or filters."""


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of a list that is counted no further than `MOST_COUNTED`; `more` says that there is more."""

    @cached_property
    def _found(self) -> int:
        rows: Any = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        return rows.order_by().values("pk")[: MOST_COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        """How many rows there are to turn over."""
        return min(self._found, MOST_COUNTED)

    @property
    def more(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._found > MOST_COUNTED

    def page(self, number: Any) -> Any:
        """The rows of a page, whose keys are found first: what stands beside a row is fetched for those alone."""
        page: Any = super().page(number)
        if isinstance(self.object_list, QuerySet):
            keys = list(page.object_list.values_list("pk", flat=True))
            page.object_list = self.object_list.filter(pk__in=keys)
        return page


class NameFilter(admin.SimpleListFilter):
    """A filter by a related row that is typed, and suggested meanwhile: no list of thousands to choose from.

    A slug or a name finds that one, anything else whatever has every word of it in `names`. A subclass names
    the relation (`path`), and which model's relation suggests (`suggested_by`, such as "figure").
    """

    template = "admin/components/name_filter.html"
    path = ""
    suggested_by = ""
    names: tuple[str, ...] = ("name", "slug")
    exact: tuple[str, ...] = ("slug", "name__iexact")

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: type[Model], admin_: Any) -> None:
        self.parameter_name = self.parameter_name or self.path
        super().__init__(request, params, model, admin_)
        related: Any = model
        for step in self.path.split("__"):
            related = related._meta.get_field(step).related_model
        self._related = related

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """None: what is typed is looked for."""
        return []

    def has_output(self) -> bool:
        return True

    @property
    def suggestions(self) -> str:
        """The address that completes a name, of whose who may see such rows."""
        field = self.path.split("__")[-1]
        asked = f"app_label=salaries&model_name={self.suggested_by}&field_name={field}"
        return f"{reverse('admin:autocomplete')}?{asked}"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        text = (self.value() or "").replace("\0", " ").strip()
        if not text:
            return queryset
        return queryset.filter(**{f"{self.path}__in": self.meant(text)})

    def meant(self, text: str) -> QuerySet[Any]:
        """The related rows that a text means."""
        rows: QuerySet[Any] = self._related._default_manager.order_by()
        same = Q()
        for name in self.exact:
            same |= Q(**{name: text})
        found = rows.filter(same)
        return found if found.exists() else rows.filter(holds(text, *self.names)).distinct()

    def choices(self, changelist: Any) -> Iterator[Any]:
        """One: what is typed now, and what else the address says."""
        others = changelist.get_filters_params()
        yield {
            "value": self.value() or "",
            "others": [
                (name, value)
                for name, values in {**others, **_asked(changelist)}.items()
                for value in values
                if name != self.parameter_name
            ],
            "selected": bool(self.value()),
        }


def _asked(changelist: Any) -> dict[str, list[str]]:
    """The search and the order of a list, which a filter keeps."""
    return {name: [changelist.params[name]] for name in ("q", "o") if name in changelist.params}


class RoleFilter(NameFilter):
    """By a role's name, other names or codes."""

    title, path, suggested_by = "role", "role", "figure"
    names = ("name", "slug", "aliases__name", "codes__code")


class LevelFilter(NameFilter):
    """By an experience level; `average` is all levels, as addresses have it."""

    title, path, suggested_by = "level", "level", "figure"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if (self.value() or "").strip().lower() in (ALL_LEVELS, "all levels"):
            return queryset.filter(level__isnull=True)
        return super().queryset(request, queryset)


class PlaceFilter(NameFilter):
    """By a place's name or code."""

    title, path, suggested_by = "place", "location", "figure"
    parameter_name = "place"
    names = ("name", "short_name", "slug", "codes__code")


class SourceFilter(NameFilter):
    """By a source, of releases."""

    title, path, suggested_by = "source", "source", "release"
    names = ("publisher", "title", "short_name", "slug")
    exact = ("slug",)


class PartSourceFilter(SourceFilter):
    """By a source, of parts."""

    path, parameter_name = "release__source", "source"


class ReleaseFilter(NameFilter):
    """By a release as its address has it: bls-oews/may-2025, or words of it."""

    title, path, suggested_by = "release", "release", "releasepart"
    names = ("slug", "source__slug", "source__publisher", "source__title")

    def meant(self, text: str) -> QuerySet[Any]:
        source, _, slug = text.partition("/")
        rows: QuerySet[Any] = self._related._default_manager.order_by()
        found = rows.filter(source__slug=source, slug=slug)
        return found if slug and found.exists() else rows.filter(holds(text.replace("/", " "), *self.names))


class BroaderFilter(NameFilter):
    """By the wider occupation."""

    title, path, suggested_by = "broader", "broader", "role"


class FactorFilter(NameFilter):
    """By an influencing factor."""

    title, path, suggested_by = "influencing factor", "factor", "factoroption"
    parameter_name = "factor"


class LightLists(ExportedList):
    """Mixed into an admin: lists counted with an end and taken along as files, confirmations of deleting in short."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Nothing is done to more rows at once than somebody could have seen counted."""
        if request.POST.get("select_across") == "1" and CappedPaginator(queryset, 1).more:
            words = f"These are more than {MOST_COUNTED:,}: search or filter first, then choose what is left."
            self.message_user(request, words, messages.WARNING)
            return None
        return super().response_action(request, queryset, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What deleting would take along, and what forbids it: `salaries/admin/deleting.py`."""
        return deleted_objects(objs, request, self.admin_site)
