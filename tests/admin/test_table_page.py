"""The figures of a part as one table: typed, checked as a whole, saved at once or not at all."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from salaries.models import DataVersion, Figure, FigureVersion, Location, RoleAlias
from salaries.models.trail import entries
from tests.factories import make_figure, make_level, make_option, make_part, make_release, make_role
from tests.forms import fields_of
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
NEW = {"role": "alpha", "location": "us", "median": "50,000", "sample_size": "120"}


def url_of(part: Any) -> str:
    return f"/admin/salaries/releasepart/{part.pk}/table/"


def open_table(client: Client, part: Any, query: str = "") -> dict[str, str]:
    fields: dict[str, str] = fields_of(client.get(url_of(part) + query).content.decode())
    return fields


def row(at: int, **texts: str) -> dict[str, str]:
    """What is typed into a row."""
    return {f"r-{at}-{name}": text for name, text in texts.items()}


def save(client: Client, part: Any, *rows: dict[str, str], **more: str) -> Any:
    """Open the table, type, and press the button."""
    typed = open_table(client, part)
    for one in rows:
        typed |= one
    return client.post(url_of(part), typed | more)


def said(response: Any) -> list[str]:
    """The sentences at the top of a table that was not saved."""
    return [error["text"] for error in response.context["errors"]]


@pytest.fixture
def draft(db: Any) -> Any:
    """A part without figures, and the rows that its table can name."""
    make_role("alpha"), make_role("beta"), make_level("senior"), make_option("go")
    Location.objects.create(slug="us", name="United States")
    return make_part(state="draft")


def test_the_table_shows_each_figure_in_a_row(anna: Any) -> None:
    figure = make_figure(
        "alpha", level="senior", median=50_000, p90=70_000, p90_mark="at_least", p10_mark="too_few"
    )
    shown = open_table(anna, figure.part)
    expected = {"role": "Alpha", "level": "Senior", "location": "United States", "measure": "base salary"}
    expected |= {
        "median": "50000",
        "p90": "at least 70000",
        "p10": "too few",
        "mean": "",
        "sample_size": "120",
    }
    assert {name: shown[f"r-0-{name}"] for name in expected} == expected


def test_a_table_that_nobody_touched_changes_nothing(anna: Any) -> None:
    figure = make_figure(
        "alpha", median=50_000, p90=70_000, p90_mark="at_least", p10_mark="withheld", mean_error=3
    )
    before = DataVersion.objects.newest()
    assert save(anna, figure.part).status_code == 302
    figure.refresh_from_db()
    assert (figure.revision, DataVersion.objects.newest()) == (0, before)


def test_changed_added_and_deleted_rows_are_one_save(anna: Any) -> None:
    alpha, beta = make_figure("alpha", median=50_000), make_figure("beta", median=60_000)
    make_role("gamma")
    newest = DataVersion.objects.newest()
    rows = (row(0, median="51,000"), row(1, delete="on"), row(2, **NEW | {"role": "gamma"}))
    response = save(anna, alpha.part, *rows, why="Corrected by the publisher")
    assert response.status_code == 302
    assert [(str(one.role), one.median) for one in Figure.objects.order_by("role__name")] == [
        ("Alpha", Decimal(51_000)),
        ("Gamma", Decimal(50_000)),
    ]
    version = DataVersion.objects.newest()
    assert newest is not None and version is not None and version.number == newest.number + 1
    assert version.reason.endswith("1 changed, 1 added, 1 deleted: Corrected by the publisher")
    assert FigureVersion.objects.get(figure=alpha).note == "Corrected by the publisher"
    assert not Figure.objects.filter(pk=beta.pk).exists()


def test_one_save_is_one_batch_of_the_history_with_its_reason(anna: Any) -> None:
    alpha, beta = make_figure("alpha", median=50_000), make_figure("beta", median=60_000)
    save(anna, alpha.part, row(0, median="51,000"), row(1, median="61,000"), why="A slip")
    kept = entries(Figure).filter(history_type="~")
    assert {(one.id, one.by, one.history_change_reason) for one in kept} == {
        (alpha.pk, "anna", "A slip"),
        (beta.pk, "anna", "A slip"),
    }
    assert len({one.batch for one in kept}) == 1


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("155000", "155000"), ("155,000", "155000"), ("155,000.50", "155000.50"), ("$155,000", "155000"),
        ("155k", "155000"),
    ],
)  # fmt: skip
def test_amounts_mean_what_was_typed(anna: Any, draft: Any, typed: str, stored: str) -> None:
    assert save(anna, draft, row(0, **NEW | {"median": typed})).status_code == 302
    assert Figure.objects.get().median == Decimal(stored)


@pytest.mark.parametrize(
    "typed",
    [
        "155 000",
        "155.000",
        "3,2",
        "1_000",
        "1e5",
        "１５５０００",
        "−155000",
        "155000.505",
        "NaN",
        "n/a",
        "€155,000",
    ],
)
def test_other_amounts_are_refused_in_a_sentence_and_stay_as_typed(anna: Any, draft: Any, typed: str) -> None:
    response = save(anna, draft, row(0, **NEW | {"median": typed}))
    assert (response.status_code, Figure.objects.count(), len(said(response))) == (400, 0, 1)
    assert fields_of(response.content.decode())["r-0-median"] == typed


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"role": "alfa"}, "The guide has no role “alfa”. Perhaps “Alpha”?"),
        ({"role": ""}, "Each row needs its role."),
        ({"location": "Nowhere"}, "The guide has no place “Nowhere”."),
        ({"level": "senor"}, "The guide has no level “senor”. Perhaps “Senior”?"),
        ({"measure": "wages"}, "“wages” is no measure known here. Write one of base_salary"),
        ({"pay_period": "week"}, "“week” is no pay period known here."),
        ({"currency": "XXY"}, "“XXY” is no currency known here."),
        ({"sample_size": "1.5"}, "is not whole: people and jobs are counted."),
        ({"median": "155"}, "Pay for a year is taken from $5,000 to $2,000,000."),
        ({"median": "", "source_note": "None."}, "The row has no number at all"),
        ({"p75": "49,000"}, "The p75 of 49000 is below the median of 50000: percentiles rise."),
        ({"median": "at least", "p25": "40,000"}, "The limit of “at least” is not known"),
        ({"source_note": "x" * 301}, "A note has at most 300 characters."),
        ({"mean": "-"}, "“-” is no number: leave it empty, or write why there is none"),
    ],
)
def test_what_cannot_be_right_is_said_of_its_cell(anna: Any, draft: Any, wrong: Any, sentence: str) -> None:
    response = save(anna, draft, row(0, **NEW | wrong))
    assert response.status_code == 400
    assert sentence in " ".join(said(response))
    assert not Figure.objects.exists()


def test_percentiles_that_are_crossed_over_a_limit_are_refused_too(anna: Any, draft: Any) -> None:
    typed = {"p25": "60,000", "median": "at least 50,000", "p75": "55,000"}
    response = save(anna, draft, row(0, **NEW | typed))
    assert said(response) == ["The p75 of 55000 is below the p25 of 60000: percentiles rise."]


def test_all_that_is_wrong_is_listed_at_once_with_links_and_nothing_is_saved(anna: Any, draft: Any) -> None:
    rows = (
        row(0, **NEW),
        row(1, **NEW | {"role": "beta", "median": "3,2"}),
        row(2, **NEW | {"role": "zeta"}),
    )
    response = save(anna, draft, *rows)
    page = response.content.decode()
    assert (response.status_code, len(said(response)), Figure.objects.count()) == (400, 2, 0)
    assert '<a href="#r-1-median">Row 2, median</a>' in page and '<a href="#r-2-role">Row 3, role</a>' in page
    assert page.count('aria-invalid="true"') == 2
    assert fields_of(page)["r-0-median"] == "50,000"


def test_the_same_cell_twice_is_refused(anna: Any, draft: Any) -> None:
    response = save(anna, draft, row(0, **NEW), row(1, **NEW | {"role": "Alpha", "median": "60,000"}))
    assert said(response) == ["Row 1 is the same cell: same role, level, place, option and pay."]


def test_a_cell_that_the_release_has_in_another_part_is_refused(anna: Any) -> None:
    figure = make_figure("alpha", median=50_000)
    other = make_part(figure.release, name="second", state="draft")
    response = save(anna, other, row(0, **NEW))
    assert said(response) == ["The release has this cell already, in the part “by hand”."]
    later = make_part(make_release("may-2026", reference_start=None, reference_end=None), state="draft")
    assert save(anna, later, row(0, **NEW)).status_code == 302


def test_names_are_taken_as_slug_name_and_other_name_in_any_case(anna: Any, draft: Any) -> None:
    RoleAlias.objects.create(role=make_role("beta"), name="Bet Person")
    typed = {"role": "bet person", "level": "SENIOR", "location": "united states", "option": "go"}
    assert save(anna, draft, row(0, **NEW | typed)).status_code == 302
    assert str(Figure.objects.get()) == "Beta, Senior, United States, Go"


@pytest.mark.parametrize("level", ["", "average", "All levels"])
def test_a_level_left_empty_is_all_levels(anna: Any, draft: Any, level: str) -> None:
    assert save(anna, draft, row(0, **NEW | {"level": level})).status_code == 302
    assert Figure.objects.get().level is None


def test_marks_are_typed_where_the_number_would_stand(anna: Any, draft: Any) -> None:
    typed = {
        "median": "withheld",
        "mean": "Too few",
        "p90": "at least 239,200",
        "sample_size": "not collected",
    }
    assert save(anna, draft, row(0, **NEW | typed)).status_code == 302
    figure = Figure.objects.get()
    assert (figure.median, figure.median_mark, figure.mean_mark) == (None, "withheld", "too_few")
    assert (figure.p90, figure.p90_mark, figure.sample_size_mark) == (
        Decimal(239_200),
        "at_least",
        "not_collected",
    )


def test_a_number_is_not_lost_by_an_empty_cell(anna: Any) -> None:
    figure = make_figure("alpha", median=50_000, mean=52_000)
    assert said(save(anna, figure.part, row(0, mean=""))) == [
        "This figure says 52000. To take it away, write why: withheld, not collected or too few."
    ]


def test_an_unusual_amount_is_taken_where_the_editor_insists(anna: Any, draft: Any) -> None:
    typed = fields_of(save(anna, draft, row(0, **NEW | {"median": "155"})).content.decode())
    assert anna.post(url_of(draft), typed | {"any_amount": "on"}).status_code == 302
    assert Figure.objects.get().median == Decimal(155)


def test_a_save_over_somebody_elses_change_is_refused_with_who_and_what(
    anna: Any, ben: Any, alpha: Any
) -> None:
    bens = open_table(ben, alpha.part)
    save(anna, alpha.part, row(0, median="51,000"))
    refused = ben.post(url_of(alpha.part), bens | row(0, p75="62,000"))
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Row 1: anna changed “Alpha, all levels, United States” on" in page and "(changed: Median)" in page
    assert "<td>50000</td><td>51000</td><td>not changed by you</td>" in page
    assert ben.post(url_of(alpha.part), fields_of(page)).status_code == 302
    alpha.refresh_from_db()
    assert (alpha.median, alpha.p75) == (Decimal(51_000), Decimal(62_000))


def test_rows_that_others_changed_and_nobody_touched_here_are_left_alone(
    anna: Any, ben: Any, alpha: Any
) -> None:
    make_figure("beta", median=60_000)
    bens = open_table(ben, alpha.part)
    save(anna, alpha.part, row(0, median="51,000"))
    assert ben.post(url_of(alpha.part), bens | row(1, median="61,000")).status_code == 302
    assert [one.median for one in Figure.objects.order_by("pk")] == [Decimal(51_000), Decimal(61_000)]


@pytest.mark.parametrize(
    ("typed", "status"), [({"median": "52,000"}, 409), ({}, 302), ({"delete": "on"}, 302)]
)
def test_a_row_that_is_gone_is_offered_anew_where_it_was_changed(
    anna: Any, ben: Any, alpha: Any, typed: Any, status: int
) -> None:
    bens = open_table(ben, alpha.part)
    save(anna, alpha.part, row(0, delete="on"))
    refused = ben.post(url_of(alpha.part), bens | row(0, **typed))
    assert (refused.status_code, Figure.objects.count()) == (status, 0)
    if status == 409:
        assert "anna deleted “Alpha, all levels, United States”" in refused.content.decode()
        ben.post(url_of(alpha.part), fields_of(refused.content.decode()))
        assert Figure.objects.get().median == Decimal(52_000)


def test_a_row_that_somebody_changed_is_not_deleted_unseen(anna: Any, ben: Any, alpha: Any) -> None:
    bens = open_table(ben, alpha.part)
    save(anna, alpha.part, row(0, median="51,000"))
    assert ben.post(url_of(alpha.part), bens | row(0, delete="on")).status_code == 409
    assert Figure.objects.exists()


def test_rows_are_added_without_script_and_what_was_typed_stays(anna: Any, draft: Any) -> None:
    page = save(anna, draft, row(0, **NEW), more="1").content.decode()
    fields = fields_of(page)
    assert (fields["rows"], fields["r-0-median"]) == ("15", "50,000")
    assert not Figure.objects.exists()


def test_a_long_table_is_turned_over_and_narrowed_by_role(anna: Any) -> None:
    part = make_part(state="draft")
    for number in range(101):
        make_figure(f"role-{number:03}", part=part, median=50_000)
    assert open_table(anna, part, "?p=2")["r-0-role"] == "Role 100"
    found = open_table(anna, part, "?role=099")
    assert (found["r-0-role"], found["r-1-role"], found["r-1-measure"]) == ("Role 099", "", "base salary")


@pytest.mark.parametrize(
    ("group", "state", "status"),
    [
        ("Viewer", "draft", 403), ("Contributor", "draft", 302), ("Contributor", "published", 403),
        ("Editor", "published", 302),
    ],
)  # fmt: skip
def test_drafts_are_for_contributors_and_what_is_public_for_editors(
    django_user_model: Any, group: str, state: str, status: int
) -> None:
    figure = make_figure("alpha", part=make_part(state=state), median=50_000)
    user = django_user_model.objects.create_user(group, is_staff=True)
    user.groups.set(Group.objects.filter(name=group))
    client = signed_in(Client(), user)
    assert save(client, figure.part, row(0, median="51,000")).status_code == status
    figure.refresh_from_db()
    assert figure.median == (51_000 if status == 302 else 50_000)


def test_a_part_that_was_published_meanwhile_keeps_what_a_contributor_typed(
    django_user_model: Any, draft: Any
) -> None:
    user = django_user_model.objects.create_user("carla", is_staff=True)
    user.groups.set(Group.objects.filter(name="Contributor"))
    client = signed_in(Client(), user)
    typed = open_table(client, draft) | row(0, **NEW)
    type(draft).objects.update(state="published")
    response = client.post(url_of(draft), typed)
    assert response.status_code == 403
    assert fields_of(response.content.decode())["r-0-median"] == "50,000"


def test_a_figure_that_another_part_changes_is_not_deleted(anna: Any, alpha: Any) -> None:
    from salaries.models import FigureChange

    other = make_part(alpha.release, name="second", state="draft")
    FigureChange.objects.create(part=other, figure=alpha, before={"median": "50000"}, after=None)
    assert said(save(anna, alpha.part, row(0, delete="on"))) == [
        "Another part changes this figure: it cannot be deleted."
    ]


def test_a_table_asks_little(anna: Any, django_assert_max_num_queries: Any) -> None:
    part = make_part()
    for number in range(40):
        make_figure(f"role-{number}", part=part, level="senior", median=50_000)
    with django_assert_max_num_queries(25):
        anna.get(url_of(part))


def test_an_unknown_table_leads_back_in_a_sentence(anna: Any) -> None:
    assert anna.get("/admin/salaries/releasepart/999/table/").status_code == 302
    assert anna.get("/admin/salaries/releasepart/x/table/").status_code == 302


def test_the_lists_of_releases_and_parts_lead_to_the_tables(anna: Any) -> None:
    part = make_part()
    for page in ("release/", "releasepart/", f"releasepart/{part.pk}/change/"):
        assert f'href="{url_of(part)}"' in anna.get(f"/admin/salaries/{page}").content.decode()
