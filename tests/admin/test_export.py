"""Lists, releases and parts as files: what is listed, texts that stay texts, and read back without a change."""

import csv
import gc
from contextlib import suppress
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from python_calamine import CalamineWorkbook

from salaries.admin.export import NO_ROOM
from salaries.management.commands.import_list import ACCOUNTS, NOUNS, RECORDS
from salaries.models import (
    CuratedSubject,
    FactorOption,
    Figure,
    FigureChange,
    ImportJob,
    PriceIndex,
    Redirect,
    Release,
    ReleasePart,
    Report,
    Role,
    RoleAlias,
    data_change,
)
from salaries.nouns import NATURAL, rows_of
from tests.factories import (
    make_curated,
    make_figure,
    make_location,
    make_option,
    make_part,
    make_release,
    make_role,
    make_source,
)
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
RUNS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"]


def sent(client: Client, url: str) -> bytes:
    """The file at an address of the admin."""
    app = "auth" if url.split("/")[0] in ACCOUNTS else "salaries"
    response = client.get(f"/admin/{app}/{url}")
    assert response.status_code == 200, url
    assert "attachment" in response.headers["Content-Disposition"]
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def rows(client: Client, url: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(sent(client, url).decode(), newline="")))


def cells(client: Client, url: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(sent(client, url))).get_sheet_by_index(0).to_python()


def test_figures_are_exported_as_listed_with_search_and_filters(anna: Any) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", median=60_000, part=make_part(name="second", state="draft"))
    assert [one["role"] for one in rows(anna, "figure/export.csv")] == ["alpha", "beta"]
    for asked in ("role=beta", "q=beta", "part__state__exact=draft"):
        found = rows(anna, f"figure/export.csv?{asked}")
        assert [(one["role"], one["median"], one["sample_size"]) for one in found] == [
            ("beta", "60000", "120")
        ]


def test_an_export_holds_every_page_of_a_list(anna: Any) -> None:
    Role.objects.bulk_create([Role(slug=f"role-{n}", name=f"Role {n}") for n in range(120)])
    assert len(rows(anna, "role/export.csv?p=2")) == 120


@pytest.mark.parametrize("text", RUNS)
def test_texts_that_would_run_stay_texts(anna: Any, text: str) -> None:
    make_role("alpha", summary=text)
    figure = make_figure("alpha", median=50_000)
    Figure.objects.filter(pk=figure.pk).update(source_note=text)
    assert rows(anna, "role/export.csv")[0]["summary"] == f"'{text}"
    assert rows(anna, "figure/export.csv")[0]["source_note"] == f"'{text}"
    for url in ("role/export.xlsx", "figure/export.xlsx"):
        values = [value for value in cells(anna, url)[1] if isinstance(value, str)]
        assert text.replace("\r", "_x000D_") in [value.replace("\r", "_x000D_") for value in values]


def test_no_cell_of_a_workbook_is_a_formula_and_numbers_are_numbers(anna: Any, tmp_path: Path) -> None:
    from zipfile import ZipFile

    make_figure("alpha", median=50_000, source_note="=1+1")
    PriceIndex.objects.create(
        kind="cpi", location=make_location(), year=2025, value="98.5", source=make_source()
    )
    for url in ("figure/export.xlsx", "priceindex/export.xlsx"):
        with ZipFile(BytesIO(sent(anna, url))) as book:
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    header, row = cells(anna, "priceindex/export.xlsx")
    assert dict(zip(header, row, strict=True)) == {
        "kind": "cpi", "location": "us", "year": 2025.0, "value": 98.5, "source": "bureau",
    }  # fmt: skip


def test_a_real_negative_number_stays_a_number(anna: Any) -> None:
    Release.objects.filter(pk=make_release().pk).update(priority=-1)
    assert rows(anna, "release/export.csv")[0]["priority"] == "-1"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("noun", ["release", "releasepart", "list"])
