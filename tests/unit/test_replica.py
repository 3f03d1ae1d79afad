"""Which database a request reads, and when the primary stands in for the replica."""

from typing import Any

import pytest
from django.db import OperationalError, router
from django.http import HttpResponse
from django.test import RequestFactory
from psycopg import errors

from compsite import databases
from compsite.circuit import Circuit
from salaries.models import Role
from tests.unit.test_circuit import Clock


class Connection:
    """A connection to a replica that can be taken away."""

    connection: Any = None
    is_there = True

    def ensure_connection(self) -> None:
        if not self.is_there:
            raise OperationalError("connection refused")
        self.connection = self

    def is_usable(self) -> bool:
        return self.is_there

    def close(self) -> None:
        self.connection = None


versions = {"default": 8, "replica": 8}


def version(using: str) -> int:
    """The data version that a database has."""
    return versions[using]


class Connections(dict[str, Connection]):
    settings = ("default", "replica")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in ("compsite.circuit", "compsite.databases"):
        monkeypatch.setattr(f"{module}.monotonic", clock)
    return clock


@pytest.fixture(autouse=True)
def replica(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A replica that answers, and nothing written lately."""
    replica = Connection()
    monkeypatch.setattr(databases, "connections", Connections(replica=replica))
    monkeypatch.setattr(databases, "circuit", Circuit(databases.LOG, "It is gone (%s).", "It is back."))
    monkeypatch.setitem(databases._changed, "at", 0.0)
    yield replica
    databases._thread.alias = None


def read_by(method: str, path: str) -> str:
    """The database that a view reads at an address."""
    seen = []

    def view(request: Any) -> HttpResponse:
        seen.append(router.db_for_read(Role))
        return HttpResponse()

    databases.ReplicaMiddleware(view)(RequestFactory().generic(method, path))
    return seen[0]


@pytest.mark.parametrize(
    "path", ["/", "/salaries/alpha/", "/compare/a/vs/b/data.json", "/api/v1/roles/", "/report/"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_public_pages_read_the_replica(method: str, path: str) -> None:
    assert read_by(method, path) == "replica"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/admin/"),
        ("GET", "/admin/preview/1/salaries/alpha/"),
        ("POST", "/report/"),
        ("POST", "/standing/"),
    ],
)
def test_editors_and_what_is_sent_read_the_primary(method: str, path: str) -> None:
    assert read_by(method, path) == "default"


def test_what_follows_a_public_page_on_its_thread_reads_the_primary() -> None:
    databases.ReplicaMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))
    assert router.db_for_read(Role) == "replica"  # an answer may still be streamed
    databases._read_as_usual()
    assert router.db_for_read(Role) == "default"


def test_everything_is_written_to_the_primary() -> None:
    databases._thread.alias = "replica"
    assert router.db_for_write(Role) == "default"


@pytest.mark.parametrize(("has", "reads"), [(7, "default"), (8, "replica")])
def test_a_process_shows_at_once_what_an_editor_changed_by_it(
    has: int, reads: str, settings: Any, clock: Clock
) -> None:
    settings.DATA_VERSION = "tests.unit.test_replica.version"
    versions["replica"] = has
    read_by("POST", "/admin/salaries/figure/1/change/")
    assert read_by("GET", "/") == reads
    clock.now += 1
    assert read_by("GET", "/") == "replica"


def test_who_only_looks_at_something_or_asks_for_their_own_standing_changed_nothing(settings: Any) -> None:
    settings.DATA_VERSION = "tests.unit.test_replica.version"
    versions["replica"] = 7
    read_by("GET", "/admin/")
    read_by("POST", "/standing/")
    assert read_by("GET", "/") == "replica"


def test_without_a_replica_there_is_one_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connections, "settings", ("default",))
    assert databases.public_alias() == "default"


def test_the_primary_stands_in_at_once_and_the_replica_comes_back_by_itself(
    replica: Connection, clock: Clock, caplog: Any
) -> None:
    assert databases.public_alias() == "replica"
    replica.is_there = False
    assert databases.public_alias() == "default"
    replica.is_there = True
    assert databases.public_alias() == "default"
    clock.now += 5
    assert [databases.public_alias(), databases.public_alias()] == ["replica", "replica"]
    assert caplog.messages == ["It is gone (connection refused).", "It is back."]


def failing(cause: Exception) -> list[str]:
    """The databases that a page read whose first query fails; it is answered by the last of them."""
    seen: list[str] = []

    def view(request: Any) -> HttpResponse:
        seen.append(router.db_for_read(Role))
        if seen[-1] == "replica":
            raise OperationalError("no") from cause
        return HttpResponse("the page")

    request = RequestFactory().get("/salaries/alpha/")
    request.resolver_match = type("Match", (), {"func": staticmethod(view), "args": (), "kwargs": {}})  # type: ignore[assignment]
    middleware = databases.ReplicaMiddleware(view)
    with pytest.raises(OperationalError) as fault:
        middleware(request)
    answer = middleware.process_exception(request, fault.value)
    return [*seen, *([answer.text] if isinstance(answer, HttpResponse) else [])]


def test_a_replica_that_goes_in_the_midst_of_a_page_leaves_it_to_the_primary() -> None:
    assert failing(errors.AdminShutdown()) == ["replica", "default", "the page"]
    assert databases.public_alias() == "default"


def test_so_does_a_query_that_stood_in_the_way_and_nothing_is_wrong_with_the_replica() -> None:
    assert failing(errors.SerializationFailure()) == ["replica", "default", "the page"]
    assert databases.public_alias() == "replica"


def test_what_took_too_long_is_not_asked_of_the_primary_too() -> None:
    assert failing(errors.QueryCanceled()) == ["replica"]
