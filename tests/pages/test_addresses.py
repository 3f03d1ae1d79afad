"""One thing has one address: every other spelling leads to it in one hop (cases A18 and A19)."""

import re
from itertools import permutations
from typing import Any

import pytest
from django.test import Client

from salaries.models import (
    ExperienceLevel,
    FactorOption,
    Figure,
    InfluencingFactor,
    Location,
    Redirect,
    Release,
    Role,
    Source,
)
from tests.factories import make_figure, make_level, make_location, make_option, make_role
from tests.pages.reading import PUBLIC, ask, canonical_of, html_of, text_of

pytestmark = pytest.mark.django_db

AB = "/compare/alpha.average/vs/beta.average/"
BOTH = "?release=bureau/may-2025&statistic=median"


def leads(client: Client, asked: str) -> str:
    """Where `asked` leads by one 301, after which a page is there."""
    answer = ask(client, asked)
    assert answer.status_code == 301, answer.status_code
    there = client.get(answer["Location"])
    assert there.status_code == 200, f"{answer['Location']}: {there.status_code}"
    return str(answer["Location"])


# A18: spellings


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    "asked",
    [
        "/compare/Alpha.average/vs/BETA.Average/",
        "/COMPARE/alpha.average/VS/beta.average/",
        "/compare/alpha.average/vs/beta.average",
        "/compare/alpha.average/vs/beta.average//",
        "/compare//alpha.average/vs//beta.average/",
        "/compare/ alpha.average/vs/beta.average /",
        "/compare/%20alpha.average/vs/beta.average%20/",
        "/compare/+alpha.average+/vs/+beta.average/",
        "/compare/alpha.average%C2%A0/vs/beta.average/",
        "/compare/alpha.average.us/vs/beta.average/",
        "/compare/alpha.average/vs/beta.average.us/",
        "/compare/alpha.average.us/vs/beta.average.us/",
        "/compare/alpha.average/vs/beta.average/vs/alpha.average/",
        "/compare/alpha.average/vs/alpha.average.us/vs/beta.average/",
        "/compare/alpha.average/vs/beta.average/?statistic=",
        "/compare/alpha.average/vs/beta.average/?statistic=&release=",
        "//COMPARE//Alpha.average.US/vs/+beta.average/vs/ALPHA.average?statistic=",
    ],
)
def test_another_spelling_of_a_comparison_leads_to_it_in_one_hop(client: Client, asked: str) -> None:
    assert leads(client, asked) == AB


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/compare/%61lpha.average/vs/beta.average/", AB),
        ("/salaries/alph%61/", "/salaries/alpha/"),
        ("/salaries/alpha%2D/", None),
    ],
)
@pytest.mark.parametrize("server", ["RAW_URI", "REQUEST_URI"])
def test_a_needless_escape_leads_to_the_plain_address(
    client: Client, server: str, asked: str, address: str | None
) -> None:
    answer = ask(client, asked, **{server: asked})
    assert (answer.status_code, answer.get("Location")) == ((301, address) if address else (404, None))


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(("proxy", "status"), [(("HTTP_X_FORWARDED_PROTO", "https"), 301), (None, 200)])
def test_a_needless_escape_is_believed_of_a_trusted_proxy_only(
    client: Client, settings: Any, proxy: tuple[str, str] | None, status: int
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = proxy
    told = {"X-Original-URI": "https://evil.test/salaries/%61lpha/"}
    answer = client.get("/salaries/alpha/", headers=told)
    assert (answer.status_code, answer.get("Location", "/salaries/alpha/")) == (status, "/salaries/alpha/")


@pytest.mark.usefixtures("common")
def test_a_needful_escape_is_no_other_spelling(client: Client) -> None:
    assert client.get("/search?q=%61", RAW_URI="/search?q=%61").status_code == 200


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    "query",
    [
        "?statistic=median&release=bureau/may-2025",
        "?release=Bureau/May-2025&statistic=MEDIAN",
        "?release=bureau%2Fmay-2025&statistic=%20median&statistic=median",
        "?statistic=mean&release=bureau/may-2025&statistic=median",
        "?utm_source=x&statistic=median&release=bureau/may-2025",
    ],
)
def test_parameters_have_one_order_and_spelling(client: Client, query: str) -> None:
    assert leads(client, AB + query) == AB + BOTH


