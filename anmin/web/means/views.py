"""Pages of checks: take in a file, check a household, answer a finding."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from anmin.kernel.access.declare import ANSWER_FINDINGS, ASK_CHECKS, LOAD_SOURCES, SEE_FINDINGS
from anmin.kernel.audit.api import looked_at
from anmin.kernel.law import api as law
from anmin.kernel.means.api import (
    KNOWN,
    SOURCES,
    CheckRefused,
    Finding,
    LoadRefused,
    answer_finding,
    check_household,
    load_source,
)
from anmin.kernel.month.api import look_again
from anmin.kernel.people.api import Household
from anmin.kernel.screens.declare import FormField
from anmin.web.gate import opens
from anmin.web.rows.forms import build

ANSWERS = tuple((value, label) for value, label in Finding.Answer.choices if value)
LOAD_FIELDS = (
    FormField("source", "数据来源", "choice", choices=lambda: {n: s.label for n, s in SOURCES.items()}),
    FormField("as_of", "数据截止日", "date", hint="数据反映的是哪一天的情况"),
    FormField("file", "文件", "file", hint="xlsx、csv 或 parquet"),
)
ANSWER_FIELDS = (
    FormField("answer", "调查结果", "choice", choices=ANSWERS),
    FormField("note", "调查情况", "long", hint="怎样核实的、有什么凭据"),
)


@opens(LOAD_SOURCES)
def load_page(request: HttpRequest) -> HttpResponse:
    """Takes in a file of a source; what was not taken is told by row."""
    form = build(LOAD_FIELDS)(request.POST or None, request.FILES or None, auto_id="id_%s", label_suffix="")
    told: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            load, told = _take(form.cleaned_data)
        except LoadRefused as refused:
            form.add_error("file", str(refused))
        except FutureDay as refused:
            form.add_error("as_of", str(refused))
        else:
            if told == [KNOWN]:
                messages.info(request, KNOWN)
                return redirect("loads-list")
            messages.success(
                request, f"{SOURCES[load.source].label}: {load.rows:,} 条可用, {load.skipped:,} 条未采用。"
            )
            if not load.skipped:
                return redirect("loads-list")
    return render(request, "means/load.html", {"form": form, "told": told[:200], "more": max(len(told) - 200, 0)})


class FutureDay(Exception):
    """A file cannot tell of a day that has not come; mistyped it would hide every file until then."""


def _take(values: dict) -> tuple:
    if values["as_of"] > timezone.localdate():
        raise FutureDay("数据截止日不能晚于今天, 请核对年份和月份。")
    upload = values["file"]
    with tempfile.NamedTemporaryFile(suffix=Path(upload.name).suffix.lower()) as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        return load_source(values["source"], Path(kept.name), as_of=values["as_of"], file_name=upload.name)


@opens(ASK_CHECKS)
def check_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Checks one household against the newest files and shows the report."""
    household = get_object_or_404(Household.objects.filter(request.who.scope(ASK_CHECKS)), pk=pk)
    if request.method != "POST":
        raise Http404
    service = request.POST.get("service", "")
    if service not in law.book().names():
        raise Http404
    try:
        check = check_household(household, service, who=request.who, on=timezone.localdate())
    except CheckRefused as refused:
        messages.error(request, str(refused))
        return redirect("household", pk=pk)
    findings = Finding.objects.filter(household=household).select_related("person", "load").order_by("-id")[:50]
    looked_at("means_check", [check.pk], actor=request.who.actor)
    context = {"check": check, "household": household, "lines": [_line(f) for f in findings], "loads": _loads(check)}
    return render(request, "means/report.html", context)


def _loads(check: Any) -> list[tuple[str, str]]:
    return [(SOURCES[name].label, told[1]) for name, told in check.loads.items()]


def _line(finding: Finding) -> dict:
    labels = {fact.name: fact for name in law.book().names() for fact in law.facts_of(name)}
    fact = labels.get(finding.fact)
    money = bool(fact and fact.unit.startswith("fen"))
    return {
        "finding": finding,
        "source": SOURCES[finding.source].label,
        "label": fact.label if fact else SOURCES[finding.source].sheet.title,
        "money": money,
    }


def _followed(finding: Finding, said: dict) -> str:
    """What is true of a household that receives is looked into, so that the amount follows; in words."""
    if said["answer"] != Finding.Answer.TRUE:
        return ""
    why = f"核对属实: {SOURCES[finding.source].label}, {said['note'].strip()}"
    opened = look_again(finding.made_by.service, {finding.household_id: why}, on=timezone.localdate())
    return "已为这户打开复核, 金额按复核结果调整。" if opened else ""


@opens(SEE_FINDINGS)
def finding_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding with its effect; whoever may, answers it here."""
    rows = Finding.objects.select_related("person", "household", "load", "answered_by")
    finding = get_object_or_404(rows.filter(request.who.scope(SEE_FINDINGS)), pk=pk)
    may = request.who.may(ANSWER_FINDINGS, finding.area) and not finding.answer
    form = build(ANSWER_FIELDS)(request.POST or None, auto_id="id_%s", label_suffix="") if may else None
    if request.method == "POST":
        request.who.require(ANSWER_FINDINGS, finding.area)
        if form is not None and form.is_valid():
            try:
                answer_finding(finding, **form.cleaned_data, who=request.who, on=timezone.localdate())
            except CheckRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(
                    request, f"已答复{finding.person.name}的核对发现。{_followed(finding, form.cleaned_data)}"
                )
                return redirect("findings-list")
    context = {"line": _line(finding), "finding": finding, "form": form, "today": timezone.localdate()}
    return render(request, "means/finding.html", context)
