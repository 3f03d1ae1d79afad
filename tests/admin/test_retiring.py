"""A11 and A19: what has figures is never deleted; publishers retire and merge it, and its addresses go on working."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from salaries.models import DataVersion, Figure, Role
from salaries.models.retiring import retire
from salaries.models.trail import entries
from tests.factories import make_common_data, make_curated, make_figure, make_role
from tests.forms import fields_of
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def address(page: str, row: Any) -> str:
    return reverse(f"admin:salaries_{row._meta.model_name}_{page}", args=[row.pk])


def send(client: Client, url: str, **typed: str) -> Any:
    """The form of a page, filled in besides what it holds."""
    return client.post(url, fields_of(client.get(url).content.decode()) | typed)


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def rename(client: Client, row: Any, slug: str) -> None:
    assert send(client, address("change", row), slug=slug).status_code == 302


@pytest.fixture
def member(django_user_model: Any) -> Any:
    """A client signed in as somebody of a group alone."""

    def make(group: str) -> Client:
        user = django_user_model.objects.create_user(group, password="a-long-password", is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        return signed_in(Client(), user)

    return make


@pytest.fixture
def beta(db: Any) -> Any:
    """A role with a figure, and one beside it that is spelled nearly so."""
    make_role("betas")
    return make_figure("beta", median=72_940).role


def test_renamed_removed_and_merged_titles_keep_their_addresses(anna: Any, client: Any) -> None:
    make_common_data()
    alpha, beta, gamma = (Role.objects.get(slug=slug) for slug in ("alpha", "beta", "gamma"))
    for slug in ("alfa", "alpha-2"):
        rename(anna, alpha, slug)
    send(anna, address("retire", beta), note="Nobody does it.")
    form = f"{address('merge', gamma)}?into=alpha-2"
    anna.post(
        address("merge", gamma), fields_of(anna.get(form).content.decode()) | {"note": "Same.", "keep": "on"}
    )
    for old in ("alpha", "alfa", "gamma"):
        answer = client.get(f"/salaries/{old}/")
        assert (answer.status_code, answer["Location"]) == (301, "/salaries/alpha-2/"), old
    assert client.get("/salaries/alpha-2/").status_code == 200
    assert client.get("/salaries/beta/").status_code == 410


def test_a_comparison_that_lost_a_title_says_which(client: Any, beta: Any) -> None:
    make_figure("alpha", median=50_000)
    url = "/compare/alpha.average/vs/beta.average/"
    assert client.get(url).status_code == 200
    retire(beta, "Nobody does it.")
    answer = client.get(url)
    assert answer.status_code == 410
    assert "The role “beta” has been removed from the guide." in answer.content.decode()
    assert client.get(f"{url}data.json").status_code == 410


def test_a_comparison_with_a_merged_title_leads_on_in_one_step(anna: Any, client: Any, beta: Any) -> None:
    make_figure("alpha", median=50_000), make_figure("gamma", level="senior", median=40_000)
    gamma = Role.objects.get(slug="gamma")
    rename(anna, gamma, "gimel")
    form = f"{address('merge', gamma)}?into=alpha"
    anna.post(address("merge", gamma), fields_of(anna.get(form).content.decode()) | {"note": "The same."})
    for old in ("gamma", "gimel"):
        answer = client.get(f"/compare/beta.average/vs/{old}.senior/")
        assert (answer.status_code, answer["Location"]) == (301, "/compare/beta.average/vs/alpha.senior/")
    assert "$40,000" in client.get("/compare/beta.average/vs/alpha.senior/").content.decode()


def test_readers_are_told_of_it_among_the_changes(client: Any, beta: Any) -> None:
    retire(beta, "Nobody does it.")
    page = client.get("/changes/")
    assert page.status_code == 200
    assert "Nobody does it." in page.content.decode()


def test_a_removed_title_names_what_is_spelled_nearly_so(client: Any, beta: Any) -> None:
    retire(beta, "Nobody does it.")
    page = client.get("/salaries/beta/")
    assert page.status_code == 410
    assert 'href="/salaries/betas/"' in page.content.decode()


@pytest.mark.parametrize(
    "url", ["/salaries/", "/search?q=beta", "/compare/", "/", "/locations/us/", "/sources/bureau/may-2025/"]
)
def test_what_is_retired_is_on_no_list(client: Any, beta: Any, url: str) -> None:
    make_curated("Beta and alpha", "beta", "alpha")
    assert "Beta" in client.get(url).content.decode()
    retire(beta, "Nobody does it.")
    Role.objects.filter(slug="betas").delete()
    assert not re.search(r"Beta\b", text_of(client.get(url)))


def test_a_permanent_link_of_before_stays_true(client: Any, beta: Any) -> None:
    make_figure("alpha", median=50_000)
    before = DataVersion.objects.newest()
    retire(beta, "Nobody does it.")
    after = DataVersion.objects.newest()
    assert before is not None and after is not None
    for url in ("/salaries/beta/", "/compare/alpha.average/vs/beta.average/"):
        pinned = client.get(f"{url}?as_of={before.number}")
        assert (pinned.status_code, "$72,940" in pinned.content.decode()) == (200, True), url
        assert client.get(f"{url}?as_of={after.number}").status_code == 410


def test_what_was_retired_is_brought_back_on_the_same_page(anna: Any, client: Any, beta: Any) -> None:
    url = address("retire", beta)
    assert "1 figure of it are kept and no longer shown" in text_of(anna.get(url))
    for status in (410, 200):
        assert send(anna, url, note="Asked for.").status_code == 302
        assert client.get("/salaries/beta/").status_code == status
    assert "$72,940" in client.get("/salaries/beta/").content.decode()


def test_a_reason_is_needed_and_an_obstacle_is_told(anna: Any, beta: Any) -> None:
    assert send(anna, address("retire", beta)).status_code == 400
    make_role("tester", broader=beta)
    answer = anna.post(address("retire", beta), {"note": "Why not.", "seen": ""})
    assert answer.status_code == 400
    assert "“Tester” has this as its wider role. Change that first." in text_of(answer)


def test_who_looked_before_a_change_looks_again_with_the_reason_kept(anna: Any, beta: Any) -> None:
    url = address("retire", beta)
    form = fields_of(anna.get(url).content.decode())
    Role.objects.filter(pk=beta.pk).update(summary="Changed.")
    answer = anna.post(url, form | {"note": "Nobody does it."})
    assert (answer.status_code, fields_of(answer.content.decode())["note"]) == (409, "Nobody does it.")
    assert not Role.objects.get(pk=beta.pk).is_retired


def test_merging_shows_what_moves_and_what_both_have(anna: Any, beta: Any) -> None:
    make_figure("alpha", median=50_000), make_figure("beta", level="senior", median=80_000)
    page = text_of(anna.get(f"{address('merge', beta)}?into=Alpha"))
    assert "These move: 1 figure." in page
    assert "Both have a figure of the same cell" in page
    assert "median $50,000" in page and "median $72,940" in page


def test_merging_over_a_figure_wants_to_know_that_it_is_the_right_one(anna: Any, beta: Any) -> None:
    make_figure("alpha", median=50_000)
    form = fields_of(anna.get(f"{address('merge', beta)}?into=alpha").content.decode()) | {
        "note": "The same."
    }
    refused = anna.post(address("merge", beta), form)
    assert refused.status_code == 400
    assert "Say that the figures which stay are the right ones." in text_of(refused)
    assert anna.post(address("merge", beta), form | {"keep": "on"}).status_code == 302
    assert Role.objects.get(pk=beta.pk).merged_into == Role.objects.get(slug="alpha")


def test_a_merge_that_is_not_what_was_shown_is_refused(anna: Any, beta: Any) -> None:
    make_role("alpha")
    form = fields_of(anna.get(f"{address('merge', beta)}?into=alpha").content.decode()) | {
        "note": "The same."
    }
    make_figure("beta", level="senior", median=80_000)
    answer = anna.post(address("merge", beta), form)
    assert (answer.status_code, fields_of(answer.content.decode())["note"]) == (409, "The same.")
    assert not Role.objects.get(pk=beta.pk).is_retired


def test_an_unknown_title_to_merge_into_is_said_with_what_is_near(anna: Any, beta: Any) -> None:
    answer = anna.get(f"{address('merge', beta)}?into=beta-s")
    assert answer.status_code == 400
    assert "There is no role “beta-s”. Did you mean betas" in text_of(answer)


def test_all_that_a_merge_moves_is_one_batch_of_its_editor(anna: Any, beta: Any) -> None:
    make_role("alpha")
    form = fields_of(anna.get(f"{address('merge', beta)}?into=alpha").content.decode()) | {
        "note": "The same."
    }
    anna.post(address("merge", beta), form)
    found = [*entries(Figure).filter(by="anna"), *entries(Role).filter(by="anna")]
    assert {one.history_change_reason for one in found} == {"The same."}
    assert (len(found), len({one.batch for one in found})) == (2, 1)


@pytest.mark.parametrize(
    ("group", "status"), [("Viewer", 403), ("Contributor", 403), ("Editor", 403), ("Publisher", 200)]
)
def test_publishers_alone_retire_and_merge(member: Any, beta: Any, group: str, status: int) -> None:
    client = member(group)
    for page in ("retire", "merge"):
        assert client.get(address(page, beta)).status_code == status
        assert (address(page, beta) in client.get(address("change", beta)).content.decode()) is (
            status == 200
        )


def test_editors_are_not_offered_to_delete(member: Any, beta: Any) -> None:
    editor, rows = member("Editor"), reverse("admin:salaries_role_changelist")
    assert "delete_selected" not in editor.get(rows).content.decode()
    editor.post(rows, {"action": "delete_selected", "post": "yes", "_selected_action": [beta.pk]})
    assert editor.post(address("delete", beta), {"post": "yes"}).status_code == 403
    assert Role.objects.filter(pk=beta.pk).exists()


def test_publishers_are_told_what_blocks_and_what_to_do_instead(member: Any, beta: Any) -> None:
    publisher, rows = member("Publisher"), reverse("admin:salaries_role_changelist")
    one = publisher.post(address("delete", beta), {"post": "yes"})
    assert "Beta, all levels, United States" in text_of(one) and "retire it instead" in text_of(one)
    chosen = [role.pk for role in (beta, make_role("free"), make_role("other"))]
    many = publisher.post(rows, {"action": "delete_selected", "post": "yes", "_selected_action": chosen})
    assert "Beta, all levels, United States" in text_of(many) and "Nothing is deleted." in text_of(many)
    assert Role.objects.filter(pk__in=chosen).count() == 3


@pytest.mark.parametrize("act", ["retire", "merge"])
def test_a_form_that_was_open_meanwhile_is_refused_with_what_was_typed(
    anna: Any, ben: Any, beta: Any, open_form: Any, act: str
) -> None:
    make_role("alpha")
    bens = open_form(ben, address("change", beta))
    form = fields_of(anna.get(f"{address(act, beta)}?into=alpha").content.decode()) | {"note": "Asked for."}
    assert anna.post(address(act, beta), form).status_code == 302
    answer = ben.post(address("change", beta), bens | {"summary": "Typed by Ben."})
    page = answer.content.decode()
    assert (answer.status_code, fields_of(page)["summary"]) == (409, "Typed by Ben.")
    assert "anna changed “Beta”" in page


def test_a_figure_that_was_open_while_its_role_was_merged_is_refused(
    anna: Any, ben: Any, beta: Any, open_form: Any
) -> None:
    make_role("alpha")
    figure = Figure.objects.get(role=beta)
    bens = open_form(ben, address("change", figure))
    form = fields_of(anna.get(f"{address('merge', beta)}?into=alpha").content.decode()) | {
        "note": "The same."
    }
    anna.post(address("merge", beta), form)
    answer = ben.post(address("change", figure), bens | {"median": "73,000"})
    assert (answer.status_code, fields_of(answer.content.decode())["median"]) == (409, "73,000")
    assert Figure.objects.get(role__slug="alpha").median == 72_940


def test_a_part_that_was_open_while_it_was_published_is_refused(
    anna: Any, ben: Any, alpha: Any, open_form: Any
) -> None:
    part = alpha.part
    part.withdraw()
    bens = open_form(ben, address("change", part))
    data = {"action": "publish", "_selected_action": [part.pk]}
    anna.post(reverse("admin:salaries_releasepart_changelist"), data)
    answer = ben.post(address("change", part), bens | {"name": "Typed by Ben"})
    assert (answer.status_code, fields_of(answer.content.decode())["name"]) == (409, "Typed by Ben")
    assert "anna changed" in answer.content.decode()


def test_what_is_retired_is_not_offered_to_forms(anna: Any, beta: Any) -> None:
    retire(beta, "Nobody does it.")
    query = "app_label=salaries&model_name=figure&field_name=role&term=beta"
    found = anna.get(f"{reverse('admin:autocomplete')}?{query}").json()["results"]
    assert [one["text"] for one in found] == ["Betas"]


def test_a_retired_row_says_so_on_its_form_and_is_found_by_a_filter(anna: Any, beta: Any) -> None:
    retire(beta, "Nobody does it.")
    assert "readers are told that it was removed" in text_of(anna.get(address("change", beta)))
    rows = text_of(anna.get(reverse("admin:salaries_role_changelist") + "?retired=yes"))
    assert "1 role" in rows and "Betas" not in rows
