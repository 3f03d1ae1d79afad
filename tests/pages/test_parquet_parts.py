"""Parquet at `/data/`: made once a data version, and sent in the parts that are asked for."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries import downloads, kept_files
from salaries.models import DataVersion, Figure
from tests.factories import make_figure, make_source
from tests.models.changing import newest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]

FILE = "/data/figures.parquet"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    """Nothing is there yet, and one figure may be taken along."""
    settings.KEPT_FILES = tmp_path / "kept"
    make_source(licence="CC0 1.0")
    make_figure("alpha", median=50_000)


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every time that a file is made."""
    made: list[Path] = []
    write = downloads.write_parquet

    def noted(rows: Any, folder: Path) -> Path:
        made.append(write(rows, folder))
        return made[-1]

    monkeypatch.setattr(downloads, "write_parquet", noted)
    return made


def read(client: Client, **headers: str) -> Any:
    """The answer, with what was read of it as its body."""
    answer: Any = client.get(FILE, headers=headers)
    answer.body = answer.getvalue()
    return answer


def part(client: Client, asked: str, **headers: str) -> Any:
    return read(client, Range=asked, **headers)


def test_who_asks_for_headers_alone_is_told_the_length_and_that_parts_are_sent(client: Client) -> None:
    whole = read(client)
    size = len(whole.body)
    head = client.head(FILE)
    assert (head.status_code, head.getvalue(), head["Content-Length"]) == (200, b"", str(size))
    assert head["Accept-Ranges"] == "bytes" and dict(head.headers) == dict(whole.headers)


def test_a_table_is_read_from_its_end_by_parts_of_one_file(client: Client, making: list[Path]) -> None:
    size = int(client.head(FILE)["Content-Length"])
    end, rest = part(client, "bytes=-8"), part(client, f"bytes=0-{size - 9}")
    assert (end.status_code, end["Content-Length"]) == (206, "8")
    assert end["Content-Range"] == f"bytes {size - 8}-{size - 1}/{size}"
    assert rest["Content-Range"] == f"bytes 0-{size - 9}/{size}"
    assert rest.body + end.body == read(client).body
    assert len(making) == 1


def test_no_figure_is_read_for_who_asks_for_another_part(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.head(FILE)
    with django_assert_num_queries(2):
        part(client, "bytes=0-3")


def test_a_part_has_the_headers_of_the_file(client: Client) -> None:
    whole, some = read(client), part(client, "bytes=0-3")
    assert some.body == b"PAR1"
    for name in ("ETag", "Data-Version", "Cache-Control", "Content-Type", "Accept-Ranges"):
        assert some[name] == whole[name]


def test_a_part_behind_the_end_is_refused_with_the_length(client: Client) -> None:
    size = int(client.head(FILE)["Content-Length"])
    answer = part(client, f"bytes={size}-")
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{size}")
    assert (answer["Cache-Control"], answer.content) == ("no-store", f"The file has {size} bytes.\n".encode())


def test_several_parts_at_once_are_answered_with_the_whole(client: Client) -> None:
    answer = part(client, "bytes=0-1,4-5")
    assert answer.status_code == 200 and "Content-Range" not in answer.headers
    assert answer["Content-Length"] == str(len(answer.body))


def test_who_has_parts_of_another_file_is_sent_the_whole(client: Client) -> None:
    tag = client.head(FILE)["ETag"]
    assert part(client, "bytes=0-3", **{"If-Range": tag}).status_code == 206
    for other in ('"other"', f"W/{tag}", "Fri, 27 Nov 2026 12:00:00 GMT"):
        assert part(client, "bytes=0-3", **{"If-Range": other}).status_code == 200


def test_who_has_the_file_is_told_so_and_none_is_made(client: Client, making: list[Path]) -> None:
    tag = client.head(FILE)["ETag"]
    assert part(client, "bytes=0-3", **{"If-None-Match": tag}).status_code == 304
    assert len(making) == 1


def test_the_next_data_version_has_a_file_of_its_own_and_the_former_one_goes(client: Client) -> None:
    tag = client.head(FILE)["ETag"]
    Figure.objects.update(median=51_000)
    assert client.head(FILE)["ETag"] != tag
    assert len([path for path in settings.KEPT_FILES.iterdir() if path.name != "lock"]) == 1


def test_an_earlier_version_is_sent_in_parts_too(client: Client, making: list[Path], tmp_path: Path) -> None:
    then = newest()
    Figure.objects.update(median=51_000)
    head = client.head(f"{FILE}?as_of={then}")
    client.head(FILE)
    tail = client.get(f"{FILE}?as_of={then}", headers={"Range": "bytes=4-"})
    (tmp_path / "then.parquet").write_bytes(b"PAR1" + tail.getvalue())
    asked = "SELECT median, data_version FROM read_parquet(?)"
    assert duckdb.execute(asked, [str(tmp_path / "then.parquet")]).fetchall() == [(50_000, then)]
    assert head["Data-Version"] == str(then) and len(making) == 2


def test_a_database_that_was_put_back_has_other_files(client: Client) -> None:
    tag = client.head(FILE)["ETag"]
    DataVersion.objects.update(committed_at="2020-01-01T00:00Z")
    assert client.head(FILE)["ETag"] != tag


def test_a_file_that_was_pushed_out_is_made_anew_with_the_same_bytes(client: Client) -> None:
    make_figure("beta", level="senior", mean=70_000, source_note='a, "b"\nc')
    before = read(client).body
    for path in settings.KEPT_FILES.iterdir():
        path.unlink()
    assert read(client).body == before


def test_a_full_disk_is_told_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(rows: Any, folder: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(downloads, "write_parquet", full)
    answer = client.get(FILE)
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert answer.content == b"There is no room for the file just now: ask later, or for the CSV.\n"


def test_a_disk_that_is_full_for_duckdb_is_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "figures.parquet").mkdir()
    with pytest.raises(OSError, match="IO Error"):
        downloads.write_parquet([], tmp_path)


def test_who_waits_too_long_for_another_file_is_told_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(lock: Any) -> None:
        raise kept_files.BeingMade

    monkeypatch.setattr(kept_files, "_wait_for", busy)
    answer = client.get(FILE)
    assert (answer.status_code, answer.content) == (
        503,
        b"Another file is being made just now: ask again in a minute.\n",
    )


def test_a_part_under_another_spelling_leads_to_the_one_address(client: Client) -> None:
    answer = client.get("/DATA/figures.parquet", headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer["Location"]) == (301, FILE)
