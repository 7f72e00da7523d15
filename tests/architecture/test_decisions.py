"""Decisions are written down in one shape: what was the matter, what was decided, what was rejected and why."""

import re

from tests.architecture.tree import ROOT

DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
LONGEST = 60  # lines: a page


def test_every_decision_has_a_number_of_its_own_and_says_what_was_rejected() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(set(numbers)) == len(numbers) > 0
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        assert re.match(r"\d{4}-[a-z0-9-]+\.md$", path.name), path.name
        assert re.match(rf"# 0*{int(path.name[:4])}\.? ", text), f"{path.name} does not begin with its number"
        for part in ("Context", "Decision", "Rejected"):
            assert re.search(rf"^(## |\*\*){part}", text, re.MULTILINE), f"{path.name} lacks {part}"
        assert text.count("\n") <= LONGEST, f"{path.name} is longer than a page"
