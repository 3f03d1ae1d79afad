"""What people changed by hand: who, when, from what to what, and why (docs/decisions/0019).

An entry holds a row as it was after a change, so the entry before it says what the change was. A row that an import,
a command or SQL changed has no entry of that; before the next change by hand it leaves one of how it stood.
Triggers refuse to change or delete entries, but for an erasure (`salaries/models/erasing.py`).
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import batched
from typing import Any

from django.db import models
from django.utils import timezone
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

STOOD = "="
"""The kind of an entry that says how a row stood before the first change by hand since something else made it so."""
KINDS = {"+": "added", "~": "changed", "-": "deleted", STOOD: "as it stood before"}


@dataclass(frozen=True)
class Hand:
    """Whose hand changes rows: a user, or a name alone; with why, and the batch that its entries share."""

    by: str = ""
    user_id: int | None = None
    reason: str = ""
    batch: uuid.UUID = field(default_factory=uuid.uuid4)


_hand: ContextVar[Hand | None] = ContextVar("hand", default=None)
_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def by_hand(by: str = "", user_id: int | None = None, reason: str = "") -> Iterator[Hand]:
    """Changes inside are one batch, made by that hand. For what no request of the editors' area makes."""
    hand = Hand(by, user_id, reason)
    token = _hand.set(hand)
    try:
        yield hand
    finally:
        _hand.reset(token)


@contextmanager
def unrecorded() -> Iterator[None]:
    """Changes inside leave no entries: an import is told of by its part, not cell by cell."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def _now() -> Hand | None:
    """The hand that is at work: one that was named, else the editor whose request this is."""
    hand = _hand.get()
    request = getattr(HistoricalRecords.context, "request", None)
    if hand is not None or request is None:
        return hand
    if not hasattr(request, "hand"):
        user = getattr(request, "user", None)
        signed_in = user is not None and user.is_authenticated
        request.hand = Hand(user.get_username(), user.pk) if user and signed_in else Hand()
    known: Hand = request.hand
    return known


def say_why(reason: str) -> None:
    """Why the editor whose request this is makes its changes, from here on."""
    hand = _now()
    request = getattr(HistoricalRecords.context, "request", None)
    if hand is not None and request is not None:
        request.hand = replace(hand, reason=reason)


def current_batch() -> uuid.UUID:
    """The batch of what is being changed; one of its own where nobody said what belongs together."""
    hand = _now()
    return hand.batch if hand else uuid.uuid4()


def current_name() -> str:
    """Who is changing something; empty for a command."""
    hand = _now()
    return hand.by if hand else ""


def current_user_id() -> int | None:
    """The id of who is changing something; none for a command."""
    hand = _now()
    return hand.user_id if hand else None


class Entry(models.Model):
    """One change by hand: what every entry has besides the row's own columns.

    `by` is the editor's name as it was then, so that it stays when the account goes. Entries of one request
    or one action share a `batch`.
    """

    batch = models.UUIDField(default=current_batch, db_index=True, editable=False)
    by = models.CharField(max_length=150, blank=True, default=current_name, editable=False)

    class Meta:
        abstract = True


class EntryManager(HistoryManager):  # type: ignore[misc]
    """The library's own, of which it makes a class anew for each row that is saved."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: Any, class_name: str | None = None) -> Any:
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):  # type: ignore[misc]
    """The history of a model's rows. `revision` is no part of it: it counts edits, whatever they were."""

    def __init__(self, *, left_out: tuple[str, ...] = ("revision",)) -> None:
        super().__init__(
            bases=[Entry],
            history_manager=EntryManager,
            excluded_fields=left_out,
            history_user_id_field=models.BigIntegerField(null=True, default=current_user_id),
            history_change_reason_field=models.CharField(max_length=300, null=True),
        )

    def finalize(self, sender: Any, **kwargs: Any) -> None:
        """The library's own start, and how a row stood before it is saved."""
        super().finalize(sender, **kwargs)
        if sender is self.cls:
            models.signals.pre_save.connect(self.pre_save, sender=sender, weak=False)

    def get_meta_options(self, model: Any) -> dict[str, Any]:
        """Nobody can be permitted to change entries."""
        return {**super().get_meta_options(model), "default_permissions": ()}

    def copy_fields(self, model: Any) -> dict[str, Any]:
        """The row's columns. Entries are looked up by row and by batch, so the others need no index."""
        fields: dict[str, Any] = super().copy_fields(model)
        for name, one in fields.items():
            one.db_index = name == model._meta.pk.name
        return fields

    def get_change_reason_for_object(self, instance: Any, history_type: str, using: Any) -> Any:
        """Why: as the row says, else as who changes it does."""
        hand = _now()
        said = super().get_change_reason_for_object(instance, history_type, using)
        return (said or (hand.reason if hand else "") or "")[:300] or None

    def get_history_user(self, instance: Any) -> Any:
        """Nobody that the library would look for: the user's id and name are those of the hand."""
        return None

    def create_historical_record(self, instance: Any, history_type: str, using: Any = None) -> None:
        """One entry, unless they are left out here."""
        if not _silent.get():
            super().create_historical_record(instance, history_type, using)

    def pre_save(self, instance: Any, raw: bool = False, **_kwargs: Any) -> None:
        """Before a row is changed: how it stood, where no entry says so."""
        if not (raw or instance._state.adding or _silent.get()):
            keep_as_it_stands(type(instance), instance.pk)


