"""What can be done with a month: one button each, in the name of whoever is signed in."""

from collections.abc import Callable

from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from anmin.kernel.access.declare import APPROVE_ROLL, MAKE_ROLL, REVIEW_ROLL, SIGNED_IN
from anmin.kernel.audit.api import acting
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.api import (
    MoneyRefused,
    Roll,
    approve,
    make_batch,
    read_answer,
    reopen_month,
    review,
    send_back,
    write_files,
)
from anmin.kernel.month.api import lock, yuan
from anmin.web.funds.views import make_now_or_later, roll_of
from anmin.web.gate import opens


def _act(request: HttpRequest, pk: int, reason: str, doing: Callable[[Roll], str]) -> HttpResponse:
    """Does one thing, whole or not at all, and says how it ended."""
    roll = roll_of(request.who, pk)
    try:
        with acting(request.who.actor, reason=reason, request=f"{request.method} {request.path}"):
            said = doing(roll)
    except MoneyRefused as refused:
        messages.error(request, str(refused))
    except DatabaseError as error:
        if "RAISE" not in str(error):
            raise
        messages.error(request, str(error).splitlines()[0])
    else:
        messages.success(request, said)
    return redirect("roll", pk)


@opens(MAKE_ROLL)
@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Checks, reckons and makes the roll anew."""
    roll = roll_of(request.who, pk)
    return make_now_or_later(request, roll.programme, roll.month, roll.area)


@opens(REVIEW_ROLL)
@require_POST
def review_act(request: HttpRequest, pk: int) -> HttpResponse:
    """The second pair of eyes."""

    def doing(roll: Roll) -> str:
        review(roll.pk, who=request.who)
        return f"已复核 {roll.lines:,} 笔 ¥{yuan(roll.amount)}，等待批准。"

    return _act(request, pk, "名册复核", doing)


@opens(SIGNED_IN)
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the maker, with a reason."""
    reason = request.POST.get("reason", "").strip()

    def doing(roll: Roll) -> str:
        if not reason:
            raise MoneyRefused("退回要写明原因。")
        send_back(roll.pk, who=request.who)
        return "已退回，可重新生成。"

    return _act(request, pk, f"名册退回：{reason}", doing)


@opens(APPROVE_ROLL)
@require_POST
def approve_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Releases the money."""

    def doing(roll: Roll) -> str:
        approve(roll.pk, who=request.who)
        return f"已批准发放 {roll.households:,} 户 ¥{yuan(roll.amount)}，可以送银行。"

    return _act(request, pk, "批准发放", doing)


@opens(REVIEW_ROLL)
@require_POST
def send_act(request: HttpRequest, pk: int) -> HttpResponse:
    """The next bank file: the first, or what was returned and had no account before."""

    def doing(roll: Roll) -> str:
        batch = make_batch(roll.pk, who=request.who, same_account=request.POST.get("same") == "1")
        if batch is None:
            raise MoneyRefused("没有可以送银行的：退回的和没有账号的，都还没有登记可用的新账号。")
        transaction.on_commit(lambda: write_files(batch))
        return f"已生成批次 {batch.number}：{batch.lines:,} 笔 ¥{yuan(batch.amount)}。"

    return _act(request, pk, "送银行", doing)


@opens(REVIEW_ROLL)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The bank's answer, uploaded."""
    file = request.FILES.get("file")

    def doing(roll: Roll) -> str:
        if file is None:
            raise MoneyRefused("没有选择回盘文件。")
        told = read_answer(file.read(), who=request.who, on=timezone.localdate(), month=roll.month)
        if told.known:
            return f"这份回盘文件以前读过，没有改动：到账 {told.paid_lines:,} 笔，退回 {told.returned_lines:,} 笔。"
        return (
            f"已读入批次 {told.batch.number} 的回盘：到账 {told.paid_lines:,} 笔 ¥{yuan(told.paid_amount)}，"
            f"退回 {told.returned_lines:,} 笔 ¥{yuan(told.returned_amount)}。"
        )

    return _act(request, pk, "银行回盘", doing)


@opens(APPROVE_ROLL)
@require_POST
def lock_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes the month where roll, bank and books agree."""

    def doing(roll: Roll) -> str:
        lock(roll, who=request.who)
        return f"{chinese_month(roll.month)}已结账锁定。"

    return _act(request, pk, "结账锁定", doing)


@opens(APPROVE_ROLL)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a locked month again, with a reason."""
    reason = request.POST.get("reason", "").strip()

    def doing(roll: Roll) -> str:
        reopen_month(roll.area, roll.programme, roll.month, who=request.who, reason=reason)
        return f"{chinese_month(roll.month)}已重开，办完后请重新锁定。"

    return _act(request, pk, reason or "重开", doing)
