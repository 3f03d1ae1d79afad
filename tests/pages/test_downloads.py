"""`/data/`: published figures as files, a file a source, each with its licence."""

import csv
import gzip
import json
import re
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from salaries import downloads
from salaries.models import Figure, ReleasePart, Source
from salaries.pay.downloads import NAMES
from tests.factories import make_common_data, make_figure, make_part, make_release, make_source
from tests.models.changing import newest
from tests.pages.reading import html_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]

WHOLE = "/data/figures.csv.gz"
BUREAU = "/data/bureau.csv.gz"


@pytest.fixture
def bureau() -> Source:
    """A source that states its licence."""
    return make_source(licence="CC0 1.0", licence_url="https://licence.test/cc0")


def table(client: Client, address: str = WHOLE) -> list[dict[str, str]]:
    text = gzip.decompress(client.get(address).getvalue()).decode()
    return [*csv.DictReader(StringIO(text))]


def given(row: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if value}


# What a file holds


@pytest.mark.usefixtures("bureau")
def test_a_row_says_of_a_figure_all_that_its_page_does(client: Client) -> None:
    make_figure("alpha", level="senior", location="gb", mean=106_250, p90=239_200, p90_mark="at_least",
                mean_error=Decimal("0.40"), currency="GBP", source_note="Of one town.")  # fmt: skip
    assert [given(row) for row in table(client, BUREAU)] == [
        {
            "subject": "alpha.senior.gb", "role": "alpha", "level": "senior", "location": "gb",
            "measure": "base_salary", "currency": "GBP", "pay_period": "year",
            "mean": "106250.00", "p90": "239200.00", "p90_mark": "at_least", "mean_error": "0.4",
            "sample_size": "120", "note": "Of one town.", "source": "bureau", "release": "bureau/may-2025",
            "reference_period": "2025-05-01/2025-05-31", "licence": "CC0 1.0", "data_version": str(newest()),
        }
    ]  # fmt: skip


@pytest.mark.usefixtures("bureau")
def test_amounts_have_the_decimals_of_their_currency(client: Client) -> None:
    make_common_data()
    medians = {row["role"]: row["median"] for row in table(client)}
    assert (medians["yen"], medians["hourly"], medians["beta"]) == ("6500000", "25.50", "72940.00")


@pytest.mark.usefixtures("bureau")
def test_too_few_answers_and_drafts_are_in_no_file(client: Client) -> None:
    make_common_data()
    make_figure("delta", make_part(name="later", state=ReleasePart.State.DRAFT), median=44_000)
    for address in (WHOLE, BUREAU, "/data/bureau/may-2025.csv.gz"):
        roles = {row["role"] for row in table(client, address)}
        assert roles == {"alpha", "beta", "gamma", "hourly", "yen", "total"}


@pytest.mark.usefixtures("bureau")
def test_a_figure_without_a_number_to_show_has_no_sample_either(client: Client) -> None:
    make_figure("alpha", median_mark="withheld", sample_size=77, employment=88, median_error=Decimal("2.5"))
    row = table(client)[0]
    names = ("median", "median_mark", "median_error", "sample_size", "employment")
    assert [row[name] for name in names] == [""] * 5


def test_a_text_that_would_run_stays_text(client: Client) -> None:
    source = make_source("formula", licence="=1+1")
    make_figure("alpha", make_part(make_release(source=source)), median=50_000, source_note="@SUM(A1)")
    row = table(client)[0]
    assert (row["licence"], row["note"]) == ("'=1+1", "'@SUM(A1)")


def test_a_file_holds_its_own_source_or_release_alone(client: Client, bureau: Source) -> None:
    make_figure("alpha", median=50_000)
    make_figure(
        "beta",
        make_part(make_release("2024", bureau, reference_start=None, reference_end=None)),
        median=60_000,
    )
    make_figure("gamma", make_part(make_release(source=make_source("office", licence="OGL"))), median=70_000)
    files = ("bureau/2024", "bureau", "figures")
    roles = [{row["role"] for row in table(client, f"/data/{name}.csv.gz")} for name in files]
    assert roles == [{"beta"}, {"alpha", "beta"}, {"alpha", "beta", "gamma"}]


