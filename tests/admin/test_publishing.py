"""Publishing on a page of its own: what changes is seen first, and large moves want a note."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from salaries.models import DataVersion, ReleasePart
from tests.admin.test_changes import publish, publishing_url
from tests.factories import make_figure, make_part, make_release
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
NEEDED = "1 figure moves by more than 20 %: say why, for those who read of it later."


def draft(median: int) -> ReleasePart:
    """A draft of the year after one whose median was 50,000."""
    before = make_release("2024", reference_start="2024-01-01", reference_end="2024-12-31")
    make_figure("alpha", make_part(before), median=50_000)
    after = make_release("2025", reference_start="2025-01-01", reference_end="2025-12-31")
    part = make_part(after, state="draft")
    make_figure("alpha", part, median=median)
    return part


def member(users: Any, group: str, name: str = "carla") -> Client:
    """A client signed in as somebody of that group alone."""
    user = users.objects.create_user(name, password=f"{name}-long-password", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return signed_in(Client(), user)


def state_of(part: ReleasePart) -> str:
    return ReleasePart.objects.get(pk=part.pk).state


def test_the_page_shows_what_changes_for_readers(anna: Any) -> None:
    page = anna.get(publishing_url(draft(52_000))).content.decode()
    assert "0 new, 0 gone, 1 changed (0 by more than 20&nbsp;%), 0 the same as in bureau/2024." in page
    assert "median $50,000 → $52,000 (+4.0\N{NO-BREAK SPACE}%)" in page


def test_a_small_move_is_published_without_a_note(anna: Any, client: Any, open_form: Any) -> None:
    part = draft(60_000)  # +20.0 %: not more
    assert "is published." in publish(anna, open_form, part)
    assert state_of(part) == "published"
    assert "$60,000" in client.get("/salaries/alpha/").content.decode()


def test_a_large_move_wants_a_note_and_keeps_it_with_the_version(anna: Any, open_form: Any) -> None:
    part = draft(60_001)
    answer = anna.post(publishing_url(part), open_form(anna, publishing_url(part)))
    assert answer.status_code == 400
    assert NEEDED in answer.content.decode()
    assert state_of(part) == "draft"
    assert "is published." in publish(anna, open_form, part, note="New survey method.")
    newest = DataVersion.objects.latest("number")
    assert newest.reason == "bureau/2025 published: New survey method."


def test_the_list_leads_large_moves_to_their_page(anna: Any) -> None:
    part = draft(40_000 - 1)
    data = {"action": "publish", "_selected_action": [part.pk]}
    page = anna.post(reverse("admin:salaries_releasepart_changelist"), data, follow=True).content.decode()
    assert "moves figures by more than 20 %: open it and publish it with a note." in page
    assert state_of(part) == "draft"


@pytest.mark.parametrize(("action", "stands"), [("publish", "draft"), ("withdraw", "published")])
def test_the_list_takes_a_reason_along_for_readers_and_the_history(
    anna: Any, client: Any, action: str, stands: str
) -> None:
    part = draft(52_000)
    if stands == "published":
        part.publish()
    data = {"action": action, "_selected_action": [part.pk], "why": "The bureau took it back."}
    anna.post(reverse("admin:salaries_releasepart_changelist"), data)
    assert state_of(part) == {"publish": "published", "withdraw": "withdrawn"}[action]
    assert "The bureau took it back." in client.get("/changes/").content.decode()
    assert (
        "The bureau took it back."
        in anna.get(reverse("admin:salaries_releasepart_history", args=[part.pk])).content.decode()
    )


def test_what_was_changed_since_it_was_looked_at_is_looked_at_again(anna: Any, open_form: Any) -> None:
    part = draft(52_000)
    typed = open_form(anna, publishing_url(part))
    part.figures.update(median=Decimal(53_000))
    page = anna.post(publishing_url(part), typed | {"note": "Kept"}).content.decode()
    assert "Look again, then publish." in page
    assert ">Kept</textarea>" in page.replace("\n", "").replace("\r", "")
    assert state_of(part) == "draft"
    assert "is published." in publish(anna, open_form, part)


def test_the_form_offers_no_publishing_past_the_page(anna: Any, open_form: Any) -> None:
    part = draft(52_000)
    url = reverse("admin:salaries_releasepart_change", args=[part.pk])
    page = anna.post(url, open_form(anna, url) | {"state": "published"}).content.decode()
    assert "Select a valid choice." in page
    assert state_of(part) == "draft"
    assert f'href="{publishing_url(part)}"' in anna.get(url).content.decode()


def test_a_published_part_has_no_second_publishing(anna: Any, open_form: Any) -> None:
    part = draft(52_000)
    publish(anna, open_form, part)
    page = anna.get(publishing_url(part)).content.decode()
    assert "is published already." in page
    assert 'value="Publish"' not in page


def test_a_part_that_is_not_there_leads_to_the_start(anna: Any) -> None:
    assert anna.get("/admin/salaries/releasepart/999/publish/").status_code == 302


def test_two_people_publish_where_a_setting_says_so(
    anna: Any, ben: Any, open_form: Any, settings: Any
) -> None:
    settings.PUBLISH_BY_TWO = True
    part = draft(52_000)
    url = reverse("admin:salaries_releasepart_change", args=[part.pk])
    assert "by somebody else than who sent it to review" in anna.get(publishing_url(part)).content.decode()
    anna.post(url, open_form(anna, url) | {"state": "in_review"})
    assert "by somebody else than who sent it to review" in anna.get(publishing_url(part)).content.decode()
    assert "is published." in publish(ben, open_form, part)
    assert state_of(part) == "published"
    ReleasePart.objects.get(pk=part.pk).withdraw()
    assert "by somebody else than who sent it to review" in ben.get(publishing_url(part)).content.decode()


@pytest.mark.parametrize("group", ["Viewer", "Contributor", "Editor"])
def test_who_may_not_publish_is_refused(django_user_model: Any, group: str) -> None:
    part = draft(52_000)
    client = member(django_user_model, group)
    for answer in (client.get(publishing_url(part)), client.post(publishing_url(part), {})):
        assert answer.status_code == 403
    data = {"action": "publish", "_selected_action": [part.pk]}
    client.post(reverse("admin:salaries_releasepart_changelist"), data)
    assert state_of(part) == "draft"


def test_a_publisher_may(django_user_model: Any, open_form: Any) -> None:
    part = draft(52_000)
    assert "is published." in publish(member(django_user_model, "Publisher"), open_form, part)


def test_a_contributor_changes_drafts_alone(django_user_model: Any, open_form: Any) -> None:
    part = draft(52_000)
    client = member(django_user_model, "Contributor")
    public = make_figure("beta", median=70_000)
    own = part.figures.get()
    url = reverse("admin:salaries_figure_change", args=[own.pk])
    client.post(url, open_form(client, url) | {"median": "53,000"})
    own.refresh_from_db()
    assert own.median == 53_000
    url = reverse("admin:salaries_figure_change", args=[public.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"median": "1"}).status_code == 403
    assert (
        client.post(reverse("admin:salaries_figure_delete", args=[public.pk]), {"post": "yes"}).status_code
        == 403
    )


def test_a_contributor_puts_no_figure_into_what_is_public(django_user_model: Any, open_form: Any) -> None:
    part = draft(52_000)
    public = make_figure("beta", median=70_000).part
    client = member(django_user_model, "Contributor")
    url = reverse("admin:salaries_figure_change", args=[part.figures.get().pk])
    page = client.post(url, open_form(client, url) | {"part": str(public.pk)}).content.decode()
    assert "Select a valid choice." in page
    assert part.figures.count() == 1


def test_an_editor_corrects_what_is_public(django_user_model: Any, open_form: Any) -> None:
    public = make_figure("beta", median=70_000)
    client = member(django_user_model, "Editor")
    url = reverse("admin:salaries_figure_change", args=[public.pk])
    client.post(url, open_form(client, url) | {"median": "71,000"})
    public.refresh_from_db()
    assert public.median == 71_000


def test_an_editor_does_not_withdraw(django_user_model: Any, open_form: Any) -> None:
    part = make_figure("beta", median=70_000).part
    client = member(django_user_model, "Editor")
    url = reverse("admin:salaries_releasepart_change", args=[part.pk])
    page = client.post(url, open_form(client, url) | {"state": "withdrawn"}).content.decode()
    assert "Select a valid choice." in page
    assert state_of(part) == "published"


def test_a_viewer_changes_nothing(django_user_model: Any) -> None:
    public = make_figure("beta", median=70_000)
    client = member(django_user_model, "Viewer")
    url = reverse("admin:salaries_figure_change", args=[public.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"median": "1"}).status_code == 403
    assert client.get(reverse("admin:salaries_role_add")).status_code == 403
