"""The month's report on the checks against other departments: what was asked, what was found where, what became of it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from anmin.kernel.funds.api import Roll
from anmin.kernel.law import api as law
from anmin.kernel.means.api import SOURCES, Check, Finding, SourceLoad
from anmin.kernel.month.money import Fen
from anmin.kernel.places.api import area_names, codes

ASKED = ("来源", "提供单位", "数据截止日", "文件", "条数", "未采用", "时效", "发现（条）", "说明")
FOUND = (
    "区划代码", "乡镇", "来源", "发现（条）", "涉及户数", "待处理", "属实", "不属实", "情况已变化", "按期答复", "逾期答复", "逾期未答复",
    "现月金额（元）", "按核对数（元）",
)  # fmt: skip
EACH = (
    "家庭编号", "人员", "来源", "项目", "申报", "核对", "发生日期", "现月金额（元）", "按核对数（元）",
    "答复期限", "处理", "答复日期", "说明",
)  # fmt: skip


def asked(roll: Roll) -> Iterable[tuple]:
    """Every source that the roll was compared with, as of which day, and how many findings it brought; then the sum."""
    checks = list(_checks(roll).order_by("id"))
    used = {(name, told[0]): None for check in checks for name, told in check.loads.items()}
    loads = SourceLoad.objects.in_bulk([load for _, load in used])
    found = dict(_findings(roll).values_list("load").annotate(n=Count("id")).order_by())
    for name, number in used:
        source, load = SOURCES[name], loads[number]
        stale = (roll.month - load.as_of).days > source.fresh_days
        yield (
            source.label, source.provider, load.as_of.isoformat(), load.file_name, load.rows, load.skipped,
            f"早于当月一日 {source.fresh_days} 天以上" if stale else "有效", found.get(number, 0), "",
        )  # fmt: skip
    yield ("合计", "", "", "", "", "", "", sum(found.values()), _told(checks, sum(found.values())))


def _told(checks: list[Check], found: int) -> str:
    """The sum beside what the close itself said."""
    if not checks:
        return "当月名册没有与其他部门的数据核对"
    said = sum(check.found for check in checks)
    last = checks[-1]
    agrees = "等于月结核对发现数" if said == found else f"与月结核对发现数 {said} 不符"
    return f"核对 {last.persons} 人，无授权未核对 {last.unsigned} 人；{agrees}"


def found(roll: Roll) -> Iterable[tuple]:
    """Findings by township and source: how they stand, answered in time or not; the last row is the sum.

    Amounts a month are those of the households concerned, each once, as declared and as all that was found would make it.
    """
    today = timezone.localdate()
    sums: dict[tuple[str, str], Counter] = {}
    homes: dict[tuple[str, str], dict[int, tuple[int, int]]] = {}
    rows = _findings(roll).values_list(
        "household", "area", "source", "answer", "answered_on", "due_on", "amount_before", "amount_after"
    )
    for home, area, source, answer, answered_on, due_on, before, after in rows:
        clock = "open" if answered_on is None else "in_time" if answered_on <= due_on else "late"
        overdue = answered_on is None and due_on < today
        for key in ((codes.at_level(area, "town") or area, source), ("", "")):
            sums.setdefault(key, Counter()).update(["n", answer, clock, *(["overdue"] if overdue else [])])
            homes.setdefault(key, {})[home] = (before or 0, after or 0)
    names = area_names({town for town, _ in sums if town}, roll.month)
    for (town, source), s in sorted(sums.items(), key=lambda item: (not item[0][0], item[0])):
        label, mine = SOURCES[source].label if source else "合计", homes[town, source]
        before, after = (Fen(sum(pair[place] for pair in mine.values())) for place in (0, 1))
        yield (
            town, names.get(town, ""), label, s["n"], len(mine), s["open"], s["true"], s["false"], s["changed"], s["in_time"],
            s["late"], s["overdue"], before, after,
        )  # fmt: skip


def each(roll: Roll) -> Iterable[tuple]:
    """Every finding, in the order of places and households."""
    facts = {fact.name: fact for fact in law.facts_of(roll.programme)}
    answers = dict(Finding.Answer.choices)
    rows = _findings(roll).order_by("area", "household__number", "id").values_list(
        "household__number", "person__name", "source", "fact", "declared", "found", "found_on", "amount_before", "amount_after",
        "due_on", "answer", "answered_on", "note",
    )  # fmt: skip
    for number, person, source, fact, declared, seen, seen_on, before, after, due_on, answer, answered_on, note in rows:
        known = facts.get(fact)
        money = bool(known and known.unit.startswith("fen"))
        yield (
            number, person, SOURCES[source].label, known.label if known else SOURCES[source].sheet.title,
            _value(declared, money), _value(seen, money), _day(seen_on), _value(before, True), _value(after, True),
            _day(due_on), answers[answer], _day(answered_on), note,
        )  # fmt: skip


def _checks(roll: Roll) -> QuerySet[Check]:
    return Check.objects.filter(household=None, service=roll.programme, month=roll.month, area=roll.area)


def _findings(roll: Roll) -> QuerySet[Finding]:
    return Finding.objects.filter(made_by__in=_checks(roll))


def _value(number: int | None, money: bool) -> Any:
    if number is None:
        return ""
    return Fen(number) if money else number


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
