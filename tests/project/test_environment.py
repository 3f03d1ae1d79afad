"""Settings come from the environment: safe with an empty one, and refused in one line where they cannot be right."""

import logging
import os
import re
import secrets
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from compsite import environment

BASE = Path(__file__).resolve().parents[2]
MAKEFILE = (BASE / "Makefile").read_text()
README = (BASE / "README.md").read_text()
KEY = "k" * 60


class Asked(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        self.names.add(name)
        return default


def read(folder: Path, **environ: str) -> environment.Environment:
    return environment.read(environ, folder)


def refusal(folder: Path, **environ: str) -> str:
    """The one line with which the site ends."""
    with pytest.raises(SystemExit) as found:
        read(folder, **environ)
    line = str(found.value)
    assert "\n" not in line
    return line


def test_an_empty_environment_is_a_local_site(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found.debug, found.https, found.trust_proxy) == (False, False, False)
    assert found.allowed_hosts == ["127.0.0.1", "localhost", "[::1]"]
    assert (found.site_url, found.log_level) == ("http://127.0.0.1:8000", "INFO")


def test_the_address_of_a_local_site_follows_its_port(tmp_path: Path) -> None:
    assert read(tmp_path, PORT="8123").site_url == "http://127.0.0.1:8123"


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    first, second = read(tmp_path).secret_key, read(tmp_path).secret_key
    assert first == second == (tmp_path / ".secret-key").read_text()
    assert len(first) >= 50


def test_the_kept_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    read(tmp_path)
    assert stat.S_IMODE((tmp_path / ".secret-key").stat().st_mode) == 0o600


def test_two_sites_have_two_keys(tmp_path: Path) -> None:
    keys = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        keys.add(read(tmp_path / name).secret_key)
    assert len(keys) == 2


def test_a_given_key_is_taken_and_none_is_written(tmp_path: Path) -> None:
    assert read(tmp_path, SECRET_KEY=KEY).secret_key == KEY
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    line = refusal(tmp_path / "nowhere")
    assert line == "SECRET_KEY is not set and .secret-key cannot be kept: No such file or directory."


@pytest.mark.parametrize(
    "environ",
    [
        {"ALLOWED_HOSTS": "guide.example"},
        {"ALLOWED_HOSTS": "localhost, guide.example"},
        {"SITE_URL": "https://guide.example"},
        {"SITE_URL": "https://guide.example", "ALLOWED_HOSTS": "localhost"},
    ],
)
def test_another_host_needs_a_key_of_its_own(tmp_path: Path, environ: dict[str, str]) -> None:
    line = refusal(tmp_path, **environ)
    assert line.startswith("SECRET_KEY is not set, and the site is to serve guide.example: set SECRET_KEY")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("hosts", ["localhost", "127.0.0.1,[::1]", "::1", " LOCALHOST , ", ""])
def test_this_machine_needs_none(tmp_path: Path, hosts: str) -> None:
    read(tmp_path, ALLOWED_HOSTS=hosts)


def test_hosts_are_answered_beside_this_machine(tmp_path: Path) -> None:
    found = read(tmp_path, ALLOWED_HOSTS="guide.example, WWW.guide.example", SECRET_KEY=KEY)
    assert found.allowed_hosts == ["guide.example", "www.guide.example", "127.0.0.1", "localhost", "[::1]"]


def test_the_host_of_the_site_is_answered(tmp_path: Path) -> None:
    found = read(tmp_path, SITE_URL="https://guide.example/", SECRET_KEY=KEY)
    assert found.allowed_hosts[0] == "guide.example"
    assert (found.site_url, found.https) == ("https://guide.example", True)


@pytest.mark.parametrize(
    "site",
    [
        "guide.example",
        "//guide.example",
        "ftp://guide.example",
        "https:",
        "https://guide.example/pay",
        "https://guide.example?x=1",
        "https://guide.example#x",
        "https://[guide",
        "https:guide.example",
    ],
)
def test_an_address_that_is_not_scheme_and_host_is_refused(tmp_path: Path, site: str) -> None:
    line = refusal(tmp_path, SITE_URL=site, SECRET_KEY=KEY)
    assert line == f"SITE_URL is “{site}”: give scheme and host alone, as in https://pay.example."


@pytest.mark.parametrize("name", ["DEBUG", "TRUST_PROXY"])
@pytest.mark.parametrize("value", ["maybe", "2", "True!", "-1"])
def test_a_switch_is_on_or_off(tmp_path: Path, name: str, value: str) -> None:
    assert refusal(tmp_path, **{name: value}) == f"{name} is “{value.lower()}”: give 1 or 0."


@pytest.mark.parametrize(
    ("value", "on"),
    [
        ("1", True),
        ("true", True),
        ("YES", True),
        ("on", True),
        ("0", False),
        ("no", False),
        ("", False),
        ("off", False),
    ],
)
def test_a_switch_has_several_spellings(tmp_path: Path, value: str, on: bool) -> None:
    found = read(tmp_path, DEBUG=value, TRUST_PROXY=value)
    assert (found.debug, found.trust_proxy) == (on, on)


def test_an_unknown_level_of_the_log_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, LOG_LEVEL="loud") == (
        "LOG_LEVEL is “loud”: give one of DEBUG, INFO, WARNING, ERROR, CRITICAL."
    )
    assert read(tmp_path, LOG_LEVEL="warning").log_level == "WARNING"


