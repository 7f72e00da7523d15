"""The fictional county with two households and signed-in browsers, as the desk's own tests have it."""

from tests.web.conftest import as_role, land, officer, town

__all__ = ["as_role", "land", "officer", "town"]
