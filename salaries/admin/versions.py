"""What the data version that a save makes says of itself."""

from salaries.models import DataVersion, FigureVersion


def name_version(reason: str, why: str = "") -> None:
    """Say what the data version that is being made is about, and why where somebody said so.

    The former values of the figures that it corrects carry the same reason, for readers.
    """
    opened = DataVersion.objects.filter(is_open=True)
    opened.update(reason=(f"{reason}: {why}" if why else reason)[:200])
    if why:
        FigureVersion.objects.filter(until_version__in=opened.values("number")).update(note=why[:300])
