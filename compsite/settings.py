"""Settings: one module, driven by the environment, safe with an empty one.

README.md has the table of variables; `compsite/environment.py` reads and checks them.
"""

import os
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from urllib.parse import urlsplit

from django.db.models import FETCH_PEERS, FETCH_RAISE
from django.utils.csp import CSP

from compsite import environment
from compsite.connecting import databases

BASE_DIR = environment.files_beside(Path(__file__).resolve().parent)
"""Where templates, static files and starting data lie."""
HOME = environment.home(BASE_DIR)
"""Where the site keeps what it makes for itself: its key, its SQLite file and its collected static files."""
ENVIRONMENT = environment.read(os.environ, HOME)

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = ENVIRONMENT.former_keys
SECRET_KEY_FILE = ENVIRONMENT.secret_file
"""Where the key is kept, if not in the environment: `manage.py rotate_secret` writes it."""
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
SITE_URL = ENVIRONMENT.site_url
"""Scheme and host of every absolute address that a page writes; the Host header never is."""

INSTALLED_APPS = [
    "django_tasks_db",  # before ours, which takes its pages out of the admin
    "salaries",
    "compsite.signin.apps.EditorsAreaConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "compsite.signin.apps.SigninConfig",
    "compsite.backups",
]

MIDDLEWARE = [
    "compsite.middleware.AreaHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "compsite.health.HealthMiddleware",
    "compsite.request_log.RequestLogMiddleware",
    "compsite.middleware.ProgramsMiddleware",
    "compsite.sizes.SizesMiddleware",
    "compsite.middleware.StaticFilesMiddleware",
    "compsite.middleware.PublicGZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "compsite.middleware.SpellingMiddleware",
    "compsite.middleware.EditorSessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "compsite.middleware.EditorAuthenticationMiddleware",
    "compsite.signin.gate.EditorOTPMiddleware",
    "compsite.middleware.EditorMessageMiddleware",
    "compsite.signin.gate.GateMiddleware",
    "compsite.middleware.EditorHistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "compsite.limits.LimitsMiddleware",
    "compsite.middleware.BusyMiddleware",
    "compsite.databases.ReplicaMiddleware",
]

METRICS = (ENVIRONMENT.metrics_host, ENVIRONMENT.metrics_port) if ENVIRONMENT.metrics_port else None
"""Where a monitor reads what compsite/metrics.py counts; None: nowhere, and nothing is counted."""
if METRICS:
    MIDDLEWARE.insert(
        MIDDLEWARE.index("compsite.request_log.RequestLogMiddleware"), "compsite.metrics.MetricsMiddleware"
    )
TRACES = ENVIRONMENT.traces
"""Whether a span of each request goes where OTEL_EXPORTER_OTLP_ENDPOINT says (compsite/tracing.py)."""
if TRACES:
    MIDDLEWARE.insert(
        MIDDLEWARE.index("compsite.request_log.RequestLogMiddleware"), "compsite.tracing.TracingMiddleware"
    )
MEASURES = "salaries.measures.measures"
"""What a monitor is told of the data."""

ROOT_URLCONF = "compsite.urls"
WSGI_APPLICATION = "compsite.wsgi.application"

# Public pages are made by Jinja (salaries/markup); the editors' area and forms are Django's own.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"dashboard": "salaries.admin.tags", "scripts": "compsite.scripts"},
        },
    },
    {
        "NAME": "public",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "salaries.markup.templates.environment",
            "functions": {"script": "compsite.scripts.script"},
        },
    },
]

# How long they may take, and how many connections are kept: compsite/connecting.py. Web processes add a pool (wsgi.py).
DATABASES = databases(ENVIRONMENT.database, ENVIRONMENT.replica)
DATABASE_ROUTERS = ["compsite.databases.PublicReads"]
THREADS = ENVIRONMENT.threads

# Counts of this minute (compsite/limits.py), and nothing else: of all processes together in Valkey or Redis, or of each
# for itself. What is pushed out is counted from 0 again.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
if ENVIRONMENT.cache:
    CACHES["default"] = {
        "BACKEND": "compsite.shared_counts.SharedCounts",
        "LOCATION": ENVIRONMENT.cache,
        "KEY_PREFIX": "compsite",
    }

RATE_LIMIT = ENVIRONMENT.rate_limit
"""How many different addresses of each kind one network may ask for in a minute; 0: as many as it likes."""

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A table of 500 rows, each of some 24 cells, is sent at once.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_500

AUTHENTICATION_BACKENDS = [
    "compsite.signin.throttle.ThrottleBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_HANDLER = "compsite.signin.throttle.Throttle"
AXES_CLIENT_IP_CALLABLE = "compsite.signin.throttle.counted_under"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False

SECOND_FACTOR = ENVIRONMENT.second_factor
"""`required`: every editor gives a code besides the password. `optional`: those who have set up a phone."""
OTP_TOTP_ISSUER = urlsplit(SITE_URL).hostname

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "compsite.signin.passwords.GuessablePasswordValidator"},
]

