"""Gifts come in, help goes out: the sums of each purpose are the database's, and nothing is promised beyond them."""

from datetime import date
from typing import Any

from anmin.kernel.declare import OpenPage, OpenTable, today
from anmin.kernel.flow.declare import chinese_date, yuan
from anmin.services.relief_fund.models import Balance, Gift, Help

SHOWN = 100  # of each list on the open page


def county_of(area: str) -> str:
    """The county's own twelve digits."""
    return area[:6] + "000000"


def save(row: Gift, values: dict[str, Any]) -> Gift:
    """A gift, or a correction of one. Raises ValueError where what it gave is already used."""
    for name, value in values.items():
        setattr(row, name, value)
    if row.received_on > today():
        raise ValueError("到账日期不能晚于今天。")
    if row.amount <= 0:
        raise ValueError("金额应大于零。")
    row.area = county_of(row.area)
    for purpose in {
        row.purpose,
        Gift.objects.filter(pk=row.pk).values_list("purpose", flat=True).first() or row.purpose,
    }:
        lock(row.area, purpose)
    before = Gift.objects.filter(pk=row.pk).first()
    if before:
        held = Balance.objects.get(county=before.area, purpose=before.purpose)
        kept = row.amount if (row.area, row.purpose) == (before.area, before.purpose) else 0
        if held.given - before.amount + kept < held.used:
            raise ValueError(f"金额：这笔捐赠已有部分用于救助，更正后余额会不足（{yuan(held.used)} 元已用）。")
    row.save()
    return row


def lock(county: str, purpose: str) -> Balance:
    """The balance of a purpose, locked until the transaction ends."""
    Balance.objects.get_or_create(county=county, purpose=purpose)
    return Balance.objects.select_for_update().get(county=county, purpose=purpose)


def reserve(case: Any, _move: Any, _who: Any, on: date) -> None:
    """Takes the decided sum out of the balance: what was given for the cause first, then what was given freely."""
    county, cause = county_of(case.area), case.facts["household"].get("fund_cause", "illness")
    bound, free = lock(county, cause), lock(county, Gift.Purpose.ANY)
    amount = case.amount_month or 0
    from_purpose = min(amount, bound.left)
    if amount - from_purpose > free.left:
        raise ValueError(
            f"基金余额不足：该事由可用 {yuan(bound.left + free.left)} 元，拟救助 {yuan(amount)} 元；请待捐款到账后签发。"
        )
    Help.objects.create(
        case_number=case.number, area=case.area, cause=cause, amount=amount, from_purpose=from_purpose,
        from_any=amount - from_purpose, decided_on=on,
    )  # fmt: skip


def open_page(day: date) -> OpenPage:
    """The fund's balance for everyone: what came in, what went out, what is left; no recipient is named."""
    balances = list(Balance.objects.order_by("county", "purpose"))
    given, used = sum(b.given for b in balances), sum(b.used for b in balances)
    gifts, helps = (
        Gift.objects.order_by("-received_on", "-id")[:SHOWN],
        Help.objects.order_by("-decided_on", "-id")[:SHOWN],
    )
    return OpenPage(
        title="爱心救助专项基金收支公开",
        intro="捐款专账管理，只用于大病自负数额较大和突发事件造成困难的家庭；每一笔经委员会表决、公示后发放。受助人姓名不公开。",
        as_of=f"截至{chinese_date(day)}",
        figures=(
            ("收到捐赠", f"{yuan(given)} 元"),
            ("已用于救助", f"{yuan(used)} 元"),
            ("救助户次", f"{Help.objects.count()}"),
            ("余额", f"{yuan(given - used)} 元"),
        ),
        tables=(
            OpenTable(
                "各用途余额", ("用途", "收到（元）", "已用（元）", "余额（元）"),
                tuple((b.get_purpose_display(), yuan(b.given), yuan(b.used), yuan(b.left)) for b in balances), (1, 2, 3),
            ),
            OpenTable(
                "捐赠", ("到账日期", "捐赠人", "意愿", "金额（元）"),
                tuple((str(g.received_on), g.shown_donor, g.get_purpose_display(), yuan(g.amount)) for g in gifts), (3,),
            ),
            OpenTable(
                "救助", ("决定日期", "事由", "金额（元）"),
                tuple((str(h.decided_on), h.get_cause_display(), yuan(h.amount)) for h in helps), (2,),
            ),
        ),
    )  # fmt: skip
