"""两步验证: taking it into use and out of use, and who must have it."""

import io

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from anmin.kernel.access import api as access
from anmin.kernel.access.api import SecondFactor, SecondRequired
from anmin.kernel.access.declare import KEEPER, SIGNED_IN
from anmin.kernel.audit.api import record
from anmin.kernel.people.api import seal, unseal
from anmin.kernel.screens.declare import FormField
from anmin.web.gate import opens
from anmin.web.rows.forms import build
from anmin.web.rows.places import place_names
from anmin.web.staff.drawn import places_to_choose
from anmin.web.staff.views import seen

ASKED = (
    FormField("role", "岗位", "choice", choices=tuple(access.WHO.items())),
    FormField("area", "区划", "area", hint="这里面担任该岗位的人都要"),
    FormField("since", "起", "date"),
)


@opens(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """One's own second factor: begin, confirm with a first code, new codes to recover by, end."""
    account = request.who.account
    factor = SecondFactor.objects.filter(account=account).first()
    do = request.POST.get("do", "")
    if request.method == "POST":
        try:
            return _done(request, factor, do)
        except ValueError as error:
            messages.error(request, str(error))
            return redirect("my-second")
    must = access.second_required(request.who, timezone.localdate())
    context: dict[str, object] = {"factor": factor, "must": must}
    if factor is not None and factor.since is None:
        secret = unseal(factor.secret)
        context |= {"square": _square(access.address_of(account, secret)), "secret": _in_fours(secret)}
    return render(request, "staff/second.html", context)


def _done(request: HttpRequest, factor: SecondFactor | None, do: str) -> HttpResponse:
    account, who, code = request.who.account, request.who, request.POST.get("code", "")[:20]
    if do == "begin":
        access.begin_second(account, seal(access.new_secret()))
        return redirect("my-second")
    if factor is None:
        raise Http404
    secret = unseal(factor.secret)
    if do == "confirm" and factor.since is None:
        codes = access.confirm_second(factor, secret, code)
        request.session.pop("enrol", None)
        record("second_on", "access_account", account.pk, actor=who.actor)
        return render(request, "staff/recovery.html", {"codes": codes})
    if factor.since is None:
        raise Http404
    if not access.passes(factor, secret, code):
        raise ValueError("验证码不对或已经用过。请输入手机上现在显示的 6 位数字，或一个恢复码。")
    if do == "codes":
        record("second_codes", "access_account", account.pk, actor=who.actor)
        return render(request, "staff/recovery.html", {"codes": access.new_codes(factor)})
    if do == "end":
        if access.second_required(who, timezone.localdate()):
            raise ValueError("您的岗位要求两步验证，不能关闭。换手机请找系统管理员清除后重新开启。")
        access.drop_second(account)
        record("second_off", "access_account", account.pk, actor=who.actor)
        messages.success(request, "两步验证已关闭，登录只需密码。")
        return redirect("my-account")
    raise Http404


def _square(text: str) -> SafeString:
    """The square of dots as SVG; its text is our own."""
    stream = io.BytesIO()
    segno.make(text, error="m").save(
        stream, kind="svg", scale=5, border=2, xmldecl=False, svgns=True, title="两步验证二维码"
    )
    return SafeString(stream.getvalue().decode())


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


@opens(KEEPER)
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody whose device is lost: signs in by password, and takes a new one into use."""
    account = seen(request.who, pk)
    access.clear_second(request.who, account)
    record("second_off", "access_account", account.pk, actor=request.who.actor)
    messages.success(request, f"{account.name}的两步验证已清除，下次登录只需密码；岗位要求的，登录后须重新开启。")
    return redirect("account", pk)


@opens(KEEPER)
@require_http_methods(["GET", "POST"])
def required(request: HttpRequest) -> HttpResponse:
    """Which roles must have a second factor, from which day on."""
    who, today = request.who, timezone.localdate()
    choices = {"area": places_to_choose(who, KEEPER)}
    form = build(ASKED, choices)(request.POST or None, initial={"since": today}, auto_id="id_%s", label_suffix="")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            access.require_second(who, given["role"], given["area"], since=max(given["since"], today))
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{access.WHO[given['role']]}自 {max(given['since'], today)} 起登录须两步验证。")
            return redirect("second-required")
    rows = list(access.requirements(who, today))
    names = place_names({row.area for row in rows})
    told = [(row, access.WHO[row.role], names.get(row.area, row.area)) for row in rows]
    return render(
        request, "staff/second_required.html", {"form": form, "rows": told}, status=422 if form.errors else 200
    )


@opens(KEEPER)
@require_POST
def required_end(request: HttpRequest, pk: int) -> HttpResponse:
    """From tomorrow on it is asked no longer; nothing is deleted."""
    row = get_object_or_404(SecondRequired.objects.filter(request.who.scope(KEEPER)), pk=pk)
    access.end_requirement(request.who, row, until=timezone.localdate())
    messages.success(request, "已取消这项要求。")
    return redirect("second-required")
