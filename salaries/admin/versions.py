"""What the data version that a save makes says of itself."""

from salaries.models import DataVersion, FigureVersion


def name_version(reason: str, why: str = "") -> None:
    """Say what the data version that is being made is about, and why where somebody said so.

    That is also what readers are told (`DataVersion.note`), and what the former values of the figures carry.
    """
    opened = DataVersion.objects.filter(is_open=True)
    opened.update(
        reason=(f"{reason}: {why}" if why else reason)[:200], **({"note": why[:200]} if why else {})
    )
    if why:
        FigureVersion.objects.filter(until_version__in=opened.values("number")).update(note=why[:300])
