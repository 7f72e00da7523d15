"""账号与岗位: who may sign in, in which posts, since when; for the system keepers, and to read for oversight."""

import tempfile
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.api import (
    ROLES,
    Account,
    Post,
    User,
    duties_together,
    kept,
    locked_until,
    sessions_of,
    why_not_kept,
)
from anmin.kernel.access.declare import KEEPER, SEE_ACCOUNTS
from anmin.kernel.audit.api import Change, Entry, history, record
from anmin.kernel.flow.api import masked_name, open_work
from anmin.kernel.people.api import Kin
from anmin.kernel.sheets import api as sheets
from anmin.web.desk.exports import sent
from anmin.web.gate import opens
from anmin.web.rows.places import place_names
from anmin.web.rows.story import Told, tell
from anmin.web.staff.drawn import SIZE, STATES, Asked, drawn, found, states_of, stranded, towns_to_choose

MOST, TOLD = 20_000, 60
COLUMNS = (
    ("username", "登录名"), ("name", "姓名"), ("phone", "电话"), ("place", "所属"), ("posts", "现任岗位"), ("states", "状态"),
    ("last", "最近登录"), ("cases", "在办案件"),
)  # fmt: skip


@opens(SEE_ACCOUNTS)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """The list, by login name."""
    who, today, asked = request.who, timezone.localdate(), Asked.of(request.GET)
    rows = found(who, asked, today)
    page = rows.filter(username__gt=asked.after) if asked.after else rows
    lines = drawn(page[: SIZE + 1], today)
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "asked": asked,
        "lines": lines[:SIZE],
        "after": lines[SIZE - 1].account.username if len(lines) > SIZE else "",
        "query": query.urlencode(),
        "total": rows.count(),
        "areas": towns_to_choose(who),
        "roles": {role: label for role, label in ROLES.items() if role != "R1"},
        "states": STATES,
        "may_keep": who.may(KEEPER),
        "stranded": 0 if asked.state == "stranded" else stranded(who, today),
    }
    return render(request, "staff/accounts.html", context)


@opens(SEE_ACCOUNTS)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Exactly what the list shows, as xlsx; recorded."""
    who, today, asked = request.who, timezone.localdate(), Asked.of(request.GET)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    kinds = {"last": sheets.DATE, "cases": sheets.INTEGER}
    columns = [sheets.Column(name, label, kinds.get(name, sheets.TEXT)) for name, label in COLUMNS]
    rows = (
        (
            row.account.username, row.account.name, row.account.phone, row.place, "；".join(row.posts),
            "；".join(label for _, label in row.states),
            timezone.localdate(row.last_login) if row.last_login else None, row.cases,
        )
        for row in drawn(found(who, asked, today)[:MOST], today)
    )  # fmt: skip
    made = f"账号与岗位 · {timezone.localtime():%Y-%m-%d %H:%M} 由 {who.account.name} 导出"
    written = sheets.write_table(file, columns, rows, title="账号与岗位", notes=[made])
    record("export", "access_account", today, actor=who.actor, rows=written, query=request.GET.urlencode())
    return sent(file, "账号与岗位")


@opens(SEE_ACCOUNTS)
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: posts with their days, where it is signed in, relatives on record, open work, what happened."""
    who, today = request.who, timezone.localdate()
    account = seen(who, pk)
    posts = list(account.posts.order_by("-since", "-pk"))
    relatives = list(Kin.objects.filter(account=account).select_related("person"))
    names = place_names({post.area for post in posts} | {account.area, *(kin.person.area for kin in relatives)})
    live = [post for post in posts if _stands(post, today) != "past"]
    changes = history("access_account", account.pk, limit=TOLD)
    last = next((each.at for each in changes if each.kind == "login"), None)
    locked = locked_until([account.username]).get(account.username)
    context = {
        "account": account,
        "place": names.get(account.area, "整个系统" if account.is_keeper else "没有写明"),
        "posts": [(post, ROLES[post.role], names.get(post.area, post.area), _stands(post, today)) for post in posts],
        "states": list(states_of(account, last, locked, live)),
        "apart": duties_together(live),
        "relatives": [
            (masked_name(kin.person.name), kin.relation, names.get(kin.person.area, ""), kin.declared_on)
            for kin in relatives
        ],
        "sessions": sessions_of(account),
        "last": last,
        "locked": locked,
        "second": getattr(account, "second", None),
        "work": open_work(account),
        "story": _story(changes, posts, names),
        "may_keep": who.may(KEEPER),
        "why_not": why_not_kept(who, account) if who.may(KEEPER) else "",
        "endable": {post.pk for post in posts if who.may(KEEPER, post.area) and account.pk != who.account.pk},
    }  # fmt: skip
    return render(request, "staff/account.html", context)


def seen(who: User, pk: int) -> Account:
    """An account that the user may see, else Http404."""
    account = kept(who).select_related("second").filter(pk=pk).first() if pk < 2**63 else None
    if account is None:
        raise Http404
    return account


def _stands(post: Post, today: date) -> str:
    if post.until is not None and post.until <= today:
        return "past"
    return "later" if post.since > today else "now"


def _story(changes: list[Change], posts: list[Post], names: dict[str, str]) -> list[Told]:
    """What happened to the account and its posts, newest first, in words."""
    of_account = tell(changes, Account, None, names)
    entries = Entry.objects.filter(subject="access_post", key__in=[str(post.pk) for post in posts]).order_by("-id")
    of_posts = [Told(e.at, _of_post(e.content, names), e.actor_name, e.reason, (), False) for e in entries[:TOLD]]
    return sorted([*of_account, *of_posts], key=lambda each: each.at, reverse=True)[:TOLD]


def _of_post(content: dict, names: dict[str, str]) -> str:
    """任命 乡镇经办 · 孔溪乡，自 2026-11-01 起."""
    post = f"{ROLES[content['role']]} · {names.get(content['area'], content['area'])}"
    if content["until"]:
        return f"免去 {post}，自 {content['until']} 起"
    return f"任命 {post}，自 {content['since']} 起"
