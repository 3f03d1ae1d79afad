"""How triggers keep what was public: statements that `salaries/models/triggers.py` puts into them.

They run after the data version is opened. `docs/decisions/0015-pinned-links.md` says what is kept and why.
"""

NUMBER = "(SELECT MAX(number) FROM salaries_dataversion)"
"""The data version that the change belongs to, where it opened or found one."""

_ROWS = ("part", "release", "role", "level", "location", "option")
_CELL_COLUMNS = (*(f"{name}_id" for name in _ROWS), "measure", "currency", "pay_period", "sample_size")

# The version in which the row's part stopped being public: now where it is public, null where it never was.
_SHOWN_UNTIL = (
    f"(SELECT COALESCE(until_version, {NUMBER}) FROM salaries_partversion WHERE part_id = {{row}}.part_id "
    "ORDER BY from_version DESC LIMIT 1)"
)
_PART_SINCE = "(SELECT MIN(from_version) FROM salaries_partversion WHERE part_id = {row}.part_id)"


def former_figure() -> str:
    """Keep what the figure said, if it was ever public, until its part stopped being so: once a version."""
    since = (
        "COALESCE((SELECT MAX(number) FROM ("
        "SELECT until_version AS number FROM salaries_figureversion WHERE figure_id = OLD.id "
        "UNION ALL SELECT version FROM salaries_figurearrival WHERE figure_id = OLD.id) AS known), "
        f"{_PART_SINCE.format(row='OLD')})"
    )
    return (
        f"INSERT INTO salaries_figureversion (figure_id, {', '.join(_CELL_COLUMNS)}, from_version, "
        "until_version, {values_column}) "
        f"SELECT OLD.id, {', '.join(f'OLD.{name}' for name in _CELL_COLUMNS)}, kept.since, kept.ended, {{values}} "
        f"FROM (SELECT {since} AS since, {_SHOWN_UNTIL.format(row='OLD')} AS ended) AS kept "
        "WHERE kept.since < kept.ended AND NOT OLD.retired;"
    )


def arrived_figure(condition: str = "TRUE") -> str:
    """Note since when a figure is there that came into a part which was public before."""
    ended = _SHOWN_UNTIL.format(row="NEW")
    return (
        "INSERT INTO salaries_figurearrival (figure_id, version) SELECT NEW.id, late.ended "
        f"FROM (SELECT {_PART_SINCE.format(row='NEW')} AS since, {ended} AS ended) AS late "
        f"WHERE late.since < late.ended AND {condition} "
        "ON CONFLICT (figure_id) DO UPDATE SET version = excluded.version;"
    )


def is_retired(row: str) -> str:
    """Whether the role, level, place or option of a figure is retired."""
    nouns = {"role": "role", "experiencelevel": "level", "location": "location", "factoroption": "option"}
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM salaries_{table} WHERE id = {row}.{name}_id AND retired_in IS NOT NULL)"
        for table, name in nouns.items()
    )


def settle_retired() -> str:
    """Let a figure say whether what it is of is retired."""
    now = is_retired("NEW")
    return f"UPDATE salaries_figure SET retired = NOT retired WHERE id = NEW.id AND retired <> ({now});"


def retired(table: str, kind: str, column: str) -> str:
    """The address of what is retired says so, or leads to what it was merged into; its figures follow.

    Older addresses that led to it lead to that too: a chain is always one hop long.
    """
    target = f"(SELECT slug FROM salaries_{table} WHERE id = NEW.merged_into_id)"
    merged = "NEW.merged_into_id IS NOT NULL"
    return (
        f"DELETE FROM salaries_redirect WHERE kind = '{kind}' AND (old_slug = NEW.slug OR old_slug = {target});"
        f"INSERT INTO salaries_redirect (kind, old_slug, new_slug) SELECT '{kind}', NEW.slug, "
        f"COALESCE({target}, '') WHERE NEW.retired_in IS NOT NULL;"
        f"UPDATE salaries_redirect SET new_slug = {target} "
        f"WHERE kind = '{kind}' AND new_slug = NEW.slug AND {merged};"
        f"UPDATE salaries_figure SET retired = NOT retired WHERE {column}_id = NEW.id "
        f"AND retired <> ({is_retired('salaries_figure')});"
    )


def part_shown() -> str:
    """The part is public from this version on; taken back within the same version, it never was away."""
    public = "NEW.state = 'published'"
    return (
        "UPDATE salaries_partversion SET until_version = NULL "
        f"WHERE part_id = NEW.id AND until_version = {NUMBER} AND {public};"
        "INSERT INTO salaries_partversion (part_id, release_id, from_version) "
        f"SELECT NEW.id, NEW.release_id, {NUMBER} WHERE {public} AND NOT EXISTS "
        "(SELECT 1 FROM salaries_partversion WHERE part_id = NEW.id AND until_version IS NULL);"
    )


def part_hidden(condition: str = "TRUE") -> str:
    """The part is public no more; published within the same version, it never was."""
    last = f"part_id = OLD.id AND until_version IS NULL AND {condition}"
    return (
        f"DELETE FROM salaries_partversion WHERE {last} AND from_version = {NUMBER};"
        f"UPDATE salaries_partversion SET until_version = {NUMBER} WHERE {last};"
        "UPDATE salaries_releasepart SET published_in_id = NULL WHERE id = OLD.id AND state <> 'published' "
        f"AND published_in_id = {NUMBER} AND NOT EXISTS "
        "(SELECT 1 FROM salaries_partversion WHERE part_id = OLD.id);"
    )


def former_facts(noun: str, names: tuple[str, ...]) -> str:
    """Keep what decides between figures; of a release from its first publication on."""
    shown = "TRUE"
    if noun == "release":
        shown = "EXISTS (SELECT 1 FROM salaries_partversion WHERE release_id = OLD.id)"
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)
    return (
        "INSERT INTO salaries_factversion (noun, row_id, until_version, {values_column}) "
        f"SELECT '{noun}', OLD.id, {NUMBER}, {{values}} WHERE ({changed}) AND {shown} AND NOT EXISTS "
        "(SELECT 1 FROM salaries_factversion "
        f"WHERE noun = '{noun}' AND row_id = OLD.id AND until_version = {NUMBER});"
    )


def forget(column: str, table: str = "figureversion") -> str:
    """What is kept of a row goes with the row: no page can show it any more."""
    return f"DELETE FROM salaries_{table} WHERE {column}_id = OLD.id;"
