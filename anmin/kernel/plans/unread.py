"""Tables of which nothing was read: saying so is better than letting a clerk believe that the rows are all there are."""

from __future__ import annotations

import re
from itertools import groupby

from .document import Document

BARE = re.compile(r"\s*\[?[≥≤><]?\s*(?!(?:19|20)\d\d\s*$)\d[\d,]*(?:\.\d+)?\s*[%‰]?\]?\s*")
NEAR = 12  # lines between two blocks of one table


def unread_tables(document: Document) -> list[str]:
    """A sentence for each stretch with at least two bare numbers one below the other, none of them read."""
    read = {row.line for row in document.quantities} | {row.line for row in document.noise}
    lines = enumerate(document.text.split("\n"), start=1)
    blocks: list[list[int]] = []
    for bare, group in groupby(lines, key=lambda line: BARE.fullmatch(line[1]) is not None):
        numbers = [number for number, _ in group] if bare else []
        if len(numbers) < 2 or read.intersection(numbers):
            continue
        if blocks and numbers[0] - blocks[-1][-1] <= NEAR:
            blocks[-1] += numbers
        else:
            blocks.append(numbers)
    return [f"第{block[0]}—{block[-1]}行像是表格，有{len(block)}个数没有读出，请对照原文补录。" for block in blocks]
