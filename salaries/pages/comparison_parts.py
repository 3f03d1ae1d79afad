"""What a comparison's table, switches and notes are made of, which guides use too."""

from typing import NamedTuple

from salaries.pages.cells import EvidenceLine

BASELINE = "baseline"
"""What the first subject has in place of a difference."""


class ComparedRow(NamedTuple):
    """One subject as the table shows it."""

    label: str
    url: str
    value: str
    published: bool
    difference: str
    percent: str
    month: str
    hour: str
    direction: str
    evidence: EvidenceLine | None
    nominal: str = ""

    @property
    def columns(self) -> int:
        """How many columns the difference takes: words where there is no figure take that of the percentage too."""
        return 1 if self.percent or (self.published and self.difference == BASELINE) else 2


class Switch(NamedTuple):
    """One value of a switch, as a form button or the current one."""

    value: str
    text: str
    current: bool


class ShownNote(NamedTuple):
    """A note with the words in front that say of what kind it is."""

    lead: str
    text: str
