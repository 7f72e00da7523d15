"""Pages of checks: take in a file; answer, close or give back a finding."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from anmin.kernel.access.declare import ANSWER_FINDINGS, CLOSE_FINDINGS, LOAD_SOURCES, SEE_FINDINGS, SEE_PEOPLE
from anmin.kernel.law import api as law
from anmin.kernel.means.api import (
    KNOWN,
    SOURCES,
    TO_KEEP_AWAY,
    CheckRefused,
    Finding,
    LoadRefused,
    answer_finding,
    close_finding,
    load_source,
    near_relatives,
    return_finding,
    why_not,
)
from anmin.kernel.month.api import look_again
from anmin.kernel.screens.declare import FormField
from anmin.web.gate import opens
from anmin.web.rows.forms import build

ANSWERS = tuple((value, label) for value, label in Finding.Answer.choices if value)
LOAD_FIELDS = (
    FormField("source", "数据来源", "choice", choices=lambda: {n: s.label for n, s in SOURCES.items()}),
    FormField("as_of", "数据截止日", "date", hint="数据反映的是哪一天的情况"),
    FormField("file", "文件", "file", hint="xlsx、csv 或 parquet"),
)
BACK_FIELDS = (FormField("reason", "退回理由", "long", hint="哪里没有说清、还要核实什么"),)
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
                request, f"{SOURCES[load.source].label}：{load.rows:,} 条可用，{load.skipped:,} 条未采用。"
            )
            if not load.skipped:
                return redirect("loads-list")
    return render(request, "means/load.html", {"form": form, "told": told[:200], "more": max(len(told) - 200, 0)})


class FutureDay(Exception):
    """A file cannot tell of a day that has not come; mistyped it would hide every file until then."""


def _take(values: dict) -> tuple:
    if values["as_of"] > timezone.localdate():
        raise FutureDay("数据截止日不能晚于今天，请核对年份和月份。")
    upload = values["file"]
    with tempfile.NamedTemporaryFile(suffix=Path(upload.name).suffix.lower()) as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        return load_source(values["source"], Path(kept.name), as_of=values["as_of"], file_name=upload.name)


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
    why = f"核对属实：{SOURCES[finding.source].label}，{said['note'].strip()}"
    opened = look_again(finding.made_by.service, {finding.household_id: why}, on=timezone.localdate())
    return "已为这户打开复核，金额按复核结果调整。" if opened else ""


@opens(SEE_FINDINGS)
def finding_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding with its effect: the township answers it here, the county closes it or gives it back."""
    rows = Finding.objects.select_related("person", "household", "load", "answered_by", "closed_by", "made_by")
    finding = get_object_or_404(rows.filter(request.who.scope(SEE_FINDINGS)), pk=pk)
    who, act = request.who, request.POST.get("act", "answer")
    kin = near_relatives([finding], who, timezone.localdate())
    may = who.may(ANSWER_FINDINGS, finding.area) and not finding.answer and not kin
    closes = bool(finding.answer) and not finding.closed_on and who.may(CLOSE_FINDINGS, finding.area)
    sent = request.POST if request.method == "POST" else None
    form = _form(ANSWER_FIELDS, sent if act == "answer" else None) if may else None
    back = _form(BACK_FIELDS, sent if act == "return" else None) if closes else None
    if request.method == "POST":
        who.require(ANSWER_FINDINGS if act == "answer" else CLOSE_FINDINGS, finding.area)
        if said := _done(request, finding, act, form if act == "answer" else back):
            messages.success(request, said)
            return redirect("findings-list")
    context = {
        "line": _line(finding), "finding": finding, "form": form, "back": back, "today": timezone.localdate(),
        "why_not": TO_KEEP_AWAY if kin else why_not(finding, who, kin), "kin": kin, "sees_home": who.may(SEE_PEOPLE, finding.area),
    }  # fmt: skip
    return render(request, "means/finding.html", context)


def _form(fields: tuple[FormField, ...], data: Any) -> Any:
    return build(fields)(data, auto_id="id_%s", label_suffix="")


def _done(request: HttpRequest, finding: Finding, act: str, form: Any) -> str:
    """Does what was asked of a finding and says so; "" where the form tells what is missing."""
    who, today = request.who, timezone.localdate()
    try:
        if act == "close":
            close_finding(finding, who=who, on=today)
            return f"已办结{finding.person.name}的核对发现。"
        if form is None:
            raise CheckRefused("别人已经处理过这条发现，请重新打开看过。")
        if not form.is_valid():
            return ""
        if act == "return":
            return_finding(finding, who=who, on=today, **form.cleaned_data)
            return f"已退回{finding.person.name}的核对发现，由乡镇重新核实。"
        answer_finding(finding, **form.cleaned_data, who=who, on=today)
    except CheckRefused as refused:
        if form is None or act == "close":
            messages.error(request, str(refused))
        else:
            form.add_error(None, str(refused))
        return ""
    return f"已答复{finding.person.name}的核对发现。{_followed(finding, form.cleaned_data)}"
