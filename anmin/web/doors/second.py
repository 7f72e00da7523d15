"""The second step of signing in: the code of a device after the password."""

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from anmin.kernel.access.api import Account, SecondFactor, passes, second_of
from anmin.kernel.access.declare import PUBLIC
from anmin.kernel.audit.api import acting
from anmin.kernel.people.api import unseal
from anmin.web.doors.views import locked_out
from anmin.web.gate import opens

WAITS_S = 300
WRONG = "验证码不对或已经用过。请输入手机上现在显示的 6 位数字；手机不在身边可用恢复码。连续错 5 次会锁定 15 分钟。"


@opens(PUBLIC)
def second_step(request: HttpRequest) -> HttpResponse:
    """Asks for the code; wrong ones count like wrong passwords."""
    factor = _waiting(request)
    if factor is None:
        request.session.pop("second", None)
        messages.info(request, "请先输入登录名和密码。验证码要在 5 分钟内输入。")
        return redirect("login")
    account = factor.account
    named = {"username": account.username}
    if not AxesProxyHandler.is_allowed(request, named):
        return locked_out(request, None, named)
    error = ""
    if request.method == "POST":
        code = request.POST.get("code", "")[:20]
        with acting("登录"):
            right = passes(factor, unseal(factor.secret), code)
        if right:
            told = request.session.pop("second")
            with acting("登录"):
                login(request, account, backend=told["backend"])
            return redirect(told["next"])
        user_login_failed.send(sender=__name__, credentials=named, request=request)
        if getattr(request, "axes_locked_out", False):
            return locked_out(request, None, named)
        error = WRONG
    return render(request, "doors/second.html", {"error": error}, status=422 if error else 200)


def _waiting(request: HttpRequest) -> SecondFactor | None:
    """The factor of whoever has just given the right password here."""
    told = request.session.get("second")
    if not told or timezone.now().timestamp() - told["at"] > WAITS_S:
        return None
    account = Account.objects.filter(pk=told["account"], is_active=True).first()
    if account is None or account.get_session_auth_hash() != told["hash"]:
        return None
    return second_of(account)
