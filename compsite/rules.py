"""What tells one public answer from another, and what a view declares that its answers depend on."""

from typing import Any, NamedTuple

DECLARED = "pages.declared"
"""The key of a request's environ that is there, holding None, where an answer may be kept: a `Rule` is put there."""
MOST_PARAMETERS = 50

Environ = dict[str, Any]


class Key(NamedTuple):
    """What was asked of which host, and how safely, as the application may see it."""

    path: str
    asked: str
    target: str
    host: str | None
    scheme: str
    safely: bool | None

    @classmethod
    def of(cls, environ: Environ, path: str, asked: str, target: str) -> "Key":
        """The key of a request for `path` with the parameters `asked` and an HTMX target, as text or empty."""
        forwarded = environ.get("HTTP_X_FORWARDED_PROTO")
        safely = None if forwarded is None else forwarded.partition(",")[0].strip() == "https"
        return cls(path, asked, target, environ.get("HTTP_HOST"), environ["wsgi.url_scheme"], safely)


class Rule(NamedTuple):
    """What an address's answers depend on: these parameters of its query, or all of it (None), and these HTMX targets.

    The same for all answers of a path; `shelf` says with which others an answer shares its room.
    """

    parameters: frozenset[str] | None
    targets: frozenset[str]
    shelf: str

    def key(self, environ: Environ, path: str) -> Key | None:
        """What tells an answer from others; None where the query is spelled too oddly to be sure."""
        query = asked = environ.get("QUERY_STRING", "")
        if query and self.parameters is not None:
            parts = [(part.partition("=")[0], part) for part in query.split("&") if part]
            if len(parts) > MOST_PARAMETERS or any("%" in name or "+" in name for name, _ in parts):
                return None
            asked = "&".join([part for name, part in parts if name in self.parameters])
        target = environ.get("HTTP_HX_TARGET", "")
        if target:
            target = target.rpartition("#")[2]
            restored = environ.get("HTTP_HX_HISTORY_RESTORE_REQUEST") == "true"
            target = target if target in self.targets and not restored else ""
        return Key.of(environ, path, asked, target)
