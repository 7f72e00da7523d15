"""Budgets as the finance bureau gives them: entered one by one or read from a table, and how each fund stands."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Sum

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import record
from anmin.kernel.funds.entitle import MoneyRefused
from anmin.kernel.funds.ledger import add_budget, ensure_funds
from anmin.kernel.funds.models import Budget, Posting
from anmin.kernel.service import register
from anmin.kernel.sheets.api import CHOICE, DATE, INTEGER, MONEY, TEXT, Choice, Column, Sheet, SheetError, read_sheet

RESIDENCES = {"urban": "城市", "rural": "农村"}
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_TOLD = 5


@dataclass(frozen=True)
class Purse:
    """A budget heading of a programme for one class of households, as its service declares it."""

    programme: str
    residence: str
    code: str
    label: str

    @property
    def key(self) -> str:
        """How forms and tables name it."""
        return f"{self.programme}.{self.residence}"


@dataclass(frozen=True)
class Standing:
    """A purse in a year: what was given by whom, what of it is spent (fen), and the documents."""

    purse: Purse
    given: int
    spent: int
    documents: list[Budget]

    @property
    def left(self) -> int:
        """What is left of it; negative where more was spent than given."""
        return self.given - self.spent


@dataclass
class Taken:
    """What a table brought: documents entered, those that stood there already, their sum (fen)."""

    new: int = 0
    known: int = 0
    amount: int = 0


def purses() -> list[Purse]:
    """Every budget heading of the installed services, in their order."""
    found = []
    for name, kind in register().items():
        shared = len({told for _, told in kind.earmarks.values()}) < len(kind.earmarks)
        for residence, (code, told) in kind.earmarks.items():
            found.append(Purse(name, residence, code, f"{told}（{RESIDENCES[residence]}）" if shared else told))
    return found


def standing(county: str, year: int) -> list[Standing]:
    """How the purses of the county stand that were given or spent anything in the year."""
    documents: dict[str, list[Budget]] = {}
    for each in Budget.objects.filter(fund__area=county, year=year).select_related("fund").order_by("on", "pk"):
        documents.setdefault(f"{each.fund.programme}.{each.fund.urban_rural}", []).append(each)
    rows = (
        Posting.objects.filter(account__fund__area=county, account__kind="expense", entry__month__year=year)
        .values_list("account__fund__programme", "account__fund__urban_rural").annotate(total=Sum("amount")).order_by()
    )  # fmt: skip
    spent = {f"{programme}.{residence}": total for programme, residence, total in rows}
    return [
        Standing(p, sum(b.amount for b in documents.get(p.key, [])), spent.get(p.key, 0), documents.get(p.key, []))
        for p in purses() if p.key in documents or p.key in spent
    ]  # fmt: skip


def years_of(county: str) -> list[int]:
    """Years of which a budget is entered, the newest first."""
    return sorted(set(Budget.objects.filter(fund__area=county).values_list("year", flat=True)), reverse=True)


def budget_sheet() -> Sheet:
    """The table in which a year's documents are entered: one line for each fund, level and document."""
    levels = tuple(Choice(value, label) for value, label in Budget.Level.choices)
    return Sheet(
        "budget",
        "预算下达",
        (
            Column("purse", "资金名称", CHOICE, ("资金", "项目", "专项资金"), required=True,
                   choices=tuple(Choice(p.key, p.label) for p in purses())),
            Column("year", "年度", INTEGER, ("预算年度",), required=True, minimum=FIRST_YEAR, maximum=LAST_YEAR),
            Column("level", "资金级次", CHOICE, ("级次", "资金来源"), required=True, choices=levels),
            Column("doc", "文号", TEXT, ("下达文号", "指标文号"), required=True),
            Column("amount", "金额", MONEY, ("下达金额", "指标金额"), required=True, period="year", note="追减的写负数"),
            Column("on", "下达日期", DATE, ("发文日期", "日期"), required=True),
        ),
        "每个资金、级次、文件一行",
        anchors=("purse", "doc"),
    )  # fmt: skip


def take_budgets(source: Path | bytes, *, county: str, who: User, on: date) -> Taken:
    """Enters every line of a table, or none. The same table again changes nothing. Runs inside `audit.acting`.

    Raises MoneyRefused with the first faults by line and column.
    """
    try:
        reading = read_sheet(source, budget_sheet(), on=on)
    except SheetError as error:
        raise MoneyRefused(f"预算表读不了：{error}") from error
    if reading.errors:
        told = "；".join(str(error) for error in reading.errors[:MOST_TOLD])
        raise MoneyRefused(f"预算表有 {len(reading.errors)} 处要改，一行也没有录入：{told}")
    if reading.frame.is_empty():
        raise MoneyRefused("预算表里没有数据行。每个资金、级次、文件写一行，可先下载模板。")
    taken = Taken()
    for row in reading.frame.iter_rows(named=True):
        given = {name: row[name] for name in ("year", "level", "doc", "amount", "on")}
        try:
            new = enter(row["purse"], county=county, who=who, **given)
        except MoneyRefused as refused:
            raise MoneyRefused(f"第 {row['_row']} 行：{refused} 一行也没有录入。") from refused
        taken.new += new
        taken.known += not new
        taken.amount += row["amount"] if new else 0
    record("import", "funds_budget", county, actor=who.actor, reason="录入预算", lines=taken.new, amount=taken.amount)
    return taken


def enter(
    purse: str, *, county: str, year: int, level: str, doc: str, amount: int, on: date, who: User
) -> bool:  # fmt: skip
    """Enters one document of a purse (by its key); False where it stood there already. Runs inside `audit.acting`.

    Raises MoneyRefused for what cannot be a budget.
    """
    programme, _, residence = purse.partition(".")
    if purse not in {p.key for p in purses()}:
        raise MoneyRefused("请选择资金。")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise MoneyRefused(f"年度 {year} 不对，请写四位年份。")
    if level not in Budget.Level.values:
        raise MoneyRefused(f"资金级次只有{'、'.join(Budget.Level.labels)}。")
    if not year - 1 <= on.year <= year + 1:
        raise MoneyRefused(f"{on} 下达的不会是 {year} 年的预算（提前下达的在上一年），请核对年度和日期。")
    fund = next(f for f in ensure_funds(county, programme) if f.urban_rural == residence)
    there = Budget.objects.filter(fund=fund, year=year, level=level, doc=doc.strip()).exists()
    add_budget(fund, year=year, level=level, doc=doc.strip(), amount=amount, on=on, who=who)
    return not there
