"""The files of deploy/ that others copy: nginx takes them, and they name what there is."""

import re
import shutil
import subprocess
from itertools import takewhile
from pathlib import Path

import pytest

from tests.serving import free_port

ROOT = Path(__file__).resolve().parents[2]
TWO = ROOT / "deploy/two-hosts"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin:/usr/bin:/usr/local/bin")
POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
VALKEY = shutil.which("valkey-server") or shutil.which("redis-server")
OPENSSL = shutil.which("openssl")


def as_here(conf: str, folder: Path) -> str:
    """The configuration as nginx can try it on this machine: free ports, a certificate of ours, files of ours."""
    conf = re.sub(r"listen \[::\].*;", "", conf)
    conf = re.sub(r"listen (80|443)", lambda _: f"listen 127.0.0.1:{free_port()}", conf)
    conf = (
        conf.replace("/etc/ssl/guide.example", str(folder))
        .replace("/var/log/nginx", str(folder))
        .replace("/etc/nginx/compsite", f"{TWO}/compsite")
    )
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    return f"pid {folder}/pid; events {{}} http {{ access_log off; {places}\n{conf}\n}}"


@pytest.mark.skipif(not (NGINX and OPENSSL), reason="nginx or openssl is not installed here.")
@pytest.mark.parametrize("name", ["two-hosts/nginx.conf", "nginx.conf"])
def test_nginx_takes_the_configuration(name: str, tmp_path: Path) -> None:
    key = (
        f"{OPENSSL} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=guide.example"
    )
    subprocess.run(
        [*key.split(), "-keyout", "privkey.pem", "-out", "fullchain.pem"], cwd=tmp_path, check=True
    )
    (tmp_path / "nginx.conf").write_text(as_here((ROOT / "deploy" / name).read_text(), tmp_path))
    words = [str(NGINX), "-t", "-e", str(tmp_path / "errors"), "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not POSTGRES, reason="PostgreSQL is not installed here.")
@pytest.mark.parametrize("name", ["postgresql-primary.conf", "postgresql-replica.conf"])
def test_postgresql_takes_the_configuration(name: str, tmp_path: Path) -> None:
    shutil.copy(TWO / name, tmp_path / "postgresql.conf")
    words = [str(POSTGRES[-1]), "-C", "max_connections", "-D", str(tmp_path)]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "60\n"), done.stderr


@pytest.mark.skipif(not VALKEY, reason="Neither Valkey nor Redis is installed here.")
def test_valkey_takes_the_configuration(tmp_path: Path) -> None:
    """It starts with it, but for the address of another machine."""
    here = ["--bind", "127.0.0.1", "--port", str(free_port()), "--dir", str(tmp_path)]
    words = [str(VALKEY), str(TWO / "valkey.conf"), *here]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        said = list(takewhile(lambda line: "Ready to accept connections" not in line, server.stdout))
        server.terminate()
    assert server.returncode == 0, said


def test_a_post_is_never_sent_twice() -> None:
    words = (TWO / "compsite-proxy.conf").read_text()
    assert re.findall(r"^proxy_next_upstream (.*);", words, re.MULTILINE) == [
        "error timeout http_502 http_504"
    ]


def test_the_environment_has_what_the_site_reads() -> None:
    given = set(re.findall(r"^([A-Z_]+)=", (TWO / "compsite.env").read_text(), re.MULTILINE))
    known = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert given - known == {"LISTEN"}
    assert {"DATABASE_URL", "REPLICA_URL", "CACHE_URL", "THREADS"} <= given


def test_every_file_is_explained() -> None:
    words = (TWO / "README.md").read_text()
    assert [
        path.name
        for path in TWO.iterdir()
        if path.name not in ("README.md",) and f"`{path.name}`" not in words
    ] == []


def test_a_start_migrates_nothing_on_two_hosts() -> None:
    words = (TWO / "compsite.service.conf").read_text()
    assert re.findall(r"^ExecStartPre=(.*)$", words, re.MULTILINE)[0] == ""
    assert "manage.py migrate" not in words
