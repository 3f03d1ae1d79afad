"""The proxies of deploy/ in front of a stand-in for the site: what they pass on, and what they refuse by themselves."""

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from email.message import Message
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.pages.test_headers import SECURITY
from tests.project.test_two_hosts import NGINX
from tests.serving import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
CADDY = shutil.which("caddy")
Proxy = Callable[[Path, int, int], list[str]]


class StandIn(BaseHTTPRequestHandler):
    """Says what it was asked, with a tag of its own; `/broken` is a 503 of the site."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        known = self.headers.get("If-None-Match") == '"one"'
        body = b"" if known else json.dumps([self.path, dict(self.headers)]).encode()
        self.send_response(304 if known else 503 if self.path == "/broken" else 200)
        headers = {
            "ETag": '"one"',
            "Cache-Control": "public, max-age=31536000, immutable",
            "X-From": "the site",
        }
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_words: object) -> None:
        """Nothing."""


def nginx_in(folder: Path, port: int, behind: int) -> list[str]:
    """The configuration of deploy/ without TLS, which other tests look at; half a request has a second."""
    conf = (ROOT / "deploy/nginx.conf").read_text().replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    conf = conf.replace("client_header_timeout 10s", "client_header_timeout 1s")
    conf = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", conf, flags=re.DOTALL)
    conf = re.sub(r".*(ssl_|listen \[::\]).*\n", "", conf).replace(
        "listen 443 ssl http2", f"listen 127.0.0.1:{port}"
    )
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    conf = conf.replace("/var/log/nginx", str(folder))
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; events {{}} http {{ {places}\n{conf}\n}}"
    )
    return [str(NGINX), "-e", str(folder / "errors"), "-c", str(folder / "nginx.conf")]


def caddy_in(folder: Path, port: int, behind: int) -> list[str]:
    conf = (ROOT / "deploy/Caddyfile").read_text().replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    conf = conf.replace("{\n", "{\n\tadmin off\n", 1).replace("read_header 10s", "read_header 1s")
    (folder / "Caddyfile").write_text(conf.replace("guide.example {", f"http://127.0.0.1:{port} {{"))
    return [str(CADDY), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


PROXIES = [
    pytest.param(nginx_in, id="nginx", marks=pytest.mark.skipif(not NGINX, reason="nginx is not installed.")),
    pytest.param(caddy_in, id="caddy", marks=pytest.mark.skipif(not CADDY, reason="Caddy is not installed.")),
]


@contextmanager
def listening() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module", params=PROXIES)
def proxies(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, int]]:
    """The ports of a proxy with the stand-in behind it, and of one with nobody behind it."""
    with ExitStack() as running:
        ports = []
        for behind in (running.enter_context(listening()), free_port()):
            folder, port = tmp_path_factory.mktemp("proxy"), free_port()
            with (folder / "said").open("wb") as said:
                words = request.param(folder, port, behind)
                environ = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
                proxy = subprocess.Popen(words, env=environ, stdout=said, stderr=said)
            running.callback(proxy.wait)
            running.callback(proxy.terminate)
            ports.append(port)
        wait_for(f"http://127.0.0.1:{ports[0]}/")
        yield ports[0], ports[1]


def ask(
    port: int, path: str = "/", headers: dict[str, str] | None = None, body: bytes | None = None
) -> tuple[int, Message, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET" if body is None else "POST", path, body, headers or {})
    answer = connection.getresponse()
    told = answer.status, answer.headers, answer.read().decode()
    connection.close()
    return told


def announced(port: int, path: str, size: int) -> tuple[int, Message, str]:
    """The answer to who says that so many bytes will come."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest("POST", path)
    connection.putheader("Content-Length", str(size))
    connection.endheaders()
    answer = connection.getresponse()
    told = answer.status, answer.headers, answer.read().decode()
    connection.close()
    return told


def passed_on(port: int, path: str = "/", headers: dict[str, str] | None = None) -> dict[str, str]:
    asked: dict[str, str] = json.loads(ask(port, path, headers)[2])[1]
    return {name.lower(): value for name, value in asked.items()}


def test_what_a_visitor_says_of_himself_is_overwritten(proxies: tuple[int, int]) -> None:
    forged = {
        "X-Forwarded-For": "198.51.100.7",
        "X-Forwarded-Proto": "https",
        "X-Request-ID": "mine",
        "X-Original-URI": "/x",
    }
    seen = passed_on(proxies[0], "/salaries/%61lpha/?b=1&a=2", forged)
    assert (seen["x-forwarded-for"], seen["x-forwarded-proto"]) == ("127.0.0.1", "http")
    assert seen["x-original-uri"] == "/salaries/%61lpha/?b=1&a=2"
    assert re.fullmatch(r"[0-9a-f-]{32,36}", seen["x-request-id"])


def test_each_request_has_a_name_of_its_own(proxies: tuple[int, int]) -> None:
    assert passed_on(proxies[0])["x-request-id"] != passed_on(proxies[0])["x-request-id"]


def test_the_host_is_the_one_that_was_asked_for(proxies: tuple[int, int]) -> None:
    assert passed_on(proxies[0])["host"].partition(":")[0] == "127.0.0.1"


def test_tags_and_cache_times_pass_as_they_are(proxies: tuple[int, int]) -> None:
    status, headers, _ = ask(proxies[0], headers={"Accept-Encoding": "gzip"})
    assert (status, headers["ETag"], headers["Content-Encoding"]) == (200, '"one"', None)
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert ask(proxies[0], headers={"If-None-Match": '"one"'})[0] == 304


