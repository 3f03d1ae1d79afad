"""`/changes/`: releases published and withdrawn, and figures corrected, for readers."""

import re
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salaries.models import DataVersion, Figure, FigureChange, Release, Role, data_change
from salaries.models.erasing import CellName, erase
from tests.factories import make_figure, make_level, make_part, make_release, make_source
from tests.models.changing import newest
from tests.pages.reading import html_of, text_of

pytestmark = pytest.mark.django_db


def entries(client: Client, page: str = "") -> list[str]:
    """The words of each change, newest first."""
    html = html_of(client.get(f"/changes/{page}"))
    found = re.findall(r"<section id[^>]*><h2>.*?</section>", html, flags=re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", one)).replace(" ,", ",").strip() for one in found]


def correct(figure: Figure, note: str = "", **values: Any) -> None:
    with data_change("figure changed", note):
        Figure.objects.filter(pk=figure.pk).update(**values)


def published(**values: Any) -> Figure:
    """A figure of a part that was published in one version."""
    part = make_part(state="draft")
    figure = make_figure("alpha", part, median=50_000, **values)
    part.publish()
    return figure


def test_nothing_is_said_before_anything_is_public(client: Client) -> None:
    assert "Nothing has been published yet." in text_of(client.get("/changes/"))


def test_a_published_release_is_one_change_with_the_number_of_its_figures(client: Client) -> None:
    part = make_part(state="draft")
    for role in ("alpha", "beta", "gamma"):
        make_figure(role, part, median=50_000)
    part.publish("an internal reason", "First edition with managers.")
    (said,) = entries(client)
    assert said.startswith("Bureau, May 2025 published ")
    assert f"data version {newest()}" in said
    assert "First edition with managers. Bureau, May 2025 published, 3 figures" in said
    assert "internal" not in said
    assert 'href="/sources/bureau/may-2025/"' in html_of(client.get("/changes/"))


def test_a_withdrawn_release_is_named_and_leads_nowhere(client: Client) -> None:
    published().part.withdraw(note="Printed by mistake.")
    last, first = entries(client)
    assert first.startswith("Bureau, May 2025 published ")
    assert last.startswith("Bureau, May 2025 withdrawn ")
    assert "Printed by mistake." in last
    assert "/sources/bureau/may-2025/" not in html_of(client.get("/changes/"))


def test_a_correction_says_what_the_figure_said_and_says_now(client: Client) -> None:
    correct(published(), "A digit was wrong.", median=51_000)
    said = entries(client)[0]
    assert said.startswith("1 figure corrected ")
    assert "A digit was wrong." in said
    assert "Alpha, all levels, United States Median base salary a year: $50,000 → $51,000" in said
    assert "Bureau, May 2025 · 120 answers" in said


def test_a_correction_leads_to_the_guide_before_and_since(client: Client) -> None:
    figure = published()
    before = newest()
    correct(figure, median=51_000)
    html = html_of(client.get("/changes/"))
    then, since = f"/salaries/alpha/?as_of={before}", f"/salaries/alpha/?as_of={newest()}"
    assert f'href="{then}"' in html
    assert f'href="{since}"' in html
    assert "$50,000" in text_of(client.get(then))
    assert "$51,000" in text_of(client.get(since))


def test_each_of_several_corrections_says_what_was_made_of_it(client: Client) -> None:
    figure = published()
    for median in (51_000, 52_000, 53_000):
        correct(figure, median=median)
    moves = [re.search(r"\$\d+,000 → \$\d+,000", said) for said in entries(client)]
    assert [move and move[0] for move in moves] == [
        "$52,000 → $53,000", "$51,000 → $52,000", "$50,000 → $51,000", None,
    ]  # fmt: skip


def test_every_number_that_moved_is_told(client: Client) -> None:
    correct(published(p10=30_000, p90=80_000), p10=31_000, p90=None, p90_mark="withheld")
    assert (
        "10th percentile of base salary a year: $30,000 → $31,000; "
        "90th percentile of base salary a year: $80,000 → no figure"
    ) in entries(client)[0]


def test_a_correction_of_a_note_alone_names_no_amount(client: Client) -> None:
    correct(published(), source_note="Without overtime.")
    assert "Details were corrected, no amount among them" in entries(client)[0]


def test_figures_that_come_and_go_are_told(client: Client) -> None:
    part = published().part
    added = make_figure("beta", part, median=61_000)
    assert "1 figure added" in entries(client)[0]
    assert "Beta, all levels, United States Median base salary a year: $61,000, new" in entries(client)[0]
    added.delete()
    assert "1 figure no longer published" in entries(client)[0]
    assert "$61,000, no longer published" in entries(client)[0]


def test_a_figure_that_becomes_of_other_people_is_one_gone_and_one_new(client: Client) -> None:
    figure = published()
    correct(figure, role=Role.objects.create(slug="omega", name="Omega"))
    said = entries(client)[0]
    assert said.startswith("1 figure added and 1 figure no longer published ")
    assert "Omega, all levels, United States Median base salary a year: $50,000, new" in said


def test_a_figure_moved_into_a_draft_is_told_as_gone_and_never_as_new(client: Client) -> None:
    figure = published()
    aside = make_part(figure.release, "aside", state="draft")
    correct(figure, part=aside, median=59_000)
    gone = "$50,000, no longer published"
    assert gone in entries(client)[0]
    assert "$59,000" not in entries(client)[0]
    aside.publish()
    correct(figure, median=60_000)
    assert gone in entries(client)[2]
    assert "$59,000" not in entries(client)[2]


def test_a_corrected_file_is_one_change_with_counts(client: Client) -> None:
    figure = published()
    part = make_part(figure.release, "corrected", state="draft")
    make_figure("beta", part, median=61_000)
    before, after = {"median": "50000.00"}, {"median": "52000.00"}
    FigureChange.objects.create(part=part, figure=figure, before=before, after=after)
    part.publish()
    said = entries(client)[0]
    assert "Bureau, May 2025 published, 1 figure " in said
    assert "1 figure was corrected that had been published before." in said
    assert "$52,000" not in said


def test_what_was_corrected_while_it_was_withdrawn_is_no_change(client: Client) -> None:
    figure = published()
    figure.part.withdraw()
    correct(figure, median=51_000)
    assert len(entries(client)) == 2
    assert "$51,000" not in " ".join(entries(client))


# Privacy


def survey(sample: int, **values: Any) -> Figure:
    part = make_part(make_release(source=make_source("poll", kind="survey")), state="draft")
    figure = make_figure("small", part, median=61_000, sample_size=sample, **values)
    part.publish()
    return figure


def test_a_number_that_was_hidden_is_never_told(client: Client) -> None:
    figure = survey(9)
    correct(figure, median=62_000)
    correct(figure, median=63_000, sample_size=10)
    page = html_of(client.get("/changes/"))
    assert "$63,000, new" in page
    assert not re.search("6[12],000", page)
    assert "Nothing that pages show was changed." in page


def test_a_number_that_is_hidden_now_is_not_told(client: Client) -> None:
    figure = survey(10)
    correct(figure, median=62_000, sample_size=9)
    page = html_of(client.get("/changes/"))
    assert "$61,000, no longer published" in page
    assert "62,000" not in page


def test_a_part_of_a_group_whose_rest_is_too_small_is_not_told(client: Client) -> None:
    figure = survey(15, level=make_level("senior"))
    make_figure("small", figure.part, median=60_000, sample_size=24)
    correct(figure, median=62_000)
    correct(figure, median=63_000)
    assert not re.search("6[123],000", html_of(client.get("/changes/")))


def test_a_number_that_the_group_hid_then_is_not_told_now(client: Client) -> None:
    figure = survey(15, level=make_level("senior"))
    whole = make_figure("small", figure.part, median=60_000, sample_size=24)
    correct(figure, median=62_000)
    correct(whole, sample_size=25)
    correct(figure, median=63_000)
    page = html_of(client.get("/changes/"))
    assert "$62,000 → $63,000" in page
    assert "$61,000" not in page


def test_an_erased_figure_is_told_of_without_its_name_and_numbers(client: Client) -> None:
    figure = published()
    correct(figure, "It said $50,000 by mistake.", median=51_000)
    cell = CellName(figure.release, figure.role, None, figure.location, None, "base_salary", "USD", "year")
    erase(cell, "private", "anna")
    page = text_of(client.get("/changes/"))
    assert "A figure was taken away for good." in page
    assert not re.search("5[01],000|Alpha|private|anna", page)


# Other changes, and long lists


def test_a_new_order_of_releases_is_a_change(client: Client) -> None:
    Release.objects.filter(pk=published().release_id).update(priority=7)
    assert "What decides which figure is shown first was changed" in entries(client)[0]


def test_names_and_texts_are_no_changes(client: Client) -> None:
    Role.objects.filter(pk=published().role_id).update(summary="Writes programs.")
    assert len(entries(client)) == 1


def test_of_many_figures_twenty_are_listed(client: Client) -> None:
    part = published().part
    with data_change("many"):
        for number in range(22):
            make_figure(f"role-{number}", part, median=60_000)
    said = entries(client)[0]
    assert said.startswith("22 figures added ")
    assert said.count("$60,000, new") == 20
    assert said.endswith("And 2 figures more.")


def test_of_very_many_figures_only_the_number_is_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salaries.pages.changes.MOST_READ", 2)
    part = published().part
    with data_change("many"):
        for number in range(3):
            make_figure(f"role-{number}", part, median=60_000)
    assert entries(client)[0].startswith("3 figures changed ")
    assert "$60,000" not in entries(client)[0]


def test_a_long_history_has_pages_of_ten(client: Client) -> None:
    figure = published()
    for number in range(20):
        correct(figure, median=Decimal(50_001 + number))
    assert [len(entries(client, page)) for page in ("", "?page=2", "?page=3")] == [10, 10, 1]
    assert "Page 2 of 3" in text_of(client.get("/changes/?page=2"))
    for page in ("4", "0", "x"):
        assert client.get(f"/changes/?page={page}").status_code == 404


@pytest.mark.parametrize("corrections", [1, 9])
def test_a_page_takes_five_queries_whatever_it_lists(client: Client, corrections: int) -> None:
    figure = published()
    for number in range(corrections):
        correct(figure, median=Decimal(50_001 + number))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/changes/")
    assert len(asked) == 5


def test_htmx_gets_the_list_alone(client: Client) -> None:
    published()
    answer = client.get("/changes/", headers={"HX-Target": "results"})
    assert html_of(answer).startswith('<title>What changed · Compsite</title><div id="results">')
    assert answer["HX-Push-Url"] == "/changes/"


@pytest.mark.usefixtures("guide")
def test_the_starting_data_is_one_change(client: Client) -> None:
    (said,) = entries(client)
    assert re.match(r"\d+ releases published ", said)
    assert "Starting data" not in said


def test_every_page_and_every_pinned_page_leads_to_the_changes(client: Client) -> None:
    published()
    assert 'href="/changes/"' in html_of(client.get("/salaries/"))
    banner = re.findall(
        r'class="note pinned".*?</div>', html_of(client.get(f"/salaries/alpha/?as_of={newest()}")), re.DOTALL
    )
    assert 'href="/changes/">All changes' in banner[0]


def test_notes_of_older_versions_are_read_from_their_reasons() -> None:
    for reason in (
        "bureau/2025 published: New method.",
        "bureau/2025 published",
        "part “a published: b” changed",
    ):
        DataVersion.objects.create(reason=reason)
    migration = import_module("salaries.migrations.0011_notes_to_readers")
    migration.read_notes(apps, SimpleNamespace(connection=connection))
    assert [version.note for version in DataVersion.objects.order_by("number")] == ["New method.", "", ""]
