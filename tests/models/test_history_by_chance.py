"""Whatever is done in whatever order, each version is what the public saw when it was the newest."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Q

from salaries.models import Figure, Location, Release, ReleasePart, Source, data_change
from salaries.models.history import figures_as_of
from tests.factories import make_figure, make_option, make_part, make_release, make_role
from tests.models.changing import newest, sql
from tests.models.pinning import facts

pytestmark = pytest.mark.django_db
Chance = random.Random
STATES = ["draft", "published", "published", "published", "withdrawn"]


def any_part(chance: Chance) -> ReleasePart:
    slug = chance.choice(["one", "two"])
    day = date(2023, 1, 1) if slug == "one" else date(2023, 1, 2)
    release = make_release(slug, reference_start=day, reference_end=day)
    return make_part(release, name=chance.choice(["a", "b"]), state=chance.choice(STATES))


def some(chance: Chance) -> Any:
    """A queryset of one figure, or of none."""
    pks = list(Figure.objects.order_by("pk").values_list("pk", flat=True))
    return Figure.objects.filter(pk=chance.choice(pks or [0]))


def add(chance: Chance) -> None:
    part = any_part(chance)
    cell: dict[str, Any] = {"role": make_role(chance.choice(["alpha", "beta"]))}
    cell |= {"option": make_option() if chance.random() < 0.3 else None}
    if not Figure.objects.filter(release=part.release, **cell).exists():
        sample = chance.choice([None, 5, 120])
        make_figure(part=part, median=chance.randint(1, 99), sample_size=sample, **cell)


def correct(chance: Chance) -> None:
    some(chance).update(median=chance.randint(1, 99), sample_size=chance.choice([None, 5, 120]))


def save_stale(chance: Chance) -> None:
    figure = some(chance).first()
    correct(chance)
    if figure and Figure.objects.filter(pk=figure.pk).exists():
        figure.save()


def delete(chance: Chance) -> None:
    some(chance).delete()


def move(chance: Chance) -> None:
    figure = some(chance).first()
    if figure:
        part = make_part(figure.release, name=chance.choice(["a", "b", "c"]), state="draft")
        some(chance).filter(release=figure.release).update(part=part)


def switch(chance: Chance) -> None:
    part = any_part(chance)
    sql("UPDATE salaries_releasepart SET state = %s WHERE id = %s", chance.choice(STATES), part.pk)


def prefer(chance: Chance) -> None:
    day = date(2024, 5, chance.randint(1, 9))
    Release.objects.filter(slug="one").update(
        priority=chance.randint(0, 3), reference_start=day, reference_end=day
    )


def other_facts(chance: Chance) -> None:
    Source.objects.update(primary_measure=chance.choice(["base_salary", "gross_pay"]))
    Location.objects.update(currency=chance.choice(["USD", "CAD"]))


def drop_empty_part(chance: Chance) -> None:
    ReleasePart.objects.filter(pk=any_part(chance).pk, figures=None).delete()


STEPS: list[Callable[[Chance], None]] = [
    add, add, correct, correct, save_stale, delete, move, switch, switch, prefer, other_facts, drop_empty_part,
]  # fmt: skip


def several(chance: Chance) -> None:
    with data_change("several"):
        for step in chance.choices(STEPS, k=chance.randint(2, 6)):
            step(chance)


@pytest.mark.parametrize("seed", range(8))
def test_each_version_is_what_was_public_when_it_was_the_newest(seed: int) -> None:
    chance = random.Random(seed)
    public: dict[int, set[Any]] = {}
    for _ in range(60):
        chance.choice([*STEPS, several, several])(chance)
        public[newest()] = {facts(figure) for figure in Figure.objects.public().for_page()}
    for version, seen in public.items():
        assert {facts(figure) for figure in figures_as_of(version, Q())} == seen, version
    assert len(public) > 10
    assert any(public.values())