@pytest.mark.usefixtures("common")
def test_parameters_and_path_are_put_right_in_the_same_hop(client: Client) -> None:
    asked = "/Compare/alpha.average.us//vs/beta.average?statistic=median&release=bureau/may-2025"
    assert leads(client, asked) == AB + BOTH


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("query", ["", BOTH])
def test_marketing_parameters_change_no_byte(client: Client, query: str) -> None:
    plain = client.get(AB + query)
    other = client.get(f"{AB}{query}{'&' if query else '?'}utm_source=letter&fbclid=1")
    assert other.status_code == 200
    assert other.content == plain.content
    assert canonical_of(other) == f"http://127.0.0.1:8000{AB}"


@pytest.mark.usefixtures("common")
def test_a_given_statistic_and_release_stay_in_the_address(client: Client) -> None:
    assert client.get(AB + BOTH).status_code == 200


@pytest.mark.usefixtures("common")
def test_eleven_subjects_are_too_many(client: Client) -> None:
    for number in range(11):
        make_role(f"role-{number}")
    page = client.get("/compare/" + "/vs/".join(f"role-{n}.average" for n in range(11)) + "/")
    assert page.status_code == 400
    assert "That is 11 to compare: up to 4 can stand side by side." in text_of(page)


@pytest.mark.usefixtures("common")
def test_four_subjects_are_not_too_many(client: Client) -> None:
    assert (
        client.get("/compare/alpha.average/vs/beta.average/vs/gamma.average/vs/yen.average/").status_code
        == 200
    )


