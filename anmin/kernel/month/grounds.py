"""On what a change of amounts rests: the documents of numbers, or the articles of rules, that begin with a month."""

from datetime import date

from anmin.kernel.law import api as law
from anmin.kernel.law.api import stored_numbers
from anmin.kernel.month.models import Close


def month_from(day: date) -> date:
    """The first month that begins on or after `day`."""
    return day if day.day == 1 else date(day.year + day.month // 12, day.month % 12 + 1, 1)


def law_since(close: Close, month: date) -> str:
    """Why amounts rise from `month` on: the documents of the numbers that begin then, or the articles of the rules."""
    if found := documents(close, month):
        return f"标准调整 {found}"
    plan = law.plan_of(law.book(), close.programme, month)
    first = {name: law.book().law(name).since for name in law.services_read(close.programme)}
    begun = {
        n.column for n in plan.computed() if n.version.since > first[n.service] and month_from(n.version.since) == month
    }
    return f"规则调整 {articles(close.programme, month, begun)}" if begun else "标准调整"


def articles(programme: str, day: date, columns: set[str]) -> str:
    """The articles of rules in force on a day, without repeating."""
    nodes = law.plan_of(law.book(), programme, day).computed()
    return "、".join(dict.fromkeys(str(n.cite) for n in nodes if n.column in columns))


def documents(close: Close, month: date) -> str:
    """The documents whose numbers begin in the month before `month` or on it, in this county."""
    read = law.services_read(close.programme)
    found = {
        row.doc: None
        for row in stored_numbers().rows()
        if row.key.partition(".")[0] in read and row.doc and close.area.startswith(row.area)
        and month_from(row.since) == month
    }  # fmt: skip
    return "、".join(found)
