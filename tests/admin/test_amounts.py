"""A09: typed amounts mean what the editor meant, whatever the browser's language."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
LANGUAGES = ["en-US", "de-DE", "fr-FR"]


@pytest.fixture
def save_median(anna: Any, alpha: Any, open_form: Any) -> Any:
    """Type a median, and clear the percentiles above it, in a browser of a language."""

    def save(text: Any, language: Any = "en-US") -> Any:
        url = reverse("admin:salaries_figure_change", args=[alpha.pk])
        typed = open_form(anna, url) | {"median": text}
        typed |= {"p75": "", "p75_mark": "withheld", "p90": "", "p90_mark": "withheld"}
        response = anna.post(url, typed, headers={"accept-language": language})
        alpha.refresh_from_db()
        return response, alpha.median

    return save


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("155000", Decimal("155000")),
        ("155,000", Decimal("155000")),
        ("155,000.50", Decimal("155000.50")),
        ("$155,000", Decimal("155000")),
        ("155k", Decimal("155000")),
    ],
)
def test_an_amount_is_stored_as_it_was_meant(save_median: Any, text: Any, stored: Any, language: Any) -> None:
    response, median = save_median(text, language)
    assert (response.status_code, median) == (302, stored)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "155 000",
        "155.000",
        "3,2",
        "1_000",
        "1e5",
        "１５５０００",
        "−155000",
        "-155000",
        "155000.505",
        "NaN",
        "",
    ],
)
def test_an_amount_that_could_mean_something_else_is_refused_in_a_sentence(
    save_median: Any, text: Any, language: Any
) -> None:
    response, median = save_median(text, language)
    assert (response.status_code, median) == (200, Decimal(50_000))
    assert 'class="errorlist"' in response.content.decode()


def test_the_sign_of_another_currency_is_refused(save_median: Any) -> None:
    response, median = save_median("€155,000")
    assert median == Decimal(50_000)
    assert "US dollars" in response.content.decode()


def test_the_form_shows_a_stored_amount_as_it_accepts_it_back(anna: Any, alpha: Any, open_form: Any) -> None:
    type(alpha).objects.filter(pk=alpha.pk).update(median=Decimal("50000.50"))
    shown = open_form(anna, reverse("admin:salaries_figure_change", args=[alpha.pk]))
    assert (shown["median"], shown["p75"]) == ("50000.50", "60000")


def test_a_number_is_taken_away_only_with_a_reason(save_median: Any) -> None:
    response, _median = save_median("")
    assert "This figure says $50,000. To take it away, choose a mark" in response.content.decode()


def test_a_fraction_of_a_yen_is_refused(anna: Any, open_form: Any) -> None:
    from tests.factories import make_figure

    yen = make_figure("yen", median=6_500_000, currency="JPY")
    url = reverse("admin:salaries_figure_change", args=[yen.pk])
    response = anna.post(url, open_form(anna, url) | {"median": "1234.5"})
    yen.refresh_from_db()
    assert (response.status_code, yen.median) == (200, Decimal(6_500_000))
