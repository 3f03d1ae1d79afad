"""The table of `docs/statistics.md` about samples, against the query that holds the rule."""

import pytest

from salaries.models import Figure
from tests.factories import make_figure, make_part, make_release, make_source
from tests.unit.statistics_doc import rows


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "answers", "whole", "public"), rows("Source", "Answers"))
def test_samples_are_shown_as_the_page_says(kind: str, answers: str, whole: str, public: str) -> None:
    part = make_part(make_release(source=make_source(kind=kind.replace(" ", "_"))))
    sample = int(answers) if answers.isdigit() else None
    if whole.isdigit():
        make_figure(part=part, median=1, sample_size=int(whole))
    figure = make_figure(part=part, median=1, sample_size=sample, level="senior")
    assert Figure.objects.public().filter(pk=figure.pk).exists() == (public == "shown")