def test_parquet_says_the_same_with_exact_decimals(client: Client, bureau: Source, tmp_path: Path) -> None:
    bureau.licence = "=1+1"
    bureau.save()
    make_figure("alpha", median=Decimal("25.55"), mean=50_000, p90_mark="withheld", source_note='a, "b"\nc')
    file = tmp_path / "figures.parquet"
    file.write_bytes(client.get("/data/figures.parquet").getvalue())
    asked = "SELECT median, mean, p90, option, sample_size, note, licence, data_version FROM read_parquet(?)"
    assert duckdb.execute(asked, [str(file)]).fetchall() == [
        (Decimal("25.55"), Decimal("50000.00"), None, None, 120, 'a, "b"\nc', "=1+1", newest())
    ]


def test_parquet_without_any_figure_has_its_columns(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "figures.parquet"
    file.write_bytes(client.get("/data/figures.parquet").getvalue())
    found = duckdb.execute("SELECT * FROM read_parquet(?)", [str(file)])
    assert [column[0] for column in found.description or ()] == [*NAMES] and found.fetchall() == []


# Licences


@pytest.mark.usefixtures("bureau")
def test_a_source_that_states_no_licence_is_left_out_and_the_page_says_so(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", make_part(make_release(source=make_source("silent"))), median=60_000)
    assert [row["role"] for row in table(client)] == ["alpha"]
    for address in ("/data/silent.csv.gz", "/data/silent/may-2025.parquet"):
        assert client.get(address).status_code == 404
    assert "Left out, since they state no licence: Silent: Silent pay statistics" in text_of(
        client.get("/data/")
    )
    assert "/data/silent" not in html_of(client.get("/data/"))


def test_the_page_has_each_source_with_licence_files_and_citation(client: Client, bureau: Source) -> None:
    bureau.attribution = "Thanks to the bureau."
    bureau.save()
    make_figure("alpha", median=50_000)
    page, words = html_of(client.get("/data/")), text_of(client.get("/data/"))
    for name in ("figures", "bureau", "bureau/may-2025"):
        assert f'href="/data/{name}.csv.gz"' in page and f'href="/data/{name}.parquet"' in page
    assert "Holds 1 figure Licence CC0 1.0 Attribution Thanks to the bureau. To cite it Bureau:" in words
    assert f"http://127.0.0.1:8000/data/bureau.csv.gz?as_of={newest()}" in words


def test_the_page_says_how_programs_read_its_files(client: Client) -> None:
    page = text_of(client.get("/data/"))
    assert "DuckDB SELECT * FROM read_parquet('http://127.0.0.1:8000/data/figures.parquet')" in page
    assert 'pandas pd.read_csv("http://127.0.0.1:8000/data/figures.csv.gz", dtype=str,' in page


def test_the_page_asks_as_much_for_many_sources_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        source = make_source(f"source-{number}", licence="CC0 1.0")
        make_figure("alpha", make_part(make_release(source=source)), median=50_000)
    with django_assert_num_queries(3):
        client.get("/data/")


# Addresses and headers


@pytest.mark.usefixtures("bureau")
@pytest.mark.parametrize(
    ("name", "kind"), [("bureau.csv.gz", "gzip"), ("bureau/may-2025.parquet", "vnd.apache.parquet")]
)
def test_a_file_is_named_after_its_version_and_sent_as_it_is(client: Client, name: str, kind: str) -> None:
    make_figure("alpha", median=50_000)
    answer = client.get(f"/data/{name}", headers={"Accept-Encoding": "gzip"})
    stem, _, ending = name.replace("/", "-").partition(".")
    assert answer.streaming and answer.getvalue()
    assert answer["Content-Disposition"] == f'attachment; filename="{stem}-version-{newest()}.{ending}"'
    assert (answer["Content-Type"], answer["Data-Version"]) == (f"application/{kind}", str(newest()))
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate, no-transform"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "Content-Encoding" not in answer.headers and not answer.cookies


@pytest.mark.usefixtures("bureau")
def test_who_has_a_file_is_told_so_until_the_data_changes(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_figure("alpha", median=50_000)
    whole = client.get(WHOLE)
    tag = whole["ETag"]
    whole.close()
    with django_assert_num_queries(1):
        assert client.get(WHOLE, headers={"If-None-Match": tag}).status_code == 304
    Figure.objects.update(median=51_000)
    again = client.get(WHOLE, headers={"If-None-Match": tag})
    assert again.status_code == 200 and again.getvalue()


@pytest.mark.usefixtures("bureau")
def test_who_asks_for_headers_alone_has_no_figure_read(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_figure("alpha", median=50_000)
    whole = client.get(WHOLE)
    with django_assert_num_queries(1):
        head = client.head(WHOLE)
    assert dict(head.headers) == dict(whole.headers)
    whole.close()


def test_another_spelling_and_a_former_name_lead_to_the_file(client: Client, bureau: Source) -> None:
    make_figure("alpha", median=50_000)
    bureau.slug = "office"
    bureau.save()
    for asked, file in {
        "/DATA/office.csv.gz": "/data/office.csv.gz",
        "/data/office.parquet/": "/data/office.parquet",
        "/data/bureau.csv.gz?as_of=1": "/data/office.csv.gz?as_of=1",
        "/data/bureau/may-2025.csv.gz": "/data/office/may-2025.csv.gz",
    }.items():
        answer = client.get(asked.replace("as_of=1", f"as_of={newest()}"))
        assert (answer.status_code, answer["Location"]) == (301, file.replace("as_of=1", f"as_of={newest()}"))


@pytest.mark.parametrize(
    ("address", "status"),
    [("nobody.csv.gz", 404), ("figures.csv.gz?as_of=x", 400), ("figures.parquet?as_of=99999999", 404)],
)
def test_what_is_not_there_is_refused_in_words(client: Client, address: str, status: int) -> None:
    answer = client.get(f"/data/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert answer["Cache-Control"] == "no-store"


def test_a_draft_has_no_file(admin_client: Client, bureau: Source) -> None:
    part = make_part(make_release(source=bureau), state=ReleasePart.State.DRAFT)
    make_figure("alpha", part, median=50_000)
    answer = admin_client.get(f"/admin/preview/{part.pk}{WHOLE}")
    assert (answer.status_code, answer.content) == (404, b"A draft has no downloads: publish it first.\n")


# Versions


@pytest.mark.usefixtures("bureau")
def test_a_file_of_an_earlier_version_has_the_figures_of_then(client: Client) -> None:
    make_figure("alpha", median=50_000)
    gone = make_figure("beta", median=60_000)
    then = newest()
    Figure.objects.filter(role__slug="alpha").update(median=55_000)
    gone.delete()
    made = [
        (row["role"], row["median"], row["data_version"]) for row in table(client, f"{WHOLE}?as_of={then}")
    ]
    assert sorted(made) == [("alpha", "50000.00", str(then)), ("beta", "60000.00", str(then))]
    assert [(row["role"], row["median"]) for row in table(client)] == [("alpha", "55000.00")]


def test_what_was_withdrawn_is_in_the_file_of_then(client: Client, bureau: Source) -> None:
    make_figure("alpha", median=50_000)
    part = make_part(make_release("2024", bureau, reference_start=None, reference_end=None))
    make_figure("beta", part, median=60_000)
    then = newest()
    part.withdraw()
    assert [row["role"] for row in table(client)] == ["alpha"]
    assert {row["role"] for row in table(client, f"{BUREAU}?as_of={then}")} == {"alpha", "beta"}


@pytest.mark.usefixtures("bureau")
def test_what_was_erased_is_in_no_file(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000)
    then = newest()
    call_command(
        "erase_figure", "bureau/may-2025", "beta", "--reason=asked", "--by=Anna", "--yes", stdout=StringIO()
    )
    for address in (WHOLE, f"{WHOLE}?as_of={then}"):
        assert [row["role"] for row in table(client, address)] == ["alpha"]


@pytest.mark.usefixtures("bureau")
def test_a_version_that_nothing_has_changed_since_reads_as_today(client: Client, bureau: Source) -> None:
    make_common_data()
    make_figure("alpha", level="senior", location="gb", option="go", mean=70_000, mean_error=Decimal("1.5"))
    then = newest()
    bureau.publisher = "Office"
    bureau.save()
    assert then < newest()
    rows = [
        {tuple(row.values())[:-1] for row in table(client, f"{WHOLE}{end}")} for end in ("", f"?as_of={then}")
    ]
    assert rows[0] == rows[1] and len(rows[0]) == 7


@pytest.mark.usefixtures("bureau")
def test_a_file_never_mixes_two_versions(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_figure("alpha", median=50_000)
    seen = iter([7, 8, 8, 8])
    monkeypatch.setattr(downloads, "newest_version", lambda: next(seen))
    answer = client.get(WHOLE)
    assert answer["Data-Version"] == "8" and answer.getvalue()
    assert next(seen, None) is None


@pytest.mark.usefixtures("bureau")
def test_a_file_that_nobody_reads_leaves_nothing_open(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_figure("alpha", median=50_000)
    closed: list[None] = []
    close = downloads.Rows.close
    monkeypatch.setattr(downloads.Rows, "close", lambda self: closed.append(close(self)))
    assert client.get(f"{WHOLE}/").status_code == 301
    client.get(WHOLE).close()
    assert len(closed) == 2


# For programs


@pytest.mark.usefixtures("bureau")
def test_the_page_names_its_datasets_in_words_of_schema_org(client: Client) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", make_part(make_release(source=make_source("silent"))), median=60_000)
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html_of(client.get("/data/")))
    [_, dataset] = json.loads(block)["@graph"]
    assert (dataset["@type"], dataset["name"]) == ("Dataset", "Bureau: Bureau pay statistics")
    assert (dataset["license"], dataset["version"]) == ("https://licence.test/cc0", str(newest()))
    files = [(file["contentUrl"], file["encodingFormat"]) for file in dataset["distribution"]]
    assert files == [
        ("http://127.0.0.1:8000/data/bureau.csv.gz", "application/gzip"),
        ("http://127.0.0.1:8000/data/bureau.parquet", "application/vnd.apache.parquet"),
    ]


@pytest.mark.usefixtures("bureau")
@pytest.mark.filterwarnings("ignore:unclosed file", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_data_package_and_its_tables_are_valid(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from frictionless import validate

    make_common_data()
    make_figure("delta", median=60_000, p90=99_000, p90_mark="at_least", option="go")
    make_figure("eta", make_part(make_release(source=make_source("office", licence="OGL 3"))), median=70_000)
    for name in ("datapackage.json", "bureau.csv.gz", "office.csv.gz"):
        (tmp_path / name).write_bytes(client.get(f"/data/{name}").getvalue())
    monkeypatch.chdir(tmp_path)
    found = validate("datapackage.json")
    assert (found.valid, found.stats["tasks"]) == (True, 2), found.flatten(["title", "message"])


def test_the_data_package_has_licence_version_and_columns(client: Client, bureau: Source) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", make_part(make_release(source=make_source("silent"))), median=60_000)
    package: Any = client.get("/data/datapackage.json").json()
    [resource] = package["resources"]
    assert (package["version"], resource["path"]) == (str(newest()), "bureau.csv.gz")
    licence = {"name": "CC0-1.0", "title": "CC0 1.0", "path": "https://licence.test/cc0"}
    assert resource["licenses"] == package["licenses"] == [licence]
    names = [field["name"] for field in resource["schema"]["fields"]]
    assert names == [*table(client, BUREAU)[0]]
