"""What the environment says, read once and refused in one clear line where it cannot be right."""

import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import dj_database_url

from compsite import keys

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}
DATABASES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
CACHES = ("redis://", "rediss://", "unix://")
CONTACTS = ("mailto:", "https://", "tel:")
STAYING = ("host", "subdomains", "preload")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class EnvironmentRefused(SystemExit):
    """The site cannot start with these variables; the one-line message says which and what to do."""


class Environment(NamedTuple):
    """The settings that an operator may give. An empty environment is a local site on plain http."""

    debug: bool
    secret_key: str
    former_keys: list[str]
    secret_file: Path | None
    allowed_hosts: list[str]
    site_url: str
    trust_proxy: bool
    log_level: str
    log_format: str
    metrics_host: str
    metrics_port: int
    traces: bool
    plausible_pay: bool
    publish_by_two: bool
    second_factor: str
    import_max_mb: int
    downloads_mb: int
    pages_mb: int
    rate_limit: int
    threads: int
    database: dj_database_url.DBConfig
    replica: dj_database_url.DBConfig | None
    cache: str
    security_contact: str
    hsts: str

    @property
    def https(self) -> bool:
        """Whether visitors reach the site by https, as SITE_URL says."""
        return self.site_url.startswith("https://")


def read(environ: Mapping[str, str], base_dir: Path) -> Environment:
    """Read the variables. Raises `EnvironmentRefused` (one line, exit code 1) for what cannot be right."""
    site_url = environ.get("SITE_URL", "").strip().rstrip("/")
    hosts = [host.strip().lower() for host in environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    site = _site(site_url, environ.get("PORT", "8000"))
    if site_url and not hosts:
        hosts = [urlsplit(site).hostname or ""]
    named = [*hosts, urlsplit(site).hostname or ""]
    foreign = [host for host in named if host not in LOOPBACK and host != "::1"]
    database = _database(
        "DATABASE_URL", environ.get("DATABASE_URL", "").strip() or f"sqlite:///{base_dir / 'db.sqlite3'}"
    )
    given = environ.get("SECRET_KEY", "")
    secret_key, *former_keys = _keys(given, foreign, base_dir / ".secret-key")
    former_keys += [key for key in environ.get(keys.FORMER, "").split(",") if key.strip()]
    return Environment(
        debug=_flag(environ, "DEBUG"),
        secret_key=secret_key,
        former_keys=former_keys,
        secret_file=None if given else base_dir / ".secret-key",
        allowed_hosts=[*dict.fromkeys([*hosts, *LOOPBACK])],
        site_url=site,
        trust_proxy=_flag(environ, "TRUST_PROXY"),
        log_level=_level(environ.get("LOG_LEVEL", "")),
        log_format=_format(environ.get("LOG_FORMAT", "")),
        metrics_host=environ.get("METRICS_HOST", "").strip() or "127.0.0.1",
        metrics_port=_metrics_port(environ.get("METRICS_PORT", "")),
        traces=_traces(environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")),
        plausible_pay=_flag(environ, "PLAUSIBLE_PAY", default="1"),
        publish_by_two=_flag(environ, "PUBLISH_BY_TWO"),
        second_factor=_second_factor(environ.get("SECOND_FACTOR", ""), _flag(environ, "DEBUG")),
        import_max_mb=_megabytes(environ, "IMPORT_MAX_MB", "20"),
        downloads_mb=_megabytes(environ, "DOWNLOADS_MB", "500"),
        pages_mb=_megabytes(environ, "PAGES_MB", "0" if _flag(environ, "DEBUG") else "64", least=0),
        rate_limit=_rate(environ.get("RATE_LIMIT", "")),
        threads=_threads(environ.get("THREADS", "")),
        database=database,
        replica=_replica(environ.get("REPLICA_URL", ""), database),
        cache=_cache(environ.get("CACHE_URL", "")),
        security_contact=_contact(environ.get("SECURITY_CONTACT", "")),
        hsts=_hsts(environ.get("HSTS", "")),
    )


def files_beside(package: Path) -> Path:
    """Where templates, static files and starting data lie: beside the package in a clone, in it in a wheel."""
    packed = package / "files"
    return packed if packed.is_dir() else package.parent


def home(files: Path) -> Path:
    """Where a site keeps what it makes for itself: its clone, or the folder that an installed one is started in."""
    return files if (files / "manage.py").exists() else Path.cwd()


def _flag(environ: Mapping[str, str], name: str, default: str = "") -> bool:
    value = (environ.get(name, "").strip() or default).lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise EnvironmentRefused(f"{name} is “{value}”: give 1 or 0.")


def _megabytes(environ: Mapping[str, str], name: str, default: str, least: int = 1) -> int:
    given = environ.get(name, "").strip() or default
    if not given.isascii() or not given.isdecimal() or len(given) > 4 or not least <= int(given) <= 1024:
        raise EnvironmentRefused(f"{name} is “{given}”: give a whole number of megabytes, {least} to 1024.")
    return int(given)


def _rate(given: str) -> int:
    rate = given.strip() or "600"
    if not rate.isascii() or not rate.isdecimal() or len(rate) > 7 or int(rate) > 1_000_000:
        raise EnvironmentRefused(f"RATE_LIMIT is “{rate}”: give a whole number, 0 for none.")
    return int(rate)


def _level(given: str) -> str:
    level = given.strip().upper() or "INFO"
    if level not in LEVELS:
        raise EnvironmentRefused(f"LOG_LEVEL is “{given}”: give one of {', '.join(LEVELS)}.")
    return level


def _format(given: str) -> str:
    choice = given.strip().lower() or "text"
    if choice not in ("text", "json"):
        raise EnvironmentRefused(f"LOG_FORMAT is “{given}”: give text or json.")
    return choice


def _metrics_port(given: str) -> int:
    port = given.strip() or "0"
    if (
        not port.isascii()
        or not port.isdecimal()
        or len(port) > 5
        or 0 < int(port) < 1024
        or int(port) > 65_500
    ):
        raise EnvironmentRefused(f"METRICS_PORT is “{port}”: give a port from 1024 to 65500, or 0 for none.")
    return int(port)


def _traces(given: str) -> bool:
    if given.strip() and find_spec("opentelemetry") is None:
        raise EnvironmentRefused(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, and what it needs is not installed: requirements/otel.txt."
        )
    return bool(given.strip())


def _second_factor(given: str, debug: bool) -> str:
    choice = given.strip().lower() or ("optional" if debug else "required")
    if choice not in ("required", "optional"):
        raise EnvironmentRefused(f"SECOND_FACTOR is “{given}”: give required or optional.")
    return choice


def _hsts(given: str) -> str:
    reach = given.strip().lower() or "host"
    if reach not in STAYING:
        raise EnvironmentRefused(f"HSTS is “{given}”: give host, subdomains or preload.")
    return reach


def _threads(given: str) -> int:
    threads = given.strip() or "1"
    if not threads.isascii() or not threads.isdecimal() or not 1 <= int(threads) <= 64:
        raise EnvironmentRefused(f"THREADS is “{threads}”: give a whole number, 1 to 64.")
    return int(threads)


def _database(name: str, url: str) -> dj_database_url.DBConfig:
    try:
        database = dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)
    except ValueError:  # its sentence is left out: the address holds a password
        database = {}
    if database.get("ENGINE") not in DATABASES:
        raise EnvironmentRefused(
            f"{name} is none of SQLite or PostgreSQL: give sqlite:///file or postgres://user:password@host/name."
        )
    return database


def _replica(given: str, primary: dj_database_url.DBConfig) -> dj_database_url.DBConfig | None:
    if not given.strip():
        return None
    replica = _database("REPLICA_URL", given.strip())
    if replica["ENGINE"] != primary["ENGINE"]:
        raise EnvironmentRefused(
            "REPLICA_URL is of another kind than DATABASE_URL: give a replica of that database."
        )
    return replica


def _cache(given: str) -> str:
    # Valkey speaks Redis' language; the client has no name of its own for it.
    url = given.strip().replace("valkey", "redis", 1) if given.strip().startswith("valkey") else given.strip()
    if url and not url.startswith(CACHES):
        raise EnvironmentRefused("CACHE_URL is neither Valkey nor Redis: give redis://host:6379/0.")
    return url


def _contact(given: str) -> str:
    contact = given.strip()
    if contact and (not contact.startswith(CONTACTS) or len(contact.split()) > 1):
        raise EnvironmentRefused(
            f"SECURITY_CONTACT is “{contact}”: give an address, as in mailto:security@pay.example."
        )
    return contact


def _site(site_url: str, port: str) -> str:
    if not site_url:
        return f"http://127.0.0.1:{port}"
    try:
        parts = urlsplit(site_url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or any(parts[2:]):
        raise EnvironmentRefused(
            f"SITE_URL is “{site_url}”: give scheme and host alone, as in https://pay.example."
        )
    return site_url


def _keys(given: str, foreign: list[str], file: Path) -> list[str]:
    """The key that signs, and those that are still read."""
    if given:
        return [given]
    if foreign:
        raise EnvironmentRefused(
            f"SECRET_KEY is not set, and the site is to serve {foreign[0]}: "
            "set SECRET_KEY to 50 or more random characters, kept outside the repository."
        )
    try:
        return keys.in_own_file(_kept_keys(file)) or [""]
    except OSError as error:
        raise EnvironmentRefused(
            f"SECRET_KEY is not set and {file.name} cannot be kept: {error.strerror}."
        ) from None


def _kept_keys(file: Path) -> str:
    """The local site's own key: made once, readable by its owner alone, ignored by git."""
    if not file.exists():
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w") as stream:
                stream.write(keys.new_key())
    return file.read_text()
