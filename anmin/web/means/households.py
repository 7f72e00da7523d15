"""Pages of one household's check: who has authorised it, the query, its report, and what was asked before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from anmin.kernel.access.declare import ASK_CHECKS, SEE_FINDINGS, SEE_PEOPLE
from anmin.kernel.audit.api import looked_at
from anmin.kernel.flow.api import Case
from anmin.kernel.law import api as law
from anmin.kernel.means.api import SOURCES, UNSIGNED, Check, CheckRefused, Finding, check_household, newest_loads
from anmin.kernel.month.api import in_force
from anmin.kernel.people.api import (
    Consent,
    Household,
    Membership,
    Person,
    members_on,
    person_by_number,
    relation_label,
)
from anmin.kernel.screens.declare import Column, FormField
from anmin.kernel.service import service
from anmin.web.gate import opens
from anmin.web.registers.means import facts, what_it_says
from anmin.web.rows.cells import page_of
from anmin.web.rows.forms import build
from anmin.web.rows.panels import DrawnPanel, filled
from anmin.web.templatetags.words import day

FIND = (FormField("text", "家庭编号、案号或身份证号", hint="只能核对在办申请或正在享受待遇的家庭"),)
NOT_OURS = "这户没有在办的申请，也没有正在享受的待遇，不在核对范围之内，不能查询（社会救助暂行办法第五十八条）。"
LATEST = 50
CONSENTS = (("valid", "有效"), ("past", "已过期"), ("none", "没有授权，不查询"))
MEMBERS = (
    Column("name", "姓名", "choice"), Column("relation", "与户主关系", "choice"),
    Column("consent", "授权", "tag", choices=CONSENTS, tones={"valid": "good", "past": "bad", "none": "bad"}),
    Column("signed_on", "签字日期", "date"), Column("until", "有效期至", "choice"), Column("signer", "代签人", "choice"),
)  # fmt: skip
CHECKS = (
    Column("made_at", "核对时间", "moment"), Column("service", "业务", "choice"), Column("persons", "核对人数", "number"),
    Column("unsigned", "无授权未核对", "number"), Column("found", "新发现", "number"), Column("asked_by", "提请人", "choice"),
)  # fmt: skip
FINDINGS = (
    Column("named", "人员 · 来源", "choice"), Column("before", "现月金额", "money"), Column("after", "按核对数", "money"),
    Column("due_on", "答复期限", "date"), Column("answer", "答复"), Column("closed_on", "办结", "date"),
)  # fmt: skip


@dataclass(frozen=True)
class Authorised:
    """A member and their newest authorisation: in force, run out, or none."""

    member: Membership
    relation: str
    consent: Consent | None
    valid: bool


@opens(SEE_FINDINGS)
@require_http_methods(["GET", "POST"])
def check_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Authorisations, earlier checks and findings of a household; whoever may, asks anew with POST."""
    who, today = request.who, timezone.localdate()
    home = Household.objects.filter(who.scope(SEE_FINDINGS), pk=pk).select_related("head").first()
    if home is None:
        raise Http404
    programmes = caseload(home, today)
    if request.method == "POST":
        who.require(ASK_CHECKS, home.area)
        return _asked(request, home, programmes)
    members = authorised(home, today)
    checks = Check.objects.filter(household=home).select_related("asked_by").order_by("-id")[:LATEST]
    found = Finding.objects.filter(household=home).select_related("person", "answered_by").order_by("-id")[:LATEST]
    context = {
        "home": home, "panels": [_signed(home, members), _asked_before(checks), _found(found)],
        "signed": any(each.valid for each in members), "unsigned": UNSIGNED,
        "not_ours": NOT_OURS, "programmes": programmes, "sources": _sources(today),
        "may_ask": home.until is None and who.may(ASK_CHECKS, home.area), "sees_home": who.may(SEE_PEOPLE, home.area),
    }  # fmt: skip
    return render(request, "means/household.html", context)


def _asked(request: HttpRequest, home: Household, programmes: dict[str, str]) -> HttpResponse:
    name = request.POST.get("service", "")
    if name not in programmes:
        messages.error(request, NOT_OURS if not programmes else "请选择按哪一项业务核对。")
        return redirect("household-check", home.pk)
    try:
        check = check_household(home, name, who=request.who, on=timezone.localdate())
    except CheckRefused as refused:
        messages.error(request, str(refused))
        return redirect("household-check", home.pk)
    messages.success(request, f"已核对 {check.persons} 人，新发现 {check.found} 条不一致。")
    return redirect("check", check.pk)


def caseload(home: Household, today: date) -> dict[str, str]:
    """The services for which a household may be checked: what it receives and what it applies for, by name."""
    names = [due.programme for due in in_force(home, today.replace(day=1))]
    names += Case.objects.filter(household=home, closed_on__isnull=True).values_list("service", flat=True)
    return {name: service(name).label for name in dict.fromkeys(names) if name in law.book().names()}


def authorised(home: Household, today: date) -> list[Authorised]:
    """Every member with what they signed; the newest that is in force, else the newest."""
    members = members_on(home, today)
    signed: dict[int, Consent] = {}
    rows = Consent.objects.filter(person__in=[m.person_id for m in members], signed_on__lte=today)
    for consent in sorted(rows, key=lambda c: (c.until is None or c.until >= today, c.signed_on, c.pk)):
        signed[consent.person_id] = consent
    found = []
    for member in members:
        consent = signed.get(member.person_id)
        valid = consent is not None and (consent.until is None or consent.until >= today)
        found.append(Authorised(member, relation_label(member.relation), consent, valid))
    return found