def test_metrics_are_off_and_on_loopback_unless_asked_for(tmp_path: Path) -> None:
    assert (read(tmp_path).metrics_host, read(tmp_path).metrics_port) == ("127.0.0.1", 0)
    found = read(tmp_path, METRICS_PORT="9400", METRICS_HOST="10.0.0.5")
    assert (found.metrics_host, found.metrics_port) == ("10.0.0.5", 9400)
    wanted = "give a port from 1024 to 65500, or 0 for none."
    assert refusal(tmp_path, METRICS_PORT="80") == f"METRICS_PORT is “80”: {wanted}"


def test_traces_need_their_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(tmp_path).traces is False
    assert read(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:4318").traces is True
    monkeypatch.setattr(environment, "find_spec", lambda _: None)
    assert "requirements/otel.txt" in refusal(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:4318")


def test_a_log_is_for_people_or_for_programs(tmp_path: Path) -> None:
    assert read(tmp_path).log_format == "text"
    assert read(tmp_path, LOG_FORMAT=" JSON").log_format == "json"
    assert refusal(tmp_path, LOG_FORMAT="xml") == "LOG_FORMAT is “xml”: give text or json."


# Whole programs


def run(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Start Python here, with these variables and no others of ours."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=BASE,
        env=kept | environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("program", [("manage.py", "check"), ("-c", "import compsite.wsgi")])
@pytest.mark.parametrize(
    "environ", [{"ALLOWED_HOSTS": "guide.example"}, {"DEBUG": "maybe"}, {"SITE_URL": "guide.example"}]
)
def test_the_site_ends_with_one_clear_line(program: tuple[str, ...], environ: dict[str, str]) -> None:
    found = run(*program, **environ)
    assert (found.returncode, found.stdout) == (1, "")
    assert len(found.stderr.splitlines()) == 1
    assert next(iter(environ.values())) in found.stderr


LIVE = {
    "ALLOWED_HOSTS": "guide.example",
    "SITE_URL": "https://guide.example",
    "TRUST_PROXY": "1",
    "SECRET_KEY": secrets.token_urlsafe(60),
}


def test_a_live_site_has_nothing_to_warn_of() -> None:
    found = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **LIVE)
    assert (found.returncode, found.stderr) == (0, "")


def setting(name: str, environ: Mapping[str, str]) -> str:
    code = f"import compsite.settings as s; print(getattr(s, {name!r}, None))"
    return run("-c", code, **environ).stdout.strip()


@pytest.mark.parametrize(
    ("name", "live", "local"),
    [
        ("DEBUG", "False", "False"),
        ("SECURE_SSL_REDIRECT", "True", "None"),
        ("SECURE_SSL_HOST", "guide.example", "None"),
        ("SECURE_HSTS_SECONDS", "31536000", "None"),
        ("SECURE_HSTS_INCLUDE_SUBDOMAINS", "False", "None"),
        ("SECURE_HSTS_PRELOAD", "False", "None"),
        ("SESSION_COOKIE_SECURE", "True", "None"),
        ("CSRF_COOKIE_SECURE", "True", "None"),
        ("SECURE_PROXY_SSL_HEADER", "('HTTP_X_FORWARDED_PROTO', 'https')", "None"),
    ],
)
def test_https_is_asked_of_a_live_site_alone(name: str, live: str, local: str) -> None:
    assert (setting(name, LIVE), setting(name, {})) == (live, local)


@pytest.mark.parametrize(
    ("reach", "subdomains", "preload"), [("subdomains", "True", "False"), ("preload", "True", "True")]
)
def test_how_far_https_reaches_is_the_operators_word(reach: str, subdomains: str, preload: str) -> None:
    said = LIVE | {"HSTS": reach}
    assert setting("SECURE_HSTS_INCLUDE_SUBDOMAINS", said) == subdomains
    assert setting("SECURE_HSTS_PRELOAD", said) == preload


def test_another_reach_of_https_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, HSTS="1") == "HSTS is “1”: give host, subdomains or preload."


def test_the_proxy_is_believed_only_when_told_to() -> None:
    assert setting("SECURE_PROXY_SSL_HEADER", LIVE | {"TRUST_PROXY": "0"}) == "None"


def test_the_database_is_the_one_that_is_named() -> None:
    url = {"DATABASE_URL": "postgres://user:word@db.example:5433/pay"}
    assert "'HOST': 'db.example'" in setting("DATABASES", url)
    assert "db.sqlite3" in setting("DATABASES", {})


@pytest.mark.parametrize(
    "contact", ["security@pay.example", "mailto:a b", "http://pay.example", "mailto:x\nX: y"]
)
def test_a_contact_that_is_no_address_is_refused(tmp_path: Path, contact: str) -> None:
    assert "SECURITY_CONTACT is" in refusal(tmp_path, SECURITY_CONTACT=contact.replace("\n", " "))
    assert read(tmp_path, SECURITY_CONTACT="mailto:a@pay.example").security_contact == "mailto:a@pay.example"


def test_an_empty_name_of_a_database_is_none(tmp_path: Path) -> None:
    assert read(tmp_path, DATABASE_URL=" ").database["NAME"] == f"{tmp_path / 'db.sqlite3'}"


@pytest.mark.parametrize("url", ["pay", "mysql://db.example/pay", "postgres://user:word@db.example:port/pay"])
def test_another_database_is_refused_and_its_password_kept(tmp_path: Path, url: str) -> None:
    assert refusal(tmp_path, DATABASE_URL=url) == (
        "DATABASE_URL is none of SQLite or PostgreSQL: give sqlite:///file or postgres://user:password@host/name."
    )


def test_a_replica_is_of_the_same_kind(tmp_path: Path) -> None:
    urls = {"DATABASE_URL": "postgres://db.example/pay", "REPLICA_URL": "postgres://two.example/pay"}
    assert (read(tmp_path).replica, (read(tmp_path, **urls).replica or {})["HOST"]) == (None, "two.example")
    assert refusal(tmp_path, REPLICA_URL="postgres://two.example/pay") == (
        "REPLICA_URL is of another kind than DATABASE_URL: give a replica of that database."
    )


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("", ""), (" redis://db.example:6379/0 ", "redis://db.example:6379/0"), ("unix:///run/v.sock", "unix:///run/v.sock"),
        ("valkey://:word@db.example/0", "redis://:word@db.example/0"), ("valkeys://db.example", "rediss://db.example"),
    ],
)  # fmt: skip
def test_counts_are_shared_by_valkey_or_redis(tmp_path: Path, given: str, url: str) -> None:
    assert read(tmp_path, CACHE_URL=given).cache == url


