"""Finished answers, kept in this process's memory in front of a WSGI application, and sent again without asking it.

An answer is kept where the application declares it the same for everybody: it finds `environ[DECLARED]`, and puts a
`Rule` there. All that is kept is of one version of the data; when that moves, all of it goes. Knows neither Django
nor what the pages are about. Why it exists beside a CDN: docs/decisions/0041-kept-pages.md.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Event, Lock
from time import monotonic
from typing import Any

from compsite.finished import Finished, Packed, encoding_of, has
from compsite.rules import DECLARED, Environ, Key, Rule
from compsite.shelves import Held, Shelf

PATIENCE = 5.0
"""Seconds that a request waits for another one of the same address, before it asks the application itself."""
PAUSES = 4
"""Where the version could not be read, it is left alone for so many times as long as that took."""
UNSURE = ("Warning", '111 - "Revalidation Failed"')
"""What marks an answer that was sent again while nobody knew whether it still holds (RFC 7234, 5.5.2)."""
BY_STATUS = {"200": "", "301": "moved", "410": "gone"}
"""What may be kept, and on which shelf: on the one that its rule names where that is empty."""

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class PageStore:
    """`application`, with what it declares kept in `room` bytes, of which each shelf has its share.

    `version` says which version of the data is there: it is asked at most once in `every` seconds before answers are
    sent again, at once after a request that may have changed data here, and always before one is kept. Where it says
    None, since nobody can be asked, what is kept is sent with a mark, and all else is the application's. Paths that
    begin with one of `never` pass by. The application has begun its answer when it returns.
    """

    def __init__(
        self, application: Application, version: Callable[[], Hashable], *,
        room: int, shares: Mapping[str, float], every: float, never: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self._application, self._read, self._every, self._never = application, version, every, never
        self._shelves = {name: Shelf(int(room * share)) for name, share in shares.items()}
        self._held: dict[Key, Held] = {}
        self._rules: dict[str, tuple[Rule, set[Key]]] = {}
        self._making: dict[Key, Event] = {}
        self._version: Hashable = None
        self._now: Hashable = None
        self._due, self._changes = 0.0, 0
        self._lock, self._reading = Lock(), Lock()
        self.served = self.made = 0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            try:
                return self._application(environ, start_response)
            finally:
                self._changes += 1
                self._due = 0.0
        if path.startswith(self._never) or _has_escapes(environ):
            return self._application(environ, start_response)
        if monotonic() >= self._due:
            self._look()
        held = self._find(environ, path)
        if held is None:
            return self._make(environ, path, start_response)
        self.served += 1
        return self._send(held, environ, start_response)

    def _look(self, *, anew: bool = False) -> Hashable:
        """Read the version, if that is due; what is kept of another one goes. Where nobody knows, it stays."""
        with self._reading:
            began, changes = monotonic(), self._changes
            if began < self._due and not anew:
                return self._now
            self._now = version = self._read()
            if version is not None and version != self._version:
                with self._lock:
                    self._version = version
                    self._held.clear()
                    self._rules.clear()
                    self._shelves = {name: Shelf(shelf.room) for name, shelf in self._shelves.items()}
            ended = monotonic()
            pause = self._every if version is not None else max(self._every, PAUSES * (ended - began))
            self._due = ended + pause if changes == self._changes else 0.0
        return version

    def _find(self, environ: Environ, path: str) -> Held | None:
        known = self._rules.get(path)
        if known is None:
            return None
        key = known[0].key(environ, path)
        held = self._held.get(key) if key else None
        if key and held and held.shelf:
            held.shelf.touch(key)
        return held

    def _make(self, environ: Environ, path: str, start_response: StartResponse) -> Iterable[bytes]:
        """Ask the application, once for all who ask for the same address meanwhile."""
        address = Key.of(environ, path, environ.get("QUERY_STRING", ""), environ.get("HTTP_HX_TARGET", ""))
        mine = Event()
        others = self._making.setdefault(address, mine)
        if others is not mine:
            others.wait(PATIENCE)
            if held := self._find(environ, path):
                return self._send(held, environ, start_response)
            return self._ask(environ, path, start_response)
        try:
            return self._ask(environ, path, start_response)
        finally:
            del self._making[address]
            mine.set()

    def _ask(self, environ: Environ, path: str, start_response: StartResponse) -> Iterable[bytes]:
        said: list[Any] = []
        version, environ[DECLARED] = self._now, None
        answer = self._application(environ, lambda *words: said.append(words))
        status, headers = said[-1][:2]
        declared = environ.pop(DECLARED)
        has_cookie = any(name.lower() == "set-cookie" for name, _ in headers)
        if declared is None or status[:3] not in BY_STATUS or has_cookie:
            start_response(*said[-1])
            return answer
        rule = Rule(*declared)
        try:
            held = Held(Finished(status, headers, b"".join(answer)), rule.key(environ, path))
        finally:
            if hasattr(answer, "close"):
                answer.close()
        self.made += 1
        if held.key and version is not None and self._look(anew=True) == version:
            self._keep(held.key, held, rule, version)
        return self._send(held, environ, start_response)

    def _keep(self, key: Key, held: Held, rule: Rule, version: Hashable) -> None:
        with self._lock:
            shelf = self._shelves[BY_STATUS[held.answer.status[:3]] or rule.shelf]
            if version == self._version and key not in self._held and shelf.has_room_for(held.answer):
                self._held[key] = held
                self._rules.setdefault(key.path, (rule, set()))[1].add(key)
                self._put(shelf, key, held)

    def _put(self, shelf: Shelf, key: Key, held: Held) -> None:
        for gone in shelf.put(key, held):
            del self._held[gone]
            keys = self._rules[gone.path][1]
            keys.discard(gone)
            if not keys:
                del self._rules[gone.path]

    def _send(self, held: Held, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer = held.answer
        encoding = encoding_of(environ.get("HTTP_ACCEPT_ENCODING", "")) if answer.packs else ""
        packed = answer.packed.get(encoding) or self._pack(held, encoding)
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked and answer.may_be_held and has(asked, answer.tag):
            start_response("304 Not Modified", packed.unchanged.copy())
            return ()
        headers = packed.headers if self._now is not None else [*packed.headers, UNSURE]
        start_response(answer.status, headers.copy())
        return (packed.body,) if environ["REQUEST_METHOD"] == "GET" else ()

    def _pack(self, held: Held, encoding: str) -> Packed:
        packed = held.answer.pack(encoding)
        with self._lock:
            if held.shelf and held.key and self._held.get(held.key) is held:
                self._put(held.shelf, held.key, held)
        return packed


def _has_escapes(environ: Environ) -> bool:
    """Whether a server or proxy tells that the path was sent with escapes, which may be another spelling of it."""
    sent = environ.get("REQUEST_URI") or environ.get("RAW_URI") or environ.get("HTTP_X_ORIGINAL_URI") or ""
    return "%" in sent.partition("?")[0]
