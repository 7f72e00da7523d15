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
    (its first day), "{next}" (the first of the next month), "{last}" (its last day), "{cut}" (the first of the next month,
    but never later than today: what is late), "{today}", or "{due_on}", "{stopped_on}" (the row's own column); `measure` is
    how many rows, the `sum` of `field`, or how many `distinct` values of it. `area` and `split` are paths in that table. A ratio has
    `over` (another indicator's name) and is never added up, only divided anew: `per` scales it (100 for percent).
    `register` is the list that the figure opens into. `officer` is the path of the account whose work it is; `yearly` says
    that what happened in twelve months may be counted together (never so for what is in force at a time).
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
    officer: str = ""
    yearly: bool = False


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
    sent = {"source": "funds.Remittance", "area": "payment__area", "group": label, "register": "remittances"}
    back = (("payment__programme", name), ("payment__roll__month", "{month}"), ("returned_from__gt", 0))
    return (
        Indicator(f"{name}.households", f"{label}在保户数", "户", **stock),
        Indicator(f"{name}.persons", f"{label}在保人数", "人", measure="sum", field="persons", **stock),
        Indicator(f"{name}.entered", f"{label}当月新增", "户", source="funds.Payment", group=label, register="payments",
                  where=(*paid, ("kind", "regular"), ("note__startswith", "新增")), split="urban_rural"),
        Indicator(f"{name}.left", f"{label}当月退出", "户", source="funds.Omission", group=label, register="omissions",
                  where=(("roll__programme", name), ("roll__month", "{month}"), ("last_amount__gt", 0))),
        Indicator(f"{name}.due", f"{label}应发金额", "元", measure="sum", field="amount", money=True, **lines),
        Indicator(f"{name}.paid", f"{label}到账金额", "元", measure="sum", field="amount", money=True,
                  where=(("payment__programme", name), ("payment__roll__month", "{month}"), ("state", "paid")), **sent),
        Indicator(f"{name}.returned", f"{label}退回金额", "元", measure="sum", field="amount", money=True,
                  where=back, cite="银行退回的每一笔，重发后又退回的再计一次", **sent),
        Indicator(f"{name}.sent_again", f"{label}退回后已重发金额", "元", measure="sum", field="amount", money=True,
                  where=(*back, ("after_return", "again")), **sent),
        Indicator(f"{name}.not_again", f"{label}退回尚未重发金额", "元", measure="sum", field="amount", money=True, better="down",
                  where=back, unless=(("after_return", "again"),), cite="等于名册与银行的“退回待重发”", **sent),
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
    late = (*mine, ("closed_on__isnull", True), ("due_on__lt", "{cut}"))
    ended = (("case__service", name), ("stopped_on__gte", "{month}"), ("stopped_on__lt", "{next}"))
    case = {"source": "flow.Case", "group": group, "register": "cases", "officer": "officer"}
    clock = {
        "source": "flow.CaseClock",
        "group": group,
        "area": "case__area",
        "register": "clocks",
        "officer": "case__officer",
        "yearly": True,
    }
    done, all_done = f"{name}.clocks_in_time", f"{name}.clocks"
    return (
        Indicator(f"{name}.received", f"{label}接件", "件", where=came, yearly=True, **case),
        Indicator(f"{name}.granted", f"{label}审核同意", "件", where=(*decided, ("outcome", "granted")), yearly=True, **case),
        Indicator(f"{name}.refused", f"{label}不予同意", "件", where=(*decided, ("outcome", "refused")), yearly=True, **case),
        Indicator(f"{name}.overdue", f"{label}逾期在办", "件", where=late, unless=(("state", "supplementing"),),
                  better="down", cite="等待申请人补正的不计", **case),
        Indicator(all_done, f"{label}办结的时限", "个", where=ended, **clock),
        Indicator(done, f"{label}按时完成的时限", "个", where=(*ended, ("stopped_on__lte", "{due_on}")), **clock),
        Indicator(f"{name}.clocks_late", f"{label}超时完成的时限", "个", where=(*ended, ("stopped_on__gt", "{due_on}")),
                  better="down", **clock),
        Indicator(f"{name}.in_time", f"{label}按时办结率", "%", group, of=done, over=all_done, per=100, better="up",
                  officer="case__officer", yearly=True),
    )  # fmt: skip


_ANSWERED = {"source": "means.Finding", "register": "findings", "officer": "answered_by"}
_MADE = (("made_by__month", "{month}"),)
MEANS = (
    Indicator("means.findings", "核对发现", "条", "核对", source="means.Finding", register="findings", where=_MADE),
    Indicator("means.answered", "已答复的核对发现", "条", "核对", where=(*_MADE, ("answered_on__isnull", False)), **_ANSWERED),
    Indicator("means.in_time_answers", "按期答复的核对发现", "条", "核对", where=(*_MADE, ("answered_on__lte", "{due_on}")),
              **_ANSWERED),
    Indicator("means.late_answers", "逾期答复的核对发现", "条", "核对", where=(*_MADE, ("answered_on__gt", "{due_on}")),
              better="down", **_ANSWERED),
    Indicator("means.unanswered", "未答复的核对发现", "条", "核对", source="means.Finding", register="findings",
              where=(*_MADE, ("answered_on__isnull", True)), cite="发现 = 按期答复 + 逾期答复 + 未答复"),
    Indicator("means.late", "逾期未答复的核对发现", "条", "核对", source="means.Finding", register="findings", better="down",
              where=(("answered_on__isnull", True), ("due_on__lt", "{cut}")), cite="至月末（当月至今天）已逾期的，含以前月份"),
    Indicator("means.due_answers", "应答复的核对发现", "条", "核对", source="means.Finding", register="findings", where=_MADE,
              unless=(("answered_on__isnull", True), ("due_on__gte", "{today}")), cite="期限未到、还没有答复的不计"),
    Indicator("means.in_time", "核对按期答复率", "%", "核对", of="means.in_time_answers", over="means.due_answers", per=100,
              better="up", cite="按期答复 ÷ 应答复（已答复的，和期限已过仍未答复的）"),
)  # fmt: skip
_DUE = (("due_on__gte", "{month}"), ("due_on__lt", "{next}"), ("state__in", ("open", "proposed", "decided")))
_REVIEW = {"source": "month.Review", "register": "reviews", "group": "复核", "yearly": True}
REVIEWS = (
    Indicator("reviews.due", "到期的复核", "件", where=_DUE, **_REVIEW),
    Indicator("reviews.done", "按期复核", "件", where=(*_DUE, ("checked_on__lte", "{due_on}")), officer="checked_by", **_REVIEW),
    Indicator("reviews.late_done", "逾期复核", "件", where=(*_DUE, ("checked_on__gt", "{due_on}")), officer="checked_by",
              better="down", **_REVIEW),
    Indicator("reviews.late", "逾期未复核", "件", where=(("state", "open"), ("due_on__lt", "{cut}")), better="down",
              **(_REVIEW | {"yearly": False})),
    Indicator("reviews.in_time", "按期复核率", "%", "复核", of="reviews.done", over="reviews.due", per=100, better="up",
              yearly=True),
)  # fmt: skip
