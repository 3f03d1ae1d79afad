"""The whole map of addresses is sent to, by somebody of each group: what changes, and by whom.

A form or address that is new is sent to by itself; `MAY` has to say from which group on it changes anything.
"""

from itertools import pairwise

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from tests.admin.importing import sent, set_up
from tests.admin.walking import FILE, changed, furnish, sent_forms, tried
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
GROUPS = ("nobody", "no group", "Viewer", "Contributor", "Editor", "Publisher", "superuser")
MAY = {
    "Contributor": "release_add release_change release_revert releasepart_add figure_change_draft figure_delete_draft "
    "figure_revert_draft releasepart_change_draft releasepart_revert_draft releasepart_table_draft",
    "Editor": "figure_add figure_change figure_delete figure_revert figure_changelist_delete_selected "
    "releasepart_change releasepart_revert releasepart_table importjob_add importjob_correct "
    "importjob_draft importjob_settings importjob_drop report_change curatedcomparison_change curatedcomparison_revert "
    "influencingfactor_add influencingfactor_change influencingfactor_revert factoroption_add "
    "factoroption_change factoroption_revert experiencelevel_add experiencelevel_change "
    "experiencelevel_revert location_add location_change location_revert locationcode_add "
    "locationcode_change locationcode_revert role_add role_change role_revert rolealias_add "
    "rolealias_change rolealias_revert rolecode_add rolecode_change rolecode_revert source_add "
    "source_change source_revert priceindex_add priceindex_change",
    "Publisher": "releasepart_publish_draft releasepart_changelist_withdraw release_delete "
    "release_changelist_delete_selected redirect_add redirect_change redirect_revert factoroption_retire "
    "experiencelevel_retire location_retire role_retire curatedcomparison_delete "
    "curatedcomparison_changelist_delete_selected factoroption_delete factoroption_changelist_delete_selected "
    "experiencelevel_delete experiencelevel_changelist_delete_selected location_delete "
    "location_changelist_delete_selected locationcode_delete locationcode_changelist_delete_selected role_delete "
    "role_changelist_delete_selected rolealias_delete rolealias_changelist_delete_selected rolecode_delete "
    "rolecode_changelist_delete_selected source_delete source_changelist_delete_selected priceindex_delete "
    "priceindex_changelist_delete_selected",
    "superuser": "auth_user_add auth_user_change auth_user_delete auth_user_password_change "
    "auth_user_changelist_delete_selected auth_group_add auth_group_change auth_group_delete "
    "auth_group_changelist_delete_selected report_add report_delete report_changelist_delete_selected redirect_delete "
    "redirect_changelist_delete_selected",
}  # fmt: skip
"""The forms that change something, by the first group for which they do: each may what the one before may (0017)."""
LOOKING = {"index", "jsi18n", "view_on_site"}
"""What is open to an account of no group: the first page without anything on it, words of the script."""


def member(name: str) -> Client:
    """Somebody of that group alone; `nobody` is not signed in."""
    if name == "nobody":
        return Client()
    user = User.objects.create_user(
        name.replace(" ", ""),
        None,
        "a-long-made-up-password",
        is_staff=True,
        is_superuser=name == "superuser",
    )
    if group := Group.objects.filter(name=name).first():
        user.groups.add(group)
    return signed_in(Client(), user)


def test_each_form_changes_something_from_the_group_on_that_it_is_for(anna: Client) -> None:
    furnish()
    set_up(anna, sent(anna, FILE), source="bureau")
    clients = {group: member(group) for group in GROUPS}
    # What changes nothing for who may do everything is no test of others.
    telling = [one for one in sent_forms(anna) if changed(anna, *one[1:])]
    found = {
        name.removeprefix("salaries_").replace(" ", "_"): next(
            group for group in GROUPS if changed(clients[group], url, form)
        )
        for name, url, form in telling
    }
    assert found == {form: group for group, forms in MAY.items() for form in forms.split()}


def test_a_group_may_what_the_one_before_may() -> None:
    held = [Group.objects.get(name=name).permissions.values_list("codename") for name in GROUPS[2:-1]]
    assert all(set(less) < set(more) for less, more in pairwise(held))


def test_who_has_no_group_sees_nothing_and_a_viewer_no_account(anna: Client) -> None:
    furnish()
    stranger, viewer = member("no group"), member("Viewer")
    for name, url in tried():
        if stranger.get(url).status_code in (200, 405):
            assert name in LOOKING, url
        if "/auth/" in url:
            assert viewer.get(url).status_code in (302, 403, 404), url
