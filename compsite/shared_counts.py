"""The counts that all processes share, in Valkey or Redis (`CACHE_URL`); each process has its own while that is away.

A request spends a tenth of a second on it at most; what it does not answer in that time is counted in this process's
memory, as it is where there is no such server. Then nobody asks it for five seconds; after them one tries whether it
can be written to, and all count together again. Numbers alone are kept there: no page, and nothing that is run when it
is read.
"""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

from compsite.circuit import Circuit

AT_MOST = 0.1
"""Seconds that a request may spend on it all together before it goes on without, and a call may take."""
MOST_COUNTS = 50_000
"""Counts that this process keeps of its own. What is pushed out is counted from 0 again."""

circuit = Circuit(
    logging.getLogger(__name__),
    "The server of shared counts does not answer (%s). Each process counts for itself until it does.",
    "The server of shared counts answers again: processes count together.",
)


class Numbers:
    """How values are written: whole numbers, and nothing else."""

    def dumps(self, value: object) -> int:
        """The number itself."""
        if type(value) is not int:
            raise TypeError(f"Shared counts keep whole numbers, not {type(value).__name__}.")
        return value

    def loads(self, data: bytes) -> int:
        """The number again."""
        return int(data)


class SharedCounts(BaseCache):
    """A cache of Django's for counts: a server's, or this process's own."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._far = RedisCache([server], {**params, "OPTIONS": _options()})
        self._own = LocMemCache("counts", {**params, "OPTIONS": {"MAX_ENTRIES": MOST_COUNTS}})
        self._spent = 0.0

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The number under a key."""
        return self._either(lambda cache: cache.get(key, default, version))

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Keep a number where there is none; whether it was kept."""
        return self._either(lambda cache: cache.add(key, value, timeout, version))

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep a number."""
        self._either(lambda cache: cache.set(key, value, timeout, version))

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep it for longer; whether it is there."""
        return self._either(lambda cache: cache.touch(key, timeout, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget it; whether it was there."""
        return self._either(lambda cache: cache.delete(key, version))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Count on. Raises ValueError where nothing is counted yet."""
        return self._either(lambda cache: cache.incr(key, delta, version))

    def clear(self) -> None:
        """Forget all."""
        self._either(lambda cache: cache.clear())
        self._own.clear()

    def close(self, **kwargs: Any) -> None:
        """The end of a request, as Django says it to each cache."""
        self._spent = 0.0

    def _either[Answer](self, asked: Callable[[BaseCache], Answer]) -> Answer:
        from redis.exceptions import RedisError

        was_open = circuit.is_open
        if not circuit.lets_ask():
            return asked(self._own)
        started = monotonic()
        try:
            if was_open:
                # A server that is full answers what is there, and takes nothing.
                self._far.set("is-written", 1, 1)
            answer = asked(self._far)
        except (RedisError, OSError) as fault:
            circuit.failed(fault)
            return asked(self._own)
        self._spent += monotonic() - started
        if self._spent > AT_MOST:
            circuit.failed(f"it takes {self._spent:.2f} seconds")
        elif was_open:
            circuit.worked()
        return answer


def _options() -> dict[str, Any]:
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return {
        "serializer": Numbers,
        "socket_connect_timeout": AT_MOST,
        "socket_timeout": AT_MOST,
        "retry": Retry(NoBackoff(), 0),
        # Nothing is said to it before what is asked: each answer takes time.
        "protocol": 2,
        "driver_info": None,
    }
