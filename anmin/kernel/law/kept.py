"""What the law room keeps in the database: dated numbers as entered, and what the hashes of decisions stand for.

The database is touched only when one of these is called, so that rules can be read and reckoned without one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from anmin.kernel.law.numbers import NumberTable
from anmin.kernel.law.replay import Difference, other_rules, other_values, texts_of
from anmin.kernel.law.scalar import resolve


def remember(service: str, on: dt.date, numbers_read: Mapping[str, Any] | None = None) -> str:
    """Keeps the rules' texts (and numbers read) behind the hashes of a decision; the hash of the rules.

    Runs inside `audit.acting`.
    """
    from anmin.kernel.law import api, stored

    found = api.plan_of(api.book(), service, on)
    texts = found.cache.get("texts") or found.cache.setdefault("texts", texts_of(found))
    stored.remember("rules", found.fingerprint(), service, texts)
    if numbers_read is not None:
        stored.remember("numbers", api.numbers_hash(numbers_read), service, dict(numbers_read))
    return found.fingerprint()


def rules_changed(service: str, on: dt.date, rules: str) -> set[str]:
    """Columns whose rules in force on a day are not those that stood behind a hash; none where it is unknown."""
    from anmin.kernel.law import api, stored

    found = api.plan_of(api.book(), service, on)
    then = None if rules in ("", found.fingerprint()) else stored.remembered("rules", rules)
    return {difference.name for difference in other_rules(found, then)} if then else set()


def compare_basis(
    service: str, on: dt.date, area: str, urban_rural: str, rules: str, numbers_then: str | Mapping[str, Any]
) -> list[Difference]:
    """How the rules and numbers of a decision differ from those now in force for its day and place.

    `numbers_then` are the values, or their hash. A list of `Difference`.
    """
    from anmin.kernel.law import api, stored

    found, out = api.plan_of(api.book(), service, on), []
    if rules != found.fingerprint():
        texts = stored.remembered("rules", rules)
        lost = [Difference("rule", "*", "规则文本", f"指纹 {rules[:12]}（没有留存文本）", found.fingerprint()[:12])]
        out += lost if texts is None else other_rules(found, texts)
    values, rows = resolve(found, stored_numbers(), on, area, urban_rural)
    if isinstance(numbers_then, str):
        if numbers_then in ("", api.numbers_hash(values)):
            return out
        kept = stored.remembered("numbers", numbers_then)
        if kept is None:
            return [
                *out,
                Difference("number", "*", "所读的数", f"指纹 {numbers_then}（没有留存）", api.numbers_hash(values)),
            ]
        numbers_then = kept
    return out + other_values("number", found, numbers_then, values, rows)


def enter_numbers(rows: list[dict[str, Any]]) -> int:
    """Enters dated numbers of a new document into the database; see `stored.py`."""
    from anmin.kernel.law.stored import enter_numbers as really

    return really(rows)


def tried_numbers(rows: list[dict[str, Any]]) -> NumberTable:
    """The stored numbers as they would be with these rows entered; see `stored.py`."""
    from anmin.kernel.law.stored import tried_numbers as really

    return really(rows)


def forget_numbers() -> None:
    """Lets the stored numbers be read again after a roll-back; see `stored.py`."""
    from anmin.kernel.law.stored import forget_numbers as really

    really()


def stored_numbers() -> NumberTable:
    """The dated numbers as this installation holds them in its database; see `stored.py`."""
    from anmin.kernel.law.stored import stored_numbers as really

    return really()
