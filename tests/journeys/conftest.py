"""Journeys may be looked at: `ANMIN_SHOTS=FOLDER make test args=tests/journeys`."""

import itertools
import os
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def shoot(request: pytest.FixtureRequest, browser_page: object) -> Callable[[str], None]:
    """Photographs the page under a name, one after another, below ANMIN_SHOTS where that names a folder."""
    folder, numbers = os.environ.get("ANMIN_SHOTS"), itertools.count(1)

    def photograph(name: str) -> None:
        if folder:
            path = Path(folder) / request.path.stem / f"{next(numbers):02d}-{name}.png"
            browser_page.screenshot(path=path, full_page=True)

    return photograph
