"""The same two sets of data as pages are read with, and the answers of the API."""

from tests.pages.conftest import (
    common,
    guide,
    nothing_unasked,
    pytest_collection_modifyitems,
    starting_data,
)

__all__ = ["common", "guide", "nothing_unasked", "pytest_collection_modifyitems", "starting_data"]