def test_another_server_of_counts_is_refused_and_its_password_kept(tmp_path: Path) -> None:
    assert refusal(tmp_path, CACHE_URL="memcached://:word@db.example") == (
        "CACHE_URL is neither Valkey nor Redis: give redis://host:6379/0."
    )


@pytest.mark.parametrize("given", ["0", "-1", "four", "65"])
def test_another_number_of_threads_is_refused(tmp_path: Path, given: str) -> None:
    assert refusal(tmp_path, THREADS=given) == f"THREADS is “{given}”: give a whole number, 1 to 64."
    assert [read(tmp_path, THREADS=number).threads for number in ("", "4")] == [1, 4]


@pytest.mark.parametrize(
    ("environ", "asked"),
    [
        ({}, "required"),
        ({"DEBUG": "1"}, "optional"),
        ({"DEBUG": "1", "SECOND_FACTOR": "Required"}, "required"),
    ],
)
def test_a_code_is_asked_for_outside_development(tmp_path: Path, environ: dict[str, str], asked: str) -> None:
    assert read(tmp_path, **environ).second_factor == asked
    assert read(tmp_path, SECOND_FACTOR="optional").second_factor == "optional"


def test_another_word_for_the_second_factor_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, SECOND_FACTOR="1") == "SECOND_FACTOR is “1”: give required or optional."


