"""What a part changes in figures of another: shown, made by publishing, taken back by withdrawing."""

from typing import Any

import pytest
from django.urls import reverse

from salaries.models import Figure, FigureChange, ReleasePart
from salaries.models.changes import values_of
from tests.factories import make_figure, make_part

pytestmark = pytest.mark.django_db
PARTS = reverse("admin:salaries_releasepart_changelist")


@pytest.fixture
def correction(alpha: Any) -> ReleasePart:
    """A draft without figures that makes 51,000 dollars of Alpha's median of 50,000."""
    part = make_part(name="by hand (2)", state="draft")
    alpha.refresh_from_db()
    before = values_of(alpha)
    after = before | {
        "median": "51000.00",
        "p25_mark": "at_least",
        "mean_error": "0.40",
        "source_note": "New.",
    }
    FigureChange.objects.create(part=part, figure=alpha, before=before, after=after)
    return part


def url_of(part: ReleasePart) -> str:
    return reverse("admin:salaries_releasepart_change", args=[part.pk])


def act(client: Any, action: str, part: ReleasePart) -> str:
    """What the list says after the action on a part."""
    data = {"action": action, "_selected_action": [part.pk]}
    return str(client.post(PARTS, data, follow=True).content.decode())


def edit(client: Any, open_form: Any, part: ReleasePart, **values: Any) -> str:
    """What the part's form says after it is saved."""
    typed = open_form(client, url_of(part)) | values
    return str(client.post(url_of(part), typed, follow=True).content.decode())


def publishing_url(part: ReleasePart) -> str:
    return reverse("admin:salaries_releasepart_publish", args=[part.pk])


def publish(client: Any, open_form: Any, part: ReleasePart, **values: Any) -> str:
    """What is said after the part's publishing page is sent."""
    typed = open_form(client, publishing_url(part)) | values
    return str(client.post(publishing_url(part), typed, follow=True).content.decode())


def median() -> Any:
    return Figure.objects.get(role__slug="alpha").median


def test_a_part_leads_to_the_list_of_its_changes(anna: Any, correction: Any) -> None:
    page = anna.get(url_of(correction)).content.decode()
    link = f'"/admin/salaries/figurechange/?part__id__exact={correction.pk}">1 figure change of this part</a>'
    assert link in page


def test_a_change_is_told_in_words(anna: Any, correction: Any) -> None:
    page = anna.get(reverse("admin:salaries_figurechange_changelist")).content.decode()
    words = (
        "median $50,000 → $51,000; mean error nothing → 0.4; p25 mark nothing → at least this much; "
        "source note nothing → New."
    )
    assert words in page


def test_a_change_that_leaves_a_figure_out_says_so(anna: Any, correction: Any) -> None:
    FigureChange.objects.update(after=None)
    page = anna.get(reverse("admin:salaries_figurechange_changelist")).content.decode()
    assert "The file no longer has it." in page


def test_a_change_cannot_be_added_edited_or_deleted_by_hand(anna: Any, correction: Any) -> None:
    change = FigureChange.objects.get()
    names = [("add", ()), ("change", (change.pk,)), ("delete", (change.pk,))]
    urls = [reverse(f"admin:salaries_figurechange_{name}", args=args) for name, args in names]
    assert [anna.post(url, {"post": "yes"}).status_code for url in urls] == [403, 403, 403]
    assert anna.get(urls[1]).status_code == 200


def test_many_changes_are_listed_with_few_queries(
    anna: Any, correction: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        figure = make_figure(f"role-{number}", median=50_000)
        FigureChange.objects.create(part=correction, figure=figure, before=values_of(figure), after=None)
    with django_assert_max_num_queries(8):
        anna.get(reverse("admin:salaries_figurechange_changelist"))
    with django_assert_max_num_queries(8):
        anna.get(PARTS)


def test_a_part_with_changes_alone_is_published_and_withdrawn_by_its_actions(
    anna: Any, correction: Any
) -> None:
    assert "/may-2025: by hand (2) is published." in act(anna, "publish", correction)
    assert median() == 51_000
    assert "/may-2025: by hand (2) is withdrawn." in act(anna, "withdraw", correction)
    assert median() == 50_000


def test_a_part_with_changes_alone_is_published_by_its_page_and_withdrawn_by_its_form(
    anna: Any, correction: Any, open_form: Any
) -> None:
    publish(anna, open_form, correction)
    assert median() == 51_000
    edit(anna, open_form, correction, state="withdrawn")
    assert median() == 50_000


EDITED = "was edited since this part was imported."


def test_an_action_says_in_words_that_a_figure_was_edited_since(anna: Any, correction: Any) -> None:
    Figure.objects.update(median=52_000)
    assert EDITED in act(anna, "publish", correction)
    correction.refresh_from_db()
    assert (correction.state, median()) == ("draft", 52_000)


def test_the_page_says_in_words_that_a_figure_was_edited_since(
    anna: Any, correction: Any, open_form: Any
) -> None:
    Figure.objects.update(median=52_000)
    assert EDITED in publish(anna, open_form, correction)
    correction.refresh_from_db()
    assert (correction.state, median()) == ("draft", 52_000)


def test_a_form_saved_for_another_reason_makes_no_change(anna: Any, correction: Any, open_form: Any) -> None:
    edit(anna, open_form, correction, rows="7")
    correction.refresh_from_db()
    assert (correction.rows, correction.state, median()) == (7, "draft", 50_000)


@pytest.mark.parametrize(("action", "words"), [("publish", "published"), ("withdraw", "withdrawn")])
def test_an_action_that_was_done_already_says_so(anna: Any, correction: Any, action: str, words: str) -> None:
    ReleasePart.objects.filter(pk=correction.pk).update(state=words)
    assert f">Bureau/may-2025: by hand (2) is {words} already.<" in act(anna, action, correction)


def test_an_empty_part_is_not_published(anna: Any, correction: Any, open_form: Any) -> None:
    FigureChange.objects.all().delete()
    assert "A part without figures cannot be published." in act(anna, "publish", correction)
    page = anna.get(publishing_url(correction)).content.decode()
    assert "A part without figures cannot be published." in page
    assert 'value="Publish"' not in page


def test_a_draft_is_deleted_with_its_changes_and_the_figure_stays(anna: Any, correction: Any) -> None:
    anna.post(reverse("admin:salaries_releasepart_delete", args=[correction.pk]), {"post": "yes"})
    assert not ReleasePart.objects.filter(pk=correction.pk).exists()
    assert (FigureChange.objects.count(), median()) == (0, 50_000)


def test_a_published_part_is_not_deleted_before_it_takes_its_changes_back(anna: Any, correction: Any) -> None:
    correction.publish()
    url = reverse("admin:salaries_releasepart_delete", args=[correction.pk])
    page = anna.post(url, {"post": "yes"}).content.decode()
    assert "what bureau/may-2025: by hand (2) changed in other figures: withdraw it first" in page
    assert ReleasePart.objects.filter(pk=correction.pk).exists()


def test_a_part_shows_its_recipe_and_lets_its_file_name_be_corrected(
    anna: Any, correction: Any, open_form: Any
) -> None:
    ReleasePart.objects.filter(pk=correction.pk).update(recipe="f" * 64)
    edit(anna, open_form, correction, file_name="pay.csv", recipe="typed")
    correction.refresh_from_db()
    assert (correction.file_name, correction.recipe) == ("pay.csv", "f" * 64)
    assert f'<div class="readonly">{"f" * 64}</div>' in anna.get(url_of(correction)).content.decode()
