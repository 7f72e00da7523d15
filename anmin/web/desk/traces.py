"""留痕: who did and who saw what, newest first; and whether the record is whole."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from anmin.kernel.access.api import Account, Post, User
from anmin.kernel.access.declare import SEE_AUDIT
from anmin.kernel.audit.api import Entry, record, verify
from anmin.web.gate import opens
from anmin.web.rows.cells import Cell, Line
from anmin.web.rows.panels import Head
from anmin.web.rows.story import DOINGS, table_labels

SIZE = 50
GROUPS = {
    "": "全部",
    "unmask": "查看完整信息",
    "export": "导出",
    "login": "登录与退出",
    "change": "登记和修改",
}
KINDS = {
    "unmask": ("unmask", "look"),
    "export": ("export",),
    "login": (
        "login",
        "logout",
        "login_failed",
        "password",
        "sessions_ended",
        "second_on",
        "second_off",
        "second_codes",
    ),
    "change": ("insert", "update", "delete"),
}


HEADS = tuple(Head(label, False, "", "") for label in ("时间", "操作人", "事项", "对象", "理由", "说明"))
KEYS_SHOWN = 24  # characters of a key; a look at a list has many


@opens(SEE_AUDIT)
@require_safe
def traces(request: HttpRequest) -> HttpResponse:
    """The newest entries by people of one's own area."""
    rows = seen_by(request.who)
    group, name, before = (request.GET.get(k, "").strip() for k in ("kind", "who", "before"))
    if group in KINDS:
        rows = rows.filter(kind__in=KINDS[group])
    if name:
        rows = rows.filter(actor_name__startswith=name.replace("\0", ""))
    if before.isdigit() and len(before) < 19:
        rows = rows.filter(id__lt=int(before))
    found = list(rows.order_by("-id")[: SIZE + 1])
    context = {
        "heads": HEADS,
        "traces": [told(e) for e in found[:SIZE]],
        "older": found[SIZE - 1].pk if len(found) > SIZE else None,
        "groups": GROUPS.items(),
        "group": group,
        "name": name,
        "result": request.session.pop("verified", None),
    }
    return render(request, "desk/traces.html", context)


def seen_by(who: User) -> QuerySet[Entry]:
    """Entries of accounts that hold a post inside the user's area or belong there, and of those who keep every account.

    Processes have no area and are not among them.
    """
    held = Post.objects.filter(who.scope(SEE_AUDIT)).values("account")
    people = Account.objects.filter(Q(pk__in=held) | who.scope(SEE_AUDIT) | Q(is_keeper=True, area=""))
    return Entry.objects.filter(actor__isnull=False, actor__in=people.values("pk"))


def told(entry: Entry) -> Line:
    """An entry in words, as a line of the list."""
    doing = DOINGS.get(entry.kind, entry.kind)
    content = entry.content if entry.kind not in ("insert", "update", "delete") else {}
    detail = "；".join(f"{LABELS.get(k, k)} {_plain(v)}" for k, v in content.items() if v not in ("", None, []))
    what = table_labels().get(entry.subject, entry.subject)
    key = entry.key if len(entry.key) <= KEYS_SHOWN else f"{entry.key[: KEYS_SHOWN - 1]}…"
    at = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
    texts = (at, entry.actor_name, doing, f"{what} {key}", entry.reason, detail)
    kinds = ("moment", "choice", "choice", "choice", "text", "text")
    cells = (Cell(text, kind, head.label) for text, kind, head in zip(texts, kinds, HEADS, strict=True))
    return Line(entry.pk, "", tuple(cells))


LABELS = {
    "field": "栏目", "rows": "行数", "columns": "列", "query": "条件", "address": "来自", "seen": "条数", "file": "文件",
    "new": "新增", "changed": "更新", "same": "未变", "bad": "有错的行", "handed": "移交", "left": "没有移交", "to": "接手",
    "form": "格式", "lines": "笔数", "month": "月份", "digest": "摘要", "findings": "异常",
}  # fmt: skip
FIELDS = {"id_number": "身份证号", "phone": "电话", "address": "住址", "bank_account": "银行账号"}


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return FIELDS.get(str(value), str(value))


@opens(SEE_AUDIT)
@require_POST
def check(request: HttpRequest) -> HttpResponseRedirect:
    """Checks chain, entries and live rows, and keeps the result for the next page."""
    started = timezone.now()
    findings, seen = verify()
    took = (timezone.now() - started).total_seconds()
    record("verify", "audit", timezone.localdate(), actor=request.who.actor, findings=len(findings), **seen)
    request.session["verified"] = {
        "at": timezone.localtime().strftime("%Y-%m-%d %H:%M:%S"),
        "took": f"{took:.1f}",
        "seen": seen,
        "findings": [f.what for f in findings[:50]],
        "count": len(findings),
    }
    if not findings:
        messages.success(request, "留痕完整：没有发现被改动、删除或调换的记录。")
    return redirect(reverse("traces"))
