"""Making a large county's month in the background: asked for by someone, done once, its trouble told to them."""

from datetime import date

from django.utils import timezone

from anmin.kernel.access.api import Account, Denied, User, user_of
from anmin.kernel.access.declare import MAKE_ROLL
from anmin.kernel.audit.api import acting
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.api import Entitlement, MoneyRefused, county_of
from anmin.kernel.law.api import LawError
from anmin.kernel.month.closing import prepare
from anmin.kernel.month.models import Close
from anmin.kernel.places.api import prefix_of

SMALL = 3_000  # households that are reckoned while the clerk waits
DOING = "检查、测算、生成名册"


def ask(programme: str, month: date, area: str, *, who: User) -> Close:
    """Marks the month as asked for; the caller hands it to the worker. Runs inside `audit.acting`."""
    county = county_of(area)
    who.require(MAKE_ROLL, county)
    close, _ = Close.objects.get_or_create(area=county, programme=programme, month=month)
    if close.doing:
        raise MoneyRefused(f"{chinese_month(month)}正在后台{close.doing}，请稍候。")
    close.doing, close.trouble, close.asked_at = DOING, "", timezone.now()
    close.save()
    return close


def is_small(programme: str, area: str) -> bool:
    """Whether the month may be made while the clerk waits."""
    rows = Entitlement.objects.filter(programme=programme, area__startswith=prefix_of(area), until__isnull=True)
    listed = Entitlement.household.field.related_model.objects.filter(listings__programme=programme)
    return rows[: SMALL + 1].count() + listed[: SMALL + 1].count() <= SMALL


def execute(close_id: int, account_id: int) -> None:
    """The job itself. Started twice it does the same once more, which changes nothing."""
    close = Close.objects.get(pk=close_id)
    who = user_of(Account.objects.get(pk=account_id))
    try:
        prepare(close.programme, close.month, close.area, who=who, on=timezone.localdate())
    except (MoneyRefused, Denied, LawError) as error:
        _end(close_id, who, str(error))
    except Exception:
        _end(close_id, who, "系统出错，没有生成；数据没有改动，请再试一次，仍不行请联系管理员。")
        raise
    else:
        _end(close_id, who, "")


def _end(close_id: int, who: User, trouble: str) -> None:
    with acting(who.actor, reason="月结后台任务结束"):
        Close.objects.filter(pk=close_id).update(doing="", trouble=trouble)
