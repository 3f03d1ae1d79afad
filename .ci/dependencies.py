"""Tells the builder of the wheel what it depends on: the lines of requirements/base.in, and for an extra otel.in."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Dependencies(MetadataHookInterface):
    """What hatchling asks for."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in what pyproject.toml leaves open."""
        metadata["dependencies"] = self._named("base")
        metadata["optional-dependencies"] = {"otel": self._named("otel")}

    def _named(self, name: str) -> list[str]:
        lines = (Path(self.root) / f"requirements/{name}.in").read_text(encoding="utf-8").splitlines()
        named = [line.partition("#")[0].strip() for line in lines]
        return [name for name in named if name]
