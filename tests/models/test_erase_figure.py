"""`manage.py erase_figure`: numbers taken away for good."""

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Q

from salaries.models import DataVersion, Erasure, Figure, FigureChange, FigureVersion, Report
from salaries.models.history import changed_since, figures_as_of
from salaries.pages.cells import cell_of
from tests.factories import make_figure, make_part
from tests.models.changing import by_update, draft, newest
from tests.models.pinning import said, set_state

pytestmark = pytest.mark.django_db
SECRET = 73_519


def erase(
    *options: str, release: str = "bureau/may-2025", role: str = "alpha", reason: str = "A mistake."
) -> str:
    out = StringIO()
    call_command(
        "erase_figure", release, role, *options, f"--reason={reason}", "--by=Anna", "--yes", stdout=out
    )
    return out.getvalue()


def everything() -> str:
    """Every row of every table, as text; moments apart, whose digits are nobody's pay."""
    rows: list[Any] = []
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            rows += [value for row in cursor.fetchall() for value in row if not isinstance(value, datetime)]
    return repr(rows)


def test_a_pinned_link_says_erased_where_it_showed_a_number() -> None:
    figure = make_figure(median=50_000)
    numbers = [newest()]
    by_update(figure)
    numbers.append(newest())
    erase()
    assert [said(number) for number in numbers] == [["erased"], ["erased"]]
    assert said(newest()) == []


def test_no_number_is_left_anywhere() -> None:
    figure = make_figure(median=SECRET, sample_size=SECRET + 1)
    change = draft()
    by_update(figure)
    Figure.objects.update(median=SECRET + 2, mean=SECRET + 3)
    FigureChange.objects.create(part=change, figure=figure, before={"median": f"{SECRET}.00"}, after=None)
    assert everything().count(str(SECRET)) == 3  # former values, the change, and history
    erase()
    assert not [number for number in range(SECRET, SECRET + 4) if str(number) in everything()]
    assert "60000" not in everything()


def test_an_erased_figure_is_a_cell_without_numbers() -> None:
    make_figure(median=50_000, level="senior")
    pinned = newest()
    erase("--level=senior")
    (then,) = figures_as_of(pinned, Q())
    cell = cell_of(then)
    assert (cell.subject, cell.state("median"), cell.sample_size) == ("alpha.senior", "none", None)
    assert (cell.measure, cell.currency, cell.pay_period) == ("base_salary", "USD", "year")
    assert [(change.since, change.after) for change in changed_since([then])] == [("erased", None)]


def test_who_erased_what_and_why_is_kept() -> None:
    make_figure(median=50_000, level="senior", option="go", location="gb")
    erase("--level=senior", "--option=go", "--location=gb", reason="Asked for by the source.")
    kept = Erasure.objects.get()
    assert kept.cell == "bureau/may-2025 alpha.senior.gb.go base_salary USD year"
    assert (kept.reason, kept.erased_by, kept.version) == ("Asked for by the source.", "Anna", newest())
    assert DataVersion.objects.get(pk=kept.version).reason == "A figure of bureau/may-2025 erased"


def test_only_the_cell_that_is_named_is_erased() -> None:
    make_figure(median=50_000)
    make_figure(median=60_000, level="senior")
    make_figure(median=70_000, option="go")
    make_figure("beta", median=80_000)
    pinned = newest()
    erase()
    assert sorted(said(newest())) == [60_000, 70_000, 80_000]
    assert said(pinned)[0] == "erased"
    assert said(pinned).count("erased") == 1


def test_a_figure_that_was_deleted_already_is_erased_too() -> None:
    make_figure(median=50_000).delete()
    before = newest()
    erase()
    assert said(before - 1) == ["erased"]
    assert newest() > before


def test_a_withdrawn_figure_is_erased_too() -> None:
    figure = make_figure(median=50_000)
    pinned = newest()
    set_state(figure.part, "withdrawn")
    erase()
    assert said(pinned) == ["erased"]
    assert not Figure.objects.exists()


