"""Public templates: what every one of them does."""

import pytest
from jinja2 import UndefinedError

from salaries.markup.explained import _piece
from salaries.markup.site import row_at, whole
from salaries.markup.templates import rendered


def test_what_is_shown_is_text_and_never_markup() -> None:
    page = rendered("plain.html", {"heading": "<i>a & b</i>", "text": "\"'"})
    assert "<h1>&lt;i&gt;a &amp; b&lt;/i&gt;</h1>" in page
    assert '<p role="alert">&#34;&#39;</p>' in page


def test_a_variable_that_a_template_misses_fails_the_test() -> None:
    with pytest.raises(UndefinedError, match="'text' is undefined"):
        rendered("plain.html", {"heading": "Sorry"})


def test_a_minus_stays_on_the_line_of_its_amount_and_the_rest_stays_text() -> None:
    assert whole("−$5 <b>") == '<span class="keep">−$5</span> &lt;b&gt;'


def test_text_between_terms_stays_text() -> None:
    assert _piece("<b>", None) == "&lt;b&gt;"


def test_rows_of_a_chart_stand_below_each_other() -> None:
    # A row is 2.75 em of 15 pixels: the third begins after 82.5, and what is 1 em down in it at 97.5.
    assert (row_at(2), row_at(2, 1)) == ("82.5", "97.5")
