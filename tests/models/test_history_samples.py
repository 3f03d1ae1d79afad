"""Too few answers, then and now."""

from typing import Any

import pytest
from django.db.models import Q

from salaries.models import Figure, ReleasePart, Source
from salaries.models.history import figures_as_of
from tests.factories import make_figure, make_part, make_release, make_source
from tests.models.changing import newest, versions
from tests.models.pinning import said, set_state

pytestmark = pytest.mark.django_db


def survey_part(name: str = "by hand", state: str = "published") -> ReleasePart:
    return make_part(make_release(source=make_source("survey", kind=Source.Kind.SURVEY)), name, state=state)


def answers(sample: int | None, part: ReleasePart | None = None, **values: Any) -> Figure:
    """A figure of a survey; its median is its number of answers."""
    return make_figure(part=part or survey_part(), sample_size=sample, median=sample or 1, **values)


def set_answers(figure: Figure, sample: int | None) -> None:
    Figure.objects.filter(pk=figure.pk).update(sample_size=sample, median=sample or 1)


def test_a_figure_of_too_few_answers_then_is_not_shown_then() -> None:
    figure = answers(9)
    pinned = newest()
    set_answers(figure, 10)
    assert (said(pinned), said(newest())) == ([], [10])


def test_a_figure_of_too_few_answers_today_is_shown_as_it_was() -> None:
    figure = answers(10)
    pinned = newest()
    set_answers(figure, 9)
    assert (said(pinned), said(newest())) == ([10], [])


@pytest.mark.parametrize("sample", [None, 9])
def test_a_deleted_figure_of_too_few_answers_is_shown_at_no_version(sample: int | None) -> None:
    answers(sample).delete()
    assert [said(number) for number in versions()] == [[]] * len(versions())
    assert len(versions()) > 1


def test_the_least_number_of_answers_is_todays_setting(settings: Any) -> None:
    figure = answers(19)
    pinned = newest()
    set_answers(figure, 40)
    settings.MINIMUM_SAMPLE = 20
    assert (said(pinned), said(newest())) == ([], [40])


def test_an_official_figure_may_leave_the_sample_unsaid_then() -> None:
    figure = make_figure(median=50_000, sample_size=None)
    pinned = newest()
    Figure.objects.filter(pk=figure.pk).update(median=60_000)
    assert said(pinned) == [50_000]


@pytest.mark.parametrize("part", [{"level": "senior"}, {"option": "go"}])
def test_the_rest_of_a_group_is_counted_as_it_was(part: dict[str, Any]) -> None:
    whole = answers(100)
    answers(95, **part)
    hidden = newest()
    set_answers(whole, 105)
    assert (said(hidden), sorted(said(newest()))) == ([100], [95, 105])


def test_the_group_of_a_corrected_part_is_counted_as_it_was() -> None:
    whole, part = answers(100), answers(90, level="senior")
    shown = newest()
    set_answers(part, 95)
    hidden = newest()
    set_answers(whole, 200)
    assert [sorted(said(number)) for number in (shown, hidden, newest())] == [[90, 100], [100], [95, 200]]


def test_the_group_of_an_option_at_a_level_is_the_level_then() -> None:
    answers(1000)
    level = answers(59, level="senior")
    answers(50, level="senior", option="go")
    hidden = newest()
    set_answers(level, 60)
    assert (sorted(said(hidden)), sorted(said(newest()))) == ([59, 1000], [50, 60, 1000])


def test_a_group_that_is_deleted_counted_then() -> None:
    whole = answers(100)
    answers(95, level="senior")
    hidden = newest()
    whole.delete()
    assert (said(hidden), said(newest())) == ([100], [95])


def test_a_group_of_another_kind_of_pay_or_place_counts_for_nothing() -> None:
    wholes = [answers(100, currency="GBP"), answers(100, location="gb"), answers(100, pay_period="hour")]
    answers(95, level="senior")
    pinned = newest()
    for whole in wholes:
        set_answers(whole, 101)
    assert sorted(said(pinned)) == [95, 100, 100, 100]


def test_a_group_that_became_public_later_did_not_hide_a_part_before() -> None:
    answers(95, level="senior")
    pinned = newest()
    later = survey_part("later", "draft")
    answers(100, later)
    set_state(later, "published")
    assert (said(pinned), said(newest())) == ([95], [100])


def test_a_source_that_turns_out_to_be_a_survey_is_held_to_its_rule_at_all_versions() -> None:
    make_figure(median=50_000, sample_size=None)
    pinned = newest()
    Source.objects.update(kind=Source.Kind.SURVEY)
    assert figures_as_of(pinned, Q()) == []
