"""Sessions that end: after a while without a request, at the end of a working day, and when an account's lock changes.

All times are seconds since 1970, as sessions keep them.
"""

import time
from typing import Any

from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

IDLE = 2 * 60 * 60
LONGEST = 12 * 60 * 60
STEP = 5 * 60
"""How often a session notes that it is in use: a write every five minutes, not one a page."""
STARTED, SEEN = "signed_in_at", "seen_at"


def restart(request: HttpRequest) -> None:
    """Begin a session's time, under a new key: what knew the old one is left outside."""
    request.session.cycle_key()
    request.session[STARTED] = request.session[SEEN] = int(time.time())


def end_if_over(request: HttpRequest) -> str:
    """Sign out somebody whose time is over; the sentence that says so, or nothing."""
    if not request.user.is_authenticated:
        return ""
    now = int(time.time())
    session = request.session
    if STARTED not in session:
        session[STARTED] = session[SEEN] = now
    over = _over(now, session[STARTED], session.get(SEEN, 0))
    if over:
        logout(request)
    elif now - session[SEEN] >= STEP:
        session[SEEN] = now
    return over


def _over(now: int, started: int, seen: int) -> str:
    if now - seen >= IDLE:
        return "You were signed out after two hours in which nothing was asked for."
    if now - started >= LONGEST:
        return "You were signed out after twelve hours."
    return ""


def end_sessions(user: Any, keep: str | None = None) -> int:
    """End a user's sessions but the one with the key `keep`; how many that were."""
    # Editors are few, and nobody else has a session.
    found = [
        session.session_key
        for session in Session.objects.filter(expire_date__gt=timezone.now())
        if session.session_key != keep and session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(session_key__in=found).delete()
    return len(found)


def purge() -> None:
    """Forget sessions whose time is over."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
