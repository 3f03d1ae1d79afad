"""The first page of the editors' area: what waits, where its list is, and that it stays light."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.urls import reverse

from salaries.models import Figure, Release, ReleasePart, Report, Role, data_change
from tests.admin.test_publishing import draft, member
from tests.factories import make_figure, make_level, make_part, make_release, make_role, make_source
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")
ORDER = ["drafts", "reports", "suspicious", "sources", "publications", "roles"]


def page_of(client: Client) -> str:
    return client.get(INDEX).content.decode()


def block(client: Client, name: str) -> str:
    """The HTML of one block."""
    found = re.search(rf'<section class="module board" id="{name}">.*?</section>', page_of(client), re.DOTALL)
    assert found, f"no block {name}"
    return found.group()


def blocks(client: Client) -> list[str]:
    return re.findall(r'<section class="module board" id="(\w+)">', page_of(client))


def released(year: int, **values: Any) -> ReleasePart:
    """The bureau's part of a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return make_part(make_release(str(year), reference_start=first, reference_end=last), **values)


def test_empty_blocks_say_so_in_words(anna: Any) -> None:
    words = {
        "drafts": "No draft is waiting to be published.",
        "reports": "Every report has been answered.",
        "suspicious": "no figure falls with seniority or jumps between releases",
        "sources": "No source seems to lack an edition.",
        "publications": "Nothing has been published yet.",
        "roles": "Every role has a published figure.",
    }
    assert blocks(anna) == ORDER
    assert {name for name, text in words.items() if text in block(anna, name)} == set(words)


def test_a_draft_leads_to_the_page_that_publishes_it(anna: Any) -> None:
    part = draft(52_000)
    shown = block(anna, "drafts")
    assert f'<a href="{reverse("admin:salaries_releasepart_publish", args=[part.pk])}">{part}</a>' in shown
    assert "<small>draft, 1 figure</small>" in shown
    assert "<small>1 draft</small>" in shown


def test_a_draft_leads_to_its_form_who_may_not_publish(django_user_model: Any) -> None:
    part = draft(52_000)
    url = reverse("admin:salaries_releasepart_change", args=[part.pk])
    assert f'href="{url}"' in block(member(django_user_model, "Editor"), "drafts")


def test_an_open_report_leads_to_its_form(anna: Any) -> None:
    report = Report.objects.create(message="Too <b>high</b>.", about="Alpha")
    Report.objects.create(message="Done.", state="answered")
    shown = block(anna, "reports")
    url = reverse("admin:salaries_report_change", args=[report.pk])
    assert f'<a href="{url}">Too &lt;b&gt;high&lt;/b&gt;.</a><small>Alpha, ' in shown
    assert "<small>1 open</small>" in shown
    assert "Done." not in shown


def test_a_figure_that_looks_wrong_leads_to_its_form(anna: Any) -> None:
    make_figure(level=make_level("mid", rank=1), median=60_000)
    figure = make_figure(level=make_level("senior", rank=2), median=59_000)
    shown = block(anna, "suspicious")
    assert f'<a href="{reverse("admin:salaries_figure_change", args=[figure.pk])}">Alpha, Senior' in shown
    assert "median $59,000 is below $60,000 of Mid" in shown


def test_figures_are_held_against_each_other_once_and_again_after_a_change(
    anna: Any,
) -> None:
    make_figure(level=make_level("mid", rank=1), median=60_000)
    senior = make_figure(level=make_level("senior", rank=2), median=59_000)
    asked = 0

    def counted(run: Any, sql: Any, *more: Any) -> Any:
        nonlocal asked
        asked += "its_median" in sql
        return run(sql, *more)

    with connection.execute_wrapper(counted):
        assert [block(anna, "suspicious").count("<li>") for _ in range(3)] == [1, 1, 1]
        assert asked == 2
        with data_change("Corrected"):
            Figure.objects.filter(pk=senior.pk).update(median=61_000)
        assert block(anna, "suspicious").count("<li>") == 0
        assert asked == 4


def test_a_source_is_listed_that_is_older_than_its_cycle(anna: Any) -> None:
    make_source(cycle_months=12)
    make_figure(part=released(2019), median=50_000)
    assert "newest of 31 December 2019, comes out once a year" in block(anna, "sources")


