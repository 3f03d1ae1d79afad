"""The files that SECRET_KEY is kept in: what a rotation makes of them, and what it leaves alone."""

from pathlib import Path

import pytest

from compsite import keys
from compsite.keys import NoKey, change, finished, in_variables, rotated

OLD = "old-key-of-" + "50-characters" * 4
VARIABLES = f"# Ours\nSITE_URL=https://guide.example\nSECRET_KEY={OLD}\nTRUST_PROXY=1\n"


def kept(keys: list[str]) -> list[str]:
    return rotated(keys, keep=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "compsite.env"
    path.write_text(VARIABLES)
    path.chmod(0o640)
    return path


def test_a_new_key_signs_and_the_former_one_is_still_read(file: Path) -> None:
    new, *former = change(file, kept, own=False)
    assert (len(new), former) == (86, [OLD])
    assert file.read_text() == VARIABLES.replace(
        f"SECRET_KEY={OLD}", f"SECRET_KEY={new}\nSECRET_KEY_FALLBACKS='{OLD}'"
    )


def test_finishing_leaves_the_newest_alone(file: Path) -> None:
    new = change(file, kept, own=False)[0]
    change(file, finished, own=False)
    assert file.read_text() == VARIABLES.replace(OLD, new)


def test_two_former_ones_are_read_at_most(file: Path) -> None:
    made = [change(file, kept, own=False)[0] for _ in range(3)]
    assert in_variables(file.read_text()) == made[::-1]


def test_who_may_read_the_file_stays_the_same(file: Path) -> None:
    change(file, kept, own=False)
    assert file.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in file.parent.iterdir()] == ["compsite.env"]


@pytest.mark.parametrize("line", [f'SECRET_KEY="{OLD}"', f"SECRET_KEY='{OLD}'", f"export SECRET_KEY={OLD}"])
def test_marks_of_quotation_are_no_part_of_a_key(line: str) -> None:
    assert in_variables(line) == [OLD]


@pytest.mark.parametrize(
    ("text", "words"), [("SITE_URL=x\n", "There is no line"), ("SECRET_KEY=a,b\n", "The key holds a comma")]
)
def test_a_file_without_a_key_is_left_alone(file: Path, text: str, words: str) -> None:
    file.write_text(text)
    with pytest.raises(NoKey, match=words):
        change(file, kept, own=False)
    assert file.read_text() == text


def test_the_local_sites_own_file(tmp_path: Path) -> None:
    path = tmp_path / ".secret-key"
    path.write_text(OLD)
    assert change(path, kept, own=True)[1:] == [OLD]
    assert keys.in_own_file(path.read_text())[1:] == [OLD]
