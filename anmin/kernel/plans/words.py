"""The lexicon: word lists and phrases in `lexicon/*.yaml`, which an office may extend with files of its own.

`ANMIN_PLAN_LEXICON` names a folder; its files have the same names and shapes, and their entries are added to ours.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HOME = Path(__file__).parent / "lexicon"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def merge(ours: Any, theirs: Any) -> Any:
    """Their words added to ours: lists joined, mappings merged, anything else replaced."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return {key: merge(ours[key], theirs[key]) if key in ours and key in theirs else (ours | theirs)[key]
                for key in ours | theirs}  # fmt: skip
    if isinstance(ours, list) and isinstance(theirs, list):
        return ours + [item for item in theirs if item not in ours]
    return theirs


@cache
def lexicon(name: str) -> dict[str, Any]:
    """One file of the lexicon with an office's own additions."""
    words = yaml.load((HOME / f"{name}.yaml").read_text(encoding="utf-8"), Loader)  # a safe loader
    extra = Path(os.environ.get("ANMIN_PLAN_LEXICON", "")) / f"{name}.yaml"
    if os.environ.get("ANMIN_PLAN_LEXICON") and extra.is_file():
        words = merge(words, yaml.load(extra.read_text(encoding="utf-8"), Loader))
    return words


def any_of(words: list[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) + ")"


@cache
def pattern(name: str, *keys: str) -> re.Pattern[str]:
    """Any word of the lists `keys` of one lexicon file."""
    words = lexicon(name)
    return re.compile(any_of([word for key in keys for word in words[key]]))
