"""How often a programme pays: every month, unless its law names another rhythm by a dated number of its own.

Amounts are reckoned by the month whatever the rhythm: the roll of a paying month pays that month and, as arrears, the
months since the roll before. Quarters end in March, June, September and December, half-years in June and December.
"""

from datetime import date

from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.law.api import stored_numbers
from anmin.kernel.service import service

WORDS = {2: "每两个月", 3: "按季", 6: "每半年", 12: "按年"}


def months_earlier(month: date, count: int) -> date:
    """The first day of the month so many months before."""
    place = month.year * 12 + month.month - 1 - count
    return date(place // 12, place % 12 + 1, 1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return months_earlier(month, 1)


def months_apart(programme: str, county: str, month: date) -> int:
    """From one roll to the next, in months."""
    column = service(programme).rhythm
    row = stored_numbers().find(f"{programme}.{column}", month, county) if column else None
    return int(row.value) if row else 1


def earliest_before(programme: str, county: str, month: date) -> date:
    """The earliest month in which the roll before that of `month` may lie."""
    return months_earlier(month, months_apart(programme, county, month))


def not_now(programme: str, county: str, month: date) -> str:
    """Why no roll is made in this month, in words; "" in a month that pays."""
    apart = months_apart(programme, county, month)
    if month.month % apart == 0:
        return ""
    pays = month.month + apart - month.month % apart
    often = WORDS.get(apart, f"每 {apart} 个月")
    return (
        f"{service(programme).label}{often}发放，{chinese_month(month)}不是发放月，不生成名册；"
        f"{pays} 月的名册一并补发各月应发的金额。"
    )
