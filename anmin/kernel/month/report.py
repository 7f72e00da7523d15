"""The month's report as xlsx: what moved, what was paid, how roll, bank and ledger agree."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Sum

from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds import api as funds
from anmin.kernel.funds.api import AfterReturn, Entry, Omission, Payment, Remittance, Roll
from anmin.kernel.month import report_checks
from anmin.kernel.month.changes import changes_of
from anmin.kernel.month.models import Finding
from anmin.kernel.month.money import Fen
from anmin.kernel.places.api import area_names, codes
from anmin.kernel.service import service

MOVES = {
    "opening": "上月", "entered": "新增", "left": "停发", "raised": "增发", "lowered": "减发", "same": "不变", "closing": "本月",
    "arrears": "另：补发",
}  # fmt: skip


def report_file(roll: Roll) -> Path:
    """Where the report of a month lies."""
    label = service(roll.programme).label
    return Path(settings.VAR_DIR) / "reports" / roll.area[:6] / f"{roll.month:%Y-%m} {label}月报.xlsx"


def write_report(roll: Roll, steps: dict[str, Any]) -> Path:
    """Writes the report anew from what is stored; appears whole or not at all."""
    path = report_file(roll)
    funds.write_whole(path, report_bytes(roll, steps))
    return path


def report_bytes(roll: Roll, steps: dict[str, Any]) -> bytes:
    """The report as a workbook：对账，变动，乡镇，停发与未列入，复核事项，信息核对，凭证."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": roll.made_at.replace(tzinfo=None)})
        sheets = Sheets(book)
        sheets.add("对账", ("事项", "笔数", "金额（元）", "说明"), agreement(roll, steps))
        sheets.add("变动", ("项", "户数", "人数", "金额（元）"), movement(roll))
        sheets.add(
            "分乡镇", ("区划代码", "乡镇", "城乡", "户数", "人数", "当月金额（元）", "补发金额（元）"), by_town(roll)
        )
        sheets.add("变动明细", CHANGED, changes(roll))
        sheets.add(
            "停发与未列入", ("家庭编号", "领款人", "类别", "原因", "上月人数", "上月金额（元）"), omissions(roll)
        )
        sheets.add("复核事项", ("家庭编号", "类别", "说明", "现发或名册（元）", "测算（元）", "处理"), reviews(roll))
        sheets.add("核对来源", report_checks.ASKED, report_checks.asked(roll))
        sheets.add("核对发现", report_checks.FOUND, report_checks.found(roll))
        sheets.add("核对明细", report_checks.EACH, report_checks.each(roll))
        sheets.add("凭证", ("凭证", "日期", "摘要", "资金", "科目", "级次", "借（元）", "贷（元）"), vouchers(roll))
    return out.getvalue()


STANDING = {"sent": "在途", "paid": "到账", "returned": "退回待重发", "no_account": "无账号待发", "unsent": "未送银行"}


