"""Start-up checks: on every day on which a rule or a number begins or ends, the law must be whole."""

from __future__ import annotations

import datetime as dt

from anmin.kernel.law.book import LawBook
from anmin.kernel.law.errors import NumberError
from anmin.kernel.law.numbers import NumberTable
from anmin.kernel.law.plan import Plan, plan
from anmin.kernel.law.scalar import written_out


def check(book: LawBook, service: str, table: NumberTable) -> list[dt.date]:
    """Every name resolves, no cycle, one version a day, units fit, national numbers at hand. Returns the days checked."""
    law = book.law(service)
    days = sorted(day for day in law.days() | table.days(service) if day >= law.since)
    for day in days:
        if not any(law.version(name, day) for name in law.versions):
            continue  # the service had ended
        found = plan(book, service, day)
        written_out(found)
        _numbers_at_hand(found, table, day)
    return days


def _numbers_at_hand(found: Plan, table: NumberTable, day: dt.date) -> None:
    for column, held_as in found.numbers.items():
        number = found.nodes[column].number
        row = table.find(held_as, day)
        if row is None and not number.set_by:  # type: ignore[union-attr]
            raise NumberError(
                f"{held_as}（{number.label}）在 {day} 没有全国值，而规则要读它。"  # type: ignore[union-attr]
                "请在该服务的 params.yaml 补上，或写 set_by 说明由哪一级确定。"
            )