def test_an_exported_release_or_part_is_imported_without_a_change(
    anna: Any, tmp_path: Path, kind: str, noun: str
) -> None:
    figure = make_figure(
        "alpha", level="senior", median=50_000, p90=70_000, p90_mark="at_least", source_note="=1"
    )
    make_figure("beta", part=figure.part, mean_mark="withheld", median=60_000)
    pk = figure.release.pk if noun == "release" else figure.part.pk
    url = f"figure/export.{kind}?release=bureau/may-2025" if noun == "list" else f"{noun}/{pk}/export.{kind}"
    path = tmp_path / f"figures.{kind}"
    path.write_bytes(sent(anna, url))
    out = StringIO()
    call_command("import_release", "table", str(path), source="bureau", stdout=out)
    assert "0 changes (0 new, 0 changed, 0 gone, 2 unchanged)" in out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_exported_noun_is_read_back_without_a_change(
    guide: None, anna: Any, tmp_path: Path, kind: str
) -> None:
    Redirect.objects.create(kind="role", old_slug="coder", new_slug="programmer")
    Role.objects.filter(slug="backend-engineer").update(summary="=1+1")
    for noun in NOUNS:
        path = tmp_path / f"{noun}.{kind}"
        path.write_bytes(sent(anna, f"{noun}/export.{kind}"))
        out = StringIO()
        call_command("import_list", noun, str(path), stdout=out)
        assert "0 new, 0 changed" in out.getvalue() and " 0 the same" not in out.getvalue(), noun


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_exported_record_is_held_against_the_guides_own(
    guide: None, anna: Any, tmp_path: Path, kind: str
) -> None:
    keep_one_of_each(anna)
    for noun in RECORDS:
        rows = len(cells(anna, f"{noun}/export.xlsx")) - 1
        path = tmp_path / f"{noun}.{kind}"
        path.write_bytes(sent(anna, f"{noun}/export.{kind}"))
        out = StringIO()
        call_command("import_list", noun, str(path), stdout=out)
        assert rows and out.getvalue() == f"{noun}.{kind}: {rows} the same.\n", noun


def keep_one_of_each(anna: Any) -> None:
    """Records of every kind, with texts that are long, of several lines, and like formulas."""
    figure = Figure.objects.filter(median__isnull=False).first()
    assert figure is not None
    with data_change("Corrected.\r\n=1+1"):
        Figure.objects.filter(pk=figure.pk).update(median=figure.median + 1)
        Release.objects.filter(pk=figure.release_id).update(priority=77)
        withdrawn = figure.part
        ReleasePart.objects.filter(pk=withdrawn.pk).update(state="withdrawn")
    erased = make_figure("alpha", median=50_000)
    FigureChange.objects.create(part=withdrawn, figure=figure, before={"b": None, "a": "1.00"}, after=None)
    call_command(
        "erase_figure", str(erased.release), "alpha", "--reason", "Asked for.", "--yes", stdout=StringIO()
    )
    Report.objects.create(message="-1 is\r\n too low, é", email="reader@pay.example")
    ImportJob.objects.create(
        file_name="=pay.csv", size=2, sha256="0" * 64, found={"b": "x", "a": [1.5, None]}
    )


def test_a_record_that_the_guide_does_not_hold_is_refused_and_not_written(anna: Any, tmp_path: Path) -> None:
    Report.objects.create(message="Too high.")
    path = tmp_path / "reports.csv"
    path.write_bytes(sent(anna, "report/export.csv").replace(b"Too high.", b"Too low."))
    with pytest.raises(
        CommandError, match=r"the guide has no such report: Row 2\. Records are kept"
    ) as refused:
        call_command("import_list", "report", str(path), stdout=StringIO())
    assert (refused.value.returncode, [one.message for one in Report.objects.all()]) == (2, ["Too high."])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_accounts_and_groups_are_read_back_without_their_passwords(
    anna: Any, tmp_path: Path, kind: str
) -> None:
    carla = User.objects.create_user("carla", "carla@pay.example", "a-long-password", first_name="=1+1")
    carla.groups.set(Group.objects.filter(name__in=["Editor", "Publisher"]))
    files = {noun: sent(anna, f"{noun}/export.{kind}") for noun in ACCOUNTS}
    assert all(one not in files["user"] for one in (b"carla@pay.example", carla.password.encode()))
    for noun, file in files.items():
        (tmp_path / f"{noun}.{kind}").write_bytes(file)
    assert brought(tmp_path, kind) == [
        "group: 0 new, 0 changed, 4 the same",
        "user: 0 new, 0 changed, 2 the same",
    ]
    carla.delete(), Group.objects.get(name="Editor").delete()
    assert brought(tmp_path, kind) == [
        "group: 1 new, 0 changed, 3 the same",
        "user: 1 new, 0 changed, 1 the same",
    ]
    made = User.objects.get(username="carla")
    assert (made.first_name, made.has_usable_password(), made.has_perm("salaries.add_role")) == (
        "=1+1",
        False,
        True,
    )
    assert [group.name for group in made.groups.order_by("name")] == ["Editor", "Publisher"]


