"""What a migration may do while processes of the release before it still run on the database.

Django of that release names every column that its models have in each SELECT and INSERT, and no other.
"""

from typing import Any

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import NOT_PROVIDED


def breaks(operation: Operation) -> str:
    """Why the release before would fail after this operation; empty where it would not."""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return next(filter(None, map(breaks, operation.database_operations)), "")
    if isinstance(operation, migrations.RemoveField | migrations.DeleteModel):
        return "what is taken away may still be read: stop using it in one release, remove it in the next"
    if isinstance(operation, migrations.RenameField | migrations.RenameModel | migrations.AlterModelTable):
        return "the former name may still be asked for: add the new one beside it"
    if isinstance(operation, migrations.AddField) and _must_be_given(operation.field):
        return "nobody gives it a value yet: let it be null, or give it a db_default"
    return ""


def _must_be_given(field: "models.Field[Any, Any]") -> bool:
    if isinstance(field, models.ManyToManyField) or field.null:
        return False
    return field.db_default is NOT_PROVIDED