# The README


def table() -> set[str]:
    """The variables of the README's table."""
    return set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))


def test_the_readme_names_every_variable_that_is_read(tmp_path: Path) -> None:
    asked = Asked()
    environment.read(asked, tmp_path)
    assert table() == asked.names | {"HOST"}


def test_requests_that_wait_for_each_other_do_not_fill_the_log() -> None:
    assert not logging.getLogger("waitress.queue").isEnabledFor(logging.WARNING)


def test_no_other_module_reads_the_environment() -> None:
    reading = {
        path.relative_to(BASE).as_posix()
        for folder in ("compsite", "salaries")
        for path in (BASE / folder).rglob("*.py")
        if "os.environ" in path.read_text()
    }
    # Programs of PostgreSQL are started with ours, and what else they are told.
    reading.remove("compsite/backups/postgresql.py")
    assert reading == {"compsite/__main__.py", "compsite/settings.py", "compsite/wsgi.py"}


def test_the_readme_names_what_the_makefile_reads() -> None:
    given = set(re.findall(r"^([A-Z]+) \?=", MAKEFILE, re.MULTILINE))
    for_tests = {"JOBS", "ARGS"}
    assert {"HOST", "PORT", "THREADS"} == given - for_tests
    for name in given - for_tests:
        assert f"`{name}`" in README


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_command_that_is_promised_exists(name: str) -> None:
    text = (BASE / name).read_text()
    promised = set(re.findall(r"(?:`|^    )make ([a-z-]+)", text, re.MULTILINE))
    assert promised <= set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert promised


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "fixtures/README.md"])
def test_every_link_leads_to_a_file(name: str) -> None:
    page = BASE / name
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(("given", "most"), [("", 20), ("1", 1), (" 50 ", 50), ("1024", 1024)])
def test_how_large_a_file_may_be_is_a_number_of_megabytes(tmp_path: Path, given: str, most: int) -> None:
    assert read(tmp_path, IMPORT_MAX_MB=given).import_max_mb == most


def test_kept_downloads_have_room_of_their_own(tmp_path: Path) -> None:
    assert [read(tmp_path, DOWNLOADS_MB=given).downloads_mb for given in ("", "64")] == [500, 64]


def test_kept_answers_have_some_memory_or_none(tmp_path: Path) -> None:
    assert [read(tmp_path, PAGES_MB=given).pages_mb for given in ("", "0", "200")] == [64, 0, 200]
    assert read(tmp_path, DEBUG="1").pages_mb == 0
    assert (
        refusal(tmp_path, PAGES_MB="-1") == "PAGES_MB is “-1”: give a whole number of megabytes, 0 to 1024."
    )


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "many", "1025", "²"])
def test_another_size_is_refused_in_one_line(tmp_path: Path, given: str) -> None:
    words = f"IMPORT_MAX_MB is “{given}”: give a whole number of megabytes, 1 to 1024."
    assert refusal(tmp_path, IMPORT_MAX_MB=given) == words


@pytest.mark.parametrize(("given", "most"), [("", 600), ("0", 0), (" 50 ", 50)])
def test_how_much_a_network_may_ask_for_is_a_number(tmp_path: Path, given: str, most: int) -> None:
    assert read(tmp_path, RATE_LIMIT=given).rate_limit == most


@pytest.mark.parametrize("given", ["-1", "ten", "1.5", "1000001", pytest.param("9" * 5000, id="5000 digits")])
def test_another_limit_is_refused_in_one_line(tmp_path: Path, given: str) -> None:
    assert refusal(tmp_path, RATE_LIMIT=given) == f"RATE_LIMIT is “{given}”: give a whole number, 0 for none."
