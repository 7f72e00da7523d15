"""In which order months are paid: one after another, none left out, at most one ahead."""

from datetime import date

from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.entitle import MoneyRefused
from anmin.kernel.funds.models import Roll
from anmin.kernel.funds.rhythm import months_apart, months_earlier
from anmin.kernel.service import service

DONE = (Roll.State.APPROVED, Roll.State.EXPORTED)


def not_yet(month: date, today: date) -> None:
    """Raises MoneyRefused for a month that lies further ahead than the next."""
    if (month.year, month.month) > (today.year + today.month // 12, today.month % 12 + 1):
        raise MoneyRefused(
            f"{chinese_month(month)}还没有到，最多提前一个月办理（今天 {today}），没有生成名册；请核对月份。"
        )


def in_turn(programme: str, county: str, month: date, today: date) -> None:
    """Raises MoneyRefused where a new roll of `month` would be out of turn: a mistyped year would pay all years until then.

    What is paid once or follows other programmes has months without anyone.
    """
    not_yet(month, today)
    before = Roll.objects.filter(programme=programme, area=county, month__lt=month).order_by("-month").first()
    if before is None:
        return
    label = service(programme).label
    if before.lines and before.state not in DONE:
        raise MoneyRefused(
            f"{chinese_month(before.month)}的{label}名册还没有批准，请先办完，再生成{chinese_month(month)}的：每月从上月的期末开始。"
        )
    regular = service(programme).derived is None and not service(programme).once
    due = months_earlier(month, months_apart(programme, county, month))
    if regular and before.month < due:
        raise MoneyRefused(
            f"{chinese_month(due)}的{label}名册还没有生成，请先办{chinese_month(due)}，再办{chinese_month(month)}。"
        )
