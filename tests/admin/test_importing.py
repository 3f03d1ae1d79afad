"""An import in the browser: what is refused at sight, what each page offers, and who may."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from salaries.models import Figure, ImportFile, ImportJob, ReleasePart
from tests.admin.importing import ADD, act, drafted, send, sent, set_up, url
from tests.admin.test_publishing import member
from tests.factories import make_figure, make_location, make_part, make_release, make_role, make_source

pytestmark = pytest.mark.django_db
HEADER = "title,location,currency,period,basis,median,sample_size,effective_date\n"
ALPHA = "Alpha,us,USD,year,base,50000,120,2025-05\n"
BETA = "Beta,us,USD,year,base,96,120,2025-05\n"
GAMMA = "Gamma,us,USD,year,base,=1+1,120,2025-05\n"
SAID = {"source": "bureau"}


@pytest.fixture(autouse=True)
def guide() -> None:
    """Three roles, a place and a source."""
    for slug in ("alpha", "beta", "gamma"):
        make_role(slug)
    make_location("us")
    make_source("bureau")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.7 ...", "pay.csv", "“pay.csv” is a PDF, not a table: send CSV or a workbook."),
        (b"%PDF-1.7 ...", "pay.pdf", "“pay.pdf” is a PDF, not a table: send CSV or a workbook."),
        (b"", "pay.csv", "The file is empty."),
        (b"  \n", "pay.csv", "“pay.csv” is empty."),
        (b"text", "pay.docx", "“pay.docx” has none of the endings that are read"),
        (b"a,b\n1,2\n", "pay.xlsx", "“pay.xlsx” is no workbook"),
        (b"PK\x03\x04...", "pay.csv", "“pay.csv” is a workbook: give it its own ending"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(
    anna: Any, content: bytes, name: str, sentence: str
) -> None:
    answer = send(anna, content, name, reference="2025-05")
    assert (answer.status_code, sentence in answer.content.decode()) == (400, True)
    assert 'value="2025-05"' in answer.content.decode()
    assert not ImportJob.objects.exists()


def test_a_file_over_the_limit_is_told_to_use_the_command(anna: Any, settings: Any) -> None:
    settings.IMPORT_MAX_MB = 1
    answer = send(anna, b"a" * 1_000_001)
    assert answer.status_code == 413
    words = "“figures.csv” has 1.0 MB, and 1 MB can be sent here."
    assert f"{words} An operator imports it with the command import_release" in answer.content.decode()
    assert send(anna, HEADER + ALPHA).status_code == 303


def test_a_form_without_a_file_says_so(anna: Any) -> None:
    answer = anna.post(ADD, {})
    assert (answer.status_code, "This field is required." in answer.content.decode()) == (400, True)


def test_what_is_known_already_is_kept_from_the_first_page(anna: Any) -> None:
    job = sent(anna, HEADER + ALPHA, source="bureau", reference="2025-05")
    page = anna.get(url("settings", job)).content.decode()
    assert '<option value="bureau" selected>' in page
    assert 'name="reference" value="2025-05"' in page


def test_guesses_stand_in_the_form_beside_the_first_values(anna: Any) -> None:
    page = anna.get(url("settings", sent(anna, HEADER + ALPHA))).content.decode()
    assert page.count("a guess</span>") == 4  # title, period, basis, effective_date
    assert "<td>50000</td>" in page
    assert "The file says 2025-05-01/2025-05-31." in page


def test_signs_that_one_publisher_writes_are_guessed_and_shown(anna: Any) -> None:
    job = sent(anna, HEADER + ALPHA.replace("50000", "#"))
    page = anna.get(url("settings", job)).content.decode()
    assert "<code>#</code>" in page
    assert '<option value="oews" selected>' in page


def test_signs_that_several_write_are_shown_and_not_guessed(anna: Any) -> None:
    job = sent(anna, HEADER + ALPHA.replace("50000", "*"))
    page = anna.get(url("settings", job)).content.decode()
    assert "<code>*</code>" in page
    assert '<option value="" selected>none are read</option>' in page
    set_up(anna, job, **SAID)
    assert job.lines.get().text == "“*” is no number. No marks were named."


def test_an_unknown_column_must_be_named_or_left_out(anna: Any) -> None:
    job = sent(anna, HEADER.replace("title", "title,badge") + ALPHA.replace("Alpha", "Alpha,7"))
    page = set_up(anna, job, **SAID)
    assert "Say what “badge” is, or leave it out." in page
    assert job.state == "uploaded"
    assert "Make the draft</button>" in set_up(anna, job, column_1="-", **SAID)


def test_a_source_is_asked_for_where_the_file_says_none(anna: Any) -> None:
    job = sent(anna, HEADER + ALPHA)
    assert "Say whose figures these are." in set_up(anna, job)


def test_a_column_that_is_lacking_is_said_once_for_all_rows(anna: Any) -> None:
    job = sent(anna, HEADER.replace("currency,", "") + ALPHA.replace("USD,", ""))
    assert "No column holds the currency: say it here for every row." in set_up(anna, job, **SAID)
    set_up(anna, job, fixed_currency="USD", **SAID)
    assert job.result["made"] == 1


def test_another_row_of_names_is_looked_at_before_it_is_checked(anna: Any) -> None:
    job = sent(anna, "Pay of 2025,,,,,,,\n" + HEADER + ALPHA)
    set_up(anna, job, header_row="2", **SAID)
    assert (job.state, job.found["columns"][0]["name"]) == ("uploaded", "title")
    set_up(anna, job)
    assert (job.state, job.result["made"]) == ("to_check", 1)


def test_what_would_happen_is_shown_and_nothing_is_written(anna: Any) -> None:
    before = make_part(make_release(), "figures.csv", file_name="figures.csv")
    make_figure("alpha", before, median=40_000)
    make_figure("gamma", before, median=70_000)
    job = sent(anna, HEADER + ALPHA + ALPHA.replace("Alpha", "Beta") + ALPHA.replace("Alpha", "Nobody"))
    page = set_up(anna, job, **SAID)
    assert "Alpha, all levels, United States: median $40,000 → $50,000 (+25.0\N{NO-BREAK SPACE}%)" in page
    assert "Beta, all levels, United States: median $50,000" in page
    assert "Gamma, all levels, United States: median $70,000" in page
    assert "Role Nobody: 1 cell" in page
    assert [job.result[name] for name in ("rows", "made", "changed", "gone")] == [3, 1, 1, 1]
    assert (Figure.objects.count(), ReleasePart.objects.count()) == (2, 1)


def test_refused_rows_say_row_column_value_and_reason_without_options_of_a_command(anna: Any) -> None:
    job = sent(anna, HEADER + ALPHA + BETA)
    page = set_up(anna, job, **SAID)
    assert "Row 3</legend>" in page
    assert "median “96”: Pay for a year is taken from $5,000 to $2,000,000." in page
    assert "If it is right: “Take unusual amounts”." in page
    assert "--any-amount" not in page


def test_refused_rows_are_downloaded_and_run_nothing_in_a_spreadsheet(anna: Any) -> None:
    job = sent(anna, HEADER + ALPHA + GAMMA)
    set_up(anna, job, **SAID)
    answer = anna.get(url("refused", job))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="figures.csv.refused.csv"'
    (row,) = csv.DictReader(StringIO(answer.content.decode()))
    assert (row["row"], row["column"], row["value"], row["code"]) == ("3", "median", "'=1+1", "NUMBER_FORMAT")


def test_two_refused_rows_are_corrected_in_place_and_checked_again(anna: Any) -> None:
    job = sent(anna, HEADER + ALPHA + BETA + GAMMA)
    page = set_up(anna, job, **SAID)
    assert '<input id="c-3-5" name="c-3-5" value="96"' in page
    page = act(anna, job, "correct", **{"c-3-5": "96,000", "c-3-0": "Beta", "c-4-5": "70000"})
    assert (job.result["refused_rows"], job.result["made"]) == (0, 3)
    assert "Corrected here: row 3, median: 96,000; row 4, median: 70000." in page
    act(anna, job, "draft")
    assert set(Figure.objects.values_list("median", flat=True)) == {50_000, 96_000, 70_000}
    assert job.part is not None
    assert job.part.sha256 == job.sha256


def test_corrections_can_be_taken_back(anna: Any) -> None:
    job = sent(anna, HEADER + ALPHA + BETA)
    set_up(anna, job, **SAID)
    act(anna, job, "correct", **{"c-3-5": "96000"})
    act(anna, job, "correct", undo="1")
    assert (job.corrections, job.result["refused_rows"]) == ({}, 1)


def test_a_correction_that_is_wrong_too_is_kept_and_refused_again(anna: Any) -> None:
    job = sent(anna, HEADER + ALPHA + BETA)
    set_up(anna, job, **SAID)
    page = act(anna, job, "correct", **{"c-3-5": "many"})
    assert 'name="c-3-5" value="many"' in page
    assert "median “many”:" in page


def test_a_cell_that_is_not_refused_is_corrected_by_nobody(anna: Any) -> None:
    job = sent(anna, HEADER + ALPHA + BETA)
    set_up(anna, job, **SAID)
    act(anna, job, "correct", **{"c-2-5": "1", "c-3-99": "1", "c-x-y": "1"})
    assert job.corrections == {}


def test_the_draft_is_made_and_leads_to_its_publishing(anna: Any) -> None:
    job = drafted(anna, HEADER + ALPHA, **SAID)
    part = ReleasePart.objects.get()
    assert (job.state, job.part, part.state) == ("done", part, "draft")
    page = anna.get(url("change", job)).content.decode()
    assert f'href="/admin/salaries/releasepart/{part.pk}/publish/">Look at it, and publish</a>' in page
    assert not ImportFile.objects.exists()
    assert LogEntry.objects.filter(object_repr=str(part), change_message__startswith="Imported from").exists()


def test_what_export_wrote_imports_again_without_a_change(anna: Any) -> None:
    from salaries.exports import write_csv

    drafted(anna, HEADER + ALPHA + ALPHA.replace("Alpha", "Beta"), **SAID)
    text = StringIO(newline="")
    write_csv(text, ReleasePart.objects.get().release)
    job = sent(anna, text.getvalue(), "export.csv")
    page = set_up(anna, job, **SAID)
    assert "0 changes." in page
    assert (job.result["changes"], job.result["unchanged"], job.result["refused_rows"]) == (0, 2, 0)


def test_dropping_erases_the_file_and_its_lists(anna: Any) -> None:
    job = sent(anna, HEADER + ALPHA + BETA)
    set_up(anna, job, **SAID)
    page = act(anna, job, "drop")
    assert "“figures.csv” is dropped, and its file erased." in page
    assert (job.state, ImportFile.objects.count(), job.lines.count(), job.result) == ("dropped", 0, 0, {})


def test_a_page_that_is_out_of_date_moves_nothing(anna: Any, ben: Any) -> None:
    job = sent(anna, HEADER + ALPHA)
    set_up(anna, job, **SAID)
    seen = str(job.attempt)
    set_up(ben, job, any_amount="on", **SAID)
    answer = anna.post(url("draft", job), {"attempt": seen}, follow=True)
    assert "Somebody else went on with this import meanwhile" in answer.content.decode()
    assert not ReleasePart.objects.exists()


@pytest.mark.parametrize("group", ["Editor", "Publisher"])
def test_editors_and_publishers_import(django_user_model: Any, group: str) -> None:
    job = drafted(member(django_user_model, group), HEADER + ALPHA, **SAID)
    assert job.state == "done"


@pytest.mark.parametrize("group", ["Viewer", "Contributor"])
def test_others_do_not(anna: Any, django_user_model: Any, group: str) -> None:
    job, client = sent(anna, HEADER + ALPHA), member(django_user_model, group)
    assert send(client, HEADER + ALPHA).status_code == 403
    assert client.get(url("settings", job)).status_code == 403
    for name in ("draft", "drop", "again", "correct"):
        assert client.post(url(name, job), {"attempt": "1"}).status_code == 403
    assert ImportJob.objects.count() == 1


def test_an_editor_is_led_to_the_part_where_only_others_publish(django_user_model: Any) -> None:
    client = member(django_user_model, "Editor")
    job = drafted(client, HEADER + ALPHA, **SAID)
    assert job.part is not None
    assert (
        f"/admin/salaries/releasepart/{job.part.pk}/change/"
        in client.get(url("change", job)).content.decode()
    )


@pytest.mark.parametrize("name", ["change", "settings", "refused"])
def test_an_import_that_is_not_there_is_404(anna: Any, name: str) -> None:
    assert anna.get(url(name, ImportJob(pk=999))).status_code == 404


@pytest.mark.parametrize("name", ["draft", "drop", "again", "correct"])
def test_an_address_that_acts_is_not_got(anna: Any, name: str) -> None:
    assert anna.get(url(name, sent(anna, HEADER + ALPHA))).status_code == 405


def test_long_lists_have_pages_and_each_page_asks_little(
    anna: Any, django_assert_max_num_queries: Any
) -> None:
    rows = "".join(ALPHA.replace("Alpha", f"Trade {number}") for number in range(120))
    job = sent(anna, HEADER + rows + BETA * 30)
    set_up(anna, job, make="on", **SAID)
    with django_assert_max_num_queries(16):
        page = anna.get(url("change", job)).content.decode()
    assert '<a href="?list=new">All 120: new</a>' in page
    assert page.count("</legend>") == 20
    with django_assert_max_num_queries(16):
        page = anna.get(url("change", job) + "?list=new&page=3").content.decode()
    assert (page.count("<li>Trade"), "Page 3 of 3" in page) == (20, True)
    for address in (ADD, url("settings", job), "/admin/salaries/importjob/"):
        with django_assert_max_num_queries(12):
            anna.get(address)


def test_the_list_of_imports_says_how_each_stands(anna: Any) -> None:
    sent(anna, HEADER + ALPHA)
    drafted(anna, HEADER + ALPHA, "others.csv", **SAID)
    page = anna.get("/admin/salaries/importjob/").content.decode()
    assert '<td class="field-state_shown">to be set up</td>' in page
    assert '<td class="field-state_shown">done</td>' in page


def test_a_page_that_waits_is_loaded_anew_when_the_step_is_over(anna: Any) -> None:
    job = sent(anna, HEADER + ALPHA)
    looks = {"HX-Request": "true"}
    assert anna.get(url("change", job), headers=looks).headers["HX-Refresh"] == "true"
    assert job.ask("checking", ["uploaded"])
    waiting = anna.get(url("change", job), headers=looks)
    assert "HX-Refresh" not in waiting.headers
    assert "Waiting for the worker." in waiting.content.decode()
