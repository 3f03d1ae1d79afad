"""Tells the builder of the wheel what the site depends on: the lines of requirements/base.in, and no others."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Dependencies(MetadataHookInterface):
    """What hatchling asks for."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in what pyproject.toml leaves open."""
        lines = (Path(self.root) / "requirements/base.in").read_text(encoding="utf-8").splitlines()
        named = [line.partition("#")[0].strip() for line in lines]
        metadata["dependencies"] = [name for name in named if name]