@pytest.mark.usefixtures("common")
def test_five_spellings_of_two_subjects_are_two(client: Client) -> None:
    asked = "/compare/" + "/vs/".join(["alpha.average", "beta.average.us"] * 3) + "/"
    assert leads(client, asked) == AB


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("path", ["/compare/alpha/vs/beta/", "/compare/alpha/vs/beta.average/"])
def test_a_role_alone_is_no_subject(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.usefixtures("common")
def test_every_order_of_three_has_the_sorted_one_as_canonical_link(client: Client) -> None:
    for order in permutations(["gamma", "alpha", "beta"]):
        page = client.get("/compare/" + "/vs/".join(f"{role}.average" for role in order) + "/")
        assert page.status_code == 200
        assert canonical_of(page).endswith("/compare/alpha.average/vs/beta.average/vs/gamma.average/")


def test_a_subject_with_an_option_keeps_its_place(client: Client) -> None:
    make_figure("alpha", median=50_000, option="go")
    make_figure("beta", median=60_000)
    assert client.get("/compare/alpha.average.us.go/vs/beta.average/").status_code == 200


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("path", [path for path in PUBLIC if path.endswith("/") and path != "/"])
@pytest.mark.parametrize(
    "change", [str.upper, lambda path: path[:-1], lambda path: path + "/", lambda path: "/" + path]
)
def test_every_page_has_one_spelling(client: Client, path: str, change: object) -> None:
    assert leads(client, change(path)) == path  # type: ignore[operator]


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("asked", ["/search/", "/SEARCH", "//search"])
def test_search_has_no_slash_at_its_end(client: Client, asked: str) -> None:
    assert leads(client, asked + "?q=go") == "/search?q=go"


@pytest.mark.usefixtures("guide")
def test_the_default_place_is_left_out_of_a_guides_address(client: Client) -> None:
    assert leads(client, "/salaries/backend-engineer/us/") == "/salaries/backend-engineer/"


@pytest.mark.usefixtures("guide")
def test_the_first_page_of_a_list_has_no_number_in_its_canonical_link(client: Client) -> None:
    assert canonical_of(client.get("/salaries/?page=1")) == "http://127.0.0.1:8000/salaries/"


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(
    "asked", ["/Nowhere/at/all", "/salaries/backend-engineer/us/more/", "/%00/", "/compare//"]
)
def test_a_spelling_of_nothing_is_404_in_one_step_or_the_page_it_means(client: Client, asked: str) -> None:
    answer = ask(client, asked)
    expected = (301, "/compare/") if asked == "/compare//" else (404, None)
    assert (answer.status_code, answer.get("Location")) == expected


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("asked", ["/SALARIES/backend-enginer", "//salaries//backend-enginer/"])
def test_another_spelling_of_a_missing_page_is_404_at_once(client: Client, asked: str) -> None:
    assert ask(client, asked).status_code == 404


def test_a_redirect_never_leaves_the_site(client: Client) -> None:
    for asked in ("//evil.test/", "//evil.test/salaries/", "/\\evil.test/", "///evil.test"):
        answer = ask(client, asked)
        assert not answer.get("Location", "/").startswith(("//", "http")), asked


def test_browsers_that_guess_the_icon_are_led_to_it(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (301, "/static/icon.svg")


# A18: the fields of the form


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    "fields",
    [
        {"subject": ["alpha.average", "beta.average"]},
        {"subject": [" Alpha.average ", "BETA.average"]},
        {"subject": ["alpha.average", "", "beta.average", ""]},
        {"subject": ["alpha.average", "beta.average", "alpha.average"]},
        {"subject": ["alpha.average", "beta.average"], "place": ["us"]},
        {"subject": ["alpha.average", "beta.average"], "place": ["us", "us"], "statistic": [""]},
    ],
)
def test_the_form_leads_to_the_canonical_address(client: Client, fields: dict[str, list[str]]) -> None:
    answer = client.get("/compare/", fields)
    assert (answer.status_code, answer["Location"]) == (302, AB)
    assert answer["Cache-Control"] == "no-store"


# A19: renamed


@pytest.mark.usefixtures("common")
def test_a_role_renamed_twice_is_one_hop_away(client: Client) -> None:
    for slug in ("alfa", "alpha-2"):
        role = Role.objects.get(name="Alpha")
        role.slug = slug
        role.save()
    assert leads(client, "/salaries/alpha/") == "/salaries/alpha-2/"
    assert leads(client, "/salaries/alfa/") == "/salaries/alpha-2/"
    assert leads(client, AB) == "/compare/alpha-2.average/vs/beta.average/"


@pytest.mark.usefixtures("common")
def test_an_old_name_in_another_spelling_is_one_hop_away(client: Client) -> None:
    Role.objects.filter(slug="alpha").update(slug="alfa")
    asked = "/compare/ALPHA.average.us//vs/beta.average?statistic=median&release=bureau/may-2025"
    assert leads(client, asked) == "/compare/alfa.average/vs/beta.average/" + BOTH


@pytest.mark.usefixtures("common")
def test_a_comparison_of_old_and_new_name_is_of_one_thing(client: Client) -> None:
    Role.objects.filter(slug="alpha").update(slug="alfa")
    assert client.get("/compare/alpha.average/vs/alfa.average/").status_code == 400


def test_a_renamed_level_place_and_option_lead_to_the_new_address(client: Client) -> None:
    make_figure("alpha", median=50_000, level="senior", location="gb", option="go")
    make_figure("beta", median=60_000)
    for model, old, new in (
        (ExperienceLevel, "senior", "lead"),
        (Location, "gb", "uk"),
        (FactorOption, "go", "golang"),
    ):
        model.objects.filter(slug=old).update(slug=new)
    assert leads(client, "/compare/alpha.senior.gb.go/vs/beta.average/") == (
        "/compare/alpha.lead.uk.golang/vs/beta.average/"
    )


def test_a_level_renamed_along_a_chain_is_one_hop_away(client: Client) -> None:
    make_figure("alpha", median=50_000, level="senior")
    make_figure("alpha", median=40_000)
    for old, new in (("senior", "lead"), ("lead", "principal")):
        ExperienceLevel.objects.filter(slug=old).update(slug=new)
    for old in ("senior", "lead"):
        assert leads(client, f"/compare/alpha.average/vs/alpha.{old}/") == (
            "/compare/alpha.average/vs/alpha.principal/"
        )


def test_a_renamed_place_leads_to_its_page_and_its_guides(client: Client) -> None:
    make_figure("alpha", median=50_000, location="gb")
    for old, new in (("gb", "uk"), ("uk", "britain")):
        Location.objects.filter(slug=old).update(slug=new)
    assert leads(client, "/locations/gb/") == "/locations/britain/"
    assert leads(client, "/salaries/alpha/gb/") == "/salaries/alpha/britain/"


def test_a_renamed_factor_source_and_release_lead_to_the_new_address(client: Client) -> None:
    make_figure("alpha", median=50_000, option="go")
    InfluencingFactor.objects.filter(slug="technologies").update(slug="tools")
    Source.objects.filter(slug="bureau").update(slug="office")
    Release.objects.filter(slug="may-2025").update(slug="spring")
    assert leads(client, "/factors/technologies/") == "/factors/tools/"
    assert leads(client, "/sources/bureau/") == "/sources/office/"
    assert leads(client, "/sources/bureau/may-2025/") == "/sources/office/spring/"


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("path", [AB, "/salaries/alpha/"])
def test_an_asked_release_answers_under_its_present_name(client: Client, path: str) -> None:
    Source.objects.filter(slug="bureau").update(slug="office")
    Release.objects.filter(slug="may-2025").update(slug="spring")
    for asked in (path, path.upper(), path.rstrip("/")):
        assert leads(client, asked + "?release=bureau/may-2025") == path + "?release=office/spring"


@pytest.mark.usefixtures("common")
def test_a_live_slug_wins_over_history(client: Client) -> None:
    Role.objects.filter(slug="alpha").update(slug="alfa", name="Alfa")
    make_figure("alpha", median=12_345)
    page = client.get("/salaries/alpha/")
    assert page.status_code == 200
    assert "$12,345" in text_of(page)
    assert "$50,000" not in text_of(page)


@pytest.mark.usefixtures("common")
def test_a_slug_reused_by_renaming_wins_over_history(client: Client) -> None:
    Role.objects.filter(slug="alpha").update(slug="alfa")
    Role.objects.filter(slug="beta").update(slug="alpha")
    assert "$72,940" in text_of(client.get("/salaries/alpha/"))
    assert leads(client, "/salaries/beta/") == "/salaries/alpha/"


def test_an_option_that_is_a_place_leads_to_the_place(client: Client) -> None:
    make_figure("alpha", median=50_000)
    place = make_location("seattle-wa", kind="metro")
    make_figure("alpha", median=60_000, location=place)
    make_option("seattle", location=place)
    assert leads(client, "/compare/alpha.average/vs/alpha.average.us.seattle/") == (
        "/compare/alpha.average/vs/alpha.average.seattle-wa/"
    )


# A19: removed


def remove(slug: str) -> None:
    Figure.objects.filter(role__slug=slug).delete()
    Role.objects.get(slug=slug).delete()


@pytest.mark.usefixtures("common")
def test_a_removed_role_is_gone_with_near_ones(client: Client) -> None:
    make_role("betas")
    remove("beta")
    page = client.get("/salaries/beta/")
    assert page.status_code == 410
    assert "The role “beta” has been removed from the guide." in text_of(page)
    assert '<a href="/salaries/betas/">Betas</a>' in html_of(page)


@pytest.mark.usefixtures("common")
def test_a_comparison_that_lost_one_says_which(client: Client) -> None:
    remove("beta")
    page = client.get(AB)
    assert page.status_code == 410
    assert "The role “beta” has been removed from the guide." in text_of(page)
    assert "“alpha”" not in text_of(page)
    assert '<a href="/salaries/alpha/">' in html_of(page)


@pytest.mark.usefixtures("common")
def test_a_comparison_that_lost_one_and_never_had_another_is_404(client: Client) -> None:
    remove("beta")
    page = client.get("/compare/nobody.average/vs/beta.average/")
    assert page.status_code == 404
    assert "There is no role “nobody” in the guide." in text_of(page)
    assert "The role “beta” has been removed from the guide." in text_of(page)


@pytest.mark.usefixtures("common")
def test_a_renamed_and_then_removed_role_is_gone_under_every_name(client: Client) -> None:
    Role.objects.filter(slug="beta").update(slug="bravo")
    remove("bravo")
    assert [client.get(f"/salaries/{slug}/").status_code for slug in ("beta", "bravo")] == [410, 410]


@pytest.mark.usefixtures("common")
def test_a_removed_role_made_again_answers_again(client: Client) -> None:
    remove("beta")
    make_figure("beta", median=77_000)
    assert "$77,000" in text_of(client.get("/salaries/beta/"))


@pytest.mark.usefixtures("common")
def test_removed_level_place_option_and_factor_are_gone(client: Client) -> None:
    rows = [make_level("senior"), make_location("gb"), make_option("go")]
    factor = rows[2].factor  # type: ignore[attr-defined]
    for row in (*rows, factor):
        row.delete()
    asked = ["/compare/alpha.senior/vs/alpha.average/", "/compare/alpha.average/vs/beta.average.gb/"]
    asked += ["/compare/alpha.average/vs/beta.average.us.go/", "/locations/gb/", "/factors/technologies/"]
    assert [client.get(path).status_code for path in asked] == [410] * 5


@pytest.mark.usefixtures("common")
def test_merging_by_an_editors_own_redirect_is_one_hop(client: Client) -> None:
    remove("gamma")
    Redirect.objects.filter(old_slug="gamma").update(new_slug="alpha")
    assert leads(client, "/salaries/gamma/") == "/salaries/alpha/"


@pytest.mark.usefixtures("guide")
def test_a_withdrawn_source_is_404(client: Client) -> None:
    Source.objects.get(slug="ora").releases.get().parts.get().withdraw()
    assert client.get("/sources/ora/").status_code == 404
    assert client.get("/sources/ora/backend-engineer-pay/").status_code == 404


@pytest.mark.usefixtures("guide")
def test_links_on_public_pages_are_in_their_one_spelling(client: Client) -> None:
    links = {
        link for path in PUBLIC for link in re.findall(r'<a [^>]*href="(/[^"#]*)', html_of(client.get(path)))
    }
    assert len(links) > 15
    assert {link: client.head(link).status_code for link in links} == dict.fromkeys(links, 200)
