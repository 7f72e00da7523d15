from pathlib import Path

import pytest

from tests import county as places


@pytest.fixture
def county(db: None, settings: object, tmp_path: Path) -> places.County:
    """The fictional county with one account for each role; bank files and reports go to a folder of the test."""
    settings.VAR_DIR = tmp_path
    return places.build()
