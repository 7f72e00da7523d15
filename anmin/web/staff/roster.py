"""A roster of officers in, with the errors by row and column; and the first passwords of new accounts out, once."""

import tempfile
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from anmin.kernel.access.api import User, give_first_password, kept, staff_sheet, take_staff, why_not_kept
from anmin.kernel.access.declare import KEEPER, SEE_ACCOUNTS
from anmin.kernel.audit.api import record
from anmin.kernel.screens.declare import Import, Register
from anmin.kernel.sheets import api as sheets
from anmin.web.desk.exports import sent
from anmin.web.desk.imports import KINDS, import_view, places, template_view
from anmin.web.gate import opens
from anmin.web.staff.drawn import Asked, drawn, found, places_to_choose

AT_ONCE = 30  # passwords: each is digested slowly on purpose
STAFF = Register(
    "accounts", "账号和岗位", source="access.Account", permission=SEE_ACCOUNTS, columns=(), group="",
    takes=Import(
        KEEPER, key=(), hint="每行一个岗位，一人几个岗位写几行。已有的账号只补岗位、电话，密码不动；新账号导入后再发初始密码。"
    ),
)  # fmt: skip
COLUMNS = (("username", "登录名"), ("name", "姓名"), ("posts", "岗位"), ("password", "初始密码"))


def _sheet(register: Register, who: User) -> sheets.Sheet:
    """The roster, with the places where this keeper may appoint, read under every name that people write."""
    sheet = staff_sheet(places(places_to_choose(who, KEEPER)))
    columns = (replace(each, kind=KINDS["area"]) if each.name == "area" else each for each in sheet.columns)
    return replace(sheet, columns=tuple(columns))


take = import_view(STAFF, _sheet, lambda register, who, reading: take_staff(who, reading))
template = template_view(STAFF, _sheet)


@opens(KEEPER)
@require_POST
def first_passwords(request: HttpRequest) -> HttpResponse:
    """First passwords for accounts that have none yet, as a table that is given out once."""
    who, today = request.who, timezone.localdate()
    waiting = kept(who).filter(is_active=True, left_on=None, password__startswith="!").order_by("username")
    chosen = [each for each in waiting[:200] if not why_not_kept(who, each)][:AT_ONCE]
    if not chosen:
        messages.info(request, "没有等着发初始密码的账号。")
        return redirect("accounts-list")
    told = {}
    for account in chosen:
        told[account.pk] = give_first_password(who, account)
        record("password", "access_account", account.pk, actor=who.actor)
    posts = {row.account.pk: row.posts for row in drawn(found(who, Asked(), today).filter(pk__in=told), today)}
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    columns = [sheets.Column(name, label, sheets.TEXT) for name, label in COLUMNS]
    rows = ((each.username, each.name, "；".join(posts[each.pk]), told[each.pk]) for each in chosen)
    notes = [
        f"{timezone.localtime():%Y-%m-%d %H:%M} 由 {who.account.name} 生成。只此一份；本人首次登录必须改掉。发完请删除。"
    ]
    sheets.write_table(file, columns, rows, title="初始密码", notes=notes)
    return sent(file, "初始密码")
