"""The table of patterns names only tests and texts that exist."""

import re
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "docs" / "plan-patterns.md"


def test_every_test_and_text_of_the_pattern_table_is_there():
    rows = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    rows = [row.split("|") for row in rows if not row.startswith("| pattern")]
    tests = {name for path in HERE.glob("test_*.py") for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))}
    texts = {path.stem for path in (HERE / "texts").glob("*.txt")}
    assert len(rows) > 50
    for _, pattern, covered, _ in rows:
        named = re.findall(r"`(\w+)`", covered)
        assert named, pattern
        assert set(named) <= tests | texts, (pattern, set(named) - tests - texts)
