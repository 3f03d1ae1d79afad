"""`manage.py migrate` waits for a lock no longer than anybody may have to wait behind it."""

from typing import Any

from django.db import connections
from django.db.models.signals import pre_migrate
from django.dispatch import receiver

LOCK_WAIT = "5s"
"""As long as a web process waits. A migration in a queue for a lock holds up all who come after it, readers too."""


@receiver(pre_migrate)
def wait_for_no_lock_for_long(using: str, **_kwargs: Any) -> None:
    """On PostgreSQL. On SQLite whoever writes waits as long by itself, and readers never."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_WAIT])
