"""How `/factors/<factor>/` ranks its options: inside one release, against one figure, in one statistic."""

import re

import pytest
from django.test import Client

from salaries.pages import factors
from tests.factories import make_figure
from tests.pages.factor_evidence import HUBS, TECHNOLOGIES, edition, pair, tables_of
from tests.pages.reading import html_of, text_of

pytestmark = pytest.mark.django_db


def test_options_are_ranked_inside_one_release(client: Client) -> None:
    # Kubernetes has the highest premium of all, but in another release, where it is alone.
    part = edition(2025)
    make_figure("alpha", part, median=50_000)
    for option, median in (("go", 55_000), ("rust", 60_000)):
        make_figure("alpha", part, median=median, option=option, sample_size=45)
    pair(edition(2025, "survey"), 50_000, 90_000, option="kubernetes")
    (table,) = tables_of(client)
    assert table.startswith(
        "Ranked in Bureau, 2025, Alpha Option Median Premium "
        "1. Rust 45 answers $60,000 +20.0 % 2. Go 45 answers $55,000 +10.0 % "
        "General average, United States $50,000 baseline Median base salary a year 120 answers Bureau"
    )


def test_equal_premiums_share_a_rank_in_the_order_of_their_names(client: Client) -> None:
    make_figure("alpha", median=50_000)
    for option, median in (("rust", 55_000), ("go", 55_000), ("zig", 48_500)):
        make_figure("alpha", median=median, option=option)
    (table,) = tables_of(client)
    assert re.findall(r"(\d)\. (\w+) .*?(\S+ %)", table) == [
        ("1", "Go", "+10.0 %"),
        ("1", "Rust", "+10.0 %"),
        ("3", "Zig", "\N{MINUS SIGN}3.0 %"),
    ]


def test_one_option_is_not_ranked(client: Client) -> None:
    pair(edition(2024), 50_000, 55_000)
    pair(edition(2025, "survey"), 50_000, 60_000, option="rust")
    assert "Ranked" not in text_of(client.get(TECHNOLOGIES))


def test_a_ranking_is_of_each_sources_newest_release(client: Client) -> None:
    for year, source in ((2024, "bureau"), (2025, "bureau"), (2023, "survey")):
        make_figure("alpha", edition(year, source), median=50_000)
        for option in ("go", "rust"):
            make_figure("alpha", edition(year, source), median=55_000, option=option)
    assert [table.partition(", Alpha")[0] for table in tables_of(client)] == [
        "Ranked in Bureau, 2025",
        "Ranked in Survey, 2023",
    ]


def test_a_role_of_more_options_is_ranked_first_and_levels_stand_alone(client: Client) -> None:
    for role, level, options in (("beta", "senior", "ab"), ("beta", None, "ab"), ("alpha", None, "abc")):
        make_figure(role, median=50_000, level=level)
        for option in options:
            make_figure(role, median=55_000, level=level, option=option)
    tables = [table.partition(" Option")[0] for table in tables_of(client)]
    said = "Ranked in Bureau, May 2025"
    assert tables == [f"{said}, Alpha", f"{said}, Beta", f"{said}, Beta, Senior"]


@pytest.mark.usefixtures("guide")
def test_three_rankings_are_seen_at_once_before_the_options(client: Client) -> None:
    html = html_of(client.get(HUBS))
    tables, _, options = html.partition('<section id="silicon-valley"')
    seen, _, folded = tables.partition("<summary>8 more tables</summary>")
    assert (seen.count("Ranked in "), folded.count("Ranked in "), options.count("Ranked in ")) == (3, 8, 0)
    assert tables_of(client, HUBS)[0].startswith(
        "Ranked in BLS OEWS, May 2025, Software Developer Option Median Premium "
        "1. Silicon Valley 87,350 employed $213,110 +56.7 % 2. Seattle 92,770 employed $167,280 +23.0 % "
        "3. New York 121,000 employed $166,830 +22.7 % General average, United States $135,980 baseline"
    )


def test_rankings_that_there_is_no_room_for_are_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(factors, "MOST_RANKINGS", 4)
    for number in range(6):
        make_figure(f"role-{number}", median=50_000)
        for option in ("go", "rust"):
            make_figure(f"role-{number}", median=55_000, option=option)
    assert len(tables_of(client)) == 4
    assert "1 more table Ranked" in text_of(client.get(TECHNOLOGIES))
    assert "Not listed here: 2 more." in text_of(client.get(TECHNOLOGIES))