class Sheets:
    """Writes plain tables: whole numbers as numbers, `Fen` as 元, all else as text."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.money = book.add_format({"num_format": "#,##0.00"})

    def add(self, name: str, headings: tuple[str, ...], rows: Iterable[tuple]) -> None:
        page = self.book.add_worksheet(name)
        page.write_row(0, 0, headings, self.head)
        for place, heading in enumerate(headings):
            page.set_column(place, place, 48 if heading in ("原因", "说明", "摘要") else max(12, len(heading) * 2))
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, Fen):
                    page.write_number(number, place, value / 100, self.money)
                elif isinstance(value, int):
                    page.write_number(number, place, value)
                else:
                    page.write_string(number, place, str(value))
        page.freeze_panes(1, 0)


def agreement(roll: Roll, steps: dict[str, Any]) -> list[tuple]:
    """Roll against bank against ledger."""
    stand = steps.get("ledger") or funds.waiting(roll)
    rows = [
        (
            "名册应发",
            roll.lines,
            Fen(roll.amount),
            f"{chinese_month(roll.month)} {service(roll.programme).label} 摘要 {roll.digest}",
        )
    ]
    batches = roll.batches.order_by("place")
    rows += [(f"银行批次 {b.number}", b.lines, Fen(b.amount), f"摘要 {b.digest}") for b in batches]
    rows += [(label, stand[f"{s}_lines"], Fen(stand[f"{s}_amount"]), "") for s, label in STANDING.items()]
    total = sum(stand[f"{s}_amount"] for s in STANDING)
    lines = sum(stand[f"{s}_lines"] for s in STANDING)
    rows.append(
        ("合计", lines, Fen(total), "等于名册应发" if (lines, total) == (roll.lines, roll.amount) else "与名册应发不符")
    )
    rows += returned(roll, stand)
    if "agrees" in stand:
        rows.append(
            ("账簿", "", "", "名册、银行、账簿一致，借贷平衡" if stand["agrees"] else "；".join(stand["differences"]))
        )
    return rows


def returned(roll: Roll, stand: dict[str, Any]) -> list[tuple]:
    """What the bank ever returned, apart by whether it was sent again; nothing where nothing came back."""
    back = Remittance.objects.came_back(roll)
    if not back:
        return []
    again = back.pop(AfterReturn.AGAIN, (0, 0))
    still = tuple(sum(part) for part in zip((0, 0), *back.values(), strict=True))
    agrees = still == (stand["returned_lines"], stand["returned_amount"])
    return [
        ("另计：银行曾退回", again[0] + still[0], Fen(again[1] + still[1]), "每退回一次计一次"),
        ("其中已重发", again[0], Fen(again[1]), "重发的计入到账、在途或再次退回"),
        ("其中尚未重发", still[0], Fen(still[1]), "等于退回待重发" if agrees else "与退回待重发不符"),
    ]


def movement(roll: Roll) -> list[tuple]:
    """Opening + entered - left ± changed = closing."""
    rows = []
    for part, label in MOVES.items():
        m = roll.movement.get(part, {"households": 0, "persons": 0, "amount": 0})
        persons = m["persons"] if part != "arrears" else ""
        rows.append((label, m["households"], persons, Fen(m["amount"])))
    return rows


def by_town(roll: Roll) -> list[tuple]:
    """Households, persons and money by township and class."""
    sums: dict[tuple[str, str], list[int]] = {}
    rows = Payment.objects.filter(roll=roll).values_list("area", "urban_rural", "kind")
    for area, residence, kind, lines, persons, amount in rows.annotate(
        n=Count("id"), p=Sum("persons"), a=Sum("amount")
    ).order_by():
        town = sums.setdefault((codes.at_level(area, "town") or area, residence), [0, 0, 0, 0])
        if kind == Payment.Kind.REGULAR:
            town[0], town[1], town[2] = town[0] + lines, town[1] + persons, town[2] + amount
        else:
            town[3] += amount
    names = area_names({town for town, _ in sums}, roll.month)
    return [
        (town, names.get(town, ""), "城镇" if residence == "urban" else "农村", n, p, Fen(a), Fen(more))
        for (town, residence), (n, p, a, more) in sorted(sums.items())
    ]


CHANGED = (
    "家庭编号", "领款人", "类别", "原因", "上月人数", "本月人数", "上月金额（元）", "本月金额（元）", "增减（元）",
)  # fmt: skip


def changes(roll: Roll) -> Iterable[tuple]:
    """Every household that differs from last month, and why; in the first month all are new and stand on the roll."""
    if not roll.movement.get("opening", {}).get("households"):
        return []
    return [
        (c.number, c.payee, c.kind, c.reason, c.persons_before, c.persons, Fen(c.amount_before), Fen(c.amount),
         Fen(c.amount - c.amount_before))
        for c in changes_of(roll)
    ]  # fmt: skip


def omissions(roll: Roll) -> Iterable[tuple]:
    """Who is not on the roll, and why."""
    rows = Omission.objects.filter(roll=roll).order_by("area", "household__number").values_list(
        "household__number", "payee_name", "kind", "reason", "last_persons", "last_amount"
    )  # fmt: skip
    kinds = dict(Omission.Kind.choices)
    return [(n, p, kinds[k], why, persons, Fen(amount)) for n, p, k, why, persons, amount in rows]


def reviews(roll: Roll) -> Iterable[tuple]:
    """What a person must look at."""
    found = Finding.objects.filter(close__programme=roll.programme, close__month=roll.month, close__area=roll.area)
    kinds, states = dict(Finding.Kind.choices), dict(Finding.State.choices)
    rows = found.order_by("kind", "area", "household__number").values_list(
        "household__number", "kind", "text", "held", "due", "state"
    )
    return [
        (n, kinds[k], t, "" if held is None else Fen(held), "" if due is None else Fen(due), states[s])
        for n, k, t, held, due, s in rows
    ]


def vouchers(roll: Roll) -> Iterable[tuple]:
    """The vouchers of the month, leg by leg."""
    kinds, levels = dict(funds.Account.Kind.choices), dict(funds.Budget.Level.choices)
    rows = Entry.objects.filter(roll=roll).order_by("id", "postings__id").values_list(
        "id", "on", "memo", "postings__account__fund__name", "postings__account__kind", "postings__account__level",
        "postings__amount",
    )  # fmt: skip
    return [
        (number, on.isoformat(), memo, fund, kinds[kind], levels.get(level, ""), Fen(max(a, 0)), Fen(max(-a, 0)))
        for number, on, memo, fund, kind, level, a in rows
    ]
