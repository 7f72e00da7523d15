"""What a system keeper does: open accounts, appoint, end posts, give first passwords, switch off and on, see people off."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from anmin.kernel.access import api as access
from anmin.kernel.access.api import ROLES, Account, Post, Together, User
from anmin.kernel.access.declare import KEEPER
from anmin.kernel.audit.api import acting, record
from anmin.kernel.flow.api import Handed, hand_over, open_work
from anmin.web.gate import opens
from anmin.web.rows.forms import build
from anmin.web.rows.names import read_name
from anmin.web.rows.places import place_names
from anmin.web.staff import forms as asked
from anmin.web.staff.drawn import places_to_choose
from anmin.web.staff.views import seen

BOTH = require_http_methods(["GET", "POST"])


@opens(KEEPER)
@BOTH
def new(request: HttpRequest) -> HttpResponse:
    """Opens an account and leads to its first post."""
    homes = {c: n for c, n in places_to_choose(request.who, KEEPER).items() if c.endswith("000000")}
    start = {"kind": "staff", "home": next(iter(homes)) if len(homes) == 1 else ""}
    form = _form(request, asked.NEW, start, {"home": homes})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = _done(form, lambda: _open(request.who, given))
        if made is not None:
            messages.success(request, f"已新增 {made.name}（{made.username}）。" + _next_step(made))
            return redirect("account" if made.is_keeper else "account-appoint", made.pk)
    return render(
        request, "staff/form.html", {"form": form, "title": "新增账号", "button": "新增账号"}, status=_code(form)
    )


def _open(who: User, given: dict) -> Account:
    return access.new_account(
        who, username=given["username"], name=read_name(given["name"]), phone=given["phone"], area=given["home"],
        keeper=given["kind"] == "keeper",
    )  # fmt: skip


def _next_step(account: Account) -> str:
    return "下一步：发初始密码。" if account.is_keeper else "下一步：任命岗位，再发初始密码。"


@opens(KEEPER)
@BOTH
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and telephone put right."""
    account = _kept(request, pk)
    form = _form(request, asked.EDIT, {"name": account.name, "phone": account.phone})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def save() -> bool:
            access.rename(request.who, account, name=read_name(given["name"]), phone=given["phone"])
            return True

        if _done(form, save):
            messages.success(request, "已保存。")
            return redirect("account", pk)
    return _page(request, account, form, "修改姓名、电话", "保存")