LANGUAGE_CODE = "en-us"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600

FIXTURE_DIRS = [BASE_DIR / "fixtures"]

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = "Lax"
# compsite/signin/sessions.py ends them sooner; closing the browser does too.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "salaries.views.failures.form_refused"
BUSY_VIEW = "salaries.views.failures.busy"
"""What answers where the database is held by somebody else for too long."""
TOO_LARGE_VIEW = "salaries.views.failures.too_large"
"""What answers who sends more than is read."""
TOO_MANY_VIEW = "salaries.views.failures.too_many"
"""What answers who asks for too much."""

if ENVIRONMENT.https:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(?:healthz|readyz)\Z"]
    SECURE_SSL_HOST = urlsplit(SITE_URL).netloc
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.hsts != "host"
    SECURE_HSTS_PRELOAD = ENVIRONMENT.hsts == "preload"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
if ENVIRONMENT.trust_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# HSTS for subdomains and preloading bind hosts that are not ours to bind; an operator may say so: docs/decisions/0006.
# django-axes asks for its middleware, which answers a refused try; our sign-in page does that itself (axes.W002).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "axes.W002"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "debug": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "text": {"()": "compsite.logs.Plain"},
        "json": {"()": "compsite.logs.Json"},
    },
    "filters": {"once_a_minute": {"()": "compsite.circuit.OnceAMinute"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "debug" if DEBUG else ENVIRONMENT.log_format,
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
    "loggers": {
        # A forged Host is answered 400; a line for each would let anybody fill the disk.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        # So would the whole trace of each request that is larger than is read.
        "django.security.RequestDataTooBig": {"handlers": ["nowhere"], "propagate": False},
        "django.security.TooManyFieldsSent": {"handlers": ["nowhere"], "propagate": False},
        "django.security.TooManyFilesSent": {"handlers": ["nowhere"], "propagate": False},
        # A line for each answer is for programs, and says of one that was refused what Django would say again.
        "compsite.requests": {"level": "NOTSET" if ENVIRONMENT.log_format == "json" else "WARNING"},
        "django.request": {"level": "ERROR" if ENVIRONMENT.log_format == "json" else "NOTSET"},
        # A pool says each time why it got no connection.
        "psycopg.pool": {"filters": ["once_a_minute"]},
        # A request that waits for the one before it is no fault; a browser sends six at once.
        "waitress.queue": {"level": "ERROR"},
    },
}

TRUST_PROXY = ENVIRONMENT.trust_proxy
"""Whether a proxy of ours says where a request comes from: `compsite/clients.py`."""

# Long work of the editors' area is put down in the database, where a worker finds it (`manage.py work`).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Files of imports are held in memory, so that no process that is killed leaves one behind.
FILE_UPLOAD_HANDLERS = ["compsite.uploads.EditorsUploadHandler"]
IMPORT_MAX_MB = ENVIRONMENT.import_max_mb
"""How large a file may be that is imported in the browser."""

DOWNLOADS_MB = ENVIRONMENT.downloads_mb
"""How much room the Parquet files have that are made once and kept; the newest one stays however large it is."""
KEPT_FILES = Path(gettempdir()) / f"compsite-{os.geteuid()}-{sha256(bytes(BASE_DIR)).hexdigest()[:12]}"
"""Where: TMPDIR says it, else /tmp. What another version of the data left there is removed with the next one made."""

PAGES_MB = ENVIRONMENT.pages_mb
"""How much memory each process has for finished answers that it sends again (compsite/pagestore.py); 0: none."""
DATA_VERSION = "salaries.models.versions.newest_stamp"
"""What says which version of the data is public: kept answers are of one of them."""
AFTER_RESTORE = "salaries.models.restored.begin_anew"
"""What is done to a restored database before it is the site's. It is told the version that was public until then."""

# Where security.txt sends who found a weakness. Empty: the form that editors read.
SECURITY_CONTACT = ENVIRONMENT.security_contact

PLAUSIBLE_PAY = ENVIRONMENT.plausible_pay
"""Whether filled-in tables are held to the amounts of `salaries/imports/plausible.py`."""

PUBLISH_BY_TWO = ENVIRONMENT.publish_by_two
"""Whether a part is published by somebody else than who sent it to review."""

MINIMUM_SAMPLE = 10
"""Answers that a cell of a survey or of job adverts needs before anything of it is public."""

PUBLIC_FETCH_MODE = FETCH_RAISE if DEBUG else FETCH_PEERS
"""What a public page's rows do when a relation was not fetched with them: tests raise (conftest.py)."""
