"""家庭变化: choose what happened to whom, see everything it brings about, confirm. What is shown is what is done.

What would change an amount (a death apart) is only put before a second person, see `month.two_hands`.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from anmin.kernel.access.api import Denied, User
from anmin.kernel.access.declare import SEE_PEOPLE, TELL_EVENTS
from anmin.kernel.month.api import (
    EventProposal,
    Happening,
    NotToNote,
    Stopping,
    issue_papers,
    needs_another,
    note_return,
    propose_event,
)
from anmin.kernel.people.api import (
    EVENT_KINDS,
    RELATIONS,
    EventRefused,
    Household,
    Kin,
    Membership,
    Told,
    fitting,
    members_on,
    relation_label,
)
from anmin.kernel.screens.declare import FormField
from anmin.web.gate import opens
from anmin.web.rows.forms import build

ON = FormField("on", "发生日期", "date")
OF_MEMBERS = tuple(kind for kind in EVENT_KINDS.values() if "newcomer" not in kind.asks)
OF_NEWCOMERS = tuple(kind for kind in EVENT_KINDS.values() if "newcomer" in kind.asks)
PROOF = FormField("proof", "依据", hint="例：死亡医学证明编号、法律文书文号、户籍变更日期")
AWAY = FormField("away_status", "情形", "choice", choices=(("prison", "在监狱内服刑"), ("drug_rehab", "强制隔离戒毒")))
NEWCOMER = (
    FormField("name", "姓名", hint="与户口簿一致"),
    FormField("number", "身份证号", hint="新生儿落户后登记"),
    FormField("relation", "与户主关系", "choice", choices=tuple(RELATIONS.items())),
)
KEEP_AWAY = "您是该家庭成员的近亲属，应当回避，请交由其他人员登记。"


class _Undo(Exception):
    """Takes back what was only to be shown."""


@opens(TELL_EVENTS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Three steps at one address: who and what; the questions; the consequences with the button that confirms them."""
    who, today = request.who, timezone.localdate()
    rows = Household.objects.filter(who.scope(TELL_EVENTS), who.scope(SEE_PEOPLE), pk=pk).select_related("head")
    home = rows.first()
    if home is None or home.until is not None:
        raise Http404
    members = members_on(home, today)
    if Kin.objects.filter(account=who.account, person__in=[m.person_id for m in members]).exists():
        raise Denied(KEEP_AWAY)
    fits = fitting(home, today)
    context = {"home": home, "members": _with_labels(members, fits), "today": today}
    kind = EVENT_KINDS.get(request.POST.get("kind") or request.GET.get("kind", ""))
    member = _chosen(members, request.POST.get("person") or request.GET.get("person", ""))
    cannot = member is not None and kind in OF_MEMBERS and kind not in fits[member.person_id]
    if kind is None or (kind in OF_MEMBERS and member is None) or cannot:
        context |= {"of_newcomers": OF_NEWCOMERS, "cannot": kind.label if cannot else "", "member": member}
        return render(request, "changes/choose.html", context, status=422 if cannot else 200)
    form = _form(kind, home, member, members, request.POST if request.method == "POST" else None)
    context |= {"kind": kind, "member": member, "form": form}
    if request.method == "POST" and form.is_valid():
        what = _happening(kind, home, member, form, who.account.name)
        told, done = _try(form, what, who, sure=request.POST.get("seen", "") if "confirm" in request.POST else None)
        if done is not None:
            return _done(request, home, kind, told, done)
        lines = told.lines if told else []
        context |= {
            "lines": lines, "seen": stamp(lines), "again": bool(lines) and "confirm" in request.POST,
            "two": told is not None and needs_another(told),
        }  # fmt: skip
    return render(request, "changes/event.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, home: Household, kind: Any, told: Told, done: int) -> HttpResponse:
    """To the page of the event with its papers, or back to the household where it waits for another person."""
    if needs_another(told):
        messages.success(request, f"{kind.label}已登记，由县局另一人复核后生效；在此之前金额不变。")
        return redirect("household", home.pk)
    messages.success(request, f"已登记{kind.label}。")
    return redirect("life-event", done)


def _with_labels(members: list[Membership], fits: dict[int, list]) -> list[tuple[Membership, str, list]]:
    return [(m, relation_label(m.relation), fits[m.person_id]) for m in members]


def _chosen(members: Iterable[Membership], text: str) -> Membership | None:
    return next((m for m in members if str(m.person_id) == text), None)


def _form(kind: Any, home: Household, member: Membership | None, members: list[Membership], data: Any) -> forms.Form:
    """The questions of a kind of event; a new head is asked for only where the old one goes and someone is left."""
    fields: list[FormField] = [ON]
    others = [m for m in members if m != member]
    if "newcomer" in kind.asks:
        fields += NEWCOMER
    if kind.name == "imprisoned":
        fields.append(AWAY)
    if "wage_month" in kind.asks:
        fields.append(FormField("wage_month", "每月工资", "money", hint="应得数，未扣社保和税"))
    heirs = {}
    if kind.leaves and others and member is not None and home.head_id == member.person_id:
        heirs = {"": "由系统推荐（配偶，否则最年长者）"} | {str(m.person_id): m.person.name for m in others}
        fields.append(FormField("new_head", "新户主", "choice", required=False, choices=tuple(heirs.items())))
        fields += [
            FormField(f"relation_{m.person_id}", f"{m.person.name}与新户主的关系", "choice", required=False,
                      choices=tuple(RELATIONS.items()), hint="留空按原关系推算")
            for m in others
        ]  # fmt: skip
    if "to_area" in kind.asks:
        fields.append(FormField("to_place", "迁往何处", required=False))
    fields.append(PROOF)
    form = build(fields)(data, auto_id="id_%s", label_suffix="")
    if heirs:
        form.fields["new_head"].choices = list(heirs.items())
    return form


def _happening(kind: Any, home: Household, member: Membership | None, form: forms.Form, by: str) -> Happening:
    """The event as the answers tell it."""
    said = dict(form.cleaned_data)
    if said["on"] > timezone.localdate():
        form.add_error("on", "不能晚于今天。")
    answers: dict[str, Any] = {name: said[name] for name in ("wage_month", "away_status", "to_place") if said.get(name)}
    answers["proof"] = said["proof"]
    if said.get("new_head"):
        answers["new_head"] = int(said["new_head"])
    relations = {n.removeprefix("relation_"): v for n, v in said.items() if n.startswith("relation_") and v}
    if relations:
        answers["relations"] = relations
    newcomer = {name: said[name] for name in ("name", "number", "relation")} if member is None else None
    return Happening(
        home, member.person if member else None, kind.name, said["on"], answers, f"{by}登记：{said['proof']}", newcomer
    )


def _try(form: forms.Form, what: Happening, who: User, sure: str | None) -> tuple[Told | None, int | None]:
    """Carries the event out; it stays only if what it brings about is what was shown (`sure`).

    What needs a second person is taken back and put before one. Gives what was found, and the key of the event or of
    what waits; None where nothing was kept.
    """
    told: Told | None = None
    if form.errors:
        return None, None
    try:
        with transaction.atomic():
            told = what.carry_out()
            if sure is None or sure != stamp(told.lines) or needs_another(told):
                raise _Undo
            issue_papers(told.changes, timezone.localdate())
            return told, told.event.pk
    except _Undo:
        if told is None or sure is None or sure != stamp(told.lines):
            return told, None
    except EventRefused as refused:
        form.add_error(None, str(refused))
        return None, None
    try:
        return told, propose_event(what, told, who=who, on=timezone.localdate()).pk
    except EventRefused as refused:
        form.add_error(None, str(refused))
        return told, None


def noted(request: HttpRequest, row: EventProposal | Stopping, page: str) -> HttpResponse:
    """Whoever proposed what came back leaves it at that."""
    try:
        with transaction.atomic():
            note_return(row, who=request.who, on=timezone.localdate())
    except NotToNote as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已知悉，不再提出；这一件不再列在我的工作里。")
    return redirect(page, row.pk)


def stamp(lines: list[str]) -> str:
    """A fingerprint of consequences, by which a page knows that what is confirmed is what was shown."""
    return hashlib.new("sm3", "\n".join(lines).encode()).hexdigest()