def test_the_last_publications_stand_newest_first(anna: Any) -> None:
    for year in (2024, 2025):
        make_figure(part=released(year, state="draft"), median=50_000)
        ReleasePart.objects.get(release__slug=str(year)).publish()
    shown = re.findall(r'<a href="(/sources/[^"]*)"', block(anna, "publications"))
    assert shown == ["/sources/bureau/2025/", "/sources/bureau/2024/"]


def test_a_role_without_figures_is_listed_and_one_with_a_draft_too(anna: Any) -> None:
    make_figure("alpha", median=50_000)
    make_figure("beta", make_part(name="more", state="draft"), median=50_000)
    make_role("gamma")
    shown = block(anna, "roles")
    assert ("Alpha" in shown, "Beta" in shown, "Gamma" in shown) == (False, True, True)
    assert "<small>2 roles</small>" in shown


def test_five_are_shown_and_all_are_counted(anna: Any) -> None:
    for number in range(7):
        make_role(f"role-{number}")
    shown = block(anna, "roles")
    assert shown.count("<li>") == 5
    assert "<small>7 roles</small>" in shown


def test_each_block_leads_to_the_list_that_shows_it_all(anna: Any) -> None:
    make_source(cycle_months=1)
    make_figure("alpha", released(2019), median=50_000)
    make_figure("alpha", released(2020), median=90_000)
    make_part(make_release("later"), state="in_review")
    Report.objects.create(message="Too high.")
    make_role("gamma")
    for name in ORDER:
        more = re.findall(r'<p class="more"><a href="([^"]*)"', block(anna, name))[0].replace("&amp;", "&")
        answer = anna.get(more)
        first = re.findall(r'<li><a href="([^"]*)"', block(anna, name))[0]
        listed = first.replace("/publish/", "/change/") in answer.content.decode()
        assert (answer.status_code, listed or name == "publications") == (200, True), name


def test_nobody_sees_a_block_whose_list_is_closed_to_him(django_user_model: Any) -> None:
    user = django_user_model.objects.create_user("dora", password="dora-long-password", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_role"))
    dora = signed_in(Client(), user)
    assert blocks(dora) == ["roles"]
    assert dora.get(reverse("admin:salaries_figure_checks")).status_code == 403


def test_a_viewer_sees_every_block_and_no_address(django_user_model: Any) -> None:
    Report.objects.create(message="Too high.", email="reader@pay.example")
    viewer = member(django_user_model, "Viewer")
    assert blocks(viewer) == ORDER
    assert "reader@pay.example" not in page_of(viewer)


def test_the_page_stays_light(anna: Any, django_assert_max_num_queries: Any) -> None:
    for year in (2024, 2025):
        part = released(year)
        for number in range(8):
            make_figure(f"role-{number}", part, median=50_000 * (year - 2023))
            make_role(f"empty-{number}")
            Report.objects.create(message="Too high.")
    for number in range(8):
        make_part(make_release("later"), f"draft {number}", state="draft")
    # After a change of public data it also reads of which version that is what is held from then on.
    with django_assert_max_num_queries(16) as asked:
        anna.get(INDEX)
    with django_assert_max_num_queries(11):
        anna.get(INDEX)
    wholes = [
        one["sql"]
        for one in asked.captured_queries
        if 'COUNT(*) AS "__count" FROM "salaries_figure"' in one["sql"]
    ]
    assert not wholes
    assert (Role.objects.count(), Release.objects.count()) == (16, 3)


def test_the_checks_have_a_page_of_their_own(anna: Any) -> None:
    make_figure("alpha", released(2024), median=50_000)
    figure = make_figure("alpha", released(2025), median=90_000)
    make_role("gamma")
    page = anna.get(reverse("admin:salaries_figure_checks")).content.decode()
    assert f'<a href="{reverse("admin:salaries_figure_change", args=[figure.pk])}">Alpha, all levels' in page
    assert "Gamma: no published figure" in page
    assert "A step of seniority that is paid less than the one below it, in one release." in page
