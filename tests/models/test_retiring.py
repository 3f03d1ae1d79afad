"""Retiring takes from the public and loses nothing; merging moves all that points to a row to another."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from salaries.models import (
    DataVersion,
    Figure,
    FigureVersion,
    Location,
    Redirect,
    Role,
    RoleAlias,
    RoleCode,
)
from salaries.models.history import figures_as_of
from salaries.models.merging import POINTING, merge, merge_of
from salaries.models.retiring import NAME_IN, bring_back, obstacles, retire
from salaries.models.trail import entries
from tests.factories import (
    make_curated,
    make_figure,
    make_level,
    make_location,
    make_option,
    make_part,
    make_release,
    make_role,
)
from tests.models.changing import newest, rename
from tests.models.pinning import set_state

pytestmark = pytest.mark.django_db
NOUNS: dict[str, Any] = {
    "role": lambda: make_figure("beta", median=50_000).role,
    "level": lambda: make_figure("alpha", level="senior", median=50_000).level,
    "location": lambda: make_figure("alpha", location="gb", median=50_000).location,
    "option": lambda: make_figure("alpha", option="go", median=50_000).option,
}
every_noun = pytest.mark.parametrize("noun", NOUNS)


def shown(version: int | None = None) -> list[int]:
    """Medians that anybody sees, today or at a data version."""
    found = Figure.objects.public() if version is None else figures_as_of(version, Q())
    return sorted(int(figure.median or 0) for figure in found)


def leads(kind: str = "role") -> dict[str, str]:
    return Redirect.objects.history_of(kind, list(Redirect.objects.values_list("old_slug", flat=True)))


@every_noun
def test_what_is_retired_is_gone_with_its_figures_and_comes_back_with_them(noun: str) -> None:
    row = NOUNS[noun]()
    retire(row, "Nobody does it.")
    assert (shown(), leads(noun)) == ([], {row.slug: ""})
    assert not type(row)._default_manager.live().filter(pk=row.pk).exists()
    bring_back(row, "Somebody does.")
    assert (shown(), leads(noun)) == ([50_000], {})


@every_noun
def test_pages_of_earlier_versions_stay_true(noun: str) -> None:
    row = NOUNS[noun]()
    before = newest()
    retire(row, "Nobody does it.")
    gone = newest()
    bring_back(row, "Somebody does.")
    assert [shown(version) for version in (before, gone, newest())] == [[50_000], [], [50_000]]
    assert type(row)._default_manager.live(before).filter(pk=row.pk).exists()


@every_noun
def test_a_figure_that_comes_later_stays_hidden_too(noun: str) -> None:
    row = NOUNS[noun]()
    retire(row, "Nobody does it.")
    figure = Figure.objects.get()
    part = make_part(make_release("may-2026", reference_start="2026-05-01", reference_end="2026-05-31"))
    copy = Figure(part=part, release=part.release, median=60_000, measure=figure.measure,
                  **{name: getattr(figure, name) for name in NAME_IN.values()})  # fmt: skip
    Figure.objects.bulk_create([copy])
    assert (shown(), shown(newest())) == ([], [])
    bring_back(row, "Somebody does.")
    assert shown() == [50_000, 60_000]


def test_a_draft_of_a_retired_role_is_published_unseen() -> None:
    figure = make_figure("beta", part=make_part(state="draft"), median=50_000)
    retire(figure.role, "Nobody does it.")
    figure.part.publish()
    assert shown() == []


def test_a_correction_while_it_is_retired_is_seen_afterwards_only() -> None:
    figure = make_figure("beta", median=50_000)
    before = newest()
    retire(figure.role, "Nobody does it.")
    Figure.objects.update(median=60_000)
    hidden = newest()
    bring_back(figure.role, "Somebody does.")
    assert [shown(version) for version in (before, hidden, newest())] == [[50_000], [], [60_000]]


def test_retiring_is_told_in_the_history_and_the_version() -> None:
    role = make_figure("beta", median=50_000).role
    retire(role, "Nobody does it.")
    newest_version = DataVersion.objects.newest()
    assert newest_version is not None
    assert (newest_version.reason, newest_version.note) == ("role “Beta” retired", "Nobody does it.")
    (last,) = entries(Role).values_list("retired_in", "history_change_reason")[:1]
    assert last == (newest_version.number, "Nobody does it.")


def test_what_would_point_to_nothing_is_in_the_way() -> None:
    role = make_role("developer")
    make_role("tester", broader=role)
    assert obstacles(role) == ["“Tester” has this as its wider role. Change that first."]
    with pytest.raises(ValidationError, match="Tester"):
        retire(role, "Why not.")
    assert "It is the default place: every address without a place means it." in obstacles(make_location())


def test_retiring_twice_is_refused() -> None:
    role = make_role("beta")
    retire(role, "Once.")
    with pytest.raises(ValidationError, match="is retired already"):
        retire(Role.objects.get(), "Twice.")


def test_nothing_is_put_below_what_is_retired() -> None:
    role = make_role("developer")
    retire(role, "Nobody does it.")
    with pytest.raises(ValidationError, match="“Developer” is retired"):
        Role(slug="tester", name="Tester", broader=Role.objects.get()).full_clean()


def test_an_old_address_of_what_is_retired_is_gone_until_it_comes_back() -> None:
    role = make_role("beta")
    rename(role, "betta")
    retire(role, "Nobody does it.")
    assert leads() == {"beta": "", "betta": ""}
    bring_back(role, "Somebody does.")
    assert leads() == {"beta": "betta"}


def test_a_retired_row_that_is_renamed_stays_gone() -> None:
    role = make_role("beta")
    retire(role, "Nobody does it.")
    rename(role, "betta")
    assert leads() == {"beta": "", "betta": ""}


@every_noun
def test_figures_move_to_what_a_row_is_merged_into(noun: str) -> None:
    row = NOUNS[noun]()
    make = {"role": make_role, "level": make_level, "location": make_location, "option": make_option}[noun]
    into = make("other")
    before = newest()
    merge(row, into, "The same.")
    assert getattr(Figure.objects.get(), noun) == into
    assert (shown(), shown(before), leads(noun)) == ([50_000], [50_000], {row.slug: "other"})
    assert [getattr(figure, noun).slug for figure in figures_as_of(before, Q())] == [row.slug]


def test_aliases_codes_narrower_roles_and_comparisons_go_along() -> None:
    gamma, alpha = make_role("gamma"), make_role("alpha")
    RoleAlias.objects.create(role=gamma, name="gimel")
    RoleCode.objects.create(role=gamma, scheme="SOC", code="1")
    narrower = make_role("delta", broader=gamma)
    curated = make_curated("Gamma and beta", "gamma", "beta")
    done = merge(gamma, alpha, "The same.")
    assert sorted(done.counted) == ["1 curated subject", "1 role", "1 role alias", "1 role code"]
    assert sorted(alpha.aliases.values_list("name", flat=True)) == ["Gamma", "gimel"]
    assert (alpha.codes.count(), Role.objects.get(pk=narrower.pk).broader) == (1, alpha)
    assert curated.subjects.get(number=1).role == alpha


def test_a_cell_that_both_have_stays_as_it_is_and_the_other_is_kept_unseen() -> None:
    make_figure("alpha", median=50_000), make_figure("gamma", median=40_000)
    gamma, alpha = Role.objects.get(slug="gamma"), Role.objects.get(slug="alpha")
    told = merge_of(gamma, alpha)
    assert [(one.median, other.median) for one, other in told.twice] == [(40_000, 50_000)]
    merge(gamma, alpha, "The same.")
    assert (shown(), Figure.objects.get(role=gamma).median) == ([50_000], 40_000)


def test_a_comparison_that_would_be_of_one_thing_twice_is_told_and_left() -> None:
    curated = make_curated("Alpha and gamma", "alpha", "gamma")
    told = merge(Role.objects.get(slug="gamma"), Role.objects.get(slug="alpha"), "The same.")
    assert told.lost == ("Alpha and gamma",)
    assert curated.subjects.filter(role__slug="gamma").exists()


def test_a_chain_of_merges_is_one_hop_long() -> None:
    one, two, three = make_role("one"), make_role("two"), make_role("three")
    rename(one, "uno")
    merge(one, two, "The same.")
    merge(two, three, "The same.")
    rename(three, "tre")
    assert leads() == {"one": "tre", "uno": "tre", "two": "tre", "three": "tre"}
    assert {role.merged_into for role in Role.objects.exclude(pk=three.pk)} == {three}


def test_what_was_merged_can_come_back_without_its_figures() -> None:
    make_figure("gamma", median=40_000)
    gamma, alpha = Role.objects.get(slug="gamma"), make_role("alpha")
    merge(gamma, alpha, "The same.")
    bring_back(gamma, "Not the same.")
    assert leads() == {}
    assert Figure.objects.get().role == alpha


@pytest.mark.parametrize(
    ("row", "into", "why"),
    [("one", "one", "into itself"), ("one", "gone", "is retired itself"), ("wide", "narrow", "stands below"),
     ("us", "gb", "the default place")],
)  # fmt: skip
def test_what_cannot_be_merged_is_said(row: str, into: str, why: str) -> None:
    rows = {slug: make_role(slug) for slug in ("one", "gone", "wide")} | {
        "us": make_location(),
        "gb": make_location("gb"),
    }
    rows["narrow"] = make_role("narrow", broader=rows["wide"])
    retire(rows["gone"], "Gone.")
    with pytest.raises(ValidationError, match=why):
        merge(rows[row], rows[into], "Why not.")


def test_every_figure_that_moves_has_an_entry_in_one_batch() -> None:
    for level in ("junior", "senior"):
        make_figure("gamma", level=level, median=40_000)
    merge(Role.objects.get(slug="gamma"), make_role("alpha"), "The same.")
    moved = entries(Figure).filter(role__slug="alpha", history_change_reason="The same.")
    assert (moved.count(), moved.values("batch").distinct().count()) == (2, 1)


@pytest.mark.parametrize("model", NAME_IN)
def test_all_that_points_to_a_row_is_thought_of(model: Any) -> None:
    known = {(one, name) for one, name in POINTING[model]}
    looked_at = {"Figure", "CuratedSubject", "PriceIndex"}
    kept = {"FigureVersion"}
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            pointing, name = relation.related_model, relation.field.name
            left = pointing.__name__.startswith("Historical") or pointing.__name__ in looked_at | kept
            assert left or name == "merged_into" or (pointing, name) in known, (pointing, name)


def test_former_figures_are_kept_of_what_is_retired_while_its_part_is_withdrawn() -> None:
    figure = make_figure("beta", median=50_000)
    before = newest()
    set_state(figure.part, "withdrawn")
    retire(figure.role, "Nobody does it.")
    set_state(figure.part, "published")
    assert (shown(before), shown()) == ([50_000], [])
    assert FigureVersion.objects.count() == 1


def test_a_place_takes_its_price_indices_along_but_for_years_that_are_there() -> None:
    from tests.factories import make_source

    one, other = make_location("one"), make_location("other")
    for place, year in ((one, 2024), (one, 2025), (other, 2025)):
        place.price_indices.create(kind="rpp", year=year, value=100, source=make_source())
    merge(one, other, "The same.")
    assert sorted(other.price_indices.values_list("year", flat=True)) == [2024, 2025]
    assert Location.objects.get(slug="one").price_indices.count() == 1