def _sources(today: date) -> list[tuple[str, date, bool]]:
    """The files a query would use: source, as of when, and whether it is older than the source should be."""
    return [
        (SOURCES[name].label, load.as_of, (today - load.as_of).days > SOURCES[name].fresh_days)
        for name, load in newest_loads(today).items()
    ]


def _signed(home: Household, members: list[Authorised]) -> DrawnPanel:
    """Who has authorised a query; members do not lead to a page, for not everyone here may see people."""
    rows = []
    for each in members:
        relation = "户主" if each.member.person_id == home.head_id else each.relation
        state = "valid" if each.valid else "past" if each.consent else "none"
        dates = (c.signed_on, day(c.until) or "长期", c.signer) if (c := each.consent) else ("", "", "")
        rows.append(("", (each.member.person.name, relation, state, *dates)))
    return filled("核对授权", MEMBERS, rows)


def _asked_before(checks: Iterable[Check]) -> DrawnPanel:
    rows = [
        (
            page_of("check", c.pk),
            (
                c.made_at,
                service(c.service).label,
                c.persons,
                c.unsigned,
                c.found,
                c.asked_by.name if c.asked_by else "月结",
            ),
        )
        for c in checks
    ]
    return filled("核对记录", CHECKS, rows, none="还没有单独核对过这一户；每月月结时随全部在册家庭核对。")


def _found(found: Iterable[Finding]) -> DrawnPanel:
    rows = []
    for each in found:
        answer = each.get_answer_display()
        if each.answered_on:
            answer += f" · {each.answered_by.name} {each.answered_on}"
        named = f"{each.person.name} · {SOURCES[each.source].label}"
        amounts = (each.amount_before, each.amount_after)
        rows.append((page_of("finding", each.pk), (named, *amounts, each.due_on, answer, each.closed_on)))
    return filled("核对发现", FINDINGS, rows, none="没有核对发现。")


@opens(ASK_CHECKS)
@require_http_methods(["GET", "POST"])
def new_page(request: HttpRequest) -> HttpResponse:
    """From a number to the household that is to be checked."""
    form = build(FIND)(request.POST or None, auto_id="id_%s", label_suffix="")
    if request.method == "POST" and form.is_valid():
        home = _home_of(form.cleaned_data["text"].strip(), request.who.scope(ASK_CHECKS))
        if home is None:
            form.add_error("text", "辖区内没有这个编号的家庭、案件或人员，请核对后再填。")
        elif not caseload(home, timezone.localdate()):
            form.add_error("text", NOT_OURS)
        else:
            return redirect("household-check", home.pk)
    return render(request, "means/new.html", {"form": form}, status=422 if form.errors else 200)


def _home_of(text: str, scope: Q) -> Household | None:
    rows = Household.objects.filter(scope, until__isnull=True)
    if home := rows.filter(number=text).first() or rows.filter(cases__number=text).first():
        return home
    person: Person | None = person_by_number(text)
    return rows.filter(memberships__person=person, memberships__until__isnull=True).first() if person else None


@opens(SEE_FINDINGS)
@require_safe
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One check: of a household the whole report, of a roll how many and where its findings stand. The look is recorded."""
    rows = Check.objects.filter(request.who.scope(SEE_FINDINGS), pk=pk)
    check = rows.select_related("household__head", "asked_by").first()
    if check is None:
        raise Http404
    looked_at("means_check", [check.pk], actor=request.who.actor)
    context = {
        "check": check, "service": service(check.service).label, "report": check.report, "lines": _lines(check),
        "loads": [(SOURCES[name].label, told[1]) for name, told in check.loads.items()],
        "silent": _silent(check), "month": f"{check.month:%Y-%m}",
    }  # fmt: skip
    return render(request, "means/report.html", context)


def _lines(check: Check) -> list[dict[str, Any]]:
    """The lines of a report in words, each with the finding that waits for an answer."""
    lines = check.report.get("lines", [])
    people = Person.objects.in_bulk({line["person"] for line in lines})
    keys = {(f.person_id, f.source, f.fact, f.load_id): f for f in Finding.objects.filter(household=check.household_id)}
    labels = facts()
    return [
        line
        | {
            "label": labels.get(line["fact"]) or SOURCES[line["source"]].sheet.title,
            "who": people[line["person"]].name, "from": SOURCES[line["source"]].label,
            "declared": _said(line["declared"], line["fact"]),
            "found": line["found_on"] or _said(line["found"], line["fact"]),
            "gap": _gap(line),
            "finding": keys.get((line["person"], line["source"], line["fact"], check.loads[line["source"]][0])),
        }
        for line in lines
    ]  # fmt: skip


def _said(value: int | None, fact: str) -> str:
    return "—" if value is None else what_it_says(value, fact)


def _gap(line: dict[str, Any]) -> str:
    """Found less declared, with its sign; nothing where one of both is not a number."""
    if line["found"] is None or not line["fact"]:
        return ""
    gap = line["found"] - (line["declared"] or 0)
    return f"{'+' if gap > 0 else ''}{what_it_says(gap, line['fact'])}"


def _silent(check: Check) -> list[str]:
    """Sources that were asked and know nothing of this household."""
    known = {line["source"] for line in check.report.get("lines", []) if line["found"] is not None or line["found_on"]}
    return [SOURCES[name].label for name in check.loads if name not in known]