def brought(folder: Path, kind: str) -> list[str]:
    """What reading the files of groups and accounts says."""
    out = StringIO()
    for noun in ACCOUNTS:
        call_command("import_list", noun, str(folder / f"{noun}.{kind}"), stdout=out)
    return [line.replace(f".{kind}", "").rstrip(".") for line in out.getvalue().splitlines()]


def test_an_account_of_an_unknown_group_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text("username,groups\ncarla,Editors\n")
    with pytest.raises(CommandError, match="Row 2: there is no group “Editors”"):
        call_command("import_list", "user", str(path), stdout=StringIO())
    assert not User.objects.filter(username="carla").exists()


def test_every_list_is_imported_again_one_way_or_another() -> None:
    """Figures by `import_release`; whatever else the editors' area lists by `import_list`."""
    listed = {model._meta.model_name for model, one in site._registry.items() if hasattr(one, "is_exported")}
    assert listed == {*NOUNS, *ACCOUNTS, *RECORDS, "figure"}
    assert {model._meta.model_name for model in site._registry} == listed


def test_a_text_that_is_too_long_for_a_cell_is_refused_in_words(anna: Any) -> None:
    make_role("alpha", description="x" * 32_768)
    page = anna.get("/admin/salaries/role/export.xlsx", follow=True).content.decode()
    assert (
        "A cell of a workbook holds 32,767 letters, and row 2 has 32,768 in “description”: write CSV." in page
    )
    assert rows(anna, "role/export.csv")[0]["description"] == "x" * 32_768


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_workbook_without_room_is_refused_in_words(anna: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    make_role("alpha")
    with Path("/dev/full").open("wb") as disk:
        monkeypatch.setattr("salaries.admin.export.tempfile.TemporaryFile", lambda: disk)
        page = anna.get("/admin/salaries/role/export.xlsx", follow=True).content.decode()
        with suppress(OSError):
            disk.close()
    assert NO_ROOM in page
    # What xlsxwriter leaves open tries once more when it is forgotten.
    gc.collect()


def test_a_list_that_was_filled_in_makes_and_changes_rows(anna: Any, tmp_path: Path) -> None:
    make_role("alpha")
    path = tmp_path / "roles.csv"
    path.write_text("slug,name,broader\nbeta,Beta,gamma\ngamma,Gamma,\nalpha,Alef,gamma\n")
    call_command("import_list", "role", str(path), stdout=StringIO())
    found = Role.objects.order_by("slug").values_list("slug", "name", "broader__slug")
    assert list(found) == [("alpha", "Alef", "gamma"), ("beta", "Beta", "gamma"), ("gamma", "Gamma", None)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("slug,name\nAlpha,Alpha\nok,Ok\n", "Row 2: Write small letters and digits"),
        ("slug,name,broader\nbeta,Beta,nobody\n", "Row 2: there is no role “nobody”."),
        ("slug,title\nbeta,Beta\n", "is no table of roles: slug, name"),
        ("name\nBeta\n", "is no table of roles: slug, name"),
        ("slug,name,retired_in\nbeta,Beta,1\n", "is no table of roles: slug, name"),
        ("", "roles.csv"),
    ],
)
def test_a_list_with_anything_wrong_changes_nothing(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "roles.csv"
    path.write_text(text)
    with pytest.raises(CommandError, match=r"\.") as refused:
        call_command("import_list", "role", str(path), stdout=StringIO())
    assert sentence in str(refused.value)
    assert not Role.objects.exists()


def test_old_addresses_and_comparisons_are_filled_in_too(tmp_path: Path, client: Client) -> None:
    make_figure("alpha", median=50_000), make_figure("beta", median=72_940)
    texts = {
        "redirect": "kind,old_slug,new_slug\nrole,alef,alpha\n",
        "curatedcomparison": "title,rank\nTwo,1\n",
        "curatedsubject": "comparison,number,role,level,location\nTwo,1,alpha,,us\nTwo,2,beta,,us\n",
    }
    for noun, text in texts.items():
        path = tmp_path / f"{noun}.csv"
        path.write_text(text)
        call_command("import_list", noun, str(path), stdout=StringIO())
    assert client.get("/salaries/alef/").headers["Location"] == "/salaries/alpha/"
    assert (
        'href="/compare/alpha.average/vs/beta.average/">Two</a>' in client.get("/compare/").content.decode()
    )


def test_a_comparison_of_a_thing_with_itself_is_not_read_back(tmp_path: Path) -> None:
    make_curated("Two", "alpha", "beta")
    path = tmp_path / "sides.csv"
    path.write_text("comparison,number,role,location\nTwo,2,alpha,us\n")
    with pytest.raises(CommandError, match="“Two”: Two sides are the same"):
        call_command("import_list", "curatedsubject", str(path), stdout=StringIO())
    assert CuratedSubject.objects.get(number=2).role.slug == "beta"
    path.write_text("comparison,number,role,location\nTwo,1,beta,us\nTwo,2,alpha,us\n")
    call_command("import_list", "curatedsubject", str(path), stdout=StringIO())
    assert CuratedSubject.objects.get(number=2).role.slug == "alpha"


def test_rows_are_named_as_their_natural_keys_name_them(guide: None, anna: Any) -> None:
    for noun, keys in NATURAL.items():
        if noun in (*ACCOUNTS, "permission"):
            continue
        model = apps.get_model("salaries", noun)
        row = model._default_manager.first()
        if row is None or not hasattr(row, "natural_key"):
            continue
        named = model._default_manager.filter(pk=row.pk).values_list(*keys).get()
        assert tuple(None if one is None else str(one) for one in named) == tuple(row.natural_key()), noun


def test_readers_addresses_do_not_travel() -> None:
    Report.objects.create(message="Too high.", email="reader@pay.example")
    assert "reader@pay.example" not in str(list(rows_of(Report, Report.objects.order_by("pk"))))


def test_every_list_has_its_exports_and_only_for_who_may_see_it(anna: Any, django_user_model: Any) -> None:
    make_figure("alpha", median=50_000, option=make_option("go"))
    RoleAlias.objects.create(role=make_role("alpha"), name="alef")
    assert FactorOption.objects.exists()
    nobody = signed_in(Client(), django_user_model.objects.create_user("nobody", is_staff=True))
    for model in site._registry:
        url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert 'href="export.csv?"' in anna.get(url).content.decode(), url
        sent(anna, f"{model._meta.model_name}/export.csv")
        sent(anna, f"{model._meta.model_name}/export.xlsx")
        assert nobody.get(f"{url}export.csv").status_code == 403


def test_unknown_kinds_and_rows_are_not_found(anna: Any) -> None:
    part = make_part()
    for url in ("role/export.pdf", f"releasepart/{part.pk}/export.pdf", "releasepart/999/export.csv"):
        assert anna.get(f"/admin/salaries/{url}").status_code == 404
    assert anna.get("/admin/salaries/figure/export.csv?nothing__here=1").status_code == 302


def test_more_rows_than_a_sheet_holds_are_refused_in_words(anna: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("salaries.exports.MOST_ROWS", 1)
    make_role("alpha"), make_role("beta")
    page = anna.get("/admin/salaries/role/export.xlsx", follow=True).content.decode()
    assert "A sheet holds 1 rows, and roles has 2: write CSV." in page


def test_a_file_is_sent_while_it_is_read(anna: Any) -> None:
    for number in range(3):
        make_role(f"role-{number}")
    response = anna.get("/admin/salaries/role/export.csv")
    assert response.streaming and len(list(response.streaming_content)) == 4
