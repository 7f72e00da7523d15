"""Names that say nothing collect what belongs nowhere."""

from tests.architecture.tree import name_of, python_files

SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "base", "core", "extras"}


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    found = [name_of(path) for path in python_files() if SAYS_NOTHING & {path.stem, *path.parts}]
    assert not found