@opens(KEEPER)
@BOTH
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """A post from a day on; where it would make one person both, only after the keeper has read why not."""
    account = _kept(request, pk)
    fields, why = (*asked.POST, asked.SURE), []
    form = _form(request, fields, {"since": timezone.localdate()}, {"area": places_to_choose(request.who, KEEPER)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            post = _done(form, lambda: _appointed(request.who, account, given))
        except Together as error:
            post, why = None, error.why
            form.add_error(
                "sure", "请看上面的说明。确实没有别人可以担任时，勾选后再任命；案件和发放中同一人仍不能既审核又决定。"
            )
        if post is not None:
            name = place_names({post.area}).get(post.area, post.area)
            messages.success(request, f"{account.name}自 {post.since} 起担任{name}{ROLES[post.role]}。")
            return redirect("account", pk)
    if not why and "sure" in form.fields and not request.POST.get("sure"):
        form.fields.pop("sure")
    return _page(request, account, form, "任命岗位", "任命", why=why)


def _appointed(who: User, account: Account, given: dict) -> Post:
    return access.appoint(
        who, account, given["role"], given["area"], since=given["since"], sure=given.get("sure", False)
    )


@opens(KEEPER)
@BOTH
def finish(request: HttpRequest, pk: int, post: int) -> HttpResponse:
    """Ends a post; the open work goes to a successor, unless the keeper says that it waits."""
    account = seen(request.who, pk)
    row = account.posts.filter(pk=post).first()
    if row is None:
        raise Http404
    name = place_names({row.area}).get(row.area, row.area)
    title = f"免去 {name}{ROLES[row.role]}"
    return _ending(
        request, account, row.area, asked.FINISH, {"until": timezone.localdate()}, title, "免去岗位",
        lambda given: access.finish_post(request.who, row, until=given["until"]),
        lambda given: f"{account.name}自 {given['until']} 起不再担任{name}{ROLES[row.role]}。",
    )  # fmt: skip


@opens(KEEPER)
@BOTH
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves: every post ends, the work is handed over, the account is switched off."""
    account = _kept(request, pk)
    return _ending(
        request, account, "", asked.LEAVE, {"on": timezone.localdate()}, "办理离任", "办理离任",
        lambda given: access.leave(request.who, account, on=given["on"]),
        lambda given: f"{account.name}已于 {given['on']} 离任，账号已停用；以前办过的事和留痕都保留。",
    )  # fmt: skip


@opens(KEEPER)
@BOTH
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """Open work alone: what could not go when its officer left, or goes while both stay."""
    return _ending(request, seen(request.who, pk), "", (), {}, "移交工作", "移交", lambda given: None, lambda given: "")


def _ending(
    request: HttpRequest, account: Account, area: str, fields: tuple, start: dict, title: str, button: str,
    end: Callable[[dict], object], told: Callable[[dict], str],
) -> HttpResponse:  # fmt: skip
    """A form that ends something and hands over what is open (inside `area`), as one whole."""
    who, today, work = request.who, timezone.localdate(), open_work(account, area)
    to = {str(a.pk): f"{a.name}（{a.username}）" for a in access.successors(account, who, today)} if work else {}
    handing = (asked.SUCCESSOR, asked.WAIT) if fields == asked.FINISH else (asked.SUCCESSOR,)
    asks = (*fields, *(handing if work else ()))
    form = _form(request, asks, start, {"to": to} if work else {})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if work and not given.get("to") and not given.get("wait"):
            form.add_error(
                "to", "还有没办完的工作，请选择接手的人。" if to else "没有可以接手的人：请先任命接替的人，再来移交。"
            )
        else:
            done = _done(form, lambda: _ended(account, area, given, who, end))
            if done is not None:
                _tell(request, told(given), done, given)
                return redirect("account", account.pk)
    return _page(request, account, form, title, button, work=work)


def _ended(account: Account, area: str, given: dict, who: User, end: Callable[[dict], object]) -> Handed:
    with transaction.atomic(), acting(who.actor, reason=f"{account.name}任免"):
        handed = Handed()
        if given.get("to"):
            to = Account.objects.get(pk=given["to"])
            handed = hand_over(account, to, who=who, on=timezone.localdate(), area=area)
            moved = "、".join(f"{each.label} {each.count} {each.unit}" for each in handed.moved)
            record(
                "handover", "access_account", account.pk, actor=who.actor, to=to.name, handed=moved, left=handed.left
            )
        end(given)
    return handed


def _tell(request: HttpRequest, said: str, handed: Handed, given: dict) -> None:
    moved = "、".join(f"{each.label} {each.count} {each.unit}" for each in handed.moved)
    if said or moved:
        messages.success(request, said + (f"已移交：{moved}。" if moved else ""))
    for why in handed.left:
        messages.warning(request, f"没有移交：{why}。请另选一人接手。")
    if given.get("wait"):
        messages.warning(request, "没办完的工作还在本人名下，请尽快移交。")


@opens(KEEPER)
@require_POST
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """A first password, shown on this page and never again."""
    account = _kept(request, pk)
    try:
        given = access.give_first_password(request.who, account)
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("account", pk)
    record("password", "access_account", account.pk, actor=request.who.actor)
    return render(request, "staff/password.html", {"account": account, "given": given})


@opens(KEEPER)
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Off, on, or free of the wait after wrong passwords."""
    account = _kept(request, pk)
    do, said = {
        "off": (access.switch_off, f"{account.name}的账号已停用，已登录的也随即退出。"),
        "on": (access.switch_on, f"{account.name}可以登录了。"),
    }.get(request.POST.get("do", ""), (None, ""))
    if do is None:
        raise Http404
    try:
        do(request.who, account)
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("account", pk)


@opens(KEEPER)
@require_POST
def sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends every session of the account, as when a telephone was lost."""
    account = _kept(request, pk)
    count = access.end_sessions(access.sessions_of(account))
    record("sessions_ended", "access_account", account.pk, actor=request.who.actor, rows=count)
    messages.success(request, f"已退出 {count} 处登录。")
    return redirect("account", pk)


def _kept(request: HttpRequest, pk: int) -> Account:
    """An account that the user may change. Raises Http404, or Denied in words."""
    account = seen(request.who, pk)
    access.require_kept(request.who, account)
    return account


def _form(request: HttpRequest, fields: tuple, start: dict, choices: dict | None = None) -> forms.Form:
    return build(fields, choices)(request.POST or None, initial=start, auto_id="id_%s", label_suffix="")


def _done(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the act returns; what it refuses becomes an error of the form."""
    try:
        with transaction.atomic():
            return act()
    except Together:
        raise
    except ValueError as error:
        form.add_error(None, str(error))
    except IntegrityError:
        form.add_error(None, "刚刚有人做了同样的事，没有重复保存。请刷新后核对。")
    return None


def _page(
    request: HttpRequest, account: Account, form: forms.Form, title: str, button: str, **more: object
) -> HttpResponse:
    context = {"account": account, "form": form, "title": title, "button": button, **more}
    return render(request, "staff/form.html", context, status=_code(form))


def _code(form: forms.Form) -> int:
    return 422 if form.errors else 200
