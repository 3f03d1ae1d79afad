"""Guessing is slow, and nobody is locked out by somebody else's guesses.

Failures are counted by name and by client address, in django-axes' tables, so that all processes share them and a
restart forgets none. Three limits, each read from the failures of the last day:

- a name from one address: after 5, the next try waits 15 minutes, then 30, then an hour each;
- a name from all addresses together: after 20 in an hour, only addresses that it has signed in from are let through;
- an address, whatever the names: after 50 in an hour, only names that have signed in from it are let through.

A try that is refused counts for nothing and has no password hashed, so it makes no wait longer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessFailureLog, AccessLog
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from compsite.clients import network_of
from compsite.signin import factor, sessions

TRIES = 5
COOL_OFF, LONGEST_COOL_OFF = timedelta(minutes=15), timedelta(hours=1)
HOUR = timedelta(hours=1)
NAME_TRIES, ADDRESS_TRIES = 20, 50
REMEMBERED = timedelta(days=1)
"""How long a failure is kept."""
KNOWN = timedelta(days=90)
"""How long a sign-in is kept, and its address known as one that the name has signed in from."""


@dataclass(frozen=True)
class Failure:
    """A wrong password or code."""

    name: str
    address: str | None
    at: datetime


class Refused(Exception):
    """No try is taken before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def in_words(until: datetime) -> str:
    """What somebody is told who has to wait."""
    seconds = seconds_until(until)
    number, unit = (ceil(seconds / 60), "minute") if seconds > 60 else (seconds, "second")
    return f"Too many tries. Wait {number} {unit}{'' if number == 1 else 's'}, then try again."


def seconds_until(until: datetime) -> int:
    """Whole seconds from now, at least one."""
    return max(1, ceil((until - timezone.now()).total_seconds()))


def counted_under(request: HttpRequest) -> str | None:
    """The network that a request is counted under; None where nobody tells."""
    return network_of(request) or None


# The limits, as arithmetic


def pair_until(failures: Iterable[Failure], name: str, address: str | None) -> datetime | None:
    """Until when this name waits at this address; None where it never had to."""
    times = sorted(one.at for one in failures if (one.name, one.address) == (name, address))
    if len(times) < TRIES:
        return None
    doubled: int = 2 ** min(len(times) - TRIES, 10)
    return times[-1] + min(COOL_OFF * doubled, LONGEST_COOL_OFF)


def sum_until(times: Iterable[datetime], most: int) -> datetime | None:
    """When fewer than `most` of these moments will lie in the hour before; None where there never were so many."""
    newest = sorted(times, reverse=True)
    return newest[most - 1] + HOUR if len(newest) >= most else None


# The tables


def check(name: str, address: str | None, before: int | None = None) -> None:
    """Raises `Refused` where a limit is reached, by failures that were counted before that one."""
    now = timezone.now()
    rows = AccessFailureLog.objects.filter(
        Q(username=name) | Q(ip_address=address), attempt_time__gt=now - REMEMBERED
    )
    if before is not None:
        rows = rows.filter(pk__lt=before)
    failures = [Failure(*row) for row in rows.values_list("username", "ip_address", "attempt_time")]
    ends = [pair_until(failures, name, address)]
    of_name = sum_until((one.at for one in failures if one.name == name), NAME_TRIES)
    of_address = sum_until((one.at for one in failures if one.address == address), ADDRESS_TRIES)
    if any(end is not None and end > now for end in (of_name, of_address)) and not is_known(name, address):
        ends += [of_name, of_address]
    until = max((end for end in ends if end is not None), default=now)
    if until > now:
        raise Refused(until)


def is_known(name: str, address: str | None) -> bool:
    """Whether this name has signed in from this address, all the way, not long ago."""
    since = timezone.now() - KNOWN
    return bool(AccessLog.objects.filter(username=name, ip_address=address, attempt_time__gt=since).exists())


def take(name: str, address: str | None) -> int:
    """Count a try as a failure before it is looked at, so that many at the same moment see each other.

    The ticket, for `give_back`. Raises `Refused`.
    """
    check(name, address)  # most are refused here, without a write
    AccessFailureLog.objects.filter(attempt_time__lt=timezone.now() - REMEMBERED).delete()
    own = AccessFailureLog.objects.create(username=name, ip_address=address)
    try:
        check(name, address, before=own.pk)
    except Refused:
        own.delete()
        raise
    return int(own.pk)


def give_back(ticket: int) -> None:
    """The try was no failure."""
    AccessFailureLog.objects.filter(pk=ticket).delete()


def signed_in(name: str, address: str | None) -> None:
    """Somebody is in, all the way: their failures here are forgotten, and the address is known from now on."""
    AccessFailureLog.objects.filter(username=name, ip_address=address).delete()
    if address is not None:
        AccessLog.objects.filter(attempt_time__lt=timezone.now() - KNOWN).delete()
        AccessLog.objects.create(username=name, ip_address=address)
        sessions.purge()


def sign_ins(name: str = "") -> Any:
    """Who has signed in, all the way, in the last 90 days, when and from which network: the newest first."""
    found = AccessLog.objects.filter(attempt_time__gt=timezone.now() - KNOWN).order_by("-attempt_time", "-pk")
    return (found.filter(username=name) if name else found).only("username", "ip_address", "attempt_time")


def failures() -> Any:
    """The wrong passwords and codes of the last day: the newest first."""
    found = AccessFailureLog.objects.filter(attempt_time__gt=timezone.now() - REMEMBERED)
    return found.order_by("-attempt_time", "-pk").only("username", "ip_address", "attempt_time")


# What Django and django-axes call


class ThrottleBackend(AxesStandaloneBackend):  # type: ignore[misc]
    """Stands before the backend that looks at passwords. Without a client, as at the prompt, it does nothing."""

    def authenticate(self, request: HttpRequest | None, username: str | None = None, **kwargs: Any) -> None:
        if request is not None and username is not None:
            super().authenticate(request, username=username, **kwargs)


class Throttle(AxesDatabaseHandler):  # type: ignore[misc]
    """django-axes with our limits. Kept of a try are name, address and moment: no browser, no form."""

    def is_locked(self, request: Any, credentials: Any = None) -> bool:
        """Whether a try is refused. One that is not is counted until it succeeds."""
        try:
            request.sign_in_ticket = take(credentials["username"], network_of(request))
        except Refused as refused:
            request.refused_until = refused.until
            return True
        return False

    def user_login_failed(self, sender: Any, credentials: Any, request: Any = None, **kwargs: Any) -> None:
        """It was counted when it was taken."""

    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        """The password was right."""
        ticket = getattr(request, "sign_in_ticket", None)
        if ticket is None:
            return
        give_back(ticket)
        if not factor.owes_code(user):
            signed_in(user.get_username(), network_of(request))

    def user_logged_out(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        """Nothing is kept of that."""

    def reset_attempts(
        self, *, ip_address: str | None = None, username: str | None = None, ip_or_username: bool = False
    ) -> int:
        """Forget failures, as `manage.py axes_reset`, `axes_reset_username` and `axes_reset_ip` ask for."""
        wanted = {"ip_address": ip_address, "username": username}
        parts = [Q(**{field: value}) for field, value in wanted.items() if value]
        condition = Q()
        for part in parts:
            condition = condition | part if ip_or_username else condition & part
        return int(AccessFailureLog.objects.filter(condition).delete()[0])
