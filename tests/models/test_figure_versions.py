"""What a published figure said before it was corrected or deleted."""

from copy import copy

import pytest

from salaries.models import DataVersion, Figure, FigureVersion, ReleasePart, data_change
from tests.factories import make_figure
from tests.models.changing import (
    CORRECTIONS,
    Change,
    by_delete,
    by_queryset_delete,
    by_sql_delete,
    by_update,
    draft,
    newest,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("change", CORRECTIONS)
def test_a_correction_keeps_what_the_figure_said(change: Change) -> None:
    figure = make_figure(median=50_000, p90=90_000, p90_mark="at_least", sample_size=120)
    shown_first = newest()
    change(figure)
    kept = FigureVersion.objects.get()
    assert (kept.figure_id, kept.from_version, kept.until_version) == (figure.pk, shown_first, newest())
    assert (kept.values["median"], kept.values["mean"]) == ("50000.00", None)
    assert (kept.values["p90"], kept.values["p90_mark"]) == ("90000.00", "at_least")
    assert (kept.values["sample_size"], kept.values["currency"]) == (120, "USD")


def test_cents_and_errors_are_kept_as_they_were() -> None:
    figure = make_figure(median=0.1, mean=1234567.89, mean_error=0.4)
    by_update(figure)
    values = FigureVersion.objects.get().values
    assert (values["median"], values["mean"], values["mean_error"]) == ("0.10", "1234567.89", "0.40")


def test_a_figure_corrected_twice_has_a_chain() -> None:
    figure = make_figure(median=50_000)
    for median in (60_000, 70_000):
        Figure.objects.filter(pk=figure.pk).update(median=median)
    first, second = FigureVersion.objects.order_by("until_version")
    assert [first.values["median"], second.values["median"]] == ["50000.00", "60000.00"]
    assert first.until_version == second.from_version
    assert second.until_version == newest()


def test_corrections_made_together_keep_one_former_state() -> None:
    figure = make_figure(median=50_000)
    with data_change("corrected"):
        for median in (60_000, 70_000, 80_000):
            Figure.objects.filter(pk=figure.pk).update(median=median)
    kept = FigureVersion.objects.get()
    assert kept.values["median"] == "50000.00"
    assert DataVersion.objects.get(pk=kept.until_version).reason == "corrected"


def test_a_draft_keeps_no_former_state() -> None:
    figure = make_figure(part=draft(), median=50_000)
    by_update(figure)
    assert not FigureVersion.objects.exists()


def test_a_figure_corrected_while_withdrawn_keeps_what_the_public_saw() -> None:
    figure = make_figure(median=50_000)
    ReleasePart.objects.update(state="withdrawn")
    withdrawn = newest()
    for median in (60_000, 70_000):
        Figure.objects.filter(pk=figure.pk).update(median=median)
    kept = FigureVersion.objects.get()
    assert (kept.values["median"], kept.until_version, newest()) == ("50000.00", withdrawn, withdrawn)


def test_a_new_figure_has_no_former_state() -> None:
    make_figure(median=50_000)
    assert not FigureVersion.objects.exists()


@pytest.mark.parametrize("change", [by_delete, by_queryset_delete, by_sql_delete])
def test_a_deleted_figure_leaves_what_it_said_and_whose_it_was(change: Change) -> None:
    figure = make_figure(median=50_000, level="senior")
    pk, level = figure.pk, figure.level_id
    by_update(figure)
    change(figure)
    first, last = FigureVersion.objects.order_by("until_version")
    assert (first.values["median"], last.values["median"]) == ("50000.00", "60000.00")
    assert (last.figure_id, last.role_id, last.level_id) == (pk, figure.role_id, level)
    assert (first.until_version, last.until_version) == (last.from_version, newest())


def test_a_deleted_draft_leaves_nothing() -> None:
    make_figure(part=draft(), median=50_000).delete()
    assert not FigureVersion.objects.exists()


def test_a_thousand_new_figures_share_a_version_and_keep_no_former_state() -> None:
    one = make_figure(median=50_000)
    rows = []
    for number in range(1000):
        one.pk, one.currency = None, "".join(chr(65 + number // ten % 10) for ten in (100, 10, 1))
        rows.append(copy(one))
    before = DataVersion.objects.count()
    with data_change("import"):
        Figure.objects.bulk_create(rows)
    assert (Figure.objects.count(), DataVersion.objects.count() - before) == (1001, 1)
    assert not FigureVersion.objects.exists()
