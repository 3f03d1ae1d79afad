"""The trail to a page: what stands above it, as the page shows it and as its JSON-LD says it."""

from typing import NamedTuple


class Step(NamedTuple):
    """A page of a trail. `here`: it is the page itself, so that no link leads to it."""

    name: str
    path: str
    here: bool = False


type Trail = tuple[Step, ...]


def trail(*above: tuple[str, str], here: str, path: str) -> Trail:
    """The trail to the page of that name and address, from (name, path) of what stands above it."""
    return (*(Step(name, to) for name, to in above), Step(here, path, here=True))


def from_home(here: str, path: str) -> Trail:
    """The trail to a page that stands right below the first one."""
    return trail(("Home", "/"), here=here, path=path)
