"""What may be away is left alone for a while once it failed, so that not everybody waits for it.

It is told of once a minute.
"""

import logging
from threading import Lock
from time import monotonic

PAUSE = 5.0
"""Seconds for which what failed is not asked again. Then one asks, and all others after that."""
EVERY = 60.0
"""Seconds from one line of the log to the next about the same thing."""


class OnceAMinute(logging.Filter):
    """A filter for the log of a library that says the same with each of many tries."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()
        self._at = -EVERY

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this line is told."""
        return self.tells()

    def tells(self) -> bool:
        """Whether a minute has gone by since this was true."""
        with self._lock:
            now = monotonic()
            tells = now - self._at >= EVERY
            self._at = now if tells else self._at
            return tells


class Told:
    """A log that says the same once a minute, however often it happens."""

    def __init__(self, log: logging.Logger) -> None:
        self._log, self._minute = log, OnceAMinute()

    def warn(self, words: str, *values: object) -> bool:
        """Whether it was said."""
        tells = self._minute.tells()
        if tells:
            self._log.warning(words, *values)
        return tells


class Circuit:
    """Whether something is asked at all. Closed: everybody asks. Open: nobody does, but for one after each pause."""

    def __init__(self, log: logging.Logger, fails: str, again: str) -> None:
        """`fails` and `again` are what the log says; `fails` has a place for the reason."""
        self._log, self._fails, self._again = log, fails, again
        self._lock = Lock()
        self._told = Told(log)
        self._was_told = False
        self._until = 0.0
        self.is_open = False

    def lets_ask(self) -> bool:
        """Whether the caller may ask now; who does says how it went: `failed` or `worked`."""
        if not self.is_open:
            return True
        with self._lock:
            now = monotonic()
            if now < self._until:
                return False
            self._until = now + PAUSE
            return True

    def failed(self, reason: object) -> None:
        """It is left alone from now on."""
        with self._lock:
            self.is_open, self._until = True, monotonic() + PAUSE
        words = str(reason).strip().partition("\n")[0] or type(reason).__name__
        self._was_told |= self._told.warn(self._fails, words)

    def worked(self) -> None:
        """It is asked by everybody again."""
        if not self.is_open:
            return
        with self._lock:
            self.is_open, was_told, self._was_told = False, self._was_told, False
        if was_told:
            self._log.warning(self._again)