def test_former_numbers_of_another_role_are_erased_with_their_figure() -> None:
    figure = make_figure("alpha", median=50_000)
    pinned = newest()
    beta = make_figure("beta", median=1).role
    Figure.objects.filter(role=beta).delete()
    Figure.objects.filter(pk=figure.pk).update(role=beta)
    erase(role="beta")
    assert said(pinned) == ["erased"]


def test_a_figure_that_was_never_public_leaves_nothing_but_the_record() -> None:
    make_figure(part=draft(), median=50_000)
    before = newest()
    assert "0 published states blanked" in erase()
    assert (Figure.objects.count(), FigureVersion.objects.count(), newest()) == (0, 0, before)


def test_a_figure_of_too_few_answers_is_not_called_erased() -> None:
    make_figure(median=50_000, sample_size=9)
    pinned = newest()
    erase()
    assert said(pinned) == []
    assert "50000" not in everything()


def test_what_is_typed_in_again_is_a_new_figure() -> None:
    make_figure(median=50_000)
    pinned = newest()
    erase()
    make_figure(median=60_000)
    assert (said(pinned), said(newest())) == (["erased"], [60_000])


def test_erasing_twice_is_refused() -> None:
    make_figure(median=50_000)
    erase()
    with pytest.raises(CommandError, match="has been erased already"):
        erase()
    assert Erasure.objects.count() == 1


def test_a_reader_who_reported_it_is_kept() -> None:
    report = Report.objects.create(figure=make_figure(median=50_000), message="Is this right?")
    erase()
    report.refresh_from_db()
    assert (report.figure, report.message) == (None, "Is this right?")


def test_several_kinds_of_pay_are_told_apart() -> None:
    part = make_part()
    make_figure(part=part, median=50_000)
    make_figure(part=part, median=60_000, measure="gross_pay")
    with pytest.raises(CommandError, match="There are several: base_salary USD year; gross_pay USD year"):
        erase()
    erase("--measure=gross_pay")
    assert said(newest()) == [50_000]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"release": "bureau/may-2030"}, "There is no release “bureau/may-2030”."),
        ({"role": "nobody"}, "There is no role “nobody”."),
        ({"reason": " "}, "Say why, with --reason."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(asked: dict[str, str], sentence: str) -> None:
    make_figure(median=50_000)
    with pytest.raises(CommandError, match=sentence):
        erase(**asked)
    assert said(newest()) == [50_000]


@pytest.mark.parametrize(
    ("option", "noun"), [("--level", "experience level"), ("--location", "place"), ("--option", "option")]
)
def test_a_slug_that_nothing_has_is_refused(option: str, noun: str) -> None:
    make_figure(median=50_000)
    with pytest.raises(CommandError, match=f"There is no {noun} “nobody”."):
        erase(f"{option}=nobody")


def test_a_cell_that_never_was_is_refused() -> None:
    make_figure(median=50_000, level="senior")
    with pytest.raises(CommandError, match="has no such figure and never had one: alpha"):
        erase()


def asked(answer: str, monkeypatch: Any) -> None:
    monkeypatch.setattr("builtins.input", lambda _: answer)
    call_command("erase_figure", "bureau/may-2025", "alpha", "--reason=A mistake.", stdout=StringIO())


@pytest.mark.parametrize("answer", ["yes", ""])
def test_it_erases_nothing_without_the_word(answer: str, monkeypatch: Any) -> None:
    make_figure(median=50_000)
    with pytest.raises(CommandError, match="Nothing was erased"):
        asked(answer, monkeypatch)
    assert said(newest()) == [50_000]


def test_it_erases_upon_the_word(monkeypatch: Any) -> None:
    make_figure(median=50_000)
    asked("Erase ", monkeypatch)
    assert not Figure.objects.exists()
    assert Erasure.objects.get().erased_by != ""
