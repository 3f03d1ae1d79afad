"""What tests of imports share."""

from tests.imports.made_up import importer

__all__ = ["importer"]
