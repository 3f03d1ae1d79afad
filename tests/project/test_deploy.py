"""The examples of deploy/: the tools that they are for take them, and they keep to what is said of them."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = ["compsite.service", "compsite-worker.service", "compsite@.service"]
SYSTEMD = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here.")


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def analyzed(folder: Path, unit: str, text: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """What systemd says of a unit whose programs are there."""
    there = unit.replace("@.", "@8001.")
    (folder / there).write_text(re.sub(r"/srv/compsite\S*/(python|compsite)\b", "/usr/bin/env", text))
    command = ["systemd-analyze", *words, str(folder / there)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@SYSTEMD
@pytest.mark.parametrize("unit", UNITS)
def test_systemd_takes_a_unit(unit: str, tmp_path: Path) -> None:
    told = analyzed(tmp_path, unit, read(unit), "verify", "--man=no")
    assert (told.returncode, told.stderr) == (0, "")


@SYSTEMD
def test_systemd_takes_the_worker_of_a_release(tmp_path: Path) -> None:
    head, _, tail = read("compsite-worker.service").partition("\n[Install]")
    unit = f"{head}\n{read('compsite-worker.service.conf').partition('[Service]')[2]}\n[Install]{tail}"
    told = analyzed(tmp_path, "compsite-worker.service", unit, "verify", "--man=no")
    assert (told.returncode, told.stderr) == (0, "")


@SYSTEMD
@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_may_do_little(unit: str, tmp_path: Path) -> None:
    """What systemd calls its exposure is below 2 of 10."""
    told = analyzed(tmp_path, unit, read(unit), "security", "--offline=true", "--threshold=20", "--no-pager")
    assert told.returncode == 0, told.stdout


def test_every_unit_has_the_same_limits() -> None:
    limits = [
        re.findall(
            r"^(?:NoNew|Cap|Private|Protect|Restrict|Lock|Memory|SystemCall|UMask).*$",
            read(unit),
            re.MULTILINE,
        )
        for unit in UNITS
    ]
    assert limits[0] == limits[1] == limits[2]
    assert len(limits[0]) > 20


def started(text: str) -> list[str]:
    """The words of a unit's server after the program's name, without where it listens."""
    words = re.findall(r"-m granian ((?:.*\\\n)*.*)", text)[0].replace("\\\n", " ").split()
    return [word for word in words if word not in ("127.0.0.1", "8000", "%i")]


def test_a_unit_and_the_image_start_the_same_server() -> None:
    [command] = re.findall(r"^CMD (\[(?:.*\\\n)*.*\])$", read("Containerfile"), re.MULTILINE)
    words = json.loads(command.replace("\\\n", ""))[3:]
    assert started(read("compsite.service")) == started(read("compsite@.service"))
    assert [word for word in words if word not in ("0.0.0.0", "8000")] == started(read("compsite.service"))  # noqa: S104


def steps(kind: str) -> list[str]:
    """The lines of the image's recipe that begin with a word, each in one line."""
    joined = re.sub(r"\\\n\s*", "", read("Containerfile"))
    return re.findall(rf"^{kind} (.*)$", joined, re.MULTILINE)


def test_an_image_is_made_from_one_that_was_looked_at() -> None:
    assert steps("ARG") == ["BASE"]
    assert {line.split()[0] for line in steps("FROM")} == {"${BASE}"}
    assert "--build-arg BASE=python:3.13-slim-bookworm@sha256:" in read("Containerfile")
    assert steps("ADD") == []


def test_an_image_is_of_what_was_built_and_pinned() -> None:
    assert steps("COPY") == [
        "requirements.txt compsite-*.whl /dist/",
        "--from=packages /srv/compsite /srv/compsite",
    ]
    [packages, _] = steps("RUN")
    installs = re.findall(r"pip install (.*?) &&", packages)
    assert [("--no-deps" in one, "--require-hashes" in one or "--no-index" in one) for one in installs] == [
        (True, True),
        (True, True),
    ]


def test_an_image_runs_without_rights_and_says_whether_it_is_alive() -> None:
    last = read("Containerfile").rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (.*)$", last, re.MULTILINE) == ["10001:10001"]
    assert last.index("USER ") > last.rindex("RUN ")
    assert "/healthz" in steps("HEALTHCHECK")[0]
    for option in (
        "--format docker",
        "--read-only",
        "--tmpfs /tmp",
        "--cap-drop=all",
        "--security-opt=no-new-privileges",
    ):
        assert option in read("Containerfile")


def test_no_secret_is_built_into_an_image() -> None:
    settings = [line for kind in ("ENV", "ARG") for line in steps(kind)]
    assert not re.search(r"SECRET|PASSWORD|TOKEN", " ".join(settings))


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed.")
def test_caddy_takes_the_configuration(tmp_path: Path) -> None:
    words = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    environ = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    told = subprocess.run(words, env=environ, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


@pytest.mark.skipif(not shutil.which("promtool"), reason="Prometheus is not installed.")
def test_prometheus_takes_the_alerts() -> None:
    words = ["promtool", "check", "rules", str(DEPLOY / "alerts.yml")]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


LIMITS = (
    r"^ +((?:client_|send_timeout|keepalive_timeout|large_client|limit_conn|server_tokens|ssl_protocols).*;)$"
)
NAMED = r"^ *(proxy_set_header (?:Host|X-).*;)$"


def test_two_hosts_have_the_limits_and_headers_of_one() -> None:
    one, two = read("nginx.conf"), read("two-hosts/nginx.conf")
    assert sorted(re.findall(LIMITS, one, re.MULTILINE)) == sorted(re.findall(LIMITS, two, re.MULTILINE))
    passed = re.findall(NAMED, read("two-hosts/compsite-proxy.conf"), re.MULTILINE)
    assert sorted(re.findall(NAMED, one, re.MULTILINE)) == sorted(passed)
    assert len(passed) == 5


def test_every_example_is_explained() -> None:
    told = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert [path.name for path in DEPLOY.iterdir() if path.name not in told] == []
