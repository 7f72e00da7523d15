"""A roster of officers: one row for each post, accounts opened where they are missing. The same file twice changes nothing."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from anmin.kernel.access.declare import ROLES, STAFF, Denied
from anmin.kernel.access.keeping import Together, appoint, finish_post, new_account, rename, require_kept
from anmin.kernel.access.models import Account
from anmin.kernel.places.api import codes
from anmin.kernel.sheets.api import CHOICE, DATE, NAME, PHONE, TEXT, CellError, Choice, Column, Reading, Sheet

if TYPE_CHECKING:
    from anmin.kernel.access.api import User

LOOK_TWICE = "应改由别人担任；确实没有别人的，在本人的账号页上看过提醒后任命"
ROLE_CHOICES = tuple(Choice(role, ROLES[role], (role,)) for role in STAFF)
HINT = "每行一个岗位；一人有几个岗位写几行。已有的登录名只核对姓名、补岗位，密码不动；新账号导入后再发初始密码。"
STAFF_SHEET = Sheet(
    "staff",
    "账号和岗位",
    (
        Column("username", "登录名", TEXT, ("账号", "用户名", "登录账号"), required=True, note="小写字母和数字，如 wangjian"),
        Column("name", "姓名", NAME, ("人员姓名", "干部姓名"), required=True),
        Column("phone", "电话", PHONE, ("联系电话", "手机", "手机号", "手机号码")),
        Column("role", "岗位", CHOICE, ("角色", "岗位角色", "职责"), choices=ROLE_CHOICES),
        Column("area", "区划", CHOICE, ("所在区划", "乡镇", "单位区划", "辖区", "乡镇（街道）")),
        Column("since", "任职日期", DATE, ("起", "任职时间", "到岗日期"), note="不填按导入当天"),
        Column("until", "免职日期", DATE, ("止", "免职时间", "离岗日期")),
    ),
    HINT,
    anchors=("username",),
)  # fmt: skip


@dataclass
class Taken:
    """What an import did or would do; `errors` by row and column."""

    new: int = 0
    changed: int = 0
    same: int = 0
    errors: list[CellError] = field(default_factory=list)
    bad_rows: int = 0


class RowFault(ValueError):
    """Something wrong in one column of a row."""

    def __init__(self, name: str, what: str, todo: str = "") -> None:
        super().__init__(what)
        self.name, self.todo = name, todo


def staff_sheet(places: tuple[Choice, ...]) -> Sheet:
    """The table, with the places where whoever imports may appoint."""
    columns = (replace(each, choices=places) if each.name == "area" else each for each in STAFF_SHEET.columns)
    return replace(STAFF_SHEET, columns=tuple(columns))


def take_staff(who: "User", reading: Reading) -> Taken:
    """Takes in the good rows one by one; what is refused becomes an error of its row. Runs inside `audit.acting`."""
    taken = Taken(errors=list(reading.errors))
    for values in reading.good.iter_rows(named=True):
        try:
            with transaction.atomic():
                _count(taken, _take(who, values))
        except RowFault as error:
            value = str(values[error.name] or "")
            taken.errors.append(reading.error_at(values["_row"], error.name, str(error), value=value, todo=error.todo))
        except Together as error:
            taken.errors.append(CellError(values["_row"], "", "", "", str(error), todo=LOOK_TWICE))
        except (ValueError, Denied) as error:
            taken.errors.append(CellError(values["_row"], "", "", "", str(error)))
    taken.errors.sort(key=lambda each: (each.row, len(each.letter), each.letter))
    taken.bad_rows = len({each.row for each in taken.errors if not each.warning})
    return taken


def _count(taken: Taken, done: str) -> None:
    setattr(taken, done, getattr(taken, done) + 1)


def _take(who: "User", row: dict) -> str:
    """One row: "new" for a new account, "changed" where something was added, "same" where all was there."""
    role, area = row["role"], row["area"]
    if bool(role) != bool(area):
        raise RowFault(
            "area" if role else "role", "岗位和区划要一起填" + ("，这里没有区划" if role else "，这里没有岗位")
        )
    if row["until"] and not row["since"]:
        raise RowFault("since", "有免职日期，没有任职日期", "请填写任职日期")
    if row["until"] and row["since"] and row["until"] < row["since"]:
        raise RowFault("until", f"免职日期早于任职日期 {row['since']}")
    account, done = _account(who, row)
    if role:
        done = _post(who, account, row) or done
    return done


def _account(who: "User", row: dict) -> tuple[Account, str]:
    username = row["username"].lower()
    account = Account.objects.filter(username=username).first()
    if account is None:
        if not row["area"]:
            raise RowFault("area", "新账号没有写明区划", "请填写岗位和区划")
        home = codes.at_level(row["area"], "county") or row["area"]
        try:
            made = new_account(who, username=username, name=row["name"], area=home, phone=row["phone"] or "")
        except ValueError as error:
            raise RowFault("username", str(error)) from error
        return made, "new"
    require_kept(who, account)
    if account.name != row["name"]:
        todo = "请核对登录名；同名同音的加数字，例如 wangjian2"
        raise RowFault("name", f"登录名“{username}”是{account.name}的，不是{row['name']}的", todo)
    if row["phone"] and row["phone"] != account.phone:
        rename(who, account, name=account.name, phone=row["phone"])
        return account, "changed"
    return account, "same"


def _post(who: "User", account: Account, row: dict) -> str:
    """The post of a row: given, ended, or as it was already ("")."""
    posts = account.posts.filter(role=row["role"], area=row["area"])
    if row["since"] and row["until"] and posts.filter(since=row["since"], until=row["until"]).exists():
        return ""
    since = row["since"] or timezone.localdate()
    live = posts.filter(Q(until__isnull=True) | Q(until__gt=since)).order_by("since").first()
    fresh = _is_fresh(account)
    if live is None:
        live = appoint(who, account, row["role"], row["area"], since=since)
    elif not row["until"] or live.until == row["until"]:
        return ""
    if row["until"]:
        finish_post(who, live, until=row["until"])
    return "new" if fresh else "changed"


def _is_fresh(account: Account) -> bool:
    return not account.has_usable_password() and not account.posts.exists()
