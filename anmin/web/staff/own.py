"""我的账号: one's own posts, and where one is signed in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from anmin.kernel.access.api import ROLES, duties_together, end_sessions, handle_of, second_of, sessions_of
from anmin.kernel.access.declare import SIGNED_IN
from anmin.kernel.audit.api import record
from anmin.kernel.people.api import Kin
from anmin.web.gate import opens
from anmin.web.rows.places import place_names


@opens(SIGNED_IN)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Posts with their days, relatives on record, sessions; each session may be ended."""
    who, today = request.who, timezone.localdate()
    posts = list(who.account.posts.order_by("-since", "-pk"))
    names = place_names({post.area for post in posts})
    context = {
        "account": who.account,
        "rows": [
            (ROLES[post.role], names.get(post.area, post.area), post, post.until is not None and post.until <= today)
            for post in posts
        ],
        "apart": duties_together(list(who.posts)),
        "relatives": Kin.objects.filter(account=who.account).select_related("person"),
        "second": second_of(who.account),
        "sessions": sessions_of(who.account),
        "idle": settings.SESSION_IDLE // 60,
        "longest": settings.SESSION_COOKIE_AGE // 3600,
        "here": handle_of(request.session.session_key),
    }
    return render(request, "staff/mine.html", context)


@opens(SIGNED_IN)
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Signs out one place, or all but this one."""
    here, wanted = handle_of(request.session.session_key), request.POST.get("session", "")
    found = [each for each in sessions_of(request.who.account) if each.handle != here]
    ended = end_sessions(each for each in found if wanted in ("others", each.handle))
    record("sessions_ended", "access_account", request.who.account.pk, actor=request.who.actor, rows=ended)
    messages.success(request, f"已退出 {ended} 处登录。" if ended else "没有别处的登录需要退出。")
    return redirect("my-account")
