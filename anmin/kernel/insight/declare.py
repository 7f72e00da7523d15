"""The words in which a figure is declared once: from then on it is counted, compared, drawn and opened.

Standard library only.
"""

from dataclasses import dataclass

MEASURES = ("rows", "sum", "distinct")
CLASSES = (("", "全部"), ("urban", "城镇"), ("rural", "农村"))


@dataclass(frozen=True)
class Indicator:
    """A figure by month and place.

    `source` names the table ("funds.Payment"); `where` the rows that count, as lookups whose values may be "{month}"
    (its first day), "{next}" (the first of the next month) or "{last}" (its last day); `measure` is how many rows, the
    `sum` of `field`, or how many `distinct` values of it. `area` and `split` are paths in that table. A ratio has
    `over` (another indicator's name) and is never added up, only divided anew: `per` scales it (100 for percent).
    `register` is the list that the figure opens into.
    """

    name: str
    label: str
    unit: str
    group: str
    source: str = ""
    where: tuple[tuple[str, object], ...] = ()
    unless: tuple[tuple[str, object], ...] = ()
    measure: str = "rows"
    field: str = "id"
    area: str = "area"
    split: str = ""
    of: str = ""
    over: str = ""
    per: int = 1
    register: str = ""
    money: bool = False
    cite: str = ""
    better: str = ""


def faults(indicators: tuple[Indicator, ...]) -> list[str]:
    """What is wrong with declared indicators, in words."""
    names = [i.name for i in indicators]
    found = [f"指标 {n} 声明了两次" for n in sorted({n for n in names if names.count(n) > 1})]
    for i in indicators:
        if i.measure not in MEASURES:
            found.append(f"指标“{i.label}”的算法 {i.measure} 不认识")
        if i.over:
            found += [f"指标“{i.label}”引用了没有声明的指标 {n}" for n in (i.of, i.over) if n not in names]
        elif not i.source:
            found.append(f"指标“{i.label}”没有写明数据来自哪张表")
    return found


def of_programme(name: str, label: str) -> tuple[Indicator, ...]:
    """What is counted of every programme that pays by the month."""
    mine = (("programme", name),)
    in_force = (*mine, ("since__lte", "{month}"))
    paid = (*mine, ("roll__month", "{month}"))
    stock = {"source": "funds.Entitlement", "where": in_force, "unless": (("until__lte", "{month}"),), "split": "urban_rural",
             "register": "entitlements", "group": label}  # fmt: skip
    lines = {"source": "funds.Payment", "where": paid, "split": "urban_rural", "register": "payments", "group": label}
    sent = {"source": "funds.Remittance", "area": "payment__area", "group": label}
    return (
        Indicator(f"{name}.households", f"{label}在保户数", "户", **stock),
        Indicator(f"{name}.persons", f"{label}在保人数", "人", measure="sum", field="persons", **stock),
        Indicator(f"{name}.entered", f"{label}当月新增", "户", source="funds.Payment", group=label, register="payments",
                  where=(*paid, ("kind", "regular"), ("note__startswith", "新增")), split="urban_rural"),
        Indicator(f"{name}.left", f"{label}当月退出", "户", source="funds.Omission", group=label,
                  where=(("roll__programme", name), ("roll__month", "{month}"), ("last_amount__gt", 0))),
        Indicator(f"{name}.due", f"{label}应发金额", "元", measure="sum", field="amount", money=True, **lines),
        Indicator(f"{name}.paid", f"{label}到账金额", "元", measure="sum", field="amount", money=True,
                  where=(("payment__programme", name), ("payment__roll__month", "{month}"), ("state", "paid")), **sent),
        Indicator(f"{name}.returned", f"{label}退回金额", "元", measure="sum", field="amount", money=True,
                  where=(("payment__programme", name), ("payment__roll__month", "{month}"), ("state", "returned")), **sent),
        Indicator(f"{name}.regular", f"{label}当月保障金", "元", source="funds.Payment", where=(*paid, ("kind", "regular")),
                  split="urban_rural", register="payments", group=label, measure="sum", field="amount", money=True),
        Indicator(f"{name}.covered", f"{label}当月发放人数", "人", source="funds.Payment", where=(*paid, ("kind", "regular")),
                  split="urban_rural", register="payments", group=label, measure="sum", field="persons"),
        Indicator(f"{name}.average", f"{label}月人均补差", "元", group=label, of=f"{name}.regular", over=f"{name}.covered",
                  money=True, split="urban_rural", cite="支出 ÷ 人次"),
    )  # fmt: skip


def of_cases(name: str, label: str) -> tuple[Indicator, ...]:
    """What is counted of every service that decides cases."""
    mine, group = (("service", name),), "办理"
    came = (*mine, ("received_on__gte", "{month}"), ("received_on__lt", "{next}"))
    decided = (*mine, ("decided_on__gte", "{month}"), ("decided_on__lt", "{next}"))
    late = (*mine, ("closed_on__isnull", True), ("due_on__lt", "{next}"))
    ended = (("case__service", name), ("stopped_on__gte", "{month}"), ("stopped_on__lt", "{next}"))
    kept = (*ended, ("stopped_on__lte", "{due_on}"))
    case = {"source": "flow.Case", "group": group, "register": "cases"}
    clock = {"source": "flow.CaseClock", "group": group, "area": "case__area"}
    done, all_done = f"{name}.clocks_in_time", f"{name}.clocks"
    return (
        Indicator(f"{name}.received", f"{label}接件", "件", where=came, **case),
        Indicator(f"{name}.granted", f"{label}审核同意", "件", where=(*decided, ("outcome", "granted")), **case),
        Indicator(f"{name}.refused", f"{label}不予同意", "件", where=(*decided, ("outcome", "refused")), **case),
        Indicator(f"{name}.overdue", f"{label}逾期在办", "件", where=late, better="down", **case),
        Indicator(all_done, f"{label}办结的时限", "个", where=ended, **clock),
        Indicator(done, f"{label}按时完成的时限", "个", where=kept, **clock),
        Indicator(f"{name}.in_time", f"{label}按时办结率", "%", group, of=done, over=all_done, per=100, better="up"),
    )


MEANS = (
    Indicator("means.findings", "核对发现", "条", "核对", source="means.Finding", register="findings",
              where=(("made_by__month", "{month}"),)),
    Indicator("means.answered", "已答复的核对发现", "条", "核对", source="means.Finding", register="findings",
              where=(("made_by__month", "{month}"), ("answered_on__isnull", False))),
    Indicator("means.in_time_answers", "按期答复的核对发现", "条", "核对", source="means.Finding", register="findings",
              where=(("made_by__month", "{month}"), ("answered_on__lte", "{due_on}"))),
    Indicator("means.in_time", "核对按期答复率", "%", "核对", of="means.in_time_answers", over="means.findings", per=100, better="up"),
)  # fmt: skip
