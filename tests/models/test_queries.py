"""The clauses that pages ask by: published, publishable, general average."""

from typing import Any

import pytest

from salaries.models import Figure, Source
from tests.factories import make_common_data, make_figure, make_part, make_release, make_source

pytestmark = pytest.mark.django_db

SAMPLED = ["survey", "job_adverts"]
UNSAMPLED = ["official_statistics", "employer_policy", "editorial"]


def figure_of(kind: str, **values: Any) -> Figure:
    """A published figure of a source of that kind."""
    source = make_source(kind.replace("_", "-"), kind=Source.Kind(kind))
    return make_figure(part=make_part(make_release(source=source)), **{"median": 50_000, **values})


def public(figure: Figure) -> bool:
    return Figure.objects.public().filter(pk=figure.pk).exists()


@pytest.mark.parametrize(
    ("state", "shown"), [("draft", False), ("in_review", False), ("published", True), ("withdrawn", False)]
)
def test_only_figures_of_published_parts_are_public(state: str, shown: bool) -> None:
    figure = make_figure(part=make_part(state=state), median=50_000)
    assert Figure.objects.published().exists() == shown
    assert public(figure) == shown


@pytest.mark.parametrize("kind", SAMPLED)
@pytest.mark.parametrize(("sample", "shown"), [(None, False), (1, False), (9, False), (10, True), (11, True)])
def test_surveys_and_adverts_need_ten_answers(kind: str, sample: int | None, shown: bool) -> None:
    assert public(figure_of(kind, sample_size=sample)) == shown


@pytest.mark.parametrize("kind", UNSAMPLED)
@pytest.mark.parametrize(("sample", "shown"), [(None, True), (1, False), (9, False), (10, True)])
def test_other_sources_may_leave_the_sample_unsaid(kind: str, sample: int | None, shown: bool) -> None:
    assert public(figure_of(kind, sample_size=sample)) == shown


def test_the_least_number_of_answers_is_a_setting(settings: Any) -> None:
    figure = figure_of("survey", sample_size=19)
    settings.MINIMUM_SAMPLE = 20
    assert not public(figure)


@pytest.mark.parametrize("part", [{"level": "senior"}, {"option": "go"}])
@pytest.mark.parametrize(
    ("of_part", "of_all", "shown"),
    [
        (90, 100, True),
        (91, 100, False),
        (99, 100, False),
        (100, 100, True),
        (100, 90, False),
        (50, None, True),
    ],
)
def test_the_rest_of_the_group_needs_ten_answers_too(
    part: dict[str, str], of_part: int, of_all: int | None, shown: bool
) -> None:
    figure_of("survey", sample_size=of_all)
    assert public(figure_of("survey", sample_size=of_part, **part)) == shown


@pytest.mark.parametrize(("of_level", "shown"), [(60, True), (59, False), (50, True)])
def test_the_group_of_an_option_at_a_level_is_the_level(of_level: int, shown: bool) -> None:
    figure_of("survey", sample_size=1000)
    figure_of("survey", sample_size=of_level, level="senior")
    assert public(figure_of("survey", sample_size=50, level="senior", option="go")) == shown


def test_the_rest_of_a_group_counts_within_its_release_alone() -> None:
    figure_of("job_adverts", sample_size=100)
    assert public(figure_of("survey", sample_size=95, level="senior"))


def test_the_rest_of_a_group_counts_within_its_place_alone() -> None:
    figure_of("survey", sample_size=100, location="gb")
    assert public(figure_of("survey", sample_size=95, level="senior"))


def test_official_parts_of_a_group_are_published_as_they_are() -> None:
    figure_of("official_statistics", sample_size=100)
    assert public(figure_of("official_statistics", sample_size=95, level="senior"))


def test_the_general_average_has_no_level_and_no_option() -> None:
    average = make_figure(median=50_000)
    make_figure(median=60_000, level="senior")
    make_figure(median=70_000, option="go")
    make_figure(median=80_000, level="senior", option="go")
    assert list(Figure.objects.general_average()) == [average]


def test_clauses_can_be_joined_in_any_order() -> None:
    make_common_data()
    one = Figure.objects.public().general_average().filter(role__slug="alpha")
    other = Figure.objects.filter(role__slug="alpha").general_average().publishable().published()
    assert list(one) == list(other) != []


def test_of_the_common_data_only_small_is_not_public() -> None:
    make_common_data()
    shown = set(Figure.objects.public().values_list("role__slug", flat=True))
    assert shown == {"alpha", "beta", "gamma", "hourly", "yen", "total"}


def test_a_page_reads_its_figures_in_one_query(django_assert_num_queries: Any) -> None:
    make_figure(median=50_000, level="senior", option="go")
    with django_assert_num_queries(1):
        (figure,) = Figure.objects.public().for_page()
        said = (figure.role, figure.level, figure.location, figure.option, figure.release.source, figure.part)
    assert [str(one) for one in said[:3]] == ["Alpha", "Senior", "United States"]