def test_the_sites_own_503_passes_as_it_is(proxies: tuple[int, int]) -> None:
    status, headers, _ = ask(proxies[0], "/broken")
    assert (status, headers["X-From"], headers["Retry-After"]) == (503, "the site", None)


def test_only_an_editor_may_send_a_large_file(proxies: tuple[int, int]) -> None:
    assert announced(proxies[0], "/report/", 1_200_000)[0] == 413
    assert ask(proxies[0], "/admin/import/", body=bytes(1_200_000))[0] == 200
    assert announced(proxies[0], "/admin/import/", 40_000_000)[0] == 413


def test_headers_of_any_length_are_not_taken(proxies: tuple[int, int]) -> None:
    assert ask(proxies[0], headers={"X-Long": "x" * 60_000})[0] in (400, 431)


def has_the_security_headers(headers: Message) -> bool:
    """Those of the site, under the policy of a page that holds nothing but words."""
    policy = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
    lasting = {"Strict-Transport-Security": "max-age=31536000", "Cache-Control": "no-store"}
    wanted = SECURITY | policy | lasting | {"Content-Type": "text/plain; charset=utf-8"}
    return {name: headers.get_all(name) for name in wanted} == {
        name: [value] for name, value in wanted.items()
    }


def test_where_nobody_answers_that_is_said_at_once(proxies: tuple[int, int]) -> None:
    wait_until_listening(proxies[1])
    status, headers, words = ask(proxies[1])
    assert (status, headers["Retry-After"]) == (503, "5")
    assert words.strip() == "The guide cannot be reached just now. Please try again in a moment."
    assert has_the_security_headers(headers)


def test_what_is_too_much_is_said_in_words(proxies: tuple[int, int]) -> None:
    status, headers, words = announced(proxies[0], "/report/", 1_200_000)
    assert (status, words.strip()) == (413, "This is more than the guide takes.")
    assert (headers["Retry-After"], has_the_security_headers(headers)) == (None, True)


@pytest.mark.skipif(not NGINX, reason="nginx is not installed.")
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("GET / HTTP/1.1\r\nX-Long: " + "x" * 60_000, 431),
        ("GET /" + "x" * 60_000 + " HTTP/1.1\r\nHost: a", 414),
        ("GET / HTTP/1.1\r\nHost: a b", 400),
        ("nothing of the kind", 400),
    ],
)
def test_nginx_has_words_for_what_is_no_request(sent: str, status: int, tmp_path: Path) -> None:
    """Caddy answers such by itself, before anything that can be configured."""
    port = free_port()
    with nginx_alone(tmp_path, port), socket.create_connection(("127.0.0.1", port), timeout=30) as one:
        one.sendall(sent.encode() + b"\r\n\r\n")
        answer = HTTPResponse(one)
        answer.begin()
        words = answer.read().decode()
    assert (answer.status, words) == (status, "The guide cannot answer this request.\n")
    assert has_the_security_headers(answer.headers)


@contextmanager
def nginx_alone(folder: Path, port: int) -> Iterator[None]:
    """nginx with nobody behind it."""
    with (folder / "said").open("wb") as said:
        proxy = subprocess.Popen(nginx_in(folder, port, free_port()), stdout=said, stderr=said)
    try:
        wait_until_listening(port)
        yield
    finally:
        proxy.terminate()
        proxy.wait()


def wait_until_listening(port: int) -> None:
    """`wait_for` wants an answer that is none of failure."""
    for _ in range(300):
        with socket.socket() as one:
            one.settimeout(1)
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("The proxy does not listen.")


def test_half_a_request_is_given_up(proxies: tuple[int, int]) -> None:
    with socket.create_connection(("127.0.0.1", proxies[0]), timeout=30) as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert one.recv(4096).partition(b"\r\n")[0] in (
            b"",
            b"HTTP/1.1 408 Request Timeout",
            b"HTTP/1.1 400 Bad Request",
        )


@pytest.mark.parametrize("proxy", PROXIES)
def test_no_address_and_nothing_searched_for_is_written_down(proxy: Proxy, tmp_path: Path) -> None:
    port = free_port()
    told = written_down(proxy(tmp_path, port, free_port()), port, tmp_path)
    assert "123456" not in told
    assert "client: 127.0.0.1" not in told
    assert "remote_ip" not in told


@pytest.mark.skipif(not NGINX, reason="nginx is not installed.")
def test_nginx_writes_down_how_a_request_went_under_the_name_that_the_site_knows(tmp_path: Path) -> None:
    port = free_port()
    with listening() as behind:
        written_down(nginx_in(tmp_path, port, behind), port, tmp_path)
    lines = (tmp_path / "compsite.log").read_text().splitlines()
    assert re.fullmatch(r"\S+ [0-9a-f]{32} 200 GET /search \d+ [\d.]+", lines[-1])


def written_down(words: list[str], port: int, folder: Path) -> str:
    """What a proxy writes of a search, whether or not the site answers."""
    environ = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
    with (folder / "said").open("wb") as said:
        proxy = subprocess.Popen(words, env=environ, stdout=said, stderr=said)
        try:
            wait_until_listening(port)
            ask(port, "/search?q=my+own+pay+123456")
        finally:
            proxy.terminate()
            proxy.wait()
    files = [folder / name for name in ("said", "errors", "compsite.log", "compsite-errors.log")]
    return "".join(file.read_text() for file in files if file.exists())