def entries(model: type[models.Model]) -> "models.QuerySet[Any]":
    """All entries of a model's rows, newest first."""
    history: Any = model
    found: models.QuerySet[Any] = history.history.get_queryset()
    return found


def has_history(model: type[models.Model]) -> bool:
    """Whether changes to the model's rows leave entries."""
    return hasattr(model._meta, "simple_history_manager_attribute")


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns of a row that its entries hold."""
    history: Any = entries(model).model
    return [column.attname for column in history.tracked_fields]


def keep_as_it_stands(model: type[models.Model], pk: Any) -> None:
    """Leave an entry of how the stored row stands, unless the newest one says the same: 2 queries, 3 to leave it."""
    columns = columns_of(model)
    stored = model._default_manager.filter(pk=pk).values(*columns).first()
    if stored is None:
        return
    newest = entries(model).filter(pk_of(model, pk)).values("history_type", *columns).first()
    if newest is None or newest.pop("history_type") == "-" or newest != stored:
        _leave(model, stored, STOOD, by="", user_id=None, reason=None)


def record(row: models.Model, reason: str = "") -> None:
    """Leave an entry of a change that was made past `save`, as the row now is in the database: 2 queries."""
    model = type(row)
    stored = model._default_manager.filter(pk=row.pk).values(*columns_of(model)).first()
    if stored is not None and not _silent.get():
        hand = _now() or Hand()
        said = (reason or hand.reason)[:300] or None
        _leave(model, stored, "~", by=hand.by, user_id=hand.user_id, reason=said)


_BATCH = 500


def update_with_history(
    model: type[models.Model], pks: Iterable[Any], reason: str = "", **values: Any
) -> int:
    """Update rows, past `save`, with an entry each of before, where it lacks, and after. Gives how many there were.

    A few queries for each 500 rows.
    """
    changed, columns, hand = 0, columns_of(model), _now() or Hand()
    said = (reason or hand.reason)[:300] or None
    for chunk in batched(pks, _BATCH):
        rows = model._default_manager.filter(pk__in=chunk).order_by()
        _leave_all(model, _untold(model, chunk), STOOD, Hand(batch=hand.batch), None)
        changed += rows.update(**values)
        _leave_all(model, rows.values(*columns), "~", hand, said)
    return changed


def _untold(model: type[models.Model], pks: Iterable[Any]) -> list[dict[str, Any]]:
    """How rows stand whose newest entry says something else, or that have none."""
    columns, key = columns_of(model), str(model._meta.pk.name)
    newest: dict[Any, dict[str, Any]] = {}
    for entry in (
        entries(model).filter(**{f"{key}__in": pks}).order_by("history_id").values("history_type", *columns)
    ):
        newest[entry[key]] = {} if entry.pop("history_type") == "-" else entry
    stored = model._default_manager.filter(pk__in=pks).order_by().values(*columns)
    return [row for row in stored if newest.get(row[key]) != row]


def _leave_all(
    model: type[models.Model], rows: Iterable[dict[str, Any]], kind: str, hand: Hand, reason: str | None
) -> None:
    now = timezone.now()
    entries(model).bulk_create(
        entries(model).model(
            **row, by=hand.by, history_user_id=hand.user_id, batch=hand.batch, history_type=kind,
            history_change_reason=reason, history_date=now,
        )
        for row in rows
    )  # fmt: skip


def pk_of(model: type[models.Model], pk: Any) -> models.Q:
    """Which entries are of a row."""
    return models.Q(**{str(model._meta.pk.name): pk})


def _leave(
    model: type[models.Model], stored: dict[str, Any], kind: str, *, by: str, user_id: int | None, reason: Any
) -> None:
    entries(model).create(
        **stored, by=by, history_user_id=user_id, history_type=kind, history_change_reason=reason,
        history_date=timezone.now(),
    )  # fmt: skip
