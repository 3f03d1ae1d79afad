"""`check_data`: what an editor should look at."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from salaries.checks import check_data, out_of_line, out_of_order
from salaries.models import Figure, ReleasePart, Source
from tests.factories import (
    make_figure,
    make_level,
    make_location,
    make_option,
    make_part,
    make_release,
    make_role,
    make_source,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def found(check: str) -> list[str]:
    return [one.text for one in check_data(TODAY) if one.check == check]


def released(year: int) -> ReleasePart:
    """A published part of May of a year."""
    start, end = date(year, 5, 1), date(year, 5, 31)
    return make_part(make_release(f"may-{year}", reference_start=start, reference_end=end))


def test_a_guide_without_faults_has_nothing_to_look_at() -> None:
    make_figure(median=50_000, p90=60_000)
    assert list(check_data(TODAY)) == []


def test_a_limit_below_another_percentile_is_found() -> None:
    make_figure(median=250_000, p75=239_200, p75_mark="at_least")
    assert found("percentiles") == [
        "Alpha, all levels, United States (bureau/may-2025): percentiles are not in order"
    ]


def test_a_level_that_is_paid_less_than_the_one_below_is_found() -> None:
    make_figure(level=make_level("mid", rank=1), median=60_000)
    make_figure(level=make_level("senior", rank=2), median=59_000)
    assert found("levels") == [
        "Alpha, Senior, United States (bureau/may-2025): median $59,000 is below $60,000 of Mid"
    ]


def test_levels_of_other_places_or_ladders_are_not_set_against_each_other() -> None:
    make_figure(level=make_level("mid", rank=1), median=60_000)
    make_figure(level=make_level("senior", rank=2), median=59_000, location="gb")
    make_figure(level=make_level("ten-years", rank=3, scheme="tenure"), median=58_000)
    assert found("levels") == []


@pytest.mark.parametrize(("median", "jumps"), [(60_000, 0), (60_001, 1), (40_000, 0), (39_999, 1)])
def test_a_jump_of_more_than_20_percent_between_releases_is_found(median: int, jumps: int) -> None:
    make_figure(part=released(2024), median=50_000)
    make_figure(part=released(2025), median=median)
    assert len(found("jumps")) == jumps


def test_a_jump_says_both_numbers_and_the_percentage() -> None:
    make_figure(part=released(2024), median=50_000)
    make_figure(part=released(2025), median=75_000)
    assert found("jumps") == [
        "Alpha, all levels, United States: median $50,000 in bureau/may-2024, $75,000 in bureau/may-2025 "
        "(+50.0\u00a0%)"
    ]


def test_releases_of_two_sources_are_not_set_against_each_other() -> None:
    make_figure(part=released(2024), median=50_000)
    other = make_release("2025", make_source("office"))
    make_figure(part=make_part(other), median=90_000)
    assert found("jumps") == []


def test_roles_and_options_without_a_published_figure_are_found() -> None:
    make_figure("alpha", median=50_000, option="go")
    make_figure("beta", part=make_part(name="draft", state="draft"), median=50_000, option="rust")
    make_role("gamma")
    assert found("roles") == ["Beta: no published figure", "Gamma: no published figure"]
    assert found("options") == ["Rust (Technologies): no published figure shows what it is worth"]


def test_an_option_that_is_a_place_has_the_evidence_of_the_place() -> None:
    make_option("seattle", location=make_location("seattle-wa"))
    assert len(found("options")) == 1
    make_figure(location="seattle-wa", median=50_000)
    assert found("options") == []


@pytest.mark.parametrize(("end", "old"), [(date(2024, 11, 24), 1), (date(2024, 11, 25), 0), (None, 0)])
def test_a_source_whose_newest_release_is_two_years_old_is_found(end: date | None, old: int) -> None:
    make_figure(part=make_part(make_release("old", reference_start=end, reference_end=end)), median=50_000)
    assert len(found("sources")) == old


def test_a_place_without_a_parent_is_found_and_a_country_is_not() -> None:
    make_location("seattle-wa", kind="metro")
    make_location("gb", kind="country")
    assert found("places") == ["Seattle Wa: no parent, so nothing to set its pay against"]


def test_the_command_prints_findings_by_check_and_their_number() -> None:
    for slug in ("alpha", "beta", "gamma"):
        make_role(slug)
    out = StringIO()
    call_command("check_data", lines=2, stdout=out)
    assert out.getvalue().splitlines() == [
        "roles: 3. Roles that no published figure is of.",
        "  Alpha: no published figure",
        "  Beta: no published figure",
        "  and 1 more: --lines 0 lists all",
        "3 to look at",
    ]


def test_the_command_can_fail_where_something_was_found() -> None:
    call_command("check_data", fail=True, stdout=StringIO())
    make_role("alpha")
    with pytest.raises(CommandError, match="1 found"):
        call_command("check_data", fail=True, stdout=StringIO())


def test_surveys_are_looked_at_as_readers_see_them() -> None:
    source = make_source("survey", kind=Source.Kind.SURVEY)
    part = make_part(make_release("2025", source))
    make_figure(part=part, level=make_level("mid", rank=1), median=60_000, sample_size=9)
    make_figure(part=part, level=make_level("senior", rank=2), median=59_000, sample_size=50)
    assert found("levels") == []


def test_what_looks_wrong_first_is_capped_and_takes_three_queries(django_assert_num_queries: Any) -> None:
    for number in range(4):
        make_figure(f"role-{number}", part=released(2024), median=50_000)
        make_figure(f"role-{number}", part=released(2025), median=75_000)
    make_figure(level=make_level("mid", rank=1), median=60_000)
    make_figure(level=make_level("senior", rank=2), median=59_000)
    with django_assert_num_queries(3):
        findings = [*out_of_order(TODAY, 3), *out_of_line(TODAY, 3)]
    assert [one.check for one in findings] == ["levels", "jumps", "jumps", "jumps"]
    assert Figure.objects.filter(pk=findings[1].figure or 0, role__slug="role-0").exists()


def test_a_mark_hides_no_other_jump() -> None:
    for name, mark in (("a-marked", "at_least"), ("plain", "")):
        make_figure(name, part=released(2024), median=50_000)
        make_figure(name, part=released(2025), median=75_000, median_mark=mark)
    assert [one.text[:5] for one in out_of_line(TODAY, 1)] == ["Plain"]


def test_a_jump_over_an_edition_that_is_hidden_is_found() -> None:
    survey = {"kind": Source.Kind.SURVEY, "primary_measure": "base_salary"}
    for year, median, sample in ((2023, 50_000, 120), (2024, 50_000, 3), (2025, 75_000, 120)):
        days = {"reference_start": date(year, 5, 1), "reference_end": date(year, 5, 31)}
        part = make_part(make_release(f"may-{year}", make_source("survey", **survey), **days))
        make_figure(part=part, median=median, sample_size=sample)
    assert len(found("jumps")) == 1


def test_a_mean_that_jumps_is_found_where_there_is_no_median() -> None:
    make_figure(part=released(2024), mean=50_000)
    make_figure(part=released(2025), mean=39_000)
    assert len(found("jumps")) == 1
