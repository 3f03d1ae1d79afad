"""Comparisons that are asked for wrongly, or of what the guide does not know."""

import re

import pytest
from django.test import Client

from tests.pages.both_pages import WHICH_RELEASE, WHICH_STATISTIC
from tests.pages.comparing import compared
from tests.pages.reading import html_of, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("common")
def test_a_role_against_itself_is_refused_in_words(client: Client) -> None:
    page = client.get(compared("alpha", "alpha"))
    assert page.status_code == 400
    assert "Both sides are the same: choose something else for one of them." in text_of(page)


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("statistic=average", WHICH_STATISTIC),
        ("statistic=%00", WHICH_STATISTIC),
        ("release=may-2025", WHICH_RELEASE),
        ("release=a/b/c", WHICH_RELEASE),
        ("release=%3Cscript%3E/x", WHICH_RELEASE),
    ],
)
def test_a_parameter_that_means_nothing_is_refused_in_words(
    client: Client, query: str, sentence: str
) -> None:
    page = client.get(f"{compared('alpha', 'beta')}?{query}")
    assert page.status_code == 400
    assert sentence in text_of(page)
    assert page["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("common")
def test_an_unknown_role_is_answered_with_near_ones(client: Client) -> None:
    page = client.get(compared("alpha", "betta"))
    assert page.status_code == 404
    assert "There is no role “betta” in the guide. Near “betta”: Beta" in text_of(page)
    assert '<a href="/salaries/beta/">Pay guide: Beta</a>' in html_of(page)


@pytest.mark.usefixtures("common")
def test_a_failed_comparison_keeps_what_was_chosen(client: Client) -> None:
    page = client.get(compared("alpha", "betta"))
    assert '<option value="alpha.average" selected>' in html_of(page)


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("path", "thing"),
    [
        ("/compare/alpha.nowhere/vs/beta.average/", "experience level “nowhere”"),
        ("/compare/alpha.average.nowhere/vs/beta.average/", "place “nowhere”"),
        ("/compare/alpha.average.us.nothing/vs/beta.average/", "option “nothing”"),
    ],
)
def test_what_is_unknown_is_named(client: Client, path: str, thing: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert f"There is no {thing} in the guide." in text_of(page)


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    "path",
    [
        "/compare/alpha/vs/beta/",
        "/compare/alpha./vs/beta.average/",
        "/compare/.average/vs/beta.average/",
        "/compare/alpha.average.us.go.more/vs/beta.average/",
        "/compare/alpha.average..go/vs/beta.average/",
        "/compare/alp_ha.average/vs/beta.average/",
        "/compare/älpha.average/vs/beta.average/",
        "/compare/alpha.average/",
        "/compare/alpha.average/vs/",
        "/compare/vs/beta.average/",
        "/compare/alpha.average/vs/vs/vs/beta.average/",
    ],
)
def test_an_address_that_spells_no_comparison_is_404(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert page["Content-Type"] == "text/html; charset=utf-8"


def test_a_comparison_on_an_empty_database_is_404_in_words(client: Client) -> None:
    page = client.get(compared("alpha", "beta"))
    assert page.status_code == 404
    assert "There is no role “alpha” in the guide." in text_of(page)


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (f"{compared('alpha', 'betta')}?statistic=p90&prices=cpi", {"statistic": "p90", "prices": "cpi"}),
        (f"{compared('alpha', 'alpha')}?statistic=p90&as_of=1", {"statistic": "p90", "as_of": "1"}),
        ("/compare/alpha.average/vs/beta/?statistic=p90", {"statistic": "p90"}),
        (f"{compared('alpha', 'beta')}?release=none/at-all&statistic=p90", {"statistic": "p90"}),
        (f"{compared('alpha', 'beta')}?statistic=p90&as_of=2999-01-01", {"statistic": "p90"}),
        (f"{compared('alpha', 'beta')}?statistic=average&prices=cpi", {}),
    ],
    ids=[
        "unknown role",
        "one side twice",
        "no such address",
        "no such release",
        "no such version",
        "unreadable",
    ],
)
def test_the_form_of_a_refused_address_carries_on_what_can_be_answered(
    client: Client, address: str, kept: dict[str, str]
) -> None:
    form = html_of(client.get(address)).partition('action="/compare/"')[2]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', form)
    assert dict(hidden) == kept
