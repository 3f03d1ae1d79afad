"""What a page says that tells what went wrong."""

from typing import NamedTuple


class FailurePage(NamedTuple):
    """What an error page shows; `ways` are near matches, each with its address."""

    heading: str
    text: str
    ways: tuple[tuple[str, str], ...] = ()
    url: str = ""
    canonical: str = ""
    indexed: bool = False

    @property
    def title(self) -> str:
        return self.heading

    @property
    def description(self) -> str:
        return self.text
