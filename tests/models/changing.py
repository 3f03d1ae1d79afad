"""Rows, the ways in which they are changed, and what the database then says of them."""

from collections.abc import Callable
from typing import Any

from django.db import connection

from salaries.models import (
    DataVersion,
    Figure,
    InfluencingFactor,
    LocationCode,
    ReleasePart,
    RoleAlias,
    RoleCode,
)
from salaries.models.upkeep import PriceIndex
from tests.factories import (
    make_level,
    make_location,
    make_option,
    make_part,
    make_release,
    make_role,
    make_source,
)


def newest() -> int:
    """The number of the newest data version, 0 before any."""
    version = DataVersion.objects.newest()
    return version.number if version else 0


def versions() -> list[int]:
    """The numbers of all data versions. PostgreSQL goes on counting from test to test: 1 need not be one."""
    return list(DataVersion.objects.order_by("number").values_list("number", flat=True))


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def draft() -> ReleasePart:
    return make_part(name="a draft", state=ReleasePart.State.DRAFT)


def by_save(figure: Figure) -> None:
    figure.median = 60_000
    figure.save()


def by_update(figure: Figure) -> None:
    Figure.objects.filter(pk=figure.pk).update(median=60_000)


def by_bulk_update(figure: Figure) -> None:
    figure.median = 60_000
    Figure.objects.bulk_update([figure], ["median"])


def by_bulk_create(figure: Figure) -> None:
    figure.pk, figure.level = None, make_level()
    Figure.objects.bulk_create([figure])


def by_delete(figure: Figure) -> None:
    figure.delete()


def by_queryset_delete(figure: Figure) -> None:
    Figure.objects.filter(pk=figure.pk).delete()


def by_sql(figure: Figure) -> None:
    sql("UPDATE salaries_figure SET median = 60000 WHERE id = %s", figure.pk)


def by_sql_delete(figure: Figure) -> None:
    sql("DELETE FROM salaries_figure WHERE id = %s", figure.pk)


WAYS = [
    by_save,
    by_update,
    by_bulk_update,
    by_bulk_create,
    by_delete,
    by_queryset_delete,
    by_sql,
    by_sql_delete,
]
CORRECTIONS = [by_save, by_update, by_bulk_update, by_sql]
Change = Callable[[Figure], None]
ROWS: dict[str, tuple[Callable[[], Any], dict[str, Any]]] = {
    "role": (make_role, {"name": "Another"}),
    "alias": (lambda: RoleAlias.objects.create(role=make_role(), name="coder"), {"name": "programmer"}),
    "role code": (lambda: RoleCode.objects.create(role=make_role(), scheme="SOC", code="1"), {"code": "2"}),
    "level": (make_level, {"rank": 7}),
    "location": (make_location, {"short_name": "US"}),
    "location code": (
        lambda: LocationCode.objects.create(location=make_location(), scheme="ISO", code="1"),
        {"code": "2"},
    ),
    "factor": (lambda: make_option().factor, {"summary": "Another"}),
    "option": (make_option, {"rank": 7}),
    "source": (make_source, {"licence": "CC0"}),
    "release": (lambda: make_part(make_release()).release, {"priority": 7}),
    "price index": (
        lambda: PriceIndex.objects.create(
            kind="rpp", location=make_location(), year=2025, value=100, source=make_source()
        ),
        {"value": 101},
    ),
}


def rename(row: Any, *slugs: str) -> None:
    for slug in slugs:
        type(row).objects.filter(pk=row.pk).update(slug=slug)


def without_options(row: Any) -> Any:
    """The row, free to be deleted: the options of a factor would hold it."""
    if isinstance(row, InfluencingFactor):
        row.options.all().delete()
    return row


def revision(row: Any) -> int:
    return int(type(row).objects.values_list("revision", flat=True).get(pk=row.pk))
